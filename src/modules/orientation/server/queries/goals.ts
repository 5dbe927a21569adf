import { z } from 'zod';
import type { MobilityId } from '#kernel/ids.ts';
import { dateView, idOf, idView } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { query } from '#platform/query.ts';
import { levelSaidBy, maySetGoal, seesGoals } from '../../core/policy.ts';
import { reachedOf, stepsBetween } from '../../core/rules.ts';
import { type Level, levels } from '../../core/types.ts';
import * as store from '../store/index.ts';

export const getGoals = query({
  name: 'orientation.get-goals',
  summary:
    'Which languages a pupil prepares: from which level to which, how, and what pupil and teacher say was reached.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mobilityId: idView('mob'),
    pupil: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    goals: z.array(
      z.object({
        id: idView('lgo'),
        language: z.string(),
        startLevel: z.enum(levels),
        goalLevel: z.enum(levels),
        practice: z.string(),
        byOn: dateView,
        selfLevel: z.enum(levels).nullable(),
        selfOn: dateView.nullable(),
        teacherLevel: z.enum(levels).nullable(),
        teacherOn: dateView.nullable(),
        teacherName: z.string(),
        setByName: z.string(),
        reached: z.boolean(),
      }),
    ),
    can: z.object({ set: z.boolean(), saysAs: z.enum(['self', 'teacher']).nullable() }),
  }),
  view: async ({ read, scope: { actor }, today }, { mobilityId }) => {
    const dossier = await loadDossier(read, mobilityId as MobilityId);
    if (!dossier || !seesGoals(actor, dossier, today)) return null;
    const goals = await store.goalsOf(read, dossier.id);
    return {
      mobilityId: dossier.id,
      pupil: dossier.pupilName,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      goals: goals.map((g) => {
        const said = {
          selfLevel: g.self_level as Level | null,
          teacherLevel: g.teacher_level as Level | null,
        };
        const at = reachedOf(said);
        return {
          ...said,
          id: g.id,
          language: g.language,
          startLevel: g.start_level as Level,
          goalLevel: g.goal_level as Level,
          practice: g.practice,
          byOn: g.by_on,
          selfOn: g.self_on,
          teacherOn: g.teacher_on,
          teacherName: g.teacher_name,
          setByName: g.set_by_name,
          reached: at !== null && stepsBetween(g.goal_level as Level, at) >= 0,
        };
      }),
      can: {
        set: maySetGoal(actor, dossier, today).allow,
        saysAs: levelSaidBy(actor, dossier, today),
      },
    };
  },
});
