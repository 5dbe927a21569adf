import { sql } from 'kysely';
import type { ClubId, EventId, MobilityId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import { now } from '#platform/clock.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { About, AboutKind, Answer, EventKind } from '../../core/index.ts';

export type NewEvent = {
  id: EventId;
  kind: EventKind;
  title: string;
  description?: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  timeZone: string;
  place?: string;
  countryCode?: string | null;
  url?: string;
  organiserId: PersonId;
  /** also set where it is about an intake or a dossier of the project */
  projectId?: ProjectId | null;
  intakeId?: string | null;
  mobilityId?: MobilityId | null;
  clubId?: ClubId | null;
  partnershipId?: string | null;
  /** seen by everybody who belongs to what it is about; left out: where that is a dossier or a club */
  shared?: boolean;
  readerOrgs?: readonly OrgId[];
  agenda?: readonly string[];
  participantIds: readonly PersonId[];
  now: Temporal.Instant;
};

/**
 * An event that somebody has planned just so already: same time, title, thing and people. Whoever plans it at the same
 * moment a second time waits for the first.
 */
export async function plannedAlready(
  tx: Tx,
  e: Pick<NewEvent, 'kind' | 'title' | 'startsAt' | 'endsAt' | 'organiserId' | 'participantIds'> &
    Pick<NewEvent, 'mobilityId' | 'intakeId' | 'clubId' | 'partnershipId' | 'projectId'>,
): Promise<EventId | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan:${e.organiserId}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ id: EventId }>`
    select e.id from calendar_events e
    where e.organiser_id = ${e.organiserId} and e.cancelled_at is null and e.kind = ${e.kind}
      and e.title = ${e.title} and e.starts_at = ${e.startsAt.toString()}::timestamptz
      and e.ends_at = ${e.endsAt.toString()}::timestamptz
      and e.mobility_id is not distinct from ${e.mobilityId ?? null}
      and e.intake_id is not distinct from ${e.intakeId ?? null}
      and e.club_id is not distinct from ${e.clubId ?? null}
      and e.partnership_id is not distinct from ${e.partnershipId ?? null}
      and e.project_id is not distinct from ${e.projectId ?? null}
      and ${[...e.participantIds].sort()}::text[] = array(select p.person_id from calendar_participants p
        where p.event_id = e.id order by p.person_id collate "C")
    limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function insertEvent(tx: Tx, e: NewEvent): Promise<void> {
  await tx
    .insertInto('calendar_events')
    .values({
      id: e.id,
      kind: e.kind,
      title: e.title,
      description: e.description ?? '',
      starts_at: e.startsAt,
      ends_at: e.endsAt,
      time_zone: e.timeZone,
      place: e.place ?? '',
      country_code: e.countryCode ?? null,
      url: e.url ?? '',
      organiser_id: e.organiserId,
      project_id: e.projectId ?? null,
      intake_id: e.intakeId ?? null,
      mobility_id: e.mobilityId ?? null,
      club_id: e.clubId ?? null,
      partnership_id: e.partnershipId ?? null,
      shared: e.shared ?? Boolean(e.mobilityId || e.clubId),
      reader_orgs: [...(e.readerOrgs ?? [])],
      agenda: json([...(e.agenda ?? [])]),
      created_at: e.now,
      changed_at: e.now,
    })
    .execute();
  await addParticipants(tx, e.id, e.participantIds);
}

/** Adds people to an event; whoever takes part already keeps their answer. */
export async function addParticipants(
  tx: Tx,
  eventId: EventId,
  personIds: readonly PersonId[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .insertInto('calendar_participants')
    .values(personIds.map((id) => ({ event_id: eventId, person_id: id })))
    .onConflict((c) => c.columns(['event_id', 'person_id']).doNothing())
    .execute();
}

export async function removeParticipants(
  tx: Tx,
  eventId: EventId,
  personIds: readonly PersonId[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .deleteFrom('calendar_participants')
    .where('event_id', '=', eventId)
    .where('person_id', 'in', [...personIds])
    .execute();
}

/** @returns false when somebody else changed the event meanwhile (its sequence has moved on) */
export async function updateEvent(
  tx: Tx,
  id: EventId,
  sequence: number,
  change: {
    title: string;
    description: string;
    startsAt: Temporal.Instant;
    endsAt: Temporal.Instant;
    timeZone: string;
    place: string;
    countryCode?: string | null;
    url: string;
    agenda: readonly string[];
    shared?: boolean;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('calendar_events')
    .set({
      title: change.title,
      description: change.description,
      starts_at: change.startsAt,
      ends_at: change.endsAt,
      time_zone: change.timeZone,
      place: change.place,
      url: change.url,
      agenda: json([...change.agenda]),
      ...(change.countryCode === undefined ? {} : { country_code: change.countryCode }),
      ...(change.shared === undefined ? {} : { shared: change.shared }),
      sequence: sequence + 1,
      changed_at: now(),
    })
    .where('id', '=', id)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The meeting is at another time: nobody has said yet whether they come then, and nobody was reminded of it. */
export async function askAgain(tx: Tx, eventId: EventId): Promise<void> {
  await tx
    .updateTable('calendar_participants')
    .set({ answer: 'open', answered_at: null, reminded_at: null, note: '' })
    .where('event_id', '=', eventId)
    .execute();
}

export async function cancelEvent(tx: Tx, id: EventId, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('calendar_events')
    .set((eb) => ({ cancelled_at: at, changed_at: at, sequence: eb('sequence', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function setAnswer(
  tx: Tx,
  eventId: EventId,
  personId: PersonId,
  { answer, note, at }: { answer?: Answer; note?: string; at: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('calendar_participants')
    .set({
      ...(answer === undefined ? {} : { answer, answered_at: at }),
      ...(note === undefined ? {} : { note }),
    })
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .execute();
}

export async function setAttendance(
  tx: Tx,
  eventId: EventId,
  present: readonly PersonId[],
): Promise<void> {
  await tx
    .updateTable('calendar_participants')
    .set({ attended: sql<boolean>`person_id = any(${[...present]}::text[])` })
    .where('event_id', '=', eventId)
    .execute();
}

/** Notes that these are there, or are not, and leaves what is known of the others. */
export async function notePresent(
  tx: Tx,
  eventId: EventId,
  personIds: readonly PersonId[],
  present = true,
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .updateTable('calendar_participants')
    .set({ attended: present })
    .where('event_id', '=', eventId)
    .where('person_id', 'in', [...personIds])
    .execute();
}

/** Who is invited to a meeting, what they answered, and whether they were there; null while nobody has noted it. */
export async function attendanceOf(read: Readable, eventId: EventId) {
  const rows = await read
    .selectFrom('calendar_participants')
    .select(['person_id', 'answer', 'attended'])
    .where('event_id', '=', eventId)
    .execute();
  return rows.map((row) => ({ ...row, answer: row.answer as Answer }));
}

/** Deletes all meetings of a club with what was said there, when the club itself is forgotten. */
export async function deleteEventsOfClub(tx: Tx, clubId: ClubId): Promise<void> {
  await tx.deleteFrom('calendar_events').where('club_id', '=', clubId).execute();
}

export async function noteInvitation(
  tx: Tx,
  eventId: EventId,
  personId: PersonId,
  mailKey: string,
): Promise<void> {
  await tx
    .updateTable('calendar_participants')
    .set({ mail_key: mailKey })
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .execute();
}

export type EventRow = NonNullable<Awaited<ReturnType<typeof eventById>>>;

export function eventById(read: Readable, id: EventId) {
  return read.selectFrom('calendar_events').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function lockEvent(tx: Tx, id: EventId): Promise<void> {
  await tx.selectFrom('calendar_events').select('id').where('id', '=', id).forUpdate().execute();
}

/** What an event is about, the narrowest first: a dossier's meeting belongs to its project too. */
export function aboutOf(e: {
  mobility_id: string | null;
  intake_id: string | null;
  club_id: string | null;
  partnership_id: string | null;
  project_id: string | null;
}): About | null {
  const all: [AboutKind, string | null][] = [
    ['mobility', e.mobility_id],
    ['intake', e.intake_id],
    ['club', e.club_id],
    ['partnership', e.partnership_id],
    ['project', e.project_id],
  ];
  for (const [kind, id] of all) if (id) return { kind, id };
  return null;
}

export type PersonRow = {
  person_id: PersonId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  email: string | null;
  language: string;
};

/** Everybody of an event, who called it among them, however little they are otherwise connected. */
export async function peopleOf(read: Readable, eventId: EventId): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`select * from app_event_people(${eventId})`.execute(
    read as Tx,
  );
  return rows;
}

export type ParticipantRow = PersonRow & {
  answer: Answer;
  note: string;
  attended: boolean | null;
  answered_at: Temporal.Instant | null;
  mail_key: string | null;
  reminded_at: Temporal.Instant | null;
};

/** Who is invited, and who called it. */
export async function partsOf(
  read: Readable,
  eventId: EventId,
  organiserId: PersonId,
): Promise<{ organiser: PersonRow | null; participants: ParticipantRow[] }> {
  const rows = await read
    .selectFrom('calendar_participants')
    .selectAll()
    .where('event_id', '=', eventId)
    .execute();
  const people = await peopleOf(read, eventId);
  const participants = people.flatMap((p) => {
    const row = rows.find((r) => r.person_id === p.person_id);
    if (!row) return [];
    const { answer, note, attended, answered_at, mail_key, reminded_at } = row;
    return [{ ...p, answer: answer as Answer, note, attended, answered_at, mail_key, reminded_at }];
  });
  return {
    organiser: people.find((p) => p.person_id === organiserId) ?? null,
    participants: participants.sort((a, b) => a.family_name.localeCompare(b.family_name)),
  };
}

/** Present places of some people in events, to tell what they answered. */
export function answersOf(read: Readable, personId: PersonId, eventIds: readonly EventId[]) {
  if (eventIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('calendar_participants')
    .select(['event_id', 'answer'])
    .where('person_id', '=', personId)
    .where('event_id', 'in', [...eventIds])
    .execute();
}

/** Events that touch a stretch of time: of a person, or about something, soonest first. */
export function eventsOf(
  read: Readable,
  of: { personId: PersonId } | { about: About },
  since: Temporal.Instant,
  until: Temporal.Instant | null = null,
) {
  let query = read
    .selectFrom('calendar_events as e')
    .selectAll('e')
    .where('e.ends_at', '>=', since);
  if (until) query = query.where('e.starts_at', '<', until);
  if ('about' in of) {
    const { kind, id } = of.about;
    query = query.where(`e.${kind}_id`, '=', id as never);
  } else {
    const { personId } = of;
    query = query.where((eb) =>
      eb.or([
        eb('e.organiser_id', '=', personId),
        eb(
          'e.id',
          'in',
          eb
            .selectFrom('calendar_participants as x')
            .select('x.event_id')
            .where('x.person_id', '=', personId),
        ),
      ]),
    );
  }
  return query.orderBy('e.starts_at').orderBy('e.id').limit(500).execute();
}

/** Colleagues and partners one can see, to choose participants from. */
export function reachablePersons(
  read: Readable,
  exceptId: PersonId,
  { text, limit }: { text: string; limit: number },
) {
  let query = read
    .selectFrom('memberships as m')
    .innerJoin('persons as p', 'p.id', 'm.person_id')
    .innerJoin('organisations as o', 'o.id', 'm.org_id')
    .select(['p.id', 'p.given_name', 'p.family_name', 'p.preferred_name', 'o.name as org_name'])
    .distinctOn(['o.name', 'p.family_name', 'p.id'])
    .where('m.until_on', 'is', null)
    .where('p.id', '<>', exceptId)
    .orderBy('o.name')
    .orderBy('p.family_name')
    .orderBy('p.id')
    .limit(limit);
  if (text) {
    const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([
        eb(
          sql<string>`concat(coalesce(nullif(p.preferred_name, ''), p.given_name), ' ', p.family_name)`,
          'ilike',
          like,
        ),
        eb('p.given_name', 'ilike', like),
        eb('o.name', 'ilike', like),
      ]),
    );
  }
  return query.execute();
}

/** Which of these mails the receiving server refused, at once or later by a report. */
export async function undelivered(
  read: Readable,
  keys: readonly (string | null)[],
): Promise<Set<string>> {
  const asked = keys.filter((k): k is string => k !== null);
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{
    send_key: string;
  }>`select * from app_failed_mails(${asked})`.execute(read as Tx);
  return new Set(rows.map((r) => r.send_key));
}

/** Meetings of the next hours whose participants were not reminded yet. Read as the installation. */
export function toRemind(read: Readable, from: Temporal.Instant, until: Temporal.Instant) {
  return (
    read
      .selectFrom('calendar_events as e')
      .innerJoin('calendar_participants as x', 'x.event_id', 'e.id')
      .leftJoin('calendar_settings as s', 's.person_id', 'x.person_id')
      .select(['e.id', 'x.person_id'])
      .where('e.cancelled_at', 'is', null)
      .where('e.starts_at', '>', from)
      .where('e.starts_at', '<=', until)
      // who was invited within the last day has just read about it
      .where('e.created_at', '<', from.subtract({ hours: 24 }))
      .where('x.reminded_at', 'is', null)
      .where('x.answer', '<>', 'no')
      .where((eb) => eb.or([eb('s.reminders', 'is', null), eb('s.reminders', '=', true)]))
      .orderBy('e.id')
      .limit(2000)
      .execute()
  );
}

export async function markReminded(
  tx: Tx,
  eventId: EventId,
  personId: PersonId,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('calendar_participants')
    .set({ reminded_at: at })
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .execute();
}

/** Meetings that are over and have no minutes, of a person or of everybody. */
export function withoutMinutes(
  read: Readable,
  of: { organiserId: PersonId } | 'everybody-not-asked',
  between: { from: Temporal.Instant; until: Temporal.Instant },
) {
  let query = read
    .selectFrom('calendar_events as e')
    .selectAll('e')
    .where('e.kind', 'in', ['meeting', 'visit', 'check_in'])
    .where('e.cancelled_at', 'is', null)
    .where('e.ends_at', '>', between.from)
    .where('e.ends_at', '<', between.until)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('event_minutes as n').select('n.event_id').whereRef('n.event_id', '=', 'e.id'),
        ),
      ),
    );
  query =
    of === 'everybody-not-asked'
      ? query.where('e.minutes_asked_at', 'is', null)
      : query.where('e.organiser_id', '=', of.organiserId);
  return query.orderBy('e.ends_at').limit(200).execute();
}

export async function markMinutesAsked(
  tx: Tx,
  eventId: EventId,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('calendar_events')
    .set({ minutes_asked_at: at })
    .where('id', '=', eventId)
    .execute();
}

/** What took place longer ago than it is kept. */
export async function forgetBefore(tx: Tx, at: Temporal.Instant): Promise<bigint> {
  await tx
    .deleteFrom('date_polls')
    .where('created_at', '<', at)
    .where('state', '<>', 'open')
    .execute();
  const { numDeletedRows } = await tx
    .deleteFrom('calendar_events')
    .where('ends_at', '<', at)
    .executeTakeFirst();
  return numDeletedRows;
}
