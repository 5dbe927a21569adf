import type { OrgId, PersonId, ReferenceId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { Content, EntryKey } from '../core/types.ts';

type Versions = Awaited<ReturnType<typeof versionsOf>>;
export type VersionRow = Versions[number];

/** Every version that was written, of some kinds or countries, the newest of each entry first. */
export function versionsOf(
  read: Readable,
  only: { countries?: readonly string[]; key?: EntryKey } = {},
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
