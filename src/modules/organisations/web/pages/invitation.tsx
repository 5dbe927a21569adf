import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Button, ButtonRow, ErrorSummary, Facts, Form, PageHead, StatusTag } from '#ui/index.ts';
import type { getInvitation } from '../../server/index.ts';
import { paths } from '../paths.ts';

const tones = { open: 'wait', expired: 'late', used: 'done', withdrawn: 'none' } as const;

export function InvitationPage({
  v,
  invitation: i,
}: {
  v: View;
  invitation: ViewOf<typeof getInvitation>;
}) {
  const params = { invitationId: i.id };
  const resend = paths.resendInvitation.href(params);
  const withdraw = paths.withdrawInvitation.href(params);
  const errors = [...bind(v, resend).errors, ...bind(v, withdraw).errors];
  return (
    <>
      <PageHead
        title={v.t('organisations.invitation.title', { email: i.email })}
        breadcrumbs={
          i.kind === 'colleague' && i.orgId
            ? [
                {
                  href: paths.organisation.href({ orgId: i.orgId }),
                  label: i.orgName ?? v.t('organisations.directory.title'),
                },
              ]
            : [{ href: paths.directory.href(), label: v.t('organisations.directory.title') }]
        }
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary title={v.t('organisations.form.errors')} errors={errors} />
      <Facts
        items={[
          {
            label: v.t('organisations.invitation.state'),
            value: (
              <StatusTag
                tone={tones[i.state]}
                text={v.t(`organisations.invitation.state.${i.state}`)}
              />
            ),
          },
          ...(i.orgName ? [{ label: v.t('organisations.field.name'), value: i.orgName }] : []),
          ...(i.projectTitle
            ? [{ label: v.t('organisations.invitation.project'), value: i.projectTitle }]
            : []),
          {
            label: v.t('organisations.colleagues.roles'),
            value: v.fmt.list(i.roles.map((role) => v.t(`organisations.role.${role}`))),
          },
          { label: v.t('organisations.invitation.sent'), value: v.fmt.moment(i.sentAt) },
          { label: v.t('organisations.invitation.until'), value: v.fmt.moment(i.expiresAt) },
        ]}
      />
      {i.can.manage && (i.state === 'open' || i.state === 'expired') && (
        <>
          <p>{v.t('organisations.invitation.hint')}</p>
          <Form action={resend}>
            <ButtonRow>
              <Button>{v.t('organisations.invitation.resend')}</Button>
              <Button kind="danger" formaction={withdraw}>
                {v.t('organisations.invitation.withdraw')}
              </Button>
            </ButtonRow>
          </Form>
        </>
      )}
    </>
  );
}
