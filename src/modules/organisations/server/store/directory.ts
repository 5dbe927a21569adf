import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { OrgId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { foldVersion, indexedOf, sortKeys } from '../../core/rules/index.ts';
import { organisationById } from './organisations.ts';
import { partsOf, profileOf } from './profiles.ts';

/** Writes what the directory knows about an organisation, from its name, its place and what is open to everybody. */
export async function indexOrganisation(tx: Tx, orgId: OrgId): Promise<void> {
  const org = await organisationById(tx, orgId);
  if (!org) return;
  const open = (await partsOf(tx, [orgId])).filter((row) => row.audience === 'everybody');
  const place = { ...org, countryCode: org.country_code };
  const keys = sortKeys(place);
  const entry = {
    name: org.name,
    sort_name: keys.name,
    kind: org.kind,
    country_code: org.country_code,
    city: org.city,
    sort_place: keys.place,
    ...indexedOf(place, profileOf(open)),
    fold_version: foldVersion,
  };
  await tx
    .insertInto('directory_entries')
    .values({ org_id: orgId, ...entry })
    .onConflict((c) => c.column('org_id').doUpdateSet(entry))
    .execute();
}

/** Organisations whose entry is missing, or was folded another way than today. */
export async function unindexed(read: Readable, limit: number): Promise<OrgId[]> {
  const rows = await read
    .selectFrom('organisations as o')
    .leftJoin('directory_entries as e', 'e.org_id', 'o.id')
    .select('o.id')
    .where((eb) => eb.or([eb('e.org_id', 'is', null), eb('e.fold_version', '<>', foldVersion)]))
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** At most this many words of the vocabulary stand for one that was typed. */
const mostAlike = 200;

/** Words of the vocabulary that hold one of the spellings, by the place of the word that was typed. */
export async function wordsHolding(
  read: Readable,
  spellings: { spelling: string; place: number }[],
): Promise<{ place: number; word: string }[]> {
  // in single letters and pairs the index cannot look: those must begin the word
  const patterns = spellings.map(({ spelling }) =>
    spelling.length < 3 ? `${spelling}%` : `%${spelling}%`,
  );
  return read
    .selectFrom(
      sql<{ place: number; word: string }>`(select a.place, w.word
        from unnest(${patterns}::text[], ${spellings.map((s) => s.place)}::int[]) a (pattern, place),
          lateral (select word from directory_words where word like a.pattern limit ${mostAlike}) w)`.as(
        'found',
      ),
    )
    .select(['found.place', 'found.word'])
    .execute();
}

/** Words of the vocabulary that share letters with a word nobody has, the most alike first. */
export async function wordsLike(read: Readable, spelling: string): Promise<string[]> {
  const size = spelling.length;
  // of a short word with two letters changed places nothing is left to compare: those are looked at by how they begin
  const rows = await read
    .selectFrom(
      sql<{ word: string }>`(
        (select word from directory_words where word % ${spelling} order by similarity(word, ${spelling}) desc, word limit 40)
        union
        (select word from directory_words where ${size}::int < 6 and word like ${`${spelling.slice(0, 1)}%`}
          and length(word) between ${size - 1}::int and ${size + 1}::int limit 2000))`.as('found'),
    )
    .select('found.word')
    .execute();
  return rows.map((row) => row.word);
}

export type DirectorySort = 'name' | '-name' | 'place' | '-place';
export type DirectoryQuestion = {
  kind: string;
  country: string;
  offers: number;
  longest: number;
  tongues: number;
  /** for each word typed: one of these must be there */
  words: string[][];
  network: OrgId | null;
};

/** @param question what each filter asks; zero and empty ask nothing */
function matching(question: DirectoryQuestion): RawBuilder<SqlBool> {
  const { kind, country, offers, longest, tongues, words, network } = question;
  const conditions = [
    ...(kind ? [sql`e.kind = ${kind}`] : []),
    ...(country ? [sql`e.country_code = ${country}`] : []),
    ...(offers ? [sql`e.offers & ${offers}::int = ${offers}::int`] : []),
    ...(longest ? [sql`e.longest >= ${longest}::int`] : []),
    ...(tongues ? [sql`e.tongues & ${tongues}::bigint <> 0`] : []),
    ...words.map((any) => sql`e.words && ${any}::text[]`),
    ...(network
      ? [
          sql`e.org_id in (select org_id from network_members where network_id = ${network} and state = 'member')`,
        ]
      : []),
  ];
  return conditions.length > 0 ? sql<SqlBool>`${sql.join(conditions, sql` and `)}` : sql`true`;
}

type EntryRow = {
  org_id: OrgId;
  name: string;
  kind: string;
  country_code: string;
  city: string;
  offers: number;
  longest: number;
  tongues: number;
};
const shownColumns = [
  'e.org_id',
  'e.name',
  'e.kind',
  'e.country_code',
  'e.city',
  'e.offers',
  'e.longest',
  'e.tongues',
] as const;

/**
 * Entries by filters alone, in order, from after one of them on. Which they are is read from the index, what is shown of
 * them from the table.
 */
export async function findByFilters(
  read: Readable,
  question: DirectoryQuestion,
  page: { sort: DirectorySort; after: OrgId | null; limit: number },
): Promise<EntryRow[]> {
  const { key, down } = orderOf(page.sort);
  const direction = down ? 'desc' : 'asc';
  let chosen = read
    .selectFrom('directory_entries as e')
    .select(['e.org_id', key.as('key')])
    .where(matching(question))
    .orderBy(key, direction)
    .orderBy('e.org_id', direction)
    .limit(page.limit);
  if (page.after)
    chosen = chosen.where(
      sql<SqlBool>`(${key}, e.org_id) ${down ? sql`<` : sql`>`} (select ${key}, e.org_id
        from directory_entries as e where e.org_id = ${page.after})`,
    );
  return read
    .selectFrom(chosen.as('c'))
    .innerJoin('directory_entries as e', 'e.org_id', 'c.org_id')
    .select(shownColumns)
    .orderBy('c.key', direction)
    .orderBy('c.org_id', direction)
    .execute();
}

/**
 * Entries by words: those first in which every word stands as it was typed. All that match are gathered before they are
 * put in order; walking the names in order until enough match takes long where alike names stand together.
 * @param exact for each word its spellings
 * @returns one page, and how many there are
 */
export async function findByWords(
  read: Readable,
  question: DirectoryQuestion,
  exact: string[][],
  page: { sort: DirectorySort | 'fit'; after: OrgId | null; limit: number },
): Promise<{ rows: EntryRow[]; count: number }> {
  const { key, down } = orderOf(page.sort === 'fit' ? 'name' : page.sort);
  // what was typed is all there is: nothing stands behind it
  const isAll = question.words.every((any, place) =>
    any.every((word) => exact[place]?.includes(word)),
  );
  const [one, ...others] = exact;
  // one word can stand in thousands of names, and comparing the words of each takes longer than all else: then those in
  // which it stands as typed are looked up in the index (measured, decision 0017)
  const asTyped =
    others.length === 0
      ? sql`e.org_id in (select x.org_id from directory_entries x where x.words && ${one}::text[])`
      : sql.join(
          exact.map((spellings) => sql`e.words && ${spellings}::text[]`),
          sql` and `,
        );
  const rank = page.sort === 'fit' && !isAll ? sql`case when ${asTyped} then 0 else 1 end` : sql`0`;
  const order = down ? sql`rank, key desc, org_id desc` : sql`rank, key, org_id`;
  const from = page.after
    ? sql`where (rank, key, org_id) ${down ? sql`<` : sql`>`} (select rank, key, org_id from m where org_id = ${page.after})`
    : sql``;
  const rows = await read
    .selectFrom(
      sql<EntryRow & { rank: number; key: string; total: number }>`(
        with m as materialized (
          select e.org_id, ${key} as key, ${rank} as rank from directory_entries e where ${matching(question)})
        select e.*, p.rank, p.key, (select count(*)::int from m) as total
        from (select * from m ${from} order by ${order} limit ${page.limit}) p
          join directory_entries e on e.org_id = p.org_id)`.as('e'),
    )
    .select([...shownColumns, 'e.total'])
    .orderBy('e.rank')
    .orderBy('e.key', down ? 'desc' : 'asc')
    .orderBy('e.org_id', down ? 'desc' : 'asc')
    .execute();
  return { rows, count: rows[0]?.total ?? 0 };
}

function orderOf(sort: DirectorySort) {
  const column = sort.endsWith('place') ? ('e.sort_place' as const) : ('e.sort_name' as const);
  return { key: sql.ref<string>(column), down: sort.startsWith('-') };
}

export async function countByCountry(
  read: Readable,
  question: DirectoryQuestion,
): Promise<{ country: string; count: number }[]> {
  return read
    .selectFrom('directory_entries as e')
    .select(['e.country_code as country', sql<number>`count(*)::int`.as('count')])
    .where(matching(question))
    .groupBy('e.country_code')
    .execute();
}

/** How many there are; counting stops at `most`, since nobody pages through more and counting all takes the longest. */
export async function countEntries(
  read: Readable,
  question: DirectoryQuestion,
  most: number,
): Promise<number> {
  const row = await read
    .selectFrom(
      read
        .selectFrom('directory_entries as e')
        .select('e.org_id')
        .where(matching(question))
        .limit(most)
        .as('e'),
    )
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * Whom a search for hosts looks at, by name.
 * @param search.lacks what they must not offer: who falls short in one thing is asked for by itself
 * @param search.among only these
 */
export async function possibleHosts(
  read: Readable,
  search: {
    question: DirectoryQuestion;
    lacks?: { offers?: number; longest?: number; tongues?: number };
    limit: number;
    among?: OrgId[];
  },
) {
  const { among, lacks } = search;
  if (among?.length === 0) return [];
  return read
    .selectFrom('directory_entries as e')
    .select(['e.org_id', 'e.name', 'e.kind', 'e.country_code'])
    .where('e.kind', '<>', 'network')
    .where(matching(search.question))
    .$if(Boolean(lacks?.offers), (q) =>
      q.where(sql<SqlBool>`e.offers & ${lacks?.offers}::int <> ${lacks?.offers}::int`),
    )
    .$if(Boolean(lacks?.longest), (q) => q.where('e.longest', '<', lacks?.longest as number))
    .$if(Boolean(lacks?.tongues), (q) =>
      q.where(sql<SqlBool>`e.tongues & ${lacks?.tongues}::bigint = 0`),
    )
    .$if(among !== undefined, (q) => q.where('e.org_id', 'in', among as OrgId[]))
    .orderBy('e.sort_name')
    .orderBy('e.org_id')
    .limit(search.limit)
    .execute();
}
