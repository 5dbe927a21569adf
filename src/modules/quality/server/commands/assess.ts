import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { all, allow, refuse } from '#kernel/decision.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayAssess } from '../../core/policy.ts';
import {
  assessmentLifecycle,
  guessRole,
  itemsFor,
  maxPriorities,
  mayAnswerAs,
  missingItems,
  questionnaire,
  questionnaireOf,
  rankPriorities,
  versionChange,
} from '../../core/rules/index.ts';
import { priorityInput } from '../../core/schema.ts';
import { roles, scopes } from '../../core/types.ts';
import * as store from '../store/index.ts';

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

export const carryOver = command({
  name: 'quality.carry-over',
  summary:
    'Go on with the newest version of the questionnaire: answers to points whose words did not change are kept, those to reworded points are to be looked at again.',
  input: z.object({ assessmentId: idOf('ass'), version }),
  load: async ({ tx }, input) => (await store.assessmentForUpdate(tx, input.assessmentId)) ?? null,
  permit: (actor, assessment) =>
    all(
      mayAssess(actor, assessment.org_id),
      assessment.state === 'open' ? allow : refuse('quality.refused.submitted'),
    ),
  run: async ({ tx, actor, now }, assessment, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const from = assessment.questionnaire_version;
    if (from === questionnaire.version)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (assessment.version !== input.version) return stale('platform.error.changed-meanwhile');
    const change = versionChange(questionnaireOf(from), questionnaire);
    await store.markReworded(tx, assessment.id, change);
    await store.carryOver(tx, assessment.id, {
      from,
      version: questionnaire.version,
      personId: actor.personId,
      now,
    });
    return ok({ reworded: change.reworded.length, dropped: change.dropped.length });
  },
  audit: (assessment, _, result) => ({
    subjectId: assessment.id,
    orgId: assessment.org_id,
    details: { reworded: result.reworded, dropped: result.dropped },
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
      itemsFor(assessment.scope, assessment.applies_as, assessment.questionnaire_version),
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
      itemsFor(assessment.scope, assessment.applies_as, assessment.questionnaire_version),
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
