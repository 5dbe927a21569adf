import { sql } from 'kysely';
import type { ConcernId, Id, MobilityId, OrgId, PersonId, SupportCaseId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { ConcernRaiser, ConcernSubject } from '../../core/index.ts';

function concerns(read: Readable) {
  return read
    .selectFrom('concerns as c')
    .innerJoin('persons as p', 'p.id', 'c.raised_by')
    .innerJoin('organisations as o', 'o.id', 'c.org_id')
    .selectAll('c')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.phone', 'o.name as org']);
}
export type ConcernRow = Awaited<ReturnType<ReturnType<typeof concerns>['execute']>>[number];

export function concernById(read: Readable, id: ConcernId): Promise<ConcernRow | undefined> {
  return concerns(read).where('c.id', '=', id).executeTakeFirst();
}

export async function lockConcern(tx: Tx, id: ConcernId): Promise<ConcernRow | undefined> {
  await tx.selectFrom('concerns').select('id').where('id', '=', id).forUpdate().execute();
  return concernById(tx, id);
}

/** What the row policies let somebody see: their own, and those they were asked to read. */
export function listConcerns(read: Readable, limit: number) {
  return concerns(read).orderBy('c.raised_at', 'desc').limit(limit).execute();
}

export function concernBySendKey(read: Readable, personId: PersonId, key: string) {
  return read
    .selectFrom('concerns')
    .select('id')
    .where('raised_by', '=', personId)
    .where('send_key', '=', key)
    .executeTakeFirst();
}

export async function insertConcern(
  tx: Tx,
  c: {
    id: ConcernId;
    mobilityId: MobilityId;
    raisedBy: PersonId;
    raisedAs: ConcernRaiser;
    about: ConcernSubject[];
    orgId: OrgId;
    answerBy: Temporal.Instant;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('concerns')
    .values({
      id: c.id,
      mobility_id: c.mobilityId,
      raised_by: c.raisedBy,
      raised_as: c.raisedAs,
      about: c.about,
      org_id: c.orgId,
      raised_at: c.now,
      answer_by: c.answerBy,
      send_key: c.key,
    })
    .execute();
}

/** The case that came out of a concern, for those who were asked to read it; nobody else is told that there is one. */
export async function caseOfConcern(read: Readable, id: ConcernId): Promise<SupportCaseId | null> {
  const row = await read
    .selectFrom('support_cases')
    .select('id')
    .where('concern_id', '=', id)
    .executeTakeFirst();
  return row?.id ?? null;
}

export type Reader = { personId: PersonId; orgId: OrgId; name: string };

/** Adds readers; somebody who had left and reads for another organisation now is there again. */
export async function insertReaders(
  tx: Tx,
  concernId: ConcernId,
  readers: Reader[],
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('concern_readers')
    .values(
      readers.map((r) => ({
        concern_id: concernId,
        person_id: r.personId,
        org_id: r.orgId,
        name: r.name,
        added_at: now,
      })),
    )
    .onConflict((c) =>
      c
        .columns(['concern_id', 'person_id'])
        .doUpdateSet((eb) => ({ org_id: eb.ref('excluded.org_id'), added_at: now, left_at: null }))
        .where('concern_readers.left_at', 'is not', null),
    )
    .execute();
}

/** Which of some people a concern is about, or about those they belong to or work for. */
export async function concernedAmong(
  read: Readable,
  concern: { mobilityId: MobilityId; about: readonly ConcernSubject[] },
  personIds: readonly PersonId[],
): Promise<Set<PersonId>> {
  if (personIds.length === 0) return new Set();
  const { rows } = await sql<{
    id: PersonId;
  }>`select x.id from unnest(${[...personIds]}::text[]) x (id)
    where app_concerns(${concern.mobilityId}, ${[...concern.about]}::text[], x.id)`.execute(
    read as Tx,
  );
  return new Set(rows.map((r) => r.id));
}

/** Those of a circle who can read it today: they lead the organisation that was asked, and are not concerned. */
export async function stillReading(read: Readable, id: ConcernId): Promise<Set<PersonId>> {
  const rows = await read
    .selectFrom('concern_readers')
    .select('person_id')
    .where('concern_id', '=', id)
    .where(stillReads)
    .execute();
  return new Set(rows.map((r) => r.person_id));
}
const stillReads = sql<boolean>`app_still_reads(concern_id, person_id, org_id)`;

/** Notes who of a circle has left it, and who is back. */
export async function noteWhoReads(
  tx: Tx,
  id: ConcernId,
  change: { left: readonly PersonId[]; back: readonly PersonId[]; now: Temporal.Instant },
): Promise<void> {
  for (const [people, at] of [
    [change.left, change.now],
    [change.back, null],
  ] as const)
    if (people.length > 0)
      await tx
        .updateTable('concern_readers')
        .set({ left_at: at })
        .where('concern_id', '=', id)
        .where('person_id', 'in', people)
        .execute();
}

/** Concerns that are not over, of which somebody has left the circle or is back in it, or which nobody reads. */
export function changedCircles(read: Readable) {
  return read
    .selectFrom('concerns as c')
    .select('c.id')
    .where((eb) =>
      eb.or([
        eb('c.closed_at', 'is', null),
        eb.exists(
          eb
            .selectFrom('support_cases as s')
            .select('s.id')
            .whereRef('s.concern_id', '=', 'c.id')
            .where('s.state', '<>', 'closed'),
        ),
      ]),
    )
    .where((eb) =>
      eb.or([
        eb('c.alone_since', 'is not', null),
        eb.exists(
          eb
            .selectFrom('concern_readers as r')
            .select('r.person_id')
            .whereRef('r.concern_id', '=', 'c.id')
            .where(
              sql<boolean>`app_still_reads(r.concern_id, r.person_id, r.org_id) <> (r.left_at is null)`,
            ),
        ),
      ]),
    )
    .orderBy('c.alone_since', (o) => o.asc().nullsFirst())
    .orderBy('c.id')
    .limit(200)
    .execute();
}

/** Administrators of the installation: the last who can be told that nobody is left. */
export function administrators(read: Readable) {
  return read
    .selectFrom('persons')
    .select(['id', 'email', 'language'])
    .where('is_admin', '=', true)
    .where('email', 'is not', null)
    .where('forgotten_at', 'is', null)
    .execute();
}

export function readersOf(read: Readable, ids: ConcernId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('concern_readers as r')
    .innerJoin('organisations as o', 'o.id', 'r.org_id')
    .select([
      'r.concern_id',
      'r.person_id',
      'r.org_id',
      'r.name',
      'r.added_at',
      'r.read_at',
      'r.left_at',
      'o.name as org',
    ])
    .where('r.concern_id', 'in', ids)
    .orderBy('r.added_at')
    .orderBy('r.name')
    .execute();
}

export async function markRead(
  tx: Tx,
  at: { concernId: ConcernId; personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('concern_readers')
    .set({ read_at: at.now })
    .where('concern_id', '=', at.concernId)
    .where('person_id', '=', at.personId)
    .where('read_at', 'is', null)
    .execute();
  await tx
    .updateTable('concerns')
    .set({ first_read_at: at.now })
    .where('id', '=', at.concernId)
    .where('first_read_at', 'is', null)
    .execute();
}

export async function updateConcern(
  tx: Tx,
  id: ConcernId,
  change: Partial<{
    answered_at: Temporal.Instant;
    passed_on_at: Temporal.Instant;
    closed_at: Temporal.Instant | null;
    acts_since: Temporal.Instant | null;
    acts_until: Temporal.Instant | null;
    alone_since: Temporal.Instant | null;
  }>,
): Promise<void> {
  await tx
    .updateTable('concerns')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export function wordsOf(read: Readable, id: ConcernId) {
  return read
    .selectFrom('concern_words')
    .selectAll()
    .where('concern_id', '=', id)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
}

export function hasWords(
  read: Readable,
  at: { concernId: ConcernId; authorId: PersonId; key: string },
) {
  return read
    .selectFrom('concern_words')
    .select('id')
    .where('concern_id', '=', at.concernId)
    .where('author_id', '=', at.authorId)
    .where('send_key', '=', at.key)
    .executeTakeFirst();
}

export async function insertWords(
  tx: Tx,
  w: {
    id: Id<'cwo'>;
    concernId: ConcernId;
    authorId: PersonId;
    authorName: string;
    sealed: Buffer;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('concern_words')
    .values({
      id: w.id,
      concern_id: w.concernId,
      author_id: w.authorId,
      author_name: w.authorName,
      sealed: w.sealed,
      written_at: w.now,
      send_key: w.key,
    })
    .execute();
}

/** Everybody who signs in of the families of a stay, also of one that is over. */
export async function familyPersons(read: Readable, mobilityId: MobilityId): Promise<PersonId[]> {
  const rows = await read
    .selectFrom('placements as x')
    .innerJoin('family_members as f', 'f.family_id', 'x.family_id')
    .select('f.person_id')
    .where('x.mobility_id', '=', mobilityId)
    .where('f.person_id', 'is not', null)
    .execute();
  return rows.flatMap((r) => r.person_id ?? []);
}

/** Mobilities in which somebody lives it themselves: as the pupil, a guardian or the host family, now or until lately. */
export function ownStays(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select(['m.id', 'm.state', 'mp.role', 'p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('mp.party_id', '=', personId)
    .where('mp.role', 'in', ['pupil', 'guardian', 'host_family'])
    .where('m.state', '<>', 'withdrawn')
    .where('m.ends_on', '>=', today.subtract({ days: 180 }))
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', today)]))
    .orderBy('m.starts_on', 'desc')
    .limit(20)
    .execute();
}

/** Concerns whose promised time is over and nobody has answered or passed on. */
export function lateConcerns(read: Readable, now: Temporal.Instant) {
  return read
    .selectFrom('concerns')
    .select('id')
    .where('answered_at', 'is', null)
    .where('closed_at', 'is', null)
    .where('passed_on_at', 'is', null)
    .where('answer_by', '<', now)
    .orderBy('answer_by')
    .limit(200)
    .execute();
}

/**
 * What came out of a concern as a case goes with it, so a concern stays while its case is open.
 * @param before closed or answered before this, of stays that are over for as long
 */
export async function forgetConcerns(
  tx: Tx,
  at: { before: Temporal.Instant; endedBefore: Temporal.PlainDate },
): Promise<void> {
  await tx
    .deleteFrom('concerns')
    .where((eb) => eb.or([eb('closed_at', '<', at.before), eb('answered_at', '<', at.before)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('support_cases as s')
            .select('s.id')
            .whereRef('s.concern_id', '=', 'concerns.id')
            .where('s.state', '<>', 'closed'),
        ),
      ),
    )
    .where(
      'mobility_id',
      'in',
      tx.selectFrom('mobilities').select('id').where('ends_on', '<', at.endedBefore),
    )
    .execute();
}
