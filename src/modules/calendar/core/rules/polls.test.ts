import { expect, it } from 'vitest';
import { compareTimes, judgeReply, overlaps, tally } from './index.ts';

const at = Temporal.Instant.from;

it('a time at which nobody is missing is better than one that many like', () => {
  const times = [
    { startsAt: at('2027-03-01T09:00Z'), tally: tally(['yes', 'yes', 'no']) },
    { startsAt: at('2027-03-03T09:00Z'), tally: tally(['yes', 'if_need_be', null]) },
    { startsAt: at('2027-03-02T09:00Z'), tally: tally(['yes', 'if_need_be', null]) },
    { startsAt: at('2027-03-04T09:00Z'), tally: tally(['yes', 'yes', null]) },
  ];
  expect(times.toSorted(compareTimes).map((t) => t.startsAt.toString().slice(8, 10))).toEqual([
    '04',
    '02',
    '03',
    '01',
  ]);
});

it('a meeting that ends when another begins does not overlap it', () => {
  const hour = (from: number, until: number) => ({
    from: at(`2027-03-01T${from}:00Z`),
    until: at(`2027-03-01T${until}:00Z`),
  });
  expect(overlaps(hour(10, 12), hour(11, 13))).toBe(true);
  expect(overlaps(hour(10, 12), hour(12, 13))).toBe(false);
});

it('an answer by mail counts for the one who was asked, for the meeting as it is, and the newest wins', () => {
  const event = { uid: 'evt_1@sojourn.test', sequence: 2, cancelled: false };
  const invited = { email: 'ben@example.org', answeredAt: at('2027-03-01T10:00Z') };
  const reply = {
    method: 'REPLY' as const,
    uid: event.uid,
    sequence: 2,
    attendee: 'Ben@Example.org',
    answer: 'yes' as const,
    stamp: at('2027-03-01T11:00Z'),
  };
  const judge = (change: object, e: object = {}, sender = 'ben@example.org') =>
    judgeReply({ ...reply, ...change }, { ...event, ...e }, invited, sender);
  expect(judge({})).toBe('take');
  expect(judge({ attendee: 'eve@example.org' })).toBe('not-theirs');
  expect(judge({}, {}, 'eve@example.org')).toBe('not-theirs');
  expect(judge({ uid: 'evt_2@sojourn.test' })).toBe('not-theirs');
  expect(judge({ sequence: 1 })).toBe('outdated');
  expect(judge({}, { cancelled: true })).toBe('cancelled');
  expect(judge({ stamp: at('2027-03-01T09:00Z') })).toBe('overtaken');
  expect(judge({ answer: 'open' })).toBe('empty');
  expect(judge({ answer: 'open', method: 'COUNTER' })).toBe('take');
});
