import { CsvError, parse } from 'csv-parse/sync';
import type { Params } from '#kernel/outcome.ts';
import { decodeText, type TextEncoding, textEncodings } from './spreadsheet/encoding.ts';
import { listZip, readWorkbook } from './spreadsheet/workbook.ts';

export { type TextEncoding, textEncodings };

/** 5 MB, 5,000 rows below the header, 200 columns. */
export const tableLimits = { bytes: 5 * 1024 * 1024, rows: 5_000, columns: 200 } as const;

export type TableRow = {
  /** number of the row as a spreadsheet shows it; the first row of the file is 1 */
  row: number;
  /** trimmed; at least as many as the header has */
  cells: string[];
};

export type TableFault =
  | 'platform.file.empty'
  | 'platform.file.too-large'
  | 'platform.file.too-many-rows'
  | 'platform.file.too-many-columns'
  | 'platform.file.not-a-table'
  | 'platform.file.old-excel'
  | 'platform.file.password-protected'
  | 'platform.file.open-document'
  | 'platform.file.damaged'
  | 'platform.file.broken-quotes';

export type ReadTable =
  | {
      ok: true;
      header: string[];
      rows: TableRow[];
      encoding: TextEncoding | 'xlsx';
      /** `null` for a workbook */
      separator: Separator | null;
    }
  | { ok: false; reason: TableFault; params: Params };

/** A file as rows, before anybody has said which of them is the header. */
export type ReadGrid =
  | {
      ok: true;
      /** rows that are not empty; the numbers are those of the file */
      rows: TableRow[];
      encoding: TextEncoding | 'xlsx';
      separator: Separator | null;
    }
  | { ok: false; reason: TableFault; params: Params };

/** How to read a file whose own signs are not enough; what is left out is found out. */
export type ReadingWish = { encoding?: TextEncoding; separator?: Separator };

export type Separator = ',' | ';' | '\t' | '|';
/** Records looked at, empty ones counted: a file of line ends alone must not cost more. */
const recordLimit = 20_000;
export const separators: readonly Separator[] = [';', '\t', ',', '|'];

/**
 * Read a table a person uploaded: XLSX (first sheet) or separated text in any encoding and with any
 * separator that spreadsheets of Europe write. The first row that is not empty is the header; empty
 * rows are left out, the numbers of the others stay those of the file.
 *
 * Never throws for what is in the file.
 *
 * @param fileName only told back in the reason's params
 * @returns a reason (key of a message) with `file`, and `limit` or `line` where there is one
 */
export async function readTable(bytes: Uint8Array, fileName: string): Promise<ReadTable> {
  const grid = await readGrid(bytes, fileName);
  if (!grid.ok) return grid;
  const [first, ...rest] = grid.rows;
  const header = first?.cells ?? [];
  // A sheet may trail empty columns behind its last header.
  const width = header.findLastIndex((cell) => cell !== '') + 1;
  const limits = { file: fileName };
  if (width > tableLimits.columns)
    return {
      ok: false,
      reason: 'platform.file.too-many-columns',
      params: { ...limits, limit: tableLimits.columns },
    };
  if (rest.length > tableLimits.rows)
    return {
      ok: false,
      reason: 'platform.file.too-many-rows',
      params: { ...limits, limit: tableLimits.rows },
    };
  const rows = rest.map(({ row, cells }) => {
    const last = cells.findLastIndex((cell) => cell !== '') + 1;
    const kept = cells.slice(0, Math.max(width, last));
    return { row, cells: [...kept, ...Array<string>(Math.max(0, width - kept.length)).fill('')] };
  });
  return {
    ok: true,
    header: header.slice(0, width),
    rows,
    encoding: grid.encoding,
    separator: grid.separator,
  };
}

/**
 * Read a file as rows without a header: titles may stand above the table.
 *
 * @param wish encoding and separator that somebody has chosen; a workbook has neither
 */
export async function readGrid(
  bytes: Uint8Array,
  fileName: string,
  wish: ReadingWish = {},
): Promise<ReadGrid> {
  const fault = (reason: TableFault, params: Params = {}): { ok: false } & ReadGrid => ({
    ok: false,
    reason,
    params: { file: fileName, ...params },
  });
  if (bytes.length === 0) return fault('platform.file.empty');
  if (bytes.length > tableLimits.bytes)
    return fault('platform.file.too-large', { limit: tableLimits.bytes / 1024 / 1024 });

  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    // Both old workbooks and encrypted new ones lie in this container; its directory is UTF-16.
    const encrypted = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return fault(encrypted ? 'platform.file.password-protected' : 'platform.file.old-excel');
  }
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0x50, 0x4b, 5, 6])) {
    const entries = listZip(bytes);
    if (!entries) return fault('platform.file.damaged');
    if (entries.some((one) => one.path === 'content.xml' || one.path === 'META-INF/manifest.xml'))
      return fault('platform.file.open-document');
    if (!entries.some((one) => one.path === 'xl/workbook.xml'))
      return fault('platform.file.not-a-table');
    const book = await readWorkbook(bytes, entries);
    if (!book.ok)
      return book.why === 'damaged'
        ? fault('platform.file.damaged')
        : fault('platform.file.too-large', { limit: tableLimits.bytes / 1024 / 1024 });
    const rows = filled(book.rows);
    return rows.length === 0
      ? fault('platform.file.empty')
      : { ok: true, rows, encoding: 'xlsx', separator: null };
  }
  if (isKnownBinary(bytes)) return fault('platform.file.not-a-table');

  const decoded = decodeText(bytes, wish.encoding);
  if (!decoded) return fault('platform.file.not-a-table');
  let text = decoded.text.replace(/^\uFEFF/, '');
  if (text.trim() === '') return fault('platform.file.empty');
  if (isOtherText(text)) return fault('platform.file.not-a-table');

  const told = /^"?sep=(.)"?(?:\r\n|\n|\r)/i.exec(text);
  if (told) text = text.slice(told[0].length);
  const separator =
    wish.separator ?? (told ? separators.find((one) => one === told[1]) : undefined) ?? guess(text);
  try {
    const read = parseSeparated(text, separator, recordLimit);
    if (read.length === recordLimit)
      return fault('platform.file.too-many-rows', { limit: tableLimits.rows });
    const rows = filled(read.map((row) => row.map((cell) => unguard(cell.trim()).trim())));
    return rows.length === 0
      ? fault('platform.file.empty')
      : { ok: true, rows, encoding: decoded.encoding, separator };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as CsvError & { lines?: number }).lines;
    return fault('platform.file.broken-quotes', { line: line ?? 0 });
  }
}

function filled(all: readonly (readonly string[])[]): TableRow[] {
  return all
    .map((cells, index) => ({ row: index + 1, cells: [...cells] }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

function parseSeparated(text: string, separator: Separator, to: number): string[][] {
  return parse(text, {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    to,
  });
}

/** The separator that cuts the first rows into the same number of cells, and into the most. */
function guess(text: string): Separator {
  let best: Separator = ',';
  let bestScore = 0;
  for (const separator of separators) {
    let rows: string[][];
    try {
      rows = parseSeparated(text, separator, 30);
    } catch {
      // A quote that never closes is reported by the reading proper; here lines are enough.
      rows = text
        .slice(0, 20_000)
        .split(/\r\n|\n|\r/, 30)
        .map((line) => line.split(separator));
    }
    rows = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
    // Titles may stand above the table: the width most rows have is its width.
    const widths = new Map<number, number>();
    for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    const width = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
    const alike = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1);
    const score = (width - 1) * alike * alike;
    if (score > bestScore) {
      bestScore = score;
      best = separator;
    }
  }
  return best;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Formats whose first bytes could pass for text: PDF, pictures, programs, archives, rich text. */
function isKnownBinary(bytes: Uint8Array): boolean {
  const ascii = ['%PDF-', 'GIF8', 'MZ', '\x7fELF', '{\\rtf', 'Rar!', '7z\xbc\xaf', 'BZh', 'RIFF'];
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  return (
    ascii.some((one) =>
      // Two letters are a word, too: a program's header holds zeros soon after them.
      one === 'MZ'
        ? head.startsWith(one) && bytes.subarray(0, 64).includes(0)
        : head.startsWith(one),
    ) ||
    [
      [0x89, 0x50, 0x4e, 0x47],
      [0xff, 0xd8, 0xff],
      [0x1f, 0x8b],
    ].some((magic) => startsWith(bytes, magic))
  );
}

/** Pages, documents and data that are text but no table. */
function isOtherText(text: string): boolean {
  const head = text.slice(0, 1000).trimStart();
  if (/^<(!doctype|html|head|body|table|\?xml|svg|!--)/i.test(head)) return true;
  if (!/^[[{]/.test(head)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A sign of a formula; after blanks and apostrophes too, so that those somebody typed are told from ours. */
const dangerous = /^[\s']*[=+\-@]|^[\t\r]/;

/**
 * Rows as separated text that European spreadsheets open right: UTF-8 with byte order mark, CRLF,
 * semicolons unless told otherwise. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front; numbers stay numbers. `readTable` takes the apostrophe off again.
 */
export function writeCsv(
  rows: readonly (readonly (string | number | boolean | bigint | null | undefined)[])[],
  options: { separator?: Separator } = {},
): string {
  const separator = options.separator ?? ';';
  const cellOf = (value: string | number | boolean | bigint | null | undefined): string => {
    if (value === null || value === undefined) return '';
    const text = typeof value === 'string' ? guard(value) : String(value);
    return /["\r\n]/.test(text) || text.includes(separator) || /^\s|\s$/.test(text)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  };
  return `\uFEFF${rows.map((row) => `${row.map(cellOf).join(separator)}\r\n`).join('')}`;
}

function guard(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

function unguard(text: string): string {
  return text.startsWith("'") && dangerous.test(text.slice(1)) ? text.slice(1) : text;
}
