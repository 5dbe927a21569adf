import type { MobilityId, OrgId, PersonId, TripId } from '#kernel/ids.ts';
import type { PartyRole } from '#modules/mobilities/core/index.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  AdultRelation,
  Answering,
  Means,
  Seat,
  Trip,
  TripAnswer,
  TripPart,
  TripPlan,
  TripState,
} from '../../core/index.ts';
import { dossiersSeen, type JourneyScope } from './journeys.ts';

type Row = Awaited<ReturnType<typeof tripRows>>[number];

function tripFrom(r: Row): Trip {
  return {
    id: r.id as TripId,
    mobilityId: r.mobility_id as MobilityId,
    state: r.state as TripState,
    place: r.place,
    countryCode: r.country_code,
    purpose: r.purpose,
    leavesOn: r.leaves_on,
    leavesAt: r.leaves_at,
    returnsOn: r.returns_on,
    returnsAt: r.returns_at,
    adultName: r.adult_name,
    adultAge: r.adult_age,
    adultPhone: r.adult_phone,
    adultRelation: r.adult_relation as AdultRelation | '',
    means: r.means as Means,
    details: r.details,
    sleepsAt: r.sleeps_at,
    catchUp: r.catch_up,
    insured: r.insured,
    papersReady: r.papers_ready,
    askedBy: r.asked_by as PersonId,
    askedAt: r.asked_at,
    round: r.round,
    version: r.version,
  };
}

function tripRows(read: Readable, by: { id: TripId } | { mobilityId: MobilityId }) {
  return read
    .selectFrom('trips')
    .selectAll()
    .$if('id' in by, (q) => q.where('id', '=', (by as { id: TripId }).id))
    .$if('mobilityId' in by, (q) =>
      q.where('mobility_id', '=', (by as { mobilityId: MobilityId }).mobilityId),
    )
    .orderBy('leaves_on', 'desc')
    .limit(100)
    .execute();
}

export async function tripById(read: Readable, id: TripId): Promise<Trip | null> {
  const [row] = await tripRows(read, { id });
  return row ? tripFrom(row) : null;
}

/** Trips of a dossier, the latest first; drafts of their writer alone (row policy). */
export async function tripsOf(read: Readable, mobilityId: MobilityId): Promise<Trip[]> {
  return (await tripRows(read, { mobilityId })).map(tripFrom);
}

/** The trip under lock; its dossier is locked before it. */
export async function lockTrip(tx: Tx, id: TripId): Promise<Trip | null> {
  const row = await tx
    .selectFrom('trips')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? tripFrom(row) : null;
}

const columnsOf = (p: TripPlan) => ({
  place: p.place,
  country_code: p.countryCode,
  purpose: p.purpose,
  leaves_on: p.leavesOn,
  leaves_at: p.leavesAt,
  returns_on: p.returnsOn,
  returns_at: p.returnsAt,
  adult_name: p.adultName,
  adult_age: p.adultAge,
  adult_phone: p.adultPhone,
  adult_relation: p.adultRelation,
  means: p.means,
  details: p.details,
  sleeps_at: p.sleepsAt,
  catch_up: p.catchUp,
  insured: p.insured,
  papers_ready: p.papersReady,
});

export async function insertTrip(
  tx: Tx,
  t: TripPlan & {
    id: TripId;
    mobilityId: MobilityId;
    askedBy: PersonId;
    now: Temporal.Instant;
    sendKey: string;
  },
): Promise<void> {
  await tx
    .insertInto('trips')
    .values({
      id: t.id,
      mobility_id: t.mobilityId,
      state: 'draft',
      ...columnsOf(t),
      asked_by: t.askedBy,
      asked_at: t.now,
      send_key: t.sendKey,
    })
    .execute();
}

/** The trip that the same form made before. */
export async function tripByKey(
  read: Readable,
  askedBy: PersonId,
  sendKey: string,
): Promise<TripId | null> {
  const row = await read
    .selectFrom('trips')
    .select('id')
    .where('asked_by', '=', askedBy)
    .where('send_key', '=', sendKey)
    .executeTakeFirst();
  return (row?.id as TripId | undefined) ?? null;
}

export async function updateTrip(
  tx: Tx,
  id: TripId,
  change: {
    plan?: TripPlan;
    state?: TripState;
    round?: number;
    asked_at?: Temporal.Instant;
    closed_at?: Temporal.Instant | null;
  },
): Promise<void> {
  const { plan, ...rest } = change;
  await tx
    .updateTable('trips')
    .set((eb) => ({ ...rest, ...(plan ? columnsOf(plan) : {}), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function deleteDraft(tx: Tx, id: TripId): Promise<void> {
  await tx.deleteFrom('trips').where('id', '=', id).where('state', '=', 'draft').execute();
}

// ---- answers

export async function answersOf(
  read: Readable,
  ids: readonly TripId[],
): Promise<(TripAnswer & { tripId: TripId })[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('trip_answers')
    .selectAll()
    .where('trip_id', 'in', [...ids])
    .orderBy('answered_at')
    .execute();
  return rows.map((r) => ({
    tripId: r.trip_id as TripId,
    seat: r.seat as Seat,
    round: r.round,
    answer: r.answer as 'yes' | 'no',
    note: r.note,
    answeredBy: r.answered_by as PersonId,
    answeredAt: r.answered_at,
    superseded: r.superseded_at !== null,
  }));
}

export async function insertAnswer(
  tx: Tx,
  tripId: TripId,
  a: Omit<TripAnswer, 'superseded'>,
): Promise<void> {
  await tx
    .insertInto('trip_answers')
    .values({
      trip_id: tripId,
      seat: a.seat,
      round: a.round,
      answer: a.answer,
      note: a.note,
      answered_by: a.answeredBy,
      answered_at: a.answeredAt,
    })
    .execute();
}

/** These seats are asked again. */
export async function supersede(
  tx: Tx,
  tripId: TripId,
  seats: readonly Seat[],
  at: Temporal.Instant,
): Promise<void> {
  if (seats.length === 0) return;
  await tx
    .updateTable('trip_answers')
    .set({ superseded_at: at })
    .where('trip_id', '=', tripId)
    .where('seat', 'in', [...seats])
    .where('superseded_at', 'is', null)
    .execute();
}

export type TripBefore = {
  place: string;
  leavesOn: string;
  leavesAt: string;
  returnsOn: string;
  returnsAt: string;
};

export async function insertTripChange(
  tx: Tx,
  tripId: TripId,
  c: {
    round: number;
    what: readonly TripPart[];
    before: TripBefore;
    madeBy: PersonId;
    madeAt: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('trip_changes')
    .values({
      trip_id: tripId,
      round: c.round,
      what: [...c.what],
      before: json(c.before),
      made_by: c.madeBy,
      made_at: c.madeAt,
    })
    .execute();
}

export async function tripChangesOf(read: Readable, tripId: TripId) {
  const rows = await read
    .selectFrom('trip_changes')
    .selectAll()
    .where('trip_id', '=', tripId)
    .orderBy('round', 'desc')
    .execute();
  return rows.map((r) => ({
    round: r.round,
    what: r.what as TripPart[],
    before: r.before as unknown as TripBefore,
    madeBy: r.made_by as PersonId,
    madeAt: r.made_at,
  }));
}

// ---- reminders

export type ReminderKind = 'again' | 'eve' | 'hand';

/** Who was reminded of some trips and when, the newest first. */
export async function remindersOf(
  read: Readable,
  ids: readonly TripId[],
): Promise<{ tripId: TripId; seat: Seat; onDay: Temporal.PlainDate; sentAt: Temporal.Instant }[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('trip_reminders')
    .select(['trip_id', 'seat', 'on_day', 'sent_at'])
    .where('trip_id', 'in', [...ids])
    .orderBy('sent_at', 'desc')
    .execute();
  return rows.map((r) => ({
    tripId: r.trip_id as TripId,
    seat: r.seat as Seat,
    onDay: r.on_day,
    sentAt: r.sent_at,
  }));
}

export async function insertReminder(
  tx: Tx,
  tripId: TripId,
  r: {
    seat: Seat;
    onDay: Temporal.PlainDate;
    kind: ReminderKind;
    sentBy: PersonId | null;
    sentAt: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('trip_reminders')
    .values({
      trip_id: tripId,
      seat: r.seat,
      on_day: r.onDay,
      kind: r.kind,
      sent_by: r.sentBy,
      sent_at: r.sentAt,
    })
    .execute();
}

/** Trips that wait for an answer and begin after a day, a few at a time, by id. */
export function tripsWaiting(
  read: Readable,
  today: Temporal.PlainDate,
  afterId: string,
  limit: number,
) {
  return read
    .selectFrom('trips')
    .select('id')
    .where('state', '=', 'asked')
    .where('leaves_on', '>', today)
    .where('id', '>', afterId as TripId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** When each of some trips was last changed. */
export async function lastChanges(
  read: Readable,
  ids: readonly TripId[],
): Promise<Map<TripId, Temporal.Instant>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('trip_changes')
    .select((eb) => ['trip_id', eb.fn.max('made_at').as('made_at')])
    .where('trip_id', 'in', [...ids])
    .groupBy('trip_id')
    .execute();
  return new Map(rows.map((r) => [r.trip_id as TripId, r.made_at as Temporal.Instant]));
}

// ---- lists

/** Open and agreed trips of all dossiers in which the parties have a part that sees them, until their last day. */
export function tripsFor(read: Readable, scope: JourneyScope, since: Temporal.PlainDate) {
  return read
    .selectFrom('trips as t')
    .innerJoin('mobilities as m', 'm.id', 't.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .leftJoin('organisations as h', 'h.id', 'm.host_school_id')
    .select([
      't.id',
      't.mobility_id',
      't.state',
      't.place',
      't.leaves_on',
      't.leaves_at',
      't.returns_on',
      't.returns_at',
      't.asked_by',
      't.asked_at',
      't.version',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'h.time_zone as host_zone',
    ])
    .where('m.id', 'in', dossiersSeen(read, scope))
    .where('t.state', 'in', ['draft', 'asked', 'agreed'])
    .where('t.returns_on', '>=', since)
    .orderBy('t.leaves_on')
    .limit(200)
    .execute();
}

/** Agreed trips over a night; of the dossiers named, or of all that the reader sees. */
export function tripsOver(read: Readable, night: Temporal.PlainDate, ids?: readonly MobilityId[]) {
  if (ids?.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('trips')
    .select(['mobility_id', 'place', 'adult_name', 'adult_phone', 'sleeps_at', 'returns_on'])
    .where('state', '=', 'agreed')
    .where('leaves_on', '<=', night)
    .where('returns_on', '>', night)
    .$if(ids !== undefined, (q) => q.where('mobility_id', 'in', [...(ids ?? [])]))
    .orderBy('leaves_on')
    .execute();
}

/** Who answers for the pupils of some dossiers, all at once. */
export async function answeringFor(
  read: Readable,
  ids: readonly MobilityId[],
): Promise<Map<MobilityId, Answering>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('mobilities as m')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .select([
      'm.id',
      'p.birth_date',
      'm.sending_school_id',
      'm.hosting_org_id',
      'm.contact_teacher_id',
    ])
    .where('m.id', 'in', [...ids])
    .execute();
  const parties = Map.groupBy(
    await read
      .selectFrom('mobility_parties')
      .select(['mobility_id', 'org_id', 'person_id', 'role', 'from_on', 'until_on'])
      .where('mobility_id', 'in', [...ids])
      .execute(),
    (p) => p.mobility_id,
  );
  return new Map(
    rows.map((m) => [
      m.id as MobilityId,
      {
        pupilBirthDate: m.birth_date,
        sendingSchoolId: m.sending_school_id as OrgId,
        hostingOrgId: m.hosting_org_id as OrgId | null,
        contactTeacherId: m.contact_teacher_id as PersonId | null,
        parties: (parties.get(m.id) ?? []).map((p) => ({
          orgId: p.org_id as OrgId | null,
          personId: p.person_id as PersonId | null,
          role: p.role as PartyRole,
          fromOn: p.from_on,
          untilOn: p.until_on,
        })),
      },
    ]),
  );
}
