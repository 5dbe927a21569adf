import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { headerAt, headerFingerprint, namedHeaders } from '#engines/table-import/index.ts';
import type { SlashOrder } from '#kernel/date-text.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type Failure, fail, ok, stale } from '#kernel/outcome.ts';
import { displayName } from '#modules/people/core/index.ts';
import { command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { readGrid, separators, tableLimits, textEncodings } from '#platform/spreadsheet.ts';
import { mayAddPupils } from '../../core/policy.ts';
import {
  allColumnKeys,
  guessColumns,
  headerOfPupils,
  isHeaderAlone,
  type ListReading,
  nameOrderOf,
  nameOrders,
  slashShown,
} from '../../core/rules/index.ts';
import * as store from '../store.ts';
import { asksToAdd, loadPlace, place } from './place.ts';

/** A list as it is sent: the bytes of the file in base64. */
export const listFile = {
  fileName: z.string().max(255).default(''),
  content: z
    .string()
    .min(1, { error: 'platform.file.missing' })
    .max(Math.ceil((tableLimits.bytes / 3) * 4) + 4, { error: 'platform.file.larger' }),
};

const unset = z.literal('');
/** How the file is cut into cells; what is left out is found out. */
export const listCut = {
  encoding: z
    .union([unset, z.enum(textEncodings)], { error: 'platform.invalid.choose' })
    .default(''),
  separator: z
    .union([unset, z.enum(separators as [';', '\t', ',', '|'])], {
      error: 'platform.invalid.choose',
    })
    .default(''),
  /** number of the row of headers in the file; 0: it is looked for */
  headerRow: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).default(0),
  /** one row of headers, or two with groups above */
  headerRows: z.union([z.literal(1), z.literal(2)]).default(1),
};

/** What the columns mean, when somebody has said so. */
export const listMeaning = {
  /** by position what each column tells; '' leaves it out */
  columns: z
    .array(
      z.string().refine((key) => key === '' || allColumnKeys.includes(key), {
        error: 'platform.invalid.choose',
      }),
    )
    .max(tableLimits.columns)
    .optional(),
  slash: z
    .union([unset, z.enum(['day-first', 'month-first'])], { error: 'platform.invalid.choose' })
    .default(''),
  nameOrder: z.union([unset, z.enum(nameOrders)], { error: 'platform.invalid.choose' }).default(''),
};
type Cut = { [K in keyof typeof listCut]: z.output<(typeof listCut)[K]> };
type ListFile = { [K in keyof typeof listFile]: z.output<(typeof listFile)[K]> };

/** A file with its header found: what is above the header is left out. */
export async function openList(input: ListFile & Cut) {
  const grid = await readGrid(Buffer.from(input.content, 'base64'), input.fileName, {
    ...(input.encoding ? { encoding: input.encoding } : {}),
    ...(input.separator ? { separator: input.separator } : {}),
  });
  if (!grid.ok) return { ok: false as const, failure: fail(grid.reason, grid.params, 'file') };
  const at = grid.rows.findIndex(({ row }) => row === input.headerRow);
  if (input.headerRow > 0 && at < 0)
    return {
      ok: false as const,
      failure: fail('applications.import.no-such-row', undefined, 'headerRow'),
    };
  const found = at >= 0 ? headerAt(grid.rows, at, input.headerRows) : headerOfPupils(grid.rows);
  const tooMuch = limitFault(found.header.length, found.rows.length, input.fileName);
  if (tooMuch) return { ok: false as const, failure: tooMuch };
  return {
    ok: true as const,
    header: found.header,
    rows: found.rows,
    cut: {
      encoding: grid.encoding,
      separator: grid.separator,
      headerRow: grid.rows[found.first]?.row ?? 1,
      headerRows: found.count,
    },
  };
}

/** A file that travels through the browser while its columns are looked at: nothing of it is kept here. */
export function packList(bytes: Uint8Array): string {
  return deflateRawSync(bytes).toString('base64');
}

/** The same file again in base64; '' when it was changed on its way or is too large. */
export function unpackList(packed: string): string {
  try {
    const raw = inflateRawSync(Buffer.from(packed, 'base64'), {
      maxOutputLength: tableLimits.bytes,
    });
    return raw.toString('base64');
  } catch {
    return '';
  }
}

function limitFault(width: number, rows: number, file: string): Failure | null {
  if (width > tableLimits.columns)
    return fail('platform.file.too-many-columns', { file, limit: tableLimits.columns }, 'file');
  if (rows > tableLimits.rows)
    return fail('platform.file.too-many-rows', { file, limit: tableLimits.rows }, 'file');
  return null;
}

export function fingerprintOf(header: readonly string[]): string {
  return createHash('sha256').update(headerFingerprint(header)).digest('hex');
}

type Kept = { columns: string[]; slash: SlashOrder | null; nameOrder: ListReading['nameOrder'] };

/** How the organisation read a list with these headers the last time, or null. */
export async function rememberedReading(
  read: Readable,
  orgId: OrgId,
  header: readonly string[],
): Promise<(Kept & { at: Temporal.Instant; by: string | null }) | null> {
  const row = await store.importMapping(read, orgId, fingerprintOf(header));
  if (!row) return null;
  const byHeader = row.mapping as Record<string, string>;
  const how = row.reading as { slash?: SlashOrder; nameOrder?: ListReading['nameOrder'] };
  return {
    columns: namedHeaders(header).map((name) => byHeader[name] ?? ''),
    slash: how.slash ?? null,
    nameOrder: how.nameOrder,
    at: row.saved_at,
    by:
      row.given_name && row.family_name
        ? displayName({
            given_name: row.given_name,
            family_name: row.family_name,
            preferred_name: row.preferred_name,
          })
        : null,
  };
}

/** Keeps how a list was read, when its headers are headers; of what stands below them nothing. */
export async function rememberReading(
  tx: Tx,
  input: {
    orgId: OrgId;
    header: readonly string[];
    columns: readonly string[];
    slash: SlashOrder | null;
    nameOrder: ListReading['nameOrder'] | null;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  if (!isHeaderAlone(input.header)) return;
  const names = namedHeaders(input.header);
  await store.upsertImportMapping(tx, {
    orgId: input.orgId,
    fingerprint: fingerprintOf(input.header),
    headers: names.filter((name) => name !== ''),
    mapping: Object.fromEntries(
      names.flatMap((name, i) =>
        name !== '' && input.columns[i] ? [[name, input.columns[i]]] : [],
      ),
    ),
    reading: {
      ...(input.slash ? { slash: input.slash } : {}),
      ...(input.nameOrder ? { nameOrder: input.nameOrder } : {}),
    },
    by: input.by,
    now: input.now,
  });
}

export const readPupilsTable = command({
  name: 'applications.read-pupils-table',
  summary:
    'Read a table of pupils (CSV or XLSX, base64) and say how its columns are understood, with three examples of each. Writes nothing.',
  input: z.object({
    ...place,
    ...listFile,
    ...listCut,
    /** false: as the headers say, whatever was chosen before */
    useRemembered: z.boolean().default(true),
  }),
  load: ({ tx }, input) => loadPlace(tx, input),
  permit: (actor, loaded, input) => mayAddPupils(actor, asksToAdd(loaded, input.schoolId)),
  run: async ({ tx }, _, input) => {
    const list = await openList(input);
    if (!list.ok) return list.failure;
    const kept = input.useRemembered
      ? await rememberedReading(tx, input.schoolId, list.header)
      : null;
    const columns = kept?.columns ?? guessColumns(list.header);
    const whole = list.header.find((_, i) => columns[i]?.endsWith('ullName'));
    return ok({
      ...list.cut,
      rows: list.rows.length,
      slash: kept?.slash ?? slashShown(list, columns),
      nameOrder: kept?.nameOrder ?? nameOrderOf(whole ?? ''),
      remembered: kept ? { at: kept.at.toString(), by: kept.by } : null,
      columns: list.header.map((header, i) => ({
        header,
        key: columns[i] ?? '',
        examples: list.rows
          .map(({ cells }) => (cells[i] ?? '').trim())
          .filter((cell) => cell !== '')
          .slice(0, 3)
          .map((cell) => cell.slice(0, 60)),
      })),
    });
  },
  audit: (_, input) => ({ subjectId: input.intakeId, orgId: input.schoolId }),
});

export const forgetReading = command({
  name: 'applications.forget-reading',
  summary: 'Forget how your school read lists with these headers.',
  input: z.object({ ...place, header: z.array(z.string().max(500)).max(tableLimits.columns) }),
  load: ({ tx }, input) => loadPlace(tx, input),
  permit: (actor, loaded, input) => mayAddPupils(actor, asksToAdd(loaded, input.schoolId)),
  run: async ({ tx }, _, input) =>
    (await store.deleteImportMapping(tx, input.schoolId, fingerprintOf(input.header)))
      ? ok()
      : stale('platform.error.already-done'),
  audit: (_, input) => ({ subjectId: input.intakeId, orgId: input.schoolId }),
});

const columnView = z.object({ header: z.string(), key: z.string(), examples: z.array(z.string()) });
const listView = z.object({
  fileName: z.string(),
  encoding: z.string(),
  separator: z.string().nullable(),
  headerRow: z.number(),
  headerRows: z.number(),
  rows: z.number(),
  slash: z.string().nullable(),
  nameOrder: z.string(),
  remembered: z.object({ at: z.string(), by: z.string().nullable() }).nullable(),
  columns: z.array(columnView).max(tableLimits.columns),
});
/** What {@link readPupilsTable} said, as it stands in the form while the columns are looked at. */
export type ListView = z.output<typeof listView>;

/** Reads what a form brought back; null when there is none or it cannot be read. */
export function listViewIn(text: string): ListView | null {
  try {
    return listView.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
