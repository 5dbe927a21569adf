import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { Told } from '#kernel/event.ts';
import { type IntakeId, isId, type OrgId, type ProjectId } from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, email, idOf, line, version } from '#kernel/schema.ts';
import {
  type invitationAccepted,
  invitationState,
  type PartyKind,
  partyKinds,
} from '#modules/organisations/core/index.ts';
import {
  choiceOf,
  createInvitation,
  invitationsOfProject,
  organisationById,
} from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { languages } from '#platform/i18n/index.ts';
import { mayCreateProject, mayMarkStep, mayRunProject, type Party } from '../../core/policy.ts';
import {
  codeFaults,
  normaliseCode,
  readTimeline,
  stayFault,
  stepsOf,
} from '../../core/rules/index.ts';
import {
  type PartyRole,
  type TemplateName,
  type TimelineStep,
  templates,
} from '../../core/types.ts';
import { doersOfStep } from '../queries/timeline.ts';
import * as store from '../store.ts';

export function partiesFrom(rows: { org_id: OrgId; role: string }[]): Party[] {
  return rows.map((r) => ({ orgId: r.org_id, role: r.role as PartyRole }));
}

async function loadProject(tx: Tx, id: ProjectId) {
  await store.lockProject(tx, id);
  const project = await store.projectById(tx, id);
  if (!project) return null;
  const parties = await store.partiesOf(tx, [id]);
  return {
    id,
    title: project.title,
    code: project.code,
    version: project.version,
    coordinatorId: project.coordinator_id,
    coordinatorName: project.coordinator_name,
    parties: partiesFrom(parties),
  };
}

async function loadIntake(tx: Tx, id: IntakeId) {
  const intake = await store.intakeById(tx, id);
  if (!intake) return null;
  const project = await loadProject(tx, intake.project_id);
  return project && { intake, project };
}

export const createProject = command({
  name: 'projects.create-project',
  summary: 'Open a mobility project of your school by its Erasmus+ code.',
  input: z.object({ orgId: idOf('org'), code: z.string().max(100), title: line(200) }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayCreateProject(actor, org),
  run: async ({ tx, now, today }, org, input) => {
    const code = normaliseCode(input.code);
    if (code === '') return fail('platform.invalid.required', undefined, 'code');
    const faults = codeFaults(code, today);
    if (faults.length > 0) return failAll(faults);
    const projectId = newId('prj');
    const fresh = await store.insertProject(tx, {
      id: projectId,
      code,
      title: input.title,
      coordinatorId: org.id,
      isExample: org.is_example,
      now,
    });
    if (!fresh) return fail('projects.code.taken', { code }, 'code', 'conflict');
    await store.insertParty(tx, { projectId, orgId: org.id, role: 'school', now });
    return ok({ projectId });
  },
  audit: (org, _, { projectId }) => ({ subjectId: projectId, orgId: org.id }),
});

export const renameProject = command({
  name: 'projects.rename-project',
  summary: 'Change the title of a project.',
  input: z.object({ projectId: idOf('prj'), version, title: line(200) }),
  load: ({ tx }, input) => loadProject(tx, input.projectId),
  permit: (actor, project) => mayRunProject(actor, project),
  run: async ({ tx }, project, input) =>
    (await store.renameProject(tx, project.id, input.version, input.title))
      ? ok()
      : stale('platform.error.changed-meanwhile'),
  audit: (project) => ({ subjectId: project.id, orgId: project.coordinatorId }),
});

export const invitePartner = command({
  name: 'projects.invite-partner',
  summary:
    'Invite an organisation into a project by mail: one that is here (`orgId`), or a new one by name and address.',
  input: z.object({
    projectId: idOf('prj'),
    orgId: z.union([idOf('org'), z.literal('')]).default(''),
    orgName: z.string().trim().max(200, { error: 'platform.invalid.too-long' }).default(''),
    role: z.union([z.enum(partyKinds), z.literal('')]).default(''),
    email: z.union([z.literal(''), email], { error: 'platform.invalid.email' }).default(''),
    language: z.enum(languages, { error: 'platform.invalid.language' }),
  }),
  load: ({ tx }, input) => loadProject(tx, input.projectId),
  permit: (actor, project) => mayRunProject(actor, project),
  run: async (tools, project, input) => {
    const known = input.orgId ? await organisationById(tools.tx, input.orgId) : undefined;
    if (input.orgId && (!known || known.kind === 'network'))
      return fail('platform.invalid.choose', undefined, 'orgId');
    if (known && project.parties.some((p) => p.orgId === known.id))
      return fail('projects.partner.already-party', { org: known.name }, 'orgId', 'conflict');
    const address = input.email || (known?.email ?? '');
    if (known && !address) return fail('projects.partner.no-address', { org: known.name }, 'email');
    if (!known) {
      const faults = [
        ...(input.orgName ? [] : [{ reason: 'projects.partner.choose-or-name', field: 'orgName' }]),
        ...(input.role ? [] : [{ reason: 'platform.invalid.choose', field: 'role' }]),
        ...(address ? [] : [{ reason: 'platform.invalid.required', field: 'email' }]),
      ];
      if (faults.length > 0) return failAll(faults);
    }
    const open = (await invitationsOfProject(tools.tx, project.id)).filter(
      (i) => invitationState(i, tools.now) === 'open',
    );
    if (open.some((i) => i.email === address || (known && i.org_id === known.id)))
      return fail(
        'projects.partner.already-invited',
        { org: known?.name ?? address },
        known ? 'orgId' : 'email',
        'conflict',
      );
    const role = (known?.kind ?? input.role) as PartyKind;
    const { invitationId } = await createInvitation(tools, {
      kind: 'project',
      email: address,
      language: input.language,
      orgId: known?.id ?? null,
      orgName: known?.name ?? input.orgName,
      orgKind: role,
      projectId: project.id,
      projectRole: role,
      projectTitle: project.title,
      roles: ['coordinator'],
      invitedByName: `${personName(tools.actor)} (${project.coordinatorName})`,
    });
    return ok({ invitationId });
  },
  audit: (project, input, { invitationId }) => ({
    subjectId: invitationId,
    orgId: project.coordinatorId,
    details: { project: project.id, known: input.orgId !== '' },
  }),
});

function personName(actor: Actor): string {
  return actor.kind === 'person' ? actor.name : 'Sojourn';
}

/**
 * What follows when somebody accepts an invitation into a project: their organisation becomes a party, in the same
 * transaction. Accepting twice, or by an organisation that has joined meanwhile, changes nothing.
 */
export async function joinProjectOnAcceptance(
  told: Told<string, Parameters<typeof invitationAccepted>[0]>,
  tools: CommandTools,
): Promise<void> {
  const { kind, projectId, orgId, projectRole } = told.payload;
  if (kind !== 'project' || !projectId || !orgId) return;
  const role = projectRole ?? ((await organisationById(tools.tx, orgId))?.kind as PartyRole);
  await store.insertParty(tools.tx, { projectId, orgId, role, now: tools.now });
}

/**
 * The timeline that somebody chose: the name of one that is shipped, or the id of an own one, which is taken as it is in
 * use now.
 * @returns null for what is none, or not one for this project
 */
export async function timelineChosen(
  read: Readable,
  choice: string,
  projectId: ProjectId,
): Promise<(store.TimelineChoice & { steps: readonly TimelineStep[] }) | null> {
  const shipped = templates.find((name) => name === choice);
  if (shipped)
    return {
      template: shipped,
      templateId: null,
      templateNumber: null,
      steps: stepsOf(shipped),
    };
  if (!isId('tpl', choice)) return null;
  const [own, project] = [
    await store.timelineById(read, choice),
    await store.projectById(read, projectId),
  ];
  const [newest] = own ? await store.timelineVersionsOf(read, own.id) : [];
  if (!own || !project || !newest) return null;
  if (own.project_id !== null && own.project_id !== projectId) return null;
  const sources = await choiceOf(read, project.coordinator_id, 'timelines');
  if (own.org_id !== project.coordinator_id && !sources.includes(own.org_id)) return null;
  return {
    template: own.base as TemplateName,
    templateId: own.id,
    templateNumber: newest.number,
    steps: readTimeline(newest.name, newest.steps),
  };
}

const intakeFields = {
  name: line(120),
  /** a timeline that is shipped, or the id of an own one */
  template: z.string().min(1, { error: 'platform.invalid.choose' }).max(60),
  startsOn: dateInput,
  endsOn: dateInput,
};

export const openIntake = command({
  name: 'projects.open-intake',
  summary:
    'Open an intake: a group of pupils who go at the same time, with the timeline that leads there.',
  input: z.object({ projectId: idOf('prj'), ...intakeFields }),
  load: ({ tx }, input) => loadProject(tx, input.projectId),
  permit: (actor, project) => mayRunProject(actor, project),
  run: async ({ tx, now }, project, input) => {
    const fault = stayFault(input.startsOn, input.endsOn);
    if (fault) return failAll([fault]);
    const others = await store.intakesOf(tx, [project.id]);
    if (others.some((i) => i.name.toLowerCase() === input.name.toLowerCase()))
      return fail('projects.intake.name-taken', undefined, 'name', 'conflict');
    const timeline = await timelineChosen(tx, input.template, project.id);
    if (!timeline) return fail('platform.invalid.choose', undefined, 'template');
    const intakeId = newId('int');
    await store.insertIntake(tx, {
      id: intakeId,
      projectId: project.id,
      name: input.name,
      timeline,
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      now,
    });
    return ok({ intakeId });
  },
  audit: (project, input, { intakeId }) => ({
    subjectId: intakeId,
    orgId: project.coordinatorId,
    details: { startsOn: input.startsOn.toString(), endsOn: input.endsOn.toString() },
  }),
});

export const changeIntake = command({
  name: 'projects.change-intake',
  summary:
    'Change the name, timeline or dates of an intake: steps that are not done move with them, the dates before are kept.',
  input: z.object({
    intakeId: idOf('int'),
    version,
    ...intakeFields,
    /** '' keeps the timeline it follows, in the version it was laid out by */
    template: z.string().max(60).default(''),
  }),
  load: ({ tx }, input) => loadIntake(tx, input.intakeId),
  permit: (actor, { project }) => mayRunProject(actor, project),
  run: async ({ tx, actor, now }, { intake, project }, input) => {
    const fault = stayFault(input.startsOn, input.endsOn);
    if (fault) return failAll([fault]);
    const others = await store.intakesOf(tx, [project.id]);
    if (others.some((i) => i.id !== intake.id && i.name.toLowerCase() === input.name.toLowerCase()))
      return fail('projects.intake.name-taken', undefined, 'name', 'conflict');
    const kept = {
      template: intake.template as TemplateName,
      templateId: intake.template_id,
      templateNumber: intake.template_number,
    };
    const timeline =
      input.template === '' ? kept : await timelineChosen(tx, input.template, project.id);
    if (!timeline) return fail('platform.invalid.choose', undefined, 'template');
    const { startsOn, endsOn } = input;
    const changed = await store.updateIntake(tx, intake.id, input.version, {
      name: input.name,
      timeline,
      startsOn,
      endsOn,
    });
    const moved = !startsOn.equals(intake.starts_on) || !endsOn.equals(intake.ends_on);
    if (changed && moved)
      await store.insertMove(tx, {
        intakeId: intake.id,
        startsOn: intake.starts_on,
        endsOn: intake.ends_on,
        by: actor.kind === 'person' ? actor.personId : null,
        now,
      });
    return changed ? ok() : stale('platform.error.changed-meanwhile');
  },
  audit: ({ intake, project }, input) => ({
    subjectId: intake.id,
    orgId: project.coordinatorId,
    details: { startsOn: input.startsOn.toString(), endsOn: input.endsOn.toString() },
  }),
});

async function loadStep(tx: Tx, intakeId: IntakeId, stepId: string) {
  const found = await loadIntake(tx, intakeId);
  if (!found) return null;
  const doers = await doersOfStep(tx, found.intake, stepId);
  return doers ? { ...found, doers } : null;
}

const stepId = z.string().regex(/^[a-z0-9-]{1,60}$/, { error: 'platform.invalid.value' });

export const markStep = command({
  name: 'projects.mark-step',
  summary: 'Tick a step of the timeline as done; today unless a day is named.',
  input: z.object({
    intakeId: idOf('int'),
    stepId,
    doneOn: z.union([z.literal(''), dateInput]).default(''),
  }),
  load: ({ tx }, input) => loadStep(tx, input.intakeId, input.stepId),
  permit: (actor, { project, doers }) => mayMarkStep(actor, project.parties, doers),
  run: async ({ tx, actor, today }, { intake }, input) => {
    const doneOn = input.doneOn === '' ? today : input.doneOn;
    if (Temporal.PlainDate.compare(doneOn, today) > 0)
      return fail('projects.step.in-future', undefined, 'doneOn');
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.insertMark(tx, {
      intakeId: intake.id,
      stepId: input.stepId,
      doneOn,
      markedBy: actor.personId,
    });
    return ok();
  },
  audit: ({ intake, project }, input) => ({
    subjectId: intake.id,
    orgId: project.coordinatorId,
    details: { step: input.stepId },
  }),
});

export const unmarkStep = command({
  name: 'projects.unmark-step',
  summary: 'Take back a tick that was set by hand.',
  input: z.object({ intakeId: idOf('int'), stepId }),
  load: ({ tx }, input) => loadStep(tx, input.intakeId, input.stepId),
  permit: (actor, { project, doers }) => mayMarkStep(actor, project.parties, doers),
  run: async ({ tx }, { intake }, input) => {
    await store.deleteMark(tx, intake.id, input.stepId);
    return ok();
  },
  audit: ({ intake, project }, input) => ({
    subjectId: intake.id,
    orgId: project.coordinatorId,
    details: { step: input.stepId },
  }),
});
