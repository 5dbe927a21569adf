import { inflateRawSync } from 'node:zlib';

/** What the archive may become when unpacked, all XML together. */
const unpackedLimit = 40 * 1024 * 1024;
const entryLimit = 1_000;
/** Outermost cell that may hold something; the sheet is read as a rectangle up to it. */
const rowLimit = 20_000;
const columnLimit = 1_024;
const lastExcelRow = 1_048_576;

export type ZipEntry = {
  path: string;
  method: number;
  packedSize: number;
  size: number;
  offset: number;
};

/** @returns `null` when the archive is broken, or of a kind no spreadsheet of 5 MB needs (ZIP64, split) */
export function listZip(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const earliest = Math.max(0, end - 65_535);
  while (end >= earliest && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < earliest || end < 0) return null;
  if (end >= 20 && view.getUint32(end - 20, true) === 0x07064b50) return null;
  const count = view.getUint16(end + 8, true);
  if (count !== view.getUint16(end + 10, true) || count > entryLimit) return null;
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    const nameLength = view.getUint16(at + 28, true);
    const extra = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const entry: ZipEntry = {
      path: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    if (entry.size === 0xffffffff || entry.offset + 30 > bytes.length) return null;
    entries.push(entry);
    at += 46 + nameLength + extra;
  }
  return entries;
}

/**
 * The first sheet of an XLSX file as text: dates ISO, formulas their last value, numbers as typed.
 * The archive is unpacked once here within bounds before the reader sees it, since a small file can
 * claim cells or unpack to a size that would take the server down.
 *
 * @returns rows by position, row 1 first
 */
export async function readWorkbook(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
): Promise<{ ok: true; rows: string[][] } | { ok: false; why: 'damaged' | 'too-large' }> {
  const read = entries.filter((one) => /\.xml(\.rels)?$/.test(one.path));
  if (read.reduce((sum, one) => sum + one.size, 0) > unpackedLimit)
    return { ok: false, why: 'too-large' };
  // loaded with the first file: it takes two megabytes
  const { readSheet } = await import('read-excel-file/universal');
  try {
    for (const entry of read) {
      const xml = unpack(bytes, entry);
      if (xml === null) return { ok: false, why: 'damaged' };
      if (!/worksheets\//i.test(entry.path) && !xml.includes('sheetData')) continue;
      const bounds = boundsOf(xml.toString('latin1'));
      if (bounds !== 'fine') return { ok: false, why: bounds };
    }
    const data = (await readSheet(new Blob([new Uint8Array(bytes)]) as never)) as unknown[][];
    return { ok: true, rows: data.map((row) => row.map(cellText)) };
  } catch {
    return { ok: false, why: 'damaged' };
  }
}

function unpack(bytes: Uint8Array, entry: ZipEntry): Buffer | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(entry.offset, true) !== 0x04034b50) return null;
  const from =
    entry.offset +
    30 +
    view.getUint16(entry.offset + 26, true) +
    view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(from, from + entry.packedSize);
  if (packed.length !== entry.packedSize) return null;
  if (entry.method === 0) return entry.packedSize === entry.size ? Buffer.from(packed) : null;
  if (entry.method !== 8) return null;
  const out = inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) });
  return out.length === entry.size ? out : null;
}

function boundsOf(xml: string): 'fine' | 'damaged' | 'too-large' {
  for (const [, attributes = ''] of xml.matchAll(/<(?:\w+:)?row\b([^>]*)>/g)) {
    const at = attribute(attributes, 'r');
    if (at === null) continue;
    if (!/^\d{1,7}$/.test(at) || Number(at) > lastExcelRow) return 'damaged';
  }
  for (const [, attributes = ''] of xml.matchAll(/<(?:\w+:)?c\b([^>]*)>/g)) {
    const at = /^([A-Z]{1,3})(\d{1,7})$/.exec(attribute(attributes, 'r') ?? '');
    if (!at) return 'damaged';
    if (attributes.endsWith('/')) continue;
    const column = [...(at[1] as string)].reduce(
      (sum, one) => sum * 26 + one.charCodeAt(0) - 64,
      0,
    );
    if (Number(at[2]) > rowLimit || column > columnLimit) return 'too-large';
  }
  return 'fine';
}

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? (found[1] ?? found[2] ?? '') : null;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return numberText(cell);
  if (cell instanceof Date) return dateText(cell.getTime());
  return String(cell).trim();
}

/** Excel keeps 15 digits: 0.1 + 0.2 is shown as 0.3 there, so here too. Never an exponent for ids. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return String(Number(value.toPrecision(15)));
}

/** The reader gives the clock of the sheet as if it were UTC. */
function dateText(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return '';
  const moment = Temporal.Instant.fromEpochMilliseconds(Math.round(milliseconds / 1000) * 1000);
  const local = moment.toZonedDateTimeISO('UTC').toPlainDateTime();
  const midnight = Temporal.PlainTime.compare(local.toPlainTime(), '00:00') === 0;
  // A cell with a time alone lies on the day zero of the sheet.
  if (local.year < 1900) return local.toPlainTime().toString({ smallestUnit: 'minute' });
  return midnight ? local.toPlainDate().toString() : local.toString({ smallestUnit: 'second' });
}
