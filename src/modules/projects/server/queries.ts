import { z } from 'zod';
import type { Actor, PersonActor } from '#kernel/actor.ts';
import { orgIdsOf } from '#kernel/actor.ts';
import type { IntakeId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { invitationState, orgKinds } from '#modules/organisations/core/index.ts';
import { invitationsOfProject } from '#modules/organisations/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayMarkStep, mayRunProject, maySeeProject, sidesOfActor } from '../core/policy.ts';
import { planIntake, sourcesOf, stayLength } from '../core/rules.ts';
import { type Side, type StepFacts, sides, type TemplateName, templates } from '../core/types.ts';
import { partiesFrom } from './commands.ts';
import * as store from './store.ts';

/**
 * Says since when a fact holds for an intake, for the steps that something in the product completes. A fact that holds
 * for a group (all pupils selected) is told once it holds for all of it, by the day of the last.
 */
export type FactSource = (read: Readable, intakeId: IntakeId) => Promise<StepFacts>;

let factSources: readonly FactSource[] = [];

/** Given by the roof at start: later modules know what has happened, this one only what follows for the timeline. */
export function setFactSources(sources: readonly FactSource[]): void {
  factSources = sources;
}

async function factsOf(read: Readable, intakeId: IntakeId): Promise<StepFacts> {
  const facts: StepFacts = {};
  for (const source of factSources) Object.assign(facts, await source(read, intakeId));
  return facts;
}

type IntakeRow = NonNullable<Awaited<ReturnType<typeof store.intakeById>>>;

/** The steps of an intake as they stand today. */
async function timelineOf(read: Readable, intake: IntakeRow, today: Temporal.PlainDate) {
  const template = intake.template as TemplateName;
  const marks = await store.marksOf(read, intake.id);
  const facts = await factsOf(read, intake.id);
  const steps = planIntake({
    template,
    startsOn: intake.starts_on,
    endsOn: intake.ends_on,
    today,
    facts: { ...facts, ...marks },
  });
  return { steps, marks };
}

const lengthView = z.object({ months: z.number(), days: z.number() });

const intakeView = z.object({
  id: idView('int'),
  name: z.string(),
  template: z.enum(templates),
  startsOn: dateView,
  endsOn: dateView,
  length: lengthView,
});

type IntakeFields = Awaited<ReturnType<typeof store.intakesOf>>[number];

function viewOfIntake(i: IntakeFields) {
  return {
    id: i.id,
    name: i.name,
    template: i.template as TemplateName,
    startsOn: i.starts_on,
    endsOn: i.ends_on,
    length: stayLength(i.starts_on, i.ends_on),
  };
}

export const listProjects = query({
  name: 'projects.list-projects',
  summary: 'The projects your organisations take part in, newest first.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { orgIds: orgIdsOf(actor) } : null),
  output: z.object({
    projects: z.array(
      z.object({
        id: idView('prj'),
        code: z.string(),
        title: z.string(),
        coordinatorName: z.string(),
        parties: z.number(),
        intakes: z.array(intakeView),
      }),
    ),
  }),
  view: async ({ read, scope }) => {
    const projects = await store.projectsOf(read, scope.orgIds);
    const ids = projects.map((p) => p.id);
    const intakes = await store.intakesOf(read, ids);
    const parties = await store.partiesOf(read, ids);
    return {
      projects: projects.map((p) => ({
        id: p.id,
        code: p.code,
        title: p.title,
        coordinatorName: p.coordinator_name,
        parties: parties.filter((x) => x.project_id === p.id).length,
        intakes: intakes.filter((i) => i.project_id === p.id).map(viewOfIntake),
      })),
    };
  },
});

export const getProject = query({
  name: 'projects.get-project',
  summary:
    'A project your organisation takes part in: its organisations, open invitations and intakes.',
  input: z.object({ projectId: idOf('prj') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('prj'),
    code: z.string(),
    title: z.string(),
    version: z.number(),
    isExample: z.boolean(),
    coordinatorId: idView('org'),
    coordinatorName: z.string(),
    parties: z.array(
      z.object({
        orgId: idView('org'),
        name: z.string(),
        role: z.enum(orgKinds),
        city: z.string(),
        countryCode: z.string(),
        coordinates: z.boolean(),
        joinedAt: instantView,
      }),
    ),
    /** invitations that are not answered, expired ones included */
    invitations: z.array(
      z.object({
        id: idView('inv'),
        name: z.string(),
        email: z.string(),
        role: z.enum(orgKinds),
        state: z.enum(['open', 'expired']),
        sentAt: instantView,
        expiresAt: instantView,
      }),
    ),
    intakes: z.array(intakeView),
    can: z.object({ run: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now }, { projectId }) => {
    const project = await store.projectById(read, projectId);
    if (!project) return null;
    const rows = await store.partiesOf(read, [projectId]);
    const parties = partiesFrom(rows);
    if (!maySeeProject(actor, parties)) return null;
    const invitations = await invitationsOfProject(read, projectId);
    return {
      id: project.id,
      code: project.code,
      title: project.title,
      version: project.version,
      isExample: project.is_example,
      coordinatorId: project.coordinator_id,
      coordinatorName: project.coordinator_name,
      parties: rows.map((p) => ({
        orgId: p.org_id,
        name: p.name,
        role: p.role as 'school' | 'supporting',
        city: p.city,
        countryCode: p.country_code,
        coordinates: p.org_id === project.coordinator_id,
        joinedAt: p.joined_at,
      })),
      invitations: invitations.flatMap((i) => {
        const state = invitationState(i, now);
        return state === 'open' || state === 'expired'
          ? [
              {
                id: i.id,
                name: i.known_name ?? i.org_name ?? i.email,
                email: i.email,
                role: (i.project_role ?? 'school') as 'school' | 'supporting',
                state,
                sentAt: i.created_at,
                expiresAt: i.expires_at,
              },
            ]
          : [];
      }),
      intakes: (await store.intakesOf(read, [projectId])).map(viewOfIntake),
      can: {
        run: mayRunProject(actor, {
          coordinatorId: project.coordinator_id,
          coordinatorName: project.coordinator_name,
          parties,
        }).allow,
      },
    };
  },
});

const states = ['done', 'done_late', 'late', 'due_soon', 'ahead'] as const;

const stepView = z.object({
  /** its title is the message `projects.timeline.<id>` */
  id: z.string(),
  side: z.enum(sides),
  latest: dateView,
  earliest: dateView.nullable(),
  doneOn: dateView.nullable(),
  state: z.enum(states),
  /** days left; negative when late */
  slackDays: z.number(),
  waitsFor: z.array(z.string()),
  /** `found` stands in a published guide as it is; all else is our proposal */
  certainty: z.string(),
  sources: z.array(z.object({ title: z.string(), url: z.string().optional() })),
  own: z.boolean(),
  mayMark: z.boolean(),
  mayUnmark: z.boolean(),
});

export const getTimeline = query({
  name: 'projects.get-timeline',
  summary:
    'The timeline of an intake: for each step the last day, whose turn it is, how it stands and how sure its source is.',
  input: z.object({ intakeId: idOf('int') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    intake: intakeView.extend({ version: z.number() }),
    project: z.object({ id: idView('prj'), title: z.string(), code: z.string() }),
    /** the sides the asker stands on; `pupil` for pupils and their families */
    ownSides: z.array(z.enum(sides)),
    steps: z.array(stepView),
    can: z.object({ change: z.boolean(), seeProject: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now }, { intakeId }) => {
    const intake = await store.intakeById(read, intakeId);
    if (!intake) return null;
    const parties = partiesFrom(await store.partiesOf(read, [intake.project_id]));
    const member = maySeeProject(actor, parties);
    const ownSides: Side[] = member ? sidesOfActor(actor, parties) : ['pupil'];
    const { steps, marks } = await timelineOf(read, intake, dayAt(now, intake.time_zone));
    return {
      intake: { ...viewOfIntake(intake), version: intake.version },
      project: { id: intake.project_id, title: intake.project_title, code: intake.project_code },
      ownSides,
      steps: steps.map((s) => {
        const side = s.responsible as Side;
        const may = mayMarkStep(actor, parties, side).allow;
        const byHand = Object.hasOwn(marks, s.id);
        return {
          id: s.id,
          side,
          latest: s.latest,
          earliest: s.earliest ?? null,
          doneOn: s.doneOn ?? null,
          state: s.state,
          slackDays: s.slackDays,
          waitsFor: [...s.waitsFor],
          certainty: s.certainty,
          sources: sourcesOf(intake.template as TemplateName, s.source),
          own: ownSides.includes(side),
          mayMark: may && !s.doneOn,
          mayUnmark: may && byHand,
        };
      }),
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

/** A plan belongs to the zone of who coordinates it. */
function dayAt(now: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timeZone).toPlainDate();
}

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

export const listNextSteps = query({
  name: 'projects.list-next-steps',
  summary:
    'Steps that the organisations you lead have to do: late ones and those of the coming weeks, per intake, at most a few.',
  input: z.object({ perIntake: z.coerce.number().int().min(1).max(50).default(3) }),
  visible: leaderScope,
  output: z.object({
    steps: z.array(
      z.object({
        intakeId: idView('int'),
        intakeName: z.string(),
        stepId: z.string(),
        latest: dateView,
        state: z.enum(states),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, now }, { perIntake }) => {
    const projects = await store.projectsOf(read, orgIdsOf(actor));
    const ids = projects.map((p) => p.id);
    const parties = await store.partiesOf(read, ids);
    const found = [];
    for (const each of await store.intakesOf(read, ids)) {
      const intake = await store.intakeById(read, each.id);
      if (!intake) continue;
      const today = dayAt(now, intake.time_zone);
      const over = each.ends_on.add({ days: askedAfterDays });
      if (Temporal.PlainDate.compare(over, today) < 0) continue;
      const own = partiesFrom(parties.filter((p) => p.project_id === each.project_id));
      const mine = sidesOfActor(actor, own);
      const { steps } = await timelineOf(read, intake, today);
      const due = steps.filter(
        (s) =>
          mine.includes(s.responsible as Side) &&
          (s.state === 'late' || s.state === 'due_soon') &&
          s.waitsFor.length === 0,
      );
      for (const s of due.slice(0, perIntake))
        found.push({
          intakeId: each.id,
          intakeName: each.name,
          stepId: s.id,
          latest: s.latest,
          state: s.state,
        });
    }
    return {
      steps: found.sort((a, b) => Temporal.PlainDate.compare(a.latest, b.latest)),
    };
  },
});
