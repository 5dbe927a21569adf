import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  Table,
  Tabs,
  Tag,
  WaitingFor,
} from '#ui/index.ts';
import { isLeading } from '../../core/rules/index.ts';
import type { getNetwork, getOrganisation, getProfile } from '../../server/index.ts';
import { NetworkSections } from '../parts/network.tsx';
import { PartText } from '../parts/profile-parts.tsx';
import { contactPath, paths, schoolWall } from '../paths.ts';

type Organisation = ViewOf<typeof getOrganisation>;

type Profile = ViewOf<typeof getProfile>;

export function OrganisationPage({
  v,
  org,
  profile,
  network,
}: {
  v: View;
  org: Organisation;
  profile: Profile;
  network: ViewOf<typeof getNetwork> | null;
}) {
  const address = [org.street, [org.postalCode, org.city].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ');
  const write =
    profile.as === null &&
    org.kind !== 'network' &&
    v.actor.kind === 'person' &&
    v.actor.orgs.some((o) => isLeading(o.roles))
      ? contactPath(org.id)
      : null;
  const wall =
    org.kind === 'school' &&
    v.actor.kind === 'person' &&
    v.actor.orgs.some((o) => o.orgId === org.id)
      ? schoolWall(org.id)
      : null;
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
        breadcrumbs={[
          { href: paths.directory.href(), label: v.t('organisations.directory.title') },
        ]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
        actions={
          <>
            {org.can.edit && (
              <LinkButton href={paths.editProfile.href({ orgId: org.id })}>
                {v.t('organisations.profile.edit')}
              </LinkButton>
            )}
            {wall && <LinkButton href={wall}>{v.t('organisations.profile.wall')}</LinkButton>}
            {write && (
              <LinkButton kind="primary" href={write}>
                {v.t('organisations.find.write', { org: org.name })}
              </LinkButton>
            )}
          </>
        }
      />
      {org.isExample && (
        <Notice tone="now" title={v.t('organisations.profile.example')}>
          <p>{v.t('organisations.profile.example-text')}</p>
        </Notice>
      )}
      {profile.as && <Preview v={v} orgId={org.id} as={profile.as} />}
      <ProfileSections v={v} orgId={org.id} profile={profile} />
      <Section title={v.t('organisations.profile.reach')}>
        <Facts items={facts} />
      </Section>
      {network && <NetworkSections v={v} networkId={org.id} network={network} />}
      {!network && <Memberships v={v} orgId={org.id} profile={profile} />}
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

/** For its own people: the same page as others see it. */
function Preview({ v, orgId, as }: { v: View; orgId: string; as: NonNullable<Profile['as']> }) {
  return (
    <>
      <Tabs
        label={v.t('organisations.profile.preview')}
        items={(['us', 'partners', 'everybody'] as const).map((who) => ({
          href: paths.organisation.href({ orgId }, { as: who === 'us' ? '' : who }),
          label: v.t(`organisations.profile.as-${who}`),
          current: who === as,
        }))}
      />
      {as !== 'us' && <p>{v.t(`organisations.profile.seen-by-${as}`)}</p>}
    </>
  );
}

function ProfileSections({ v, orgId, profile }: { v: View; orgId: string; profile: Profile }) {
  const change = (part: string, text: string) => (
    <a href={paths.part.href({ orgId, part })}>{text}</a>
  );
  const own = profile.as === 'us';
  return (
    <>
      {profile.parts.map(({ told, audience }) => (
        <Section
          key={told.part}
          id={told.part}
          title={v.t(`organisations.part.${told.part}`)}
          action={
            own &&
            profile.can.edit &&
            change(
              told.part,
              v.t('organisations.profile.change', {
                what: v.t(`organisations.part.${told.part}`),
              }),
            )
          }
        >
          {own && audience !== 'everybody' && (
            <p>
              <Tag text={v.t(`organisations.audience.${audience}`)} />
            </p>
          )}
          <PartText v={v} told={told} />
        </Section>
      ))}
      {profile.parts.length === 0 && profile.untold.length === 0 && (
        <p>{v.t('organisations.profile.tells-nothing')}</p>
      )}
      {profile.can.edit && profile.untold.length > 0 && (
        <Section title={v.t('organisations.profile.untold')}>
          <p>{v.t('organisations.profile.untold-text')}</p>
          <ul>
            {profile.untold.map((part) => (
              <li key={part}>{change(part, v.t(`organisations.part.${part}`))}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** The networks it belongs to; and the way into those that the reader leads. */
function Memberships({ v, orgId, profile }: { v: View; orgId: string; profile: Profile }) {
  if (profile.networks.length === 0 && profile.mayInviteTo.length === 0 && profile.as !== 'us')
    return null;
  return (
    <Section
      title={v.t('organisations.network.networks')}
      action={
        profile.as === 'us' && (
          <a href={paths.sharing.href({ orgId })}>{v.t('organisations.sharing.title')}</a>
        )
      }
    >
      {profile.networks.length > 0 ? (
        <ul>
          {profile.networks.map((n) => (
            <li key={n.id}>
              <a href={paths.organisation.href({ orgId: n.id })}>{n.name}</a>
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {v.t('organisations.network.in-none')}{' '}
          {profile.as === 'us' && (
            <a href={paths.directory.href(undefined, { kind: 'network' })}>
              {v.t('organisations.sharing.find-network')}
            </a>
          )}
        </p>
      )}
      {profile.mayInviteTo.map((n) => (
        <Form key={n.id} action={paths.inviteMember.href({ orgId: n.id })}>
          <Hidden name="member" value={orgId} />
          <Button kind="quiet">{v.t('organisations.network.invite', { network: n.name })}</Button>
        </Form>
      ))}
    </Section>
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
