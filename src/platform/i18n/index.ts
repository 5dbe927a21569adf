import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Params } from '#kernel/outcome.ts';
import { projectRoot } from '../root.ts';

/** Languages in which every text of the product is complete. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The key of a message: `module.name.of.it`. Unknown keys throw in tests and show themselves in the demo. */
export type MessageKey = string;
export type Translate = (key: MessageKey, params?: Params) => string;

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

export function isRightToLeft(language: string): boolean {
  return rightToLeft.has(language);
}

let catalogues: Map<string, Map<string, string>> | undefined;

/** Reads src/modules/<module>/web/messages/<language>.json and the platform's own. Keys get their module's name in front. */
function load(): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>(languages.map((l) => [l, new Map()]));
  const add = (prefix: string, folder: string) => {
    let files: string[] = [];
    try {
      files = readdirSync(folder);
    } catch {
      return;
    }
    for (const file of files) {
      const catalogue = found.get(file.replace(/\.json$/, ''));
      if (!catalogue) continue;
      const messages = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<
        string,
        string
      >;
      for (const [key, text] of Object.entries(messages)) catalogue.set(`${prefix}.${key}`, text);
    }
  };
  const root = projectRoot();
  add('platform', join(root, 'src/platform/i18n/messages'));
  add('app', join(root, 'src/app/messages'));
  for (const module of readdirSync(join(root, 'src/modules'))) {
    add(module, join(root, 'src/modules', module, 'web/messages'));
  }
  return found;
}

export function messages(language: string): Map<string, string> {
  catalogues ??= load();
  return (catalogues.get(language) ?? catalogues.get('en')) as Map<string, string>;
}

export function hasMessage(key: string): boolean {
  return messages('en').has(key);
}

/** The best language we have for what somebody asked for (a code, or an Accept-Language header). */
export function chooseLanguage(
  wanted: string | null | undefined,
  fallback: string = 'en',
): Language {
  for (const part of (wanted ?? '').split(',')) {
    const code = part.trim().slice(0, 2).toLowerCase();
    if ((languages as readonly string[]).includes(code)) return code as Language;
  }
  return (languages as readonly string[]).includes(fallback) ? (fallback as Language) : 'en';
}

type Format = (params: Params) => string;

function compile(language: string, key: string): Format {
  const text = messages(language).get(key) ?? messages('en').get(key);
  if (text === undefined) {
    if (process.env.VITEST) throw new Error(`no message ${key}`);
    return () => `⟦${key}⟧`;
  }
  if (!/[{<']/.test(text)) return () => text;
  // most sentences only name somebody or something: put together here, far cheaper than the general way
  const pieces = text.split(/\{ *([\w-]+) *\}/);
  if (!pieces.some((piece, i) => i % 2 === 0 && /[{}']/.test(piece))) {
    return (params) => {
      let out = pieces[0] as string;
      for (let i = 1; i < pieces.length; i += 2) {
        const name = pieces[i] as string;
        const value = params[name];
        if (value === undefined) throw new Error(`${key} needs ${name}`);
        out += (plainValue(language, value) ?? '') + (pieces[i + 1] as string);
      }
      return out;
    };
  }
  const compiled = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  return (params) => String(compiled.format(plainValues(language, params)));
}

/** Dates in sentences are written out in the reader's language. */
function plainValue(language: string, value: Params[string]): string | number | null {
  if (typeof value !== 'object' || value === null) return value as string | number | null;
  return value instanceof Temporal.PlainDate
    ? formatsFor(language).date(value)
    : formatsFor(language).moment(value);
}

function plainValues(language: string, params: Params): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, plainValue(language, value)]),
  );
}

const translators = new Map<string, Translate>();

export function translator(language: string): Translate {
  const known = translators.get(language);
  if (known) return known;
  const formats = new Map<MessageKey, Format>();
  const made: Translate = (key, params = {}) => {
    let format = formats.get(key);
    if (!format) {
      format = compile(language, key);
      formats.set(key, format);
    }
    return format(params);
  };
  translators.set(language, made);
  return made;
}

/** Dates, times, numbers and names by Intl, each formatter made once (a new one costs 60 times more). */
export type Formats = {
  /** 3 February 2026 */
  date(day: Temporal.PlainDate): string;
  /** 3 Feb */
  shortDate(day: Temporal.PlainDate): string;
  /** Tuesday 3 February */
  weekday(day: Temporal.PlainDate): string;
  /** Tue */
  shortWeekday(day: Temporal.PlainDate): string;
  /** February 2026 */
  month(day: Temporal.PlainDate): string;
  /** 3 February 2026 at 14:05, in a zone */
  moment(at: Temporal.Instant, timeZone?: string): string;
  /** 14:05, in a zone */
  time(at: Temporal.Instant, timeZone?: string): string;
  number(value: number): string;
  country(code: string): string;
  /** of a time zone, whose clock it is: Belgium, the Azores; where Intl knows no place, how the zone is called (GMT) */
  zone(timeZone: string): string;
  language(code: string): string;
  list(items: string[]): string;
  /** compares names as readers of this language sort them */
  compare(a: string, b: string): number;
};

/**
 * Names places by whose clock a zone runs, as CLDR knows them ("generic location format", UTS 35): the country where it
 * has one zone or this is its main one, else the city. What Intl puts around the place ("Belgium Time", "heure : Belgique")
 * is learned from a zone whose country is known, so that sentences can put their own words there.
 */
function zoneNames(locale: string, country: (code: string) => string | undefined) {
  // regions with names of their own for a zone (CET in British English) do not say whose clock that is
  const from = locale === 'en-GB' ? 'en-001' : locale;
  const said = (timeZone: string) =>
    new Intl.DateTimeFormat(from, { timeZone, timeZoneName: 'shortGeneric' })
      .formatToParts(0)
      .find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  const finland = country('FI') ?? '';
  const [before = '', after = ''] = said('Europe/Helsinki').split(finland);
  const known = new Map<string, string>();
  return (timeZone: string): string => {
    let name = known.get(timeZone);
    if (name === undefined) {
      const whole = said(timeZone);
      const isPlace = whole.startsWith(before) && whole.endsWith(after);
      name = isPlace ? whole.slice(before.length, whole.length - after.length) : whole;
      known.set(timeZone, name);
    }
    return name;
  };
}

const made = new Map<string, Formats>();

export function formatsFor(language: string): Formats {
  const known = made.get(language);
  if (known) return known;
  const locale = language === 'en' ? 'en-GB' : language;
  const utc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  // lists say the same few days again and again; asking a formatter takes ten times longer than remembering
  const dayBy = (format: Intl.DateTimeFormat) => {
    const known = new Map<string, string>();
    return (day: Temporal.PlainDate) => {
      const key = day.toString();
      let text = known.get(key);
      if (text === undefined) {
        text = format.format(day.toZonedDateTime('UTC').epochMilliseconds);
        if (known.size < 1000) known.set(key, text);
      }
      return text;
    };
  };
  // names of countries and languages stand on every row of some lists, and asking for one takes its time
  const named = (name: (code: string) => string) => {
    const known = new Map<string, string>();
    return (code: string) => {
      let text = known.get(code);
      if (text === undefined) {
        text = name(code);
        if (known.size < 1000) known.set(code, text);
      }
      return text;
    };
  };
  const zoned = new Map<string, Intl.DateTimeFormat>();
  const inZone = (timeZone: string, key: string, options: Intl.DateTimeFormatOptions) => {
    const id = `${key}:${timeZone}`;
    const found = zoned.get(id) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options });
    zoned.set(id, found);
    return found;
  };
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const tongues = new Intl.DisplayNames(locale, { type: 'language' });
  const numbers = new Intl.NumberFormat(locale);
  const lists = new Intl.ListFormat(locale);
  const collator = new Intl.Collator(locale);
  let zones: ((timeZone: string) => string) | undefined;
  const formats: Formats = {
    date: dayBy(utc({ day: 'numeric', month: 'long', year: 'numeric' })),
    shortDate: dayBy(utc({ day: 'numeric', month: 'short' })),
    weekday: dayBy(utc({ weekday: 'long', day: 'numeric', month: 'long' })),
    shortWeekday: dayBy(utc({ weekday: 'short' })),
    month: dayBy(utc({ month: 'long', year: 'numeric' })),
    moment: (instant, timeZone = 'Europe/Brussels') =>
      inZone(timeZone, 'moment', { dateStyle: 'long', timeStyle: 'short' }).format(
        instant.epochMilliseconds,
      ),
    time: (instant, timeZone = 'Europe/Brussels') =>
      inZone(timeZone, 'time', { timeStyle: 'short' }).format(instant.epochMilliseconds),
    number: (value) => numbers.format(value),
    country: named((code) => regions.of(code) ?? code),
    zone: (timeZone) => {
      zones ??= zoneNames(locale, (code) => regions.of(code));
      return zones(timeZone);
    },
    // what somebody wrote in words is its own name
    language: named((code) =>
      /^[a-z]{2,3}(-\w+)*$/.test(code) ? (tongues.of(code) ?? code) : code,
    ),
    list: (items) => lists.format(items),
    compare: (a, b) => collator.compare(a, b),
  };
  made.set(language, formats);
  return formats;
}
