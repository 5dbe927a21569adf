import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  DayList,
  Details,
  EmptyState,
  Filters,
  Hidden,
  LinkButton,
  MonthTable,
  PageHead,
  Pager,
  PrintButton,
  Section,
  SelectField,
} from '#ui/index.ts';
import { weeksOf } from '../../core/rules/index.ts';
import type { listNextSteps } from '../../server/index.ts';
import { byDay, type Dated } from '../parts/days.tsx';
import { paths } from '../paths.ts';

export type Choice = { kind: string; project: string };

/** Days that the list of the present month looks ahead, beyond its end. */
export const aheadDays = 35;

function monthHref(base: string, month: Temporal.PlainYearMonth, choice: Choice): string {
  const query = new URLSearchParams({ month: month.toString() });
  for (const [name, value] of Object.entries(choice)) if (value) query.set(name, value);
  return `${base}?${query}`;
}

/** A month of somebody's calendar, or of a project's: on a phone what comes, day by day. */
export function CalendarPage({
  v,
  base,
  month,
  today,
  dated,
  choice,
  kinds,
  projects,
  timeZone,
  about,
  planHref,
  pollHref,
  polls = [],
}: {
  v: View;
  /** the address of this page without search */
  base: string;
  month: Temporal.PlainYearMonth;
  today: Temporal.PlainDate;
  dated: readonly Dated[];
  choice: Choice;
  kinds: readonly string[];
  projects: readonly { id: string; title: string }[];
  timeZone: string;
  /** set where it is the calendar of something */
  about?: { title: string; href: string; wholeHref: string | null };
  planHref: string | null;
  pollHref: string | null;
  /** dates that are looked for */
  polls?: ViewOf<typeof listNextSteps>['polls'];
}) {
  const days = byDay(dated);
  const first = month.toPlainDate({ day: 1 });
  const current = today.toPlainYearMonth().equals(month);
  const from = current ? today : first;
  const until = current
    ? today.add({ days: aheadDays })
    : first.add({ months: 1 }).subtract({ days: 1 });
  const listed = [...days].filter(([day]) => day >= from.toString() && day <= until.toString());
  const weeks = weeksOf(month);
  const name = v.fmt.month(first);
  return (
    <>
      <PageHead
        title={
          about ? v.t('calendar.page.title-of', { title: about.title }) : v.t('calendar.page.title')
        }
        breadcrumbs={
          about
            ? [
                { href: paths.calendar.href(), label: v.t('calendar.page.title') },
                { href: about.href, label: about.title },
              ]
            : []
        }
        breadcrumbsLabel={v.t('calendar.crumbs')}
        lead={
          about?.wholeHref ? (
            <a href={about.wholeHref}>{v.t('calendar.page.whole-project')}</a>
          ) : about ? undefined : (
            <a href={paths.feed.href()}>{v.t('calendar.page.feed')}</a>
          )
        }
        actions={
          planHref && (
            <>
              <LinkButton kind="primary" href={planHref}>
                {v.t('calendar.page.plan')}
              </LinkButton>
              {pollHref && <LinkButton href={pollHref}>{v.t('calendar.page.poll')}</LinkButton>}
            </>
          )
        }
      />
      {(kinds.length > 1 || projects.length > 1 || choice.kind || choice.project) && (
        <Details
          summary={v.t('calendar.page.filter')}
          open={Boolean(choice.kind || choice.project)}
          wide
        >
          <Filters
            action={base}
            label={v.t('calendar.page.filter')}
            applyText={v.t('calendar.page.show')}
            clearHref={`${base}?month=${month}`}
            clearText={v.t('calendar.page.show-all')}
          >
            <Hidden name="month" value={month.toString()} />
            <SelectField
              name="kind"
              label={v.t('calendar.field.kind')}
              emptyLabel={v.t('calendar.page.all-kinds')}
              value={choice.kind}
              options={kinds.map((kind) => ({ value: kind, label: v.t(`calendar.kind.${kind}`) }))}
            />
            {projects.length > 0 && (
              <SelectField
                name="project"
                label={v.t('calendar.field.project')}
                emptyLabel={v.t('calendar.page.all-projects')}
                value={choice.project}
                options={projects.map((p) => ({ value: p.id, label: p.title }))}
              />
            )}
          </Filters>
        </Details>
      )}
      {polls.length > 0 && (
        <Section title={v.t('calendar.page.polls')}>
          <ul class="dot-list">
            {polls.map((p) => (
              <li key={p.id}>
                <a
                  href={(p.what === 'finish' ? paths.pollTimes : paths.poll).href({ pollId: p.id })}
                >
                  {p.title}
                </a>{' '}
                ·{' '}
                {p.what === 'wait'
                  ? v.t('calendar.page.poll-waits', { count: p.missing })
                  : v.t(`calendar.page.poll-${p.what}`)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={name}
        lead={v.t('calendar.page.zone', { zone: v.fmt.zone(timeZone) })}
        action={<PrintButton text={v.t('calendar.page.print')} />}
      >
        <MonthTable
          caption={name}
          weekdays={(weeks[0] ?? []).map((day) => v.fmt.shortWeekday(day))}
          weeks={weeks.map((week) =>
            week.map((day) => ({
              day: day.toString(),
              number: day.day,
              outside: !day.toPlainYearMonth().equals(month),
              today: day.equals(today),
              entries: days.get(day.toString()) ?? [],
            })),
          )}
        />
        {listed.length > 0 ? (
          <DayList
            narrow
            days={listed.map(([day, entries]) => ({
              day,
              text: v.fmt.weekday(Temporal.PlainDate.from(day)),
              today: day === today.toString(),
              entries,
            }))}
          />
        ) : (
          <EmptyState
            level={3}
            title={v.t('calendar.page.none')}
            text={v.t('calendar.page.none-text')}
          />
        )}
      </Section>
      <Pager
        previousHref={monthHref(base, month.subtract({ months: 1 }), choice)}
        nextHref={monthHref(base, month.add({ months: 1 }), choice)}
        labels={{
          nav: v.t('calendar.page.months'),
          previous: v.fmt.month(first.subtract({ months: 1 })),
          next: v.fmt.month(first.add({ months: 1 })),
          position: name,
        }}
      />
    </>
  );
}
