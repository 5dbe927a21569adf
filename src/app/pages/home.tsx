import type { listOwn } from '#modules/applications/server/index.ts';
import { ApplicationStatus, applicationsPaths } from '#modules/applications/web/index.ts';
import type { listFamilies } from '#modules/hosting/server/index.ts';
import { hostingPaths } from '#modules/hosting/web/index.ts';
import { stations } from '#modules/mobilities/core/index.ts';
import type { listMobilities } from '#modules/mobilities/server/index.ts';
import { mobilityPaths, Way } from '#modules/mobilities/web/index.ts';
import { organisationsPaths } from '#modules/organisations/web/index.ts';
import type { Task, View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  EmptyState,
  JourneyLine,
  LinkButton,
  NextStep,
  PageHead,
  Section,
  TaskList,
  WaitingFor,
} from '#ui/index.ts';

type OwnWay = ViewOf<typeof listMobilities>['rows'][number];
type Begun = ViewOf<typeof listOwn>['own'][number] & { own: boolean };
type Family = ViewOf<typeof listFamilies>['families'][number];

/** One thing to do, then the rest of one's own, then what waits for others (look.md). */
export function HomePage({
  v,
  tasks,
  ways,
  begun,
  families,
}: {
  v: View;
  tasks: Task[];
  ways: OwnWay[];
  begun: Begun[];
  families: Family[];
}) {
  const mine = tasks.filter((t) => !t.waitingFor);
  const others = tasks.filter((t) => t.waitingFor);
  const [first, ...rest] = mine;
  const late = (t: Task) => !!t.due && Temporal.PlainDate.compare(t.due, v.today) < 0;
  const by = (t: Task) =>
    t.due ? v.t(late(t) ? 'app.home.was-due' : 'app.home.by', { date: t.due }) : undefined;
  const name = v.actor.kind === 'person' ? (v.actor.name.split(' ')[0] ?? '') : '';
  return (
    <>
      <PageHead title={v.t('app.home.hello', { name })} />
      {first ? (
        <NextStep
          kicker={v.t('app.home.next')}
          title={first.title}
          about={first.about}
          dateText={by(first)}
          tone={late(first) ? 'late' : 'now'}
          action={
            <LinkButton kind="primary" href={first.href}>
              {first.action ?? v.t('app.home.open')}
            </LinkButton>
          }
        />
      ) : (
        <EmptyState
          title={v.t('app.home.nothing')}
          text={v.t('app.home.nothing-text')}
          action={
            v.actor.kind === 'person' &&
            v.actor.isAdmin && (
              <LinkButton href={organisationsPaths.directory.href()}>
                {v.t('organisations.directory.title')}
              </LinkButton>
            )
          }
        />
      )}
      {ways.map((way) => (
        <Section
          key={way.id}
          title={v.t('app.home.way', { name: way.pupil })}
          action={
            <a href={mobilityPaths.dossier.href({ mobilityId: way.id })}>
              {v.t('app.home.whole-story')}
            </a>
          }
        >
          <Way
            v={v}
            pupil={way.pupil}
            state={way.state}
            stations={way.stations}
            sides={{
              pupil: way.pupil,
              sendingSchool: way.sendingSchool,
              hostingOrg: way.hostingOrg,
              hasContactPerson: way.hasContactPerson,
            }}
          />
        </Section>
      ))}
      {begun.map((a) => (
        <BegunWay key={a.id} v={v} a={a} />
      ))}
      {families.map((f) => (
        <Section
          key={f.id}
          title={v.t('app.home.family')}
          action={
            <a href={hostingPaths.family.href({ familyId: f.id })}>{v.t('app.home.family-open')}</a>
          }
        >
          <p>{v.t('app.home.family-text', { organisation: f.organisation })}</p>
        </Section>
      ))}
      {rest.length > 0 && (
        <Section title={v.t('app.home.then')}>
          <TaskList
            items={rest.slice(0, 12).map((t) => ({
              id: t.id,
              title: t.about ? `${t.title} · ${t.about}` : t.title,
              href: t.href,
              tone: late(t) ? ('late' as const) : ('now' as const),
              statusText: v.t(late(t) ? 'app.home.late' : 'app.home.todo'),
              dateText: by(t),
            }))}
          />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={v.t('app.home.waiting')}>
          <WaitingFor
            items={others.slice(0, 12).map((t) => ({
              id: t.id,
              who: t.waitingFor ?? '',
              what: <a href={t.href}>{t.about ? `${t.title} · ${t.about}` : t.title}</a>,
              sinceText: by(t),
              late: late(t),
            }))}
          />
        </Section>
      )}
    </>
  );
}

/** The whole way from its first station: whoever applies sees where it may lead. */
function BegunWay({ v, a }: { v: View; a: Begun }) {
  const reached = a.state === 'draft' ? 0 : 1;
  const state = (name: string) => v.t(`app.station-state.${name}`);
  return (
    <Section
      title={v.t('app.home.way', { name: a.pupil })}
      action={
        <a href={applicationsPaths.application.href({ applicationId: a.id })}>
          {v.t('app.home.application')}
        </a>
      }
    >
      <JourneyLine
        titleText={v.t('app.home.way', { name: a.pupil })}
        stateTexts={{
          done: state('done'),
          current: state('current'),
          ahead: state('ahead'),
          late: state('late'),
          skipped: state('skipped'),
        }}
        stations={stations.map((id, i) => ({
          id,
          label: v.t(`app.station.${id}`),
          state: i < reached ? 'done' : i === reached ? 'current' : 'ahead',
        }))}
      />
      <ApplicationStatus v={v} a={a} own={a.own} />
    </Section>
  );
}
