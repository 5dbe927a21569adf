import { z } from 'zod';
import { orgIdsOf } from '#kernel/actor.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import { mayAssess } from '../core/policy.ts';
import {
  byCriterion,
  changesSince,
  criticalNotices,
  gapOf,
  guessRole,
  itemsFor,
  levels,
  matrixOf,
  missingItems,
  newestOf,
  progressOf,
} from '../core/rules.ts';
import { intents, roles, scopes, statuses } from '../core/types.ts';
import * as store from './store.ts';

const progress = { answered: z.number(), total: z.number() };
const level = z.enum(levels as readonly ['not_started', ...typeof levels]);
const priorities = z.array(
  z.object({ rank: z.number(), itemId: z.string(), intent: z.enum(intents) }),
);

export const listAssessments = query({
  name: 'quality.list-assessments',
  summary: 'The self-assessments of the organisations you work for, newest first.',
  input: z.object({}),
  visible: (actor) =>
    actor.kind === 'person' ? { personId: actor.personId, orgIds: orgIdsOf(actor) } : null,
  output: z.object({
    organisations: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        kind: z.enum(['school', 'supporting']),
        guessedRole: z.enum(roles),
      }),
    ),
    assessments: z.array(
      z.object({
        id: idView('ass'),
        orgId: idView('org'),
        orgName: z.string(),
        scope: z.enum(scopes),
        appliesAs: z.enum(roles),
        state: z.enum(['open', 'submitted']),
        startedBy: z.string(),
        startedByYou: z.boolean(),
        createdAt: instantView,
        submittedAt: instantView.nullable(),
        ...progress,
      }),
    ),
  }),
  view: async ({ read, scope }) => {
    // a network sends and hosts nobody: it has nothing to assess
    const organisations = (await organisationsByIds(read, scope.orgIds)).filter(
      (o) => o.kind !== 'network',
    );
    const rows = await store.assessmentsOf(read, scope.orgIds);
    const answered = await store.answeredItems(
      read,
      rows.map((r) => r.id),
    );
    return {
      organisations: organisations.map((o) => {
        const kind = o.kind as 'school' | 'supporting';
        return { id: o.id, name: o.name, kind, guessedRole: guessRole(kind) };
      }),
      assessments: rows.map((row) => ({
        id: row.id,
        orgId: row.org_id,
        orgName: row.org_name,
        scope: row.scope,
        appliesAs: row.applies_as,
        state: row.state as 'open' | 'submitted',
        startedBy: row.given_name
          ? displayName({
              given_name: row.given_name,
              family_name: row.family_name ?? '',
              preferred_name: row.preferred_name,
            })
          : '',
        startedByYou: row.person_id === scope.personId,
        createdAt: row.created_at,
        submittedAt: row.submitted_at,
        answered: answered.filter((a) => a.assessment_id === row.id).length,
        total: itemsFor(row.scope, row.applies_as).length,
      })),
    };
  },
});

export const getAssessment = query({
  name: 'quality.get-assessment',
  summary:
    'One self-assessment: its criteria with the points asked, their answers, and how far each has come.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('ass'),
    orgName: z.string(),
    scope: z.enum(scopes),
    appliesAs: z.enum(roles),
    state: z.enum(['open', 'submitted']),
    version: z.number(),
    ...progress,
    /** points that must be answered before it can be submitted */
    missing: z.array(z.string()),
    priorities,
    criteria: z.array(
      z.object({
        id: z.string(),
        phaseId: z.string(),
        ...progress,
        /** the newest answer: to be sent back when saving */
        seen: instantView.nullable(),
        items: z.array(
          z.object({
            id: z.string(),
            critical: z.boolean(),
            status: z.enum(statuses).nullable(),
            reason: z.string(),
            evidence: z.string(),
            evidenceOn: dateView.nullable(),
            reviewer: z.string(),
          }),
        ),
      }),
    ),
  }),
  view: async ({ read, scope: actor }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const answers = await store.answersOf(read, assessmentId);
    const items = itemsFor(assessment.scope, assessment.applies_as);
    return {
      id: assessment.id,
      orgName: assessment.org_name,
      scope: assessment.scope,
      appliesAs: assessment.applies_as,
      state: assessment.state as 'open' | 'submitted',
      version: assessment.version,
      ...progressOf(items, answers),
      missing: missingItems(assessment.scope, items, answers),
      priorities: await store.prioritiesOf(read, assessmentId),
      criteria: byCriterion(items).map(({ criterion, items: points }) => ({
        id: criterion.id,
        phaseId: criterion.phase,
        ...progressOf(points, answers),
        seen: newestOf(points.flatMap((p) => answers.get(p.id)?.answeredAt ?? [])),
        items: points.map((point) => {
          const answer = answers.get(point.id);
          return {
            id: point.id,
            critical: point.critical,
            status: answer?.status ?? null,
            reason: answer?.reason ?? '',
            evidence: answer?.evidence ?? '',
            evidenceOn: answer?.evidenceOn ?? null,
            reviewer: answer?.reviewer ?? '',
          };
        }),
      })),
    };
  },
});

export const getResult = query({
  name: 'quality.get-result',
  summary:
    'What a self-assessment shows: criteria by status with the median, safety points below "implemented", priorities, what is open, and the change since the assessment before. No overall grade.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('ass'),
    orgName: z.string(),
    scope: z.enum(scopes),
    appliesAs: z.enum(roles),
    state: z.enum(['open', 'submitted']),
    submittedAt: instantView.nullable(),
    ...progress,
    matrix: z.array(
      z.object({
        criterionId: z.string(),
        phaseId: z.string(),
        counts: z.record(z.enum(statuses), z.number()),
        unanswered: z.number(),
        median: level.nullable(),
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
    gap: z.array(z.object({ itemId: z.string(), criterionId: z.string(), status: level })),
    previous: z
      .object({
        submittedAt: instantView,
        changes: z.array(
          z.object({ itemId: z.string(), from: level, to: level, steps: z.number() }),
        ),
      })
      .nullable(),
  }),
  view: async ({ read, scope: actor }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const { scope, applies_as: role } = assessment;
    const answers = await store.answersOf(read, assessmentId);
    const items = itemsFor(scope, role);
    const criterionOf = new Map(items.map((i) => [i.id, i.criterion]));
    const ranked = (await store.prioritiesOf(read, assessmentId)).map((p) => ({
      ...p,
      criterionId: criterionOf.get(p.itemId) ?? '',
      status: answers.get(p.itemId)?.status ?? null,
    }));
    const before = await store.previousSubmitted(read, assessment);
    return {
      id: assessment.id,
      orgName: assessment.org_name,
      scope,
      appliesAs: role,
      state: assessment.state as 'open' | 'submitted',
      submittedAt: assessment.submitted_at,
      ...progressOf(items, answers),
      matrix: matrixOf(items, answers).map((row) => ({
        ...row,
        priorities: ranked.filter((p) => p.criterionId === row.criterionId).length,
      })),
      critical: criticalNotices(scope, role, answers).map((notice) => ({
        ...notice,
        status: answers.get(notice.itemId)?.status ?? null,
        reason: answers.get(notice.itemId)?.reason ?? '',
      })),
      priorities: ranked,
      gap: gapOf(items, answers).map((g) => ({
        ...g,
        criterionId: criterionOf.get(g.itemId) ?? '',
      })),
      previous: before?.submitted_at
        ? {
            submittedAt: before.submitted_at,
            changes: changesSince(await store.answersOf(read, before.id), answers),
          }
        : null,
    };
  },
});
