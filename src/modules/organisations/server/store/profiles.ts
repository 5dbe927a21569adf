import { sql } from 'kysely';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { Audience, PartContent, Profile, ProfilePart } from '../../core/types.ts';

export type PartRow = {
  org_id: OrgId;
  part: ProfilePart;
  audience: Audience;
  content: never;
  version: number;
};

/** The parts that may be read, by the row policies: of one's own organisations all, of others what is meant for us. */
export async function partsOf(read: Readable, orgIds: readonly OrgId[]): Promise<PartRow[]> {
  if (orgIds.length === 0) return [];
  const rows = await read
    .selectFrom('profile_parts')
    .select(['org_id', 'part', 'audience', 'content', 'version'])
    .where('org_id', 'in', [...orgIds])
    .execute();
  return rows as unknown as PartRow[];
}

export function profileOf(rows: readonly PartRow[]): Profile {
  return Object.fromEntries(rows.map((row) => [row.part, row.content])) as Profile;
}

export async function partForUpdate(tx: Tx, orgId: OrgId, part: ProfilePart) {
  return tx
    .selectFrom('profile_parts')
    .select(['audience', 'version'])
    .where('org_id', '=', orgId)
    .where('part', '=', part)
    .forUpdate()
    .executeTakeFirst();
}

/** @param change.version the one that was read; 0 for a part that was never told */
export async function savePart(
  tx: Tx,
  change: {
    orgId: OrgId;
    part: ProfilePart;
    audience: Audience;
    content: object;
    version: number;
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  const values = {
    audience: change.audience,
    content: json(change.content as never),
    version: change.version + 1,
    changed_by: change.by,
    changed_at: change.now,
  };
  if (change.version === 0)
    await tx
      .insertInto('profile_parts')
      .values({ org_id: change.orgId, part: change.part, ...values })
      .execute();
  else
    await tx
      .updateTable('profile_parts')
      .set(values)
      .where('org_id', '=', change.orgId)
      .where('part', '=', change.part)
      .execute();
}

/** Closed weeks that organisations told everybody or their partners: for plans that partners and pupils follow together. */
export async function closedWeeksOf(
  read: Readable,
  orgIds: readonly OrgId[],
): Promise<Map<OrgId, { from: Temporal.PlainDate; until: Temporal.PlainDate }[]>> {
  if (orgIds.length === 0) return new Map();
  const rows = await read
    .selectFrom(
      sql<{
        org_id: OrgId;
        content: PartContent['holidays'];
      }>`app_closed_weeks(${sql.val([...orgIds])})`.as('w'),
    )
    .select(['w.org_id', 'w.content'])
    .execute();
  return new Map(
    rows.map((row) => [
      row.org_id,
      row.content.periods.map(({ from, to }) => ({
        from: Temporal.PlainDate.from(from),
        until: Temporal.PlainDate.from(to),
      })),
    ]),
  );
}

/** Organisations that ours work with: in a project, or in writing. */
export async function partnersOf(read: Readable): Promise<OrgId[]> {
  const row = await read
    .selectNoFrom(sql<OrgId[]>`app_partner_orgs()`.as('orgs'))
    .executeTakeFirstOrThrow();
  return row.orgs;
}

/** Pupils that some organisations and ours have brought abroad together. */
export async function sharedStays(
  read: Readable,
  orgIds: readonly OrgId[],
): Promise<Map<OrgId, number>> {
  if (orgIds.length === 0) return new Map();
  const rows = await read
    .selectFrom(
      sql<{ org_id: OrgId; stays: number }>`app_shared_stays(${sql.val([...orgIds])})`.as('s'),
    )
    .select(['s.org_id', 's.stays'])
    .execute();
  return new Map(rows.map((row) => [row.org_id, row.stays]));
}
