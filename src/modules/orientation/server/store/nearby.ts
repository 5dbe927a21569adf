import { sql } from 'kysely';
import type { BuddyPairId, MobilityId, OrgId, PersonId, ThreadId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Wish } from '../../core/types.ts';

export async function nearbyOf(read: Readable, mobilityId: MobilityId) {
  return (
    (await read
      .selectFrom('nearby_consents')
      .selectAll()
      .where('mobility_id', '=', mobilityId)
      .executeTakeFirst()) ?? null
  );
}

/** The pupil's own word. Given again after it was taken back, the guardian is asked anew. */
export async function putPupilConsent(
  tx: Tx,
  c: {
    mobilityId: MobilityId;
    pupilId: PersonId;
    givenName: string;
    countryCode: string;
    town: string;
    wishes: readonly Wish[];
    words: string;
    needsGuardian: boolean;
    keepsGuardian: boolean;
    now: Temporal.Instant;
  },
): Promise<void> {
  const what = {
    given_name: c.givenName,
    country_code: c.countryCode,
    town: c.town,
    wishes: [...c.wishes],
    words: c.words,
    needs_guardian: c.needsGuardian,
    pupil_agreed_at: c.now,
    withdrawn_at: null,
    ...(!c.keepsGuardian && { guardian_id: null, guardian_name: '', guardian_agreed_at: null }),
  };
  await tx
    .insertInto('nearby_consents')
    .values({ ...what, mobility_id: c.mobilityId, pupil_id: c.pupilId })
    .onConflict((k) =>
      k
        .column('mobility_id')
        .doUpdateSet((eb) => ({ ...what, version: eb('nearby_consents.version', '+', 1) })),
    )
    .execute();
}

export async function setGuardianConsent(
  tx: Tx,
  mobilityId: MobilityId,
  by: { id: PersonId; name: string; at: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('nearby_consents')
    .set({ guardian_id: by.id, guardian_name: by.name, guardian_agreed_at: by.at })
    .where('mobility_id', '=', mobilityId)
    .execute();
}

/** From this moment nobody sees them any more; what they wrote about themselves is deleted. */
export async function withdrawNearby(
  tx: Tx,
  mobilityId: MobilityId,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('nearby_consents')
    .set({
      withdrawn_at: at,
      wishes: [],
      words: '',
      pupil_agreed_at: null,
      guardian_id: null,
      guardian_name: '',
      guardian_agreed_at: null,
    })
    .where('mobility_id', '=', mobilityId)
    .execute();
}

type NearbyPupil = {
  given_name: string;
  town: string;
  wishes: string[];
  words: string;
  starts_on: Temporal.PlainDate;
  ends_on: Temporal.PlainDate;
  home_country: string;
  same_town: boolean;
  returned: boolean;
};

/** Others who want to be known, for a pupil who wants so too. No id leaves the database. */
export async function nearbyPupils(read: Readable, mobilityId: MobilityId): Promise<NearbyPupil[]> {
  const { rows } = await sql<NearbyPupil>`select * from app_nearby_pupils(${mobilityId})`.execute(
    read as Tx,
  );
  return rows;
}

/** Stays of an organisation whose pupils want a buddy or help others, to bring two together. */
export function wantBuddies(read: Readable, orgId: OrgId, today: Temporal.PlainDate) {
  return read
    .selectFrom('nearby_consents as n')
    .innerJoin('mobilities as m', 'm.id', 'n.mobility_id')
    .innerJoin('persons as p', 'p.id', 'n.pupil_id')
    .innerJoin('mobility_parties as x', (j) =>
      j.onRef('x.mobility_id', '=', 'n.mobility_id').on('x.org_id', '=', orgId),
    )
    .select(['n.mobility_id', 'n.pupil_id', 'n.country_code', 'n.town', 'n.wishes'])
    .select(['m.starts_on', 'm.ends_on', 'p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('n.active', '=', true)
    .where((eb) => eb.or([eb('x.until_on', 'is', null), eb('x.until_on', '>=', today)]))
    .where(sql<boolean>`n.wishes && array['buddy', 'helps']`)
    .orderBy('n.country_code')
    .orderBy('n.town')
    .orderBy('p.given_name')
    .limit(500)
    .execute();
}

export function pairById(read: Readable, id: BuddyPairId) {
  return read
    .selectFrom('buddy_pairs as b')
    .innerJoin('organisations as o', 'o.id', 'b.org_id')
    .selectAll('b')
    .select('o.name as org_name')
    .where('b.id', '=', id)
    .executeTakeFirst();
}

export async function lockPair(tx: Tx, id: BuddyPairId) {
  await tx.selectFrom('buddy_pairs').select('id').where('id', '=', id).forUpdate().execute();
  return (await pairById(tx, id)) ?? null;
}

/** Pairs the actor may see: their own, their child's, or those their organisation suggested. */
export function pairs(read: Readable, only: { mobilityId?: MobilityId; orgId?: OrgId }) {
  let found = read
    .selectFrom('buddy_pairs as b')
    .innerJoin('organisations as o', 'o.id', 'b.org_id')
    .selectAll('b')
    .select('o.name as org_name')
    .where('b.state', 'in', ['suggested', 'accepted']);
  const { mobilityId, orgId } = only;
  if (mobilityId)
    found = found.where((eb) =>
      eb.or([
        eb('b.first_mobility_id', '=', mobilityId),
        eb('b.second_mobility_id', '=', mobilityId),
      ]),
    );
  if (orgId) found = found.where('b.org_id', '=', orgId);
  return found.orderBy('b.suggested_at', 'desc').limit(100).execute();
}

export async function insertPair(
  tx: Tx,
  b: {
    id: BuddyPairId;
    orgId: OrgId;
    first: { mobilityId: MobilityId; personId: PersonId; name: string };
    second: { mobilityId: MobilityId; personId: PersonId; name: string };
    why: string;
    protects: boolean;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('buddy_pairs')
    .values({
      id: b.id,
      org_id: b.orgId,
      first_mobility_id: b.first.mobilityId,
      first_person_id: b.first.personId,
      first_name: b.first.name,
      second_mobility_id: b.second.mobilityId,
      second_person_id: b.second.personId,
      second_name: b.second.name,
      why: b.why,
      protects: b.protects,
      suggested_by: b.by,
      suggested_by_name: b.byName,
      suggested_at: b.now,
    })
    .execute();
}

export async function updatePair(
  tx: Tx,
  id: BuddyPairId,
  what: {
    state?: 'accepted' | 'declined' | 'ended';
    first_answer?: 'yes' | 'no';
    second_answer?: 'yes' | 'no';
    thread_id?: ThreadId;
    ended_at?: Temporal.Instant;
  },
): Promise<void> {
  await tx.updateTable('buddy_pairs').set(what).where('id', '=', id).execute();
}

/** Ends what goes on with a pupil who no longer wants to be known. */
export async function endPairsOf(
  tx: Tx,
  mobilityId: MobilityId,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('buddy_pairs')
    .set({ state: 'ended', ended_at: at })
    .where('state', 'in', ['suggested', 'accepted'])
    .where((eb) =>
      eb.or([eb('first_mobility_id', '=', mobilityId), eb('second_mobility_id', '=', mobilityId)]),
    )
    .execute();
}

/** Forgets who wanted to be known a year after their stays; pairs go with the later of the two. */
export async function forgetNearby(tx: Tx, before: Temporal.PlainDate): Promise<number> {
  const over = tx.selectFrom('mobilities').select('id').where('ends_on', '<', before);
  await tx
    .deleteFrom('buddy_pairs')
    .where('first_mobility_id', 'in', over)
    .where('second_mobility_id', 'in', over)
    .execute();
  const { numDeletedRows } = await tx
    .deleteFrom('nearby_consents')
    .where('mobility_id', 'in', over)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Suggestions a person has not answered, and consents a guardian is asked for. */
export function openPairsOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('buddy_pairs')
    .select(['id', 'first_person_id', 'first_mobility_id', 'second_mobility_id'])
    .select(['first_name', 'second_name', 'org_id'])
    .where('state', '=', 'suggested')
    .where((eb) =>
      eb.or([
        eb.and([eb('first_person_id', '=', personId), eb('first_answer', 'is', null)]),
        eb.and([eb('second_person_id', '=', personId), eb('second_answer', 'is', null)]),
      ]),
    )
    .execute();
}

export function consentsAskedOf(read: Readable, guardianId: PersonId) {
  return read
    .selectFrom('nearby_consents as n')
    .innerJoin('guardianships as g', 'g.pupil_id', 'n.pupil_id')
    .select(['n.mobility_id', 'n.given_name'])
    .where('g.guardian_id', '=', guardianId)
    .where('n.needs_guardian', '=', true)
    .where('n.pupil_agreed_at', 'is not', null)
    .where('n.guardian_agreed_at', 'is', null)
    .where('n.withdrawn_at', 'is', null)
    .execute();
}
