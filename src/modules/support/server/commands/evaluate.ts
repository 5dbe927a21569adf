import { fail, ok } from '#kernel/outcome.ts';
import { lockDossier } from '#modules/mobilities/server/index.ts';
import { command } from '#platform/command.ts';
import { evaluationInput, mayEvaluate } from '../../core/index.ts';
import * as store from '../store/index.ts';

export const submitEvaluation = command({
  name: 'support.submit-evaluation',
  summary: 'Look back on a mobility after the return, once for each part one had in it.',
  input: evaluationInput,
  load: async ({ tx }, input) => {
    const dossier = await lockDossier(tx, input.mobilityId);
    return dossier && { dossier, given: await store.evaluationsOf(tx, dossier.id) };
  },
  permit: (actor, { dossier }, input, { today }) => mayEvaluate(actor, dossier, input.role, today),
  run: async ({ tx, actor, now }, { dossier, given }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const ofSchool = input.role === 'host_school' || input.role === 'sending_school';
    if (given.some((e) => e.role === input.role && (ofSchool || e.person_id === actor.personId)))
      return fail('support.evaluation.once', undefined, undefined, 'conflict');
    await store.insertEvaluation(tx, {
      mobilityId: dossier.id,
      role: input.role,
      personId: actor.personId,
      ratings: input.ratings,
      best: input.best,
      change: input.change,
      now,
    });
    return ok();
  },
  audit: ({ dossier }, input) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
    details: { role: input.role },
  }),
});
