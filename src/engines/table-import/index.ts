import type { Params } from '#kernel/outcome.ts';

export type CellResult<Value> =
  | { ok: true; value: Value }
  | { ok: false; reason: string; params?: Params };

/** One thing a table may tell about each row. */
export type ImportColumn<Key extends string = string, Value = unknown> = {
  key: Key;
  /** what people call it, per language; compared without accents, case, punctuation */
  headers: Readonly<Record<string, readonly string[]>>;
  /** the column must be there and its cell filled; otherwise an empty cell is `null` */
  required: boolean;
  /** only called with a cell that is not empty; must not throw */
  parse: (cell: string) => CellResult<Value>;
};

/** What was read from a file: the header, and rows with their number in the file. */
export type ImportTable = {
  header: readonly string[];
  rows: readonly { row: number; cells: readonly string[] }[];
};

/** Key of a declared column -> position in the file's header from 0; `null`: leave it out. */
export type ImportMapping<Key extends string = string> = Partial<Record<Key, number | null>>;

type ValueOf<Column> = Column extends { parse: (cell: string) => infer Result }
  ? Extract<Result, { ok: true }> extends { value: infer Value }
    ? Value
    : never
  : never;

/** What a row holds once every cell is understood; only required columns are never `null`. */
export type ImportValues<Columns extends readonly ImportColumn[]> = {
  [Column in Columns[number] as Column['key']]: Column extends { required: true }
    ? ValueOf<Column>
    : ValueOf<Column> | null;
};

export type ImportError = {
  row: number;
  /** header as it stands in the file; its number from 1 where the file has no header there */
  column: string;
  reason: string;
  params: Params;
  /** the cell as it stands in the file */
  value: string;
};

export type ImportResult<Columns extends readonly ImportColumn[]> = {
  /** every declared key: its position in the header from 0, or `null` */
  mapping: Record<Columns[number]['key'], number | null>;
  /** headers nothing was taken from, in the order of the file; positions from 0 */
  unknownHeaders: { index: number; header: string }[];
  /** keys of required columns that the file does not have */
  missing: Columns[number]['key'][];
  /** the rows in which every cell was understood, in the order of the file */
  rows: { row: number; values: ImportValues<Columns> }[];
  /** everything that was not understood, by row, then by place in the row */
  errors: ImportError[];
  /** rows that say the same as an earlier one; both are in `rows` */
  duplicates: { row: number; of: number }[];
};

const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
};

/** A header as it is compared: no accents, no case, letters and digits alone with one space between words. */
export function normaliseHeader(header: string): string {
  return header
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßæœøđðþłħıς]/g, (letter) => spelled[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Words that bind others together in headers of Europe: they tell nothing by themselves. */
const bindingWords = new Set(
  `a an and au aux av d da das de dei del dell della dem den der des di die do dos du e el en et fur gli i il in ja l la
  las le les lo los na no o of och og oder of or os ou s si the till u und van ve von y z zu`.split(
    /\s+/,
  ),
);

/** The words of a header in an order of their own, so that "Nom du responsable" is "Responsable - Nom". */
function wordsOf(normalised: string): string {
  return normalised
    .split(' ')
    .filter((word) => !bindingWords.has(word))
    .sort()
    .join(' ');
}

type Alias = { whole: string; words: string };
const aliasesOfHeaders = new WeakMap<object, Alias[]>();

function aliasesOf(column: Pick<ImportColumn, 'headers' | 'key'>): Alias[] {
  const known = aliasesOfHeaders.get(column.headers);
  if (known) return known;
  const made = [...Object.values(column.headers).flat(), column.key].map((alias) => {
    const whole = normaliseHeader(alias);
    return { whole, words: wordsOf(whole) };
  });
  aliasesOfHeaders.set(column.headers, made);
  return made;
}

/**
 * Which column of the file tells what. A header is taken when it equals an alias or the key of a
 * declared column, or else has the same words in another order; the first of two equal headers wins.
 */
export function guessMapping<const Columns extends readonly ImportColumn[]>(
  columns: Columns,
  header: readonly string[],
): Record<Columns[number]['key'], number | null> {
  const places = new Map<string, number>();
  const loosely = new Map<string, number>();
  for (const [index, text] of header.entries()) {
    const known = normaliseHeader(text);
    if (known === '') continue;
    if (!places.has(known)) places.set(known, index);
    const words = wordsOf(known);
    if (words !== '' && !loosely.has(words)) loosely.set(words, index);
  }
  const taken = new Set<number>();
  const mapping: Record<string, number | null> = Object.fromEntries(
    columns.map((column) => [column.key, null]),
  );
  const take = (find: (alias: Alias) => number | undefined) => {
    for (const column of columns) {
      if (mapping[column.key] !== null) continue;
      const place = aliasesOf(column)
        .map(find)
        .find((index) => index !== undefined && !taken.has(index));
      if (place === undefined) continue;
      mapping[column.key] = place;
      taken.add(place);
    }
  };
  // a header that says exactly this goes before one that says it in other words
  take((alias) => places.get(alias.whole));
  take((alias) => loosely.get(alias.words));
  return mapping as Record<Columns[number]['key'], number | null>;
}

/** A row of a file as it stands there. */
export type GridRow = { row: number; cells: readonly string[] };

/** Where the header of a table was found: `rows` of the file from 0, the cells put together, and what stands below. */
export type FoundHeader = {
  first: number;
  /** one row, or two where a row of groups stands above */
  count: 1 | 2;
  header: string[];
  rows: GridRow[];
};

/** A header stands among the first rows; what is written above it is a title. */
const headerWithin = 15;

/**
 * The header that stands at a row, and the rows below. In two rows the upper one names groups: a group goes on to the
 * right until the next one begins, as a merged cell does.
 */
export function headerAt(grid: readonly GridRow[], first: number, count: 1 | 2): FoundHeader {
  const upper = grid[first]?.cells ?? [];
  const lower = count === 2 ? (grid[first + 1]?.cells ?? []) : [];
  const width = Math.max(upper.length, lower.length);
  const header: string[] = [];
  let group = '';
  for (let index = 0; index < width; index++) {
    const above = (upper[index] ?? '').trim();
    if (count === 1) {
      header.push(above);
      continue;
    }
    if (above !== '') group = above;
    const below = (lower[index] ?? '').trim();
    header.push(below === '' ? above : [group, below].filter((part) => part !== '').join(' '));
  }
  while (header.at(-1) === '') header.pop();
  const rows = grid.slice(first + count).map(({ row, cells }) => {
    const last = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    const kept = cells.slice(0, Math.max(header.length, last));
    return {
      row,
      cells: [...kept, ...Array<string>(Math.max(0, header.length - kept.length)).fill('')],
    };
  });
  return { first, count, header, rows };
}

/**
 * Finds the header of a table whose first rows may be titles: the row, or the two rows, in which most declared columns
 * are recognised. Where nothing is recognised, the first row that has as many cells as those below.
 *
 * @param grid rows that are not empty, in the order of the file
 */
export function findHeader(
  columns: readonly ImportColumn[],
  grid: readonly GridRow[],
): FoundHeader {
  let best: { found: FoundHeader; score: number } | null = null;
  for (let first = 0; first < Math.min(grid.length, headerWithin); first++) {
    for (const count of [1, 2] as const) {
      if (first + count > grid.length) continue;
      const found = headerAt(grid, first, count);
      const score = Object.values<number | null>(guessMapping(columns, found.header)).filter(
        (index) => index !== null,
      ).length;
      // two rows only where they tell more than one, and a later row only where it tells more than an earlier
      if (score > (best?.score ?? 0)) best = { found, score };
    }
  }
  // a lone word may be anything; two are a header
  if (best && best.score >= Math.min(2, columns.length)) return best.found;
  const widths = grid.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length);
  const widest = Math.max(0, ...widths.slice(0, headerWithin + 5));
  const full = widths.findIndex((width) => width >= Math.max(1, Math.ceil(widest * 0.6)));
  return headerAt(grid, Math.max(0, full), 1);
}

/** The headers as they are remembered: one that stands twice has its number behind it. */
export function namedHeaders(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((text) => {
    const known = normaliseHeader(text);
    const times = (seen.get(known) ?? 0) + 1;
    seen.set(known, times);
    return times === 1 ? known : `${known}#${times}`;
  });
}

/** The same for two files with the same headers, in whatever order, case or accents. Holds no cell of a row. */
export function headerFingerprint(header: readonly string[]): string {
  return namedHeaders(header)
    .filter((text) => text !== '')
    .sort()
    .join('\n');
}

/**
 * Understand a table by declared columns. Collects every error of every row and throws nothing: the
 * person sees all of it before anything is written.
 *
 * @param options.mapping what the person chose; goes before the guess, key by key. A position the
 *   header does not have counts as left out.
 * @param options.identity keys whose values make two rows the same thing (compared without case and
 *   surrounding space); without it, rows are the same when every mapped cell is
 */
export function importTable<const Columns extends readonly ImportColumn[]>(
  columns: Columns,
  table: ImportTable,
  options: {
    mapping?: ImportMapping<Columns[number]['key']>;
    identity?: readonly Columns[number]['key'][];
  } = {},
): ImportResult<Columns> {
  type Key = Columns[number]['key'];
  const mapping = settleMapping(columns, table.header, options.mapping ?? {});
  const used = new Set(Object.values<number | null>(mapping));
  const errors: ImportError[] = [];
  const rows: { row: number; values: ImportValues<Columns> }[] = [];
  const duplicates: { row: number; of: number }[] = [];
  const seen = new Map<string, number>();
  const present = columns.flatMap((column) => {
    const index = mapping[column.key as Key];
    return index === null ? [] : [{ column, index }];
  });

  for (const { row, cells } of table.rows) {
    const wrong: { index: number; reason: string; params: Params }[] = [];
    const values: Record<string, unknown> = {};
    for (const column of columns) values[column.key] = null;
    for (const { column, index } of present) {
      const cell = (cells[index] ?? '').trim();
      if (cell === '') {
        if (column.required) wrong.push({ index, reason: 'table-import.required', params: {} });
        continue;
      }
      const result = parsed(column, cell);
      if (result.ok) values[column.key] = result.value;
      else wrong.push({ index, reason: result.reason, params: result.params ?? {} });
    }
    for (let index = table.header.length; index < cells.length; index++)
      if ((cells[index] ?? '').trim() !== '')
        wrong.push({ index, reason: 'table-import.cell-without-header', params: {} });

    wrong.sort((a, b) => a.index - b.index);
    for (const { index, reason, params } of wrong)
      errors.push({
        row,
        column: table.header[index]?.trim() || String(index + 1),
        reason,
        params,
        value: cells[index] ?? '',
      });

    const same = identityOf(cells, present, options.identity);
    const of = same === null ? undefined : seen.get(same);
    if (of !== undefined) duplicates.push({ row, of });
    else if (same !== null) seen.set(same, row);

    if (wrong.length === 0) rows.push({ row, values: values as ImportValues<Columns> });
  }

  const missing = columns
    .filter((column) => column.required && mapping[column.key as Key] === null)
    .map((column) => column.key as Key);
  return {
    mapping,
    unknownHeaders: table.header.flatMap((header, index) =>
      used.has(index) || header.trim() === '' ? [] : [{ index, header }],
    ),
    missing,
    // Without a required column no row is complete.
    rows: missing.length > 0 ? [] : rows,
    errors,
    duplicates,
  };
}

function settleMapping<Columns extends readonly ImportColumn[]>(
  columns: Columns,
  header: readonly string[],
  given: ImportMapping,
): Record<Columns[number]['key'], number | null> {
  const mapping: Record<string, number | null> = guessMapping(columns, header);
  const chosen = new Set<number>();
  for (const column of columns) {
    const index = given[column.key];
    if (index === undefined) continue;
    const there = index !== null && Number.isInteger(index) && index >= 0 && index < header.length;
    mapping[column.key] = there ? index : null;
    if (there) chosen.add(index);
  }
  // What the person gave to one key is not guessed for another.
  for (const column of columns) {
    const index = mapping[column.key] ?? null;
    if (given[column.key] === undefined && index !== null && chosen.has(index))
      mapping[column.key] = null;
  }
  return mapping as Record<Columns[number]['key'], number | null>;
}

function parsed(column: ImportColumn, cell: string): CellResult<unknown> {
  try {
    return column.parse(cell);
  } catch {
    // A parser that meets what it did not expect must not hide the errors of the other rows.
    return { ok: false, reason: 'table-import.unreadable' };
  }
}

/** `null` when the row says nothing by which it could be the same as another. */
function identityOf(
  cells: readonly string[],
  present: readonly { column: ImportColumn; index: number }[],
  identity: readonly string[] | undefined,
): string | null {
  const telling = identity
    ? present.filter(({ column }) => identity.includes(column.key))
    : present;
  // A key of the identity that the file lacks: nothing can be compared.
  if (identity && telling.length < identity.length) return null;
  const words = telling.map(({ index }) =>
    (cells[index] ?? '').normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase(),
  );
  const blank = identity ? words.some((word) => word === '') : words.every((word) => word === '');
  return blank ? null : JSON.stringify(words);
}
