import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, LinkButton, Notice, PageHead, Section, Table, WaitingFor } from '#ui/index.ts';
import type { getOrganisation } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Organisation = ViewOf<typeof getOrganisation>;

export function OrganisationPage({ v, org }: { v: View; org: Organisation }) {
  const address = [org.street, [org.postalCode, org.city].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ');
  const facts = [
    { label: v.t('organisations.field.kind'), value: v.t(`organisations.kind.${org.kind}`) },
    {
      label: v.t('organisations.list.place'),
      value: `${address}, ${v.fmt.country(org.countryCode)}`,
    },
    { label: v.t('organisations.field.org-language'), value: v.fmt.language(org.language) },
    { label: v.t('organisations.field.time-zone'), value: org.timeZone.replaceAll('_', ' ') },
    ...(org.email
      ? [
          {
            label: v.t('organisations.field.contact-email'),
            value: <a href={`mailto:${org.email}`}>{org.email}</a>,
          },
        ]
      : []),
    ...(org.phone ? [{ label: v.t('organisations.field.phone'), value: org.phone }] : []),
    ...(org.oid ? [{ label: v.t('organisations.field.oid'), value: org.oid }] : []),
  ];
  return (
    <>
      <PageHead
        title={org.name}
        kicker={v.t(`organisations.kind.${org.kind}`)}
        breadcrumbs={[{ href: paths.organisations.href(), label: v.t('organisations.list.title') }]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
        actions={
          org.can.edit && (
            <LinkButton href={paths.editProfile.href({ orgId: org.id })}>
              {v.t('organisations.profile.edit')}
            </LinkButton>
          )
        }
      />
      {org.isExample && (
        <Notice tone="now" title={v.t('organisations.profile.example')}>
          <p>{v.t('organisations.profile.example-text')}</p>
        </Notice>
      )}
      <Facts items={facts} />
      {org.colleagues && <Colleagues v={v} org={org} colleagues={org.colleagues} />}
      {org.invitations.length > 0 && (
        <Section title={v.t('organisations.colleagues.waiting')}>
          <WaitingFor
            items={org.invitations.map((i) => ({
              id: i.id,
              who: i.email,
              what: (
                <a href={paths.invitation.href({ invitationId: i.id })}>
                  {v.t('organisations.colleagues.invited-as', {
                    roles: v.fmt.list(i.roles.map((role) => v.t(`organisations.role.${role}`))),
                  })}
                </a>
              ),
              sinceText: v.t(`organisations.invitation.state.${i.state}`),
              late: i.state === 'expired',
            }))}
          />
        </Section>
      )}
    </>
  );
}

function Colleagues({
  v,
  org,
  colleagues,
}: {
  v: View;
  org: Organisation;
  colleagues: NonNullable<Organisation['colleagues']>;
}) {
  return (
    <Section
      title={v.t('organisations.colleagues.title')}
      action={
        org.can.invite && (
          <LinkButton kind="primary" href={paths.inviteColleague.href({ orgId: org.id })}>
            {v.t('organisations.colleagues.invite')}
          </LinkButton>
        )
      }
    >
      <Table
        caption={v.t('organisations.colleagues.title')}
        hideCaption
        columns={[
          { key: 'name', label: v.t('organisations.colleagues.name') },
          { key: 'roles', label: v.t('organisations.colleagues.roles') },
          { key: 'reach', label: v.t('organisations.colleagues.reach') },
          { key: 'end', label: v.t('organisations.colleagues.end'), hideLabel: true },
        ]}
        rows={colleagues.map((c) => ({
          id: c.id,
          cells: {
            name: c.name,
            roles: v.fmt.list(c.roles.map((role) => v.t(`organisations.role.${role}`))),
            reach: [c.email, c.phone].filter(Boolean).join(' · '),
            end: c.mayEnd && (
              <a href={paths.endMembership.href({ orgId: org.id, personId: c.id })}>
                {v.t('organisations.colleagues.end-of', { name: c.name })}
              </a>
            ),
          },
        }))}
      />
    </Section>
  );
}
