/** A day on the calendar. Which zone it belongs to is the owner's of the plan (docs/time.md). */
export type CalendarDate = Temporal.PlainDate;

/** Whole years lived on the given day. */
export function ageOn(birthDate: CalendarDate, day: CalendarDate): number {
  const { year, month } = birthDate;
  const beforeBirthday = day.month < month || (day.month === month && day.day < birthDate.day);
  return day.year - year - (beforeBirthday ? 1 : 0);
}

export function isBefore(a: CalendarDate, b: CalendarDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

export function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return isBefore(a, b) ? b : a;
}
