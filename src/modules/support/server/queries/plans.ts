import { z } from 'zod';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import { planAnswers, planPartOf, planParts, planTools } from '../../core/index.ts';
import * as store from '../store/index.ts';

export const listPlans = query({
  name: 'support.list-plans',
  summary:
    'What was agreed to help you, or your child or your guest: aims, who does what, and what you answered. Nothing of the case itself.',
  input: z.object({ mobilityId: idOf('mob').nullable().default(null) }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    plans: z.array(
      z.object({
        id: idView('spl'),
        mobilityId: idView('mob'),
        pupil: z.string(),
        tool: z.enum(planTools),
        aims: z.string(),
        help: z.string(),
        reviewOn: dateView.nullable(),
        by: z.string(),
        at: instantView,
        ended: z.boolean(),
        version: z.number(),
        part: z.enum(planParts),
        /** others who read it too */
        withGuardians: z.boolean(),
        withFamily: z.boolean(),
        /** your answer to the plan as it stands now */
        mine: z
          .object({ answer: z.enum(planAnswers), words: z.string(), at: instantView })
          .nullable(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }, { mobilityId }) => {
    if (actor.kind !== 'person') return null;
    const rows = await store.listPlans(read, mobilityId);
    const parties = await store.casePartiesOf(read, [...new Set(rows.map((r) => r.mobility_id))]);
    const meant = rows.flatMap((row) => {
      const of = parties.get(row.mobility_id);
      const to = { withGuardians: row.with_guardians, withFamily: row.with_family };
      const part = of && planPartOf(actor, of, to, today);
      return part ? [{ row, part }] : [];
    });
    // where nothing is meant for somebody, nothing is there
    if (mobilityId && meant.length === 0) return null;
    const answers = await store.answersOf(
      read,
      meant.map((m) => m.row.id),
    );
    return {
      plans: meant.map(({ row, part }) => {
        const mine = answers.find(
          (a) =>
            a.plan_id === row.id &&
            a.plan_version === row.version &&
            a.person_id === actor.personId,
        );
        return {
          id: row.id,
          mobilityId: row.mobility_id,
          pupil: displayName(row),
          tool: row.tool as (typeof planTools)[number],
          aims: row.aims,
          help: row.help,
          reviewOn: row.review_on,
          by: row.shared_by_name,
          at: row.shared_at,
          ended: row.ended_at !== null,
          version: row.version,
          part,
          withGuardians: row.with_guardians,
          withFamily: row.with_family,
          mine: mine
            ? {
                answer: mine.answer as (typeof planAnswers)[number],
                words: mine.words,
                at: mine.answered_at,
              }
            : null,
        };
      }),
    };
  },
});
