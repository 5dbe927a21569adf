import { z } from 'zod';
import { type AssessmentId, type AssessmentReviewerId, isId, type PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { hashToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import { mayAssess } from '../../core/policy.ts';
import {
  allAtTop,
  byCriterion,
  itemsFor,
  levels,
  missingItems,
  missingProof,
  newestOf,
  progressOf,
  questionnaire,
  questionnaireOf,
  versionChange,
} from '../../core/rules/index.ts';
import { intents, type ReviewerId, roles, scopes, statuses } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { nameBook, nameIn } from './names.ts';

const progress = { answered: z.number(), total: z.number() };
const level = z.enum(levels as readonly ['not_started', ...typeof levels]);
const person = z.object({ id: idView('per'), name: z.string() });
const proof = z.enum(['evidence', 'day', 'reviewer', 'confirmation']);

export const getAssessment = query({
  name: 'quality.get-assessment',
  summary:
    'One self-assessment: its criteria with the points asked, their answers and who gave them, how far each has come, and what waits.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('ass'),
    orgId: idView('org'),
    orgName: z.string(),
    scope: z.enum(scopes),
    appliesAs: z.enum(roles),
    state: z.enum(['open', 'submitted']),
    version: z.number(),
    /** version of the questionnaire whose words were answered */
    questionnaire: z.string(),
    /** set when it was begun with an earlier version and carried over */
    carried: z
      .object({ from: z.string(), by: z.string(), at: instantView, lookAgain: z.array(z.string()) })
      .nullable(),
    /** what a newer version of the questionnaire would change */
    newer: z
      .object({
        version: z.string(),
        reworded: z.number(),
        added: z.number(),
        dropped: z.number(),
      })
      .nullable(),
    ...progress,
    /** points that must be answered before it can be submitted */
    missing: z.array(z.string()),
    /** everything that applies is called documented and audited */
    allAtTop: z.boolean(),
    /** points called documented and audited that still lack something, and what */
    unproven: z.array(
      z.object({ itemId: z.string(), lacks: z.array(proof), reviewer: z.string() }),
    ),
    /** points that you were asked to look at */
    reviews: z.number(),
    people: z.array(person),
    /** people from elsewhere whom the team has invited to look */
    outsiders: z.array(
      z.object({
        id: idView('arv'),
        name: z.string(),
        organisation: z.string(),
        email: z.string(),
      }),
    ),
    contributions: z.array(z.object({ name: z.string(), points: z.number(), lastAt: instantView })),
    proposals: z.array(
      z.object({
        id: idView('spr'),
        itemId: z.string(),
        criterionId: z.string(),
        status: level,
        plan: z.string(),
        by: z.string(),
        at: instantView,
      }),
    ),
    priorities: z.array(
      z.object({ rank: z.number(), itemId: z.string(), intent: z.enum(intents) }),
    ),
    wishes: z.record(z.string(), level),
    /** when the assessment before was closed */
    lastTime: instantView.nullable(),
    criteria: z.array(
      z.object({
        id: z.string(),
        phaseId: z.string(),
        ...progress,
        /** the newest answer: to be sent back when saving */
        seen: instantView.nullable(),
        sharedWith: person.nullable(),
        items: z.array(
          z.object({
            id: z.string(),
            critical: z.boolean(),
            status: z.enum(statuses).nullable(),
            reason: z.string(),
            note: z.string(),
            evidence: z.string(),
            evidenceOn: dateView.nullable(),
            reviewerId: z.union([idView('per'), idView('arv')]).nullable(),
            reviewer: z.string(),
            review: z.enum(['asked', 'confirmed', 'declined', 'named']).nullable(),
            reviewWords: z.string(),
            reviewedAt: instantView.nullable(),
            lacks: z.array(proof),
            lookAgain: z.boolean(),
            answeredBy: z.string(),
            answeredAt: instantView.nullable(),
            /** answers before this one, oldest first */
            earlier: z.array(
              z.object({ by: z.string(), status: z.enum(statuses), at: instantView }),
            ),
            lastTime: z.enum(statuses).nullable(),
          }),
        ),
      }),
    ),
  }),
  view: async ({ read, scope: actor, today }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const answers = await store.answersOf(read, assessmentId);
    const version = assessment.questionnaire_version;
    const items = itemsFor(assessment.scope, assessment.applies_as, version);
    const members = await membersOf(read, assessment.org_id, today);
    const given = await store.contributionsTo(read, assessmentId);
    const shares = await store.sharesOf(read, [assessmentId]);
    const proposals =
      assessment.state === 'open' ? await store.openProposals(read, [assessment.org_id]) : [];
    const [before] = await store.submittedBefore(read, assessment);
    const lastTime = before ? await store.answersOf(read, before.id) : new Map();
    const outsiders = await store.outsidersOf(read, assessmentId);
    const colleagueOf = await nameBook(read, [
      assessment.carried_by,
      ...shares.map((s) => s.person_id),
      ...[...answers.values()].flatMap((a) => [
        a.answeredBy,
        isId('per', a.reviewerId ?? '') ? (a.reviewerId as PersonId) : null,
      ]),
    ]);
    const nameOf = (id: ReviewerId | null) => {
      const outsider = outsiders.find((o) => o.id === id);
      return outsider
        ? [outsider.name, outsider.organisation].filter(Boolean).join(', ')
        : colleagueOf(id as PersonId | null);
    };
    const change =
      assessment.state === 'open' && version !== questionnaire.version
        ? versionChange(questionnaireOf(version), questionnaire)
        : null;
    const newNow = itemsFor(assessment.scope, assessment.applies_as);
    const concerns = (ids: string[], asked: { id: string }[]) =>
      ids.filter((id) => asked.some((i) => i.id === id)).length;
    const people = [...Map.groupBy(given, (c) => c.person_id)].map(([, theirs]) => ({
      name: theirs[0] ? nameIn(theirs[0]) : '',
      points: new Set(theirs.map((c) => c.item_id)).size,
      lastAt: newestOf(theirs.map((c) => c.at)) ?? assessment.created_at,
    }));
    const itemsByCriterion = byCriterion(items);
    return {
      id: assessment.id,
      orgId: assessment.org_id,
      orgName: assessment.org_name,
      scope: assessment.scope,
      appliesAs: assessment.applies_as,
      state: assessment.state as 'open' | 'submitted',
      version: assessment.version,
      questionnaire: version,
      carried:
        assessment.carried_from && assessment.carried_at
          ? {
              from: assessment.carried_from,
              by: nameOf(assessment.carried_by),
              at: assessment.carried_at,
              lookAgain: [...answers.values()].filter((a) => a.lookAgain).map((a) => a.itemId),
            }
          : null,
      newer: change && {
        version: questionnaire.version,
        reworded: concerns(change.reworded, newNow),
        added: concerns(change.added, newNow),
        dropped: concerns(change.dropped, items),
      },
      ...progressOf(items, answers),
      missing: missingItems(assessment.scope, items, answers),
      allAtTop: allAtTop(answers.values()),
      unproven: items.flatMap((item) => {
        const answer = answers.get(item.id);
        const lacks = answer ? missingProof(answer) : [];
        return lacks.length > 0
          ? [{ itemId: item.id, lacks, reviewer: nameOf(answer?.reviewerId ?? null) }]
          : [];
      }),
      reviews: [...answers.values()].filter(
        (a) => a.review === 'asked' && a.reviewerId === actor.personId,
      ).length,
      outsiders: outsiders.map((o) => ({
        id: o.id as AssessmentReviewerId,
        name: o.name,
        organisation: o.organisation,
        email: o.email,
      })),
      people: members.map((m) => ({ id: m.person_id, name: displayName(m) })),
      contributions: people.sort((a, b) => b.points - a.points),
      proposals: proposals.flatMap((p) => {
        const criterionId = items.find((i) => i.id === p.item_id)?.criterion;
        return criterionId
          ? [
              {
                id: p.id,
                itemId: p.item_id,
                criterionId,
                status: p.status,
                plan: p.plan_label,
                by: nameIn(p),
                at: p.proposed_at,
              },
            ]
          : [];
      }),
      priorities: await store.prioritiesOf(read, assessmentId),
      wishes: Object.fromEntries(await store.wishesOf(read, assessmentId)),
      lastTime: before?.submitted_at ?? null,
      criteria: itemsByCriterion.map(({ criterion, items: points }) => {
        const share = shares.find((s) => s.criterion_id === criterion.id);
        return {
          id: criterion.id,
          phaseId: criterion.phase,
          ...progressOf(points, answers),
          seen: newestOf(points.flatMap((p) => answers.get(p.id)?.answeredAt ?? [])),
          sharedWith: share ? { id: share.person_id, name: nameOf(share.person_id) } : null,
          items: points.map((point) => {
            const answer = answers.get(point.id);
            return {
              id: point.id,
              critical: point.critical,
              status: answer?.status ?? null,
              reason: answer?.reason ?? '',
              note: answer?.note ?? '',
              evidence: answer?.evidence ?? '',
              evidenceOn: answer?.evidenceOn ?? null,
              reviewerId: answer?.reviewerId ?? null,
              reviewer: nameOf(answer?.reviewerId ?? null) || (answer?.namedReviewer ?? ''),
              review: answer?.review ?? null,
              reviewWords: answer?.reviewWords ?? '',
              reviewedAt: answer?.reviewedAt ?? null,
              lacks: answer ? missingProof(answer) : [],
              lookAgain: answer?.lookAgain ?? false,
              answeredBy: nameOf(answer?.answeredBy ?? null),
              answeredAt: answer?.answeredAt ?? null,
              earlier: given
                .filter((c) => c.item_id === point.id)
                .slice(0, -1)
                .map((c) => ({ by: nameIn(c), status: c.status, at: c.at })),
              lastTime: lastTime.get(point.id)?.status ?? null,
            };
          }),
        };
      }),
    };
  },
});

/** What somebody was asked to look at. */
const reviewsView = z.object({
  id: idView('ass'),
  orgName: z.string(),
  scope: z.enum(scopes),
  questionnaire: z.string(),
  /** the newest of the answers: to be sent back with what you say */
  seen: instantView.nullable(),
  points: z.array(
    z.object({
      itemId: z.string(),
      criterionId: z.string(),
      evidence: z.string(),
      evidenceOn: dateView.nullable(),
      note: z.string(),
      answeredBy: z.string(),
      answeredAt: instantView,
      review: z.enum(['asked', 'confirmed', 'declined', 'named']).nullable(),
      reviewWords: z.string(),
    }),
  ),
});

/** The points of which somebody is the reviewer, with their evidence. */
async function reviewsOf(
  read: Readable,
  assessment: NonNullable<Awaited<ReturnType<typeof store.assessmentById>>>,
  reviewerId: ReviewerId,
) {
  const mine = [...(await store.answersOf(read, assessment.id)).values()].filter(
    (a) => a.reviewerId === reviewerId && a.review !== null,
  );
  const nameOf = await nameBook(
    read,
    mine.map((a) => a.answeredBy),
  );
  const { items } = questionnaireOf(assessment.questionnaire_version);
  return {
    id: assessment.id,
    orgName: assessment.org_name,
    scope: assessment.scope,
    questionnaire: assessment.questionnaire_version,
    seen: newestOf(mine.map((a) => a.answeredAt)),
    points: items.flatMap((item) => {
      const answer = mine.find((a) => a.itemId === item.id);
      return answer
        ? [
            {
              itemId: item.id,
              criterionId: item.criterion,
              evidence: answer.evidence,
              evidenceOn: answer.evidenceOn,
              note: answer.note,
              answeredBy: nameOf(answer.answeredBy),
              answeredAt: answer.answeredAt,
              review: answer.review,
              reviewWords: answer.reviewWords,
            },
          ]
        : [];
    }),
  };
}

export const getReviews = query({
  name: 'quality.get-reviews',
  summary:
    'What you were asked to look at in a self-assessment: the points called documented and audited of which you are the reviewer, with their evidence.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: reviewsView,
  view: async ({ read, scope: actor }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    return reviewsOf(read, assessment, actor.personId);
  },
});

export const getOutsideReviews = query({
  name: 'quality.get-outside-reviews',
  summary:
    'For somebody from elsewhere, by the link of their mail: the points they were asked to look at with the evidence, and nothing else of the assessment.',
  input: z.object({ token: z.string().max(100) }),
  opensRows: 'the link of a reviewer from elsewhere',
  visible: (actor) => actor,
  output: reviewsView.extend({ name: z.string() }),
  view: async ({ read, now }, { token }) => {
    const outsider = await store.outsiderByHash(read, hashToken(token), now);
    const assessment =
      outsider && (await store.assessmentById(read, outsider.assessment_id as AssessmentId));
    if (!outsider || !assessment) return null;
    const reviews = await reviewsOf(read, assessment, outsider.id as AssessmentReviewerId);
    return {
      ...reviews,
      name: outsider.name,
      // what is said among colleagues stays there
      points: reviews.points.map((point) => ({ ...point, note: '', answeredBy: '' })),
    };
  },
});
