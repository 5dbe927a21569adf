import {
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

const headerLanguages = ['en', 'fr', 'es', 'lv', 'nl'] as const;
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
    ...['sieviete', 'meitene', 'vrouw', 'meisje'],
  ],
  // a lone V is a woman in Dutch and a man in Latvian: it is asked back
  m: [
    ...['m', 'male', 'boy', 'man', 'garcon', 'homme', 'masculin', 'hombre', 'masculino', 'chico'],
    ...['h', 'virietis', 'zens', 'jongen'],
  ],
  x: ['x', 'other', 'diverse', 'non binary', 'autre', 'otro', 'otra', 'cits', 'anders'],
};
const genders = new Map<string, 'f' | 'm' | 'x'>(
  (Object.keys(genderWords) as ('f' | 'm' | 'x')[]).flatMap((g) =>
    genderWords[g].map((word) => [word, g] as const),
  ),
);

const relations = new Map<string, GuardianRelation>(
  (
    [
      ['mother', ['mother', 'mum', 'mom', 'mere', 'maman', 'madre', 'mate', 'moeder', 'mama']],
      ['father', ['father', 'dad', 'pere', 'papa', 'padre', 'tevs', 'vader']],
      [
        'guardian',
        [
          ...[
            'guardian',
            'legal guardian',
            'tuteur',
            'tutrice',
            'responsable legal',
            'responsable',
          ],
          ...['tutor', 'tutora', 'tutor legal', 'aizbildnis', 'aizbildne', 'voogd'],
        ],
      ],
    ] as const
  ).flatMap(([relation, words]) => words.map((word) => [word, relation] as const)),
);

/** Countries and languages by code and by their name in each language of the headers. */
const countries = new Map<string, string>();
const languageNames = new Map<string, string>();
const teachingLanguages =
  'bg cs da de el en es et eu fi fr ga gl hr hu is it ca lb lt lv mk mt nl no pl pt ro ru sk sl sq sr sv tr uk ar';
for (const language of headerLanguages) {
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

function columns(
  startsOn: Temporal.PlainDate,
  found: { slash: SlashOrder | null; besideH: boolean },
) {
  const relation = fromWords(relations, 'applications.import.relation');
  const language = fromWords(languageNames, 'applications.import.language');
  const make = <K extends keyof typeof headers, V, const R extends boolean>(
    key: K,
    required: R,
    parse: (cell: string) => Parsed<V>,
  ): ImportColumn<K, V> & { required: R; parse: (cell: string) => Parsed<V> } => ({
    key,
    headers: headers[key],
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
  ] as const;
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
  table: ImportTable,
  about: { language: string; countryCode: string; startsOn: Temporal.PlainDate },
): {
  pupils: PupilInput[];
  faults: ImportFault[];
  missing: string[];
  unknown: string[];
  columns: Record<string, string>;
} {
  const undecided = columns(about.startsOn, { slash: null, besideH: false });
  const mapping = guessMapping(undecided, table.header);
  const cellsOf = (at: number | null) =>
    at === null ? [] : table.rows.map((r) => r.cells[at] ?? '');
  const read = importTable(
    columns(about.startsOn, {
      // one date that can be read in one way only settles the slashes of its column
      slash: slashOrderOf(cellsOf(mapping.birthDate)),
      besideH: cellsOf(mapping.gender).some((cell) => fold(cell) === 'h'),
    }),
    table,
    { identity: ['givenName', 'familyName', 'birthDate'] },
  );
  const used: Record<string, string> = {};
  for (const [key, index] of Object.entries(read.mapping)) {
    if (index !== null) used[key] = table.header[index]?.trim() ?? '';
  }
  const faults: ImportFault[] = read.errors.map((e) => ({ ...e, reason: ownReason(e.reason) }));
  const pupils = read.rows.map(({ row, values }): PupilInput => {
    const guardian = (
      who: 'guardian' | 'secondGuardian',
      language: string | null,
    ): PupilInput['guardians'] => {
      const given = values[`${who}GivenName`];
      const family = values[`${who}FamilyName`];
      const mail = values[`${who}Email`];
      const kind = values[`${who}Relation`];
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
            params: {},
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
    missing: read.missing.map((key) => headers[key].en[0] ?? key),
    unknown: read.unknownHeaders.map((h) => h.header),
    columns: used,
  };
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
