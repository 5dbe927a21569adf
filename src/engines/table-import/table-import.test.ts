import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseDate } from '#kernel/date-text.ts';
import { type CellResult, guessMapping, importTable, normaliseHeader } from './index.ts';

const words = (cell: string): CellResult<string> => ({ ok: true, value: cell });
const date = (cell: string): CellResult<Temporal.PlainDate> => {
  const value = parseDate(cell);
  return value instanceof Temporal.PlainDate
    ? { ok: true, value }
    : { ok: false, reason: value === null ? 'not-a-date' : 'ambiguous-date', params: { cell } };
};
const columns = [
  {
    key: 'given-name',
    headers: { en: ['Given name', 'First name'], fr: ['Prénom'], el: ['Όνομα'], lv: ['Vārds'] },
    required: true,
    parse: words,
  },
  {
    key: 'born',
    headers: { en: ['Date of birth', 'Birth date'], fr: ['Né(e) le'], pl: ['Data urodzenia'] },
    required: true,
    parse: date,
  },
  { key: 'email', headers: { en: ['E-mail'], fr: ['Courriel'] }, required: false, parse: words },
] as const;

const rowsOf = (...cells: string[][]) =>
  cells.map((one, index) => ({ row: index + 2, cells: one }));

describe('headers', () => {
  it.each([
    ['  PRENOM * ', 'prenom'],
    ['Prénom', 'prenom'],
    ['Né(e) le:', 'ne e le'],
    ['ΌΝΟΜΑ', 'ονομα'],
    ['Όνομα', 'ονομα'],
    ['Μαθητής', 'μαθητησ'],
    ['ΜΑΘΗΤΉΣ', 'μαθητησ'],
    ['Łódź', 'lodz'],
    ['Ħaż-Żebbuġ', 'haz zebbug'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['İsim', 'isim'],
    ['E–mail', 'e mail'],
    ['***', ''],
  ])('%j is compared as %j', (header, expected) => {
    expect(normaliseHeader(header)).toBe(expected);
  });

  it('are found in any language, whatever their accents and case, and by key', () => {
    for (const header of [
      ['VARDS', 'x', 'data  urodzenia', 'courriel'],
      ['prenom', 'X', 'Ne(e) le', 'E-MAIL'],
      ['Given-name', '', 'born', 'email'],
    ])
      expect(guessMapping(columns, header)).toEqual({ 'given-name': 0, born: 2, email: 3 });
  });

  it('are taken once: the first of two equal ones', () => {
    const result = importTable(columns, {
      header: ['First name', 'Prénom', 'Prénom', 'Born', 'Shoe size', ''],
      rows: [],
    });
    expect(result.mapping).toEqual({ 'given-name': 0, born: 3, email: null });
    expect(result.unknownHeaders).toEqual([
      { index: 1, header: 'Prénom' },
      { index: 2, header: 'Prénom' },
      { index: 4, header: 'Shoe size' },
    ]);
  });

  it('that are required and absent are named, and then no row is complete', () => {
    const result = importTable(columns, { header: ['Prénom'], rows: rowsOf(['Zoé']) });
    expect(result.missing).toEqual(['born']);
    expect(result.rows).toEqual([]);
    expect(result.errors).toEqual([]);
  });
});

describe('a given mapping', () => {
  it('goes before the guess, key by key', () => {
    const table = { header: ['Prénom', 'Who', 'Born'], rows: rowsOf(['wrong', 'Zoé', '1.2.2010']) };
    const result = importTable(columns, table, { mapping: { 'given-name': 1 } });
    expect(result.mapping).toEqual({ 'given-name': 1, born: 2, email: null });
    expect(result.rows[0]?.values['given-name']).toBe('Zoé');
    expect(result.unknownHeaders).toEqual([{ index: 0, header: 'Prénom' }]);
  });

  it('can leave a column out, and takes it from the key it was guessed for', () => {
    const table = { header: ['Prénom', 'Born', 'E-mail'], rows: [] };
    expect(importTable(columns, table, { mapping: { email: null } }).mapping.email).toBeNull();
    expect(importTable(columns, table, { mapping: { email: 0 } })).toMatchObject({
      mapping: { 'given-name': null, born: 1, email: 0 },
      missing: ['given-name'],
    });
  });

  it.each([-1, 3, 0.5, Number.NaN])('with position %s leaves the column out', (index) => {
    const table = { header: ['Prénom', 'Born', 'E-mail'], rows: [] };
    expect(importTable(columns, table, { mapping: { email: index } }).mapping.email).toBeNull();
  });
});

describe('rows', () => {
  it('come typed, with null for what is empty', () => {
    const result = importTable(columns, {
      header: ['First name', 'Born', 'E-mail'],
      rows: rowsOf(['Zoé', '3.4.2010', ''], [' Bo ', '2010-04-05', 'bo@example.org']),
    });
    expect(result.errors).toEqual([]);
    expect(result.rows).toEqual([
      {
        row: 2,
        values: { 'given-name': 'Zoé', born: Temporal.PlainDate.from('2010-04-03'), email: null },
      },
      {
        row: 3,
        values: {
          'given-name': 'Bo',
          born: Temporal.PlainDate.from('2010-04-05'),
          email: 'bo@example.org',
        },
      },
    ]);
    expect(String(result.rows[1]?.values.born)).toBe('2010-04-05');
    expectTypeOf<(typeof result.rows)[number]['values']>().toEqualTypeOf<{
      'given-name': string;
      born: Temporal.PlainDate;
      email: string | null;
    }>();
  });

  it('tell all their errors, with the header of the file and the cell as written', () => {
    const result = importTable(
      columns,
      {
        header: ['Date de naissance', 'Prénom', 'Courriel'],
        rows: rowsOf(
          ['31.02.2010', '', 'x'],
          ['03/04/2010', 'Bo', '', '', 'lost'],
          ['1.1.2010', 'Cy'],
        ),
      },
      { mapping: { born: 0 } },
    );
    expect(result.errors).toEqual([
      {
        row: 2,
        column: 'Date de naissance',
        reason: 'not-a-date',
        params: { cell: '31.02.2010' },
        value: '31.02.2010',
      },
      { row: 2, column: 'Prénom', reason: 'table-import.required', params: {}, value: '' },
      {
        row: 3,
        column: 'Date de naissance',
        reason: 'ambiguous-date',
        params: { cell: '03/04/2010' },
        value: '03/04/2010',
      },
      {
        row: 3,
        column: '5',
        reason: 'table-import.cell-without-header',
        params: {},
        value: 'lost',
      },
    ]);
    expect(result.rows.map((one) => one.row)).toEqual([4]);
  });

  it('outlive a parser that throws', () => {
    const fragile = [
      {
        key: 'a',
        headers: { en: ['A'] },
        required: true,
        parse: (cell: string): CellResult<string> => {
          if (cell === 'bad') throw new Error('no');
          return { ok: true, value: cell };
        },
      },
    ] as const;
    const result = importTable(fragile, { header: ['A'], rows: rowsOf(['bad'], ['good']) });
    expect(result.errors).toMatchObject([
      { row: 2, reason: 'table-import.unreadable', value: 'bad' },
    ]);
    expect(result.rows).toEqual([{ row: 3, values: { a: 'good' } }]);
  });
});

describe('duplicates', () => {
  const header = ['First name', 'Born', 'E-mail'];
  it('are rows that say the same, or the same in what identifies', () => {
    const rows = rowsOf(
      ['Zoé', '1.1.2010', 'Z@example.org'],
      ['Zoë', '1.1.2010', 'z@example.org '],
      ['zoé', '1.1.2010', 'z@EXAMPLE.org'],
      ['Al', '1.1.2010', ''],
      ['Bo', '1.1.2010', ''],
    );
    expect(importTable(columns, { header, rows }).duplicates).toEqual([{ row: 4, of: 2 }]);
    expect(importTable(columns, { header, rows }, { identity: ['email'] }).duplicates).toEqual([
      { row: 3, of: 2 },
      { row: 4, of: 2 },
    ]);
  });

  it('are not looked for when the file lacks what identifies', () => {
    const table = { header: ['First name'], rows: rowsOf(['Al'], ['Al']) };
    expect(importTable(columns, table, { identity: ['given-name', 'email'] }).duplicates).toEqual(
      [],
    );
  });
});

describe('any table', () => {
  const header = fc.array(
    fc.oneof(
      fc.constantFrom('Prénom', 'BORN', 'courriel', 'E-mail', ''),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 6 },
  );
  const cell = fc.oneof(
    fc.constantFrom('', ' ', '1.2.2010', '03/04/2010', 'Zoé'),
    fc.string({ maxLength: 6 }),
  );
  const table = fc.record({
    header,
    rows: fc
      .array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 })
      .map((rows) => rowsOf(...rows)),
  });
  const mapping = fc.record(
    {
      'given-name': fc.option(fc.integer({ min: -2, max: 8 })),
      born: fc.option(fc.integer({ min: -2, max: 8 })),
      email: fc.option(fc.integer({ min: -2, max: 8 })),
    },
    { requiredKeys: [] },
  );

  it('is settled: each row is either understood or has an error, and both only once', () => {
    fc.assert(
      fc.property(table, mapping, (given, chosen) => {
        const result = importTable(columns, given, { mapping: chosen });
        const wrong = new Set(result.errors.map((one) => one.row));
        for (const { row } of result.rows) expect(wrong.has(row)).toBe(false);
        if (result.missing.length === 0)
          expect(result.rows.length + wrong.size).toBe(given.rows.length);
        else expect(result.rows).toEqual([]);
        expect(result.errors.map((one) => one.row)).toEqual(
          result.errors.map((one) => one.row).toSorted((a, b) => a - b),
        );
        for (const { row, of } of result.duplicates) expect(of).toBeLessThan(row);
      }),
    );
  });

  it('has every header either mapped or named as unknown', () => {
    fc.assert(
      fc.property(table, mapping, (given, chosen) => {
        const result = importTable(columns, given, { mapping: chosen });
        const mapped = new Set(Object.values(result.mapping));
        const unknown = new Set(result.unknownHeaders.map((one) => one.index));
        for (const [index, text] of given.header.entries())
          expect(mapped.has(index) || unknown.has(index) || text.trim() === '').toBe(true);
        for (const index of unknown) expect(mapped.has(index)).toBe(false);
        for (const [key, index] of Object.entries(chosen))
          if (index !== null && index >= 0 && index < given.header.length)
            expect(result.mapping[key as keyof typeof result.mapping]).toBe(index);
      }),
    );
  });

  it('means the same whatever the order of its columns', () => {
    const full = fc.array(fc.record({ name: cell, born: cell, email: cell }), { maxLength: 10 });
    fc.assert(
      fc.property(full, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (people, order) => {
        const names = ['Prénom', 'Born', 'E-mail'];
        const made = (places: number[]) =>
          importTable(columns, {
            header: places.map((place) => names[place] as string),
            rows: rowsOf(
              ...people.map((one) =>
                places.map((place) => [one.name, one.born, one.email][place] as string),
              ),
            ),
          });
        const straight = made([0, 1, 2]);
        const shuffled = made(order);
        expect(shuffled.rows).toEqual(straight.rows);
        expect(shuffled.duplicates).toEqual(straight.duplicates);
        expect(new Set(shuffled.errors.map((one) => JSON.stringify(one)))).toEqual(
          new Set(straight.errors.map((one) => JSON.stringify(one))),
        );
      }),
    );
  });

  it('finds a header again however it is shouted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
        const once = normaliseHeader(text);
        expect(normaliseHeader(once)).toBe(once);
        expect(normaliseHeader(`  ${text} *`)).toBe(once);
      }),
    );
  });
});
