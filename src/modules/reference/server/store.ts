import type { StayLimits } from '#engines/planner/index.ts';
import type { OrgId, PersonId, ReferenceId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { Content, EntryKey, Source } from '../core/types.ts';

type Versions = Awaited<ReturnType<typeof versionsOf>>;
export type VersionRow = Versions[number];

/** Every version that was written, of some kinds or countries, the newest of each entry first. */
export function versionsOf(
  read: Readable,
  only: { countries?: readonly string[]; kind?: EntryKey['kind']; key?: EntryKey } = {},
) {
  return read
    .selectFrom('reference_versions as v')
    .innerJoin('reference_entries as e', 'e.id', 'v.entry_id')
    .leftJoin('persons as p', 'p.id', 'v.changed_by')
    .selectAll('v')
    .select(['e.kind', 'e.country_code', 'e.region', 'e.school_year'])
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .$if(only.countries !== undefined, (q) =>
      q.where('e.country_code', 'in', [...(only.countries ?? []), '']),
    )
    .$if(only.kind !== undefined, (q) => q.where('e.kind', '=', only.kind ?? ''))
    .$if(only.key !== undefined, (q) =>
      q
        .where('e.kind', '=', only.key?.kind ?? '')
        .where('e.country_code', '=', only.key?.countryCode ?? '')
        .where('e.region', '=', only.key?.region ?? '')
        .where('e.school_year', '=', only.key?.schoolYear ?? ''),
    )
    .orderBy('e.country_code')
    .orderBy('e.region')
    .orderBy('e.school_year')
    .orderBy('v.number', 'desc')
    .execute();
}

/** The entry under a key, locked until the end of the transaction. */
export function lockEntry(tx: Tx, key: EntryKey) {
  return tx
    .selectFrom('reference_entries')
    .selectAll()
    .where('kind', '=', key.kind)
    .where('country_code', '=', key.countryCode)
    .where('region', '=', key.region)
    .where('school_year', '=', key.schoolYear)
    .forUpdate()
    .executeTakeFirst();
}

/** @returns false when somebody else has written the first version meanwhile */
export async function insertEntry(
  tx: Tx,
  entry: EntryKey & { id: ReferenceId; now: Temporal.Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('reference_entries')
    .values({
      id: entry.id,
      kind: entry.kind,
      country_code: entry.countryCode,
      region: entry.region,
      school_year: entry.schoolYear,
      created_at: entry.now,
    })
    .onConflict((c) => c.columns(['kind', 'country_code', 'region', 'school_year']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function raiseEntry(tx: Tx, id: ReferenceId, to: number): Promise<void> {
  await tx
    .updateTable('reference_entries')
    .set({ version: to })
    .where('id', '=', id)
    .where('version', '=', to - 1)
    .execute();
}

export async function insertVersion(
  tx: Tx,
  v: {
    entryId: ReferenceId;
    number: number;
    content: Content | null;
    validFrom: Temporal.PlainDate | null;
    validUntil: Temporal.PlainDate | null;
    source: { title: string; link: string };
    certainty: string;
    bringsBack: number | null;
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('reference_versions')
    .values({
      entry_id: v.entryId,
      number: v.number,
      content: v.content === null ? null : json(v.content),
      valid_from: v.validFrom,
      valid_until: v.validUntil,
      source_title: v.source.title,
      source_link: v.source.link,
      certainty: v.certainty,
      brings_back: v.bringsBack,
      changed_by: v.by,
      changed_at: v.now,
    })
    .execute();
}

/** Which calendar of its country each organisation goes by; those that have chosen none are left out. */
export async function regionsOf(
  read: Readable,
  orgIds: readonly OrgId[],
): Promise<Map<OrgId, string>> {
  if (orgIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('organisation_calendars')
    .selectAll()
    .where('org_id', 'in', [...orgIds])
    .execute();
  return new Map(rows.map((r) => [r.org_id, r.region]));
}

export async function saveRegion(tx: Tx, orgId: OrgId, region: string): Promise<void> {
  if (region === '') {
    await tx.deleteFrom('organisation_calendars').where('org_id', '=', orgId).execute();
    return;
  }
  await tx
    .insertInto('organisation_calendars')
    .values({ org_id: orgId, region })
    .onConflict((c) => c.column('org_id').doUpdateSet({ region }))
    .execute();
}

/** What organisations hold about stays in countries: the newest of each, what was taken back left out. */
export async function policiesOf(
  read: Readable,
  only: { orgIds: readonly OrgId[]; countries?: readonly string[] },
) {
  if (only.orgIds.length === 0 || only.countries?.length === 0) return [];
  const rows = await read
    .selectFrom('country_policies as c')
    .distinctOn(['c.org_id', 'c.country_code'])
    .selectAll('c')
    .where('c.org_id', 'in', [...only.orgIds])
    .$if(only.countries !== undefined, (q) =>
      q.where('c.country_code', 'in', [...(only.countries ?? [])]),
    )
    .orderBy('c.org_id')
    .orderBy('c.country_code')
    .orderBy('c.number', 'desc')
    .execute();
  return rows.filter((row) => row.content !== null);
}

/** Everything an organisation ever held about a country, the newest first. */
export function policyVersions(read: Readable, orgId: OrgId, countryCode: string) {
  return read
    .selectFrom('country_policies as c')
    .leftJoin('persons as p', 'p.id', 'c.changed_by')
    .selectAll('c')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('c.org_id', '=', orgId)
    .where('c.country_code', '=', countryCode)
    .orderBy('c.number', 'desc')
    .execute();
}

/** @returns false when somebody else has written this version meanwhile */
export async function insertPolicy(
  tx: Tx,
  p: {
    orgId: OrgId;
    countryCode: string;
    number: number;
    content: { limits: StayLimits } | null;
    note: string;
    source: Source;
    certainty: string;
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('country_policies')
    .values({
      org_id: p.orgId,
      country_code: p.countryCode,
      number: p.number,
      content: p.content && json(p.content as never),
      note: p.note,
      source_title: p.source.title,
      source_link: p.source.link,
      certainty: p.certainty,
      changed_by: p.by,
      changed_at: p.now,
    })
    .onConflict((c) => c.columns(['org_id', 'country_code', 'number']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
