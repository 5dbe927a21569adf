import { sql } from 'kysely';
import type { DatePollId, EventId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { About, PollAnswer } from '../../core/index.ts';
import type { PersonRow } from './events.ts';

/** A poll that somebody has begun just so and not sent out; who begins it at the same moment again waits for the first. */
export async function draftOf(
  tx: Tx,
  p: { organiserId: PersonId; title: string; firstDay: Temporal.PlainDate; about: About | null },
): Promise<DatePollId | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan:${p.organiserId}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ id: DatePollId }>`
    select id from date_polls where organiser_id = ${p.organiserId} and state = 'draft' and title = ${p.title}
      and first_day = ${p.firstDay.toString()}::date and about_id is not distinct from ${p.about?.id ?? null}
      and not exists (select 1 from date_poll_times t where t.poll_id = date_polls.id)
    limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function insertPoll(
  tx: Tx,
  p: {
    id: DatePollId;
    kind: string;
    title: string;
    description: string;
    minutes: number;
    timeZone: string;
    place: string;
    url: string;
    organiserId: PersonId;
    about: About | null;
    firstDay: Temporal.PlainDate;
    personIds: readonly PersonId[];
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('date_polls')
    .values({
      id: p.id,
      kind: p.kind,
      title: p.title,
      description: p.description,
      minutes: p.minutes,
      time_zone: p.timeZone,
      place: p.place,
      url: p.url,
      organiser_id: p.organiserId,
      about_kind: p.about?.kind ?? null,
      about_id: p.about?.id ?? null,
      first_day: p.firstDay,
      created_at: p.now,
    })
    .execute();
  await tx
    .insertInto('date_poll_people')
    .values(p.personIds.map((id) => ({ poll_id: p.id, person_id: id })))
    .execute();
}

export type PollRow = NonNullable<Awaited<ReturnType<typeof pollById>>>;

export function pollById(read: Readable, id: DatePollId) {
  return read.selectFrom('date_polls').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function lockPoll(tx: Tx, id: DatePollId): Promise<void> {
  await tx.selectFrom('date_polls').select('id').where('id', '=', id).forUpdate().execute();
}

/** Everybody of a poll, who asks among them. */
export async function peopleOfPoll(read: Readable, pollId: DatePollId): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`select * from app_poll_people(${pollId})`.execute(
    read as Tx,
  );
  return rows;
}

export async function placesInPoll(read: Readable, pollId: DatePollId) {
  return read
    .selectFrom('date_poll_people')
    .select(['person_id', 'answered_at'])
    .where('poll_id', '=', pollId)
    .execute();
}

export async function timesOf(read: Readable, pollId: DatePollId): Promise<Temporal.Instant[]> {
  const rows = await read
    .selectFrom('date_poll_times')
    .select('starts_at')
    .where('poll_id', '=', pollId)
    .orderBy('starts_at')
    .execute();
  return rows.map((r) => r.starts_at);
}

export async function setTimes(
  tx: Tx,
  pollId: DatePollId,
  times: readonly Temporal.Instant[],
): Promise<void> {
  await tx.deleteFrom('date_poll_times').where('poll_id', '=', pollId).execute();
  if (times.length > 0)
    await tx
      .insertInto('date_poll_times')
      .values(times.map((at) => ({ poll_id: pollId, starts_at: at })))
      .execute();
}

export async function setPollState(
  tx: Tx,
  id: DatePollId,
  state: 'open' | 'planned' | 'withdrawn',
  eventId: EventId | null = null,
): Promise<void> {
  await tx
    .updateTable('date_polls')
    .set({ state, event_id: eventId })
    .where('id', '=', id)
    .execute();
}

export function pollAnswersOf(read: Readable, pollId: DatePollId) {
  return read
    .selectFrom('date_poll_answers')
    .select(['starts_at', 'person_id', 'answer'])
    .where('poll_id', '=', pollId)
    .execute();
}

export async function setPollAnswers(
  tx: Tx,
  pollId: DatePollId,
  personId: PersonId,
  answers: readonly { at: Temporal.Instant; answer: PollAnswer }[],
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .deleteFrom('date_poll_answers')
    .where('poll_id', '=', pollId)
    .where('person_id', '=', personId)
    .execute();
  if (answers.length > 0)
    await tx
      .insertInto('date_poll_answers')
      .values(
        answers.map(({ at, answer }) => ({
          poll_id: pollId,
          starts_at: at,
          person_id: personId,
          answer,
        })),
      )
      .execute();
  await tx
    .updateTable('date_poll_people')
    .set({ answered_at: now })
    .where('poll_id', '=', pollId)
    .where('person_id', '=', personId)
    .execute();
}

/** Polls of a person that are not over: those they ask, and those they are asked. */
export function openPollsOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('date_polls as d')
    .leftJoin('date_poll_people as x', (join) =>
      join.onRef('x.poll_id', '=', 'd.id').on('x.person_id', '=', personId),
    )
    .select(['d.id', 'd.title', 'd.state', 'd.organiser_id', 'd.first_day', 'd.created_at'])
    .select(['x.person_id', 'x.answered_at'])
    .select((eb) =>
      eb
        .selectFrom('date_poll_people as y')
        .select((e) => e.fn.countAll<string>().as('n'))
        .whereRef('y.poll_id', '=', 'd.id')
        .where('y.answered_at', 'is', null)
        .as('missing'),
    )
    .where('d.state', 'in', ['draft', 'open'])
    .where((eb) => eb.or([eb('d.organiser_id', '=', personId), eb('x.person_id', '=', personId)]))
    .orderBy('d.created_at')
    .execute();
}

/** When the people of a poll are taken, for who asks. */
export async function busyOf(
  read: Readable,
  pollId: DatePollId,
  since: Temporal.Instant,
  until: Temporal.Instant,
): Promise<{ person_id: PersonId; starts_at: Temporal.Instant; ends_at: Temporal.Instant }[]> {
  const { rows } = await sql<{
    person_id: PersonId;
    starts_at: Temporal.Instant;
    ends_at: Temporal.Instant;
  }>`select * from app_busy_of_poll(${pollId}, ${since.toString()}, ${until.toString()})`.execute(
    read as Tx,
  );
  return rows;
}
