import type { View } from '#platform/http/page.ts';

export const dayOf = (at: Temporal.Instant, timeZone: string) =>
  at.toZonedDateTimeISO(timeZone).toPlainDate();

/** A time today, a day before. */
export function shortMoment(v: View, at: Temporal.Instant, timeZone: string): string {
  const day = dayOf(at, timeZone);
  if (day.equals(v.today)) return v.fmt.time(at, timeZone);
  return day.year === v.today.year ? v.fmt.shortDate(day) : v.fmt.date(day);
}
