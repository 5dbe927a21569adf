import { describe, expect, it } from 'vitest';
import type { PupilInput } from '../schema.ts';
import { ageFault, pupilFaults, pupilsInTable, templateHeader } from './pupils-table.ts';

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

  it('names required columns that are missing', () => {
    expect(pupilsInTable(table([['Ana']], ['Prénom']), about).missing).toEqual([
      'Family name',
      'Birth date',
      'E-mail',
    ]);
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
