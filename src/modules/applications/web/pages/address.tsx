import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Button, ButtonRow, Form, LinkButton, PageHead, TextField } from '#ui/index.ts';
import type { getApplication } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

/** Somebody of the family whom mails do not reach, at another address. */
export function AddressPage({
  v,
  a,
  person,
}: {
  v: View;
  a: ViewOf<typeof getApplication>;
  person: { id: string; name: string; email: string | null };
}) {
  const at = { applicationId: a.id };
  const href = paths.address.href({ ...at, personId: person.id });
  return (
    <>
      <PageHead
        kicker={a.intakeName}
        title={v.t('applications.address.title', { who: person.name })}
        lead={v.t('applications.address.lead')}
        breadcrumbs={[
          {
            href: paths.application.href(at),
            label: v.t('applications.application.title-of', { pupil: a.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {person.email && (
        <p>
          {v.t('applications.address.refused')} <bdi>{person.email}</bdi>
        </p>
      )}
      <Form action={href}>
        <TextField
          {...bind(v, href).text('email')}
          label={v.t('applications.field.email')}
          type="email"
          inputmode="email"
          required
        />
        <ButtonRow>
          <Button>{v.t('applications.address.save')}</Button>
          <LinkButton href={paths.application.href(at)}>{v.t('applications.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
