import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { all, allow, refuse } from '#kernel/decision.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayAssess } from '../core/policy.ts';
import {
  answerFaults,
  assessmentLifecycle,
  guessRole,
  itemsFor,
  keptAnswer,
  maxPriorities,
  mayAnswerAs,
  missingItems,
  newestOf,
  questionnaire,
  rankPriorities,
  sameAnswer,
} from '../core/rules.ts';
import { answerInput, priorityInput } from '../core/schema.ts';
import { type Answer, roles, scopes } from '../core/types.ts';
import * as store from './store.ts';

export const startAssessment = command({
  name: 'quality.start-assessment',
  summary:
    'Start a self-assessment of your organisation. One that is already open with the same scope and role is answered instead of a second one.',
  input: z.object({
    orgId: idOf('org'),
    scope: z.enum(scopes, { error: 'platform.invalid.choose' }),
    appliesAs: z.union([z.enum(roles), z.literal('')]).default(''),
  }),
  load: async ({ tx }, input) => (await store.organisationForUpdate(tx, input.orgId)) ?? null,
  permit: (actor, organisation) => mayAssess(actor, organisation.id),
  run: async ({ tx, actor, now }, organisation, input) => {
    const kind = organisation.kind as 'school' | 'supporting';
    const role = input.appliesAs || guessRole(kind);
    if (organisation.kind === 'network' || !mayAnswerAs(kind, role))
      return fail('quality.invalid.role', undefined, 'appliesAs');
    const open = await store.openAssessment(tx, organisation.id, input.scope, role);
    if (open) return ok({ assessmentId: open.id, isNew: false });
    const id = newId('ass');
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.insertAssessment(tx, {
      id,
      orgId: organisation.id,
      personId: actor.personId,
      version: questionnaire.version,
      scope: input.scope,
      role,
      state: assessmentLifecycle.initial,
      now,
    });
    return ok({ assessmentId: id, isNew: true });
  },
  audit: (organisation, input, result) => ({
    subjectId: result.assessmentId,
    orgId: organisation.id,
    details: { scope: input.scope, isNew: result.isNew },
  }),
});

export const answerItems = command({
  name: 'quality.answer-items',
  summary:
    'Save the answers to one criterion. `seen` is the newest answer of the criterion you had before you, so that two people do not overwrite each other.',
  input: z.object({
    assessmentId: idOf('ass'),
    criterionId: z.string().max(10),
    seen: z.string().max(40).default(''),
    answers: z.record(z.string().max(10), answerInput),
  }),
  load: async ({ tx }, input) => {
    const assessment = await store.assessmentForUpdate(tx, input.assessmentId);
    if (!assessment) return null;
    const items = itemsFor(assessment.scope, assessment.applies_as).filter(
      (i) => i.criterion === input.criterionId,
    );
    return items.length > 0 ? { assessment, items } : null;
  },
  permit: (actor, { assessment }) =>
    all(
      mayAssess(actor, assessment.org_id),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async ({ tx, now, today }, { assessment, items }, input) => {
    const kept = await store.answersOf(tx, assessment.id);
    const asked = new Set(items.map((i) => i.id));
    const changed: Answer[] = [];
    const faults = [];
    for (const [itemId, answer] of Object.entries(input.answers)) {
      if (!asked.has(itemId))
        return fail('platform.invalid.value', undefined, `answers.${itemId}.status`);
      if (answer.status === '') continue;
      faults.push(...answerFaults(itemId, answer, today));
      const next = keptAnswer(itemId, { ...answer, status: answer.status });
      if (!sameAnswer(kept.get(itemId), next)) changed.push(next);
    }
    if (faults.length > 0) return failAll(faults);
    // the same answers sent twice are no conflict
    if (changed.length === 0) return ok({ saved: 0 });
    const newest = newestOf([...asked].flatMap((id) => kept.get(id)?.answeredAt ?? []));
    if ((newest?.toString() ?? '') !== input.seen) return stale('platform.error.changed-meanwhile');
    await store.saveAnswers(tx, assessment.id, changed, now);
    return ok({ saved: changed.length });
  },
  audit: ({ assessment }, input, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { criterion: input.criterionId, saved: result.saved },
  }),
});

export const setPriorities = command({
  name: 'quality.set-priorities',
  summary:
    'Mark up to three ranked peer-learning priorities, each with an intent; independent of their status, and possible after submission too.',
  input: z.object({
    assessmentId: idOf('ass'),
    version,
    priorities: z.array(priorityInput).max(10),
  }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) => mayAssess(actor, assessment.org_id),
  run: async ({ tx }, assessment, input) => {
    const ranked = rankPriorities(
      input.priorities,
      itemsFor(assessment.scope, assessment.applies_as),
    );
    if (!ranked.ok) return failAll(ranked.faults);
    if (!(await store.bumpVersion(tx, assessment.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    await store.replacePriorities(tx, assessment.id, ranked.priorities.slice(0, maxPriorities));
    return ok({ count: ranked.priorities.length });
  },
  audit: (assessment, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { count: result.count },
  }),
});

export const submitAssessment = command({
  name: 'quality.submit-assessment',
  summary: 'Close the assessment when all it needs is answered; the answers stay as they are then.',
  input: z.object({ assessmentId: idOf('ass') }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) => mayAssess(actor, assessment.org_id),
  run: async ({ tx, now }, assessment) => {
    const missing = missingItems(
      assessment.scope,
      itemsFor(assessment.scope, assessment.applies_as),
      await store.answersOf(tx, assessment.id),
    );
    const verdict = can(assessmentLifecycle, assessment.state as 'open', 'submit', {
      roles: ['member'],
      subject: { missing },
    });
    if (!verdict.ok) {
      return verdict.reason === 'guard'
        ? fail(
            'quality.invalid.missing',
            { count: missing.length, items: missing.join(', ') },
            'missing',
          )
        : fail('platform.error.already-done', undefined, undefined, 'conflict');
    }
    await store.markSubmitted(tx, assessment.id, verdict.to, now);
    return ok({ assessmentId: assessment.id });
  },
  audit: (assessment) => ({ subjectId: assessment.id, orgId: assessment.org_id }),
});
