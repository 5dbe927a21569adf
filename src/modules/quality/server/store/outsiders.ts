import type { AssessmentId, AssessmentReviewerId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';

/** People from elsewhere who were named to look at what a team calls documented. */
export function outsidersOf(read: Readable, assessmentId: AssessmentId) {
  return read
    .selectFrom('assessment_reviewers')
    .selectAll()
    .where('assessment_id', '=', assessmentId)
    .orderBy('name')
    .execute();
}

/** Whose link this is, as long as it may be used. */
export function outsiderByHash(read: Readable, hash: Buffer, now: Temporal.Instant) {
  return read
    .selectFrom('assessment_reviewers')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function insertOutsider(
  tx: Tx,
  o: {
    id: AssessmentReviewerId;
    assessmentId: AssessmentId;
    name: string;
    organisation: string;
    email: string;
    language: string;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('assessment_reviewers')
    .values({
      id: o.id,
      assessment_id: o.assessmentId,
      name: o.name,
      organisation: o.organisation,
      email: o.email,
      language: o.language,
      invited_by: o.by,
      invited_at: o.now,
    })
    .execute();
}

/** Gives somebody a new link; the one before opens nothing any more. */
export async function setOutsiderLink(
  tx: Tx,
  id: AssessmentReviewerId,
  link: { hash: Buffer; expiresAt: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('assessment_reviewers')
    .set({ token_hash: link.hash, expires_at: link.expiresAt })
    .where('id', '=', id)
    .execute();
}

/** Takes an invitation back: nobody waits for their look any more. */
export async function deleteOutsider(tx: Tx, id: AssessmentReviewerId): Promise<void> {
  await tx
    .updateTable('assessment_answers')
    .set({ review: null, outside_id: null })
    .where('outside_id', '=', id)
    .execute();
  await tx.deleteFrom('assessment_reviewers').where('id', '=', id).execute();
}
