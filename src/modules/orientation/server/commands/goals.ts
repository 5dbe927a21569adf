import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { allow, hide } from '#kernel/decision.ts';
import type { LanguageGoalId, MobilityId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { dateInput, idOf, languageCode, optionalLine } from '#kernel/schema.ts';
import { loadDossier, lockDossier } from '#modules/mobilities/server/index.ts';
import { today as todayIs } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { levelSaidBy, maySetGoal, seesGoals } from '../../core/policy.ts';
import { stepsBetween } from '../../core/rules.ts';
import { levels } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { me } from './orientations.ts';

const levelInput = z.enum(levels, { error: 'platform.invalid.choose' });

export const setGoal = command({
  name: 'orientation.set-goal',
  summary:
    'Say which language a pupil prepares, from which level to which one, by when and how it is practised.',
  input: z.object({
    mobilityId: idOf('mob'),
    language: languageCode,
    startLevel: levelInput,
    goalLevel: levelInput,
    practice: optionalLine(500),
    byOn: dateInput,
  }),
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId as MobilityId),
  permit: (actor, dossier, _, { today }) => maySetGoal(actor, dossier, today),
  run: async (tools, dossier, input) => {
    if (stepsBetween(input.startLevel, input.goalLevel) < 0)
      return fail('orientation.invalid.goal-below', undefined, 'goalLevel');
    const goals = await store.goalsOf(tools.tx, dossier.id);
    const before = goals.find((g) => g.language === input.language);
    if (!before && goals.length >= 4)
      return fail('orientation.invalid.enough-goals', undefined, 'language');
    const id: LanguageGoalId = before?.id ?? newId('lgo');
    const { personId, name } = me(tools.actor);
    await store.putGoal(tools.tx, {
      ...input,
      id,
      mobilityId: dossier.id,
      by: personId,
      byName: name,
      now: tools.now,
    });
    return ok({ goalId: id });
  },
  audit: (dossier, _, { goalId }) => ({ subjectId: goalId, mobilityId: dossier.id }),
});

async function loadGoal(
  { tx, actor }: { tx: Tx; actor: Actor },
  input: { goalId: LanguageGoalId },
) {
  const goal = await store.lockGoal(tx, input.goalId);
  const dossier = goal && (await loadDossier(tx, goal.mobility_id));
  if (!goal || !dossier || !seesGoals(actor, dossier, todayIs())) return null;
  return { goal, dossier };
}

export const recordLevel = command({
  name: 'orientation.record-level',
  summary: 'Say which level was reached: the pupil for themselves, the teacher for the teacher.',
  input: z.object({ goalId: idOf('lgo'), level: levelInput }),
  load: loadGoal,
  permit: (actor, { dossier }, _, { today }) =>
    levelSaidBy(actor, dossier, today)
      ? allow
      : seesGoals(actor, dossier, today)
        ? { allow: false, hidden: false, reason: 'orientation.refused.guardian-reads' }
        : hide,
  run: async (tools, { goal, dossier }, input) => {
    const as = levelSaidBy(tools.actor, dossier, tools.today);
    if (!as) return fail('platform.error.refused');
    await store.setLevel(tools.tx, goal.id, as, input.level, tools.today, me(tools.actor).name);
    return ok({ as });
  },
  audit: ({ goal, dossier }, input, { as }) => ({
    subjectId: goal.id,
    mobilityId: dossier.id,
    details: { as, level: input.level },
  }),
});
