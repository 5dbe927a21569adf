import { sql } from 'kysely';
import type {
  DocumentId,
  EventId,
  MobilityId,
  OrgId,
  OrientationId,
  PersonId,
  ResourceId,
} from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Attendance, OrientationKind, OrientationState } from '../../core/types.ts';

type When = {
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  time_zone: string;
  place: string;
  url: string;
  organiser_id: PersonId;
};

/**
 * Orientations with whose they are; once people are invited the calendar says when and where, to whoever sees the
 * orientation: guardians and partners are not in the meeting.
 */
function orientations(read: Readable) {
  return read
    .selectFrom('orientations as r')
    .innerJoin('organisations as o', 'o.id', 'r.org_id')
    .leftJoinLateral(sql<When>`app_orientation_event(r.id)`.as('e'), (j) => j.onTrue())
    .select([
      'r.id',
      'r.org_id',
      'r.kind',
      'r.title',
      'r.description',
      'r.country_code',
      'r.town',
      'r.combined',
      'r.test',
      'r.state',
      'r.event_id',
      'r.created_by',
      'e.organiser_id',
      'r.version',
      'o.name as org_name',
    ])
    .select((eb) => [
      eb.fn.coalesce('e.starts_at', 'r.starts_at').as('starts_at'),
      eb.fn.coalesce('e.ends_at', 'r.ends_at').as('ends_at'),
      eb.fn.coalesce('e.time_zone', 'r.time_zone').as('time_zone'),
      eb.fn.coalesce('e.place', 'r.place').as('place'),
      eb.fn.coalesce('e.url', 'r.url').as('url'),
      eb
        .selectFrom('orientation_participants as p')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('p.orientation_id', '=', 'r.id')
        .as('participants'),
      eb
        .selectFrom('orientation_participants as p')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('p.orientation_id', '=', 'r.id')
        .where('p.attended', 'in', ['all', 'part'])
        .as('came'),
    ]);
}
export type OrientationRow = NonNullable<Awaited<ReturnType<typeof orientationById>>>;

export function orientationById(read: Readable, id: OrientationId) {
  return orientations(read).where('r.id', '=', id).executeTakeFirst();
}

export async function orientationOfEvent(
  read: Readable,
  eventId: EventId,
): Promise<OrientationId | null> {
  const row = await read
    .selectFrom('orientations')
    .select('id')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function lockOrientation(tx: Tx, id: OrientationId) {
  await tx.selectFrom('orientations').select('id').where('id', '=', id).forUpdate().execute();
  return (await orientationById(tx, id)) ?? null;
}

/** Those the actor may see: run by own organisations, or with own people in them. Newest first. */
export function listOrientations(read: Readable, limit: number) {
  return orientations(read).orderBy('starts_at', 'desc').orderBy('r.id').limit(limit).execute();
}

/** Those in which somebody, or the pupils they stand for, take part in one stay. */
export function orientationsOf(read: Readable, mobilityId: MobilityId) {
  return orientations(read)
    .innerJoin('orientation_participants as p', 'p.orientation_id', 'r.id')
    .select(['p.person_id', 'p.attended', 'p.certificate_id', 'p.name', 'p.audience'])
    .where('p.mobility_id', '=', mobilityId)
    .where('r.state', '<>', 'draft')
    .orderBy('starts_at')
    .execute();
}

export type Written = {
  kind: OrientationKind;
  title: string;
  description: string;
  countryCode: string;
  town: string;
  place: string;
  url: string;
  timeZone: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  combined: boolean;
  test: string;
};

const columnsOf = (o: Written) => ({
  kind: o.kind,
  title: o.title,
  description: o.description,
  country_code: o.countryCode,
  town: o.town,
  place: o.place,
  url: o.url,
  time_zone: o.timeZone,
  starts_at: o.startsAt,
  ends_at: o.endsAt,
  combined: o.combined,
  test: o.test,
});

export async function insertOrientation(
  tx: Tx,
  o: Written & { id: OrientationId; orgId: OrgId; by: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('orientations')
    .values({
      ...columnsOf(o),
      id: o.id,
      org_id: o.orgId,
      created_by: o.by,
      created_at: o.now,
    })
    .execute();
}

/** @returns whether the row still was at that version */
export async function updateOrientation(
  tx: Tx,
  id: OrientationId,
  version: number,
  o: Written,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('orientations')
    .set((eb) => ({ ...columnsOf(o), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0;
}

export async function setState(
  tx: Tx,
  id: OrientationId,
  state: OrientationState,
  eventId?: EventId,
): Promise<void> {
  await tx
    .updateTable('orientations')
    .set((eb) => ({
      state,
      version: eb('version', '+', 1),
      ...(eventId && { event_id: eventId }),
    }))
    .where('id', '=', id)
    .execute();
}

/** It took place: from now on its own row says when and where, since the calendar forgets after some years. */
export async function setHeld(tx: Tx, o: OrientationRow): Promise<void> {
  await tx
    .updateTable('orientations')
    .set((eb) => ({
      state: 'held',
      starts_at: o.starts_at,
      ends_at: o.ends_at,
      place: o.place,
      url: o.url,
      time_zone: o.time_zone,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', o.id)
    .execute();
}

type Session = { title: string; minutes: number; ledBy: string; thread: string };

/** Puts programme and materials in place of those there were. */
export async function replaceParts(
  tx: Tx,
  id: OrientationId,
  sessions: readonly Session[],
  resourceIds: readonly ResourceId[],
): Promise<void> {
  await tx.deleteFrom('orientation_sessions').where('orientation_id', '=', id).execute();
  await tx.deleteFrom('orientation_materials').where('orientation_id', '=', id).execute();
  if (sessions.length > 0)
    await tx
      .insertInto('orientation_sessions')
      .values(
        sessions.map((s, position) => ({
          orientation_id: id,
          position,
          title: s.title,
          minutes: s.minutes,
          led_by: s.ledBy,
          thread: s.thread,
        })),
      )
      .execute();
  if (resourceIds.length > 0)
    await tx
      .insertInto('orientation_materials')
      .values([...new Set(resourceIds)].map((r) => ({ orientation_id: id, resource_id: r })))
      .execute();
}

export function sessionsOf(read: Readable, id: OrientationId) {
  return read
    .selectFrom('orientation_sessions')
    .select(['position', 'title', 'minutes', 'led_by', 'thread'])
    .where('orientation_id', '=', id)
    .orderBy('position')
    .execute();
}

export async function materialsOf(read: Readable, id: OrientationId): Promise<ResourceId[]> {
  const rows = await read
    .selectFrom('orientation_materials')
    .select('resource_id')
    .where('orientation_id', '=', id)
    .execute();
  return rows.map((r) => r.resource_id);
}

/** Participants the actor may see, with how their test went. */
export function participantsOf(read: Readable, id: OrientationId) {
  return read
    .selectFrom('orientation_participants as p')
    .leftJoin('orientation_tries as t', (j) =>
      j.onRef('t.orientation_id', '=', 'p.orientation_id').onRef('t.person_id', '=', 'p.person_id'),
    )
    .selectAll('p')
    .select(['t.tries', 't.best', 't.questions'])
    .where('p.orientation_id', '=', id)
    .orderBy('p.name')
    .execute();
}

export async function addParticipants(
  tx: Tx,
  id: OrientationId,
  people: readonly {
    personId: PersonId;
    mobilityId: MobilityId;
    pupilId: PersonId;
    audience: string;
    name: string;
  }[],
): Promise<void> {
  if (people.length === 0) return;
  await tx
    .insertInto('orientation_participants')
    .values(
      people.map((p) => ({
        orientation_id: id,
        person_id: p.personId,
        mobility_id: p.mobilityId,
        pupil_id: p.pupilId,
        audience: p.audience,
        name: p.name,
      })),
    )
    .onConflict((c) => c.columns(['orientation_id', 'person_id']).doNothing())
    .execute();
}

/** Who came, each for themselves: what is not named stays as it was. */
export async function setAttendance(
  tx: Tx,
  id: OrientationId,
  rows: readonly { personId: PersonId; attended: Attendance }[],
  by: { name: string; at: Temporal.Instant },
): Promise<void> {
  for (const [attended, those] of Map.groupBy(rows, (r) => r.attended))
    await tx
      .updateTable('orientation_participants')
      .set({ attended, recorded_by_name: by.name, recorded_at: by.at })
      .where('orientation_id', '=', id)
      .where(
        'person_id',
        'in',
        those.map((r) => r.personId),
      )
      .execute();
}

export async function setCertified(
  tx: Tx,
  id: OrientationId,
  personIds: readonly PersonId[],
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('orientation_participants')
    .set({ certified_at: at })
    .where('orientation_id', '=', id)
    .where('person_id', 'in', [...personIds])
    .where('certified_at', 'is', null)
    .execute();
}

export async function setCertificate(
  tx: Tx,
  id: OrientationId,
  personId: PersonId,
  documentId: DocumentId,
): Promise<void> {
  await tx
    .updateTable('orientation_participants')
    .set({ certificate_id: documentId })
    .where('orientation_id', '=', id)
    .where('person_id', '=', personId)
    .execute();
}

export async function recordTry(
  tx: Tx,
  t: {
    id: OrientationId;
    personId: PersonId;
    right: number;
    questions: number;
    /** of a test that was changed since, the best result begins anew */
    version: number;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('orientation_tries')
    .values({
      orientation_id: t.id,
      person_id: t.personId,
      tries: 1,
      best: t.right,
      questions: t.questions,
      test_version: t.version,
      last_at: t.now,
    })
    .onConflict((c) =>
      c.columns(['orientation_id', 'person_id']).doUpdateSet({
        tries: sql`orientation_tries.tries + 1`,
        best: sql`case when orientation_tries.test_version = excluded.test_version
          then greatest(orientation_tries.best, excluded.best) else excluded.best end`,
        questions: t.questions,
        test_version: t.version,
        last_at: t.now,
      }),
    )
    .execute();
}

/** Kinds of orientation to which people of these stays are asked already, or have been. */
export function kindsAsked(read: Readable, mobilityIds: readonly MobilityId[]) {
  return read
    .selectFrom('orientation_participants as p')
    .innerJoin('orientations as r', 'r.id', 'p.orientation_id')
    .select(['p.mobility_id', 'r.kind', 'r.combined', 'r.starts_at', 'r.time_zone'])
    .where('p.mobility_id', 'in', [...mobilityIds])
    .where('r.state', '<>', 'cancelled')
    .execute();
}

/** What waits for one person: orientations of own organisations without attendance, tests that were never tried. */
export function unrecordedOf(read: Readable, orgIds: readonly OrgId[], now: Temporal.Instant) {
  return orientations(read)
    .where('r.org_id', 'in', [...orgIds])
    .where('r.state', '=', 'invited')
    .where((eb) => eb(eb.fn.coalesce('e.ends_at', 'r.ends_at'), '<=', now))
    .orderBy('starts_at')
    .limit(10)
    .execute();
}

export function untriedOf(read: Readable, personId: PersonId) {
  return orientations(read)
    .innerJoin('orientation_participants as p', 'p.orientation_id', 'r.id')
    .leftJoin('orientation_tries as t', (j) =>
      j.onRef('t.orientation_id', '=', 'r.id').on('t.person_id', '=', personId),
    )
    .where('p.person_id', '=', personId)
    .where('p.attended', 'in', ['all', 'part'])
    .where('r.test', '<>', '')
    .where('r.state', '=', 'held')
    .where('t.person_id', 'is', null)
    .limit(5)
    .execute();
}

/** Deletes orientations that ended before a day and of which no dossier is left, with programme and material. */
export async function forgetOrientations(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('orientations')
    .where('ends_at', '<', before)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('orientation_participants as p')
            .select('p.person_id')
            .whereRef('p.orientation_id', '=', 'orientations.id'),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Of whom a certificate is printed: the row under lock, with the pupil's and the organiser's names. */
export async function certificateOf(tx: Tx, id: OrientationId, personId: PersonId) {
  return tx
    .selectFrom('orientation_participants as p')
    .innerJoin('persons as x', 'x.id', 'p.person_id')
    .selectAll('p')
    .select(['x.given_name', 'x.family_name', 'x.language'])
    .where('p.orientation_id', '=', id)
    .where('p.person_id', '=', personId)
    .executeTakeFirst();
}
