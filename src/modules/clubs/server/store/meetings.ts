import type { ClubFileId, ClubId, EventId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { PointClock } from '../../core/rules/index.ts';

export type Meeting = Awaited<ReturnType<typeof meetingsOf>>[number];

/** Meetings of clubs that were not called off, in the order of their days. */
export async function meetingsOf(read: Readable, clubIds: readonly ClubId[]) {
  if (clubIds.length === 0) return [];
  return read
    .selectFrom('club_meetings as k')
    .innerJoin('calendar_events as e', 'e.id', 'k.event_id')
    .select([
      'e.id',
      'k.club_id',
      'k.template_id',
      'k.recording_url',
      'k.recording_until',
      'e.title',
      'e.starts_at',
      'e.ends_at',
      'e.time_zone',
      'e.url',
      'e.sequence',
      'e.changed_at',
    ])
    .where('k.club_id', 'in', [...clubIds])
    .where('e.cancelled_at', 'is', null)
    .orderBy('e.starts_at')
    .execute();
}

export async function insertMeeting(
  tx: Tx,
  m: { eventId: EventId; clubId: ClubId; templateId: string },
): Promise<void> {
  await tx
    .insertInto('club_meetings')
    .values({ event_id: m.eventId, club_id: m.clubId, template_id: m.templateId })
    // a meeting that was called off leaves its place to the one that comes instead
    .onConflict((c) => c.columns(['club_id', 'template_id']).doUpdateSet({ event_id: m.eventId }))
    .execute();
}

/** Which club a meeting belongs to; undefined where it is none of a club. */
export function clubOfMeeting(read: Readable, eventId: EventId) {
  return read
    .selectFrom('club_meetings as k')
    .innerJoin('calendar_events as e', 'e.id', 'k.event_id')
    .select(['k.club_id', 'k.template_id', 'e.starts_at', 'e.ends_at', 'e.cancelled_at'])
    .where('k.event_id', '=', eventId)
    .executeTakeFirst();
}

/** The club of a meeting and nothing else, for what everybody in a room asks at once. */
export function whereIs(read: Readable, eventId: EventId) {
  return read
    .selectFrom('club_meetings')
    .select(['club_id', 'template_id'])
    .where('event_id', '=', eventId)
    .executeTakeFirst();
}

/** Whoever changes the clock of a meeting waits for the one before. */
export async function lockMeeting(tx: Tx, eventId: EventId): Promise<void> {
  await tx
    .selectFrom('club_meetings')
    .select('event_id')
    .where('event_id', '=', eventId)
    .forUpdate()
    .execute();
}

/** The clock of each point that was begun, that which runs or was touched last at the end. */
export async function pointsOf(read: Readable, eventId: EventId): Promise<PointClock[]> {
  const rows = await read
    .selectFrom('club_points')
    .select(['position', 'spent_ms', 'running_since', 'touched_at'])
    .where('event_id', '=', eventId)
    .orderBy('touched_at')
    .execute();
  return rows
    .map((r) => ({
      position: r.position,
      spent: Number(r.spent_ms),
      since: r.running_since?.epochMilliseconds ?? null,
    }))
    .sort((a, b) => Number(a.since !== null) - Number(b.since !== null));
}

export async function savePoint(
  tx: Tx,
  eventId: EventId,
  point: PointClock,
  now: Temporal.Instant,
): Promise<void> {
  const clock = {
    spent_ms: Math.round(point.spent),
    running_since:
      point.since === null ? null : Temporal.Instant.fromEpochMilliseconds(point.since),
    touched_at: now,
  };
  await tx
    .insertInto('club_points')
    .values({ event_id: eventId, position: point.position, ...clock })
    .onConflict((c) => c.columns(['event_id', 'position']).doUpdateSet(clock))
    .execute();
}

export async function insertDecision(
  tx: Tx,
  d: { eventId: EventId; text: string; by: PersonId; now: Temporal.Instant },
): Promise<number> {
  const last = await tx
    .selectFrom('club_decisions')
    .select((eb) => eb.fn.max('number').as('n'))
    .where('event_id', '=', d.eventId)
    .executeTakeFirst();
  const number = Number(last?.n ?? 0) + 1;
  await tx
    .insertInto('club_decisions')
    .values({
      event_id: d.eventId,
      number,
      text: d.text,
      written_by: d.by,
      written_at: d.now,
    })
    .execute();
  return number;
}

export async function decisionsOf(read: Readable, eventIds: readonly EventId[]) {
  if (eventIds.length === 0) return [];
  return read
    .selectFrom('club_decisions')
    .selectAll()
    .where('event_id', 'in', [...eventIds])
    .orderBy('event_id')
    .orderBy('number')
    .execute();
}

/** The newest report of each of these meetings. */
export async function newestReports(read: Readable, eventIds: readonly EventId[]) {
  if (eventIds.length === 0) return [];
  return read
    .selectFrom('event_minutes')
    .distinctOn('event_id')
    .select(['event_id', 'number', 'written_by', 'written_at'])
    .where('event_id', 'in', [...eventIds])
    .orderBy('event_id')
    .orderBy('number', 'desc')
    .execute();
}

export function recordingConsents(read: Readable, eventId: EventId) {
  return read
    .selectFrom('club_recording_consents')
    .select('person_id')
    .where('event_id', '=', eventId)
    .execute();
}

export async function setRecordingConsent(
  tx: Tx,
  eventId: EventId,
  personId: PersonId,
  agreedAt: Temporal.Instant | null,
): Promise<void> {
  if (agreedAt === null) {
    await tx
      .deleteFrom('club_recording_consents')
      .where('event_id', '=', eventId)
      .where('person_id', '=', personId)
      .execute();
    return;
  }
  await tx
    .insertInto('club_recording_consents')
    .values({ event_id: eventId, person_id: personId, agreed_at: agreedAt })
    .onConflict((c) => c.columns(['event_id', 'person_id']).doNothing())
    .execute();
}

export async function setRecording(
  tx: Tx,
  eventId: EventId,
  recording: { url: string; until: Temporal.PlainDate } | null,
): Promise<void> {
  await tx
    .updateTable('club_meetings')
    .set({ recording_url: recording?.url ?? '', recording_until: recording?.until ?? null })
    .where('event_id', '=', eventId)
    .execute();
}

/** Links to recordings whose last day is over are gone. @returns how many */
export async function endRecordings(tx: Tx, today: Temporal.PlainDate): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('club_meetings')
    .set({ recording_url: '', recording_until: null })
    .where('recording_until', '<', today)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function replaceRooms(
  tx: Tx,
  eventId: EventId,
  sittings: readonly { personId: string; room: number; place: number }[],
): Promise<void> {
  await tx.deleteFrom('club_rooms').where('event_id', '=', eventId).execute();
  if (sittings.length === 0) return;
  await tx
    .insertInto('club_rooms')
    .values(
      sittings.map((s) => ({
        event_id: eventId,
        person_id: s.personId as PersonId,
        room: s.room,
        place: s.place,
      })),
    )
    .execute();
}

export function roomsOf(read: Readable, eventId: EventId) {
  return read
    .selectFrom('club_rooms')
    .select(['person_id', 'room', 'place'])
    .where('event_id', '=', eventId)
    .orderBy('room')
    .orderBy('place')
    .execute();
}

export async function insertFile(
  tx: Tx,
  f: {
    id: ClubFileId;
    clubId: ClubId;
    eventId: EventId | null;
    name: string;
    mediaType: string;
    size: number;
    storageKey: string;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('club_files')
    .values({
      id: f.id,
      club_id: f.clubId,
      event_id: f.eventId,
      name: f.name,
      media_type: f.mediaType,
      size: f.size,
      storage_key: f.storageKey,
      added_by: f.by,
      added_at: f.now,
    })
    .execute();
}

export async function filesOf(read: Readable, clubIds: readonly ClubId[]) {
  if (clubIds.length === 0) return [];
  return read
    .selectFrom('club_files')
    .selectAll()
    .where('club_id', 'in', [...clubIds])
    .orderBy('added_at', 'desc')
    .execute();
}

export function fileById(read: Readable, id: ClubFileId) {
  return read.selectFrom('club_files').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function deleteFile(tx: Tx, id: ClubFileId): Promise<void> {
  await tx.deleteFrom('club_files').where('id', '=', id).execute();
}

/** What members of several clubs have still to do after their meetings. */
export async function openTasksOf(read: Readable, clubIds: readonly ClubId[]) {
  if (clubIds.length === 0) return [];
  return read
    .selectFrom('event_tasks as t')
    .innerJoin('club_meetings as k', 'k.event_id', 't.event_id')
    .select(['k.club_id', 't.person_id', 't.title', 't.due_on'])
    .where('k.club_id', 'in', [...clubIds])
    .where('t.done_at', 'is', null)
    .execute();
}
