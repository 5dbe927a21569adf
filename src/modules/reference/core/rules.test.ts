import { describe, expect, it } from 'vitest';
import {
  computedCountries,
  computedHolidays,
  easter,
  foundConsentAge,
  keyOfSlug,
  periodsFromText,
  schoolYearOf,
  schoolYearsBetween,
  shippedContent,
  slugOf,
  spanOf,
  textOfPeriods,
} from './rules.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);

describe('school years', () => {
  it('begin in August and are told by both calendar years', () => {
    expect([day('2027-07-31'), day('2027-08-01'), day('2099-12-01')].map(schoolYearOf)).toEqual([
      '2026/27',
      '2027/28',
      '2099/00',
    ]);
    expect(schoolYearsBetween(day('2026-09-01'), day('2028-08-02'))).toEqual([
      '2026/27',
      '2027/28',
      '2028/29',
    ]);
    expect(schoolYearsBetween(day('2027-01-01'), day('2027-02-01'))).toEqual(['2026/27']);
    expect(spanOf('2026/27')?.until.toString()).toBe('2027-07-31');
  });
  it.each(['2026/28', '2026', '1999/00', '', '2026-27'])('%s is none', (text) =>
    expect(spanOf(text)).toBeNull(),
  );
});

describe('public holidays', () => {
  // dates as published by the churches
  it.each([
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter of %i is %s', (year, on) => expect(easter(year).toString()).toBe(on));

  const days = (country: string, year: string) =>
    computedHolidays(country, year)?.periods.map((p) => p.from.toString());
  it('follow the rules of each country', () => {
    expect(computedCountries).toEqual(['BE', 'ES', 'FR', 'LV']);
    expect(days('BE', '2026/27')).toEqual([
      ...['2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25', '2027-01-01'],
      ...['2027-03-29', '2027-05-01', '2027-05-06', '2027-05-17', '2027-07-21'],
    ]);
    // 1 November 2026 and 15 August 2027 are Sundays: in Spain the Monday is free as well
    expect(days('ES', '2026/27')).toContain('2026-11-02');
    expect(days('BE', '2026/27')).not.toContain('2026-11-02');
    // Latvia: 18 November 2028 is a Saturday, Mother's Day the second Sunday of May
    expect(days('LV', '2028/29')).toContain('2028-11-20');
    expect(days('LV', '2026/27')).toContain('2027-05-09');
    expect(computedHolidays('DE', '2026/27')).toBeNull();
  });

  it('are shipped as computed, never as official, and nothing is shipped that was not found', () => {
    const key = { countryCode: 'BE', region: '', schoolYear: '2026/27' };
    expect(shippedContent({ ...key, kind: 'public-holidays' })?.certainty).toBe('computed');
    expect(shippedContent({ ...key, kind: 'school-holidays' })).toBeNull();
    expect(shippedContent({ ...key, kind: 'stay-limits', schoolYear: '' })).toBeNull();
    expect(foundConsentAge('SI')).toBeNull();
    expect(foundConsentAge('GR')?.age).toBe(15);
    expect(foundConsentAge('constructor')).toBeNull();
  });
});

describe('an entry by one word', () => {
  it('comes back as it was', () => {
    const key = {
      kind: 'school-holidays' as const,
      countryCode: 'ES',
      region: 'Aragón',
      schoolYear: '2026/27',
    };
    expect(keyOfSlug(slugOf(key))).toEqual(key);
  });
  it.each([
    'holidays~ES~~2026-27',
    'school-holidays~es~~2026-27',
    'school-holidays~ES~~',
    'stay-limits~ES~~2026-27',
    'school-holidays~ES~~2026-27~x',
    '',
  ])('%s is none', (slug) => expect(keyOfSlug(slug)).toBeNull());
});

describe('periods as text', () => {
  const read = (text: string) => {
    const { periods, faults } = periodsFromText(text);
    return [
      ...periods.map((p) => `${p.from} ${p.until} ${p.name.en}`),
      ...faults.map((f) => `${f.row} ${f.reason}`),
    ];
  };
  it.each([
    ['2026-10-26; 2026-10-30; Autumn', ['2026-10-26 2026-10-30 Autumn']],
    ['2026-10-26 2026-10-30 Autumn break', ['2026-10-26 2026-10-30 Autumn break']],
    ['26.10.2026\t30.10.2026\tRudens', ['2026-10-26 2026-10-30 Rudens']],
    ['01/05/2027', ['2027-05-01 2027-05-01 ']],
    ['2027-05-01; Labour Day', ['2027-05-01 2027-05-01 Labour Day']],
    ['\n\n2027-05-01\n', ['2027-05-01 2027-05-01 ']],
    ['Autumn; 2026-10-30', ['1 reference.rows.no-day']],
    ['2026-10-26; 31.02.2027; x', ['1 reference.rows.no-day']],
    ['2027-03-15; nobody knows; Spring', ['1 reference.rows.no-day']],
    ['2026-10-30; 2026-10-26', ['1 reference.rows.end-before-start']],
    ['2026-01-01; 2026-12-31', ['1 reference.rows.too-long']],
    [
      '2026-12-21; 2027-01-03\nnothing\n2026-10-26; 2026-10-30',
      ['2026-10-26 2026-10-30 ', '2026-12-21 2027-01-03 ', '2 reference.rows.no-day'],
    ],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  it('reads again what it writes', () => {
    const computed = computedHolidays('LV', '2026/27')?.periods ?? [];
    const again = periodsFromText(textOfPeriods(computed));
    expect(again.faults).toEqual([]);
    expect(textOfPeriods(again.periods)).toBe(textOfPeriods(computed));
  });
});
