import { describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import { comesOfAgeOn, holderRule, isOfAge, nextOfEnd, standingOf } from './rules.ts';
import type { ConsentVoice } from './types.ts';

const pupil: PersonId = 'per_pupil';
const mother: PersonId = 'per_mother';
const father: PersonId = 'per_father';
const at = (hour: number) =>
  Temporal.Instant.from(`2026-10-01T${String(hour).padStart(2, '0')}:00Z`);
const voice = (
  givenBy: PersonId,
  hour: number,
  over: Partial<ConsentVoice> = {},
): ConsentVoice => ({
  givenBy,
  capacity: givenBy === pupil ? 'pupil_of_age' : 'guardian',
  answer: 'yes',
  givenAt: at(hour),
  withdrawnAt: null,
  ...over,
});
const no = (givenBy: PersonId, hour: number) =>
  voice(givenBy, hour, { answer: 'no', withdrawnAt: at(hour) });
const both = {
  pupilId: pupil,
  holders: [mother, father],
  ofAge: false,
  rule: { holders: 'both' },
} as const;
const one = { ...both, rule: { holders: 'one' } } as const;
const alone = { ...both, holders: [mother] } as const;
const ofAge = { ...both, ofAge: true } as const;

describe('a consent', () => {
  it.each([
    ['nobody has said anything', [], both, false],
    ['nobody holds parental responsibility', [voice(mother, 1)], { ...both, holders: [] }, false],
    ['one of two agrees', [voice(mother, 1)], both, false],
    ['both agree', [voice(mother, 1), voice(father, 2)], both, true],
    ['one of two agrees where one suffices', [voice(mother, 1)], one, true],
    ['one suffices, but the other says no', [voice(mother, 1), no(father, 2)], one, false],
    [
      'both agreed and one takes it back',
      [voice(mother, 1, { withdrawnAt: at(5) }), voice(father, 2)],
      both,
      false,
    ],
    [
      'taken back and given again',
      [voice(mother, 1, { withdrawnAt: at(2) }), voice(mother, 3), voice(father, 2)],
      both,
      true,
    ],
    ['no, and yes later', [no(mother, 1), voice(mother, 3)], alone, true],
    ['yes, and no later', [voice(mother, 1, { withdrawnAt: at(3) }), no(mother, 3)], alone, false],
    [
      'together with the pupil',
      [voice(mother, 1, { capacity: 'guardian_with_pupil' })],
      alone,
      true,
    ],
    ['who agreed holds it no longer, and who holds it has not', [voice(father, 1)], alone, false],
    ['who said no holds it no longer', [voice(mother, 1), no(father, 2)], alone, true],
    ['of age, and only guardians agreed', [voice(mother, 1), voice(father, 1)], ofAge, false],
    ['of age, and the pupil agrees', [voice(mother, 1), voice(pupil, 4)], ofAge, true],
    ['of age, guardians say no, the pupil yes', [no(mother, 1), voice(pupil, 4)], ofAge, true],
    ['a minor’s own yes', [voice(pupil, 1)], alone, false],
  ] as const)('when %s', (_, voices, about, complete) => {
    expect(standingOf(voices, about).complete).toBe(complete);
    // the order in which words are read changes nothing
    expect(standingOf([...voices].reverse(), about).complete).toBe(complete);
  });

  it('says who is asked and open, and that a pupil has outgrown it', () => {
    expect(standingOf([voice(mother, 1)], both)).toMatchObject({
      asked: [mother, father],
      agreed: [mother],
      open: [father],
      disagrees: false,
      outgrown: false,
    });
    expect(standingOf([no(mother, 1)], both)).toMatchObject({ disagrees: true, open: [father] });
    expect(standingOf([voice(mother, 1)], ofAge)).toMatchObject({
      outgrown: true,
      asked: [pupil],
      open: [pupil],
    });
    expect(standingOf([voice(mother, 1), voice(pupil, 2)], ofAge).outgrown).toBe(false);
  });

  it('is asked of both wherever nothing certain is known', () => {
    expect(holderRule('BE')).toMatchObject({ holders: 'both', certainty: 'found' });
    expect(holderRule('FR')).toMatchObject({ holders: 'both', certainty: 'unclear' });
    expect(holderRule('XX')).toEqual({ holders: 'both', certainty: 'unknown', source: null });
  });

  it('passes to the pupil on the birthday', () => {
    for (const born of ['2008-10-02', '2008-02-29']) {
      const birthDate = Temporal.PlainDate.from(born);
      const day = comesOfAgeOn(birthDate);
      expect(isOfAge(birthDate, day)).toBe(true);
      expect(isOfAge(birthDate, day.subtract({ days: 1 }))).toBe(false);
    }
  });
});

describe('the end of somebody who belongs to nothing', () => {
  const day = (text: string) => Temporal.PlainDate.from(text);
  const next = (today: string, toldOn: string | null = null, hasAddress = true) =>
    nextOfEnd(
      { lastHere: day('2027-01-10'), toldOn: toldOn ? day(toldOn) : null, hasAddress },
      day(today),
    );

  it('is told the day after two years, waits thirty days, and then', () => {
    expect(next('2029-01-10')).toBe('keep');
    expect(next('2029-01-11')).toBe('tell');
    expect(next('2029-02-09', '2029-01-11')).toBe('wait');
    expect(next('2029-02-10', '2029-01-11')).toBe('forget');
  });

  it('cannot be told without an address, and is kept while it is of use', () => {
    expect(next('2029-01-10', null, false)).toBe('keep');
    expect(next('2029-01-11', null, false)).toBe('forget');
  });
});
