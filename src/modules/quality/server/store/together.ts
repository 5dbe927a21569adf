import type { AssessmentId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Level } from '../../core/types.ts';

/** Who was asked to answer which criterion. */
export function sharesOf(read: Readable, ids: AssessmentId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('assessment_shares')
    .select(['assessment_id', 'criterion_id', 'person_id', 'shared_by'])
    .where('assessment_id', 'in', ids)
    .execute();
}

export async function replaceShares(
  tx: Tx,
  id: AssessmentId,
  shares: { criterionId: string; personId: PersonId }[],
  by: { personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  const kept = await sharesOf(tx, [id]);
  const gone = kept.filter(
    (k) => !shares.some((s) => s.criterionId === k.criterion_id && s.personId === k.person_id),
  );
  if (gone.length > 0)
    await tx
      .deleteFrom('assessment_shares')
      .where('assessment_id', '=', id)
      .where(
        'criterion_id',
        'in',
        gone.map((g) => g.criterion_id),
      )
      .execute();
  const fresh = shares.filter(
    (s) => !kept.some((k) => s.criterionId === k.criterion_id && s.personId === k.person_id),
  );
  if (fresh.length === 0) return;
  await tx
    .insertInto('assessment_shares')
    .values(
      fresh.map((s) => ({
        assessment_id: id,
        criterion_id: s.criterionId,
        person_id: s.personId,
        shared_by: by.personId,
        shared_at: by.now,
      })),
    )
    .execute();
}

/** The wished status of each criterion somebody wished one for. */
export async function wishesOf(read: Readable, id: AssessmentId): Promise<Map<string, Level>> {
  const rows = await read
    .selectFrom('assessment_wishes')
    .select(['criterion_id', 'wished'])
    .where('assessment_id', '=', id)
    .execute();
  return new Map(rows.map((row) => [row.criterion_id, row.wished as Level]));
}

export async function replaceWishes(
  tx: Tx,
  id: AssessmentId,
  wishes: { criterionId: string; wished: Level }[],
): Promise<void> {
  await tx.deleteFrom('assessment_wishes').where('assessment_id', '=', id).execute();
  if (wishes.length === 0) return;
  await tx
    .insertInto('assessment_wishes')
    .values(
      wishes.map((w) => ({ assessment_id: id, criterion_id: w.criterionId, wished: w.wished })),
    )
    .execute();
}

/** The organisation's own words on quality standards. */
export async function textsOf(read: Readable, id: AssessmentId) {
  return read
    .selectFrom('assessment_texts as x')
    .leftJoin('persons as p', 'p.id', 'x.edited_by')
    .select([
      'x.standard_id',
      'x.words',
      'x.edited_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('x.assessment_id', '=', id)
    .execute();
}

/** Writes the words on one standard; without words they are made from the answers again. */
export async function saveText(
  tx: Tx,
  id: AssessmentId,
  text: { standardId: string; words: string },
  by: { personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  if (text.words === '') {
    await tx
      .deleteFrom('assessment_texts')
      .where('assessment_id', '=', id)
      .where('standard_id', '=', text.standardId)
      .execute();
    return;
  }
  const row = { words: text.words, edited_by: by.personId, edited_at: by.now };
  await tx
    .insertInto('assessment_texts')
    .values({ assessment_id: id, standard_id: text.standardId, ...row })
    .onConflict((c) => c.columns(['assessment_id', 'standard_id']).doUpdateSet(row))
    .execute();
}

/** Names by id of those whom the reader sees. */
export function namesOf(read: Readable, ids: PersonId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name', 'preferred_name'])
    .where('id', 'in', ids)
    .execute();
}

/** Organisations whose newest closed assessment is from before a moment, and that have not begun again nor been reminded. */
export function dueAgain(read: Readable, before: Temporal.Instant, today: Temporal.PlainDate) {
  return read
    .selectFrom((eb) =>
      eb
        .selectFrom('assessments as a')
        .distinctOn('a.org_id')
        .select(['a.id', 'a.org_id', 'a.submitted_at', 'a.reminded_at', 'a.again_on'])
        .where('a.state', '=', 'submitted')
        .orderBy('a.org_id')
        .orderBy('a.submitted_at', 'desc')
        .as('n'),
    )
    .selectAll('n')
    .where((eb) =>
      eb.or([
        eb('n.again_on', '<=', today),
        eb.and([eb('n.again_on', 'is', null), eb('n.submitted_at', '<', before)]),
      ]),
    )
    .where('n.reminded_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('assessments as x')
            .select('x.id')
            .whereRef('x.org_id', '=', 'n.org_id')
            .where('x.state', '=', 'open'),
        ),
      ),
    )
    .orderBy('n.org_id')
    .execute();
}

export async function markReminded(tx: Tx, id: AssessmentId, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('assessments').set({ reminded_at: now }).where('id', '=', id).execute();
}

/**
 * Moves the day on which organisations look again to half a year after something has ended, each at its newest assessment;
 * where the day is later already, or nothing was submitted, nothing changes. Whoever was reminded before is reminded anew.
 * @param before assessments that were closed by then are meant
 * @returns how many were moved
 */
export async function setAgain(
  tx: Tx,
  orgIds: readonly OrgId[],
  day: Temporal.PlainDate,
  before: Temporal.Instant,
): Promise<number> {
  if (orgIds.length === 0) return 0;
  const { numUpdatedRows } = await tx
    .updateTable('assessments')
    .set({ again_on: day, reminded_at: null })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('assessments as a')
        .distinctOn('a.org_id')
        .select('a.id')
        .where('a.state', '=', 'submitted')
        .where('a.org_id', 'in', [...orgIds])
        .orderBy('a.org_id')
        .orderBy('a.submitted_at', 'desc'),
    )
    .where('submitted_at', '<', before)
    .where((eb) => eb.or([eb('again_on', 'is', null), eb('again_on', '<', day)]))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
