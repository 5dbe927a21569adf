import { z } from 'zod';
import { moved, type PlannedStep } from '#engines/planner/index.ts';
import { type Actor, orgIdsOf, type PersonActor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { dateInput, dateView, idOf, idView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayRunProject, maySeeProject } from '../../core/policy.ts';
import { isTheirs, stayFault } from '../../core/rules/index.ts';
import { type Side, sides } from '../../core/types.ts';
import { partiesFrom, timelineChosen } from '../commands/project.ts';
import * as store from '../store.ts';
import { gapsView, limitsView, plannedView, states, titleView, viewOfStep } from './intake.ts';
import { intakeView, viewOfIntake } from './project.ts';
import {
  brokenIn,
  dayAt,
  dossierPlan,
  dossierSource,
  type IntakeRow,
  openTimeline,
  timelineOf,
} from './timeline.ts';

export const previewMove = query({
  name: 'projects.preview-move',
  summary:
    'What other dates, or another timeline, would move in an intake, before anything is changed.',
  input: z.object({
    intakeId: idOf('int'),
    startsOn: dateInput,
    endsOn: dateInput,
    /** as `open-intake` takes it; '' keeps the one it has */
    timeline: z.string().max(60).default(''),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    /** what is wrong with the dates, as the key of a message with the day they could be */
    fault: z
      .object({
        reason: z.string(),
        days: z.number(),
        months: z.number(),
        last: dateView.nullable(),
      })
      .nullable(),
    limits: limitsView,
    moved: z.array(
      z.object({
        id: z.string(),
        title: titleView,
        side: z.enum(sides),
        from: dateView,
        to: dateView,
        days: z.number(),
        stateBefore: z.enum(states),
        stateAfter: z.enum(states),
      }),
    ),
    /** steps that only the other timeline has, or only this one */
    added: z.array(z.object({ id: z.string(), title: titleView })),
    dropped: z.array(z.object({ id: z.string(), title: titleView })),
    /** done steps, which stay as they are */
    kept: z.number(),
    /** steps whose last day stays */
    same: z.number(),
  }),
  view: async ({ read, scope: { actor }, now }, { intakeId, startsOn, endsOn, timeline: wish }) => {
    const intake = await store.intakeById(read, intakeId);
    if (!intake) return null;
    const today = dayAt(now, intake.time_zone);
    const timeline = await openTimeline(read, intake, today);
    const parties = partiesFrom(timeline.parties);
    const may = mayRunProject(actor, {
      coordinatorId: intake.coordinator_id,
      coordinatorName: intake.coordinator_name,
      parties,
    });
    if (!may.allow) return null;
    const empty = { moved: [], added: [], dropped: [], kept: 0, same: 0, limits: [] };
    const fault = stayFault(startsOn, endsOn);
    if (fault) {
      const { days, months, last } = (fault.params ?? {}) as {
        days?: number;
        months?: number;
        last?: Temporal.PlainDate;
      };
      return {
        ...empty,
        fault: { reason: fault.reason, days: days ?? 0, months: months ?? 0, last: last ?? null },
      };
    }
    const chosen = wish === '' ? null : await timelineChosen(read, wish, intake.project_id);
    const otherSteps = chosen?.steps ?? timeline.steps;
    const other = chosen ? { steps: chosen.steps, template: chosen.template } : undefined;
    const was = { startsOn: intake.starts_on, endsOn: intake.ends_on };
    const before = await timeline.on(was);
    const after = await timeline.on({ startsOn, endsOn }, [{ ...was, until: today }], other);
    const all = [...otherSteps, ...timeline.steps];
    const titleOf = (id: string) => all.find((s) => s.id === id)?.title ?? null;
    const sideOf = (id: string) =>
      (after.planned.find((s) => s.id === id)?.responsible ?? 'all') as Side;
    const changes = moved(before.planned, after.planned);
    const only = (these: readonly PlannedStep[], those: readonly PlannedStep[]) =>
      these
        .filter((s) => !those.some((t) => t.id === s.id))
        .map((s) => ({ id: s.id, title: titleOf(s.id) }));
    const kept = after.planned.filter((s) => s.doneOn).length;
    return {
      fault: null,
      limits: brokenIn(after.planned, after.limits),
      moved: changes.map((m) => ({ ...m, title: titleOf(m.id), side: sideOf(m.id) })),
      added: only(after.planned, before.planned),
      dropped: only(before.planned, after.planned),
      kept,
      same: after.planned.length - changes.length - kept,
    };
  },
});

/** How long after the end of a stay its steps are still asked for. */
const askedAfterDays = 120;

function leadingOrgIds(actor: PersonActor) {
  return actor.orgs
    .filter((o) => o.roles.some((r) => r === 'head' || r === 'coordinator'))
    .map((o) => o.orgId);
}

function leaderScope(actor: Actor) {
  return actor.kind === 'person'
    ? {
        actor: { ...actor, orgs: actor.orgs.filter((o) => leadingOrgIds(actor).includes(o.orgId)) },
      }
    : null;
}

type Planned = {
  intake: IntakeRow;
  today: Temporal.PlainDate;
  /** whether the asker's organisations do a step */
  mine: (stepId: string) => boolean;
  timeline: Awaited<ReturnType<typeof timelineOf>>;
};

/** The intakes of somebody's projects that still ask for something, each planned. */
async function plannedIntakes(
  read: Reader,
  actor: Actor,
  now: Temporal.Instant,
): Promise<Planned[]> {
  const projects = await store.projectsOf(read, orgIdsOf(actor));
  const found: Planned[] = [];
  for (const each of await store.intakesOf(
    read,
    projects.map((p) => p.id),
  )) {
    const intake = await store.intakeById(read, each.id);
    if (!intake) continue;
    const today = dayAt(now, intake.time_zone);
    const over = each.ends_on.add({ days: askedAfterDays });
    if (Temporal.PlainDate.compare(over, today) < 0) continue;
    const timeline = await timelineOf(read, intake, today, { limits: false });
    found.push({
      intake,
      today,
      mine: (stepId) => {
        const doers = timeline.doers.get(stepId);
        return doers !== undefined && isTheirs(doers, orgIdsOf(actor));
      },
      timeline,
    });
  }
  return found;
}

export const listNextSteps = query({
  name: 'projects.list-next-steps',
  summary:
    'Steps that the organisations you lead have to do: late ones and those of the coming weeks, per intake, at most a few.',
  input: z.object({ perIntake: z.coerce.number().int().min(1).max(50).default(3) }),
  visible: leaderScope,
  output: z.object({
    steps: z.array(
      z.object({
        projectId: idView('prj'),
        intakeId: idView('int'),
        intakeName: z.string(),
        stepId: z.string(),
        title: titleView,
        latest: dateView,
        state: z.enum(states),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, now }, { perIntake }) => {
    const found = (await plannedIntakes(read, actor, now)).flatMap(({ intake, mine, timeline }) =>
      timeline.planned
        .filter(
          (s) =>
            mine(s.id) && (s.state === 'late' || s.state === 'due_soon') && s.waitsFor.length === 0,
        )
        .slice(0, perIntake)
        .map((s) => ({
          projectId: intake.project_id,
          intakeId: intake.id,
          intakeName: intake.name,
          stepId: s.id,
          title: viewOfStep(s, timeline.steps).title,
          latest: s.latest,
          state: s.state,
        })),
    );
    return { steps: found.sort((a, b) => Temporal.PlainDate.compare(a.latest, b.latest)) };
  },
});

/** How far "my week" looks ahead. */
const weekDays = 7;

export const getWeek = query({
  name: 'projects.get-week',
  summary:
    'What the organisations you lead have to do in all projects: late steps, and those due within the week, with the dossiers that still wait for them.',
  input: z.object({}),
  visible: leaderScope,
  output: z.object({
    today: dateView,
    until: dateView,
    steps: z.array(
      plannedView.extend({
        intakeId: idView('int'),
        intakeName: z.string(),
        /** dossiers in which it is not done yet, of those the asker sees */
        dossiers: z.array(z.object({ id: idView('mob'), pupilName: z.string() })),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, now, today }) => {
    const until = today.add({ days: weekDays - 1 });
    const found = [];
    for (const { intake, mine, timeline } of await plannedIntakes(read, actor, now)) {
      const due = timeline.planned.filter(
        (s) =>
          mine(s.id) &&
          !s.doneOn &&
          s.waitsFor.length === 0 &&
          Temporal.PlainDate.compare(s.latest, until) <= 0,
      );
      if (due.length === 0) continue;
      const dossiers = (await dossierSource().ofIntake(read, intake.id)).filter((d) => d.open);
      for (const step of due) {
        const { completes } = timeline.steps.find((s) => s.id === step.id) ?? {};
        found.push({
          ...viewOfStep(step, timeline.steps),
          intakeId: intake.id,
          intakeName: intake.name,
          dossiers:
            completes && dossiers.some((d) => Object.hasOwn(d.facts, completes))
              ? dossiers
                  .filter((d) => !Object.hasOwn(d.facts, completes))
                  .map((d) => ({ id: d.id, pupilName: d.pupilName }))
              : [],
        });
      }
    }
    return {
      today,
      until,
      steps: found.sort((a, b) => Temporal.PlainDate.compare(a.latest, b.latest)),
    };
  },
});

export const getProjectPlan = query({
  name: 'projects.get-project-plan',
  summary:
    'All intakes of a project with their open steps: what is late, and on what each departure hangs.',
  input: z.object({ projectId: idOf('prj') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('prj'),
    title: z.string(),
    intakes: z.array(
      z.object({
        intake: intakeView,
        done: z.number(),
        /** not done yet, by last day */
        steps: z.array(plannedView),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, now }, { projectId }) => {
    const project = await store.projectById(read, projectId);
    if (!project) return null;
    const parties = partiesFrom(await store.partiesOf(read, [projectId]));
    if (!maySeeProject(actor, parties)) return null;
    const intakes = [];
    for (const row of await store.intakesOf(read, [projectId])) {
      const intake = await store.intakeById(read, row.id);
      if (!intake) continue;
      const { planned, steps } = await timelineOf(read, intake, dayAt(now, intake.time_zone));
      intakes.push({
        intake: viewOfIntake(intake),
        done: planned.filter((s) => s.doneOn).length,
        steps: planned.filter((s) => !s.doneOn).map((s) => viewOfStep(s, steps)),
      });
    }
    return { id: project.id, title: project.title, intakes };
  },
});

/** Weeks that the view of the whole organisation shows before and after this one. */
const weeksBack = 3;
const weeksAhead = 8;

const cellView = z.object({ late: z.number(), due: z.number() });

export const getOverview = query({
  name: 'projects.get-overview',
  summary:
    'All intakes of your organisations and all their partners by week: how many steps are late, and how many fall due.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? { actor } : null),
  output: z.object({
    /** Mondays */
    weeks: z.array(dateView),
    intakes: z.array(
      z.object({
        id: idView('int'),
        name: z.string(),
        projectTitle: z.string(),
        /** late since before the first week shown */
        earlier: z.number(),
        cells: z.array(cellView),
      }),
    ),
    partners: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        own: z.boolean(),
        earlier: z.number(),
        cells: z.array(cellView),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, now, today }) => {
    const monday = today.subtract({ days: today.dayOfWeek - 1 });
    const weeks = Array.from({ length: weeksBack + 1 + weeksAhead }, (_, i) =>
      monday.add({ weeks: i - weeksBack }),
    );
    const cellsOf = (steps: readonly PlannedStep[]) => {
      const open = steps.filter((s) => !s.doneOn);
      const first = weeks[0] as Temporal.PlainDate;
      return {
        earlier: open.filter(
          (s) => s.state === 'late' && Temporal.PlainDate.compare(s.latest, first) < 0,
        ).length,
        cells: weeks.map((week) => {
          const inWeek = open.filter((s) => {
            const days = week.until(s.latest, { largestUnit: 'days' }).days;
            return days >= 0 && days < 7;
          });
          const late = inWeek.filter((s) => s.state === 'late').length;
          return { late, due: inWeek.length - late };
        }),
      };
    };
    const planned = await plannedIntakes(read, actor, now);
    const ofOrg = new Map<OrgId, PlannedStep[]>();
    for (const { timeline } of planned)
      for (const party of timeline.parties) {
        // what waits for others is not theirs yet; what is done together is everybody's and says nothing about one
        const steps = timeline.planned.filter((s) => {
          const doers = timeline.doers.get(s.id);
          return (
            doers !== undefined &&
            (doers.byTable || doers.side !== 'all') &&
            isTheirs(doers, [party.org_id]) &&
            (s.state !== 'late' || s.waitsFor.length === 0)
          );
        });
        ofOrg.set(party.org_id, [...(ofOrg.get(party.org_id) ?? []), ...steps]);
      }
    const names = await organisationsByIds(read, [...ofOrg.keys()]);
    const own = new Set<string>(orgIdsOf(actor));
    return {
      weeks,
      intakes: planned.map(({ intake, timeline }) => ({
        id: intake.id,
        name: intake.name,
        projectTitle: intake.project_title,
        ...cellsOf(timeline.planned),
      })),
      partners: names
        .map((org) => ({
          id: org.id,
          name: org.name,
          own: own.has(org.id),
          ...cellsOf(ofOrg.get(org.id) ?? []),
        }))
        .sort((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name)),
    };
  },
});

export const getDossierPlan = query({
  name: 'projects.get-dossier-plan',
  summary:
    'The plan of one dossier on its own dates, with the holidays of its two schools and who does each step.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mobilityId: idView('mob'),
    pupilName: z.string(),
    intakeId: idView('int'),
    intakeName: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    steps: z.array(plannedView.extend({ doers: z.array(z.string()) })),
    gaps: gapsView,
    limits: limitsView,
  }),
  view: async ({ read, scope: { actor }, now, today }, { mobilityId }) => {
    const dossier = await dossierSource().one(read, actor, mobilityId, today);
    if (!dossier) return null;
    const intake = await store.intakeById(read, dossier.intakeId);
    if (!intake) return null;
    const { planned, steps, doers, gaps, limits } = await dossierPlan(
      read,
      dossier,
      intake,
      dayAt(now, intake.time_zone),
    );
    const orgIds = [...new Set([...doers.values()].flatMap((d) => d.orgIds))];
    const names = new Map((await organisationsByIds(read, orgIds)).map((o) => [o.id, o.name]));
    const doersOf = (id: string, side: Side) =>
      side === 'pupil'
        ? [dossier.pupilName]
        : (doers.get(id)?.orgIds ?? []).flatMap((orgId) => names.get(orgId) ?? []);
    return {
      mobilityId: dossier.id,
      pupilName: dossier.pupilName,
      intakeId: intake.id,
      intakeName: intake.name,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      steps: planned.map((s) => {
        const view = viewOfStep(s, steps);
        return { ...view, doers: doersOf(view.id, view.side) };
      }),
      gaps,
      limits: brokenIn(planned, limits),
    };
  },
});
