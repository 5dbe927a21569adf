import { sql } from 'kysely';
import type { OrgId, PersonId, SchoolActionId, SchoolEventId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Audience, Direction, Name, ReachedGroup } from '../core/types.ts';

/**
 * The stays of a school around a month, as sending and as host school, without the pupils.
 * @returns one row a stay, with the days between which it lies
 */
export async function staysOf(
  read: Readable,
  orgId: OrgId,
  around: { from: Temporal.PlainDate; until: Temporal.PlainDate },
) {
  const rows = await read
    .selectFrom('mobilities')
    .select(['starts_on', 'ends_on', 'sending_school_id', 'host_school_id'])
    .where((eb) => eb.or([eb('sending_school_id', '=', orgId), eb('host_school_id', '=', orgId)]))
    .where('state', '<>', 'withdrawn')
    .where('starts_on', '<=', around.until)
    .where('ends_on', '>=', around.from)
    .execute();
  return rows.map((r) => ({
    startsOn: r.starts_on,
    endsOn: r.ends_on,
    direction: (r.sending_school_id === orgId ? 'abroad' : 'guest') as Direction,
  }));
}

/** The names of all pupils and guests of a school, for whoever works there. */
export async function pupilNames(read: Readable, orgId: OrgId): Promise<Name[]> {
  const { rows } = await sql<{
    given_name: string;
    family_name: string;
    preferred_name: string | null;
  }>`select * from app_school_pupils(${orgId})`.execute(read as Tx);
  return rows.map((r) => ({
    givenName: r.given_name,
    familyName: r.family_name,
    preferredName: r.preferred_name,
  }));
}

const typed = <R extends { audience: string; direction: string }>(row: R) => ({
  ...row,
  audience: row.audience as Audience,
  direction: row.direction as Direction,
});

const actionsOf = (read: Readable) =>
  read
    .selectFrom('school_actions as a')
    .leftJoin('persons as p', 'p.id', 'a.taken_by')
    .selectAll('a')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name']);

/** What was taken on in a month, with who did it where the reader knows them. */
export async function actionsIn(read: Readable, orgId: OrgId, month: Temporal.PlainDate) {
  const rows = await actionsOf(read)
    .where('a.org_id', '=', orgId)
    .where('a.month_on', '=', month)
    .orderBy('a.taken_at')
    .execute();
  return rows.map(typed);
}

/** Which of these schools have taken something on in a month. */
export async function busyIn(
  read: Readable,
  orgIds: readonly OrgId[],
  month: Temporal.PlainDate,
): Promise<OrgId[]> {
  if (orgIds.length === 0) return [];
  const rows = await read
    .selectFrom('school_actions')
    .select('org_id')
    .distinct()
    .where('org_id', 'in', orgIds)
    .where('month_on', '=', month)
    .execute();
  return rows.map((r) => r.org_id);
}

/** What is done and may be shown to everybody, newest first; with `all`, also what is not shown yet. */
export async function doneOf(read: Readable, orgId: OrgId, all: boolean) {
  const rows = await read
    .selectFrom('school_actions')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('done_on', 'is not', null)
    .$if(!all, (q) => q.where('is_shown', '=', true))
    .orderBy('done_on', 'desc')
    .limit(50)
    .execute();
  return rows.map(typed);
}

export const eventsOf = (read: Readable, orgId: OrgId, all: boolean) =>
  read
    .selectFrom('school_events')
    .selectAll()
    .where('org_id', '=', orgId)
    .$if(!all, (q) => q.where('is_shown', '=', true))
    .orderBy('held_on', 'desc')
    .limit(50)
    .execute();

export const pageOf = (read: Readable, orgId: OrgId) =>
  read.selectFrom('school_pages').selectAll().where('org_id', '=', orgId).executeTakeFirst();

/** A school by its id; organisations of other kinds have no wall. */
export const schoolById = (read: Readable, orgId: OrgId) =>
  read
    .selectFrom('organisations')
    .select(['id', 'name', 'city', 'country_code', 'language'])
    .where('id', '=', orgId)
    .where('kind', '=', 'school')
    .executeTakeFirst();

export const schoolsOf = (read: Readable, orgIds: readonly OrgId[]) =>
  orgIds.length === 0
    ? Promise.resolve([])
    : read
        .selectFrom('organisations')
        .select(['id', 'name'])
        .where('id', 'in', orgIds)
        .where('kind', '=', 'school')
        .orderBy('name')
        .execute();

export async function lockAction(tx: Tx, id: SchoolActionId) {
  const row = await tx
    .selectFrom('school_actions')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? typed(row) : null;
}

export async function lockEvent(tx: Tx, id: SchoolEventId) {
  return (
    (await tx
      .selectFrom('school_events')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()) ?? null
  );
}

export async function insertAction(
  tx: Tx,
  a: {
    id: SchoolActionId;
    orgId: OrgId;
    ideaId: string;
    title: string;
    audience: Audience;
    direction: Direction;
    month: Temporal.PlainDate;
    doneBy: string;
    takenBy: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('school_actions')
    .values({
      id: a.id,
      org_id: a.orgId,
      idea_id: a.ideaId,
      title: a.title,
      audience: a.audience,
      direction: a.direction,
      month_on: a.month,
      done_by: a.doneBy,
      taken_by: a.takenBy,
      taken_at: a.now,
    })
    .execute();
}

/** @returns false when it was changed meanwhile */
export async function changeAction(
  tx: Tx,
  id: SchoolActionId,
  version: number,
  change: { done_on?: Temporal.PlainDate; is_shown?: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('school_actions')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deleteAction(tx: Tx, id: SchoolActionId, version: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('school_actions')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function insertEvent(
  tx: Tx,
  e: {
    id: SchoolEventId;
    orgId: OrgId;
    title: string;
    heldOn: Temporal.PlainDate;
    enteredBy: PersonId;
    now: Temporal.Instant;
  } & Record<ReachedGroup, number>,
): Promise<void> {
  await tx
    .insertInto('school_events')
    .values({
      id: e.id,
      org_id: e.orgId,
      title: e.title,
      held_on: e.heldOn,
      pupils: e.pupils,
      teachers: e.teachers,
      families: e.families,
      others: e.others,
      entered_by: e.enteredBy,
      entered_at: e.now,
    })
    .execute();
}

/** @returns false when it was changed meanwhile */
export async function showEvent(
  tx: Tx,
  id: SchoolEventId,
  version: number,
  shown: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('school_events')
    .set({ is_shown: shown, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @param version 0 for a page that was never saved; @returns false when it was changed meanwhile */
export async function savePage(
  tx: Tx,
  orgId: OrgId,
  version: number,
  page: { words: string; isOpen: boolean; openedBy: PersonId | null; now: Temporal.Instant },
): Promise<boolean> {
  const columns = {
    words: page.words,
    is_open: page.isOpen,
    opened_by: page.openedBy,
    changed_at: page.now,
  };
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('school_pages')
      .values({ org_id: orgId, ...columns })
      .onConflict((c) => c.column('org_id').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await tx
    .updateTable('school_pages')
    .set({ ...columns, version: version + 1 })
    .where('org_id', '=', orgId)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What lies before a day, of every school. */
export async function deleteBefore(tx: Tx, day: Temporal.PlainDate): Promise<number> {
  const actions = await tx
    .deleteFrom('school_actions')
    .where('month_on', '<', day)
    .executeTakeFirst();
  const events = await tx.deleteFrom('school_events').where('held_on', '<', day).executeTakeFirst();
  return Number(actions.numDeletedRows + events.numDeletedRows);
}
