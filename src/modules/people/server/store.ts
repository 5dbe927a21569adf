import { sql } from 'kysely';
import type { ApplicationId, ConsentId, Id, PersonId, SessionId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { ConsentCapacity, ConsentKind } from '../core/types.ts';

export function personsByEmail(read: Readable, email: string) {
  return read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name', 'preferred_name', 'language', 'birth_date'])
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .orderBy('birth_date', (o) => o.asc().nullsFirst())
    .execute();
}

export function personById(read: Readable, id: PersonId) {
  return read.selectFrom('persons').selectAll().where('id', '=', id).executeTakeFirst();
}

export function personsByIds(read: Readable, ids: PersonId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read.selectFrom('persons').selectAll().where('id', 'in', ids).execute();
}

export function anAdmin(read: Readable) {
  return read
    .selectFrom('persons')
    .select('id')
    .where('is_admin', '=', true)
    .limit(1)
    .executeTakeFirst();
}

export type NewPerson = {
  id: PersonId;
  givenName: string;
  familyName: string;
  preferredName?: string | null;
  email?: string | null;
  phone?: string | null;
  language: string;
  birthDate?: Temporal.PlainDate | null;
  gender?: 'f' | 'm' | 'x' | null;
  countryCode?: string | null;
  isAdmin?: boolean;
  isExample?: boolean;
  now: Temporal.Instant;
};

/** Returns nothing on purpose: somebody nobody is connected with yet cannot be read back by who wrote them. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<void> {
  await tx
    .insertInto('persons')
    .values({
      id: person.id,
      given_name: person.givenName,
      family_name: person.familyName,
      preferred_name: person.preferredName ?? null,
      email: person.email ?? null,
      phone: person.phone ?? null,
      language: person.language,
      birth_date: person.birthDate ?? null,
      gender: person.gender ?? null,
      country_code: person.countryCode ?? null,
      is_admin: person.isAdmin ?? false,
      is_example: person.isExample ?? false,
      created_at: person.now,
    })
    .execute();
}

export async function updatePerson(
  tx: Tx,
  id: PersonId,
  version: number,
  change: {
    given_name: string;
    family_name: string;
    preferred_name: string | null;
    phone: string | null;
    language: string;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('persons')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Another address, for somebody whom mails do not reach. */
export async function changeAddress(tx: Tx, id: PersonId, email: string): Promise<void> {
  await tx
    .updateTable('persons')
    .set((eb) => ({ email, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function setLanguage(tx: Tx, id: PersonId, language: string): Promise<void> {
  await tx.updateTable('persons').set({ language }).where('id', '=', id).execute();
}

export async function insertCode(
  tx: Tx,
  code: {
    id: Id<'lgc'>;
    email: string;
    hash: Buffer;
    now: Temporal.Instant;
    expiresAt: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('login_codes')
    .values({
      id: code.id,
      email: code.email,
      code_hash: code.hash,
      created_at: code.now,
      expires_at: code.expiresAt,
    })
    .execute();
}

export async function countCodesSince(
  read: Readable,
  email: string,
  since: Temporal.Instant,
): Promise<number> {
  const row = await read
    .selectFrom('login_codes')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('email', '=', email)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return row.n;
}

export function newestCodeForUpdate(tx: Tx, email: string) {
  return tx
    .selectFrom('login_codes')
    .selectAll()
    .where('email', '=', email)
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

export async function countAttempt(tx: Tx, id: Id<'lgc'>): Promise<void> {
  await tx
    .updateTable('login_codes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function markCodeUsed(tx: Tx, id: Id<'lgc'>, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('login_codes').set({ used_at: now }).where('id', '=', id).execute();
}

export async function insertSession(
  tx: Tx,
  session: {
    id: SessionId;
    hash: Buffer;
    personId: PersonId;
    now: Temporal.Instant;
    expiresAt: Temporal.Instant;
    device: string;
  },
): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      id: session.id,
      token_hash: session.hash,
      person_id: session.personId,
      created_at: session.now,
      last_seen_at: session.now,
      expires_at: session.expiresAt,
      device: session.device,
    })
    .execute();
  // who was told that their data will be deleted has come back
  await tx
    .updateTable('persons')
    .set({ seen_on: dayOf(session.now), told_end_at: null })
    .where('id', '=', session.personId)
    .execute();
}

function dayOf(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO('UTC').toPlainDate();
}

export async function deleteSessions(tx: Tx, personId: PersonId, id?: SessionId): Promise<number> {
  let query = tx.deleteFrom('sessions').where('person_id', '=', personId);
  if (id) query = query.where('id', '=', id);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

export function sessionsOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('sessions')
    .select(['id', 'created_at', 'last_seen_at', 'device', 'token_hash'])
    .where('person_id', '=', personId)
    .orderBy('last_seen_at', 'desc')
    .execute();
}

export function guardiansOf(read: Readable, pupilIds: PersonId[], today: Temporal.PlainDate) {
  if (pupilIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('guardianships as g')
    .innerJoin('persons as p', 'p.id', 'g.guardian_id')
    .select([
      'g.pupil_id',
      'g.relation',
      'p.id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
      'p.phone',
    ])
    .where('g.pupil_id', 'in', pupilIds)
    .where((eb) => eb.or([eb('g.until_on', 'is', null), eb('g.until_on', '>=', today)]))
    .orderBy('p.family_name')
    .execute();
}

export async function insertGuardianship(
  tx: Tx,
  g: {
    pupilId: PersonId;
    guardianId: PersonId;
    relation: 'mother' | 'father' | 'guardian';
    fromOn: Temporal.PlainDate;
  },
): Promise<void> {
  await tx
    .insertInto('guardianships')
    .values({
      pupil_id: g.pupilId,
      guardian_id: g.guardianId,
      relation: g.relation,
      from_on: g.fromOn,
    })
    .onConflict((c) => c.columns(['pupil_id', 'guardian_id']).doNothing())
    .execute();
}

export type NewConsent = {
  id: ConsentId;
  pupilId: PersonId;
  applicationId?: Id<'app'> | null;
  mobilityId?: Id<'mob'> | null;
  kind: ConsentKind;
  /** the words as they stood on the page, in the language they were read in */
  wording: string;
  language: string;
  givenBy: PersonId;
  capacity: ConsentCapacity;
  /** set where somebody says no: kept as one that never was in force */
  no?: { tellSchool: boolean };
  now: Temporal.Instant;
};

export async function insertConsent(tx: Tx, consent: NewConsent): Promise<void> {
  await tx
    .insertInto('consents')
    .values({
      id: consent.id,
      pupil_id: consent.pupilId,
      application_id: consent.applicationId ?? null,
      mobility_id: consent.mobilityId ?? null,
      kind: consent.kind,
      wording: consent.wording,
      language: consent.language,
      given_by: consent.givenBy,
      capacity: consent.capacity,
      given_at: consent.now,
      ...(consent.no
        ? {
            answer: 'no',
            withdrawn_at: consent.now,
            withdrawn_by: consent.givenBy,
            told_school: consent.no.tellSchool,
          }
        : {}),
    })
    .execute();
}

/** Consents in force for a pupil, newest first, with who gave them. */
export function consentsOf(read: Readable, pupilId: PersonId) {
  return read
    .selectFrom('consents as c')
    .innerJoin('persons as p', 'p.id', 'c.given_by')
    .select([
      'c.id',
      'c.kind',
      'c.application_id',
      'c.mobility_id',
      'c.wording',
      'c.language',
      'c.given_by',
      'c.capacity',
      'c.given_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('c.pupil_id', '=', pupilId)
    .where('c.withdrawn_at', 'is', null)
    .orderBy('c.given_at', 'desc')
    .execute();
}

/** Everything that was said about the consents of these stays, the oldest first: also what was taken back, and every no. */
export function voicesOf(read: Readable, applicationIds: ApplicationId[]) {
  if (applicationIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('consents as c')
    .leftJoin('persons as p', 'p.id', 'c.given_by')
    .select([
      'c.application_id',
      'c.kind',
      'c.given_by',
      'c.capacity',
      'c.answer',
      'c.given_at',
      'c.withdrawn_at',
      'c.told_school',
      'c.wording',
      'c.language',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('c.application_id', 'in', applicationIds)
    .orderBy('c.given_at')
    .orderBy('c.id')
    .execute();
}

/** What was said about one consent of a stay, held until the command is done. */
export function voicesForUpdate(tx: Tx, applicationId: ApplicationId, kind: ConsentKind) {
  return tx
    .selectFrom('consents')
    .select(['given_by', 'answer', 'withdrawn_at'])
    .where('application_id', '=', applicationId)
    .where('kind', '=', kind)
    .orderBy('given_at')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Ends what a person agreed to; false when they had not. */
export async function withdrawConsents(
  tx: Tx,
  which: {
    applicationId: ApplicationId;
    kind: ConsentKind;
    by: PersonId;
    tellSchool: boolean;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('consents')
    .set({ withdrawn_at: which.now, withdrawn_by: which.by, told_school: which.tellSchool })
    .where('application_id', '=', which.applicationId)
    .where('kind', '=', which.kind)
    .where('given_by', '=', which.by)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Who holds parental responsibility for these pupils on a day: ids alone, since one guardian need not see the other. */
export function holdersOf(read: Readable, pupilIds: PersonId[], day: Temporal.PlainDate) {
  if (pupilIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('guardianships')
    .select(['pupil_id', 'guardian_id', 'relation'])
    .where('pupil_id', 'in', pupilIds)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', day)]))
    .orderBy('from_on')
    .orderBy('guardian_id')
    .execute();
}

/** The pupils for whom somebody holds parental responsibility today. */
export function childrenOf(read: Readable, guardianId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('guardianships as g')
    .innerJoin('persons as p', 'p.id', 'g.pupil_id')
    .select(['p.id', 'p.given_name', 'p.family_name', 'p.preferred_name', 'p.birth_date'])
    .where('g.guardian_id', '=', guardianId)
    .where((eb) => eb.or([eb('g.until_on', 'is', null), eb('g.until_on', '>=', today)]))
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute();
}

/** Ends a parental responsibility after a last day; false when it does not go on till then. */
export async function endGuardianship(
  tx: Tx,
  g: { pupilId: PersonId; guardianId: PersonId; lastDay: Temporal.PlainDate },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('guardianships')
    .set({ until_on: g.lastDay })
    .where('pupil_id', '=', g.pupilId)
    .where('guardian_id', '=', g.guardianId)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>', g.lastDay)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export function feedOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('feeds')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** Switches a person's feed off: its address ends, and no other takes its place. */
export async function endFeed(tx: Tx, personId: PersonId, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('feeds')
    .set({ ended_at: now })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Makes somebody an administrator of this installation; called for the one-time link alone. */
export async function markAdmin(tx: Tx, id: PersonId): Promise<void> {
  await tx.updateTable('persons').set({ is_admin: true }).where('id', '=', id).execute();
}

/** Gives a person a feed, or its next number: the address made from the number before ends. */
export async function renewFeed(tx: Tx, personId: PersonId, now: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('feeds')
    .values({ person_id: personId, number: 1, created_at: now })
    .onConflict((c) =>
      c.column('person_id').doUpdateSet((eb) => ({
        number: eb('feeds.number', '+', 1),
        created_at: now,
        ended_at: null,
      })),
    )
    .execute();
}

// the day somebody was last here: signed in, or belonged to an organisation that they have left
const lastHere = sql<Temporal.PlainDate>`greatest(coalesce(p.seen_on, p.created_at::date),
  (select max(s.last_seen_at)::date from sessions s where s.person_id = p.id),
  (select max(m.until_on) from memberships m where m.person_id = p.id))`;

/** Who belongs to nothing here and was last here before a day, by id. */
export function personsAsleep(
  read: Readable,
  before: Temporal.PlainDate,
  after: string,
  limit: number,
) {
  return read
    .selectFrom('persons as p')
    .select('p.id')
    .where('p.id', '>', after as PersonId)
    .where('p.forgotten_at', 'is', null)
    .where('p.is_admin', '=', false)
    .where(sql<boolean>`coalesce(p.seen_on, p.created_at::date) < ${before}`)
    .where(lastHere, '<', before)
    .where(sql<boolean>`not app_belongs(p.id)`)
    .orderBy('p.id')
    .limit(limit)
    .execute();
}

/** The same about one, held: who signs in meanwhile waits, and is found awake. */
export async function asleepForUpdate(tx: Tx, id: PersonId) {
  await tx.selectFrom('persons').select('id').where('id', '=', id).forUpdate().execute();
  return tx
    .selectFrom('persons as p')
    .select([
      'p.id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
      'p.told_end_at',
      lastHere.as('last_here'),
    ])
    .where('p.id', '=', id)
    .where('p.forgotten_at', 'is', null)
    .where('p.is_admin', '=', false)
    .where(sql<boolean>`not app_belongs(p.id)`)
    .executeTakeFirst();
}

export async function markToldEnd(tx: Tx, id: PersonId, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('persons').set({ told_end_at: now }).where('id', '=', id).execute();
}

/** Leaves of a person a row without a name; false when they belong to something by now. */
export async function forgetPerson(tx: Tx, id: PersonId, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{
    gone: boolean;
  }>`select app_forget_person(${id}, ${now}) as gone`.execute(tx);
  return rows[0]?.gone ?? false;
}

/** Codes and sessions that nobody can use any more, some at a time. */
export async function deleteSignIns(
  tx: Tx,
  of: { codesBefore: Temporal.Instant; sessionsBefore: Temporal.Instant; limit: number },
): Promise<number> {
  const codes = await tx
    .deleteFrom('login_codes')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('login_codes')
        .select('id')
        .where('expires_at', '<', of.codesBefore)
        .limit(of.limit),
    )
    .executeTakeFirst();
  const sessions = await tx
    .deleteFrom('sessions')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('sessions')
        .select('id')
        .where('expires_at', '<', of.sessionsBefore)
        .limit(of.limit),
    )
    .executeTakeFirst();
  return Number(codes.numDeletedRows + sessions.numDeletedRows);
}
