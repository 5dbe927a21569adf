import { type SqlBool, sql } from 'kysely';
import type { OrgId, PersonId, ResourceId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Mark } from '../core/types.ts';

/** Resources the actor may see, with whose they are and how many organisations took them up. */
function resources(read: Readable) {
  return read
    .selectFrom('resources as r')
    .innerJoin('organisations as o', 'o.id', 'r.org_id')
    .selectAll('r')
    .select(['o.name as org_name', 'o.kind as org_kind'])
    .select((eb) =>
      (['used', 'adapted'] as const).map((kind) =>
        eb
          .selectFrom('resource_marks as k')
          .select((e) => e.fn.countAll<number>().as('n'))
          .whereRef('k.resource_id', '=', 'r.id')
          .where('k.kind', '=', kind)
          .as(kind),
      ),
    );
}
export type ResourceRow = Awaited<ReturnType<typeof resourcesById>>[number];

export function resourcesById(read: Readable, ids: readonly string[]) {
  return resources(read)
    .where('r.id', 'in', ids as ResourceId[])
    .orderBy('r.title')
    .execute();
}

export async function resourceById(read: Readable, id: ResourceId) {
  const [row] = await resourcesById(read, [id]);
  return row;
}

/** Under lock for who may change it; strangers lock nothing, and find it all the same. */
export async function lockResource(tx: Tx, id: ResourceId) {
  await tx.selectFrom('resources').select('id').where('id', '=', id).forUpdate().execute();
  return (await resourceById(tx, id)) ?? null;
}

export type Search = {
  /** folded; empty for all */
  words: string;
  language: string;
  audience: string;
  moment: string;
  orgIds: readonly OrgId[];
  /** only what these organisations made */
  onlyOrgs: boolean;
  limit: number;
  offset: number;
};

/** What fits a search, best first: words may be typed wrong or stand anywhere in title and summary. */
export function search(read: Readable, s: Search) {
  let found = resources(read).where((eb) =>
    eb.or([
      eb.and([eb('r.withdrawn_at', 'is', null), eb('r.number', '>', 0)]),
      // the own drafts and what was taken away stand in the own list alone
      eb.and([eb.lit(s.onlyOrgs), eb('r.org_id', 'in', orNobody(s.orgIds))]),
    ]),
  );
  if (s.onlyOrgs) found = found.where('r.org_id', 'in', orNobody(s.orgIds));
  if (s.language) found = found.where(sql<SqlBool>`${s.language} = any(r.languages)`);
  if (s.audience) found = found.where(sql<SqlBool>`${s.audience} = any(r.audiences)`);
  if (s.moment)
    found = found.where(sql<SqlBool>`(${s.moment} = any(r.moments) or 'anytime' = any(r.moments))`);
  if (!s.words)
    return found
      .orderBy('r.withdrawn_at', (o) => o.asc().nullsFirst())
      .orderBy('r.changed_at', 'desc')
      .orderBy('r.id')
      .limit(s.limit)
      .offset(s.offset)
      .execute();
  const each = s.words.split(' ').filter(Boolean).slice(0, 8);
  for (const word of each)
    found = found.where(
      sql<SqlBool>`(position(${word} in r.words) > 0 or word_similarity(${word}, r.words) >= 0.35)`,
    );
  return found
    .orderBy(sql`word_similarity(${s.words}, r.words)`, 'desc')
    .orderBy('r.title')
    .orderBy('r.id')
    .limit(s.limit)
    .offset(s.offset)
    .execute();
}

const orNobody = (ids: readonly OrgId[]): OrgId[] =>
  ids.length > 0 ? [...ids] : ['org_none' as OrgId];

/** What stays may be offered: by audiences and moments, newest first. Whose it may be is for the caller to say. */
export function offered(
  read: Readable,
  about: { audiences: readonly string[]; moments: readonly string[] },
) {
  return resources(read)
    .where('r.withdrawn_at', 'is', null)
    .where('r.number', '>', 0)
    .where(sql<SqlBool>`r.audiences && ${[...about.audiences]}::text[]`)
    .where(sql<SqlBool>`r.moments && ${[...about.moments, 'anytime']}::text[]`)
    .orderBy('r.changed_at', 'desc')
    .limit(200)
    .execute();
}

export type Details = {
  title: string;
  summary: string;
  languages: readonly string[];
  audiences: readonly string[];
  moments: readonly string[];
  licence: string;
  credit: string;
  shown: readonly string[];
  words: string;
};

const columnsOf = (d: Details) => ({
  title: d.title,
  summary: d.summary,
  languages: [...d.languages],
  audiences: [...d.audiences],
  moments: [...d.moments],
  licence: d.licence,
  credit: d.credit,
  shown: [...d.shown],
  words: d.words,
});

export async function insertResource(
  tx: Tx,
  r: Details & {
    id: ResourceId;
    orgId: OrgId;
    by: PersonId;
    now: Temporal.Instant;
    origin?: { id: ResourceId; title: string; credit: string; licence: string };
  },
): Promise<void> {
  await tx
    .insertInto('resources')
    .values({
      ...columnsOf(r),
      id: r.id,
      org_id: r.orgId,
      created_by: r.by,
      created_at: r.now,
      changed_at: r.now,
      ...(r.origin && {
        origin_id: r.origin.id,
        origin_title: r.origin.title,
        origin_credit: r.origin.credit,
        origin_licence: r.origin.licence,
      }),
    })
    .execute();
}

/** @returns whether the row still was at that version */
export async function updateDetails(
  tx: Tx,
  id: ResourceId,
  version: number,
  d: Details,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('resources')
    .set((eb) => ({ ...columnsOf(d), changed_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0;
}

export type KeptFile = { key: string; name: string; size: number };

export async function insertVersion(
  tx: Tx,
  v: {
    resourceId: ResourceId;
    number: number;
    note: string;
    pdf: KeptFile | null;
    link: string;
    source: (KeptFile & { mediaType: string }) | null;
    sourceLink: string;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('resource_versions')
    .values({
      resource_id: v.resourceId,
      number: v.number,
      note: v.note,
      pdf_key: v.pdf?.key ?? null,
      pdf_name: v.pdf?.name ?? '',
      pdf_size: v.pdf?.size ?? null,
      link: v.link,
      source_key: v.source?.key ?? null,
      source_name: v.source?.name ?? '',
      source_type: v.source?.mediaType ?? '',
      source_size: v.source?.size ?? null,
      source_link: v.sourceLink,
      made_by: v.by,
      made_by_name: v.byName,
      made_at: v.now,
    })
    .execute();
  await tx
    .updateTable('resources')
    .set((eb) => ({ number: v.number, changed_at: v.now, version: eb('version', '+', 1) }))
    .where('id', '=', v.resourceId)
    .execute();
}

export function versionsOf(read: Readable, id: ResourceId) {
  return read
    .selectFrom('resource_versions')
    .selectAll()
    .where('resource_id', '=', id)
    .orderBy('number', 'desc')
    .execute();
}

export async function setChecked(
  tx: Tx,
  id: ResourceId,
  check: { by: PersonId; name: string; on: Temporal.PlainDate; due: Temporal.PlainDate },
): Promise<void> {
  await tx
    .updateTable('resources')
    .set({
      checked_by: check.by,
      checked_by_name: check.name,
      checked_on: check.on,
      check_due: check.due,
    })
    .where('id', '=', id)
    .execute();
}

export async function setWithdrawn(
  tx: Tx,
  id: ResourceId,
  at: Temporal.Instant | null,
  reason: string,
): Promise<void> {
  await tx
    .updateTable('resources')
    .set((eb) => ({
      withdrawn_at: at,
      withdraw_reason: reason,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export function marksOf(read: Readable, id: ResourceId) {
  return read
    .selectFrom('resource_marks as k')
    .innerJoin('organisations as o', 'o.id', 'k.org_id')
    .selectAll('k')
    .select('o.name as org_name')
    .where('k.resource_id', '=', id)
    .orderBy('k.at', 'desc')
    .execute();
}

export async function putMark(
  tx: Tx,
  m: {
    resourceId: ResourceId;
    orgId: OrgId;
    kind: Mark;
    number: number;
    note: string;
    copyId: ResourceId | null;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  const what = { number: m.number, note: m.note, copy_id: m.copyId, at: m.now };
  await tx
    .insertInto('resource_marks')
    .values({
      ...what,
      resource_id: m.resourceId,
      org_id: m.orgId,
      kind: m.kind,
      by_id: m.by,
      by_name: m.byName,
    })
    .onConflict((c) =>
      c
        .columns(['resource_id', 'org_id', 'kind'])
        .doUpdateSet({ ...what, by_id: m.by, by_name: m.byName }),
    )
    .execute();
}

export async function dropMark(
  tx: Tx,
  resourceId: ResourceId,
  orgId: OrgId,
  kind: Mark,
): Promise<void> {
  await tx
    .deleteFrom('resource_marks')
    .where('resource_id', '=', resourceId)
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .execute();
}

/** The own resources that somebody should look at again, longest due first. */
export function dueOf(read: Readable, orgIds: readonly OrgId[], today: Temporal.PlainDate) {
  return read
    .selectFrom('resources')
    .select(['id', 'title', 'check_due'])
    .where('org_id', 'in', orNobody(orgIds))
    .where('withdrawn_at', 'is', null)
    .where('check_due', '<=', today)
    .orderBy('check_due')
    .limit(20)
    .execute();
}

export function readsOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('resource_reads')
    .select(['resource_id', 'number'])
    .where('person_id', '=', personId)
    .execute();
}

export async function setRead(
  tx: Tx,
  personId: PersonId,
  resourceId: ResourceId,
  number: number,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('resource_reads')
    .values({ person_id: personId, resource_id: resourceId, number, at: now })
    .onConflict((c) => c.columns(['person_id', 'resource_id']).doUpdateSet({ number, at: now }))
    .execute();
}

/** Newest versions that organisations have published for their members or for all, for the page where sources are chosen. */
export function sharedBy(read: Readable, orgIds: readonly OrgId[]) {
  return read
    .selectFrom('resources')
    .select(['id', 'title', 'org_id', 'number', 'origin_id', 'changed_at'])
    .where('org_id', 'in', orNobody(orgIds))
    .where('withdrawn_at', 'is', null)
    .where('number', '>', 0)
    .orderBy('title')
    .limit(200)
    .execute();
}

/** Names of organisations for whose people the actor writes. */
export function orgNames(read: Readable, orgIds: readonly OrgId[]) {
  return read
    .selectFrom('organisations')
    .select(['id', 'name', 'kind', 'language'])
    .where('id', 'in', orNobody(orgIds))
    .orderBy('name')
    .execute();
}

/** Who said for their organisation that it uses this or made its own of it, with where they are written to. */
export function markersOf(read: Readable, id: ResourceId) {
  return read
    .selectFrom('resource_marks as k')
    .innerJoin('persons as p', 'p.id', 'k.by_id')
    .select(['p.id', 'p.email', 'p.language', 'p.given_name', 'p.preferred_name'])
    .distinct()
    .where('k.resource_id', '=', id)
    .execute();
}
