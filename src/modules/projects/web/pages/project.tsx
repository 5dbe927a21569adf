import { organisationsPaths } from '#modules/organisations/web/index.ts';
import { listAddress as decisionsAddress } from '#modules/partnerships/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Card,
  CardGrid,
  EmptyState,
  Facts,
  LinkButton,
  Notice,
  PageHead,
  Section,
  Table,
  WaitingFor,
} from '#ui/index.ts';
import type { getProject } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Project = ViewOf<typeof getProject>;

export function ProjectPage({ v, project: p }: { v: View; project: Project }) {
  const params = { projectId: p.id };
  return (
    <>
      <PageHead
        title={p.title}
        kicker={p.code}
        breadcrumbs={[{ href: paths.projects.href(), label: v.t('projects.list.title') }]}
        breadcrumbsLabel={v.t('projects.crumbs')}
        actions={
          <>
            {p.intakes.length > 0 && (
              <LinkButton href={paths.projectPlan.href(params)}>
                {v.t('projects.plan.title')}
              </LinkButton>
            )}
            <LinkButton href={decisionsAddress('project', p.id)}>
              {v.t('partnerships.decisions.list-about')}
            </LinkButton>
            {p.can.run && (
              <LinkButton href={paths.renameProject.href(params)}>
                {v.t('projects.project.rename')}
              </LinkButton>
            )}
          </>
        }
      />
      {p.isExample && (
        <Notice tone="now" title={v.t('projects.project.example')}>
          <p>{v.t('projects.project.example-text')}</p>
        </Notice>
      )}
      <Facts
        items={[
          { label: v.t('projects.field.coordinator'), value: p.coordinatorName },
          { label: v.t('projects.field.code'), value: p.code },
        ]}
      />
      <Intakes v={v} project={p} />
      <Parties v={v} project={p} />
    </>
  );
}

function Intakes({ v, project: p }: { v: View; project: Project }) {
  const open = p.can.run && (
    <LinkButton
      kind={p.intakes.length === 0 ? 'primary' : 'quiet'}
      href={paths.newIntake.href({ projectId: p.id })}
    >
      {v.t('projects.intakes.open')}
    </LinkButton>
  );
  return (
    <Section
      title={v.t('projects.intakes.title')}
      action={p.intakes.length > 0 ? open || undefined : undefined}
    >
      {p.intakes.length === 0 ? (
        <EmptyState
          level={3}
          title={v.t('projects.intakes.none-yet')}
          text={v.t('projects.intakes.none-text', { org: p.coordinatorName })}
          action={open || undefined}
        />
      ) : (
        <CardGrid>
          {p.intakes.map((i) => (
            <Card key={i.id} href={paths.intake.href({ intakeId: i.id })} title={i.name}>
              <p>
                {v.t('projects.intakes.dates', {
                  from: i.startsOn,
                  until: i.endsOn,
                  ...i.length,
                })}
              </p>
            </Card>
          ))}
        </CardGrid>
      )}
    </Section>
  );
}

function Parties({ v, project: p }: { v: View; project: Project }) {
  return (
    <>
      <Section
        title={v.t('projects.parties.title')}
        action={
          p.can.run && (
            <LinkButton href={paths.invitePartner.href({ projectId: p.id })}>
              {v.t('projects.partner.title')}
            </LinkButton>
          )
        }
      >
        <Table
          caption={v.t('projects.parties.title')}
          hideCaption
          columns={[
            { key: 'name', label: v.t('projects.parties.name') },
            { key: 'role', label: v.t('projects.parties.role') },
            { key: 'place', label: v.t('projects.parties.place') },
          ]}
          rows={p.parties.map((x) => ({
            id: x.orgId,
            cells: {
              name: <a href={organisationsPaths.organisation.href({ orgId: x.orgId })}>{x.name}</a>,
              role: v.t(x.coordinates ? 'projects.parties.coordinates' : `projects.role.${x.role}`),
              place: `${x.city}, ${v.fmt.country(x.countryCode)}`,
            },
          }))}
        />
      </Section>
      {p.invitations.length > 0 && (
        <Section title={v.t('projects.parties.waiting')}>
          <WaitingFor
            items={p.invitations.map((i) => ({
              id: i.id,
              who: i.name,
              what: (
                <a href={organisationsPaths.invitation.href({ invitationId: i.id })}>
                  {v.t(`projects.parties.answers-${i.state}`, { email: i.email })}
                </a>
              ),
              sinceText: v.t('projects.parties.sent', { at: v.fmt.moment(i.sentAt) }),
              late: i.state === 'expired',
            }))}
          />
        </Section>
      )}
    </>
  );
}
