import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  Details,
  EmptyState,
  ErrorSummary,
  Filters,
  Form,
  GanttChart,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  Table,
  TaskList,
  WaitingFor,
} from '#ui/index.ts';
import { sides } from '../../core/types.ts';
import type { getTimeline } from '../../server/index.ts';
import { CalendarNote, LimitNotes } from '../parts/calendar.tsx';
import {
  allowedText,
  StepState,
  stateText,
  stepTitle,
  titleIn,
  tones,
  whose,
} from '../parts/step.tsx';
import { paths } from '../paths.ts';

type Timeline = ViewOf<typeof getTimeline>;
type Step = Timeline['steps'][number];

/** How many next steps stand on top; the whole is below. */
const shownNext = 5;

export function TimelinePage({
  v,
  timeline,
  side,
  links,
}: {
  v: View;
  timeline: Timeline;
  side: string;
  links: { href: string; label: string }[];
}) {
  const { intake, project } = timeline;
  const mark = paths.markStep.href({ intakeId: intake.id });
  const unmark = paths.unmarkStep.href({ intakeId: intake.id });
  const errors = [...bind(v, mark).errors, ...bind(v, unmark).errors];
  const own = timeline.steps.filter((s) => s.own && s.state !== 'done' && s.state !== 'done_late');
  const ready = own.filter((s) => s.waitsFor.length === 0);
  const next = (ready.length > 0 ? ready : own).slice(0, shownNext);
  const shown = side ? timeline.steps.filter((s) => s.side === side) : timeline.steps;
  return (
    <>
      <PageHead
        title={intake.name}
        kicker={project.title}
        lead={v.t('projects.intakes.dates', {
          from: intake.startsOn,
          until: intake.endsOn,
          ...intake.length,
        })}
        {...(timeline.can.seeProject
          ? {
              breadcrumbs: [
                { href: paths.projects.href(), label: v.t('projects.list.title') },
                { href: paths.project.href({ projectId: project.id }), label: project.title },
              ],
              breadcrumbsLabel: v.t('projects.crumbs'),
            }
          : {})}
        actions={
          <>
            {links.map((link) => (
              <LinkButton key={link.href} href={link.href}>
                {link.label}
              </LinkButton>
            ))}
            {timeline.can.change && (
              <>
                <LinkButton href={paths.moveIntake.href({ intakeId: intake.id })}>
                  {v.t('projects.move.open')}
                </LinkButton>
                <LinkButton href={paths.editIntake.href({ intakeId: intake.id })}>
                  {v.t('projects.intake.change')}
                </LinkButton>
              </>
            )}
          </>
        }
      />
      <ErrorSummary title={v.t('projects.form.errors')} errors={errors} />
      <LimitNotes v={v} limits={timeline.limits} />
      {timeline.policies.map((p) => (
        <Details
          key={p.countryCode}
          summary={v.t('projects.policy.asked', { country: v.fmt.country(p.countryCode) })}
        >
          {p.note.split('\n').map((line, i) => (
            <p key={`${i} ${line}`}>{line}</p>
          ))}
        </Details>
      ))}
      {timeline.can.change && timeline.timeline.newer !== null && (
        <Notice
          tone="now"
          title={v.t('projects.own.newer', { name: timeline.timeline.name ?? '' })}
        >
          <p>
            <a
              href={paths.moveIntake.href(
                { intakeId: intake.id },
                { timeline: intake.templateId ?? '' },
              )}
            >
              {v.t('projects.own.newer-text', { number: timeline.timeline.newer })}
            </a>
          </p>
        </Notice>
      )}
      <Section title={v.t('projects.timeline-page.next')}>
        {next.length === 0 ? (
          <EmptyState
            level={3}
            title={v.t('projects.timeline-page.all-done')}
            text={v.t('projects.timeline-page.all-done-text')}
          />
        ) : (
          <TaskList
            items={next.map((s) => ({
              id: s.id,
              title: stepTitle(v, s),
              href: `#s-${s.id}`,
              tone: tones[s.state],
              statusText: stateText(v, s),
              dateText: v.t('projects.timeline-page.by', { date: s.latest }),
            }))}
          />
        )}
        {timeline.late.length > 0 && (
          <>
            <h3>{v.t('projects.timeline-page.who-is-late')}</h3>
            <WaitingFor
              items={timeline.late.map((l) => ({
                id: l.side,
                who: v.t(`projects.side.${l.side}`),
                what: v.fmt.list(l.steps.slice(0, 3).map((id) => titleIn(v, timeline.steps, id))),
                sinceText: v.t('projects.timeline-page.late-since', {
                  days: l.days,
                  more: Math.max(0, l.steps.length - 3),
                }),
                late: true,
              }))}
            />
          </>
        )}
      </Section>
      <Section title={v.t('projects.timeline-page.whole')}>
        <Notice tone="now" title={v.t('projects.timeline-page.basis')}>
          <p>{v.t('projects.timeline-page.basis-text')}</p>
          {timeline.steps.some((s) => s.doers.length > 0) && (
            <p>{v.t('projects.timeline-page.by-table')}</p>
          )}
          {timeline.timeline.name && (
            <p>
              {v.t('projects.own.follows', {
                name: timeline.timeline.name,
                number: intake.templateNumber ?? 0,
              })}
            </p>
          )}
        </Notice>
        <CalendarNote
          v={v}
          counted={timeline.calendar}
          gaps={timeline.calendar.gaps}
          link={timeline.can.seeProject}
        />
        {timeline.moves.length > 0 && (
          <Details summary={v.t('projects.move.history', { count: timeline.moves.length })}>
            <ul>
              {timeline.moves.map((m) => (
                <li key={m.at.toString()}>
                  {v.t('projects.move.was', { at: m.at, from: m.startsOn, until: m.endsOn })}
                </li>
              ))}
            </ul>
          </Details>
        )}
        <Gantt v={v} timeline={timeline} />
        <Filters
          action={paths.intake.href({ intakeId: intake.id })}
          label={v.t('projects.timeline-page.filter')}
          applyText={v.t('projects.timeline-page.show')}
          clearHref={side ? paths.intake.href({ intakeId: intake.id }) : undefined}
          clearText={v.t('projects.timeline-page.show-all')}
        >
          <SelectField
            name="side"
            label={v.t('projects.timeline-page.whose')}
            value={side}
            emptyLabel={v.t('projects.timeline-page.everybody')}
            options={sides.map((each) => ({ value: each, label: v.t(`projects.side.${each}`) }))}
          />
        </Filters>
        <Table
          caption={v.t('projects.timeline-page.whole')}
          hideCaption
          rowHeader="step"
          columns={[
            { key: 'step', label: v.t('projects.timeline-page.step') },
            { key: 'latest', label: v.t('projects.timeline-page.latest') },
            { key: 'side', label: v.t('projects.timeline-page.whose') },
            { key: 'state', label: v.t('projects.timeline-page.state') },
            { key: 'tick', label: v.t('projects.timeline-page.tick'), hideLabel: true },
          ]}
          rows={shown.map((s) => ({
            id: s.id,
            cells: {
              step: <StepCell v={v} step={s} steps={timeline.steps} />,
              latest: v.fmt.date(s.latest),
              side: whose(v, s),
              state: (
                <>
                  <StepState v={v} step={s} brief />
                  <Basis v={v} step={s} />
                </>
              ),
              tick: <Tick v={v} step={s} mark={mark} unmark={unmark} />,
            },
          }))}
        />
      </Section>
    </>
  );
}

function StepCell({ v, step, steps }: { v: View; step: Step; steps: readonly Step[] }) {
  const allowed = allowedText(v, step.allowed);
  return (
    <div id={`s-${step.id}`}>
      <p>{stepTitle(v, step)}</p>
      {allowed && <p class="hint">{allowed}</p>}
      {step.waitsFor.length > 0 && (
        <p class="hint">
          {v.t('projects.timeline-page.waits-for', {
            steps: v.fmt.list(step.waitsFor.map((id) => titleIn(v, steps, id))),
          })}
        </p>
      )}
    </div>
  );
}

/** Where the step and its date come from. */
function Basis({ v, step }: { v: View; step: Step }) {
  return (
    <Details
      summary={v.t(
        step.certainty === 'found'
          ? 'projects.source.guide'
          : step.certainty === 'own'
            ? 'projects.source.own-short'
            : 'projects.source.suggested',
      )}
    >
      <p>{v.t(`projects.source.${step.certainty}`)}</p>
      <ul>
        {step.sources.map((source) => (
          <li key={source.title}>
            {source.url ? (
              <a href={source.url} rel="noreferrer">
                {source.title}
              </a>
            ) : (
              source.title
            )}
          </li>
        ))}
      </ul>
    </Details>
  );
}

function Tick({ v, step, mark, unmark }: { v: View; step: Step; mark: string; unmark: string }) {
  if (!step.mayMark && !step.mayUnmark) return null;
  const name = stepTitle(v, step);
  const word = step.mayUnmark ? 'untick-it' : 'tick-it';
  return (
    <Form
      action={step.mayUnmark ? unmark : mark}
      label={v.t(`projects.timeline-page.${word}-of`, { step: name })}
    >
      <Hidden name="stepId" value={step.id} />
      <Button kind="quiet">{v.t(`projects.timeline-page.${word}`)}</Button>
    </Form>
  );
}

function Gantt({ v, timeline }: { v: View; timeline: Timeline }) {
  const steps = timeline.steps;
  const days = steps.flatMap((s) => [s.opensOn ?? s.latest, s.latest]);
  const { startsOn, endsOn } = timeline.intake;
  const all = [...days, startsOn, endsOn].sort(Temporal.PlainDate.compare);
  const from = (all[0] as Temporal.PlainDate).with({ day: 1 });
  const last = all.at(-1) as Temporal.PlainDate;
  const to = last.with({ day: last.daysInMonth });
  const months: { start: Temporal.PlainDate; label: string }[] = [];
  for (let m = from; Temporal.PlainDate.compare(m, to) <= 0; m = m.add({ months: 1 }))
    months.push({ start: m, label: v.fmt.shortDate(m) });
  const lanes = sides.filter((side) => steps.some((s) => s.side === side));
  return (
    <GanttChart
      title={v.t('projects.timeline-page.chart', { name: timeline.intake.name })}
      from={from}
      to={to}
      today={v.today}
      todayText={v.t('projects.timeline-page.today')}
      months={months}
      rows={[
        {
          id: 'stay',
          label: v.t('projects.timeline-page.stay'),
          lane: v.t('projects.timeline-page.stay-lane'),
          tone: 'wait' as const,
          start: startsOn,
          end: endsOn,
        },
        ...lanes.flatMap((side) =>
          steps
            .filter((s) => s.side === side)
            .map((s) => ({
              id: s.id,
              label: s.critical
                ? v.t('projects.air.critical-label', { step: stepTitle(v, s) })
                : stepTitle(v, s),
              lane: v.t(`projects.side.${side}`),
              tone: tones[s.state],
              ...(s.opensOn && Temporal.PlainDate.compare(s.opensOn, s.latest) < 0
                ? { start: s.opensOn, end: s.latest }
                : { point: s.latest }),
            })),
        ),
      ]}
      table={{
        summary: v.t('projects.timeline-page.as-table'),
        columns: [
          { key: 'step', label: v.t('projects.timeline-page.step') },
          { key: 'latest', label: v.t('projects.timeline-page.latest') },
          { key: 'state', label: v.t('projects.timeline-page.state') },
        ],
        rows: steps.map((s) => ({
          id: s.id,
          cells: {
            step: stepTitle(v, s),
            latest: v.fmt.date(s.latest),
            state: <StepState v={v} step={s} />,
          },
        })),
      }}
    />
  );
}
