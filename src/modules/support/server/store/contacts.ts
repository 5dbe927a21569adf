import { sql } from 'kysely';
import type { CheckInId, CoverId, FamilyId, Id, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  CheckInRatings,
  ContactKind,
  PromiseState,
  TalkPartner,
  Way,
} from '../../core/index.ts';

const abroad = ['departed', 'settled'];

/** Check-ins with the given partners only, newest first: what somebody may not read is not fetched. */
export function checkInsOf(read: Readable, mobilityId: MobilityId, partners: TalkPartner[]) {
  if (partners.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('check_ins as c')
    .innerJoin('persons as p', 'p.id', 'c.entered_by')
    .selectAll('c')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('c.mobility_id', '=', mobilityId)
    .where('c.talked_with', 'in', partners)
    .orderBy('c.held_on', 'desc')
    .orderBy('c.id', 'desc')
    .execute();
}

/** Writes a talk down. False when one with this key is there already. */
export async function insertCheckIn(
  tx: Tx,
  c: {
    mobilityId: MobilityId;
    id: CheckInId;
    talkedWith: TalkPartner;
    heldOn: Temporal.PlainDate;
    way: Way;
    ratings: CheckInRatings;
    note: string;
    promise: string;
    lastPromise: PromiseState | null;
    answers: Record<string, string>;
    questions: string;
    key: string | null;
    enteredBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('check_ins')
    .values({
      mobility_id: c.mobilityId,
      id: c.id,
      talked_with: c.talkedWith,
      held_on: c.heldOn,
      way: c.way,
      ratings: json(c.ratings),
      note: c.note,
      promise: c.promise,
      last_promise: c.lastPromise,
      answers: json(c.answers),
      questions: c.questions,
      client_key: c.key,
      entered_by: c.enteredBy,
      entered_at: c.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Talks that were sent with these keys before, by the same person. */
export async function sentBefore(
  read: Readable,
  enteredBy: PersonId,
  keys: string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await read
    .selectFrom('check_ins')
    .select('client_key')
    .where('entered_by', '=', enteredBy)
    .where('client_key', 'in', keys)
    .execute();
  return new Set(rows.flatMap((r) => r.client_key ?? []));
}

/** Whether the same talk was written down already: a form that was sent twice. */
export async function hasSameCheckIn(
  read: Readable,
  c: {
    mobilityId: MobilityId;
    talkedWith: TalkPartner;
    heldOn: Temporal.PlainDate;
    enteredBy: PersonId;
  },
): Promise<boolean> {
  const row = await read
    .selectFrom('check_ins')
    .select('id')
    .where('mobility_id', '=', c.mobilityId)
    .where('talked_with', '=', c.talkedWith)
    .where('held_on', '=', c.heldOn)
    .where('entered_by', '=', c.enteredBy)
    .executeTakeFirst();
  return row !== undefined;
}

function stays(read: Readable) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .leftJoin('persons as k', 'k.id', 'm.contact_person_id')
    .select([
      'm.id',
      'm.state',
      'm.starts_on',
      'm.ends_on',
      'm.hosting_org_id',
      'm.contact_person_id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'k.given_name as contact_given',
      'k.family_name as contact_family',
      'k.preferred_name as contact_preferred',
    ]);
}
export type StayRow = Awaited<ReturnType<ReturnType<typeof stays>['execute']>>[number];

/** Stays of pupils abroad in which somebody has one of these parts today. */
export function staysOf(
  read: Readable,
  scope: {
    parties: string[];
    roles: ('contact_person' | 'hosting_support')[];
    today: Temporal.PlainDate;
    limit: number;
  },
) {
  return stays(read)
    .innerJoin('mobility_parties as mp', 'mp.mobility_id', 'm.id')
    .select('mp.role')
    .where('mp.party_id', 'in', scope.parties)
    .where('mp.role', 'in', scope.roles)
    .where('mp.state', 'in', abroad)
    .where('mp.from_on', '<=', scope.today)
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]))
    .orderBy('mp.starts_on')
    .orderBy('m.id')
    .limit(scope.limit)
    .execute();
}

/** One stay, wherever it stands. */
export function stayById(read: Readable, id: MobilityId): Promise<StayRow | undefined> {
  return stays(read).where('m.id', '=', id).executeTakeFirst();
}

/** All stays abroad, page by page, for the night. */
export function staysAfter(read: Readable, after: string, limit: number) {
  return stays(read)
    .where('m.state', 'in', abroad)
    .where('m.id', '>', after as MobilityId)
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/** Stays in which a person is the contact person and the pupil is abroad or on the way. */
export function staysWithContact(read: Readable, orgId: OrgId, personId: PersonId) {
  return read
    .selectFrom('mobilities')
    .select('id')
    .where('hosting_org_id', '=', orgId)
    .where('contact_person_id', '=', personId)
    .where('state', 'in', ['placed', 'agreed', 'ready', ...abroad])
    .orderBy('id')
    .execute();
}

export function talksOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('check_ins')
    .select([
      'id',
      'mobility_id',
      'talked_with',
      'held_on',
      'way',
      'ratings',
      'promise',
      'last_promise',
    ])
    .where('mobility_id', 'in', ids)
    .orderBy('held_on')
    .orderBy('id')
    .execute();
}

export function visitsOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('stay_visits')
    .select(['mobility_id', 'visited_on', 'visited_by'])
    .where('mobility_id', 'in', ids)
    .orderBy('visited_on')
    .execute();
}

/** With which families pupils live or lived, and who visited them before the stay. */
export function familiesOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('placements as x')
    .leftJoin('host_families as f', 'f.id', 'x.family_id')
    .select([
      'x.mobility_id',
      'x.family_id',
      'x.kind',
      'x.state',
      'x.from_on',
      'x.until_on',
      'f.home_visit_by',
    ])
    .where('x.mobility_id', 'in', ids)
    .where('x.state', 'in', ['accepted', 'ended'])
    .orderBy('x.from_on')
    .execute();
}

/** Parts of host families, over and running: where no placement tells, they do. */
export function familyPartsOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('mobility_parties')
    .select(['mobility_id', 'from_on', 'until_on'])
    .where('mobility_id', 'in', ids)
    .where('role', '=', 'host_family')
    .execute();
}

export async function insertVisit(
  tx: Tx,
  v: {
    mobilityId: MobilityId;
    id: Id<'svi'>;
    familyId: FamilyId;
    visitedOn: Temporal.PlainDate;
    visitedBy: PersonId;
    enteredBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('stay_visits')
    .values({
      mobility_id: v.mobilityId,
      id: v.id,
      family_id: v.familyId,
      visited_on: v.visitedOn,
      visited_by: v.visitedBy,
      entered_by: v.enteredBy,
      entered_at: v.now,
    })
    .execute();
}

// ---- holiday cover

export function coversOf(read: Readable, orgIds: OrgId[], today: Temporal.PlainDate) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('contact_covers as c')
    .innerJoin('persons as a', 'a.id', 'c.person_id')
    .innerJoin('persons as s', 's.id', 'c.stand_in_id')
    .selectAll('c')
    .select([
      'a.given_name',
      'a.family_name',
      'a.preferred_name',
      's.given_name as stand_given',
      's.family_name as stand_family',
      's.preferred_name as stand_preferred',
    ])
    .where('c.org_id', 'in', orgIds)
    .where('c.ended_at', 'is', null)
    .where('c.until_on', '>=', today)
    .orderBy('c.from_on')
    .execute();
}

export function coversToBegin(read: Readable, today: Temporal.PlainDate) {
  return read
    .selectFrom('contact_covers')
    .select('id')
    .where('ended_at', 'is', null)
    .where('begun_at', 'is', null)
    .where('from_on', '<=', today)
    .where('until_on', '>=', today)
    .orderBy('id')
    .limit(500)
    .execute();
}

export function lockCover(tx: Tx, id: CoverId) {
  return tx
    .selectFrom('contact_covers')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertCover(
  tx: Tx,
  c: {
    id: CoverId;
    orgId: OrgId;
    personId: PersonId;
    standInId: PersonId;
    fromOn: Temporal.PlainDate;
    untilOn: Temporal.PlainDate;
    madeBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('contact_covers')
    .values({
      id: c.id,
      org_id: c.orgId,
      person_id: c.personId,
      stand_in_id: c.standInId,
      from_on: c.fromOn,
      until_on: c.untilOn,
      made_by: c.madeBy,
      made_at: c.now,
    })
    .execute();
}

export async function markCover(
  tx: Tx,
  id: CoverId,
  at: { begun_at: Temporal.Instant } | { ended_at: Temporal.Instant },
): Promise<void> {
  await tx.updateTable('contact_covers').set(at).where('id', '=', id).execute();
}

/** Covers of the same person that share a day with these. */
export function coversThatMeet(
  read: Readable,
  c: { orgId: OrgId; personId: PersonId; fromOn: Temporal.PlainDate; untilOn: Temporal.PlainDate },
) {
  return read
    .selectFrom('contact_covers')
    .select('id')
    .where('org_id', '=', c.orgId)
    .where('person_id', '=', c.personId)
    .where('ended_at', 'is', null)
    .where('from_on', '<=', c.untilOn)
    .where('until_on', '>=', c.fromOn)
    .executeTakeFirst();
}

// ---- asked by mail

export function asksOf(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('contact_asks')
    .select(['mobility_id', 'what', 'due_on', 'person_id', 'send_key'])
    .where('mobility_id', 'in', ids)
    .orderBy('asked_on')
    .execute();
}

export async function insertAsks(
  tx: Tx,
  asks: {
    mobilityId: MobilityId;
    what: ContactKind;
    dueOn: Temporal.PlainDate;
    personId: PersonId;
    askedOn: Temporal.PlainDate;
    sendKey: string;
  }[],
): Promise<void> {
  if (asks.length === 0) return;
  await tx
    .insertInto('contact_asks')
    .values(
      asks.map((a) => ({
        mobility_id: a.mobilityId,
        what: a.what,
        due_on: a.dueOn,
        person_id: a.personId,
        asked_on: a.askedOn,
        send_key: a.sendKey,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Mails by their key that did not arrive. */
export async function failedMails(read: Readable, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ send_key: string }>`select * from app_failed_mails(${keys})`.execute(
    read as Tx,
  );
  return new Set(rows.map((r) => r.send_key));
}

// ---- thanks

export async function insertThanks(
  tx: Tx,
  t: {
    id: Id<'thx'>;
    orgId: OrgId;
    toId: PersonId;
    fromId: PersonId;
    words: string;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('contact_thanks')
    .values({
      id: t.id,
      org_id: t.orgId,
      to_id: t.toId,
      from_id: t.fromId,
      words: t.words,
      said_at: t.now,
      send_key: t.key,
    })
    .execute();
}

export function thanksTo(read: Readable, personId: PersonId, since: Temporal.Instant) {
  return read
    .selectFrom('contact_thanks as t')
    .innerJoin('persons as p', 'p.id', 't.from_id')
    .select(['t.id', 't.words', 't.said_at', 'p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('t.to_id', '=', personId)
    .where('t.said_at', '>=', since)
    .orderBy('t.said_at', 'desc')
    .limit(10)
    .execute();
}

/** Deletes what has been kept long enough. */
export async function forgetContacts(tx: Tx, before: Temporal.PlainDate): Promise<void> {
  const over = tx.selectFrom('mobilities').select('id').where('ends_on', '<', before);
  for (const table of ['check_ins', 'stay_visits', 'contact_asks'] as const)
    await tx.deleteFrom(table).where('mobility_id', 'in', over).execute();
  await tx.deleteFrom('contact_covers').where('until_on', '<', before).execute();
}

export async function forgetThanks(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('contact_thanks').where('said_at', '<', before).execute();
}
