import { weekHalfHours } from './model.ts';

/** Meetings on one day of the week by the clock of one zone: the weeks in which they are held. */
export type WeekPlan = {
  timeZone: string;
  /** Mondays of the weeks of the meetings */
  weeks: readonly Temporal.PlainDate[];
};

const minutesOf = (half: number) => half * 30;

/** Half-hour of the week (0 to 335) at a wall clock: Monday 00:00 is 0. */
const halfOf = (at: Temporal.ZonedDateTime) =>
  (at.dayOfWeek - 1) * 48 + at.hour * 2 + (at.minute >= 30 ? 1 : 0);

/** The moment of a half-hour of a week by this clock; null in the hour that it skips in spring. */
function momentOf(
  monday: Temporal.PlainDate,
  half: number,
  timeZone: string,
): Temporal.ZonedDateTime | null {
  const wall = monday
    .add({ days: Math.floor(half / 48) })
    .toPlainDateTime({ hour: Math.floor((half % 48) / 2), minute: minutesOf(half % 2) });
  const at = wall.toZonedDateTime(timeZone);
  return at.toPlainDateTime().equals(wall) ? at : null;
}

/**
 * The half-hours of the plan's week in which somebody is free at every meeting, out of those in which they are free by
 * their own clock. Where clocks change on different days in two zones, only what is free before and after remains; in a
 * zone that is a quarter of an hour off, both halves that a half-hour touches have to be free.
 * @param free half-hours of the week by the own clock
 */
export function commonWeek(free: readonly number[], timeZone: string, plan: WeekPlan): number[] {
  const has = new Set(free);
  const found: number[] = [];
  for (let half = 0; half < weekHalfHours; half++) {
    let always = true;
    for (const monday of plan.weeks) {
      const at = momentOf(monday, half, plan.timeZone);
      if (
        !at ||
        !has.has(halfOf(at.withTimeZone(timeZone))) ||
        !has.has(halfOf(at.add({ minutes: 29 }).withTimeZone(timeZone)))
      ) {
        always = false;
        break;
      }
    }
    if (always) found.push(half);
  }
  return found;
}

/**
 * What somebody's own clock says when the meetings begin, one by one.
 * @param start half-hour of the plan's week
 * @returns the moments in the own zone; a meeting in an hour that the plan's clock skips is left out
 */
export function clockMoves(
  start: number,
  timeZone: string,
  plan: WeekPlan,
): Temporal.ZonedDateTime[] {
  return plan.weeks.flatMap((monday) => {
    const at = momentOf(monday, start, plan.timeZone);
    return at ? [at.withTimeZone(timeZone)] : [];
  });
}
