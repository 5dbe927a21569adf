import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, slashOrderOf } from './date-text.ts';

const shown = (text: string, options?: Parameters<typeof parseDate>[1]) =>
  parseDate(text, options)?.toString() ?? null;

describe('parseDate', () => {
  it.each([
    ['2010-04-03', '2010-04-03'],
    ['2010-04-03T00:00:00', '2010-04-03'],
    ['2010-04-03 07:30:00.000Z', '2010-04-03'],
    ['3.4.2010', '2010-04-03'],
    ['03.04.2010', '2010-04-03'],
    ['3. 4. 2010', '2010-04-03'],
    ['03.04.2010.', '2010-04-03'],
    ['3-4-2010', '2010-04-03'],
    ['2010/4/3', '2010-04-03'],
    ['2010. 04. 03.', '2010-04-03'],
    ['2010.04.03', '2010-04-03'],
    [' 31/12/2010\u00a0', '2010-12-31'],
    ['05/05/2010', '2010-05-05'],
    ['5/05/2010', '2010-05-05'],
    ['03/04/2010', 'ambiguous'],
    ['01.02.03', 'ambiguous'],
    ['31.12.10', 'ambiguous'],
    ['12/31/2010', null],
    ['31.02.2010', null],
    ['31/02/2010', null],
    ['29.02.2023', null],
    ['29.02.2024', '2024-02-29'],
    ['0.1.2010', null],
    ['1.0.2010', null],
    ['2010-13-01', null],
    ['0000-01-01', null],
    ['3.4-2010', null],
    ['40000', null],
    ['3 April 2010', null],
    ['99.99.99', null],
    ['', null],
  ])('reads %j as %j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('lets the column settle slashes', () => {
    expect(shown('03/04/2010', { slash: 'day-first' })).toBe('2010-04-03');
    expect(shown('03/04/2010', { slash: 'month-first' })).toBe('2010-03-04');
    expect(shown('31/04/2010', { slash: 'day-first' })).toBeNull();
    expect(shown('13/04/2010', { slash: 'month-first' })).toBeNull();
    expect(shown('3.4.2010', { slash: 'month-first' })).toBe('2010-04-03');
    expect(slashOrderOf(['03/04/2010', '13/04/2010', 'x', '3.4.2010'])).toBe('day-first');
    expect(slashOrderOf(['03/04/2010', '04/13/2010'])).toBe('month-first');
    expect(slashOrderOf(['13/04/2010', '04/13/2010'])).toBeNull();
    expect(slashOrderOf(['03/04/2010'])).toBeNull();
  });

  it('reads every day back in every unambiguous shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), (days) => {
        const date = new Temporal.PlainDate(1900, 1, 1).add({ days });
        const { day, month, year } = date;
        for (const text of [
          `${date}`,
          `${day}.${month}.${year}`,
          `${day}-${month}-${year}`,
          `${year}/${month}/${day}`,
        ])
          expect(shown(text)).toBe(date.toString());
        expect(shown(`${day}/${month}/${year}`)).toBe(
          day <= 12 && day !== month ? 'ambiguous' : date.toString(),
        );
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDate(text)));
  });
});
