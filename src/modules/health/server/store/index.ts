import type {
  CareNoteId,
  Id,
  MobilityId,
  OrgId,
  PersonId,
  HealthRecordId as RecordId,
} from '#kernel/ids.ts';
import { type Dossier, isOfAge } from '#modules/mobilities/core/index.ts';
import { guardiansOf, personById } from '#modules/people/server/index.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import {
  allParts,
  type HealthCase,
  type HealthPart,
  type NoteState,
  type RecordState,
} from '../../core/index.ts';

/** What a decision about a pupil's health is made on; null when the asker may not even know the pupil. */
export async function caseOf(
  read: Readable,
  pupilId: PersonId,
  today: Temporal.PlainDate,
  dossier: Dossier | null = null,
): Promise<HealthCase | null> {
  const pupil = await personById(read, pupilId);
  if (!pupil) return null;
  const guardians = await guardiansOf(read, [pupilId], today);
  return {
    pupilId,
    ofAge: isOfAge(pupil.birth_date, today),
    guardians: guardians.map((g) => g.id),
    dossier,
  };
}

/** The record of a pupil that lives, else the newest that was destroyed. */
export async function recordOf(
  read: Readable,
  pupilId: PersonId,
  lock = false,
): Promise<RecordState | null> {
  let query = read
    .selectFrom('health_records')
    .selectAll()
    .where('pupil_id', '=', pupilId)
    .orderBy('destroyed_at', (o) => o.desc().nullsFirst())
    .limit(1);
  if (lock) query = (query as unknown as { forUpdate(): typeof query }).forUpdate();
  const row = await query.executeTakeFirst();
  return row ? stateOf(read, row) : null;
}

export async function recordById(tx: Tx, id: RecordId): Promise<RecordState | null> {
  const row = await tx
    .selectFrom('health_records')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? stateOf(tx, row) : null;
}

type RecordRow = {
  id: RecordId;
  pupil_id: PersonId;
  created_at: Temporal.Instant;
  confirmed_at: Temporal.Instant | null;
  destroy_asked_at: Temporal.Instant | null;
  destroyed_at: Temporal.Instant | null;
  version: number;
};

async function stateOf(read: Readable, row: RecordRow): Promise<RecordState> {
  const parts = await read
    .selectFrom('health_parts')
    .select(['part', 'state', 'signed_at as signedAt', 'changed'])
    .where('record_id', '=', row.id)
    .execute();
  return {
    id: row.id,
    pupilId: row.pupil_id,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    destroyAskedAt: row.destroy_asked_at,
    destroyedAt: row.destroyed_at,
    version: row.version,
    parts: allParts(parts),
  };
}

export async function insertRecord(
  tx: Tx,
  pupilId: PersonId,
  now: Temporal.Instant,
): Promise<RecordState> {
  const id = newId('hea');
  await tx
    .insertInto('health_records')
    .values({ id, pupil_id: pupilId, created_at: now })
    .execute();
  return {
    id,
    pupilId,
    createdAt: now,
    confirmedAt: null,
    destroyAskedAt: null,
    destroyedAt: null,
    version: 1,
    parts: allParts([]),
  };
}

export async function updateRecord(
  tx: Tx,
  id: RecordId,
  change: Partial<{
    confirmed_at: Temporal.Instant;
    confirmed_by: PersonId | null;
    destroy_asked_at: Temporal.Instant | null;
    destroy_asked_by: PersonId | null;
    destroyed_at: Temporal.Instant;
  }>,
): Promise<void> {
  await tx
    .updateTable('health_records')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export function partRow(read: Readable, recordId: RecordId, part: HealthPart) {
  return read
    .selectFrom('health_parts')
    .selectAll()
    .where('record_id', '=', recordId)
    .where('part', '=', part)
    .executeTakeFirst();
}

/** Writes a part as it now is. False when somebody was quicker. */
export async function putPart(
  tx: Tx,
  part: {
    recordId: RecordId;
    pupilId: PersonId;
    part: HealthPart;
    state: 'draft' | 'signed';
    formVersion: string;
    sealed: Buffer;
    signedAt: Temporal.Instant | null;
    changed: boolean;
    now: Temporal.Instant;
  },
  version: number,
): Promise<boolean> {
  const values = {
    state: part.state,
    form_version: part.formVersion,
    sealed: part.sealed,
    saved_at: part.now,
    signed_at: part.signedAt,
    changed: part.changed,
  };
  if (version === 0) {
    // not `on conflict`: a second first writer is told, and what they typed is still on their page
    await tx
      .insertInto('health_parts')
      .values({ record_id: part.recordId, pupil_id: part.pupilId, part: part.part, ...values })
      .execute();
    return true;
  }
  const { numUpdatedRows } = await tx
    .updateTable('health_parts')
    .set({ ...values, version: version + 1 })
    .where('record_id', '=', part.recordId)
    .where('part', '=', part.part)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

// ---- the physician's link

export async function insertLink(
  tx: Tx,
  link: {
    id: Id<'hli'>;
    recordId: RecordId;
    pupilId: PersonId;
    hash: Buffer;
    askedBy: PersonId;
    now: Temporal.Instant;
    expiresAt: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('health_links')
    .values({
      id: link.id,
      record_id: link.recordId,
      pupil_id: link.pupilId,
      token_hash: link.hash,
      asked_by: link.askedBy,
      created_at: link.now,
      expires_at: link.expiresAt,
    })
    .execute();
}

/** The link that can still be used, newest first. */
export function liveLink(read: Readable, recordId: RecordId, now: Temporal.Instant) {
  return read
    .selectFrom('health_links')
    .selectAll()
    .where('record_id', '=', recordId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function linkByHash(read: Readable, hash: Buffer) {
  return read
    .selectFrom('health_links')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirst();
}

/** Links that are still open end; says whether there were any. */
export async function endLinks(
  tx: Tx,
  recordId: RecordId,
  how: { used_at: Temporal.Instant } | { withdrawn_at: Temporal.Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('health_links')
    .set(how)
    .where('record_id', '=', recordId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

// ---- who looked

export async function insertLook(
  tx: Tx,
  look: {
    id: Id<'hlo'>;
    recordId: RecordId;
    pupilId: PersonId;
    mobilityId: MobilityId;
    personId: PersonId;
    orgId: OrgId | null;
    kind: 'opened' | 'looked';
    untilAt: Temporal.Instant;
    what: HealthPart[];
    reason: Buffer | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('health_looks')
    .values({
      id: look.id,
      record_id: look.recordId,
      pupil_id: look.pupilId,
      mobility_id: look.mobilityId,
      person_id: look.personId,
      org_id: look.orgId,
      at: look.now,
      kind: look.kind,
      until_at: look.untilAt,
      what: look.what,
      reason: look.reason,
    })
    .execute();
}

/** Somebody's own opening that still lasts. */
export function openingOf(
  read: Readable,
  recordId: RecordId,
  personId: PersonId,
  now: Temporal.Instant,
) {
  return read
    .selectFrom('health_looks')
    .selectAll()
    .where('record_id', '=', recordId)
    .where('person_id', '=', personId)
    .where('kind', '=', 'opened')
    .where('until_at', '>', now)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function looksOf(read: Readable, pupilId: PersonId) {
  return read
    .selectFrom('health_looks as l')
    .leftJoin('persons as p', 'p.id', 'l.person_id')
    .leftJoin('organisations as o', 'o.id', 'l.org_id')
    .selectAll('l')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'o.name as org_name'])
    .where('l.pupil_id', '=', pupilId)
    .orderBy('l.at', 'desc')
    .orderBy('l.id', 'desc')
    .limit(500)
    .execute();
}

// ---- care notes

export function notesOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('care_notes as n')
    .leftJoin('persons as w', 'w.id', 'n.written_by')
    .leftJoin('persons as d', 'd.id', 'n.decided_by')
    .leftJoin('organisations as o', 'o.id', 'n.org_id')
    .selectAll('n')
    .select([
      'w.given_name as w_given',
      'w.family_name as w_family',
      'w.preferred_name as w_preferred',
      'd.given_name as d_given',
      'd.family_name as d_family',
      'd.preferred_name as d_preferred',
      'o.name as org_name',
    ])
    .where('n.mobility_id', '=', mobilityId)
    .orderBy('n.number', 'desc')
    .execute();
}
export type NoteRow = Awaited<ReturnType<typeof notesOf>>[number];

export async function insertNote(
  tx: Tx,
  note: {
    id: CareNoteId;
    mobilityId: MobilityId;
    pupilId: PersonId;
    number: number;
    sealed: Buffer;
    writtenBy: PersonId;
    orgId: OrgId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('care_notes')
    .values({
      id: note.id,
      mobility_id: note.mobilityId,
      pupil_id: note.pupilId,
      number: note.number,
      state: 'proposed',
      sealed: note.sealed,
      written_by: note.writtenBy,
      org_id: note.orgId,
      written_at: note.now,
    })
    .execute();
}

/** Moves a note on from a state. False when it had moved meanwhile. */
export async function moveNote(
  tx: Tx,
  id: CareNoteId,
  from: NoteState,
  to: NoteState,
  change: Partial<{
    remark: Buffer;
    decided_by: PersonId;
    decided_at: Temporal.Instant;
    ended_by: PersonId;
    ended_at: Temporal.Instant;
  }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('care_notes')
    .set((eb) => ({ ...change, state: to, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

// ---- whose records, and what is due

/** Pupils somebody is a guardian of today. */
export function childrenOf(read: Readable, guardianId: PersonId, today: Temporal.PlainDate) {
  return read
    .selectFrom('guardianships as g')
    .innerJoin('persons as p', 'p.id', 'g.pupil_id')
    .select(['p.id', 'p.given_name', 'p.family_name', 'p.preferred_name', 'p.birth_date'])
    .where('g.guardian_id', '=', guardianId)
    .where((eb) => eb.or([eb('g.until_on', 'is', null), eb('g.until_on', '>=', today)]))
    .orderBy('p.birth_date')
    .orderBy('p.id')
    .execute();
}

/** Stays of pupils that were not given up, the next or newest first. */
export function staysOf(read: Readable, pupilIds: PersonId[]) {
  if (pupilIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('mobilities as m')
    .innerJoin('organisations as s', 's.id', 'm.sending_school_id')
    .select([
      'm.id',
      'm.pupil_id as pupilId',
      'm.state',
      'm.starts_on as startsOn',
      'm.ends_on as endsOn',
      'm.created_at as openedAt',
      's.name as school',
    ])
    .where('m.pupil_id', 'in', pupilIds)
    .where('m.state', '!=', 'withdrawn')
    .orderBy('m.starts_on', 'desc')
    .execute();
}

/** Whether a pupil has a place in this product at all: a record is not made for somebody nobody sends. */
export function applicationOf(read: Readable, pupilId: PersonId) {
  return read
    .selectFrom('applications')
    .select('id')
    .where('pupil_id', '=', pupilId)
    .limit(1)
    .executeTakeFirst();
}

/** Which of these pupils apply for something that is not decided yet. */
export async function applyingOf(read: Readable, pupilIds: PersonId[]): Promise<Set<PersonId>> {
  if (pupilIds.length === 0) return new Set();
  const rows = await read
    .selectFrom('applications')
    .select('pupil_id')
    .where('pupil_id', 'in', pupilIds)
    .where('state', 'in', ['draft', 'submitted'])
    .execute();
  return new Set(rows.map((r) => r.pupil_id));
}

/**
 * Stays before or during which health may be somebody's task, by the part they play, soonest first.
 * @param parties whose dossiers
 */
export function staysWatched(
  read: Readable,
  scope: { parties: string[]; today: Temporal.PlainDate },
) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select([
      'm.id',
      'm.pupil_id as pupilId',
      'm.state',
      'm.starts_on as startsOn',
      'm.ends_on as endsOn',
      'm.created_at as openedAt',
      'm.contact_person_id as contactPersonId',
      'm.hosting_org_id as hostingOrgId',
      'm.sending_school_id as sendingSchoolId',
      'mp.role',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.birth_date',
    ])
    .where('mp.party_id', 'in', scope.parties)
    .where('mp.role', 'in', ['sending_school', 'hosting_support', 'contact_person'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', scope.today)]))
    .where('mp.state', 'in', ['selected', 'placed', 'agreed', 'ready', 'departed', 'settled'])
    .where('m.starts_on', '<=', scope.today.add({ days: 56 }))
    .orderBy('mp.starts_on')
    .orderBy('m.id')
    .limit(200)
    .execute();
}

/** Live records of pupils with how far each part is, without a word of what they say. */
export async function recordsOf(
  read: Readable,
  pupilIds: PersonId[],
): Promise<Map<PersonId, RecordState>> {
  if (pupilIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('health_records')
    .selectAll()
    .where('pupil_id', 'in', pupilIds)
    .where('destroyed_at', 'is', null)
    .execute();
  const parts = await read
    .selectFrom('health_parts')
    .select(['record_id', 'part', 'state', 'signed_at as signedAt', 'changed'])
    .where('pupil_id', 'in', pupilIds)
    .execute();
  return new Map(
    rows.map((row) => [
      row.pupil_id,
      {
        id: row.id,
        pupilId: row.pupil_id,
        createdAt: row.created_at,
        confirmedAt: row.confirmed_at,
        destroyAskedAt: row.destroy_asked_at,
        destroyedAt: row.destroyed_at,
        version: row.version,
        parts: allParts(parts.filter((p) => p.record_id === row.id)),
      },
    ]),
  );
}

/** Where each note of these stays is, newest version first. */
export function noteStatesOf(read: Readable, mobilityIds: MobilityId[]) {
  if (mobilityIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('care_notes')
    .select(['mobility_id', 'number', 'state', 'written_by', 'written_at'])
    .where('mobility_id', 'in', mobilityIds)
    .orderBy('number', 'desc')
    .execute();
}

/** Records that live, with what decides whether their time is over; for the installation and its administrator. */
export function recordsToDestroy(read: Readable) {
  return read
    .selectFrom('health_records as r')
    .innerJoin('persons as p', 'p.id', 'r.pupil_id')
    .select([
      'r.id',
      'r.pupil_id as pupilId',
      'r.destroy_asked_at as askedAt',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .select((eb) =>
      eb
        .selectFrom('mobilities as m')
        .select((e) => e.fn.max('m.ends_on').as('last'))
        .whereRef('m.pupil_id', '=', 'r.pupil_id')
        .where('m.state', '!=', 'withdrawn')
        .as('lastDay'),
    )
    .where('r.destroyed_at', 'is', null)
    .orderBy('r.destroy_asked_at', (o) => o.asc().nullsLast())
    .orderBy('r.id')
    .execute();
}

/** When somebody last reminded the family within this dossier. */
export function lastReminder(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('audit_lines')
    .select('at')
    .where('mobility_id', '=', mobilityId)
    .where('command', '=', 'health.remind-family')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
