import { sql } from 'kysely';
import { levels } from '#engines/grouping/index.ts';
import type { ClubId, ClubRoundId, Id, OrgId, PersonId, RoundGroupId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  Entry,
  Experience,
  GroupState,
  Intent,
  Level,
  PeerRole,
  PlaceState,
  RoundOutcome,
  RoundRules,
  RoundState,
} from '../core/types.ts';

export type Round = RoundRules & {
  id: ClubRoundId;
  name: string;
  about: string;
  facilitator_id: PersonId;
  facilitator: Named;
  registerUntil: Temporal.PlainDate;
  state: RoundState;
  outcome: RoundOutcome | null;
  workingSince: Temporal.Instant | null;
  version: number;
};
export type Named = {
  person_id: PersonId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  email: string | null;
  language: string;
};

function rounds(read: Readable) {
  return read
    .selectFrom('club_rounds as r')
    .innerJoin('persons as p', 'p.id', 'r.facilitator_id')
    .selectAll('r')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.email', 'p.language']);
}

function roundOf(
  row: Awaited<ReturnType<ReturnType<typeof rounds>['executeTakeFirstOrThrow']>>,
): Round {
  return {
    id: row.id as ClubRoundId,
    name: row.name,
    about: row.about,
    facilitator_id: row.facilitator_id as PersonId,
    facilitator: {
      person_id: row.facilitator_id as PersonId,
      given_name: row.given_name,
      family_name: row.family_name,
      preferred_name: row.preferred_name,
      email: row.email,
      language: row.language,
    },
    themes: row.themes,
    languages: row.languages,
    ownTheme: row.own_theme,
    timeZone: row.time_zone,
    kickOffWeek: row.kick_off_week,
    weeksBetween: row.weeks_between,
    registerUntil: row.register_until,
    state: row.state as RoundState,
    outcome: row.outcome as RoundOutcome | null,
    workingSince: row.working_since,
    version: row.version,
  };
}

export async function roundById(read: Readable, id: ClubRoundId): Promise<Round | null> {
  const row = await rounds(read).where('r.id', '=', id).executeTakeFirst();
  return row ? roundOf(row) : null;
}

/** The round under lock: what is decided about its groups is decided one after the other. */
export async function roundForUpdate(tx: Tx, id: ClubRoundId): Promise<Round | null> {
  await tx.selectFrom('club_rounds').select('id').where('id', '=', id).forUpdate().execute();
  return roundById(tx, id);
}

/** Rounds somebody leads or is registered in, and all that are open, the newest first. */
export async function roundsFor(read: Readable, personId: PersonId): Promise<Round[]> {
  const rows = await rounds(read)
    .where((eb) =>
      eb.or([
        eb('r.state', '=', 'open'),
        eb('r.facilitator_id', '=', personId),
        eb.exists(
          eb
            .selectFrom('round_entries as e')
            .select('e.round_id')
            .whereRef('e.round_id', '=', 'r.id')
            .where('e.person_id', '=', personId)
            .where('e.withdrawn_at', 'is', null),
        ),
      ]),
    )
    .orderBy('r.created_at', 'desc')
    .execute();
  return rows.map(roundOf);
}

type RoundWords = RoundRules & {
  name: string;
  about: string;
  registerUntil: Temporal.PlainDate;
};

const columnsOf = (round: RoundWords) => ({
  name: round.name,
  about: round.about,
  themes: [...round.themes],
  languages: [...round.languages],
  own_theme: round.ownTheme,
  time_zone: round.timeZone,
  kick_off_week: round.kickOffWeek,
  weeks_between: round.weeksBetween,
  register_until: round.registerUntil,
});

export async function insertRound(
  tx: Tx,
  round: RoundWords & { id: ClubRoundId; facilitatorId: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('club_rounds')
    .values({
      ...columnsOf(round),
      id: round.id,
      facilitator_id: round.facilitatorId,
      state: 'open',
      created_at: round.now,
    })
    .execute();
}

/** @returns false when the round was changed meanwhile */
export async function updateRound(
  tx: Tx,
  id: ClubRoundId,
  version: number,
  round: RoundWords,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('club_rounds')
    .set({ ...columnsOf(round), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function setRound(
  tx: Tx,
  id: ClubRoundId,
  change: {
    state?: RoundState;
    outcome?: RoundOutcome;
    workingSince?: Temporal.Instant | null;
    closedAt?: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('club_rounds')
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(change.state ? { state: change.state } : {}),
      ...(change.outcome ? { outcome: json(change.outcome) } : {}),
      ...(change.closedAt ? { closed_at: change.closedAt } : {}),
      ...(change.workingSince !== undefined ? { working_since: change.workingSince } : {}),
    }))
    .where('id', '=', id)
    .execute();
}

export type Registered = Entry &
  Named & {
    organisation: string;
    held: boolean;
    waitReason: string | null;
    waitOthers: number | null;
    version: number;
  };

const languagesIn = (told: unknown) =>
  (told as { code: string; level: string }[]).map((l) => ({
    code: l.code,
    level: levels.find((each) => each === l.level) ?? ('A1' as Level),
  }));

/** Who is registered and has not left, by organisation. */
export async function entriesOf(
  read: Readable,
  roundId: ClubRoundId,
  personId?: PersonId,
): Promise<Registered[]> {
  let query = read
    .selectFrom('round_entries as e')
    .innerJoin('persons as p', 'p.id', 'e.person_id')
    .innerJoin('organisations as o', 'o.id', 'e.org_id')
    .selectAll('e')
    .select([
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
      'o.name as organisation',
      'o.country_code',
    ])
    .where('e.round_id', '=', roundId)
    .where('e.withdrawn_at', 'is', null);
  if (personId) query = query.where('e.person_id', '=', personId);
  const rows = await query.orderBy('o.name').orderBy('e.person_id').execute();
  return rows.map((row) => ({
    personId: row.person_id as PersonId,
    person_id: row.person_id as PersonId,
    orgId: row.org_id as OrgId,
    organisation: row.organisation,
    countryCode: row.country_code,
    role: row.role as PeerRole,
    experience: row.experience as Experience,
    timeZone: row.time_zone,
    languages: languagesIn(row.languages),
    free: row.free as number[],
    wants: row.wants as { theme: string; intent: Intent }[],
    held: row.held,
    waitReason: row.wait_reason,
    waitOthers: row.wait_others,
    version: row.version,
    given_name: row.given_name,
    family_name: row.family_name,
    preferred_name: row.preferred_name,
    email: row.email,
    language: row.language,
  }));
}

/** Registers, or changes a registration. What was found out about waiting is forgotten until the next grouping. */
export async function saveEntry(
  tx: Tx,
  roundId: ClubRoundId,
  entry: Omit<Entry, 'countryCode'>,
  now: Temporal.Instant,
): Promise<void> {
  const values = {
    org_id: entry.orgId,
    role: entry.role,
    experience: entry.experience,
    time_zone: entry.timeZone,
    languages: json(entry.languages),
    free: json(entry.free),
    wants: json(entry.wants),
    wait_reason: null,
    wait_others: null,
    withdrawn_at: null,
  };
  await tx
    .insertInto('round_entries')
    .values({ round_id: roundId, person_id: entry.personId, registered_at: now, ...values })
    .onConflict((c) =>
      c
        .columns(['round_id', 'person_id'])
        .doUpdateSet({ ...values, version: sql<number>`round_entries.version + 1` }),
    )
    .execute();
}

export async function setEntry(
  tx: Tx,
  roundId: ClubRoundId,
  personId: PersonId,
  change: { held?: boolean; withdrawnAt?: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('round_entries')
    .set({
      ...(change.held === undefined ? {} : { held: change.held }),
      ...(change.withdrawnAt ? { withdrawn_at: change.withdrawnAt } : {}),
    })
    .where('round_id', '=', roundId)
    .where('person_id', '=', personId)
    .execute();
}

/** Keeps why each of these waits; everybody else of the round waits for nothing. */
export async function setWaiting(
  tx: Tx,
  roundId: ClubRoundId,
  waiting: { id: string; reason: string; others: number }[],
): Promise<void> {
  await tx
    .updateTable('round_entries')
    .set({ wait_reason: null, wait_others: null })
    .where('round_id', '=', roundId)
    .execute();
  if (waiting.length === 0) return;
  await sql`update round_entries e set wait_reason = w.reason, wait_others = w.others
    from jsonb_to_recordset(${json(waiting)}::jsonb) as w(id text, reason text, others integer)
    where e.round_id = ${roundId} and e.person_id = w.id`.execute(tx);
}

export type Place = {
  personId: PersonId;
  locked: boolean;
  state: PlaceState;
};
export type Group = {
  id: RoundGroupId;
  number: number;
  theme: string;
  language: string;
  start: number;
  otherStarts: number[];
  locked: boolean;
  state: GroupState;
  clubId: ClubId | null;
  places: Place[];
};

export async function groupsOf(read: Readable, roundId: ClubRoundId): Promise<Group[]> {
  const groups = await read
    .selectFrom('round_groups')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('number')
    .execute();
  if (groups.length === 0) return [];
  const places = await read
    .selectFrom('round_places')
    .selectAll()
    .where(
      'group_id',
      'in',
      groups.map((g) => g.id),
    )
    .orderBy('person_id')
    .execute();
  return groups.map((g) => ({
    id: g.id as RoundGroupId,
    number: g.number,
    theme: g.theme,
    language: g.language,
    start: g.start_half,
    otherStarts: g.other_starts as number[],
    locked: g.locked,
    state: g.state as GroupState,
    clubId: g.club_id as ClubId | null,
    places: places
      .filter((p) => p.group_id === g.id)
      .map((p) => ({
        personId: p.person_id as PersonId,
        locked: p.locked,
        state: p.state as PlaceState,
      })),
  }));
}

/** Takes back proposals that are to be made again. */
export async function deleteGroups(tx: Tx, ids: RoundGroupId[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('round_groups').where('id', 'in', ids).execute();
}

export async function insertGroups(tx: Tx, roundId: ClubRoundId, groups: Group[]): Promise<void> {
  if (groups.length === 0) return;
  await tx
    .insertInto('round_groups')
    .values(
      groups.map((g) => ({
        id: g.id,
        round_id: roundId,
        number: g.number,
        theme: g.theme,
        language: g.language,
        start_half: g.start,
        other_starts: json(g.otherStarts),
        locked: g.locked,
        state: g.state,
      })),
    )
    .execute();
  await tx
    .insertInto('round_places')
    .values(
      groups.flatMap((g) =>
        g.places.map((p) => ({
          group_id: g.id,
          person_id: p.personId,
          locked: p.locked,
          state: p.state,
        })),
      ),
    )
    .execute();
}

export async function setGroup(
  tx: Tx,
  id: RoundGroupId,
  change: {
    locked?: boolean;
    state?: GroupState;
    clubId?: ClubId;
    meeting?: { theme: string; language: string; start: number; otherStarts: number[] };
  },
): Promise<void> {
  await tx
    .updateTable('round_groups')
    .set({
      ...(change.locked === undefined ? {} : { locked: change.locked }),
      ...(change.state ? { state: change.state } : {}),
      ...(change.clubId ? { club_id: change.clubId } : {}),
      ...(change.meeting
        ? {
            theme: change.meeting.theme,
            language: change.meeting.language,
            start_half: change.meeting.start,
            other_starts: json(change.meeting.otherStarts),
          }
        : {}),
    })
    .where('id', '=', id)
    .execute();
}

export async function removePlace(
  tx: Tx,
  groupId: RoundGroupId,
  personId: PersonId,
): Promise<void> {
  await tx
    .deleteFrom('round_places')
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .execute();
}

export async function insertPlace(
  tx: Tx,
  groupId: RoundGroupId,
  personId: PersonId,
  place: { state: PlaceState; locked: boolean; askedAt: Temporal.Instant | null },
): Promise<void> {
  await tx
    .insertInto('round_places')
    .values({
      group_id: groupId,
      person_id: personId,
      state: place.state,
      locked: place.locked,
      asked_at: place.askedAt,
    })
    .execute();
}

export async function setPlaces(
  tx: Tx,
  groupId: RoundGroupId,
  personIds: PersonId[],
  change: {
    state?: PlaceState;
    locked?: boolean;
    askedAt?: Temporal.Instant;
    answeredAt?: Temporal.Instant;
  },
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .updateTable('round_places')
    .set({
      ...(change.state ? { state: change.state } : {}),
      ...(change.locked === undefined ? {} : { locked: change.locked }),
      ...(change.askedAt ? { asked_at: change.askedAt } : {}),
      ...(change.answeredAt ? { answered_at: change.answeredAt } : {}),
    })
    .where('group_id', '=', groupId)
    .where('person_id', 'in', personIds)
    .execute();
}

/** The group whose club this is. */
export async function groupOfClub(read: Readable, clubId: ClubId) {
  const row = await read
    .selectFrom('round_groups')
    .select(['id', 'round_id'])
    .where('club_id', '=', clubId)
    .executeTakeFirst();
  return row && { id: row.id as RoundGroupId, roundId: row.round_id as ClubRoundId };
}

/** Rounds in which somebody has a part, with their own place; for what is theirs to do. */
export async function ownPlaces(read: Readable, personId: PersonId) {
  const rows = await read
    .selectFrom('round_places as p')
    .innerJoin('round_groups as g', 'g.id', 'p.group_id')
    .select(['g.round_id', 'g.id as group_id', 'g.theme', 'g.club_id', 'p.state'])
    .where('p.person_id', '=', personId)
    .where('p.state', 'in', ['asked', 'accepted'])
    .where('g.state', 'in', ['asking', 'founded'])
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as PlaceState }));
}

export type Arrival = {
  id: Id<'rar'>;
  round_id: ClubRoundId;
  email: string;
  given_name: string;
  family_name: string;
  language: string;
  org_name: string;
  org_kind: string;
  country_code: string;
  city: string;
  expires_at: Temporal.Instant;
  used_at: Temporal.Instant | null;
};

export async function insertArrival(
  tx: Tx,
  arrival: Omit<Arrival, 'expires_at' | 'used_at'> & {
    hash: Buffer;
    now: Temporal.Instant;
    expiresAt: Temporal.Instant;
  },
): Promise<void> {
  const { hash, now, expiresAt, ...rest } = arrival;
  await tx
    .insertInto('round_arrivals')
    .values({ ...rest, token_hash: hash, arrived_at: now, expires_at: expiresAt })
    .execute();
}

/** How many links were mailed to an address for a round since a moment. */
export async function arrivalsSince(
  read: Readable,
  roundId: ClubRoundId,
  email: string,
  since: Temporal.Instant,
): Promise<number> {
  const row = await read
    .selectFrom('round_arrivals')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('round_id', '=', roundId)
    .where('email', '=', email)
    .where('arrived_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** What the newest registration of these people in a round of this facilitator tells; nobody else's rounds are read. */
export async function peersTold(
  read: Readable,
  facilitatorId: PersonId,
  personIds: readonly PersonId[],
) {
  if (personIds.length === 0) return [];
  const rows = await read
    .selectFrom('round_entries as e')
    .innerJoin('club_rounds as r', 'r.id', 'e.round_id')
    .distinctOn('e.person_id')
    .select(['e.person_id', 'e.languages', 'e.free', 'e.time_zone'])
    .where('r.facilitator_id', '=', facilitatorId)
    .where('e.person_id', 'in', [...personIds])
    .where('e.withdrawn_at', 'is', null)
    .orderBy('e.person_id')
    .orderBy('e.registered_at', 'desc')
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    languages: languagesIn(row.languages),
    free: row.free as number[],
    timeZone: row.time_zone,
  }));
}

/** Rounds that were closed before a moment. */
export function roundsClosedBefore(
  read: Readable,
  before: Temporal.Instant,
  limit: number,
  id?: ClubRoundId,
) {
  let query = read
    .selectFrom('club_rounds')
    .select('id')
    .where('state', '=', 'closed')
    .where('closed_at', '<', before);
  if (id) query = query.where('id', '=', id);
  return query.orderBy('id').limit(limit).execute();
}

/** Deletes a round with all that people told for it; clubs that it founded stay. */
export async function deleteRound(tx: Tx, id: ClubRoundId): Promise<void> {
  await tx.deleteFrom('club_rounds').where('id', '=', id).execute();
}

/** Deletes links that nobody has used in time. @returns how many */
export async function deleteUnusedArrivals(tx: Tx, now: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('round_arrivals')
    .where('used_at', 'is', null)
    .where('expires_at', '<', now)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function arrivalForUpdate(tx: Tx, roundId: ClubRoundId, hash: Buffer) {
  return tx
    .selectFrom('round_arrivals')
    .selectAll()
    .where('round_id', '=', roundId)
    .where('token_hash', '=', hash)
    .forUpdate()
    .executeTakeFirst();
}

export async function arrivalByHash(read: Readable, roundId: ClubRoundId, hash: Buffer) {
  return read
    .selectFrom('round_arrivals')
    .select(['given_name', 'email', 'expires_at', 'used_at', 'org_name'])
    .where('round_id', '=', roundId)
    .where('token_hash', '=', hash)
    .executeTakeFirst();
}

export async function markArrived(tx: Tx, id: Id<'rar'>, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('round_arrivals').set({ used_at: now }).where('id', '=', id).execute();
}

/** Rounds in which somebody is registered. */
export async function ownEntries(read: Readable, personId: PersonId): Promise<Set<string>> {
  const rows = await read
    .selectFrom('round_entries')
    .select('round_id')
    .where('person_id', '=', personId)
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Set(rows.map((r) => r.round_id));
}

/** How many are registered in each round, and how many places are proposed or wait for an answer. */
export async function countsOf(read: Readable, ids: ClubRoundId[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await read
    .selectFrom('club_rounds as r')
    .select((eb) => [
      'r.id',
      eb
        .selectFrom('round_entries as e')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('e.round_id', '=', 'r.id')
        .where('e.withdrawn_at', 'is', null)
        .as('registered'),
      eb
        .selectFrom('round_places as p')
        .innerJoin('round_groups as g', 'g.id', 'p.group_id')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('g.round_id', '=', 'r.id')
        .where('p.state', '=', 'asked')
        .where('g.state', 'in', ['asking', 'founded'])
        .as('asked'),
      eb
        .selectFrom('round_groups as g')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('g.round_id', '=', 'r.id')
        .where('g.state', '=', 'proposed')
        .as('proposed'),
    ])
    .where('r.id', 'in', ids)
    .execute();
  return new Map(
    rows.map((r) => [
      r.id,
      {
        registered: Number(r.registered ?? 0),
        asked: Number(r.asked ?? 0),
        proposed: Number(r.proposed ?? 0),
      },
    ]),
  );
}
