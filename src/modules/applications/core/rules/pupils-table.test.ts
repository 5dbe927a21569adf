import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import tableWords from '../data/table-words.json' with { type: 'json' };
import type { PupilInput } from '../schema.ts';
import {
  ageFault,
  guessColumns,
  headerOfPupils,
  isHeaderAlone,
  nameOrderOf,
  pupilFaults,
  pupilsInTable,
  splitName,
  templateHeader,
} from './pupils-table.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const about = { language: 'fr', countryCode: 'FR', startsOn: day('2027-02-01') };
const header = ['Prénom', 'Nom', 'Date de naissance', 'Courriel', 'Genre'];
const table = (rows: string[][], head = header) => ({
  header: head,
  rows: rows.map((cells, i) => ({ row: i + 2, cells })),
});
const readOne = (cells: string[]) => pupilsInTable(table([cells]), about);

const pupil = (over: Partial<PupilInput> = {}): PupilInput => ({
  row: 2,
  givenName: 'Zoé',
  familyName: 'Martin',
  birthDate: '2010-04-27',
  gender: null,
  schoolClass: '',
  email: 'zoe@example.org',
  language: 'fr',
  countryCode: 'FR',
  guardians: [
    { givenName: 'Ève', familyName: 'Martin', email: 'eve@example.org', relation: 'mother' },
  ],
  ...over,
});
const rules = { startsOn: about.startsOn, today: day('2026-10-01'), known: [] };

describe('age', () => {
  it('takes 14 to 18 on the day the stay begins, and no day more or less', () => {
    expect(ageFault(day('2013-02-01'), about.startsOn)).toBeNull();
    expect(ageFault(day('2013-02-02'), about.startsOn)?.reason).toBe(
      'applications.import.too-young',
    );
    expect(ageFault(day('2008-02-02'), about.startsOn)).toBeNull();
    expect(ageFault(day('2008-02-01'), about.startsOn)).toMatchObject({
      reason: 'applications.import.too-old',
      params: { age: 19 },
    });
  });
});

describe('a table of pupils', () => {
  it('is understood with headers in five languages', () => {
    for (const language of ['en', 'fr', 'es', 'lv', 'nl']) {
      const head = templateHeader(language);
      const read = pupilsInTable({ header: head, rows: [] }, about);
      expect(read.missing, language).toEqual([]);
      expect(read.unknown, language).toEqual([]);
      expect(Object.keys(read.columns).length, language).toBe(head.length);
    }
  });

  it('says every fault by row and column', () => {
    const read = pupilsInTable(
      table([
        ['Ana', 'Núñez', '31/02/2010', 'ana@example', 'femme'],
        ['', 'Bērziņš', '1.5.2014', 'janis@example.org', 'qq'],
      ]),
      about,
    );
    expect(read.pupils).toEqual([]);
    expect(read.faults.map((f) => [f.row, f.column, f.reason])).toEqual([
      [2, 'Date de naissance', 'applications.import.date'],
      [2, 'Courriel', 'applications.import.email'],
      [3, 'Prénom', 'applications.import.required'],
      [3, 'Date de naissance', 'applications.import.too-young'],
      [3, 'Genre', 'applications.import.gender'],
    ]);
  });

  it('asks back about a date that can be read in two ways, unless its column settles it', () => {
    expect(readOne(['Ana', 'Núñez', '03/04/2010', 'a@example.org', '']).faults[0]?.reason).toBe(
      'applications.import.date-ambiguous',
    );
    const settled = pupilsInTable(
      table([
        ['Ana', 'Núñez', '03/04/2010', 'a@example.org', ''],
        ['Léo', 'Petit', '27/04/2010', 'l@example.org', ''],
      ]),
      about,
    );
    expect(settled.faults).toEqual([]);
    expect(settled.pupils[0]?.birthDate).toBe('2010-04-03');
  });

  it('does not guess a gender where H and M stand together', () => {
    const read = pupilsInTable(
      table([
        ['Ana', 'Núñez', '2010-04-03', 'a@example.org', 'M'],
        ['Leo', 'Ruiz', '2010-04-03', 'l@example.org', 'H'],
      ]),
      about,
    );
    expect(read.faults.map((f) => [f.row, f.reason])).toEqual([
      [2, 'applications.import.gender-ambiguous'],
    ]);
  });

  it('names a duplicate although another cell of its row is wrong', () => {
    const read = pupilsInTable(
      table([
        ['Ana', 'Núñez', '2010-04-03', 'a@example.org', ''],
        ['ana', 'NÚÑEZ', '2010-04-03', 'nonsense', ''],
      ]),
      about,
    );
    expect(read.faults.map((f) => f.reason).sort()).toEqual([
      'applications.import.duplicate-in-file',
      'applications.import.email',
    ]);
  });

  it('asks for the whole guardian when a part of one is there', () => {
    const read = pupilsInTable(
      table(
        [['Ana', 'Núñez', '2010-04-03', 'a@example.org', 'Luis']],
        ['Given name', 'Family name', 'Birth date', 'E-mail', 'Guardian given name'],
      ),
      about,
    );
    expect(read.faults.map((f) => f.column)).toEqual(['Guardian family name', 'Guardian e-mail']);
  });

  it('takes a column named after the guardian alone for their whole name, and tells a missing one by its key', () => {
    const head = [...header.slice(0, 4), 'Responsable', 'Courriel du parent'];
    expect(guessColumns(head).slice(4)).toEqual(['guardianFullName', 'guardianEmail']);
    const row = ['Zoé', 'Martin', '2010-04-27', 'zoe@example.org', 'Ève Martin', 'eve@example.org'];
    expect(pupilsInTable(table([row], head), about).pupils[0]?.guardians).toEqual([
      {
        givenName: 'Ève',
        familyName: 'Martin',
        email: 'eve@example.org',
        relation: 'guardian',
        language: 'fr',
      },
    ]);
    const without = head.map((text) => (text === 'Responsable' ? 'Sport' : text));
    expect(
      pupilsInTable(table([row, row], without), about).faults.map((f) => f.params.missing),
    ).toEqual([
      ...['guardianGivenName', 'guardianFamilyName', 'guardianGivenName', 'guardianFamilyName'],
    ]);
  });

  it('names required columns that are missing', () => {
    expect(pupilsInTable(table([['Ana']], ['Prénom']), about).missing).toEqual([
      'familyName',
      'birthDate',
      'email',
    ]);
  });
});

describe('lists as they really come', () => {
  const languages = Object.keys(tableWords) as (keyof typeof tableWords)[];
  const cells = [
    ['Zoé', 'Martin', '27.04.2010', '2de 1', 'zoe@example.org', 'Ève', 'Martin', 'eve@example.org'],
    [
      'Jānis',
      'Bērziņš',
      '2010-01-05',
      '',
      'janis@example.org',
      'Ilze',
      'Ozola',
      'ilze@example.org',
    ],
  ];
  const headerIn = (language: keyof typeof tableWords, role: number) => {
    const { fields, guardian } = tableWords[language];
    const of = guardian[role % guardian.length];
    return [
      fields.givenName[0],
      fields.familyName[0],
      fields.birthDate[0],
      fields.schoolClass[0],
      fields.email[0],
      ...[fields.givenName[0], fields.familyName[0], fields.email[0]].map((f) => `${f} ${of}`),
    ] as string[];
  };
  const expected = pupilsInTable(
    table(
      cells,
      templateHeader('en').filter((_, i) => [0, 1, 2, 4, 5, 8, 9, 10].includes(i)),
    ),
    about,
  ).pupils;

  it('give the same pupils in any language of the headers, in any order, whatever their case', () => {
    expect(expected).toHaveLength(2);
    fc.assert(
      fc.property(
        fc.constantFrom(...languages),
        fc.nat(3),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8, maxLength: 8 }),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => text.toUpperCase(),
          (text: string) => `  ${text.normalize('NFD')} *`,
        ),
        (language, role, order, spelled) => {
          const head = headerIn(language, role);
          const read = pupilsInTable(
            table(
              cells.map((row) => order.map((i) => row[i] ?? '')),
              order.map((i) => spelled(head[i] ?? '')),
            ),
            about,
          );
          expect(read.missing, language).toEqual([]);
          expect(read.faults, language).toEqual([]);
          expect(read.pupils, language).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('find their header below titles, and put two rows of headers together', () => {
    const grid = [
      ['Lycée Fulbert'],
      ['Liste des élèves 2026/27', '', '', '', '', '', ''],
      ['Élève', '', '', '', 'Responsable légal 1', '', '', 'Responsable légal 2', '', ''],
      ['Nom', 'Prénom', 'Né(e) le', 'Mél', 'Nom', 'Prénom', 'Mél', 'Nom', 'Prénom', 'Mél'],
      [
        'Martin',
        'Zoé',
        '27/04/2010',
        'z@example.org',
        'Martin',
        'Ève',
        'e@example.org',
        '',
        '',
        '',
      ],
    ].map((row, i) => ({ row: i + 1, cells: row }));
    const found = headerOfPupils(grid);
    expect(found).toMatchObject({ first: 2, count: 2 });
    expect(found.rows).toHaveLength(1);
    const read = pupilsInTable({ header: found.header, rows: found.rows }, about);
    expect(read.missing).toEqual([]);
    expect(read.pupils).toMatchObject([
      {
        givenName: 'Zoé',
        birthDate: '2010-04-27',
        guardians: [{ givenName: 'Ève', email: 'e@example.org' }],
      },
    ]);
  });

  it('tell by mother and father who the guardians are', () => {
    const head = ['Nom', 'Prénom', 'Né le', 'Mél', 'Nom du père', 'Prénom du père', 'Mél du père'];
    const read = pupilsInTable(
      table([['M', 'Z', '27.4.2010', 'z@example.org', 'M', 'Luc', 'l@example.org']], head),
      about,
    );
    expect(read.pupils[0]?.guardians).toMatchObject([{ givenName: 'Luc', relation: 'father' }]);
  });

  it('split one column of whole names as asked, by comma or by capitals', () => {
    expect(splitName('Jean Dupont', 'given-first')).toEqual({
      givenName: 'Jean',
      familyName: 'Dupont',
    });
    expect(splitName('van der Berg Jan', 'family-first')).toEqual({
      givenName: 'Jan',
      familyName: 'van der Berg',
    });
    expect(splitName('LE GOFF Anne Marie', 'given-first')).toEqual({
      givenName: 'Anne Marie',
      familyName: 'LE GOFF',
    });
    expect(splitName('Núñez Ruiz, Ana', 'given-first')).toEqual({
      givenName: 'Ana',
      familyName: 'Núñez Ruiz',
    });
    expect(splitName('Madonna', 'given-first')).toBeNull();
    expect(nameOrderOf('Nom et prénom')).toBe('family-first');
    expect(nameOrderOf('Vārds, uzvārds')).toBe('given-first');
    const head = ['Nom et prénom', 'Né le', 'Mél'];
    expect(guessColumns(head)).toEqual(['fullName', 'birthDate', 'email']);
    const read = pupilsInTable(
      table(
        [
          ['Dupont Jean', '27.4.2010', 'j@example.org'],
          ['Cher', '27.4.2010', 'c@example.org'],
        ],
        head,
      ),
      about,
    );
    expect(read.unknown).toEqual([]);
    expect(read.pupils).toMatchObject([{ givenName: 'Jean', familyName: 'Dupont' }]);
    expect(read.faults).toMatchObject([
      { row: 3, column: 'Nom et prénom', value: 'Cher', reason: 'applications.import.one-name' },
    ]);
  });

  it('are read as somebody chose, whatever the headers say', () => {
    const read = pupilsInTable(
      table([['x', 'Ana', 'Núñez', '04/05/2010', 'a@example.org']], ['Nom', 'A', 'B', 'C', 'D']),
      about,
      { columns: ['', 'givenName', 'familyName', 'birthDate', 'email'], slash: 'month-first' },
    );
    expect(read.pupils).toMatchObject([{ givenName: 'Ana', birthDate: '2010-04-05' }]);
    expect(read.unknown).toEqual(['Nom']);
  });

  it('without a header are not taken for one', () => {
    expect(isHeaderAlone(['Nom', 'Prénom', 'Classe 2'])).toBe(true);
    expect(isHeaderAlone(['Martin', 'Zoé', 'zoe@example.org'])).toBe(false);
    expect(isHeaderAlone(['Martin', '27.4.2010'])).toBe(false);
  });
});

describe('rules about pupils', () => {
  it('lets a clean pupil through', () => {
    expect(pupilFaults([pupil()], rules)).toEqual([]);
  });

  it('needs a guardian for a minor and none for somebody of age', () => {
    expect(pupilFaults([pupil({ guardians: [] })], rules).map((f) => f.reason)).toEqual([
      'applications.import.guardian-missing',
    ]);
    expect(pupilFaults([pupil({ guardians: [], birthDate: '2008-09-30' })], rules)).toEqual([]);
  });

  it('finds the same pupil in the list and in the intake, whatever the case and the spelling of accents', () => {
    const twice = pupilFaults(
      [pupil(), pupil({ row: 3, givenName: 'ZOE\u0301', email: 'other@example.org' })],
      rules,
    );
    expect(twice).toMatchObject([
      { row: 3, reason: 'applications.import.duplicate-in-file', params: { of: 2 } },
    ]);
    const known = [{ givenName: 'Zoé', familyName: 'MARTIN', birthDate: day('2010-04-27') }];
    expect(pupilFaults([pupil()], { ...rules, known })[0]?.reason).toBe(
      'applications.import.already-in-intake',
    );
  });

  it('does not take twins or namesakes for one', () => {
    expect(pupilFaults([pupil(), pupil({ row: 3, givenName: 'Léa' })], rules)).toEqual([]);
    expect(pupilFaults([pupil(), pupil({ row: 3, birthDate: '2011-04-27' })], rules)).toEqual([]);
  });
});
