import { describe, expect, it } from 'vitest';
import type { DutyShiftId, PersonId } from '#kernel/ids.ts';
import {
  gaps,
  homeOn,
  languagesOf,
  nextInLine,
  nextTelling,
  nightOf,
  onDuty,
  procedureVersion,
  sentencesFor,
  stepsOf,
  withoutAbsences,
} from './rules.ts';
import { incidentKinds, type Shift } from './types.ts';

const at = (text: string) => Temporal.Instant.from(text);
const day = (text: string) => Temporal.PlainDate.from(text);
const [ana, ben, cleo] = ['per_ana1', 'per_ben1', 'per_cleo'] as PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
];
let number = 0;
const shift = (personId: PersonId, from: string, until: string): Shift => ({
  id: `dsh_000${number++}` as DutyShiftId,
  personId,
  from: at(from),
  until: at(until),
});

describe('who is on duty', () => {
  const night = shift(ana, '2026-12-31T19:00:00Z', '2027-01-01T07:00:00Z');
  const morning = shift(ben, '2027-01-01T07:00:00Z', '2027-01-01T19:00:00Z');

  it('begins with the first moment of a shift and ends before its last', () => {
    const of = (text: string) => onDuty([morning, night], at(text)).map((s) => s.personId);
    expect(of('2026-12-31T18:59:59Z')).toEqual([]);
    expect(of('2026-12-31T19:00:00Z')).toEqual([ana]);
    expect(of('2027-01-01T07:00:00Z')).toEqual([ben]);
    expect(of('2027-01-01T19:00:00Z')).toEqual([]);
  });

  it('names both where shifts meet in the middle, whoever began earlier first', () => {
    const early = shift(cleo, '2026-12-31T12:00:00Z', '2027-01-01T00:00:00Z');
    expect(onDuty([night, early], at('2026-12-31T20:00:00Z')).map((s) => s.personId)).toEqual([
      cleo,
      ana,
    ]);
  });

  it('finds the hole at New Year, at both ends and in the middle', () => {
    const found = gaps(
      [
        shift(ana, '2026-12-30T08:00:00Z', '2026-12-31T18:00:00Z'),
        // lies inside the one before
        shift(ben, '2026-12-30T10:00:00Z', '2026-12-30T12:00:00Z'),
        shift(cleo, '2027-01-01T09:00:00Z', '2027-01-01T20:00:00Z'),
      ],
      at('2026-12-30T06:00:00Z'),
      at('2027-01-02T00:00:00Z'),
    );
    expect(found.map((g) => `${g.from} ${g.until}`)).toEqual([
      '2026-12-30T06:00:00Z 2026-12-30T08:00:00Z',
      '2026-12-31T18:00:00Z 2027-01-01T09:00:00Z',
      '2027-01-01T20:00:00Z 2027-01-02T00:00:00Z',
    ]);
    expect(gaps([], at('2026-12-30T06:00:00Z'), at('2026-12-30T06:00:00Z'))).toEqual([]);
  });

  it('takes holidays out of shifts by the clock of the place', () => {
    const whole = shift(ana, '2026-12-30T12:00:00Z', '2027-01-02T12:00:00Z');
    const left = withoutAbsences(
      [whole],
      [{ personId: ana, fromOn: day('2026-12-31'), untilOn: day('2027-01-01') }],
      'Europe/Riga',
    );
    expect(left.map((s) => `${s.from} ${s.until}`)).toEqual([
      '2026-12-30T12:00:00Z 2026-12-30T22:00:00Z',
      '2027-01-01T22:00:00Z 2027-01-02T12:00:00Z',
    ]);
    expect(
      withoutAbsences(
        [whole],
        [{ personId: ben, fromOn: day('2026-12-31'), untilOn: day('2027-01-01') }],
        'Europe/Riga',
      ),
    ).toEqual([whole]);
  });

  it('goes from who is there to who comes next, who was there last, and everybody else', () => {
    const members = ['per_idle' as PersonId, cleo, ben, ana];
    const shifts = [
      shift(cleo, '2026-12-30T07:00:00Z', '2026-12-31T07:00:00Z'),
      night,
      morning,
      // somebody who has left the group is not called
      shift('per_left' as PersonId, '2027-01-01T19:00:00Z', '2027-01-02T07:00:00Z'),
    ];
    expect(nextInLine(shifts, members, at('2026-12-31T22:00:00Z'))).toEqual([
      ana,
      ben,
      cleo,
      'per_idle',
    ]);
  });

  it('waits a quarter of an hour, and after many rounds an hour', () => {
    const from = at('2027-01-01T03:00:00Z');
    expect(String(nextTelling(1, from))).toBe('2027-01-01T03:15:00Z');
    expect(String(nextTelling(12, from))).toBe('2027-01-01T04:00:00Z');
  });
});

describe('what to do and to say', () => {
  it('has steps for every kind, in the order of their time where they follow each other', () => {
    for (const kind of incidentKinds) {
      const steps = stepsOf(kind);
      expect(steps.length, kind).toBeGreaterThan(4);
      expect(
        steps.some((s) => s.id === 'parents' || s.id === 'tell-pupil'),
        kind,
      ).toBe(true);
    }
    // two people are present when a pupil is moved (incident-levels.json, level 4)
    expect(stepsOf('unsafe_home').find((s) => s.id === 'move')?.two).toBe(true);
    // home country -> parents (its chain)
    for (const kind of incidentKinds)
      for (const step of stepsOf(kind))
        if (step.id === 'parents')
          expect(step).toMatchObject({ by: 'partner', calls: ['guardian'] });
  });

  it('keeps the steps of an older version for the incidents that began under it', () => {
    expect(procedureVersion).not.toBe('2026-11');
    for (const kind of incidentKinds)
      expect(stepsOf(kind, '2026-11').map((s) => s.id)).toEqual(stepsOf(kind).map((s) => s.id));
    expect(stepsOf('missing', '2026-11').find((s) => s.id === 'parents')?.by).toBe('lead');
  });

  it('says every sentence in the languages of the country, and its meaning in the own', () => {
    const belgium = sentencesFor('BE', 'fr');
    expect(belgium[0]?.own).toBe('Bonjour, j’ai besoin d’aide.');
    expect(belgium[0]?.said.map((s) => s.language)).toEqual(['nl', 'de']);
    // a language without sentences is read in English
    expect(sentencesFor('LV', 'eu')[0]?.own).toBe('Hello, I need help.');
    expect(sentencesFor('ES', 'es')[0]?.said).toEqual([]);
    expect(languagesOf('CH')).toEqual([]);
    expect(languagesOf(null)).toEqual([]);
    for (const country of ['AT', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'GR', 'HU', 'IE', 'IT'])
      for (const { said } of sentencesFor(country, 'fr'))
        expect(
          said.every((s) => s.text.length > 5),
          country,
        ).toBe(true);
  });
});

describe('where a pupil sleeps', () => {
  it('counts the night from the evening before until six in the morning', () => {
    expect(String(nightOf(at('2027-02-11T03:30:00Z'), 'Europe/Riga'))).toBe('2027-02-10');
    expect(String(nightOf(at('2027-02-11T04:30:00Z'), 'Europe/Riga'))).toBe('2027-02-11');
  });

  it('goes by the clock on the wall in the nights in which it is changed', () => {
    // 06:30 in Riga, though only five and a half hours of the day have gone
    expect(String(nightOf(at('2027-03-28T03:30:00Z'), 'Europe/Riga'))).toBe('2027-03-28');
    expect(String(nightOf(at('2027-03-28T02:30:00Z'), 'Europe/Riga'))).toBe('2027-03-27');
    // 31 October 2027, 05:30, an hour longer than other nights
    expect(String(nightOf(at('2027-10-31T03:30:00Z'), 'Europe/Riga'))).toBe('2027-10-30');
    expect(String(nightOf(at('2027-10-31T04:30:00Z'), 'Europe/Riga'))).toBe('2027-10-31');
  });

  it('is the temporary family while there is one, and nobody knows between two', () => {
    const home = (kind: string, from: string, until: string) => ({
      kind,
      fromOn: day(from),
      untilOn: day(until),
    });
    const first = home('main', '2027-02-01', '2027-02-09');
    const short = home('temporary', '2027-02-12', '2027-02-14');
    const second = home('main', '2027-02-14', '2027-03-28');
    const all = [first, short, second];
    expect(homeOn(all, day('2027-02-09'))).toBe(first);
    expect(homeOn(all, day('2027-02-10'))).toBeNull();
    expect(homeOn(all, day('2027-02-14'))).toBe(short);
    expect(homeOn(all, day('2027-02-15'))).toBe(second);
  });
});
