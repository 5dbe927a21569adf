import type { ClubId, OrgId, PersonId, ThreadId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { ClubState, MemberState, NoticeLevel, Shared, Variant } from '../../core/types.ts';

const typed = <R extends { state: string; variant: string }>(row: R) => ({
  ...row,
  state: row.state as ClubState,
  variant: row.variant as Variant,
});

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
    /** four meetings where nothing is said */
    variant?: Variant;
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
      variant: club.variant ?? 'standard4',
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
  return row && typed(row);
}

export async function clubById(read: Readable, id: ClubId) {
  const row = await read
    .selectFrom('clubs as c')
    .innerJoin('persons as p', 'p.id', 'c.facilitator_id')
    .selectAll('c')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.email', 'p.language as reads'])
    .where('c.id', '=', id)
    .executeTakeFirst();
  return row && typed(row);
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
      'c.variant',
      'c.wrapped_up_at',
      'm.state as member_state',
      'm.leads',
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
    variant: row.variant as Variant,
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
      'm.left_at',
      'm.leads',
      'm.shares',
      'm.role_words',
      'm.languages',
      'm.offers',
      'm.notice',
      'm.last_seen_at',
      'm.digest_at',
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
  return rows.map((row) => ({
    ...row,
    state: row.state as MemberState,
    shares: row.shares as Shared[],
    notice: row.notice as NoticeLevel,
  }));
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
    .where('state', 'in', ['proposed', 'accepted'])
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
    .set({
      state,
      answered_at: now,
      ...(state === 'left' ? { left_at: now, leads: false } : {}),
    })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

/** Moves a club on and notes when. */
export async function setClubState(
  tx: Tx,
  id: ClubId,
  state: ClubState,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('clubs')
    .set((eb) => ({
      state,
      version: eb('version', '+', 1),
      ...(state === 'running' ? { started_at: now } : {}),
      ...(state === 'alumni' ? { wrapped_up_at: now } : {}),
      ...(state === 'archived' ? { archived_at: now } : {}),
    }))
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

export async function setThread(tx: Tx, id: ClubId, threadId: ThreadId): Promise<void> {
  await tx.updateTable('clubs').set({ thread_id: threadId }).where('id', '=', id).execute();
}

export async function setVariantAndZone(
  tx: Tx,
  id: ClubId,
  change: { variant?: Variant; timeZone?: string },
): Promise<void> {
  await tx
    .updateTable('clubs')
    .set({
      ...(change.variant ? { variant: change.variant } : {}),
      ...(change.timeZone ? { time_zone: change.timeZone } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** What a member shows the others, and what they hear of. */
export async function setCard(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  card: {
    shares: Shared[];
    roleWords: string;
    languages: string[];
    offers: string;
    notice: NoticeLevel;
  },
): Promise<void> {
  await tx
    .updateTable('club_members')
    .set({
      shares: card.shares,
      role_words: card.roleWords,
      languages: card.languages,
      offers: card.offers,
      notice: card.notice,
    })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

export async function setLeads(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  leads: boolean,
): Promise<void> {
  await tx
    .updateTable('club_members')
    .set({ leads })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

export async function noteSeen(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('club_members')
    .set({ last_seen_at: at })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

export async function noteDigest(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('club_members')
    .set({ digest_at: at })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

export async function saveFuture(
  tx: Tx,
  f: {
    clubId: ClubId;
    personId: PersonId;
    text: string;
    withOrgs: string[];
    now: Temporal.Instant;
  },
): Promise<void> {
  const said = { text: f.text, with_orgs: f.withOrgs, written_at: f.now };
  await tx
    .insertInto('club_futures')
    .values({ club_id: f.clubId, person_id: f.personId, ...said })
    .onConflict((c) => c.columns(['club_id', 'person_id']).doUpdateSet(said))
    .execute();
}

export function futuresOf(read: Readable, clubId: ClubId) {
  return read
    .selectFrom('club_futures')
    .selectAll()
    .where('club_id', '=', clubId)
    .orderBy('written_at')
    .execute();
}

/** Clubs somebody is in today, whether as member or as facilitator, for what is written in clubs. */
export async function clubsWith(read: Readable, personId: PersonId) {
  return read
    .selectFrom('clubs as c')
    .leftJoin('club_members as m', (join) =>
      join.onRef('m.club_id', '=', 'c.id').on('m.person_id', '=', personId),
    )
    .select(['c.id', 'c.name', 'c.criterion_id', 'm.org_id'])
    .where('c.state', 'in', ['running', 'alumni'])
    .where((eb) => eb.or([eb('c.facilitator_id', '=', personId), eb('m.state', '=', 'accepted')]))
    .orderBy('c.created_at', 'desc')
    .execute();
}

/** For the night: clubs that run or have ended, a few at a time. */
export async function clubsAfter(read: Readable, after: string, limit: number) {
  const rows = await read
    .selectFrom('clubs')
    .selectAll()
    .where('state', 'in', ['running', 'alumni'])
    .where('id', '>', after as ClubId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(typed);
}

/** The dots of each member of a club. */
export function votesOf(read: Readable, clubId: ClubId) {
  return read
    .selectFrom('club_votes')
    .select(['person_id', 'themes'])
    .where('club_id', '=', clubId)
    .execute();
}

export async function saveVote(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  themes: string[],
  now: Temporal.Instant,
): Promise<void> {
  if (themes.length === 0) {
    await tx
      .deleteFrom('club_votes')
      .where('club_id', '=', clubId)
      .where('person_id', '=', personId)
      .execute();
    return;
  }
  const said = { themes, voted_at: now };
  await tx
    .insertInto('club_votes')
    .values({ club_id: clubId, person_id: personId, ...said })
    .onConflict((c) => c.columns(['club_id', 'person_id']).doUpdateSet(said))
    .execute();
}

/** The theme and the guiding questions a club works on. */
export async function setTheme(
  tx: Tx,
  id: ClubId,
  theme: { criterionId: string; questions: string[] },
): Promise<void> {
  await tx
    .updateTable('clubs')
    .set({ criterion_id: theme.criterionId, questions: theme.questions })
    .where('id', '=', id)
    .execute();
}

export async function setShares(
  tx: Tx,
  clubId: ClubId,
  personId: PersonId,
  shares: Shared[],
): Promise<void> {
  await tx
    .updateTable('club_members')
    .set({ shares })
    .where('club_id', '=', clubId)
    .where('person_id', '=', personId)
    .execute();
}

/**
 * Clubs that nobody has met in since a moment: after their last meeting, or where there was none after they began.
 * @param id only this one, to make sure
 */
export function clubsAsleep(read: Readable, before: Temporal.Instant, limit: number, id?: ClubId) {
  let query = read
    .selectFrom('clubs as c')
    .select('c.id')
    .where('c.created_at', '<', before)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('calendar_events as e')
            .select('e.id')
            .whereRef('e.club_id', '=', 'c.id')
            .where('e.cancelled_at', 'is', null)
            .where('e.ends_at', '>=', before),
        ),
      ),
    );
  if (id) query = query.where('c.id', '=', id);
  return query.orderBy('c.id').limit(limit).execute();
}

/** Deletes a club with everything that hangs on it; its meetings and conversation are deleted by their own doors. */
export async function deleteClub(tx: Tx, id: ClubId): Promise<void> {
  await tx.deleteFrom('clubs').where('id', '=', id).execute();
}
