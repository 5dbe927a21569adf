import { sql } from 'kysely';
import type { ClubId, OrgId, PersonId, PracticeId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { pageSize } from '../core/rules.ts';
import type { Licence, Mark, Part, PracticeState } from '../core/types.ts';

export type CardWords = Record<Part, string> & {
  title: string;
  criterionId: string;
  language: string;
  checkedOn: Temporal.PlainDate;
};

const columnsOf = (w: CardWords) => ({
  title: w.title,
  criterion_id: w.criterionId,
  language: w.language,
  checked_on: w.checkedOn,
  problem: w.problem,
  steps: w.steps,
  for_whom: w.forWhom,
  resources: w.resources,
  evidence: w.evidence,
  conditions: w.conditions,
});

export async function insertPractice(
  tx: Tx,
  p: {
    id: PracticeId;
    authorId: PersonId;
    orgId: OrgId;
    clubId: ClubId | null;
    countryCode: string;
    state: PracticeState;
    words: CardWords;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('practices')
    .values({
      id: p.id,
      author_id: p.authorId,
      org_id: p.orgId,
      club_id: p.clubId,
      country_code: p.countryCode,
      state: p.state,
      ...columnsOf(p.words),
      created_at: p.now,
      changed_at: p.now,
    })
    .execute();
}

/** @returns false when somebody, or another window, has changed it meanwhile */
export async function changePractice(
  tx: Tx,
  id: PracticeId,
  version: number,
  words: CardWords,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('practices')
    .set({ ...columnsOf(words), changed_at: now, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function setPracticeState(
  tx: Tx,
  id: PracticeId,
  change: {
    state: PracticeState;
    licence?: Licence;
    namedAs?: string;
    releasedAt?: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('practices')
    .set((eb) => ({
      state: change.state,
      version: eb('version', '+', 1),
      ...(change.licence ? { licence: change.licence } : {}),
      ...(change.namedAs === undefined ? {} : { named_as: change.namedAs }),
      ...(change.releasedAt ? { released_at: change.releasedAt } : {}),
    }))
    .where('id', '=', id)
    .execute();
}

const typed = <R extends { state: string; licence: string }>(row: R) => ({
  ...row,
  state: row.state as PracticeState,
  licence: row.licence as Licence,
});

/**
 * A card under lock. Who only reads it may not lock it, so the row is read as it stands for them: what they write is
 * their own mark.
 */
export async function practiceForUpdate(tx: Tx, id: PracticeId, lock: boolean) {
  const query = tx.selectFrom('practices').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && typed(row);
}

/** Cards with the name of their author where the reader knows them otherwise too. */
function cards(read: Readable) {
  return read
    .selectFrom('practices as x')
    .leftJoin('persons as p', 'p.id', 'x.author_id')
    .selectAll('x')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name']);
}

export type CardRow = NonNullable<Awaited<ReturnType<typeof practiceById>>>;

export async function practiceById(read: Readable, id: PracticeId) {
  const row = await cards(read).where('x.id', '=', id).executeTakeFirst();
  return row && typed(row);
}

/** Cards shared with a club, and those of the club that are in the catalogue, the newest first. */
export async function practicesOfClubs(read: Readable, clubIds: readonly ClubId[]) {
  if (clubIds.length === 0) return [];
  const rows = await cards(read)
    .where('x.club_id', 'in', [...clubIds])
    .where('x.state', 'in', ['club', 'public'])
    .orderBy('x.changed_at', 'desc')
    .execute();
  return rows.map(typed);
}

export async function practicesOf(read: Readable, personId: PersonId) {
  const rows = await cards(read)
    .where('x.author_id', '=', personId)
    .orderBy('x.changed_at', 'desc')
    .execute();
  return rows.map(typed);
}

/**
 * The catalogue: what is released, the newest first; one more than a page holds, to know whether there is a next.
 * @param filter.after moment of release of the last card shown
 */
export async function releasedPractices(
  read: Readable,
  filter: {
    terms: string;
    criterionIds: readonly string[] | null;
    language: string;
    countryCode: string;
    after: Temporal.Instant | null;
  },
) {
  let query = cards(read).where('x.state', '=', 'public');
  if (filter.terms)
    query = query.where(
      'x.id',
      'in',
      sql<PracticeId>`(select id from app_found_practices(${filter.terms}, 500))`,
    );
  if (filter.criterionIds) query = query.where('x.criterion_id', 'in', [...filter.criterionIds]);
  if (filter.language) query = query.where('x.language', '=', filter.language);
  if (filter.countryCode) query = query.where('x.country_code', '=', filter.countryCode);
  if (filter.after) query = query.where('x.released_at', '<', filter.after);
  const rows = await query
    .orderBy('x.released_at', 'desc')
    .limit(pageSize + 1)
    .execute();
  return rows.map(typed);
}

/** What the catalogue can be narrowed to. */
export async function releasedCuts(read: Readable) {
  const rows = await read
    .selectFrom('practices')
    .select(['criterion_id', 'language', 'country_code'])
    .distinct()
    .where('state', '=', 'public')
    .execute();
  return rows;
}

/** Marks of several cards at once, as far as the reader sees them. */
export async function marksOf(read: Readable, ids: readonly PracticeId[]) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('practice_marks')
    .select(['practice_id', 'person_id', 'mark'])
    .where('practice_id', 'in', [...ids])
    .execute();
  return rows.map((r) => ({ ...r, mark: r.mark as Mark }));
}

export async function setMark(
  tx: Tx,
  id: PracticeId,
  personId: PersonId,
  mark: Mark | null,
  now: Temporal.Instant,
): Promise<void> {
  if (mark === null) {
    await tx
      .deleteFrom('practice_marks')
      .where('practice_id', '=', id)
      .where('person_id', '=', personId)
      .execute();
    return;
  }
  await tx
    .insertInto('practice_marks')
    .values({ practice_id: id, person_id: personId, mark, marked_at: now })
    .onConflict((c) =>
      c.columns(['practice_id', 'person_id']).doUpdateSet({ mark, marked_at: now }),
    )
    .execute();
}

export async function insertReport(
  tx: Tx,
  r: { id: PracticeId; personId: PersonId; reason: string; now: Temporal.Instant },
): Promise<void> {
  const said = { reason: r.reason, reported_at: r.now, settled_at: null };
  await tx
    .insertInto('practice_reports')
    .values({ practice_id: r.id, person_id: r.personId, ...said })
    .onConflict((c) => c.columns(['practice_id', 'person_id']).doUpdateSet(said))
    .execute();
}

/** What was reported and not yet looked at, the oldest first. */
export function openReports(read: Readable) {
  return read
    .selectFrom('practice_reports as r')
    .innerJoin('practices as x', 'x.id', 'r.practice_id')
    .select(['r.practice_id', 'r.reason', 'r.reported_at', 'x.title', 'x.state'])
    .where('r.settled_at', 'is', null)
    .orderBy('r.reported_at')
    .limit(100)
    .execute();
}

export async function settleReports(tx: Tx, id: PracticeId, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('practice_reports')
    .set({ settled_at: now })
    .where('practice_id', '=', id)
    .where('settled_at', 'is', null)
    .execute();
}

/** Cards that only a club read are drafts of their authors again, when the club is forgotten. */
export async function takeFromClub(tx: Tx, clubId: ClubId): Promise<void> {
  await tx
    .updateTable('practices')
    .set((eb) => ({ state: 'draft', club_id: null, version: eb('version', '+', 1) }))
    .where('club_id', '=', clubId)
    .where('state', '=', 'club')
    .execute();
}

/** Deletes drafts and withdrawn cards that nobody has changed since a moment. @returns how many */
export async function deleteOldDrafts(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('practices')
    .where('state', '=', 'draft')
    .where('changed_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
