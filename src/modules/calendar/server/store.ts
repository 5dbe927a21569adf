import { sql } from 'kysely';
import type { ClubId, EventId, MobilityId, PersonId, ProjectId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { Answer, EventKind } from '../core/index.ts';

export type NewEvent = {
  id: EventId;
  kind: EventKind;
  title: string;
  description?: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  timeZone: string;
  place?: string;
  url?: string;
  organiserId: PersonId;
  projectId?: ProjectId | null;
  mobilityId?: MobilityId | null;
  clubId?: ClubId | null;
  agenda?: readonly string[];
  participantIds: readonly PersonId[];
  now: Temporal.Instant;
};

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
      url: e.url ?? '',
      organiser_id: e.organiserId,
      project_id: e.projectId ?? null,
      mobility_id: e.mobilityId ?? null,
      club_id: e.clubId ?? null,
      agenda: json([...(e.agenda ?? [])]),
      created_at: e.now,
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
    url: string;
    agenda: readonly string[];
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
      sequence: sequence + 1,
    })
    .where('id', '=', id)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function cancelEvent(tx: Tx, id: EventId, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('calendar_events')
    .set((eb) => ({ cancelled_at: now, sequence: eb('sequence', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function setAnswer(
  tx: Tx,
  eventId: EventId,
  personId: PersonId,
  answer: Answer,
): Promise<void> {
  await tx
    .updateTable('calendar_participants')
    .set({ answer })
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .execute();
}

function events(read: Readable) {
  return read
    .selectFrom('calendar_events as e')
    .leftJoin('persons as o', 'o.id', 'e.organiser_id')
    .selectAll('e')
    .select(['o.given_name', 'o.family_name', 'o.preferred_name', 'o.email']);
}

export type EventRow = NonNullable<Awaited<ReturnType<typeof eventById>>>;

export function eventById(read: Readable, id: EventId) {
  return events(read).where('e.id', '=', id).executeTakeFirst();
}

export async function lockEvent(tx: Tx, id: EventId): Promise<void> {
  await tx.selectFrom('calendar_events').select('id').where('id', '=', id).forUpdate().execute();
}

export function participantsOf(read: Readable, eventId: EventId) {
  return read
    .selectFrom('calendar_participants as x')
    .innerJoin('persons as p', 'p.id', 'x.person_id')
    .select([
      'x.person_id',
      'x.answer',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
    ])
    .where('x.event_id', '=', eventId)
    .orderBy('p.family_name')
    .execute();
}

/** Events somebody organises or takes part in, from a moment on, soonest first. */
export function eventsOf(read: Readable, personId: PersonId, since: Temporal.Instant) {
  return events(read)
    .where('e.ends_at', '>=', since)
    .where((eb) =>
      eb.or([
        eb('e.organiser_id', '=', personId),
        eb.exists(
          eb
            .selectFrom('calendar_participants as x')
            .select('x.person_id')
            .whereRef('x.event_id', '=', 'e.id')
            .where('x.person_id', '=', personId),
        ),
      ]),
    )
    .orderBy('e.starts_at')
    .limit(500)
    .execute();
}

/** Events that still wait for this person's answer. */
export function unansweredBy(read: Readable, personId: PersonId, now: Temporal.Instant) {
  return events(read)
    .innerJoin('calendar_participants as x', 'x.event_id', 'e.id')
    .where('x.person_id', '=', personId)
    .where('x.answer', '=', 'open')
    .where('e.starts_at', '>', now)
    .where('e.cancelled_at', 'is', null)
    .orderBy('e.starts_at')
    .execute();
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

/** What an actor is made of, for a feed that is read without a session. */
export async function actorParts(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  const person = await read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name', 'preferred_name', 'language', 'is_admin'])
    .where('id', '=', personId)
    .executeTakeFirst();
  const orgs = await read
    .selectFrom('memberships')
    .select(['org_id', 'roles'])
    .where('person_id', '=', personId)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    .execute();
  return person ? { person, orgs } : null;
}
