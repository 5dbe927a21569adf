import { z } from 'zod';
import { available } from '#engines/workflow/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { ConcernId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import {
  answersForCase,
  type CaseState,
  type CaseTool,
  type Circle,
  caseLevels,
  caseLifecycle,
  caseOutcomes,
  casePartsOf,
  caseTools,
  isOpenStep,
  levelRule,
  mayBeDone,
  mayConfirmStep,
  mayFinishStep,
  mayOpenCase,
  maySharePlan,
  mayWorkOnCase,
  noteKinds,
  type PlanAnswer,
  type PlanPart,
  planAnswers,
  planParts,
  type StepState,
  seesCaseAs,
  sightOf,
  signalKinds,
  stepStates,
  takesUp,
  takeUpBy,
  toolRule,
  toolsFor,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { nextReaders } from './readers.ts';

const levelView = z.enum(caseLevels);
const stateView = z.enum(['open', 'handled', 'waiting', 'closed', 'reopened']);

const caseView = z.object({
  id: idView('cas'),
  mobilityId: idView('mob'),
  pupil: z.string(),
  level: levelView,
  state: stateView,
  handler: z.string().nullable(),
  openedAt: instantView,
  /** by when it must be taken up; null once it is */
  takeUpBy: instantView.nullable(),
  late: z.boolean(),
  waitingUntil: dateView.nullable(),
  withoutContact: z.boolean(),
  /** came out of a concern: its readers alone see it */
  inConfidence: z.boolean(),
  outcome: z.enum(caseOutcomes).nullable(),
});

const atOf = (row: store.CaseRow) => ({
  level: row.level as (typeof caseLevels)[number],
  withoutContact: row.without_contact,
});

function viewOf(row: store.CaseRow, now: Temporal.Instant): z.input<typeof caseView> {
  const waits = row.state === 'open' || row.state === 'reopened';
  return {
    id: row.id,
    mobilityId: row.mobility_id,
    pupil: displayName(row),
    level: row.level as 'mild',
    state: row.state as 'open',
    handler: row.handler_family
      ? displayName({
          given_name: row.handler_given ?? '',
          family_name: row.handler_family,
          preferred_name: row.handler_preferred,
        })
      : null,
    openedAt: row.opened_at,
    takeUpBy: waits ? row.due_at : null,
    late: waits && row.due_at !== null && Temporal.Instant.compare(row.due_at, now) < 0,
    waitingUntil: row.waiting_until,
    withoutContact: row.without_contact,
    inConfidence: row.concern_id !== null,
    outcome: row.outcome as (typeof caseOutcomes)[number] | null,
  };
}

/** Of cases that came out of a concern: who was asked to read it. */
async function circlesOf(read: Reader, rows: Pick<store.CaseRow, 'concern_id'>[]) {
  const readers = await store.readersOf(
    read,
    rows.flatMap((r) => r.concern_id ?? []),
  );
  return (row: Pick<store.CaseRow, 'concern_id'>): Circle =>
    row.concern_id
      ? readers.filter((r) => r.concern_id === row.concern_id).map((r) => r.person_id)
      : null;
}

/** Cases of what the row policies show, asked once more by the parts of the reader. */
async function seenCases(
  read: Reader,
  actor: Actor,
  rows: store.CaseRow[],
  today: Temporal.PlainDate,
) {
  const parties = await store.casePartiesOf(read, [...new Set(rows.map((r) => r.mobility_id))]);
  const circleOf = await circlesOf(read, rows);
  const seen: { row: store.CaseRow; parts: ReturnType<typeof casePartsOf> }[] = [];
  for (const row of rows) {
    const of = parties.get(row.mobility_id);
    const parts = of ? seesCaseAs(casePartsOf(actor, of, today, circleOf(row)), atOf(row)) : [];
    if (parts.length > 0) seen.push({ row, parts });
  }
  return seen;
}

export const listCases = query({
  name: 'support.list-cases',
  summary: 'Support cases you see, those that wait first.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ cases: z.array(caseView) }),
  view: async ({ read, scope, now, today }) => {
    const rows = await store.listCases(read, 100);
    const seen = await seenCases(read, scope.actor, rows, today);
    return { cases: seen.map(({ row }) => viewOf(row, now)) };
  },
});

export const listCasesOfStay = query({
  name: 'support.list-cases-of-stay',
  summary: 'Support cases of one mobility, and whether you may open one.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    cases: z.array(caseView),
    /** levels at which you may open one */
    mayOpen: z.array(levelView),
    /** how soon each level is taken up, in hours */
    hours: z.record(z.string(), z.number()),
    /** you decide whether the contact person is left out */
    mayLeaveOut: z.boolean(),
  }),
  view: async ({ read, scope, now, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    const parts = dossier ? casePartsOf(scope.actor, dossier, today) : [];
    if (!dossier || parts.length === 0) return null;
    const seen = await seenCases(
      read,
      scope.actor,
      await store.casesOfMobility(read, dossier.id),
      today,
    );
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      cases: seen.map(({ row }) => viewOf(row, now)),
      mayOpen: dossier.hostingOrgId
        ? caseLevels.filter((level) => mayOpenCase(parts, { level, withoutContact: false }).allow)
        : [],
      hours: Object.fromEntries(caseLevels.map((l) => [l, levelRule(l).withinHours])),
      mayLeaveOut: parts.some((p) => p === 'hosting_lead' || p === 'sending_lead'),
    };
  },
});

export const getCase = query({
  name: 'support.get-case',
  summary:
    'One support case: why it was opened, what is being done, notes as far as you may read them.',
  input: z.object({ caseId: idOf('cas') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: caseView.extend({
    version: z.number(),
    words: z.string(),
    closing: z.string(),
    byHand: z.boolean(),
    sees: z.enum(['shared', 'confidential']),
    /** reads along, without a hand in it */
    readsOnly: z.boolean(),
    reasons: z.array(
      z.object({
        kind: z.enum(signalKinds),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
        at: instantView,
      }),
    ),
    steps: z.array(
      z.object({
        id: idView('sst'),
        version: z.number(),
        tool: z.enum(caseTools),
        state: z.enum(stepStates),
        words: z.string(),
        dueOn: dateView.nullable(),
        late: z.boolean(),
        plannedBy: z.string(),
        confirmedBy: z.string().nullable(),
        doneBy: z.string().nullable(),
        doneOn: dateView.nullable(),
        /** done in an emergency and still to be confirmed by a second person */
        confirmAfter: z.boolean(),
        otherOrganisation: z.boolean(),
        /** what the pupil reads of it; null while nothing was written for them */
        plan: z
          .object({
            version: z.number(),
            aims: z.string(),
            help: z.string(),
            reviewOn: dateView.nullable(),
            withGuardians: z.boolean(),
            withFamily: z.boolean(),
            by: z.string(),
            at: instantView,
            answers: z.array(
              z.object({
                name: z.string(),
                part: z.enum(planParts),
                answer: z.enum(planAnswers),
                words: z.string(),
                at: instantView,
                /** to the plan as it stands now */
                current: z.boolean(),
              }),
            ),
          })
          .nullable(),
        may: z.object({
          confirm: z.boolean(),
          finish: z.boolean(),
          drop: z.boolean(),
          share: z.boolean(),
        }),
      }),
    ),
    notes: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(noteKinds),
        words: z.string(),
        by: z.string(),
        at: instantView,
      }),
    ),
    tools: z.array(z.enum(caseTools)),
    /** tools that a second person must confirm */
    twoDecide: z.array(z.enum(caseTools)),
    levels: z.array(levelView),
    may: z.object({
      take: z.boolean(),
      wait: z.boolean(),
      close: z.boolean(),
      reopen: z.boolean(),
    }),
    /** why it cannot be closed yet, as keys of sentences */
    closeWaitsFor: z.array(z.string()),
    mine: z.boolean(),
    /** of a case that came out of a concern: which, and who else sees this */
    circle: z
      .object({
        concernId: idView('ccn'),
        readers: z.array(z.object({ name: z.string(), org: z.string() })),
        /** the next organisation that could be asked too, where two must decide */
        further: z.object({ id: idView('org'), name: z.string() }).nullable(),
      })
      .nullable(),
    /** for the form of a note: sent twice it is one */
    key: z.string(),
  }),
  view: async ({ read, scope, now, today, runtime }, input) => {
    const { actor } = scope;
    const row = await store.caseById(read, input.caseId);
    const dossier = row && (await loadDossier(read, row.mobility_id));
    if (!row || !dossier || actor.kind !== 'person') return null;
    const at = atOf(row);
    const circleOf = await circlesOf(read, [row]);
    const parts = seesCaseAs(casePartsOf(actor, dossier, today, circleOf(row)), at);
    const sees = sightOf(parts, at);
    if (sees === 'none') return null;
    const works = mayWorkOnCase(parts, at).allow;
    const steps = await store.stepsOf(read, [row.id]);
    const openSteps = steps.filter((s) => isOpenStep(stepOf(s))).length;
    const ways = available(caseLifecycle, row.state as CaseState, {
      roles: parts,
      subject: { openSteps, level: at.level, byContact: !answersForCase(parts) },
    });
    const way = (name: string) => ways.find((w) => w.name === name);
    const plans = await store.plansOfCases(read, [row.id]);
    const answers = await store.answersOf(
      read,
      plans.map((p) => p.id),
    );
    const notes = [];
    for (const n of await store.notesOf(read, row.id)) {
      if (n.kind === 'confidential' && sees !== 'confidential') continue;
      notes.push({
        id: n.id,
        kind: n.kind as 'shared',
        words: n.sealed
          ? await store.openNote(
              runtime,
              read,
              { id: n.id as `sno_${string}`, sealed: n.sealed },
              row.pupil_id,
            )
          : n.words,
        by: displayName(n),
        at: n.written_at,
      });
    }
    const isOpen = row.state !== 'closed';
    return {
      ...viewOf(row, now),
      version: row.version,
      words: row.words,
      closing: row.closing,
      byHand: row.opened_as === 'person',
      sees,
      readsOnly: !works,
      reasons: (await store.reasonsOf(read, row.id)).map((r) => ({
        kind: r.kind as 'poor',
        params: r.params as Record<string, string | number>,
        at: r.seen_at,
      })),
      steps: steps.map((s) => {
        const step = stepOf(s);
        const rule = toolRule(step.tool);
        return {
          id: s.id as `sst_${string}`,
          version: s.version,
          tool: step.tool,
          state: step.state,
          words: s.words,
          dueOn: s.due_on,
          late:
            isOpenStep(step) &&
            s.due_on !== null &&
            Temporal.PlainDate.compare(s.due_on, today) < 0,
          plannedBy: displayName(s),
          confirmedBy: nameOf(s, 'confirmed'),
          doneBy: nameOf(s, 'done'),
          doneOn: s.done_on,
          confirmAfter: step.state === 'done' && !!rule.confirm && !step.confirmed,
          otherOrganisation: rule.confirm?.other === 'organisation',
          plan: planView(
            plans.find((p) => p.step_id === s.id),
            answers,
          ),
          may: {
            confirm:
              isOpen &&
              !step.confirmed &&
              step.state !== 'dropped' &&
              mayConfirmStep(actor, parts, at, {
                tool: step.tool,
                plannedBy: s.planned_by,
                plannedFor: s.planned_for,
              }).allow,
            finish:
              isOpen && mayFinishStep(parts, at, step.tool).allow && mayBeDone(step, at.level),
            drop:
              isOpen &&
              mayFinishStep(parts, at, step.tool).allow &&
              step.state !== 'done' &&
              step.state !== 'dropped',
            share: isOpen && isOpenStep(step) && maySharePlan(parts, at, step.tool).allow,
          },
        };
      }),
      notes,
      tools: works && isOpen ? toolsFor(at.level, parts) : [],
      twoDecide: caseTools.filter((tool) => toolRule(tool).confirm),
      levels:
        works && isOpen
          ? caseLevels.filter(
              (l) =>
                l !== at.level &&
                (answersForCase(parts) || caseLevels.indexOf(l) > caseLevels.indexOf(at.level)),
            )
          : [],
      may: {
        take: !!way('take') && row.handler_id !== actor.personId,
        wait: !!way('wait'),
        close: !!way('close') && (way('close')?.waitsFor.length ?? 1) === 0,
        reopen: !!way('reopen'),
      },
      closeWaitsFor: (way('close')?.waitsFor ?? []).map((guard) => `support.case.${guard}`),
      mine: row.handler_id === actor.personId,
      circle: row.concern_id ? await circleView(read, row.concern_id, dossier, today) : null,
      key: newToken(),
    };
  },
});

/** Who sees a case that came out of a concern, and who could be asked next. */
async function circleView(
  read: Reader,
  concernId: ConcernId,
  dossier: Dossier,
  today: Temporal.PlainDate,
) {
  const concern = await store.concernById(read, concernId);
  const readers = await store.readersOf(read, [concernId]);
  return {
    concernId,
    readers: readers.filter((r) => !r.left_at).map((r) => ({ name: r.name, org: r.org })),
    further: concern ? await nextReaders(read, dossier, concern, readers, today) : null,
  };
}

function planView(
  plan: store.PlanRow | undefined,
  answers: Awaited<ReturnType<typeof store.answersOf>>,
) {
  return plan
    ? {
        version: plan.version,
        aims: plan.aims,
        help: plan.help,
        reviewOn: plan.review_on,
        withGuardians: plan.with_guardians,
        withFamily: plan.with_family,
        by: plan.shared_by_name,
        at: plan.shared_at,
        answers: answers
          .filter((a) => a.plan_id === plan.id)
          .map((a) => ({
            name: a.name,
            part: a.part as PlanPart,
            answer: a.answer as PlanAnswer,
            words: a.words,
            at: a.answered_at,
            current: a.plan_version === plan.version,
          })),
      }
    : null;
}

const stepOf = (s: { tool: string; state: string; confirmed_by: string | null }) => ({
  tool: s.tool as CaseTool,
  state: s.state as StepState,
  confirmed: s.confirmed_by !== null,
});

function nameOf(s: store.StepRow, who: 'confirmed' | 'done'): string | null {
  const family = s[`${who}_family`];
  return family === null
    ? null
    : displayName({
        given_name: s[`${who}_given`] ?? '',
        family_name: family,
        preferred_name: s[`${who}_preferred`],
      });
}

const caseDuties = ['take', 'confirm', 'look-again', 'change-plan'] as const;

export const listCaseDuties = query({
  name: 'support.list-case-duties',
  summary:
    'Cases to take up, steps to confirm as the second person, plans somebody asks to change, and cases whose waiting is over.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('cas'),
        pupil: z.string(),
        duty: z.enum(caseDuties),
        due: dateView.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope, now, today }) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const open = (await store.listCases(read, 100)).filter((c) => c.state !== 'closed');
    const seen = await seenCases(read, actor, open, today);
    const steps = await store.stepsOf(
      read,
      seen.map((s) => s.row.id),
    );
    const plans = await store.plansOfCases(
      read,
      seen.map((s) => s.row.id),
    );
    const answers = await store.answersOf(
      read,
      plans.map((p) => p.id),
    );
    const rows: {
      id: store.CaseRow['id'];
      pupil: string;
      duty: (typeof caseDuties)[number];
      due: Temporal.PlainDate | null;
    }[] = [];
    for (const { row, parts } of seen) {
      const at = atOf(row);
      const about = { id: row.id, pupil: displayName(row) };
      const waits = row.state === 'open' || row.state === 'reopened';
      const due = row.due_at ?? takeUpBy(at.level, now);
      if (waits && takesUp(at.level, parts))
        rows.push({
          ...about,
          duty: 'take',
          due: due.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
        });
      const isOver =
        row.state === 'waiting' &&
        row.waiting_until !== null &&
        Temporal.PlainDate.compare(row.waiting_until, today) <= 0;
      if (isOver && row.handler_id === actor.personId)
        rows.push({ ...about, duty: 'look-again', due: row.waiting_until });
      const toConfirm = steps.some(
        (s) =>
          s.case_id === row.id &&
          s.confirmed_by === null &&
          s.state !== 'dropped' &&
          mayConfirmStep(actor, parts, at, {
            tool: s.tool as CaseTool,
            plannedBy: s.planned_by,
            plannedFor: s.planned_for,
          }).allow,
      );
      const toChange = plans.some(
        (p) =>
          p.case_id === row.id &&
          !p.ended_at &&
          answers.some(
            (a) => a.plan_id === p.id && a.plan_version === p.version && a.answer === 'change',
          ) &&
          maySharePlan(parts, at, p.tool as CaseTool).allow,
      );
      if (toChange) rows.push({ ...about, duty: 'change-plan', due: today });
      if (toConfirm) rows.push({ ...about, duty: 'confirm', due: today });
    }
    return { rows };
  },
});
