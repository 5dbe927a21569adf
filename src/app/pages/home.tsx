import type { listMobilities } from '#modules/mobilities/server/index.ts';
import { mobilityPaths, Way } from '#modules/mobilities/web/index.ts';
import type { Task, View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  EmptyState,
  LinkButton,
  NextStep,
  PageHead,
  Section,
  TaskList,
  WaitingFor,
} from '#ui/index.ts';

type OwnWay = ViewOf<typeof listMobilities>['rows'][number];

/** One thing to do, then the rest of one's own, then what waits for others (look.md). */
export function HomePage({ v, tasks, ways }: { v: View; tasks: Task[]; ways: OwnWay[] }) {
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
        <EmptyState title={v.t('app.home.nothing')} text={v.t('app.home.nothing-text')} />
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
              what: t.about ? `${t.title} · ${t.about}` : t.title,
              href: t.href,
              sinceText: by(t),
              late: late(t),
            }))}
          />
        </Section>
      )}
    </>
  );
}
