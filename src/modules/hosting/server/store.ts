import { sql } from 'kysely';
import type {
  FamilyId,
  FamilyMemberId,
  HostOfferId,
  IntakeId,
  OrgId,
  PersonId,
} from '#kernel/ids.ts';
import { recordCheckAgesOf } from '#modules/reference/server/index.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import { type Home, homeOf } from '../core/schema.ts';
import type { Gender, HouseholdMember, Relation } from '../core/types.ts';

// ---- intakes and their partners, as the actor may see them

export function intakeById(read: Readable, id: IntakeId) {
  return read
    .selectFrom('intakes as i')
    .innerJoin('projects as p', 'p.id', 'i.project_id')
    .select(['i.id', 'i.name', 'i.starts_on', 'i.ends_on', 'i.project_id', 'p.title as project'])
    .where('i.id', '=', id)
    .executeTakeFirst();
}

export function partnersOf(read: Readable, projectId: string) {
  return read
    .selectFrom('project_parties as pp')
    .innerJoin('organisations as o', 'o.id', 'pp.org_id')
    .select(['o.id', 'o.name', 'o.kind', 'o.city', 'o.country_code', 'o.language'])
    .where('pp.project_id', '=', projectId as `prj_${string}`)
    .orderBy('o.name')
    .execute();
}

/** Intakes that are not over, of projects these organisations take part in; the soonest first. */
export function openIntakesOf(read: Readable, orgIds: OrgId[], today: Temporal.PlainDate) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('intakes as i')
    .select(['i.id', 'i.name', 'i.starts_on', 'i.ends_on'])
    .where('i.ends_on', '>=', today)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('project_parties as pp')
          .select('pp.org_id')
          .whereRef('pp.project_id', '=', 'i.project_id')
          .where('pp.org_id', 'in', orgIds),
      ),
    )
    .orderBy('i.starts_on')
    .execute();
}

export function orgById(read: Readable, id: OrgId) {
  return read
    .selectFrom('organisations')
    .select(['id', 'name', 'kind', 'city', 'country_code', 'language'])
    .where('id', '=', id)
    .executeTakeFirst();
}

// ---- offers

function offers(read: Readable) {
  return read
    .selectFrom('host_offers as f')
    .innerJoin('organisations as s', 's.id', 'f.host_school_id')
    .innerJoin('organisations as h', 'h.id', 'f.hosting_org_id')
    .leftJoin('persons as m', 'm.id', 'f.mentor_id')
    .selectAll('f')
    .select([
      's.name as school',
      's.city',
      's.country_code',
      'h.name as hosting_org',
      'm.given_name as mentor_given_name',
      'm.family_name as mentor_family_name',
      'm.preferred_name as mentor_preferred_name',
    ]);
}

/** Offers of host schools for an intake, with the names of school, organisation and mentor. */
export function offersOf(read: Readable, intakeId: IntakeId) {
  return offers(read).where('f.intake_id', '=', intakeId).orderBy('s.name').execute();
}

/** The same for many intakes at once. */
export function offersOfIntakes(read: Readable, intakeIds: IntakeId[]) {
  if (intakeIds.length === 0) return Promise.resolve([]);
  return offers(read).where('f.intake_id', 'in', intakeIds).execute();
}

export function offerById(read: Readable, id: HostOfferId) {
  return offers(read).where('f.id', '=', id).executeTakeFirst();
}

/** Locks an offer, so that its places are counted by one at a time. */
export function lockOffer(tx: Tx, id: HostOfferId) {
  return tx
    .selectFrom('host_offers')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export type OfferWords = {
  places: number;
  language: string;
  subjects: string[];
  mentor_id: PersonId | null;
  note: string;
};

export async function insertOffer(
  tx: Tx,
  offer: OfferWords & {
    id: HostOfferId;
    intake_id: IntakeId;
    host_school_id: OrgId;
    hosting_org_id: OrgId;
    created_at: Temporal.Instant;
  },
): Promise<void> {
  await tx.insertInto('host_offers').values(offer).execute();
}

export async function updateOffer(
  tx: Tx,
  id: HostOfferId,
  version: number,
  words: OfferWords,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('host_offers')
    .set({ ...words, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

// ---- families

export type Family = {
  id: FamilyId;
  orgId: OrgId;
  name: string;
  countryCode: string;
  city: string;
  street: string;
  postcode: string;
  languages: string[];
  interests: string[];
  home: Home | null;
  letter: string;
  charterSignedOn: Temporal.PlainDate | null;
  referenceCount: number;
  homeVisitOn: Temporal.PlainDate | null;
  checkFromAge: number;
  homeVisitBy: PersonId | null;
  minutesToSchool: number | null;
  version: number;
  members: (HouseholdMember & { recordCheckSeenBy: PersonId | null })[];
};

type Address = { street?: string; postcode?: string };

function families(read: Readable) {
  return read.selectFrom('host_families').selectAll();
}

type FamilyRow = Awaited<ReturnType<ReturnType<typeof families>['execute']>>[number];

async function withMembers(read: Readable, rows: FamilyRow[]): Promise<Family[]> {
  if (rows.length === 0) return [];
  const members = await read
    .selectFrom('family_members')
    .selectAll()
    .where(
      'family_id',
      'in',
      rows.map((r) => r.id),
    )
    .orderBy('birth_date')
    .execute();
  const checkFromAge = await recordCheckAgesOf(
    read,
    rows.map((r) => r.country_code),
  );
  return rows.map((row) => {
    const address = (row.address ?? {}) as Address;
    return {
      id: row.id,
      orgId: row.org_id,
      name: row.name,
      countryCode: row.country_code,
      city: row.city,
      street: address.street ?? '',
      postcode: address.postcode ?? '',
      languages: row.languages,
      interests: row.interests,
      home: homeOf(row.profile),
      letter: row.letter,
      charterSignedOn: row.charter_signed_on,
      referenceCount: row.reference_count,
      homeVisitOn: row.home_visit_on,
      checkFromAge: checkFromAge(row.country_code),
      homeVisitBy: row.home_visit_by,
      minutesToSchool: row.minutes_to_school,
      version: row.version,
      members: members
        .filter((m) => m.family_id === row.id)
        .map((m) => ({
          id: m.id,
          personId: m.person_id,
          givenName: m.given_name,
          familyName: m.family_name,
          birthDate: m.birth_date,
          gender: m.gender as Gender,
          relation: m.relation as Relation,
          recordCheckSeenOn: m.record_check_seen_on,
          recordCheckValidUntil: m.record_check_valid_until,
          recordCheckSeenBy: m.record_check_seen_by,
        })),
    };
  });
}

/** Families of these organisations, by name. */
export async function familiesOf(read: Readable, orgIds: OrgId[]): Promise<Family[]> {
  if (orgIds.length === 0) return [];
  return withMembers(read, await familiesNamed(read, orgIds, '').orderBy('name').execute());
}

/** Names in the order of a dictionary; the database's own order may be that of bytes. */
const byName = sql<string>`name collate "und-x-icu"`;

/** `search` looks into name, town and members' names. */
function familiesNamed(read: Readable, orgIds: OrgId[], search: string) {
  let query = families(read).where('org_id', 'in', orgIds);
  if (search) {
    const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([
        eb('name', 'ilike', like),
        eb('city', 'ilike', like),
        eb.exists(
          eb
            .selectFrom('family_members as m')
            .select('m.id')
            .whereRef('m.family_id', '=', 'host_families.id')
            .where((e) =>
              e.or([e('m.given_name', 'ilike', like), e('m.family_name', 'ilike', like)]),
            ),
        ),
      ]),
    );
  }
  return query;
}

/**
 * A page of them in the order of a dictionary.
 * @param page.after the last one of the page before
 */
export async function familiesAfter(
  read: Readable,
  orgIds: OrgId[],
  search: string,
  page: { after: FamilyId | null; limit: number },
): Promise<Family[]> {
  if (orgIds.length === 0) return [];
  let query = familiesNamed(read, orgIds, search).orderBy(byName).orderBy('id').limit(page.limit);
  if (page.after)
    query = query.where(
      sql<boolean>`(${byName}, id) > (select l.name collate "und-x-icu", l.id from host_families as l where l.id = ${page.after})`,
    );
  return withMembers(read, await query.execute());
}

/** Families in which this person lives. */
export async function familiesWith(read: Readable, personId: PersonId): Promise<Family[]> {
  const rows = await families(read)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('family_members as m')
          .select('m.id')
          .whereRef('m.family_id', '=', 'host_families.id')
          .where('m.person_id', '=', personId),
      ),
    )
    .orderBy('name')
    .execute();
  return withMembers(read, rows);
}

export async function familyById(read: Readable, id: FamilyId): Promise<Family | undefined> {
  const [family] = await withMembers(read, await families(read).where('id', '=', id).execute());
  return family;
}

/** Locks a family: whatever is decided about it is decided by one at a time. */
export async function lockFamily(tx: Tx, id: FamilyId): Promise<Family | undefined> {
  const rows = await tx
    .selectFrom('host_families')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .execute();
  const [family] = await withMembers(tx, rows);
  return family;
}

export type FamilyWords = {
  name: string;
  countryCode: string;
  city: string;
  street: string;
  postcode: string;
  minutesToSchool: number | null;
};

const columnsOf = (words: FamilyWords) => ({
  name: words.name,
  country_code: words.countryCode,
  city: words.city,
  address: json({ street: words.street, postcode: words.postcode }),
  minutes_to_school: words.minutesToSchool,
});

export async function insertFamily(
  tx: Tx,
  family: FamilyWords & { id: FamilyId; orgId: OrgId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('host_families')
    .values({
      ...columnsOf(family),
      id: family.id,
      org_id: family.orgId,
      created_at: family.now,
    })
    .execute();
}

/** The one way a family changes: refuses when somebody was quicker. */
async function change(
  tx: Tx,
  id: FamilyId,
  version: number,
  set: Record<string, unknown>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('host_families')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** For changes of the household: the family moves on even though only its members change. */
export const touchFamily = (tx: Tx, id: FamilyId, version: number) => change(tx, id, version, {});

export const updateFamilyDetails = (tx: Tx, id: FamilyId, version: number, words: FamilyWords) =>
  change(tx, id, version, columnsOf(words));

export const updateFamilyHome = (tx: Tx, id: FamilyId, version: number, home: Home) =>
  change(tx, id, version, { profile: json(home) });

export const updateFamilyLetter = (
  tx: Tx,
  id: FamilyId,
  version: number,
  words: { languages: string[]; interests: string[]; letter: string },
) => change(tx, id, version, words);

export const updateFamilyChecks = (
  tx: Tx,
  id: FamilyId,
  version: number,
  checks: {
    charter_signed_on?: Temporal.PlainDate | null;
    reference_count?: number;
    home_visit_on?: Temporal.PlainDate | null;
    home_visit_by?: PersonId | null;
  },
) => change(tx, id, version, checks);

export type MemberWords = {
  givenName: string;
  familyName: string;
  birthDate: Temporal.PlainDate;
  gender: Gender;
  relation: Relation;
};

const memberColumns = (m: MemberWords) => ({
  given_name: m.givenName,
  family_name: m.familyName,
  birth_date: m.birthDate,
  gender: m.gender,
  relation: m.relation,
});

export async function insertMember(
  tx: Tx,
  member: MemberWords & { id: FamilyMemberId; familyId: FamilyId },
): Promise<void> {
  await tx
    .insertInto('family_members')
    .values({ ...memberColumns(member), id: member.id, family_id: member.familyId })
    .execute();
}

export async function updateMember(tx: Tx, id: FamilyMemberId, words: MemberWords): Promise<void> {
  await tx.updateTable('family_members').set(memberColumns(words)).where('id', '=', id).execute();
}

export async function deleteMember(tx: Tx, id: FamilyMemberId): Promise<void> {
  await tx.deleteFrom('family_members').where('id', '=', id).execute();
}

export async function recordMemberCheck(
  tx: Tx,
  id: FamilyMemberId,
  check: { seenOn: Temporal.PlainDate; validUntil: Temporal.PlainDate; seenBy: PersonId },
): Promise<void> {
  await tx
    .updateTable('family_members')
    .set({
      record_check_seen_on: check.seenOn,
      record_check_valid_until: check.validUntil,
      record_check_seen_by: check.seenBy,
    })
    .where('id', '=', id)
    .execute();
}

export async function linkMember(tx: Tx, id: FamilyMemberId, personId: PersonId): Promise<void> {
  await tx
    .updateTable('family_members')
    .set({ person_id: personId })
    .where('id', '=', id)
    .execute();
}

/** How many pupils of an intake need a family from one of these organisations. */
export async function pupilsToHost(
  read: Readable,
  intakeId: IntakeId,
  orgIds: OrgId[],
): Promise<number> {
  if (orgIds.length === 0) return 0;
  const row = await read
    .selectFrom('host_offers')
    .select(sql<number>`coalesce(sum(places), 0)::int`.as('n'))
    .where('intake_id', '=', intakeId)
    .where('hosting_org_id', 'in', orgIds)
    .executeTakeFirstOrThrow();
  return row.n;
}

// ---- the end of a family

/** Families that hosted nobody and about whom nobody did anything since a day, by id. */
export function familiesOver(
  read: Readable,
  before: Temporal.PlainDate,
  after: string,
  limit: number,
) {
  return read
    .selectFrom('host_families as f')
    .select('f.id')
    .where('f.id', '>', after as FamilyId)
    .where(isOver(before))
    .orderBy('f.id')
    .limit(limit)
    .execute();
}

/** The same about one, held: whoever proposes it waits. */
export async function familyOverForUpdate(tx: Tx, id: FamilyId, before: Temporal.PlainDate) {
  await tx.selectFrom('host_families').select('id').where('id', '=', id).forUpdate().execute();
  return tx
    .selectFrom('host_families as f')
    .select(['f.id', 'f.org_id'])
    .where('f.id', '=', id)
    .where(isOver(before))
    .executeTakeFirst();
}

// every change of a family has its line; one that hosted keeps its row, without a name, as long as those dossiers
const isNamed = sql<boolean>`(exists (select 1 from placements p where p.family_id = f.id)
  or exists (select 1 from stay_visits v where v.family_id = f.id))`;
const isOver = (before: Temporal.PlainDate) => sql<boolean>`f.created_at::date < ${before}
  and not exists (select 1 from placements p where p.family_id = f.id and p.until_on >= ${before})
  and not exists (select 1 from audit_lines l where l.subject_id = f.id and l.at >= ${before}::date)
  and (f.name <> '—' or not ${isNamed})`;

/** Deletes a family; where a dossier names it, its members and everything it told. */
export async function forgetFamily(tx: Tx, id: FamilyId): Promise<void> {
  await tx.deleteFrom('family_members').where('family_id', '=', id).execute();
  const { numDeletedRows } = await tx
    .deleteFrom('host_families as f')
    .where('f.id', '=', id)
    .where(sql<boolean>`not ${isNamed}`)
    .executeTakeFirst();
  if (numDeletedRows > 0n) return;
  await tx
    .updateTable('host_families')
    .set((eb) => ({
      name: '—',
      city: '',
      address: json({}),
      languages: [],
      interests: [],
      profile: json({}),
      letter: '',
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}
