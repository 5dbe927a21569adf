import {
  type FoundHeader,
  findHeader,
  type GridRow,
  guessMapping,
  type ImportColumn,
  type ImportTable,
  importTable,
} from '#engines/table-import/index.ts';
import { programmeCountries } from '#kernel/countries.ts';
import { parseDate, type SlashOrder, slashOrderOf } from '#kernel/date-text.ts';
import { ageOn } from '#kernel/dates.ts';
import type { Params } from '#kernel/outcome.ts';
import { email as emailSchema } from '#kernel/schema.ts';
import headers from '../data/column-headers.json' with { type: 'json' };
import tableWords from '../data/table-words.json' with { type: 'json' };
import type { PupilInput } from '../schema.ts';
import type { GuardianRelation, KnownPupil } from '../types.ts';

/** One thing that is wrong with one row. `column` is the header as it stands in the file. */
export type ImportFault = {
  row: number;
  column: string;
  reason: string;
  params: Params;
  value: string;
};

/** Languages in which the template to download is written. */
const headerLanguages = ['en', 'fr', 'es', 'lv', 'nl'] as const;
type TableLanguage = keyof typeof tableWords;
const tableLanguages = Object.keys(tableWords) as TableLanguage[];
/** The youngest and the oldest a pupil may be when the stay begins (Erasmus+ individual pupil mobility, seed 000). */
const youngest = 14;
const oldest = 18;

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const genderWords: Record<'f' | 'm' | 'x', string[]> = {
  f: [
    ...['f', 'female', 'girl', 'woman', 'fille', 'femme', 'feminin', 'mujer', 'femenino', 'chica'],
    // of women in German, of kobieta, kadın, kvinde and kvinna
    ...['w', 'k'],
  ],
  // a lone V is a woman in Dutch and a man in Latvian: it is asked back
  m: [
    ...['m', 'male', 'boy', 'man', 'garcon', 'homme', 'masculin', 'hombre', 'masculino', 'chico'],
    ...['h', 'virietis', 'zens', 'jongen'],
  ],
  x: ['x', 'other', 'diverse', 'non binary', 'autre', 'otro', 'otra', 'cits', 'anders'],
};
const genders = new Map<string, 'f' | 'm' | 'x'>([
  ...tableLanguages.flatMap((language) =>
    (['f', 'm'] as const).flatMap((g) =>
      tableWords[language].values[g].map((word) => [fold(word), g] as const),
    ),
  ),
  ...(Object.keys(genderWords) as ('f' | 'm' | 'x')[]).flatMap((g) =>
    genderWords[g].map((word) => [word, g] as const),
  ),
]);

const relations = new Map<string, GuardianRelation>([
  ...tableLanguages.flatMap((language) =>
    (['mother', 'father', 'guardian'] as const).flatMap((relation) =>
      tableWords[language].values[relation].map((word) => [fold(word), relation] as const),
    ),
  ),
  ...(
    [
      ['mother', ['mama', 'mate']],
      ['father', ['papa', 'tevs']],
      ['guardian', ['responsable', 'responsable legal', 'tutor', 'tutora']],
    ] as const
  ).flatMap(([relation, words]) => words.map((word) => [word, relation] as const)),
]);

/** Countries and languages by code and by their name in each language of the headers. */
const countries = new Map<string, string>();
const languageNames = new Map<string, string>();
const teachingLanguages =
  'bg cs da de el en es et eu fi fr ga gl hr hu is it ca lb lt lv mk mt nl no pl pt ro ru sk sl sq sr sv tr uk ar';
for (const language of tableLanguages) {
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const tongues = new Intl.DisplayNames(language, { type: 'language' });
  for (const code of programmeCountries) {
    countries.set(code.toLowerCase(), code);
    countries.set(fold(regions.of(code) ?? code), code);
  }
  for (const code of teachingLanguages.split(' ')) {
    languageNames.set(code, code);
    languageNames.set(fold(tongues.of(code) ?? code), code);
    const own = new Intl.DisplayNames(code, { type: 'language' }).of(code);
    if (own) languageNames.set(fold(own), code);
  }
}

type Parsed<V> = { ok: true; value: V } | { ok: false; reason: string; params?: Params };

const lineOf =
  (max: number) =>
  (cell: string): Parsed<string> => {
    const value = cell.replaceAll(/\s+/g, ' ').trim();
    return value.length > max
      ? { ok: false, reason: 'applications.import.too-long', params: { max } }
      : { ok: true, value };
  };
const name = lineOf(80);

function email(cell: string): Parsed<string> {
  const read = emailSchema.safeParse(cell);
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, reason: 'applications.import.email' };
}

function fromWords<V>(words: ReadonlyMap<string, V>, reason: string) {
  return (cell: string): Parsed<V> => {
    const value = words.get(fold(cell));
    return value === undefined ? { ok: false, reason } : { ok: true, value };
  };
}

/** @param besideH the column says H as well: beside hombre, an M may be mujer */
function genderReader(besideH: boolean) {
  const read = fromWords(genders, 'applications.import.gender');
  return (cell: string): Parsed<'f' | 'm' | 'x'> =>
    besideH && fold(cell) === 'm'
      ? { ok: false, reason: 'applications.import.gender-ambiguous' }
      : read(cell);
}

function dateReader(slash: SlashOrder | null, startsOn: Temporal.PlainDate) {
  return (cell: string): Parsed<string> => {
    const day = parseDate(cell, slash ? { slash } : {});
    if (day === 'ambiguous') return { ok: false, reason: 'applications.import.date-ambiguous' };
    if (day === null) return { ok: false, reason: 'applications.import.date' };
    const fault = ageFault(day, startsOn);
    return fault ? { ok: false, ...fault } : { ok: true, value: day.toString() };
  };
}

/** What a column of the list may tell, in the order in which it is asked for. */
export const pupilKeys = [
  ...['givenName', 'familyName', 'fullName', 'birthDate', 'gender', 'schoolClass', 'email'],
  ...['language', 'countryCode'],
] as const satisfies readonly string[];
const guardianKeys = (who: 'guardian' | 'secondGuardian') =>
  ['GivenName', 'FamilyName', 'FullName', 'Email', 'Relation', 'Language'].map((f) => `${who}${f}`);
/** The same, by whom it is about: the groups of a choice. */
export const columnKeys = {
  pupil: pupilKeys as readonly string[],
  guardian: guardianKeys('guardian'),
  secondGuardian: guardianKeys('secondGuardian').filter((key) => !key.endsWith('Language')),
};
export const allColumnKeys: readonly string[] = Object.values(columnKeys).flat();

type Words = (typeof tableWords)[TableLanguage];
type Field = keyof Words['fields'];

/** Every way to say that a column is about the pupil, the first or the second guardian. */
function saidOf(words: Words, who: 'pupil' | 'guardian' | 'secondGuardian'): string[] {
  const each = (roles: readonly string[], more: readonly string[]) =>
    roles.flatMap((role) => more.map((one) => `${role} ${one}`));
  switch (who) {
    case 'pupil':
      return ['', ...words.pupil];
    case 'guardian':
      return [...words.guardian, ...each(words.guardian, ['1']), ...words.mother];
    case 'secondGuardian':
      return [...each(words.guardian, ['2', ...words.second]), ...words.father];
  }
}

function headersOf(key: string): Record<string, readonly string[]> {
  const who = key.startsWith('secondGuardian')
    ? 'secondGuardian'
    : key.startsWith('guardian')
      ? 'guardian'
      : 'pupil';
  const bare = who === 'pupil' ? key : key.slice(who.length);
  const field = (bare.charAt(0).toLowerCase() + bare.slice(1)) as Field;
  const own = headers[key as keyof typeof headers] as Record<string, readonly string[]> | undefined;
  return Object.fromEntries(
    tableLanguages.map((language) => {
      const words = tableWords[language];
      const alone = key === 'guardianRelation' ? words.fields.relation : [];
      return [
        language,
        [
          ...(own?.[language] ?? []),
          ...alone,
          // "Responsable" alone holds the name of one
          ...(field === 'fullName' && who !== 'pupil' ? saidOf(words, who) : []),
          ...saidOf(words, who).flatMap((role) =>
            words.fields[field].map((name) => `${name} ${role}`.trim()),
          ),
        ],
      ];
    }),
  );
}
/** Made once: the same lists are compared with every file. */
const headersByKey = new Map(allColumnKeys.map((key) => [key, headersOf(key)]));

function columns(
  startsOn: Temporal.PlainDate,
  found: { slash: SlashOrder | null; besideH: boolean },
) {
  const relation = fromWords(relations, 'applications.import.relation');
  const language = fromWords(languageNames, 'applications.import.language');
  const make = <K extends string, V, const R extends boolean>(
    key: K,
    required: R,
    parse: (cell: string) => Parsed<V>,
  ): ImportColumn<K, V> & { required: R; parse: (cell: string) => Parsed<V> } => ({
    key,
    headers: headersByKey.get(key) ?? {},
    required,
    parse,
  });
  return [
    make('givenName', true, name),
    make('familyName', true, name),
    make('birthDate', true, dateReader(found.slash, startsOn)),
    make('gender', false, genderReader(found.besideH)),
    make('schoolClass', false, lineOf(40)),
    make('email', true, email),
    make('language', false, language),
    make('countryCode', false, fromWords(countries, 'applications.import.country')),
    make('guardianGivenName', false, name),
    make('guardianFamilyName', false, name),
    make('guardianEmail', false, email),
    make('guardianRelation', false, relation),
    make('guardianLanguage', false, language),
    make('secondGuardianGivenName', false, name),
    make('secondGuardianFamilyName', false, name),
    make('secondGuardianEmail', false, email),
    make('secondGuardianRelation', false, relation),
    make('fullName', false, lineOf(160)),
    make('guardianFullName', false, lineOf(160)),
    make('secondGuardianFullName', false, lineOf(160)),
  ] as const;
}

/** Which name stands first where one cell holds both; a comma or capitals in the cell go before it. */
export const nameOrders = ['given-first', 'family-first'] as const;
export type NameOrder = (typeof nameOrders)[number];

const particle = /^(?:van|von|der|den|de|del|della|da|das|dos|du|di|la|le|los|ter|ten|zu|af|av)$/iu;

/**
 * One cell with a whole name, in two. A comma stands behind the family name; a word in capitals among others is the
 * family name; else the order that was chosen decides, and particles belong to the family name.
 * @returns null when there is one word only
 */
export function splitName(
  name: string,
  order: NameOrder,
): { givenName: string; familyName: string } | null {
  const text = name.replaceAll(/\s+/g, ' ').trim();
  const [before = '', ...after] = text.split(',').map((part) => part.trim());
  if (after.length > 0) {
    const givenName = after.join(' ').trim();
    return before && givenName ? { givenName, familyName: before } : null;
  }
  const words = text.split(' ');
  if (words.length < 2) return null;
  const loud = words.map(
    (word) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase(),
  );
  if (loud.some(Boolean) && !loud.every(Boolean))
    return {
      givenName: words.filter((_, i) => !loud[i]).join(' '),
      familyName: words.filter((_, i) => loud[i]).join(' '),
    };
  if (order === 'given-first')
    return { givenName: words[0] ?? '', familyName: words.slice(1).join(' ') };
  let family = 1;
  while (family < words.length - 1 && particle.test(words[family - 1] ?? '')) family++;
  return { givenName: words.slice(family).join(' '), familyName: words.slice(0, family).join(' ') };
}

/** The order that the cells of a column show by themselves, or that of its header; given name first when nothing does. */
export function nameOrderOf(header: string): NameOrder {
  const first = (words: readonly string[]) =>
    Math.min(
      ...words
        .map((word) => ` ${fold(header)} `.indexOf(` ${fold(word)} `))
        .filter((at) => at >= 0),
      1_000,
    );
  const all = tableLanguages.map((language) => {
    const { givenName, familyName } = tableWords[language].fields;
    return { given: first(givenName), family: first(familyName) };
  });
  const told = all.find(({ given, family }) => given < 1_000 && family < 1_000);
  return told && told.family < told.given ? 'family-first' : 'given-first';
}

/** How a list is understood, as somebody chose it. */
export type ListReading = {
  /** by position in the header what the column tells; '' leaves it out. Left out altogether: guessed */
  columns?: readonly string[];
  /** how to read 03/04/2010; null: as the column itself shows */
  slash?: SlashOrder | null;
  nameOrder?: NameOrder;
};

const guessing = columns(Temporal.PlainDate.from('2000-01-01'), { slash: null, besideH: false });

/** The header of a list of pupils among its first rows. */
export function headerOfPupils(grid: readonly GridRow[]): FoundHeader {
  return findHeader(guessing, grid);
}

/** What each column of the file tells, as far as its header says; '' where it says nothing known. */
export function guessColumns(header: readonly string[]): string[] {
  const mapping: Record<string, number | null> = guessMapping(guessing, header);
  for (const [given, family, whole] of [
    ['givenName', 'familyName', 'fullName'],
    ['guardianGivenName', 'guardianFamilyName', 'guardianFullName'],
    ['secondGuardianGivenName', 'secondGuardianFamilyName', 'secondGuardianFullName'],
  ] as const) {
    const at = mapping[family];
    // "Name" beside no given name holds both
    if (mapping[given] !== null || at === null || at === undefined || mapping[whole] !== null)
      continue;
    const column = guessing.find((one) => one.key === whole);
    if (column && guessMapping([column], [header[at] ?? ''])[whole] === 0) {
      mapping[whole] = at;
      mapping[family] = null;
    }
  }
  return header.map(
    (_, index) => Object.entries(mapping).find(([, place]) => place === index)?.[0] ?? '',
  );
}

/** Whether these are words above columns and not the first pupil: only then are they remembered. */
export function isHeaderAlone(header: readonly string[]): boolean {
  return header.every(
    (text) => !/@|\d{3}/.test(text) && !(parseDate(text) instanceof Temporal.PlainDate),
  );
}

/** The cells of a column that show how its dates are meant, or null. */
export function slashShown(
  table: ImportTable,
  columnsChosen: readonly string[],
): SlashOrder | null {
  const at = columnsChosen.indexOf('birthDate');
  return at < 0 ? null : slashOrderOf(table.rows.map((row) => row.cells[at] ?? ''));
}

/** Told apart from the headers of the file, which hold no such sign. */
const made = '\u2060';

/** A table in which whole names stand as two columns before the others, and what every column then tells. */
function withNamesApart(
  table: ImportTable,
  chosen: readonly string[],
  order: NameOrder,
): { table: ImportTable; keys: string[]; before: number } {
  const whole = chosen.flatMap((key, index) => {
    const who = /^(?:(.*)F|f)ullName$/.exec(key);
    return who ? [{ index, who: who[1] ?? '' }] : [];
  });
  if (whole.length === 0) return { table, keys: [...chosen], before: 0 };
  const named = (who: string, field: 'GivenName' | 'FamilyName') =>
    who === '' ? field.charAt(0).toLowerCase() + field.slice(1) : `${who}${field}`;
  return {
    before: whole.length * 2,
    keys: [
      ...whole.flatMap(({ who }) => [named(who, 'GivenName'), named(who, 'FamilyName')]),
      ...chosen.map((key) => (/ullName$/.test(key) ? '' : key)),
    ],
    table: {
      header: [
        ...whole.flatMap(({ index }) => {
          const text = `${made}${table.header[index] ?? ''}`;
          return [text, text];
        }),
        ...table.header,
      ],
      rows: table.rows.map(({ row, cells }) => ({
        row,
        cells: [
          ...whole.flatMap(({ index }) => {
            const cell = cells[index] ?? '';
            const parts = splitName(cell, order);
            return parts ? [parts.givenName, parts.familyName] : [cell, ''];
          }),
          ...cells,
        ],
      })),
    },
  };
}

/** First row of the template to download, in a language of the headers. */
export function templateHeader(language: string): string[] {
  const known = headerLanguages.find((l) => l === language) ?? 'en';
  return Object.values(headers).map((names) => names[known][0] ?? '');
}

/** Header of each column as the template has it, for faults of rows that came from no file. */
function columnName(key: keyof typeof headers, used: Record<string, string>): string {
  return used[key] ?? headers[key].en[0] ?? key;
}

/**
 * Understands a table of pupils. Everything wrong is collected, by row and column; `pupils` holds the rows in which
 * every cell was understood.
 * @param about language and country of the school, where a row says nothing; the day the stay begins
 */
export function pupilsInTable(
  given: ImportTable,
  about: { language: string; countryCode: string; startsOn: Temporal.PlainDate },
  reading: ListReading = {},
): {
  pupils: PupilInput[];
  faults: ImportFault[];
  missing: string[];
  unknown: string[];
  columns: Record<string, string>;
} {
  const chosen = reading.columns ?? guessColumns(given.header);
  const wholeName = given.header.find((_, index) => /ullName$/.test(chosen[index] ?? ''));
  const { table, keys, before } = withNamesApart(
    given,
    chosen,
    reading.nameOrder ?? nameOrderOf(wholeName ?? ''),
  );
  const mapping = Object.fromEntries(
    guessing.map(({ key }) => [key, keys.indexOf(key) < 0 ? null : keys.indexOf(key)]),
  ) as Record<(typeof guessing)[number]['key'], number | null>;
  const cellsOf = (at: number | null) =>
    at === null ? [] : table.rows.map((r) => r.cells[at] ?? '');
  const read = importTable(
    columns(about.startsOn, {
      // one date that can be read in one way only settles the slashes of its column
      slash: reading.slash ?? slashOrderOf(cellsOf(mapping.birthDate)),
      besideH: cellsOf(mapping.gender).some((cell) => fold(cell) === 'h'),
    }),
    table,
    { mapping, identity: ['givenName', 'familyName', 'birthDate'] },
  );
  const used: Record<string, string> = {};
  for (const [key, index] of Object.entries(read.mapping)) {
    if (index !== null) used[key] = (table.header[index] ?? '').replace(made, '').trim();
  }
  const faults: ImportFault[] = read.errors.flatMap((e) => {
    if (!e.column.startsWith(made)) return [{ ...e, reason: ownReason(e.reason) }];
    const column = e.column.slice(made.length);
    const cells = given.rows.find((r) => r.row === e.row)?.cells ?? [];
    const value = cells[given.header.indexOf(column)] ?? '';
    // an empty cell is missed once, not as both of its names
    if (value === '' && e.value === '' && read.errors.find((o) => o.row === e.row) !== e) return [];
    const reason = value === '' ? 'applications.import.required' : 'applications.import.one-name';
    return [{ ...e, column, value, reason }];
  });
  const relationOf = relationsInHeaders(given.header, chosen);
  const pupils = read.rows.map(({ row, values }): PupilInput => {
    const guardian = (
      who: 'guardian' | 'secondGuardian',
      language: string | null,
    ): PupilInput['guardians'] => {
      const given = values[`${who}GivenName`];
      const family = values[`${who}FamilyName`];
      const mail = values[`${who}Email`];
      const kind = values[`${who}Relation`] ?? (given || family || mail ? relationOf[who] : null);
      if (!given && !family && !mail && !kind) return [];
      for (const [suffix, value] of [
        ['GivenName', given],
        ['FamilyName', family],
        ['Email', mail],
      ] as const) {
        if (!value)
          faults.push({
            row,
            column: columnName(`${who}${suffix}`, used),
            reason: 'applications.import.required',
            // a column that the list does not have is told once, by what it would tell, and not in every row
            params: used[`${who}${suffix}`] === undefined ? { missing: `${who}${suffix}` } : {},
            value: '',
          });
      }
      return [
        {
          givenName: given ?? '',
          familyName: family ?? '',
          email: mail ?? '',
          relation: kind ?? 'guardian',
          ...(language ? { language } : {}),
        },
      ];
    };
    const language = values.language ?? about.language;
    return {
      row,
      givenName: values.givenName,
      familyName: values.familyName,
      birthDate: values.birthDate,
      gender: values.gender,
      schoolClass: values.schoolClass ?? '',
      email: values.email,
      language,
      countryCode: values.countryCode ?? about.countryCode,
      guardians: [
        ...guardian('guardian', values.guardianLanguage ?? language),
        ...guardian('secondGuardian', values.guardianLanguage ?? language),
      ],
    };
  });
  // rows that are clean are compared with each other and the intake by pupilFaults; here the others
  const clean = new Set(pupils.map((p) => p.row));
  for (const { row, of } of read.duplicates) {
    if (clean.has(row) && clean.has(of)) continue;
    const cells = table.rows.find((r) => r.row === row)?.cells ?? [];
    const cell = (at: number | null) => (at === null ? '' : (cells[at] ?? ''));
    faults.push({
      row,
      column: columnName('familyName', used),
      reason: 'applications.import.duplicate-in-file',
      params: {
        name: `${cell(read.mapping.givenName)} ${cell(read.mapping.familyName)}`.trim(),
        of,
      },
      value: cell(read.mapping.familyName),
    });
  }
  return {
    pupils,
    faults: faults.sort((a, b) => a.row - b.row),
    missing: read.missing,
    unknown: read.unknownHeaders
      .filter((h) => !/ullName$/.test(chosen[h.index - before] ?? ''))
      .map((h) => h.header),
    columns: used,
  };
}

/** "E-mail of the mother" tells who she is where no column does. */
function relationsInHeaders(
  header: readonly string[],
  chosen: readonly string[],
): Record<'guardian' | 'secondGuardian', GuardianRelation | null> {
  const told = (who: 'guardian' | 'secondGuardian'): GuardianRelation | null => {
    const said = header
      .filter((_, index) => (chosen[index] ?? '').startsWith(who))
      .map((text) => ` ${fold(text)} `)
      .join(' ');
    for (const relation of ['mother', 'father'] as const)
      if (
        tableLanguages.some((language) =>
          tableWords[language][relation].some((word) => said.includes(` ${fold(word)} `)),
        )
      )
        return relation;
    return null;
  };
  return { guardian: told('guardian'), secondGuardian: told('secondGuardian') };
}

function ownReason(reason: string): string {
  switch (reason) {
    case 'table-import.required':
      return 'applications.import.required';
    case 'table-import.cell-without-header':
      return 'applications.import.no-header';
    case 'table-import.unreadable':
      return 'applications.import.unreadable';
    default:
      return reason;
  }
}

/** Who is who: names without case, accents kept, spaces made one; and the birth date. */
function sameAs(p: { givenName: string; familyName: string; birthDate: unknown }): string {
  const plain = (text: string) =>
    text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('und');
  return JSON.stringify([plain(p.givenName), plain(p.familyName), String(p.birthDate)]);
}

/** The reason why a pupil of this birth date cannot take part, or null. 14 to 18 when the stay begins. */
export function ageFault(
  birthDate: Temporal.PlainDate,
  startsOn: Temporal.PlainDate,
): { reason: string; params: Params } | null {
  const age = ageOn(birthDate, startsOn);
  if (age < youngest)
    return { reason: 'applications.import.too-young', params: { age, youngest, startsOn } };
  if (age > oldest)
    return { reason: 'applications.import.too-old', params: { age, oldest, startsOn } };
  return null;
}

/** Pupils named twice in the list, and pupils who are in the intake already. */
export function duplicatePupils(
  pupils: readonly PupilInput[],
  known: readonly KnownPupil[],
): { row: number; of: number | null }[] {
  const there = new Set(known.map(sameAs));
  const seen = new Map<string, number>();
  const found: { row: number; of: number | null }[] = [];
  for (const pupil of pupils) {
    const key = sameAs(pupil);
    const of = seen.get(key);
    if (of !== undefined) found.push({ row: pupil.row, of });
    else seen.set(key, pupil.row);
    if (there.has(key)) found.push({ row: pupil.row, of: null });
  }
  return found;
}

/**
 * Everything that rules say about pupils whose cells are understood: age, guardians of minors, duplicates. The same
 * check stands before the preview and before the writing.
 * @param used the file's own headers by key, so that a fault names the column as people see it
 */
export function pupilFaults(
  pupils: readonly PupilInput[],
  about: {
    startsOn: Temporal.PlainDate;
    today: Temporal.PlainDate;
    known: readonly KnownPupil[];
    columns?: Record<string, string>;
  },
): ImportFault[] {
  const used = about.columns ?? {};
  const faults: ImportFault[] = [];
  for (const pupil of pupils) {
    const birthDate = Temporal.PlainDate.from(pupil.birthDate);
    const old = ageFault(birthDate, about.startsOn);
    if (old)
      faults.push({
        row: pupil.row,
        column: columnName('birthDate', used),
        ...old,
        value: pupil.birthDate,
      });
    if (!old && ageOn(birthDate, about.today) < 18 && pupil.guardians.length === 0)
      faults.push({
        row: pupil.row,
        column: columnName('guardianFamilyName', used),
        reason: 'applications.import.guardian-missing',
        params: {},
        value: '',
      });
    const [one, two] = pupil.guardians;
    if (one && two && sameGuardian(one) === sameGuardian(two))
      faults.push({
        row: pupil.row,
        column: columnName('secondGuardianFamilyName', used),
        reason: 'applications.import.guardian-twice',
        params: {},
        value: two.familyName,
      });
  }
  for (const { row, of } of duplicatePupils(pupils, about.known)) {
    const pupil = pupils.find((p) => p.row === row);
    faults.push({
      row,
      column: columnName('familyName', used),
      reason:
        of === null
          ? 'applications.import.already-in-intake'
          : 'applications.import.duplicate-in-file',
      params: {
        name: `${pupil?.givenName ?? ''} ${pupil?.familyName ?? ''}`.trim(),
        ...(of === null ? {} : { of }),
      },
      value: pupil?.familyName ?? '',
    });
  }
  return faults.sort((a, b) => a.row - b.row);
}

function sameGuardian(g: PupilInput['guardians'][number]): string {
  return sameAs({ ...g, birthDate: g.email });
}
