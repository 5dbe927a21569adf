import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import { mayAssess } from '../../core/policy.ts';
import {
  allAtTop,
  changesSince,
  countedStatus,
  criticalNotices,
  gapOf,
  itemsFor,
  levels,
  matrixOf,
  maxAxes,
  missingProof,
  progressOf,
  radarOf,
  wishGaps,
} from '../../core/rules/index.ts';
import { intents, roles, scopes, statuses } from '../../core/types.ts';
import * as store from '../store/index.ts';

const progress = { answered: z.number(), total: z.number() };
const level = z.enum(levels as readonly ['not_started', ...typeof levels]);

export const getResult = query({
  name: 'quality.get-result',
  summary:
    'What a self-assessment shows: criteria by status with the median, safety points below "implemented", priorities, what is open, the way to the wished status, and the change since an assessment before. No overall grade. `axes` chooses criteria for a radar of at most eight; `since` the assessment to compare with.',
  input: z.object({
    assessmentId: idOf('ass'),
    since: z.string().max(60).default(''),
    axes: z.array(z.string().max(10)).max(40).default([]),
  }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('ass'),
    orgId: idView('org'),
    orgName: z.string(),
    scope: z.enum(scopes),
    appliesAs: z.enum(roles),
    state: z.enum(['open', 'submitted']),
    questionnaire: z.string(),
    version: z.number(),
    submittedAt: instantView.nullable(),
    ...progress,
    allAtTop: z.boolean(),
    /** points called documented and audited that count as implemented until somebody has confirmed them */
    unproven: z.number(),
    confirmed: z.number(),
    matrix: z.array(
      z.object({
        criterionId: z.string(),
        phaseId: z.string(),
        counts: z.record(z.enum(statuses), z.number()),
        unanswered: z.number(),
        median: level.nullable(),
        wished: level.nullable(),
        /** number of priorities on it */
        priorities: z.number(),
      }),
    ),
    critical: z.array(
      z.object({
        itemId: z.string(),
        why: z.enum(['below', 'unanswered', 'not_applicable', 'not_asked']),
        status: z.enum(statuses).nullable(),
        reason: z.string(),
      }),
    ),
    priorities: z.array(
      z.object({
        rank: z.number(),
        itemId: z.string(),
        intent: z.enum(intents),
        criterionId: z.string(),
        status: z.enum(statuses).nullable(),
      }),
    ),
    /** the status each point counts as, null while it is not answered */
    answers: z.array(z.object({ itemId: z.string(), status: z.enum(statuses).nullable() })),
    gap: z.array(z.object({ itemId: z.string(), criterionId: z.string(), status: level })),
    wishes: z.array(
      z.object({
        criterionId: z.string(),
        wished: level,
        median: level.nullable(),
        steps: z.number(),
        itemIds: z.array(z.string()),
      }),
    ),
    radar: z
      .array(
        z.object({
          criterionId: z.string(),
          value: z.number(),
          wished: z.number().nullable(),
        }),
      )
      .nullable(),
    /** assessments before this one in the same role, newest first, with the middle status of each criterion */
    earlier: z.array(
      z.object({
        id: idView('ass'),
        scope: z.enum(scopes),
        submittedAt: instantView,
        medians: z.record(z.string(), level.nullable()),
      }),
    ),
    previous: z
      .object({
        id: idView('ass'),
        submittedAt: instantView,
        changes: z.array(
          z.object({ itemId: z.string(), from: level, to: level, steps: z.number() }),
        ),
      })
      .nullable(),
  }),
  view: async ({ read, scope: actor }, { assessmentId, since, axes }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const { scope, applies_as: role, questionnaire_version: version } = assessment;
    const before = await store.submittedBefore(read, assessment);
    const all = await store.answersOfAll(read, [assessmentId, ...before.map((b) => b.id)]);
    const answers = all.get(assessmentId) ?? new Map<string, store.KeptAnswer>();
    const items = itemsFor(scope, role, version);
    const criterionOf = new Map(items.map((i) => [i.id, i.criterion]));
    const counted = (itemId: string) => {
      const answer = answers.get(itemId);
      return answer ? countedStatus(answer) : null;
    };
    const ranked = (await store.prioritiesOf(read, assessmentId)).map((p) => ({
      ...p,
      criterionId: criterionOf.get(p.itemId) ?? '',
      status: counted(p.itemId),
    }));
    const wishes = await store.wishesOf(read, assessmentId);
    const matrix = matrixOf(items, answers);
    const given = [...answers.values()];
    const compared = before.find((b) => b.id === since) ?? before[0];
    return {
      id: assessment.id,
      orgId: assessment.org_id,
      orgName: assessment.org_name,
      scope,
      appliesAs: role,
      state: assessment.state as 'open' | 'submitted',
      questionnaire: version,
      version: assessment.version,
      submittedAt: assessment.submitted_at,
      ...progressOf(items, answers),
      allAtTop: allAtTop(given),
      unproven: given.filter((a) => missingProof(a).length > 0).length,
      confirmed: given.filter((a) => a.status === 'documented_audited' && a.review === 'confirmed')
        .length,
      matrix: matrix.map((row) => ({
        ...row,
        wished: wishes.get(row.criterionId) ?? null,
        priorities: ranked.filter((p) => p.criterionId === row.criterionId).length,
      })),
      critical: criticalNotices(scope, role, answers, version).map((notice) => ({
        ...notice,
        status: answers.get(notice.itemId)?.status ?? null,
        reason: answers.get(notice.itemId)?.reason ?? '',
      })),
      priorities: ranked,
      answers: items.map((item) => ({ itemId: item.id, status: counted(item.id) })),
      gap: gapOf(items, answers).map((g) => ({
        ...g,
        criterionId: criterionOf.get(g.itemId) ?? '',
      })),
      wishes: wishGaps(matrix, wishes, items, answers),
      radar: axes.length > 0 ? radarOf(axes.slice(0, maxAxes), matrix, wishes) : null,
      earlier: before.map((b) => ({
        id: b.id,
        scope: b.scope,
        submittedAt: b.submitted_at,
        medians: Object.fromEntries(
          matrixOf(
            itemsFor(b.scope, role, b.questionnaire_version),
            all.get(b.id) ?? new Map(),
          ).map((row) => [row.criterionId, row.median]),
        ),
      })),
      previous: compared
        ? {
            id: compared.id,
            submittedAt: compared.submitted_at,
            changes: changesSince(all.get(compared.id) ?? new Map(), answers, {
              before: compared.questionnaire_version,
              after: version,
            }),
          }
        : null,
    };
  },
});
