import { sql } from 'kysely';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { SharedKind, Source } from '../../core/types.ts';

export type MemberState = 'asked' | 'invited' | 'member';

/** Members of a network, and where the asker may know it also who asks and who is invited; by name. */
export function membersOfNetwork(read: Readable, networkId: OrgId) {
  return read
    .selectFrom('network_members as m')
    .innerJoin('directory_entries as e', 'e.org_id', 'm.org_id')
    .select(['m.org_id', 'm.state', 'm.since', 'e.name', 'e.kind', 'e.country_code', 'e.city'])
    .where('m.network_id', '=', networkId)
    .orderBy('e.sort_name')
    .execute();
}

/** Networks of some organisations; what is only asked or invited is seen by the two sides alone. */
export async function networksOf(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return [];
  return read
    .selectFrom('network_members as m')
    .innerJoin('organisations as n', 'n.id', 'm.network_id')
    .select(['m.org_id', 'm.network_id', 'm.state', 'm.since', 'n.name'])
    .where('m.org_id', 'in', [...orgIds])
    .orderBy('n.name')
    .execute();
}

export function listNetworks(read: Readable) {
  return read
    .selectFrom('directory_entries')
    .select(['org_id', 'name'])
    .where('kind', '=', 'network')
    .orderBy('sort_name')
    .limit(200)
    .execute();
}

export function membershipForUpdate(tx: Tx, networkId: OrgId, orgId: OrgId) {
  return tx
    .selectFrom('network_members')
    .selectAll()
    .where('network_id', '=', networkId)
    .where('org_id', '=', orgId)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertNetworkMember(
  tx: Tx,
  member: {
    networkId: OrgId;
    orgId: OrgId;
    state: MemberState;
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('network_members')
    .values({
      network_id: member.networkId,
      org_id: member.orgId,
      state: member.state,
      since: member.now,
      begun_by: member.by,
    })
    .execute();
}

export async function admitNetworkMember(
  tx: Tx,
  networkId: OrgId,
  orgId: OrgId,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('network_members')
    .set({ state: 'member', since: now })
    .where('network_id', '=', networkId)
    .where('org_id', '=', orgId)
    .execute();
}

export async function deleteNetworkMember(tx: Tx, networkId: OrgId, orgId: OrgId): Promise<void> {
  await tx
    .deleteFrom('network_members')
    .where('network_id', '=', networkId)
    .where('org_id', '=', orgId)
    .execute();
}

export function choicesOf(read: Readable, orgId: OrgId) {
  return read
    .selectFrom('shared_choices')
    .select(['kind', 'source', 'network_id', 'version'])
    .where('org_id', '=', orgId)
    .execute();
}

/** The organisations whose version counts, in turn; null is the product's. */
export async function sourcesOf(
  read: Readable,
  orgId: OrgId,
  kind: SharedKind,
): Promise<(OrgId | null)[]> {
  const row = await read
    .selectNoFrom(sql<string[]>`app_sources(${orgId}, ${kind})`.as('sources'))
    .executeTakeFirstOrThrow();
  return row.sources.map((id) => (id === '' ? null : (id as OrgId)));
}

/** @param choice.version the one that was read; 0 where nothing was chosen yet */
export async function saveChoice(
  tx: Tx,
  choice: {
    orgId: OrgId;
    kind: SharedKind;
    source: Source;
    networkId: OrgId | null;
    version: number;
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const values = {
    source: choice.source,
    network_id: choice.networkId,
    version: choice.version + 1,
    chosen_by: choice.by,
    chosen_at: choice.now,
  };
  if (choice.version === 0) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('shared_choices')
      .values({ org_id: choice.orgId, kind: choice.kind, ...values })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await tx
    .updateTable('shared_choices')
    .set(values)
    .where('org_id', '=', choice.orgId)
    .where('kind', '=', choice.kind)
    .where('version', '=', choice.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Where one side has asked and the other not answered, for either side. */
export function openMemberships(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('network_members as m')
    .innerJoin('organisations as n', 'n.id', 'm.network_id')
    .innerJoin('organisations as o', 'o.id', 'm.org_id')
    .select(['m.network_id', 'm.org_id', 'm.state', 'n.name as network', 'o.name as org'])
    .where('m.state', '<>', 'member')
    .where((eb) =>
      eb.or([eb('m.network_id', 'in', [...orgIds]), eb('m.org_id', 'in', [...orgIds])]),
    )
    .orderBy('m.since')
    .execute();
}
