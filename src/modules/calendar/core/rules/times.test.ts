import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerToken,
  feedToken,
  halfHoursOf,
  isOddHour,
  isTimeZone,
  localMoment,
  meetingTimes,
  occasionOf,
  partsOfAnswerToken,
  personOfToken,
  seasonKey,
  weeksOf,
} from './index.ts';

const day = Temporal.PlainDate.from;
const time = Temporal.PlainTime.from;
const zones = [
  'Europe/Riga',
  'Europe/Madrid',
  'Atlantic/Azores',
  'Asia/Nicosia',
  'America/Martinique',
];

/** Both changes of the clock of 2027, where there are any: the day, and the first missing or repeated time. */
const changes = [
  // clocks go forward on 28 March, back on 31 October, everywhere at 01:00 UTC
  { zone: 'Europe/Riga', missing: '03:00', next: '04:00', twice: '03:00' },
  { zone: 'Europe/Madrid', missing: '02:00', next: '03:00', twice: '02:00' },
  { zone: 'Atlantic/Azores', missing: '00:00', next: '01:00', twice: '00:00' },
  { zone: 'Asia/Nicosia', missing: '03:00', next: '04:00', twice: '03:00' },
];
const spring = day('2027-03-28');
const autumn = day('2027-10-31');

describe('times of a meeting', () => {
  it('are those of the clock where it happens', () => {
    const times = meetingTimes({
      day: spring,
      from: '09:00',
      until: '10:30',
      timeZone: 'Europe/Riga',
    });
    expect(times.startsAt?.toString()).toBe('2027-03-28T06:00:00Z');
    expect(times.endsAt?.toString()).toBe('2027-03-28T07:30:00Z');
  });

  it.each([
    ['10:00', '10:00'],
    ['10:00', '09:00'],
  ])('from %s until %s are refused', (from, until) => {
    expect(
      meetingTimes({ day: spring, from, until, timeZone: 'Europe/Riga' }).faults?.[0]?.field,
    ).toBe('until');
  });

  it.each(changes)('that do not exist in $zone are told, with the next that does', (c) => {
    const half = time(c.missing).add({ minutes: 30 }).toString({ smallestUnit: 'minute' });
    for (const from of [c.missing, half]) {
      const { faults } = meetingTimes({ day: spring, from, until: '12:00', timeZone: c.zone });
      expect(faults).toEqual([
        { reason: 'calendar.meeting.missing-hour', field: 'from', params: { next: c.next } },
      ]);
    }
    const before = time(c.missing).subtract({ minutes: 30 });
    // the Azores change at midnight: half an hour before is the evening of another day
    if (c.missing !== '00:00')
      expect(localMoment(spring, before, c.zone)).toMatchObject({ is: 'once' });
    expect(localMoment(spring, time(c.next), c.zone)).toMatchObject({ is: 'once' });
  });

  it.each(changes)('that come twice in $zone are asked about, and an hour apart', (c) => {
    const from = time(c.twice).add({ minutes: 30 }).toString({ smallestUnit: 'minute' });
    const typed = { day: autumn, from, until: '12:00', timeZone: c.zone };
    expect(meetingTimes(typed).faults).toEqual([
      { reason: 'calendar.meeting.twice', field: 'fromWhich', params: { time: from } },
    ]);
    const first = meetingTimes({ ...typed, fromWhich: 'first' });
    const second = meetingTimes({ ...typed, fromWhich: 'second' });
    if (first.faults || second.faults) throw new Error('a time was refused');
    expect(first.startsAt.until(second.startsAt).total('minutes')).toBe(60);
    expect(first.endsAt.equals(second.endsAt)).toBe(true);
    for (const [which, { startsAt }] of [
      ['first', first],
      ['second', second],
    ] as const)
      expect(occasionOf(startsAt.toZonedDateTimeISO(c.zone))).toBe(which);
  });

  it('knows no change of the clock in Martinique', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 729 }),
        fc.integer({ min: 0, max: 1439 }),
        (days, minute) => {
          const at = time({ hour: Math.floor(minute / 60), minute: minute % 60 });
          return (
            localMoment(day('2026-01-01').add({ days }), at, 'America/Martinique').is === 'once'
          );
        },
      ),
    );
  });

  it('from the first half hour of the repeated hour until the second one is no question', () => {
    const times = meetingTimes({
      day: autumn,
      from: '02:45',
      until: '02:30',
      timeZone: 'Europe/Madrid',
      fromWhich: 'first',
    });
    if (times.faults) throw new Error(times.faults[0]?.reason);
    expect(times.startsAt.until(times.endsAt).total('minutes')).toBe(45);
  });

  it('whose end comes twice ask which', () => {
    const typed = { day: autumn, from: '01:00', until: '02:30', timeZone: 'Europe/Madrid' };
    expect(meetingTimes(typed).faults?.[0]).toMatchObject({ field: 'untilWhich' });
    const ends = (untilWhich: 'first' | 'second') => {
      const times = meetingTimes({ ...typed, untilWhich });
      if (times.faults) throw new Error(times.faults[0]?.reason);
      return times.startsAt.until(times.endsAt).total('minutes');
    };
    expect([ends('first'), ends('second')]).toEqual([90, 150]);
  });

  it('of a deadline need no end', () => {
    const times = meetingTimes({ day: autumn, from: '12:00', until: '', timeZone: 'Europe/Riga' });
    expect(times.faults).toBeNull();
  });

  it('keep the clock that was typed, whatever the day and the zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 730 }),
        fc.integer({ min: 0, max: 1378 }),
        fc.constantFrom('first' as const, 'second' as const),
        (timeZone, days, minute, which) => {
          const on = day('2026-06-01').add({ days });
          const clock = (m: number) =>
            `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
          const from = clock(minute);
          const until = clock(minute + 61);
          const times = meetingTimes({
            day: on,
            from,
            until,
            timeZone,
            fromWhich: which,
            untilWhich: which,
          });
          if (times.faults)
            return times.faults.every((f) => f.reason === 'calendar.meeting.missing-hour');
          const local = times.startsAt.toZonedDateTimeISO(timeZone);
          const end = times.endsAt.toZonedDateTimeISO(timeZone);
          return (
            local.toPlainDate().equals(on) &&
            local.toPlainTime().equals(time(from)) &&
            end.toPlainTime().equals(time(until)) &&
            Temporal.Instant.compare(times.startsAt, times.endsAt) < 0
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('odd hours', () => {
  it.each([
    ['06:59', 30, true],
    ['07:00', 30, false],
    ['20:00', 60, false],
    ['20:30', 60, true],
    ['23:30', 60, true],
  ])('%s for %i minutes: %s', (from, minutes, odd) => {
    const at = day('2027-05-04').toZonedDateTime({
      timeZone: 'Europe/Riga',
      plainTime: time(from),
    });
    expect(isOddHour(at, minutes)).toBe(odd);
  });

  it('are not among the half hours that can be proposed, in no zone and on no day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 730 }),
        fc.constantFrom(30, 60, 90, 240),
        (zone, days, minutes) => {
          const on = day('2026-06-01').add({ days });
          const found = halfHoursOf(on, zone, minutes);
          return (
            found.length > 0 &&
            found.every((at) => at.toPlainDate().equals(on) && !isOddHour(at, minutes))
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('shows a month in whole weeks from Monday', () => {
  for (let i = 0; i < 24; i++) {
    const month = Temporal.PlainYearMonth.from('2026-01').add({ months: i });
    const weeks = weeksOf(month);
    const days = weeks.flat();
    expect(weeks.every((w) => w.length === 7 && w[0]?.dayOfWeek === 1)).toBe(true);
    expect(days.filter((d) => d.toPlainYearMonth().equals(month))).toHaveLength(month.daysInMonth);
    expect(days.length - month.daysInMonth).toBeLessThan(14);
  }
});

it('knows time zones', () => {
  expect(['Europe/Riga', 'UTC', 'Mars/Base', '', '+02:00'].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it('reads whom a link is for out of its address, and nothing out of anything else', () => {
  const mac = 'a'.repeat(43);
  expect(personOfToken(feedToken('per_0abc1', mac))).toEqual({ id: 'per_0abc1', mac });
  for (const bad of ['', 'feed', `.${mac}`, `0abc1.${mac}a`, `0ABC1.${mac}`])
    expect(personOfToken(bad)).toBeNull();
  const answer = answerToken('evt_0abc1', 'per_0abc2', mac);
  expect(partsOfAnswerToken(answer)).toEqual({
    thingId: 'evt_0abc1',
    personId: 'per_0abc2',
    mac,
  });
  for (const bad of ['', answer.slice(1), `${answer}a`, answer.replace('evt', 'mob')])
    expect(partsOfAnswerToken(bad)).toBeNull();
});

it('words for a clock time say which of two it is only where autumn shows it twice', () => {
  const at = (text: string) => Temporal.Instant.from(text);
  expect(seasonKey(at('2026-10-25T00:30:00Z'), 'Europe/Brussels')).toBe('calendar.time.first');
  expect(seasonKey(at('2026-10-25T01:30:00Z'), 'Europe/Brussels')).toBe('calendar.time.second');
  // the same moment on a clock that is not put back then
  expect(seasonKey(at('2026-10-25T01:30:00Z'), 'Pacific/Noumea')).toBeNull();
  expect(seasonKey(at('2026-10-25T02:30:00Z'), 'Europe/Brussels')).toBeNull();
});
