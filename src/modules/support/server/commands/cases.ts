import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { all, allowIf, type Decision, refuse } from '#kernel/decision.ts';
import type { ConcernId, MobilityId, OrgId, PersonId, SupportCaseId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import type { MailDraft } from '#platform/mail/draft.ts';
import {
  answersForCase,
  type CaseLevel,
  type CaseState,
  type CaseTool,
  type CaseTransition,
  caseInput,
  caseMove,
  casePartsOf,
  caseRaised,
  closeInput,
  concernRefInput,
  firstStepState,
  isAtLeast,
  isOpenStep,
  levelInput,
  levelRule,
  mayBeDone,
  mayConfirmStep,
  mayFinishStep,
  mayOpenCase,
  mayPlanStep,
  mayWorkOnCase,
  mayWriteNote,
  noteInput,
  openCaseInput,
  type Signal,
  type StepState,
  seesCaseAs,
  signalsOf,
  stepInput,
  stepRefInput,
  takeUpBy,
  waitInput,
  worstOf,
} from '../../core/index.ts';
import { caseMail, stepMail } from '../notices.ts';
import { staysWithDues } from '../queries/stays.ts';
import * as store from '../store/index.ts';
import { loadConcern, mayAct, tellWriter } from './concerns.ts';

// No line of the audit names the mobility: the parties of a dossier read its lines, and a case is not for all of them.

type LoadedCase = NonNullable<Awaited<ReturnType<typeof loadCase>>>;

async function loadCase({ tx }: { tx: Tx }, id: SupportCaseId) {
  const found = await store.lockCase(tx, id);
  const dossier = found && (await loadDossier(tx, found.mobility_id));
  if (!dossier) return null;
  const readers = found.concern_id ? await store.readersOf(tx, [found.concern_id]) : null;
  return {
    found,
    dossier,
    at: { level: found.level as CaseLevel, withoutContact: found.without_contact },
    circle: readers?.map((r) => r.person_id) ?? null,
  };
}

export const partsIn = (
  actor: Actor,
  { dossier, circle }: Pick<LoadedCase, 'dossier' | 'circle'>,
  today: Temporal.PlainDate,
) => casePartsOf(actor, dossier, today, circle);

const meanwhile = () => stale('platform.error.changed-meanwhile');

/** Hosting and sending organisations answer for a case; which of them somebody acts for. */
function orgOf(actor: Actor, { dossier }: Pick<LoadedCase, 'dossier'>): OrgId | null {
  if (actor.kind !== 'person') return null;
  const mine = actor.orgs.map((o) => o.orgId);
  return (
    [dossier.hostingOrgId, dossier.sendingOrgId, dossier.sendingSchoolId].find(
      (id): id is OrgId => !!id && mine.includes(id),
    ) ?? null
  );
}

/** A mail to those of a concern's circle, wherever they work, and to nobody else. */
async function tellCircle(
  tools: CommandTools,
  concernId: ConcernId,
  mail: (to: { address: string; personId: PersonId; language: string }) => MailDraft,
  except?: PersonId | null,
): Promise<void> {
  const circle = await store.readersOf(tools.tx, [concernId]);
  const still = await store.stillReading(tools.tx, concernId);
  const team = await staffOf(tools.tx, [...new Set(circle.map((r) => r.org_id))], tools.today);
  for (const r of circle) {
    const m = team.find((t) => t.id === r.person_id && t.org_id === r.org_id);
    if (m?.email && still.has(m.id) && m.id !== except)
      await tools.post(mail({ address: m.email, personId: m.id, language: m.language }));
  }
}

/** Pupil, parents and the families of a stay: no mail of a case goes to them, whatever else they are. */
async function livesIt(tx: Tx, dossier: Dossier): Promise<Set<PersonId>> {
  const parties = dossier.parties
    .filter((p) => ['pupil', 'guardian', 'host_family'].includes(p.role))
    .flatMap((p) => p.personId ?? []);
  return new Set([...parties, ...(await store.familyPersons(tx, dossier.id))]);
}

/** Mails to those who take a case of this level up: no name, no reason, no level. */
export async function tellHandlers(
  tools: CommandTools,
  c: {
    id: SupportCaseId;
    mobilityId: MobilityId;
    level: CaseLevel;
    withoutContact: boolean;
    concernId?: ConcernId | null;
  },
  occasion: string,
  except?: PersonId | null,
): Promise<void> {
  const url = `${tools.runtime.config.origin}/cases/${c.id}`;
  const keyFor = (id: PersonId) => `case:${c.id}:${occasion}:${id}`;
  if (c.concernId) {
    const mail = (to: Parameters<typeof caseMail>[0]) => caseMail(to, url, keyFor(to.personId));
    return tellCircle(tools, c.concernId, mail, except);
  }
  const dossier = await loadDossier(tools.tx, c.mobilityId);
  if (!dossier) return;
  const handledBy = levelRule(c.level).handledBy;
  const orgs = [
    ...(handledBy.includes('hosting_lead') ? [dossier.hostingOrgId] : []),
    ...(handledBy.includes('sending_lead') ? [dossier.sendingOrgId] : []),
  ].filter((id): id is OrgId => id !== null);
  const near = await livesIt(tools.tx, dossier);
  const team = await staffOf(tools.tx, orgs, tools.today);
  const reached = team.filter((m) => m.email && !near.has(m.id));
  const leads = reached.filter((m) => m.roles.some((r) => r === 'head' || r === 'coordinator'));
  // where all who lead live it themselves, the contact person is the one who can raise it
  const withContact = !c.withoutContact && (handledBy.includes('contact_person') || !leads.length);
  const contact = reached.filter((m) => withContact && m.id === dossier.contactPersonId);
  const told = new Set<PersonId>();
  for (const m of [...leads, ...contact]) {
    if (!m.email || m.id === except || told.has(m.id)) continue;
    told.add(m.id);
    await tools.post(
      caseMail({ address: m.email, personId: m.id, language: m.language }, url, keyFor(m.id)),
    );
  }
}

/**
 * Gathers signs of a stay in its one open case, or opens it. Signs that were seen before open nothing.
 * @returns the case when something is new
 */
export async function gatherSigns(
  tools: CommandTools,
  stay: { id: MobilityId; hostingOrgId: OrgId },
  signals: Signal[],
  seen: ReadonlySet<string>,
): Promise<SupportCaseId | null> {
  const { tx, now } = tools;
  const fresh = signals.filter((s) => !seen.has(`${stay.id} ${s.sign}`));
  if (fresh.length === 0) return null;
  const level = worstOf(fresh.map((s) => s.level));
  const open = await store.openSignalCase(tx, stay.id);
  const id = open?.id ?? newId('cas');
  const worse = open ? !isAtLeast(open.level as CaseLevel, level) : true;
  if (!open) {
    await store.insertCase(tx, {
      id,
      mobilityId: stay.id,
      hostingOrgId: stay.hostingOrgId,
      level,
      state: 'open',
      openedAs: 'signals',
      words: '',
      withoutContact: false,
      openedBy: null,
      dueAt: takeUpBy(level, now),
      now,
    });
  } else if (worse) {
    await store.updateCase(tx, open, {
      level,
      due_at: takeUpBy(level, now),
      told_late_at: null,
      state: open.state === 'waiting' ? 'open' : (open.state as CaseState),
      waiting_until: null,
    });
  }
  await store.insertReasons(tx, { mobilityId: stay.id, caseId: id, now }, fresh);
  if (worse) {
    tools.tell(caseRaised({ caseId: id, mobilityId: stay.id, level }));
    await tellHandlers(tools, { id, mobilityId: stay.id, level, withoutContact: false }, level);
  }
  return id;
}

const byItself = (actor: Actor): Decision => allowIf(actor.kind === 'system');

export const lookAtTalk = command({
  name: 'support.look-at-talk',
  summary:
    'Look at what a talk says together with those before it, and open a support case where it asks for one.',
  input: z.object({ mobilityId: idOf('mob'), checkInId: idOf('chk') }),
  load: async ({ tx }, input) => (await loadDossier(tx, input.mobilityId)) ?? null,
  permit: (actor) => byItself(actor),
  unaudited: 'what it finds is a case, which says by itself what it was opened for',
  run: async (tools, dossier, input) => {
    const { tx, today } = tools;
    // of a stay that is over nobody is alone any more
    if (!dossier.hostingOrgId || !['departed', 'settled'].includes(dossier.state))
      return ok({ caseId: null });
    const row = await store.stayById(tx, dossier.id);
    const [stay] = row ? await staysWithDues(tx, [row], today) : [];
    const talk = stay?.talks.find((t) => t.id === input.checkInId);
    if (!talk || talk.heldOn.until(today, { largestUnit: 'days' }).days > 45)
      return ok({ caseId: null });
    const caseId = await gatherSigns(
      tools,
      { id: dossier.id, hostingOrgId: dossier.hostingOrgId },
      signalsOf(talk, stay?.talks ?? []),
      await store.seenSigns(tx, [dossier.id]),
    );
    return ok({ caseId });
  },
});

export const openCase = command({
  name: 'support.open-case',
  summary:
    'Open a support case by hand: what happened, how bad it is, and whether the contact person is left out.',
  input: openCaseInput,
  load: async ({ tx }, input) => (await loadDossier(tx, input.mobilityId)) ?? null,
  permit: (actor, dossier, input, { today }) => {
    const parts = casePartsOf(actor, dossier, today);
    return mayOpenCase(parts, { level: input.level, withoutContact: input.withoutContact });
  },
  run: async (tools, dossier, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person' || !dossier.hostingOrgId)
      return fail('support.refused.no-hosting-side');
    const id = newId('cas');
    await store.insertCase(tx, {
      id,
      mobilityId: dossier.id,
      hostingOrgId: dossier.hostingOrgId,
      level: input.level,
      state: 'open',
      openedAs: 'person',
      words: input.words,
      withoutContact: input.withoutContact,
      openedBy: actor.personId,
      dueAt: takeUpBy(input.level, now),
      now,
    });
    tools.tell(caseRaised({ caseId: id, mobilityId: dossier.id, level: input.level }));
    await tellHandlers(
      tools,
      {
        id,
        mobilityId: dossier.id,
        level: input.level,
        withoutContact: input.withoutContact,
      },
      input.level,
      actor.personId,
    );
    return ok({ id });
  },
  audit: (_, __, { id }) => ({ subjectId: id }),
});

export const openCaseFromConcern = command({
  name: 'support.open-case-from-concern',
  summary:
    'Act on a concern you were asked to read: it becomes a case that its readers alone see. Whoever wrote it sees that somebody acts.',
  input: concernRefInput,
  load: async (tools, input) => {
    const loaded = await loadConcern(tools, input.concernId);
    const dossier = loaded && (await loadDossier(tools.tx, loaded.concern.mobility_id));
    return dossier ? { ...loaded, dossier } : null;
  },
  permit: (actor, loaded) => mayAct(actor, loaded),
  run: async (tools, { concern, dossier }) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const before = await store.caseOfConcern(tx, concern.id);
    if (before) return ok({ id: before });
    const id = newId('cas');
    await store.insertCase(tx, {
      id,
      mobilityId: dossier.id,
      hostingOrgId: dossier.hostingOrgId,
      level: 'moderate',
      state: 'handled',
      openedAs: 'person',
      words: '',
      withoutContact: true,
      openedBy: actor.personId,
      concernId: concern.id,
      handlerId: actor.personId,
      dueAt: takeUpBy('moderate', now),
      now,
    });
    await store.markRead(tx, { concernId: concern.id, personId: actor.personId, now });
    await store.updateConcern(tx, concern.id, { acts_since: now });
    await tellWriter(tools, concern);
    return ok({ id });
  },
  audit: () => ({}),
});

/** A move along the lifecycle: what the state and the part allow is in the table, the rest in `change`. */
async function moveCase(
  tools: CommandTools,
  loaded: LoadedCase,
  version: number,
  transition: CaseTransition,
  change: store.CaseChange,
) {
  const { found, at } = loaded;
  if (found.version !== version) return meanwhile();
  const parts = seesCaseAs(partsIn(tools.actor, loaded, tools.today), at);
  const steps = await store.stepsOf(tools.tx, [found.id]);
  const openSteps = steps.filter((s) => isOpenStep(stepOf(s))).length;
  const verdict = caseMove(found.state as CaseState, transition, parts, {
    openSteps,
    level: at.level,
    byContact: !answersForCase(parts),
  });
  if (!verdict.ok)
    return verdict.reason === 'guard'
      ? fail(`support.case.${verdict.guard}`)
      : verdict.reason === 'not_yours'
        ? fail('support.refused.not-your-decision', undefined, undefined, 'refused')
        : meanwhile();
  const done = await store.updateCase(tools.tx, found, { ...change, state: verdict.to });
  if (!done) return meanwhile();
  if (found.concern_id) await sayInConcern(tools, found.concern_id, verdict.to);
  return ok();
}

/** Whoever wrote the concern sees whether somebody acts, and nothing else of the case. */
async function sayInConcern(tools: CommandTools, id: ConcernId, state: CaseState): Promise<void> {
  const concern = await store.concernById(tools.tx, id);
  if (!concern) return;
  const isOver = state === 'closed';
  const begins = state === 'handled' && concern.acts_since === null;
  if (!begins && isOver === (concern.acts_until !== null)) return;
  await store.updateConcern(tools.tx, id, {
    acts_until: isOver ? tools.now : null,
    ...(begins && { acts_since: tools.now }),
  });
  await tellWriter(tools, concern);
}

const stepOf = (s: { tool: string; state: string; confirmed_by: string | null }) => ({
  tool: s.tool as CaseTool,
  state: s.state as StepState,
  confirmed: s.confirmed_by !== null,
});

const works = (actor: Actor, loaded: LoadedCase, today: Temporal.PlainDate) =>
  mayWorkOnCase(partsIn(actor, loaded, today), loaded.at);

export const takeCase = command({
  name: 'support.take-case',
  summary: 'Take a case up: from now on everybody sees who handles it.',
  input: caseInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, _, { today }) => works(actor, loaded, today),
  run: async (tools, loaded, input) => {
    const { actor } = tools;
    const { found } = loaded;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    // pressed twice it is taken once
    if (found.state === 'handled' && found.handler_id === actor.personId) return ok();
    return moveCase(tools, loaded, input.version, 'take', {
      handler_id: actor.personId,
      taken_at: found.taken_at ?? tools.now,
      waiting_until: null,
    });
  },
  audit: ({ found }) => ({ subjectId: found.id }),
});

export const putCaseAside = command({
  name: 'support.put-case-aside',
  summary: 'Wait until a day: the case comes back by itself.',
  input: waitInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, _, { today }) => works(actor, loaded, today),
  run: async (tools, loaded, input) => {
    const days = tools.today.until(input.until, { largestUnit: 'days' }).days;
    if (days < 1 || days > 60) return fail('support.case.wait-range', undefined, 'until');
    return moveCase(tools, loaded, input.version, 'wait', { waiting_until: input.until });
  },
  audit: ({ found }) => ({ subjectId: found.id }),
});

export const closeCase = command({
  name: 'support.close-case',
  summary: 'Close a case with how it ended. Steps that are open keep it open.',
  input: closeInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, _, { today }) => works(actor, loaded, today),
  run: async (tools, loaded, input) => {
    if (tools.actor.kind !== 'person') return fail('platform.error.refused');
    return moveCase(tools, loaded, input.version, 'close', {
      outcome: input.outcome,
      closing: input.closing,
      closed_by: tools.actor.personId,
      closed_at: tools.now,
      waiting_until: null,
    });
  },
  audit: ({ found }) => ({ subjectId: found.id }),
});

export const reopenCase = command({
  name: 'support.reopen-case',
  summary: 'It has come back: open a closed case again.',
  input: caseInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, _, { today }) => works(actor, loaded, today),
  run: async (tools, loaded, input) => {
    const { found, dossier } = loaded;
    if (found.opened_as === 'signals' && (await store.openSignalCase(tools.tx, dossier.id)))
      return fail('support.case.other-open', undefined, undefined, 'conflict');
    return moveCase(tools, loaded, input.version, 'reopen', {
      due_at: takeUpBy(loaded.at.level, tools.now),
      told_late_at: null,
      outcome: null,
      closed_at: null,
      closed_by: null,
    });
  },
  audit: ({ found }) => ({ subjectId: found.id }),
});

export const changeCaseLevel = command({
  name: 'support.change-case-level',
  summary:
    'Say that a case is better or worse than thought, and why; those of the new level are told.',
  input: levelInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, input, { today }) => {
    const parts = partsIn(actor, loaded, today);
    const lowers = !isAtLeast(input.level, loaded.at.level);
    return all(
      mayWorkOnCase(parts, loaded.at),
      // the contact person may raise the alarm, not call it off
      lowers && !answersForCase(parts)
        ? refuse('support.refused.not-your-decision')
        : { allow: true },
    );
  },
  run: async (tools, { found }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (found.version !== input.version || found.state === 'closed') return meanwhile();
    if (found.level === input.level) return fail('support.case.same-level', undefined, 'level');
    const raised = isAtLeast(input.level, found.level as CaseLevel);
    // written first: whoever lowers a level may not see the case afterwards
    await store.insertNote(tx, {
      id: newId('sno'),
      caseId: found.id,
      kind: 'shared',
      words: input.why,
      sealed: null,
      writtenBy: actor.personId,
      key: `level-${found.version}`,
      now,
    });
    if (raised)
      await tellHandlers(
        tools,
        {
          id: found.id,
          mobilityId: found.mobility_id,
          level: input.level,
          withoutContact: found.without_contact,
          concernId: found.concern_id,
        },
        `${input.level}-${found.version}`,
        actor.personId,
      );
    const done = await store.updateCase(tx, found, {
      level: input.level,
      due_at: takeUpBy(input.level, now),
      told_late_at: null,
    });
    if (!done) return meanwhile();
    // nobody outside the circle is told, those on duty neither: it opens no incident
    if (raised && !found.concern_id)
      tools.tell(
        caseRaised({ caseId: found.id, mobilityId: found.mobility_id, level: input.level }),
      );
    return ok();
  },
  audit: ({ found }) => ({ subjectId: found.id }),
});

export const writeCaseNote = command({
  name: 'support.write-case-note',
  summary: 'Add a note to a case: shared with those who see it, or confidential and sealed.',
  input: noteInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, input, { today }) =>
    mayWriteNote(partsIn(actor, loaded, today), loaded.at, input.kind),
  run: async (tools, { found }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (await store.hasNote(tx, found.id, input.key))
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const id = newId('sno');
    const isShared = input.kind === 'shared';
    await store.insertNote(tx, {
      id,
      caseId: found.id,
      kind: input.kind,
      words: isShared ? input.note : '',
      sealed: isShared ? null : await store.sealNote(tools, id, found.pupil_id, input.note),
      writtenBy: actor.personId,
      key: input.key,
      now,
    });
    return ok();
  },
  // neither that it is confidential nor a word of it
  audit: ({ found }) => ({ subjectId: found.id }),
});

// ---- steps

export const planStep = command({
  name: 'support.plan-step',
  summary:
    'Decide on a step: a talk, a plan, a letter, a move, an early return. Each has its own right to decide.',
  input: stepInput,
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor, loaded, input, { today }) =>
    mayPlanStep(partsIn(actor, loaded, today), loaded.at, input.tool),
  run: async (tools, loaded, input) => {
    const { tx, actor, now } = tools;
    const { found } = loaded;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (found.version !== input.version || found.state === 'closed') return meanwhile();
    const id = newId('sst');
    const state = firstStepState(input.tool);
    await store.insertStep(tx, {
      id,
      caseId: found.id,
      tool: input.tool,
      state,
      words: input.words,
      dueOn: input.dueOn,
      plannedBy: actor.personId,
      plannedFor: orgOf(actor, loaded),
      now,
    });
    // a step is work on the case: it counts as taken up
    const isOpen = found.state === 'open' || found.state === 'reopened';
    const done = await store.updateCase(
      tx,
      found,
      isOpen
        ? { state: 'handled', handler_id: actor.personId, taken_at: found.taken_at ?? now }
        : {},
    );
    if (!done) return meanwhile();
    if (isOpen && found.concern_id) await sayInConcern(tools, found.concern_id, 'handled');
    if (state === 'to_confirm') await askSecond(tools, loaded, id);
    return ok({ id });
  },
  audit: ({ found }, _, { id }) => ({ subjectId: id, details: { caseId: found.id } }),
});

/** Those who may be the second pair of eyes are asked, without a word of what it is. */
async function askSecond(
  tools: CommandTools,
  { found, dossier }: LoadedCase,
  stepId: `sst_${string}`,
): Promise<void> {
  const { actor } = tools;
  const url = `${tools.runtime.config.origin}/cases/${found.id}`;
  const keyFor = (id: PersonId) => `step:${stepId}:${id}`;
  if (found.concern_id) {
    const mail = (to: Parameters<typeof stepMail>[0]) => stepMail(to, url, keyFor(to.personId));
    const me = actor.kind === 'person' ? actor.personId : null;
    return tellCircle(tools, found.concern_id, mail, me);
  }
  const orgs = [dossier.hostingOrgId, dossier.sendingOrgId].filter((id): id is OrgId => !!id);
  const near = await livesIt(tools.tx, dossier);
  const told = new Set<PersonId>();
  for (const m of await staffOf(tools.tx, orgs, tools.today)) {
    const leads = m.roles.some((r) => r === 'head' || r === 'coordinator');
    const isMe = actor.kind === 'person' && actor.personId === m.id;
    if (!m.email || !leads || isMe || near.has(m.id) || told.has(m.id)) continue;
    told.add(m.id);
    await tools.post(
      stepMail({ address: m.email, personId: m.id, language: m.language }, url, keyFor(m.id)),
    );
  }
}

export async function loadStep(tools: { tx: Tx }, id: `sst_${string}`) {
  const step = await store.lockStep(tools.tx, id);
  const loaded = step && (await loadCase(tools, step.case_id));
  return loaded ? { ...loaded, step } : null;
}
type LoadedStep = NonNullable<Awaited<ReturnType<typeof loadStep>>>;

export const confirmStep = command({
  name: 'support.confirm-step',
  summary: 'Be the second pair of eyes: a letter, a move or an early return is decided by two.',
  input: stepRefInput,
  load: (tools, input) => loadStep(tools, input.stepId),
  permit: (actor, loaded, _, { today }) =>
    mayConfirmStep(actor, partsIn(actor, loaded, today), loaded.at, {
      tool: loaded.step.tool as CaseTool,
      plannedBy: loaded.step.planned_by,
      plannedFor: loaded.step.planned_for,
    }),
  run: async ({ tx, actor, now }, { step }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (step.version !== input.version || step.confirmed_by || step.state === 'dropped')
      return meanwhile();
    const done = await store.updateStep(tx, step, {
      ...(step.state === 'to_confirm' ? { state: 'confirmed' as const } : {}),
      confirmed_by: actor.personId,
      confirmed_at: now,
    });
    return done ? ok() : meanwhile();
  },
  audit: ({ step, found }) => ({ subjectId: step.id, details: { caseId: found.id } }),
});

const decides = (actor: Actor, loaded: LoadedStep, today: Temporal.PlainDate) =>
  mayFinishStep(partsIn(actor, loaded, today), loaded.at, loaded.step.tool as CaseTool);

export const finishStep = command({
  name: 'support.finish-step',
  summary:
    'A step has been done. Where two decide, the second must have confirmed it; in an emergency a move comes first.',
  input: stepRefInput,
  load: (tools, input) => loadStep(tools, input.stepId),
  permit: (actor, loaded, _, { today }) => decides(actor, loaded, today),
  run: async ({ tx, actor, now, today }, { step, at }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (step.version !== input.version) return meanwhile();
    if (!mayBeDone(stepOf(step), at.level))
      return step.state === 'to_confirm' ? fail('support.step.needs-second') : meanwhile();
    const done = await store.updateStep(tx, step, {
      state: 'done',
      done_by: actor.personId,
      done_on: today,
    });
    if (!done) return meanwhile();
    await store.endPlan(tx, step.id, now);
    return ok();
  },
  audit: ({ step, found }) => ({ subjectId: step.id, details: { caseId: found.id } }),
});

export const dropStep = command({
  name: 'support.drop-step',
  summary: 'A step is not needed after all.',
  input: stepRefInput,
  load: (tools, input) => loadStep(tools, input.stepId),
  permit: (actor, loaded, _, { today }) => decides(actor, loaded, today),
  run: async ({ tx, now }, { step }, input) => {
    if (step.version !== input.version || step.state === 'done' || step.state === 'dropped')
      return meanwhile();
    if (!(await store.updateStep(tx, step, { state: 'dropped' }))) return meanwhile();
    await store.endPlan(tx, step.id, now);
    return ok();
  },
  audit: ({ step, found }) => ({ subjectId: step.id, details: { caseId: found.id } }),
});

export const tellLateCase = command({
  name: 'support.tell-late-case',
  summary: 'Nobody has taken a case up in its time: everybody who could is told again.',
  input: z.object({ caseId: idOf('cas') }),
  load: (tools, input) => loadCase(tools, input.caseId),
  permit: (actor) => byItself(actor),
  unaudited: 'a reminder: nothing was decided',
  run: async (tools, { found, at }) => {
    if (found.told_late_at || !['open', 'reopened'].includes(found.state)) return ok();
    await tellHandlers(
      tools,
      { ...at, id: found.id, mobilityId: found.mobility_id, concernId: found.concern_id },
      `late-${found.version}`,
    );
    await store.updateCase(tools.tx, found, { told_late_at: tools.now });
    return ok();
  },
});
