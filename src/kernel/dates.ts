/** A point in time and a day on the calendar. Which zone a day belongs to is the owner's of the plan (docs/time.md). */
export type Instant = Temporal.Instant;
export type CalendarDate = Temporal.PlainDate;

/** Whole years lived on the given day. */
export function ageOn(birthDate: CalendarDate, day: CalendarDate): number {
  return birthDate.until(day, { largestUnit: 'years' }).years;
}

/** Length of a stay in days, both ends counted. */
export function daysOfStay(from: CalendarDate, until: CalendarDate): number {
  return from.until(until, { largestUnit: 'days' }).days + 1;
}

export function isBefore(a: CalendarDate, b: CalendarDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

export function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return isBefore(a, b) ? b : a;
}

export function earlierOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return isBefore(b, a) ? b : a;
}
