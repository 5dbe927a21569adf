import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, GanttChart, PageHead, Section, Table } from '#ui/index.ts';
import type { getProjectPlan } from '../../server/index.ts';
import { StepState, stepTitle, tones } from '../parts/step.tsx';
import { paths } from '../paths.ts';

type Plan = ViewOf<typeof getProjectPlan>;
type Intake = Plan['intakes'][number];

/** All intakes of a project: the stays, what is late, and the steps on which each departure hangs. */
export function ProjectPlanPage({ v, plan }: { v: View; plan: Plan }) {
  const open = plan.intakes.filter((i) => i.steps.length > 0);
  return (
    <>
      <PageHead
        title={v.t('projects.plan.title')}
        lead={v.t('projects.plan.lead')}
        breadcrumbs={[
          { href: paths.projects.href(), label: v.t('projects.list.title') },
          { href: paths.project.href({ projectId: plan.id }), label: plan.title },
        ]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      {open.length === 0 ? (
        <EmptyState title={v.t('projects.plan.none')} text={v.t('projects.plan.none-text')} />
      ) : (
        <>
          <Chart v={v} plan={plan} intakes={open} />
          {open.map((i) => (
            <Section
              key={i.intake.id}
              id={i.intake.id}
              title={i.intake.name}
              action={
                <a href={paths.intake.href({ intakeId: i.intake.id })}>
                  {v.t('projects.plan.whole')}
                </a>
              }
            >
              <p>{v.t('projects.plan.done', { done: i.done, open: i.steps.length })}</p>
              <Table
                caption={i.intake.name}
                hideCaption
                rowHeader="step"
                columns={[
                  { key: 'step', label: v.t('projects.timeline-page.step') },
                  { key: 'side', label: v.t('projects.timeline-page.whose') },
                  { key: 'latest', label: v.t('projects.timeline-page.latest') },
                  { key: 'state', label: v.t('projects.timeline-page.state') },
                ]}
                rows={weighty(i).map((s) => ({
                  id: s.id,
                  cells: {
                    step: (
                      <a href={`${paths.intake.href({ intakeId: i.intake.id })}#s-${s.id}`}>
                        {stepTitle(v, s)}
                      </a>
                    ),
                    side: v.t(`projects.side.${s.side}`),
                    latest: v.fmt.date(s.latest),
                    state: <StepState v={v} step={s} />,
                  },
                }))}
              />
            </Section>
          ))}
        </>
      )}
    </>
  );
}

/** The steps that decide: late ones, those due soon, and the chain the next fixed day hangs on. */
function weighty(i: Intake): Intake['steps'] {
  return i.steps.filter((s) => s.critical || s.state === 'late' || s.state === 'due_soon');
}

function Chart({ v, plan, intakes }: { v: View; plan: Plan; intakes: Intake[] }) {
  const stays = plan.intakes.map((i) => i.intake);
  const all = [
    v.today,
    ...stays.flatMap((s) => [s.startsOn, s.endsOn]),
    ...intakes.flatMap((i) => weighty(i).flatMap((s) => [s.earliest, s.latest])),
  ].sort(Temporal.PlainDate.compare);
  const from = (all[0] as Temporal.PlainDate).with({ day: 1 });
  const last = all.at(-1) as Temporal.PlainDate;
  const to = last.with({ day: last.daysInMonth });
  const months: { start: Temporal.PlainDate; label: string }[] = [];
  for (let m = from; Temporal.PlainDate.compare(m, to) <= 0; m = m.add({ months: 1 }))
    months.push({ start: m, label: v.fmt.shortDate(m) });
  const label = (s: Intake['steps'][number]) =>
    s.critical ? v.t('projects.air.critical-label', { step: stepTitle(v, s) }) : stepTitle(v, s);
  return (
    <GanttChart
      title={v.t('projects.plan.chart', { name: plan.title })}
      note={v.t('projects.plan.chart-note')}
      from={from}
      to={to}
      today={v.today}
      todayText={v.t('projects.timeline-page.today')}
      months={months}
      rows={intakes.flatMap((i) => [
        {
          id: `stay-${i.intake.id}`,
          label: v.t('projects.timeline-page.stay'),
          lane: i.intake.name,
          tone: 'wait' as const,
          start: i.intake.startsOn,
          end: i.intake.endsOn,
        },
        ...weighty(i).map((s) => ({
          id: `${i.intake.id} ${s.id}`,
          label: label(s),
          lane: i.intake.name,
          tone: tones[s.state],
          // the bar is the air it has: from the first day it can be done to the last on which it is in time
          ...(Temporal.PlainDate.compare(s.earliest, s.latest) < 0
            ? { start: s.earliest, end: s.latest }
            : { point: s.latest }),
        })),
      ])}
      table={{
        summary: v.t('projects.timeline-page.as-table'),
        columns: [
          { key: 'intake', label: v.t('projects.week.intake') },
          { key: 'step', label: v.t('projects.timeline-page.step') },
          { key: 'first', label: v.t('projects.plan.first') },
          { key: 'latest', label: v.t('projects.timeline-page.latest') },
          { key: 'state', label: v.t('projects.timeline-page.state') },
        ],
        rows: intakes.flatMap((i) =>
          i.steps.map((s) => ({
            id: `${i.intake.id} ${s.id}`,
            cells: {
              intake: i.intake.name,
              step: stepTitle(v, s),
              first: v.fmt.date(s.earliest),
              latest: v.fmt.date(s.latest),
              state: <StepState v={v} step={s} />,
            },
          })),
        ),
      }}
    />
  );
}
