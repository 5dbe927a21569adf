import { z } from 'zod';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { shippedCountries } from '#modules/organisations/core/index.ts';
import { organisationById, organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayChooseRegion, mayRead } from '../../core/policy.ts';
import {
  adultAge,
  computedCountries,
  computedHolidays,
  consentAgeCountries,
  countriesFrom,
  doubtsAbout,
  keyOfSlug,
  periodsIn,
  schoolYearOf,
  schoolYearsBetween,
  shippedContent,
  slugOf,
} from '../../core/rules.ts';
import {
  type CalendarGap,
  type Certainty,
  type Content,
  type CountryFacts,
  type EntryKey,
  type EntryKind,
  entryKinds,
  type Period,
  type Place,
} from '../../core/types.ts';
import * as store from '../store.ts';

type VersionRow = store.VersionRow;

function keyOf(row: VersionRow): EntryKey {
  return {
    kind: row.kind as EntryKind,
    countryCode: row.country_code,
    region: row.region,
    schoolYear: row.school_year,
  };
}

/** The newest version that holds on a day; null when none does or it was withdrawn. */
export function holding(rows: readonly VersionRow[], on?: Temporal.PlainDate): VersionRow | null {
  const found = rows.find(
    (r) =>
      !on ||
      ((!r.valid_from || Temporal.PlainDate.compare(r.valid_from, on) <= 0) &&
        (!r.valid_until || Temporal.PlainDate.compare(r.valid_until, on) >= 0)),
  );
  return found?.content ? found : null;
}

/**
 * The holidays of some places over some years, and what is not known of them.
 *
 * @param places each told once in the answer, in the order given
 */
export async function calendarsOf(
  read: Readable,
  places: readonly Place[],
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): Promise<{
  places: (Place & { public: Period[]; school: Period[] })[];
  gaps: CalendarGap[];
}> {
  const unique = [...new Map(places.map((p) => [`${p.countryCode} ${p.region}`, p])).values()];
  const rows = await store.versionsOf(read, { countries: unique.map((p) => p.countryCode) });
  const years = schoolYearsBetween(from, until);
  const gaps: CalendarGap[] = [];
  const found = unique.map((place) => {
    const all: { public: Period[]; school: Period[] } = { public: [], school: [] };
    for (const schoolYear of years) {
      const of = (kind: EntryKind, region: string) =>
        holding(
          rows.filter(
            (r) =>
              r.kind === kind &&
              r.country_code === place.countryCode &&
              r.region === region &&
              r.school_year === schoolYear,
          ),
        );
      const add = (kind: 'public' | 'school', row: VersionRow | null): boolean => {
        if (!row) return false;
        const periods = periodsIn(row.content as Content);
        all[kind].push(...periods);
        for (const doubt of doubtsAbout(periods, schoolYear))
          if (doubt.kind === 'week-between' || doubt.kind === 'overlap')
            gaps.push({
              ...place,
              schoolYear,
              what: doubt.kind,
              from: doubt.from,
              until: doubt.until,
            });
        return true;
      };
      const regional = place.region !== '';
      const publicKnown = [
        add('public', of('public-holidays', '')),
        regional && add('public', of('public-holidays', place.region)),
      ].some(Boolean);
      const computed = publicKnown ? null : computedHolidays(place.countryCode, schoolYear);
      if (computed) all.public.push(...computed.periods);
      else if (!publicKnown) gaps.push({ ...place, schoolYear, what: 'no-public-holidays' });
      const schoolKnown = [
        add('school', of('school-holidays', '')),
        regional && add('school', of('school-holidays', place.region)),
      ].some(Boolean);
      if (schoolKnown) continue;
      const regions = regionsIn(rows, place.countryCode, schoolYear);
      gaps.push(
        !regional && regions.length > 0
          ? { ...place, schoolYear, what: 'no-region-chosen', regions }
          : { ...place, schoolYear, what: 'no-school-holidays' },
      );
    }
    return { ...place, ...all };
  });
  return { places: found, gaps };
}

function regionsIn(
  rows: readonly VersionRow[],
  countryCode: string,
  schoolYear?: string,
): string[] {
  return [
    ...new Set(
      rows
        .filter(
          (r) =>
            r.country_code === countryCode &&
            r.region !== '' &&
            (schoolYear === undefined || r.school_year === schoolYear),
        )
        .map((r) => r.region),
    ),
  ];
}

/** Which calendar of its country each organisation goes by; those that have chosen none are left out. */
export function regionsOf(read: Readable, orgIds: readonly OrgId[]): Promise<Map<OrgId, string>> {
  return store.regionsOf(read, orgIds);
}

/** Countries in which organisations may be today, for whoever lets somebody choose one. */
export async function countriesOf(read: Readable) {
  const rows = await store.versionsOf(read, { kind: 'country' });
  const newest = new Map<string, CountryFacts | null>();
  for (const row of rows) {
    if (newest.has(row.country_code)) continue;
    const content = row.content as Content | null;
    newest.set(row.country_code, content && 'country' in content ? content.country : null);
  }
  return countriesFrom(newest);
}

/**
 * From which age members of a host family need a clean record, by the country in which they live. Never above 18: every
 * adult is checked, wherever nothing was written.
 */
export async function recordCheckAgesOf(
  read: Readable,
  countries: readonly string[],
): Promise<(countryCode: string) => number> {
  const asked = [...new Set(countries)];
  const rows =
    asked.length > 0
      ? await store.versionsOf(read, { countries: asked, kind: 'record-check-age' })
      : [];
  return (countryCode) => {
    const content = holding(rows.filter((r) => r.country_code === countryCode))?.content as
      | Content
      | null
      | undefined;
    return content && 'age' in content ? Math.min(content.age, adultAge) : adultAge;
  };
}

export const sourceView = z.object({ title: z.string(), link: z.string() });
export const certaintyView = z.enum(['official', 'found', 'recalled', 'own', 'computed']);
const countryFactsView = z.object({ programme: z.boolean(), timeZones: z.array(z.string()) });
const entryView = z.object({
  entry: z.string(),
  kind: z.enum(entryKinds),
  countryCode: z.string(),
  region: z.string(),
  schoolYear: z.string(),
  certainty: certaintyView,
  source: sourceView,
  /** null: shipped with the product */
  changedAt: instantView.nullable(),
  /** how much it holds: periods of a list */
  count: z.number().nullable(),
  age: z.number().nullable(),
  country: countryFactsView.nullable(),
  doubts: z.number(),
});

function viewOfEntry(
  key: EntryKey,
  content: Content,
  about: {
    certainty: Certainty;
    source: { title: string; link: string };
    changedAt: Temporal.Instant | null;
  },
) {
  const periods = periodsIn(content);
  return {
    entry: slugOf(key),
    ...key,
    ...about,
    count: 'periods' in content ? periods.length : null,
    age: 'age' in content ? content.age : null,
    country: 'country' in content ? content.country : null,
    doubts: about.changedAt ? doubtsAbout(periods, key.schoolYear).length : 0,
  };
}

export const listEntries = query({
  name: 'reference.list-entries',
  summary:
    'The reference data plans rest on: holidays of this school year and the next, limits of stays, legal ages, each with its source.',
  input: z.object({
    country: z.union([z.literal(''), z.string().regex(/^[A-Z]{2}$/)]).default(''),
  }),
  visible: (actor) => (mayRead(actor) ? { actor } : null),
  output: z.object({
    entries: z.array(entryView),
    countries: z.array(z.string()),
    /** school years new lists can be written for */
    years: z.array(z.string()),
    /** organisations whose calendar the asker may choose */
    leading: z.array(z.object({ orgId: idView('org'), name: z.string() })),
    can: z.object({ change: z.boolean() }),
  }),
  view: async ({ read, today, scope: { actor } }, { country }) => {
    const rows = await store.versionsOf(read);
    const years = [0, 1, 2].map((n) => schoolYearOf(today.add({ years: n })));
    const keys = new Map<string, EntryKey>();
    const put = (key: EntryKey) => keys.set(slugOf(key), key);
    for (const countryCode of computedCountries)
      for (const schoolYear of years)
        put({ kind: 'public-holidays', countryCode, region: '', schoolYear });
    for (const countryCode of consentAgeCountries)
      put({ kind: 'online-consent-age', countryCode, region: '', schoolYear: '' });
    for (const { code } of shippedCountries)
      put({ kind: 'country', countryCode: code, region: '', schoolYear: '' });
    for (const row of rows) put(keyOf(row));
    const entries = [...keys.values()].flatMap((key) => {
      if (country !== '' && key.countryCode !== country) return [];
      const row = holding(rows.filter((r) => slugOf(keyOf(r)) === slugOf(key)));
      if (row)
        return [
          viewOfEntry(key, row.content as Content, {
            certainty: row.certainty as Certainty,
            source: { title: row.source_title, link: row.source_link },
            changedAt: row.changed_at,
          }),
        ];
      const shipped = shippedContent(key);
      return shipped ? [viewOfEntry(key, shipped.content, { ...shipped, changedAt: null })] : [];
    });
    return {
      entries: entries.sort(
        (a, b) =>
          entryKinds.indexOf(a.kind) - entryKinds.indexOf(b.kind) ||
          a.countryCode.localeCompare(b.countryCode) ||
          a.region.localeCompare(b.region) ||
          a.schoolYear.localeCompare(b.schoolYear),
      ),
      countries: [...new Set([...keys.values()].map((k) => k.countryCode))].sort(),
      years,
      leading: (
        await organisationsByIds(
          read,
          orgIdsOf(actor).filter((id) => mayChooseRegion(actor, id).allow),
        )
      ).map((org) => ({ orgId: org.id, name: org.name })),
      can: { change: actor.kind === 'person' && actor.isAdmin },
    };
  },
});

const periodView = z.object({
  from: dateView,
  until: dateView,
  name: z.object({ en: z.string(), fr: z.string() }),
});
const monthDayView = z.object({ month: z.number(), day: z.number() });
export const contentView = z.object({
  periods: z.array(periodView),
  age: z.number().nullable(),
  country: countryFactsView.nullable(),
  limits: z
    .object({
      shortestDays: z.number().optional(),
      shortestMonths: z.number().optional(),
      longestDays: z.number().optional(),
      longestMonths: z.number().optional(),
      latestArrival: monthDayView.optional(),
      secondSemester: z
        .object({
          from: monthDayView,
          accepted: z.boolean(),
          longestDays: z.number().optional(),
        })
        .optional(),
    })
    .nullable(),
});

export function viewOfContent(content: Content | null) {
  return {
    periods: periodsIn(content),
    age: content && 'age' in content ? content.age : null,
    country: content && 'country' in content ? content.country : null,
    limits: content && 'limits' in content ? content.limits : null,
  };
}

export const getEntry = query({
  name: 'reference.get-entry',
  summary:
    'One entry of the reference data: what it says, its source, what looks wrong with it, and every earlier version.',
  input: z.object({ entry: z.string().max(120) }),
  visible: (actor) => (mayRead(actor) ? { actor } : null),
  output: z.object({
    entry: z.string(),
    kind: z.enum(entryKinds),
    countryCode: z.string(),
    region: z.string(),
    schoolYear: z.string(),
    /** 0: nobody has written a version yet */
    version: z.number(),
    /** null: neither shipped nor written */
    current: z
      .object({
        certainty: certaintyView,
        source: sourceView,
        validFrom: dateView.nullable(),
        validUntil: dateView.nullable(),
        shipped: z.boolean(),
        content: contentView,
      })
      .nullable(),
    doubts: z.array(
      z.object({
        kind: z.enum(['end-before-start', 'overlap', 'week-between', 'outside']),
        from: dateView,
        until: dateView,
      }),
    ),
    history: z.array(
      z.object({
        number: z.number(),
        by: z.string().nullable(),
        at: instantView,
        source: sourceView,
        certainty: certaintyView,
        count: z.number().nullable(),
        withdrawn: z.boolean(),
        bringsBack: z.number().nullable(),
      }),
    ),
    shipped: z.boolean(),
    can: z.object({ change: z.boolean() }),
  }),
  view: async ({ read, scope: { actor } }, { entry }) => {
    const key = keyOfSlug(entry);
    if (!key) return null;
    const rows = await store.versionsOf(read, { key });
    const change = actor.kind === 'person' && actor.isAdmin;
    const shipped = shippedContent(key);
    const row = holding(rows);
    // a page about nothing is only for who can write it
    if (rows.length === 0 && !shipped && !change) return null;
    const content = (row?.content ?? shipped?.content ?? null) as Content | null;
    return {
      entry,
      ...key,
      version: rows[0]?.number ?? 0,
      current: content && {
        certainty: (row?.certainty ?? shipped?.certainty ?? 'own') as Certainty,
        source: row
          ? { title: row.source_title, link: row.source_link }
          : (shipped?.source ?? { title: '', link: '' }),
        validFrom: row?.valid_from ?? null,
        validUntil: row?.valid_until ?? null,
        shipped: row === null,
        content: viewOfContent(content),
      },
      doubts: row ? doubtsAbout(periodsIn(content), key.schoolYear) : [],
      history: rows.map((v) => ({
        number: v.number,
        by:
          v.given_name && v.family_name
            ? displayName({
                given_name: v.given_name,
                family_name: v.family_name,
                preferred_name: v.preferred_name,
              })
            : null,
        at: v.changed_at,
        source: { title: v.source_title, link: v.source_link },
        certainty: v.certainty as Certainty,
        count: v.content ? periodsIn(v.content as Content).length || null : null,
        withdrawn: v.content === null,
        bringsBack: v.brings_back,
      })),
      shipped: shipped !== null,
      can: { change },
    };
  },
});

export const getRegion = query({
  name: 'reference.get-region',
  summary:
    'Which calendar of its country one of your organisations goes by, and which there are to choose from.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor, input) =>
    orgIdsOf(actor).includes(input.orgId) && worksFor(actor, input.orgId, 'head', 'coordinator')
      ? {}
      : null,
  output: z.object({
    orgId: idView('org'),
    name: z.string(),
    countryCode: z.string(),
    region: z.string(),
    regions: z.array(z.string()),
  }),
  view: async ({ read }, { orgId }) => {
    const org = await organisationById(read, orgId);
    if (!org) return null;
    const rows = await store.versionsOf(read, { countries: [org.country_code] });
    return {
      orgId,
      name: org.name,
      countryCode: org.country_code,
      region: (await store.regionsOf(read, [orgId])).get(orgId) ?? '',
      regions: regionsIn(rows, org.country_code),
    };
  },
});
