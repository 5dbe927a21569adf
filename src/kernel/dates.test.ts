import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn } from './dates.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('ageOn', () => {
  it.each([
    ['2008-11-22', '2026-11-21', 17],
    ['2008-11-22', '2026-11-22', 18],
    ['2008-11-22', '2026-12-01', 18],
    ['2026-11-22', '2026-11-22', 0],
    // whoever was born on the day that only leap years have is a year older on 1 March in the others
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-29', 20],
  ])('of somebody born on %s is, on %s, %i', (born, on, age) => {
    expect(ageOn(day(born), day(on))).toBe(age);
  });

  it('is what the calendar of the language says', () => {
    const days = fc
      .integer({ min: 0, max: 40_000 })
      .map((n) => Temporal.PlainDate.from('1930-01-01').add({ days: n }));
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [born, on] = Temporal.PlainDate.compare(a, b) < 0 ? [a, b] : [b, a];
        expect(ageOn(born, on)).toBe(born.until(on, { largestUnit: 'years' }).years);
      }),
    );
  });
});
