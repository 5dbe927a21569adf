import type { ClubId, EventId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { meetings as templates } from '../core/index.ts';
import type { ClubState, MemberState } from '../core/types.ts';

export async function insertClub(
  tx: Tx,
  club: {
    id: ClubId;
    name: string;
    criterionId: string;
    language: string;
    facilitatorId: PersonId;
    questions: string[];
    state: ClubState;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('clubs')
    .values({
      id: club.id,
      name: club.name,
      criterion_id: club.criterionId,
      language: club.language,
      facilitator_id: club.facilitatorId,
      questions: club.questions,
      state: club.state,
      created_at: club.now,
    })
    .execute();
}

export async function insertMembers(
  tx: Tx,
  clubId: ClubId,
  members: { personId: PersonId; orgId: OrgId }[],
  state: MemberState,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('club_members')
    .values(
      members.map((m) => ({
        club_id: clubId,
        person_id: m.personId,
        org_id: m.orgId,
        state,
        proposed_at: now,
      })),
    )
    .execute();
}

export async function clubForUpdate(tx: Tx, id: ClubId) {
  const row = await tx
    .selectFrom('clubs')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, state: row.state as ClubState };
}

export async function clubById(read: Readable, id: ClubId) {
  const row = await read
    .selectFrom('clubs as c')
    .innerJoin('persons as p', 'p.id', 'c.facilitator_id')
    .selectAll('c')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.email', 'p.language as reads'])
    .where('c.id', '=', id)
    .executeTakeFirst();
  return row && { ...row, state: row.state as ClubState };
}

/** What clubs are called, as far as the reader sees them. */
export async function clubNames(
  read: Readable,
  ids: readonly ClubId[],
): Promise<Map<string, string>> {
  const rows = await read
    .selectFrom('clubs')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((r) => [r.id, r.name]));
}

/** Clubs the actor leads or was proposed for; row policies leave out those they declined. */
export async function clubsOf(read: Readable, personId: PersonId) {
  const rows = await read
    .selectFrom('clubs as c')
    .innerJoin('persons as p', 'p.id', 'c.facilitator_id')
    .leftJoin('club_members as m', (join) =>
      join.onRef('m.club_id', '=', 'c.id').on('m.person_id', '=', personId),
    )
    .select([
      'c.id',
      'c.name',
      'c.criterion_id',
      'c.language',
      'c.state',
      'c.facilitator_id',
      'm.state as member_state',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where((eb) => eb.or([eb('c.facilitator_id', '=', personId), eb('m.person_id', '=', personId)]))
    .where((eb) =>
      eb.or([eb('c.facilitator_id', '=', personId), eb('m.state', 'in', ['proposed', 'accepted'])]),
    )
    .orderBy('c.created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as ClubState,
    member_state: row.member_state as MemberState | null,
  }));
}

export async function membersOf(read: Readable, clubIds: ClubId[]) {
  if (clubIds.length === 0) return [];
  const rows = await read
    .selectFrom('club_members as m')
    .innerJoin('persons as p', 'p.id', 'm.person_id')
    .innerJoin('organisations as o', 'o.id', 'm.org_id')
    .select([
      'm.club_id',
      'm.person_id',
      'm.org_id',
      'm.state',
      'm.answered_at',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.email',
      'p.language',
      'o.name as org_name',
      'o.country_code',
      'o.time_zone',
    ])
    .where('m.club_id', 'in', clubIds)
    .orderBy('o.name')
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as MemberState }));
}

/** In how many clubs that are forming or running somebody has a place or a proposal. */
export async function placesOf(
  read: Readable,
  personIds: PersonId[],
): Promise<Map<string, number>> {
  if (personIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('club_members')
    .select((eb) => ['person_id', eb.fn.countAll<number>().as('n')])
    .where('person_id', 'in', personIds)
    .where('state', '<>', 'declined')
    .groupBy('person_id')
    .execute();
  return new Map(rows.map((r) => [r.person_id, Number(r.n)]));
}

export async function membershipForUpdate(tx: Tx, clubId: ClubId, personId: PersonId) {
  const row = await tx
    .selectFrom('club_members')
    .selectAll()
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, state: row.state as MemberState };
}

export async function setMemberState(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  state: MemberState,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('club_members')
    .set({ state, answered_at: now })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

export async function setClubState(tx: Tx, id: ClubId, state: ClubState): Promise<void> {
  await tx
    .updateTable('clubs')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Moves the record on; false when it was no longer the version that was read. */
export async function bumpVersion(tx: Tx, id: ClubId, version: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('clubs')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export type Meeting = {
  id: EventId;
  club_id: string | null;
  title: string;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  time_zone: string;
  url: string;
  sequence: number;
  /** which of the four meetings it is */
  templateId: string | null;
};

/** Meetings of clubs that were not called off, in their order: a club's first is its kick-off, and so on. */
export async function meetingsOf(read: Readable, clubIds: ClubId[]): Promise<Meeting[]> {
  if (clubIds.length === 0) return [];
  const rows = await read
    .selectFrom('calendar_events')
    .select(['id', 'club_id', 'title', 'starts_at', 'ends_at', 'time_zone', 'url', 'sequence'])
    .where('club_id', 'in', clubIds)
    .where('kind', '=', 'club_meeting')
    .where('cancelled_at', 'is', null)
    .orderBy('starts_at')
    .execute();
  const held = new Map<string | null, number>();
  return rows.map((row) => {
    const index = held.get(row.club_id) ?? 0;
    held.set(row.club_id, index + 1);
    return { ...row, templateId: templates[index]?.id ?? null };
  });
}
