import { type CoverageFault, coverageFaults, type StayLimits } from '#engines/planner/index.ts';
import { findHeader, type GridRow, guessMapping } from '#engines/table-import/index.ts';
import { parseDate } from '#kernel/date-text.ts';
import type { Params } from '#kernel/outcome.ts';
import { type Country, shippedCountries } from '#modules/organisations/core/index.ts';
import columns from './data/holiday-columns.json' with { type: 'json' };
import consentAges from './data/online-consent-ages.json' with { type: 'json' };
import holidays from './data/public-holidays.json' with { type: 'json' };
import {
  type Content,
  type CountryFacts,
  type EntryKey,
  type EntryKind,
  entryKinds,
  type Period,
  type Source,
} from './types.ts';

/** A school year is told by the two calendar years it lies in; it begins on the first of August. */
const firstMonth = 8;

/** The school year of a day, such as 2026/27. */
export function schoolYearOf(day: Temporal.PlainDate): string {
  const first = day.month >= firstMonth ? day.year : day.year - 1;
  return schoolYearFrom(first);
}

function schoolYearFrom(first: number): string {
  return `${first}/${String((first + 1) % 100).padStart(2, '0')}`;
}

/** The school years from that of one day to that of another. */
export function schoolYearsBetween(from: Temporal.PlainDate, until: Temporal.PlainDate): string[] {
  const years: string[] = [];
  const last = schoolYearOf(until);
  for (let day = from; years.at(-1) !== last; day = day.add({ years: 1 }))
    years.push(schoolYearOf(day));
  return years;
}

/** First and last day of a school year; null when the text is none, such as 2026/28. */
export function spanOf(
  schoolYear: string,
): { from: Temporal.PlainDate; until: Temporal.PlainDate } | null {
  const first = Number(/^(20\d\d)\/\d\d$/.exec(schoolYear)?.[1]);
  if (!first || schoolYearFrom(first) !== schoolYear) return null;
  const from = new Temporal.PlainDate(first, firstMonth, 1);
  return { from, until: from.add({ years: 1 }).subtract({ days: 1 }) };
}

/** Easter Sunday of the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8). */
export function easter(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return new Temporal.PlainDate(year, Math.floor(sum / 31), (sum % 31) + 1);
}

type DayRule = {
  on?: string;
  easter?: number;
  nth?: number;
  weekday?: number;
  month?: number;
  moves?: string;
  en: string;
  fr: string;
};
type CountryRules = { source: Source; moves?: string; days: DayRule[] };
const rules = holidays.countries as Record<string, CountryRules>;

/** Public holidays of a school year that a published rule fixes; null for a country whose rules are not here. */
export function computedHolidays(
  countryCode: string,
  schoolYear: string,
): { periods: Period[]; source: Source } | null {
  const country = Object.hasOwn(rules, countryCode) ? rules[countryCode] : undefined;
  const span = spanOf(schoolYear);
  if (!country || !span) return null;
  const periods = [span.from.year, span.until.year]
    .flatMap((year) => country.days.flatMap((rule) => daysOf(rule, year, country.moves)))
    .filter(({ from }) => isWithin(from, span))
    .sort((a, b) => Temporal.PlainDate.compare(a.from, b.from));
  return { periods, source: country.source };
}

/** The day of a rule in a year, and the day that is free as well when it falls on a weekend. */
function daysOf(rule: DayRule, year: number, countryMoves?: string): Period[] {
  const day = dayOf(rule, year);
  const name = { en: rule.en, fr: rule.fr };
  const moves = rule.moves ?? countryMoves;
  const weekend = moves === 'weekend-to-monday' && day.dayOfWeek >= 6;
  const sunday = moves === 'sunday-to-monday' && day.dayOfWeek === 7;
  const monday = day.add({ days: 8 - day.dayOfWeek });
  return [
    { from: day, until: day, name },
    ...(weekend || sunday ? [{ from: monday, until: monday, name }] : []),
  ];
}

function dayOf(rule: DayRule, year: number): Temporal.PlainDate {
  if (rule.on) return Temporal.PlainDate.from(`${year}-${rule.on}`);
  if (rule.easter !== undefined) return easter(year).add({ days: rule.easter });
  const first = new Temporal.PlainDate(year, rule.month ?? 1, 1);
  const ahead = ((rule.weekday ?? 1) - first.dayOfWeek + 7) % 7;
  return first.add({ days: ahead + ((rule.nth ?? 1) - 1) * 7 });
}

function isWithin(
  day: Temporal.PlainDate,
  span: { from: Temporal.PlainDate; until: Temporal.PlainDate },
): boolean {
  return (
    Temporal.PlainDate.compare(day, span.from) >= 0 &&
    Temporal.PlainDate.compare(day, span.until) <= 0
  );
}

/** Countries whose public holidays are computed. */
export const computedCountries = Object.keys(rules);

/** Age of consent to an online service that was found in a published table; null when it was not. */
export function foundConsentAge(countryCode: string): { age: number; source: Source } | null {
  const ages = consentAges.ages as Record<string, number>;
  const age = Object.hasOwn(ages, countryCode) ? ages[countryCode] : undefined;
  return age === undefined ? null : { age, source: consentAges.source };
}

export const consentAgeCountries = Object.keys(consentAges.ages);

/** Records of every adult of a host family are checked; a country may ask for it earlier, never later. */
export const adultAge = 18;

/** Kinds of which only the newest version counts, from the moment it is written: they have no days on which they hold. */
export function holdsAtOnce(kind: EntryKind): boolean {
  return kind === 'country' || kind === 'record-check-age';
}

/** What the product ships about a country; null for one it does not know. */
function shippedCountry(code: string): CountryFacts | null {
  const known = shippedCountries.find((c) => c.code === code);
  return known ? { programme: true, timeZones: [...known.timeZones] } : null;
}

/**
 * The countries in which organisations may be: what is shipped, each replaced by what the administrator wrote of it.
 * @param written what was written, by country; null where that was taken back
 */
export function countriesFrom(written: ReadonlyMap<string, CountryFacts | null>): Country[] {
  const codes = new Set([...shippedCountries.map((c) => c.code), ...written.keys()]);
  return [...codes].sort().flatMap((code) => {
    const facts = written.get(code) ?? shippedCountry(code);
    return facts?.programme ? [{ code, timeZones: facts.timeZones }] : [];
  });
}

/** Time zones of a country as they are typed, one a line and as Europe/Riga; what is none is told apart. */
export function zonesFromText(text: string): { zones: string[]; unknown: string | null } {
  const zones = [
    ...new Set(
      text
        .split(/[\n,;]/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ];
  return { zones, unknown: zones.find((zone) => !zone.includes('/') || !isTimeZone(zone)) ?? null };
}

export function isTimeZone(zone: string): boolean {
  try {
    Temporal.PlainDateTime.from('2026-01-01T00:00').toZonedDateTime(zone);
    return /^[A-Za-z_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(zone);
  } catch {
    return false;
  }
}

/** What the product ships under a key; null when it ships nothing there. */
export function shippedContent(
  key: EntryKey,
): { content: Content; source: Source; certainty: 'computed' | 'found' | 'recalled' } | null {
  if (key.region !== '') return null;
  if (key.kind === 'public-holidays') {
    const known = computedHolidays(key.countryCode, key.schoolYear);
    if (!known) return null;
    const content = { periods: known.periods.map(stored) };
    return { content, source: known.source, certainty: 'computed' };
  }
  if (key.kind === 'online-consent-age') {
    const known = foundConsentAge(key.countryCode);
    return known && { content: { age: known.age }, source: known.source, certainty: 'found' };
  }
  if (key.kind === 'country') {
    const known = shippedCountry(key.countryCode);
    return (
      known && {
        content: { country: known },
        source: { title: '', link: '' },
        certainty: 'recalled',
      }
    );
  }
  return null;
}

export function stored(period: Period): {
  from: string;
  until: string;
  en: string;
  fr: string;
} {
  return { from: period.from.toString(), until: period.until.toString(), ...period.name };
}

export function periodsIn(content: Content | null): Period[] {
  if (!content || !('periods' in content)) return [];
  return content.periods.map((p) => ({
    from: Temporal.PlainDate.from(p.from),
    until: Temporal.PlainDate.from(p.until),
    name: { en: p.en, fr: p.fr },
  }));
}

/** An entry by one word for addresses and forms: `school-holidays~LV~~2027-28`. */
export function slugOf(key: EntryKey): string {
  const year = key.schoolYear.replace('/', '-');
  return [key.kind, key.countryCode, key.region, year].join('~');
}

/** @returns null when the text names no entry: an unknown kind, a school year that is none or missing */
export function keyOfSlug(slug: string): EntryKey | null {
  const [kindText = '', countryCode = '', region = '', year = '', ...more] = slug.split('~');
  const kind = entryKinds.find((k) => k === kindText);
  if (!kind || more.length > 0 || !/^[A-Z]{2}$/.test(countryCode) || region.length > 60)
    return null;
  const schoolYear = year.replace('-', '/');
  const dated = kind === 'public-holidays' || kind === 'school-holidays';
  if (dated ? spanOf(schoolYear) === null : schoolYear !== '') return null;
  return { kind, countryCode, region, schoolYear };
}

/** One line that could not be read, or a warning about it; `row` counts from 1. */
export type RowFault = { row: number; reason: string; params: Params };

/** How many periods a list may hold. */
const mostPeriods = 200;

/**
 * Reads closed periods as somebody types or pastes them, one a line: first day, last day (left out for a single day), name.
 * The parts are divided by semicolons, tabs or commas, or by spaces between the days.
 *
 * @returns the periods in order of their days, and a fault for every line that is none
 */
export function periodsFromText(text: string): { periods: Period[]; faults: RowFault[] } {
  const lines = text.split(/\r?\n/).map((line, i) => ({ row: i + 1, cells: cellsOf(line) }));
  return periodsFromRows(lines.filter(({ cells }) => cells.some((c) => c !== '')));
}

function cellsOf(line: string): string[] {
  const parts = line.split(/\s*[;\t,|]\s*/).map((c) => c.trim());
  if (parts.length > 1) return parts;
  const [, from, until, name] =
    /^(\S+)(?:\s+(?:-\s+)?(\d[\d./-]+))?\s*(.*)$/.exec(line.trim()) ?? [];
  return [from ?? '', until ?? '', name ?? ''];
}

/** The same for rows of a file that have first day, last day and name in this order. */
export function periodsFromRows(rows: readonly { row: number; cells: readonly string[] }[]): {
  periods: Period[];
  faults: RowFault[];
} {
  const faults: RowFault[] = [];
  const periods = rows.slice(0, mostPeriods).flatMap(({ row, cells }): Period[] => {
    const [first = '', second = '', ...rest] = cells.map((c) => c.trim());
    const from = parseDate(first, { slash: 'day-first' });
    const last = second === '' ? from : parseDate(second, { slash: 'day-first' });
    // "1 May; Labour Day": a single day with its name
    const named = last === null && !/^\d/.test(second) && rest.every((cell) => cell === '');
    const until = named ? from : last;
    const fault = (reason: string, params: Params = {}) => {
      faults.push({ row, reason: `reference.rows.${reason}`, params: { row, ...params } });
      return [];
    };
    if (!(from instanceof Temporal.PlainDate)) return fault('no-day', { value: first });
    if (!(until instanceof Temporal.PlainDate)) return fault('no-day', { value: second });
    if (Temporal.PlainDate.compare(until, from) < 0)
      return fault('end-before-start', { from, until });
    if (from.until(until, { largestUnit: 'days' }).days > 120)
      return fault('too-long', { from, until });
    const words = (named ? [second, ...rest] : rest).filter((w) => w !== '');
    const en = (words[0] ?? '').slice(0, 120);
    return [{ from, until, name: { en, fr: (words[1] ?? en).slice(0, 120) } }];
  });
  if (rows.length > mostPeriods)
    faults.push({
      row: rows[mostPeriods]?.row ?? 0,
      reason: 'reference.rows.too-many',
      params: { limit: mostPeriods },
    });
  return {
    periods: periods.sort((a, b) => Temporal.PlainDate.compare(a.from, b.from)),
    faults,
  };
}

const fileColumns = (['from', 'until', 'en', 'fr'] as const).map((key) => ({
  key,
  headers: columns[key],
  required: key === 'from',
  parse: (cell: string) => ({ ok: true as const, value: cell }),
}));

/**
 * Reads closed periods out of the rows of a table: by its headers when it has any that are known, else in the order first
 * day, last day, name.
 */
export function periodsFromTable(grid: readonly GridRow[]): {
  periods: Period[];
  faults: RowFault[];
} {
  const found = findHeader(fileColumns, grid);
  const places = guessMapping(fileColumns, found.header);
  const { from, until, en, fr } = places;
  if (from === null || (until === null && en === null && fr === null)) return periodsFromRows(grid);
  const cell = (cells: readonly string[], at: number | null) =>
    at === null ? '' : (cells[at] ?? '');
  return periodsFromRows(
    found.rows.map(({ row, cells }) => ({
      row,
      cells: [cell(cells, from), cell(cells, until), cell(cells, en), cell(cells, fr)],
    })),
  );
}

/** Periods as text that `periodsFromText` reads again. */
export function textOfPeriods(periods: readonly Period[]): string {
  return periods
    .map(({ from, until, name }) =>
      [from, until, name.en, ...(name.fr === name.en ? [] : [name.fr])].join('; '),
    )
    .join('\n');
}

/** What looks wrong with a list of a school year, though it can be kept: told beside it and on the planner's pages. */
export function doubtsAbout(periods: readonly Period[], schoolYear: string): CoverageFault[] {
  return coverageFaults(periods, spanOf(schoolYear) ?? undefined);
}

/** What limits of a stay say, point by point, for sentences: a key, how many days or months, a day of any year. */
export function limitPoints(
  limits: StayLimits,
): { key: string; count: number; on: Temporal.PlainDate | null }[] {
  const { shortestDays, shortestMonths, longestDays, longestMonths } = limits;
  const { latestArrival, secondSemester } = limits;
  const point = (key: string, count = 0, at?: { month: number; day: number }) => ({
    key,
    count,
    // any leap year: 29 February is a day of some years
    on: at ? new Temporal.PlainDate(2028, at.month, at.day) : null,
  });
  return [
    ...(shortestDays === undefined ? [] : [point('shortest-days', shortestDays)]),
    ...(shortestMonths === undefined ? [] : [point('shortest-months', shortestMonths)]),
    ...(longestDays === undefined ? [] : [point('longest-days', longestDays)]),
    ...(longestMonths === undefined ? [] : [point('longest-months', longestMonths)]),
    ...(latestArrival ? [point('latest-arrival', 0, latestArrival)] : []),
    ...(secondSemester
      ? [
          secondSemester.accepted
            ? point('second-yes', secondSemester.longestDays, secondSemester.from)
            : point('second-no', 0, secondSemester.from),
        ]
      : []),
  ];
}
