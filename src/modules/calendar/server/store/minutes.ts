import type { EventId, EventTaskId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';

/** Every version of the minutes of a meeting, the newest first. */
export function minutesOf(read: Readable, eventId: EventId) {
  return read
    .selectFrom('event_minutes')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('number', 'desc')
    .execute();
}

/** The same number twice meets the key: who was second is told that somebody else was faster. */
export async function insertMinutes(
  tx: Tx,
  m: { eventId: EventId; number: number; text: string; by: PersonId; at: Temporal.Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('event_minutes')
    .values({
      event_id: m.eventId,
      number: m.number,
      text: m.text,
      written_by: m.by,
      written_at: m.at,
    })
    .onConflict((c) => c.columns(['event_id', 'number']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export function confirmationsOf(read: Readable, eventId: EventId) {
  return read
    .selectFrom('event_minutes_confirmations')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('confirmed_at')
    .execute();
}

export async function confirmMinutes(
  tx: Tx,
  c: { eventId: EventId; number: number; by: PersonId; at: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('event_minutes_confirmations')
    .values({ event_id: c.eventId, number: c.number, person_id: c.by, confirmed_at: c.at })
    .onConflict((x) => x.columns(['event_id', 'number', 'person_id']).doNothing())
    .execute();
}

export function tasksOfEvent(read: Readable, eventId: EventId) {
  return read
    .selectFrom('event_tasks')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('due_on')
    .orderBy('id')
    .execute();
}

/** What somebody has agreed to do and has not done. */
export function openTasksOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('event_tasks as k')
    .innerJoin('calendar_events as e', 'e.id', 'k.event_id')
    .select(['k.id', 'k.title', 'k.due_on', 'k.event_id', 'k.created_at'])
    .select(['e.title as event_title', 'e.project_id'])
    .where('k.person_id', '=', personId)
    .where('k.done_at', 'is', null)
    .orderBy('k.due_on')
    .limit(100)
    .execute();
}

export async function insertTask(
  tx: Tx,
  k: {
    id: EventTaskId;
    eventId: EventId;
    title: string;
    personId: PersonId;
    dueOn: Temporal.PlainDate | null;
    by: PersonId;
    at: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('event_tasks')
    .values({
      id: k.id,
      event_id: k.eventId,
      title: k.title,
      person_id: k.personId,
      due_on: k.dueOn,
      created_by: k.by,
      created_at: k.at,
    })
    .execute();
}

export function taskById(read: Readable, id: EventTaskId) {
  return read.selectFrom('event_tasks').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function setTaskDone(
  tx: Tx,
  id: EventTaskId,
  doneAt: Temporal.Instant | null,
): Promise<void> {
  await tx.updateTable('event_tasks').set({ done_at: doneAt }).where('id', '=', id).execute();
}

export function proposalsOf(read: Readable, eventId: EventId) {
  return read
    .selectFrom('event_proposals')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('settled_at', 'is', null)
    .orderBy('made_at')
    .execute();
}

/** Another time somebody would prefer; the newest of a person counts. */
export async function propose(
  tx: Tx,
  p: {
    eventId: EventId;
    personId: PersonId;
    startsAt: Temporal.Instant;
    endsAt: Temporal.Instant;
    note: string;
    at: Temporal.Instant;
    /** of the calendar program that proposed it, to be answered there; null: on the page */
    counterSequence: number | null;
  },
): Promise<void> {
  const said = {
    starts_at: p.startsAt,
    ends_at: p.endsAt,
    note: p.note,
    made_at: p.at,
    settled_at: null,
    counter_sequence: p.counterSequence,
  };
  await tx
    .insertInto('event_proposals')
    .values({ event_id: p.eventId, person_id: p.personId, ...said })
    .onConflict((c) => c.columns(['event_id', 'person_id']).doUpdateSet(said))
    .execute();
}

/** @param personId null: all that are open, since the meeting has moved */
export async function settleProposals(
  tx: Tx,
  eventId: EventId,
  personId: PersonId | null,
  at: Temporal.Instant,
): Promise<void> {
  let query = tx
    .updateTable('event_proposals')
    .set({ settled_at: at })
    .where('event_id', '=', eventId)
    .where('settled_at', 'is', null);
  if (personId) query = query.where('person_id', '=', personId);
  await query.execute();
}
