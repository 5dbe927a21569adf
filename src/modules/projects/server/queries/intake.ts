import { z } from 'zod';
import { type PlannedStep, whoIsLate } from '#engines/planner/index.ts';
import { orgIdsOf } from '#kernel/actor.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import { mayMarkStep, mayRunProject, maySeeProject } from '../../core/policy.ts';
import { isSide, isTheirs, type StepDoers, sourcesOf } from '../../core/rules/index.ts';
import { sides, type TemplateName, type TimelineStep } from '../../core/types.ts';
import { partiesFrom } from '../commands/project.ts';
import * as store from '../store.ts';
import { intakeView, viewOfIntake } from './project.ts';
import { brokenIn, dayAt, timelineOf } from './timeline.ts';

export const states = ['done', 'done_late', 'late', 'due_soon', 'ahead'] as const;

/** Words of a step that is somebody's own; null: the message `projects.timeline.<id>`. */
export const titleView = z.object({ en: z.string(), fr: z.string() }).nullable();

const plannedFields = {
  id: z.string(),
  title: titleView,
  side: z.enum(sides),
  latest: dateView,
  /** the first day on which it can be done; the day it was done */
  earliest: dateView,
  /** the template's first sensible day */
  opensOn: dateView.nullable(),
  doneOn: dateView.nullable(),
  state: z.enum(states),
  /** negative when late */
  daysLeft: z.number(),
  slackDays: z.number(),
  slackWorkingDays: z.number(),
  /** the next fixed day (departure, return) hangs on it */
  critical: z.boolean(),
  /** between which days the host country lets it happen; null where it says nothing */
  allowed: z.object({ from: dateView.nullable(), until: dateView.nullable() }).nullable(),
  waitsFor: z.array(z.string()),
  heldUpBy: z.array(z.string()),
  /** `found` stands in a published guide as it is, `own` is somebody's own; all else is our proposal */
  certainty: z.string(),
};
export const plannedView = z.object(plannedFields);

export function viewOfStep(planned: PlannedStep, steps: readonly TimelineStep[]) {
  const {
    id,
    responsible,
    opensOn,
    doneOn,
    waitsFor,
    heldUpBy,
    allowed,
    source: _,
    ...rest
  } = planned;
  const own = steps.find((s) => s.id === id);
  return {
    ...rest,
    id,
    title: own?.title ?? null,
    side: isSide(responsible) ? responsible : ('all' as const),
    opensOn: opensOn ?? null,
    doneOn: doneOn ?? null,
    allowed: allowed ? { from: allowed.from, until: allowed.until } : null,
    waitsFor: [...waitsFor],
    heldUpBy: [...heldUpBy],
  };
}

/** What is not known about the holidays a plan rests on; see `gapTexts` of reference. */
export const gapsView = z.array(
  z.object({
    countryCode: z.string(),
    region: z.string(),
    schoolYear: z.string(),
    what: z.enum([
      'no-public-holidays',
      'no-school-holidays',
      'no-region-chosen',
      'week-between',
      'overlap',
    ]),
    regions: z.array(z.string()).optional(),
    from: dateView.optional(),
    until: dateView.optional(),
  }),
);

export const limitsView = z.array(
  z.object({
    rule: z.enum([
      'shortest',
      'longest',
      'latest-arrival',
      'second-semester',
      'second-semester-longest',
    ]),
    countryCode: z.string(),
    day: dateView.nullable(),
    days: z.number(),
    limit: z.number().nullable(),
    source: z.string(),
  }),
);

export const getTimeline = query({
  name: 'projects.get-timeline',
  summary:
    'The timeline of an intake: for each step its first and last day, its slack, whose turn it is, how it stands and how sure its source is.',
  input: z.object({ intakeId: idOf('int') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    intake: intakeView.extend({ version: z.number() }),
    project: z.object({ id: idView('prj'), title: z.string(), code: z.string() }),
    /** name of the own timeline it follows, and whether a newer version of it is in use */
    timeline: z.object({ name: z.string().nullable(), newer: z.number().nullable() }),
    steps: z.array(
      z.object({
        ...plannedFields,
        sources: z.array(z.object({ title: z.string(), url: z.string().optional() })),
        own: z.boolean(),
        /** who does it by the table of responsibilities, by name; empty where the timeline's side says it */
        doers: z.array(z.string()),
        mayMark: z.boolean(),
        mayUnmark: z.boolean(),
      }),
    ),
    /** who is late with something that waits for nobody else */
    late: z.array(z.object({ side: z.enum(sides), steps: z.array(z.string()), days: z.number() })),
    /** countries whose holidays count */
    calendar: z.object({
      sending: z.array(z.string()),
      host: z.array(z.string()),
      /** organisations that told closed weeks of their own */
      told: z.array(z.string()),
      gaps: gapsView,
    }),
    limits: limitsView,
    /** what else the coordinator or its network asks for stays there */
    policies: z.array(z.object({ countryCode: z.string(), note: z.string(), own: z.boolean() })),
    /** the dates it had before, newest first */
    moves: z.array(z.object({ at: instantView, startsOn: dateView, endsOn: dateView })),
    can: z.object({ change: z.boolean(), seeProject: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now }, { intakeId }) => {
    const intake = await store.intakeById(read, intakeId);
    if (!intake) return null;
    const timeline = await timelineOf(read, intake, dayAt(now, intake.time_zone));
    const parties = partiesFrom(timeline.parties);
    const member = maySeeProject(actor, parties);
    const { planned, steps, doers, marks, parts } = timeline;
    const names = new Map(timeline.parties.map((p) => [p.org_id, p.name]));
    const versions = intake.template_id
      ? await store.timelineVersionsOf(read, intake.template_id)
      : [];
    const newest = versions[0]?.number ?? null;
    const countries = (of: { countryCode: string }[]) => [...new Set(of.map((p) => p.countryCode))];
    return {
      intake: { ...viewOfIntake(intake), version: intake.version },
      project: { id: intake.project_id, title: intake.project_title, code: intake.project_code },
      timeline: {
        name: versions.find((v) => v.number === intake.template_number)?.name ?? null,
        newer: newest !== null && newest > (intake.template_number ?? 0) ? newest : null,
      },
      steps: planned.map((s) => {
        const view = viewOfStep(s, steps);
        const does = doers.get(s.id) as StepDoers;
        const may = mayMarkStep(actor, parties, does).allow;
        const byHand = Object.hasOwn(marks, s.id);
        return {
          ...view,
          sources: sourcesOf(intake.template as TemplateName, s.source),
          own: member ? isTheirs(does, orgIdsOf(actor)) : view.side === 'pupil',
          doers: does.byTable ? does.orgIds.map((id) => names.get(id) ?? '') : [],
          mayMark: may && !s.doneOn,
          mayUnmark: may && byHand,
        };
      }),
      late: whoIsLate(planned).map((l) => ({
        side: isSide(l.responsible) ? l.responsible : ('all' as const),
        steps: [...l.steps],
        days: l.days,
      })),
      calendar: {
        sending: countries(parts.sending),
        host: countries(parts.host),
        told: timeline.told.flatMap((id) => names.get(id) ?? []),
        gaps: timeline.gaps,
      },
      limits: brokenIn(planned, timeline.limits),
      policies: timeline.limits.flatMap(({ of, note, whose }) =>
        note === '' ? [] : [{ countryCode: of, note, own: whose === intake.coordinator_id }],
      ),
      moves: timeline.moves
        .map((m) => ({ at: m.moved_at, startsOn: m.starts_on, endsOn: m.ends_on }))
        .reverse(),
      can: {
        change: mayRunProject(actor, {
          coordinatorId: intake.coordinator_id,
          coordinatorName: intake.coordinator_name,
          parties,
        }).allow,
        seeProject: member,
      },
    };
  },
});
