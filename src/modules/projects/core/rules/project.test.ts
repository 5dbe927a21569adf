import { describe, expect, it } from 'vitest';
import { codeFaults, normaliseCode, stayFault, stayLength } from './project.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);
const today = day('2026-11-22');
const reasons = (code: string) =>
  codeFaults(normaliseCode(code), today).map((f) => f.reason.replace('projects.code.', ''));

describe('an Erasmus+ project code', () => {
  it.each([
    '2026-1-LV01-KA121-SCH-000000000',
    '2025-1-BE01-KA122-SCH-000123456',
    '2021-2-EL01-KA122-SCH-000012345',
    ' 2026–1–lv01–ka121–sch–000000000 ',
  ])('takes %s', (code) => expect(reasons(code)).toEqual([]));

  it.each([
    ['', ['shape']],
    ['KA121', ['shape']],
    ['2026-1-LV01-KA121-SCH', ['shape']],
    ['2019-1-LV01-KA121-SCH-000000000', ['year']],
    ['2028-1-LV01-KA121-SCH-000000000', ['year']],
    ['26-1-LV01-KA121-SCH-000000000', ['year']],
    ['2026-4-LV01-KA121-SCH-000000000', ['round']],
    ['2026-0-LV01-KA121-SCH-000000000', ['round']],
    ['2026-1-LV-KA121-SCH-000000000', ['agency']],
    ['2026-1-XX01-KA121-SCH-000000000', ['country']],
    ['2026-1-UK01-KA121-SCH-000000000', ['country']],
    ['2026-1-GR01-KA121-SCH-000000000', ['greece']],
    ['2026-1-LV01-KA120-SCH-000000000', ['action-accreditation']],
    ['2026-1-LV01-KA101-SCH-000000000', ['action-former']],
    ['2026-1-LV01-KA210-SCH-000000000', ['action-partnership']],
    ['2026-1-LV01-KA131-SCH-000000000', ['action-other']],
    ['2026-1-LV01-KA12-SCH-000000000', ['action']],
    ['2026-1-LV01-KA121-VET-000000000', ['field-other']],
    ['2026-1-LV01-KA121-SCHOOL-000000000', ['field']],
    ['2026-1-LV01-KA121-SCH-00000000', ['digits']],
    ['2026-1-LV01-KA121-SCH-0000000000', ['digits']],
    ['2026-1-LV01-KA121-SCH-00000000A', ['number']],
    ['2020-1-BE01-KA201-VET-074973', ['year', 'action-partnership', 'field-other', 'digits']],
  ])('says what is wrong with %s', (code, expected) => expect(reasons(code)).toEqual(expected));
});

describe('a stay', () => {
  it.each([
    ['2027-02-01', '2027-03-31', null],
    ['2027-02-01', '2027-03-02', null],
    ['2027-09-01', '2028-06-30', null],
    ['2027-02-01', '2027-03-01', 'too-short'],
    ['2027-02-01', '2027-02-01', 'end-before-start'],
    ['2027-02-01', '2027-01-31', 'end-before-start'],
    ['2027-09-01', '2028-07-01', 'too-long'],
    ['2027-09-01', '2028-07-31', 'too-long'],
  ])('from %s to %s: %s', (from, to, what) => {
    const fault = stayFault(day(from), day(to));
    expect(fault?.reason ?? null).toBe(what && `projects.stay.${what}`);
  });

  it('is named in whole months, both ends counted', () => {
    expect(stayLength(day('2027-02-01'), day('2027-03-31'))).toEqual({ months: 2, days: 0 });
    expect(stayLength(day('2027-09-01'), day('2028-07-31'))).toEqual({ months: 11, days: 0 });
    expect(stayLength(day('2027-02-15'), day('2027-04-20'))).toEqual({ months: 2, days: 6 });
  });
});
