import type { Fault } from '#kernel/outcome.ts';

/** A meeting over several days is several meetings. */
const longestHours = 24;

/**
 * A meeting's beginning and end out of what people type: a day and two clock times in a zone. An end before the start
 * is taken to be on the next day only when that is what is meant, so it is refused.
 * @param from `HH:MM`  @param until `HH:MM`
 */
export function meetingTimes(when: {
  day: Temporal.PlainDate;
  from: string;
  until: string;
  timeZone: string;
}):
  | { startsAt: Temporal.Instant; endsAt: Temporal.Instant; fault: null }
  | { startsAt: null; endsAt: null; fault: Fault } {
  const at = (time: string) =>
    when.day
      .toPlainDateTime(Temporal.PlainTime.from(time))
      .toZonedDateTime(when.timeZone)
      .toInstant();
  const startsAt = at(when.from);
  const endsAt = at(when.until);
  const hours = startsAt.until(endsAt).total('hours');
  if (hours <= 0 || hours > longestHours)
    return {
      startsAt: null,
      endsAt: null,
      fault: { reason: 'calendar.meeting.end-before-start', field: 'until' },
    };
  return { startsAt, endsAt, fault: null };
}

export function isTimeZone(zone: string): boolean {
  try {
    Temporal.PlainDateTime.from('2026-01-01T00:00').toZonedDateTime(zone);
    return /^[A-Za-z_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(zone);
  } catch {
    return false;
  }
}

/** Secret part of a feed's address: the person it is for, then what only this installation can compute. */
export function feedToken(personId: string, mac: string): string {
  return `${personId.slice('per_'.length)}.${mac}`;
}

export function personOfToken(token: string): { id: `per_${string}`; mac: string } | null {
  const parts = /^([0-9a-z]{4,40})\.([A-Za-z0-9_-]{43})$/.exec(token);
  return parts ? { id: `per_${parts[1]}`, mac: parts[2] ?? '' } : null;
}
