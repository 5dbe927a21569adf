import { fail, ok } from '#kernel/outcome.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { lockDossier, moveMobility } from '#modules/mobilities/server/index.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import {
  checkInInput,
  evaluationInput,
  heldOnProblem,
  isWorrying,
  mayCheckIn,
  mayEvaluate,
} from '../core/index.ts';
import { pleaseLookMail } from './notices.ts';
import * as store from './store.ts';

export const recordCheckIn = command({
  name: 'support.record-check-in',
  summary:
    'Write down a talk with the pupil or, apart from it, with the host family. A poor answer alerts the coordinator.',
  input: checkInInput,
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }) => mayCheckIn(actor, dossier, today),
  run: async (tools, dossier, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const problem = heldOnProblem(input.heldOn, { startsOn: dossier.startsOn, today });
    if (problem) return fail(problem, undefined, 'heldOn');
    const talk = {
      mobilityId: dossier.id,
      talkedWith: input.with,
      heldOn: input.heldOn,
      enteredBy: actor.personId,
    };
    if (await store.hasSameCheckIn(tx, talk))
      return fail('support.check-in.twice', undefined, undefined, 'conflict');
    const id = newId('chk');
    await store.insertCheckIn(tx, {
      ...talk,
      id,
      way: input.way,
      ratings: input.ratings,
      note: input.note,
      promise: input.promise,
      now,
    });
    if (input.with === 'pupil' && dossier.state === 'departed')
      await moveMobility(tools, dossier, 'settle');
    const worrying = isWorrying(input.ratings);
    if (worrying) await alertCoordinators(tools, dossier, id);
    return ok({ id, worrying });
  },
  // what was answered, and with whom, is nobody's business but the readers'
  audit: (dossier, _, { id }) => ({
    subjectId: id,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
  }),
});

/** The head and coordinators of the hosting organisation are asked to look, the same day. */
async function alertCoordinators(tools: CommandTools, dossier: Dossier, id: string): Promise<void> {
  if (!dossier.hostingOrgId) return;
  const members = await membersOf(tools.tx, dossier.hostingOrgId, tools.today);
  for (const member of members) {
    if (!member.email || !member.roles.some((r) => r === 'head' || r === 'coordinator')) continue;
    await tools.post(
      pleaseLookMail(
        { address: member.email, personId: member.person_id, language: member.language },
        `${tools.runtime.config.origin}/mobilities/${dossier.id}/check-ins`,
        `look:${id}:${member.person_id}`,
      ),
    );
  }
}

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
