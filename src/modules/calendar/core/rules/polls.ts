import type { PollAnswer } from '../types.ts';
import { isOddHour } from './times.ts';

/** A poll asks about the days of two weeks at most; more is no choice any more. */
export const pollDays = 14;
export const pollTimesAtMost = 20;

/** Half hours that can be proposed on a day at a place, from 7 to 21 o'clock; an hour that spring skips is not there. */
export function halfHoursOf(
  day: Temporal.PlainDate,
  timeZone: string,
  minutes: number,
): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  for (let half = 14; half < 42; half++) {
    const time = Temporal.PlainTime.from({ hour: Math.floor(half / 2), minute: (half % 2) * 30 });
    const at = day.toPlainDateTime(time).toZonedDateTime(timeZone);
    if (at.toPlainTime().equals(time) && !isOddHour(at, minutes)) found.push(at);
  }
  return found;
}

export type Stretch = { from: Temporal.Instant; until: Temporal.Instant };

export function overlaps(a: Stretch, b: Stretch): boolean {
  return (
    Temporal.Instant.compare(a.from, b.until) < 0 && Temporal.Instant.compare(b.from, a.until) < 0
  );
}

export type Tally = { yes: number; ifNeedBe: number; no: number; open: number };

export function tally(answers: readonly (PollAnswer | null)[]): Tally {
  const count = (which: PollAnswer | null) => answers.filter((a) => a === which).length;
  return { yes: count('yes'), ifNeedBe: count('if_need_be'), no: count('no'), open: count(null) };
}

/** Best first: fewest who cannot, then most who gladly can, then the earlier one. */
export function compareTimes(
  a: { tally: Tally; startsAt: Temporal.Instant },
  b: { tally: Tally; startsAt: Temporal.Instant },
): number {
  return (
    a.tally.no - b.tally.no ||
    b.tally.yes - a.tally.yes ||
    Temporal.Instant.compare(a.startsAt, b.startsAt)
  );
}
