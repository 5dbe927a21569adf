import { z } from 'zod';
import { dateView, idOf, instantView } from '#kernel/schema.ts';
import { contactPlanOn } from '#modules/support/core/index.ts';
import { query } from '#platform/query.ts';
import { mayAssess } from '../../core/policy.ts';
import {
  benchmarkCuts,
  levels,
  measuredMonths,
  measures,
  measuresOf,
  tellFigure,
} from '../../core/rules/index.ts';
import * as store from '../store/index.ts';

const level = z.enum(levels as readonly ['not_started', ...typeof levels]);

/** When the next talk with a pupil is due, by the rule that was in force when they left. */
function nextTalk(leftOn: Temporal.PlainDate, last: Temporal.PlainDate | null): Temporal.PlainDate {
  const plan = contactPlanOn(leftOn);
  return last ? last.add({ days: plan.everyDays }) : leftOn.add({ days: plan.firstWithinDays });
}

export const getMeasures = query({
  name: 'quality.get-measures',
  summary:
    'What was counted of the stays your organisation took part in during the last two years: numbers alone, nothing about a pupil, and nothing where there are fewer than three stays.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    from: dateView,
    until: dateView,
    measures: z.array(
      z.object({
        id: z.enum(measures.map((m) => m.id) as [string, ...string[]]),
        itemId: z.string(),
        whole: z.number(),
        part: z.number().nullable(),
        days: z.number().nullable(),
        few: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope: actor, today }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const from = today.subtract({ months: measuredMonths });
    const { stays, placementDays } = await store.measuredStays(
      read,
      assessment.org_id,
      from,
      today,
    );
    return { from, until: today, measures: measuresOf(stays, placementDays, nextTalk) };
  },
});

export const getBenchmark = query({
  name: 'quality.get-benchmark',
  summary:
    'Where other organisations stand, criterion by criterion: of everybody who lets itself be counted, and of those in your role. Only groups of at least five organisations with as many beside them.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    given: z.boolean(),
    since: instantView.nullable(),
    figures: z.array(
      z.object({
        cut: z.enum(benchmarkCuts),
        criterionId: z.string(),
        organisations: z.number(),
        median: level.nullable(),
        /** organisations whose middle status is "implemented" or above */
        done: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope: actor }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const [consent] = await store.consentsOf(read, [assessment.org_id]);
    const given = consent?.given ?? false;
    // who is not counted does not look at those who are
    const figures = given ? await store.publishedFigures(read, ['all', assessment.applies_as]) : [];
    return {
      given,
      since: given ? (consent?.changed_at ?? null) : null,
      figures: figures.map((f) => ({
        cut: f.cut,
        criterionId: f.criterionId,
        organisations: f.organisations,
        ...tellFigure(f.counts),
      })),
    };
  },
});
