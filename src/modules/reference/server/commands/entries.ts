import { z } from 'zod';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, optionalLine } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { readCalendarDays } from '#platform/calendar-days.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { readGrid, tableLimits } from '#platform/spreadsheet.ts';
import { mayChange, mayChooseRegion } from '../../core/policy.ts';
import {
  adultAge,
  doubtsAbout,
  holdsAtOnce,
  keyOfSlug,
  periodsFromRows,
  periodsFromTable,
  periodsFromText,
  type RowFault,
  stored,
  textOfPeriods,
  zonesFromText,
} from '../../core/rules.ts';
import { type Content, certainties, type EntryKey } from '../../core/types.ts';
import * as store from '../store.ts';
import { limitFields, limitsFrom, wholeNumber } from './limits.ts';

/** @returns null for what names no entry; an entry nobody has written yet has version 0 */
async function loadEntry(tx: Tx, slug: string) {
  const key = keyOfSlug(slug);
  if (!key) return null;
  return { key, entry: (await store.lockEntry(tx, key)) ?? null };
}
type Loaded = NonNullable<Awaited<ReturnType<typeof loadEntry>>>;

const optionalDay = z.union([z.literal(''), dateInput]).default('');

/** The fields of every kind at once: those of other kinds stay empty. */
const entryFields = {
  /** holidays: one period a line, first day; last day; name */
  periods: z.string().max(40_000, { error: 'platform.invalid.too-long' }).default(''),
  age: wholeNumber(25).default(''),
  /** of a country: whether it takes part */
  programme: z.enum(['', 'yes', 'no'], { error: 'platform.invalid.choose' }).default(''),
  /** of a country: one time zone a line, the capital's first */
  timeZones: z.string().max(2000, { error: 'platform.invalid.too-long' }).default(''),
  ...limitFields,
  validFrom: optionalDay,
  validUntil: optionalDay,
  sourceTitle: line(400),
  sourceLink: optionalLine(500),
  certainty: z.enum(certainties, { error: 'platform.invalid.choose' }),
};
const entryInput = z.object(entryFields);
type EntryFields = z.output<typeof entryInput>;

export const changeEntry = command({
  name: 'reference.change-entry',
  summary:
    'Write a new version of an entry of the reference data, with its source. What stood there before is kept.',
  input: z.object({
    entry: z.string().max(120),
    version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    ...entryFields,
  }),
  load: ({ tx }, input) => loadEntry(tx, input.entry),
  permit: (actor) => mayChange(actor),
  run: async ({ tx, actor, now }, loaded, input) => {
    const read = contentOf(loaded.key, input);
    if (!read.ok) return failAll(read.faults);
    if (input.validFrom !== '' && input.validUntil !== '')
      if (Temporal.PlainDate.compare(input.validUntil, input.validFrom) < 0)
        return fail('reference.invalid.until-before-from', undefined, 'validUntil');
    if (input.sourceLink !== '' && !/^https?:\/\/\S+$/.test(input.sourceLink))
      return fail('reference.invalid.link', undefined, 'sourceLink');
    const atOnce = holdsAtOnce(loaded.key.kind);
    return write(tx, loaded, input.version, {
      content: read.content,
      validFrom: input.validFrom === '' || atOnce ? null : input.validFrom,
      validUntil: input.validUntil === '' || atOnce ? null : input.validUntil,
      source: { title: input.sourceTitle, link: input.sourceLink },
      certainty: input.certainty,
      bringsBack: null,
      by: actor.kind === 'person' ? actor.personId : null,
      now,
    });
  },
  audit: (_, input, { number }) => ({ details: { entry: input.entry, number } }),
});

type NewVersion = Omit<Parameters<typeof store.insertVersion>[1], 'entryId' | 'number'>;

async function write(tx: Tx, { key, entry }: Loaded, version: number, next: NewVersion) {
  if (version !== (entry?.version ?? 0)) return stale('platform.error.changed-meanwhile');
  if (entry) {
    const number = entry.version + 1;
    await store.raiseEntry(tx, entry.id, number);
    await store.insertVersion(tx, { ...next, entryId: entry.id, number });
    return ok({ number });
  }
  const entryId = newId('ref');
  if (!(await store.insertEntry(tx, { ...key, id: entryId, now: next.now })))
    return stale('platform.error.changed-meanwhile');
  await store.insertVersion(tx, { ...next, entryId, number: 1 });
  return ok({ number: 1 });
}

type Read = { ok: true; content: Content } | { ok: false; faults: Fault[] };

function contentOf(key: EntryKey, input: EntryFields): Read {
  const wrong = (reason: string, field: string): Read => ({
    ok: false,
    faults: [{ reason, field }],
  });
  switch (key.kind) {
    case 'public-holidays':
    case 'school-holidays': {
      const { periods, faults } = periodsFromText(input.periods);
      if (faults.length > 0)
        return { ok: false, faults: faults.slice(0, 20).map((f) => ({ ...f, field: 'periods' })) };
      if (periods.length === 0) return wrong('platform.invalid.required', 'periods');
      const outside = doubtsAbout(periods, key.schoolYear).find((d) => d.kind === 'outside');
      if (outside)
        return {
          ok: false,
          faults: [
            {
              reason: 'reference.rows.outside',
              field: 'periods',
              params: { from: outside.from, year: key.schoolYear },
            },
          ],
        };
      return { ok: true, content: { periods: periods.map(stored) } };
    }
    case 'online-consent-age':
      return input.age === '' || input.age < 10
        ? wrong('platform.invalid.number', 'age')
        : { ok: true, content: { age: input.age } };
    case 'record-check-age':
      return input.age === '' || input.age < 10 || input.age > adultAge
        ? wrong('reference.invalid.check-age', 'age')
        : { ok: true, content: { age: input.age } };
    case 'country': {
      if (input.programme === '') return wrong('platform.invalid.choose', 'programme');
      const { zones, unknown } = zonesFromText(input.timeZones);
      if (zones.length === 0) return wrong('platform.invalid.required', 'timeZones');
      if (unknown !== null)
        return {
          ok: false,
          faults: [
            { reason: 'reference.invalid.zone', field: 'timeZones', params: { zone: unknown } },
          ],
        };
      const country = { programme: input.programme === 'yes', timeZones: zones };
      return { ok: true, content: { country } };
    }
    case 'stay-limits': {
      const read = limitsFrom(input);
      if (!read.ok) return read;
      return Object.keys(read.limits).length === 0
        ? wrong('reference.invalid.no-limit', 'shortestDays')
        : { ok: true, content: { limits: read.limits } };
    }
  }
}

export const undoVersion = command({
  name: 'reference.undo-version',
  summary:
    'Bring back what an earlier version of an entry said, as a new version; 0 is what the product ships.',
  input: z.object({
    entry: z.string().max(120),
    version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    number: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
  }),
  load: async ({ tx }, input) => {
    const loaded = await loadEntry(tx, input.entry);
    if (!loaded?.entry) return null;
    const versions = await store.versionsOf(tx, { key: loaded.key });
    const earlier = versions.find((v) => v.number === input.number) ?? null;
    return input.number === 0 || earlier ? { ...loaded, earlier } : null;
  },
  permit: (actor) => mayChange(actor),
  run: ({ tx, actor, now }, loaded, input) =>
    write(tx, loaded, input.version, {
      content: (loaded.earlier?.content ?? null) as Content | null,
      validFrom: loaded.earlier?.valid_from ?? null,
      validUntil: loaded.earlier?.valid_until ?? null,
      source: {
        title: loaded.earlier?.source_title ?? '',
        link: loaded.earlier?.source_link ?? '',
      },
      certainty: loaded.earlier?.certainty ?? 'own',
      bringsBack: input.number,
      by: actor.kind === 'person' ? actor.personId : null,
      now,
    }),
  audit: (_, input, { number }) => ({
    details: { entry: input.entry, number, bringsBack: input.number },
  }),
});

export const readHolidays = command({
  name: 'reference.read-holidays',
  summary:
    'Read a file of holidays (CSV, XLSX or a calendar, base64) for an entry and say by row what is wrong with it. Writes nothing.',
  input: z.object({
    entry: z.string().max(120),
    fileName: z.string().max(255).default(''),
    content: z
      .string()
      .min(1, { error: 'platform.file.missing' })
      .max(Math.ceil((tableLimits.bytes / 3) * 4) + 4, { error: 'platform.file.larger' }),
  }),
  load: async (_, input) => {
    const key = keyOfSlug(input.entry);
    return key && 'schoolYear' in key && key.schoolYear !== '' ? { key } : null;
  },
  permit: (actor) => mayChange(actor),
  run: async (_, { key }, input) => {
    const bytes = Buffer.from(input.content, 'base64');
    const start = bytes
      .subarray(0, 400)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart();
    const read = /^BEGIN:VCALENDAR/i.test(start)
      ? await fromCalendar(bytes.toString('utf8'))
      : await fromTable(bytes, input.fileName);
    if (!read.ok) return fail(read.reason, read.params, 'file');
    const span = doubtsAbout(read.periods, key.schoolYear);
    const outside = new Set(span.filter((d) => d.kind === 'outside').map((d) => d.row));
    const kept = read.periods.filter((_, i) => !outside.has(i));
    return ok({
      text: textOfPeriods(kept),
      count: kept.length,
      outside: outside.size,
      faults: read.faults.slice(0, 100),
    });
  },
  audit: (_, input) => ({ details: { entry: input.entry } }),
});

type Periods = ReturnType<typeof periodsFromText>;
type FileRead =
  | ({ ok: true } & Periods)
  | { ok: false; reason: string; params: Fault['params'] & object };

async function fromCalendar(text: string): Promise<FileRead> {
  const read = await readCalendarDays(text);
  if (!read) return { ok: false, reason: 'reference.file.no-calendar', params: {} };
  const rows = read.days.map(({ row, from, until, name }) => ({
    row,
    cells: [from.toString(), until.toString(), name],
  }));
  const { periods, faults } = periodsFromRows(rows);
  const told = read.faults.map(
    ({ row, name, what }): RowFault => ({
      row,
      reason: `reference.rows.${what === 'no-day' ? 'no-day-in-calendar' : what}`,
      params: { row, name },
    }),
  );
  return { ok: true, periods, faults: [...faults, ...told].sort((a, b) => a.row - b.row) };
}

async function fromTable(bytes: Buffer, fileName: string): Promise<FileRead> {
  const grid = await readGrid(bytes, fileName);
  if (!grid.ok) return { ok: false, reason: grid.reason, params: grid.params };
  return { ok: true, ...periodsFromTable(grid.rows) };
}

export const chooseRegion = command({
  name: 'reference.choose-region',
  summary:
    'Say which calendar of its country an organisation goes by, by the name of its region; empty for none.',
  input: z.object({ orgId: idOf('org'), region: optionalLine(60) }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayChooseRegion(actor, org.id),
  run: async ({ tx }, org, input) => {
    if (input.region !== '') {
      const rows = await store.versionsOf(tx, { countries: [org.country_code] });
      if (!rows.some((r) => r.region === input.region))
        return fail('platform.invalid.choose', undefined, 'region');
    }
    await store.saveRegion(tx, org.id, input.region);
    return ok();
  },
  audit: (org) => ({ subjectId: org.id, orgId: org.id }),
});
