import { type AssessmentId, type AssessmentReviewerId, isId, type PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Answer, Review, Status } from '../../core/types.ts';

/** Which points are answered, of several assessments at once. */
export function answeredItems(read: Readable, ids: AssessmentId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('assessment_answers')
    .select(['assessment_id', 'item_id', 'look_again'])
    .where('assessment_id', 'in', ids)
    .execute();
}

export type KeptAnswer = Answer & {
  answeredAt: Temporal.Instant;
  answeredBy: PersonId | null;
  lookAgain: boolean;
  review: Review | null;
  reviewWords: string;
  reviewedAt: Temporal.Instant | null;
  /** who was named before reviewers confirmed by themselves */
  namedReviewer: string;
};

/** The answers of an assessment by point. */
export async function answersOf(
  read: Readable,
  id: AssessmentId,
): Promise<Map<string, KeptAnswer>> {
  return (await answersOfAll(read, [id])).get(id) ?? new Map();
}

/** The answers of several assessments, each by point. */
export async function answersOfAll(
  read: Readable,
  ids: AssessmentId[],
): Promise<Map<AssessmentId, Map<string, KeptAnswer>>> {
  const of = new Map<AssessmentId, Map<string, KeptAnswer>>();
  if (ids.length === 0) return of;
  const rows = await read
    .selectFrom('assessment_answers')
    .selectAll()
    .where('assessment_id', 'in', ids)
    .execute();
  for (const row of rows) {
    const answers = of.get(row.assessment_id) ?? new Map<string, KeptAnswer>();
    of.set(row.assessment_id, answers);
    answers.set(row.item_id, {
      itemId: row.item_id,
      status: row.status as Status,
      reason: row.reason,
      note: row.note,
      evidence: row.evidence,
      evidenceOn: row.evidence_on,
      reviewerId: row.reviewer_id ?? (row.outside_id as AssessmentReviewerId | null),
      answeredAt: row.answered_at,
      answeredBy: row.answered_by,
      lookAgain: row.look_again,
      review: row.review as Review | null,
      reviewWords: row.review_words,
      reviewedAt: row.reviewed_at,
      namedReviewer: row.reviewer,
    });
  }
  return of;
}

/** Keeps answers and who gave them. What a reviewer said before is forgotten where `renewsReview` says so. */
export async function saveAnswers(
  tx: Tx,
  id: AssessmentId,
  answers: (Answer & { review: Review | null; renewsReview: boolean })[],
  by: { personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  if (answers.length === 0) return;
  await tx
    .insertInto('assessment_answers')
    .values(
      answers.map((a) => ({
        assessment_id: id,
        item_id: a.itemId,
        status: a.status,
        reason: a.reason,
        note: a.note,
        evidence: a.evidence,
        evidence_on: a.evidenceOn,
        reviewer_id: isId('per', a.reviewerId ?? '') ? (a.reviewerId as PersonId) : null,
        outside_id: isId('arv', a.reviewerId ?? '') ? (a.reviewerId as AssessmentReviewerId) : null,
        review: a.review,
        answered_at: by.now,
        answered_by: by.personId,
      })),
    )
    .onConflict((c) =>
      c.columns(['assessment_id', 'item_id']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        reason: eb.ref('excluded.reason'),
        note: eb.ref('excluded.note'),
        evidence: eb.ref('excluded.evidence'),
        evidence_on: eb.ref('excluded.evidence_on'),
        reviewer_id: eb.ref('excluded.reviewer_id'),
        outside_id: eb.ref('excluded.outside_id'),
        review: eb.ref('excluded.review'),
        look_again: false,
        answered_at: eb.ref('excluded.answered_at'),
        answered_by: eb.ref('excluded.answered_by'),
      })),
    )
    .execute();
  const renewed = answers.filter((a) => a.renewsReview).map((a) => a.itemId);
  if (renewed.length > 0)
    await tx
      .updateTable('assessment_answers')
      .set({ review_words: '', reviewed_at: null, reviewer: '' })
      .where('assessment_id', '=', id)
      .where('item_id', 'in', renewed)
      .execute();
  await noteContributions(tx, id, answers, by);
}

async function noteContributions(
  tx: Tx,
  id: AssessmentId,
  answers: Pick<Answer, 'itemId' | 'status'>[],
  by: { personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('assessment_contributions')
    .values((eb) =>
      answers.map((a) => ({
        assessment_id: id,
        item_id: a.itemId,
        number: eb
          .selectFrom('assessment_contributions')
          .select((x) => x(x.fn.coalesce(x.fn.max('number'), x.val(0)), '+', 1).as('next'))
          .where('assessment_id', '=', id)
          .where('item_id', '=', a.itemId),
        person_id: by.personId,
        status: a.status,
        at: by.now,
      })),
    )
    .execute();
}

/** Every answer that was saved, oldest first. */
export async function contributionsTo(read: Readable, id: AssessmentId) {
  const rows = await read
    .selectFrom('assessment_contributions as c')
    .leftJoin('persons as p', 'p.id', 'c.person_id')
    .select([
      'c.item_id',
      'c.person_id',
      'c.status',
      'c.at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('c.assessment_id', '=', id)
    .orderBy('c.at')
    .orderBy('c.item_id')
    .orderBy('c.number')
    .execute();
  return rows.map((row) => ({ ...row, status: row.status as Status }));
}

/** Marks answers to points that were reworded; answers to points that are asked no longer are dropped. */
export async function markReworded(
  tx: Tx,
  id: AssessmentId,
  { reworded, dropped }: { reworded: string[]; dropped: string[] },
): Promise<void> {
  if (reworded.length > 0)
    await tx
      .updateTable('assessment_answers')
      .set({ look_again: true })
      .where('assessment_id', '=', id)
      .where('item_id', 'in', reworded)
      .execute();
  if (dropped.length > 0) {
    await tx
      .deleteFrom('assessment_answers')
      .where('assessment_id', '=', id)
      .where('item_id', 'in', dropped)
      .execute();
    await tx
      .deleteFrom('assessment_priorities')
      .where('assessment_id', '=', id)
      .where('item_id', 'in', dropped)
      .execute();
  }
}

export async function saveReview(
  tx: Tx,
  id: AssessmentId,
  review: { itemId: string; verdict: Review; words: string; now: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('assessment_answers')
    .set({ review: review.verdict, review_words: review.words, reviewed_at: review.now })
    .where('assessment_id', '=', id)
    .where('item_id', '=', review.itemId)
    .execute();
}

/** Assessments in which somebody is asked to look at what colleagues call documented, with how many points. */
export function reviewsWaiting(read: Readable, personId: PersonId) {
  return read
    .selectFrom('assessment_answers as x')
    .innerJoin('assessments as a', 'a.id', 'x.assessment_id')
    .innerJoin('organisations as o', 'o.id', 'a.org_id')
    .select((eb) => [
      'a.id',
      'a.org_id',
      'o.name as org_name',
      eb.fn.countAll<number>().as('points'),
    ])
    .where('x.reviewer_id', '=', personId)
    .where('x.review', '=', 'asked')
    .groupBy(['a.id', 'a.org_id', 'o.name'])
    .execute();
}
