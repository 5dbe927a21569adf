import { describe, expect, it } from 'vitest';
import { feedToken, isTimeZone, meetingTimes, personOfToken } from './rules.ts';

const day = Temporal.PlainDate.from('2027-03-28');

describe('times of a meeting', () => {
  it('are those of the clock where it happens', () => {
    const times = meetingTimes({ day, from: '09:00', until: '10:30', timeZone: 'Europe/Riga' });
    expect(times.startsAt?.toString()).toBe('2027-03-28T06:00:00Z');
    expect(times.endsAt?.toString()).toBe('2027-03-28T07:30:00Z');
  });

  it.each([
    ['10:00', '10:00'],
    ['10:00', '09:00'],
  ])('from %s until %s are refused', (from, until) => {
    expect(meetingTimes({ day, from, until, timeZone: 'Europe/Riga' }).fault?.field).toBe('until');
  });
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

it('reads whom a feed is for out of its address, and nothing out of anything else', () => {
  const mac = 'a'.repeat(43);
  expect(personOfToken(feedToken('per_0abc1', mac))).toEqual({ id: 'per_0abc1', mac });
  for (const bad of ['', 'feed', `.${mac}`, `0abc1.${mac}a`, `0ABC1.${mac}`])
    expect(personOfToken(bad)).toBeNull();
});
