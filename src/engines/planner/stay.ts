import { addMonths, ofDay, toDay } from './days.ts';

/** What a country (or a programme) says about how long somebody may stay, and when they may come. */
export type StayLimits = {
  /** both ends counted */
  readonly shortestDays?: number;
  readonly longestDays?: number;
  /** whole calendar months; counts beside `longestDays` */
  readonly longestMonths?: number;
  /** A stay must have begun by this day of the year when it begins in the first semester, such as 09-30. */
  readonly latestArrival?: MonthDay;
  readonly secondSemester?: {
    /** the day of the year from which an arrival counts as second semester, up to the summer */
    readonly from: MonthDay;
    readonly accepted: boolean;
    readonly longestDays?: number;
  };
};

export type MonthDay = { readonly month: number; readonly day: number };

export type StayFault = {
  rule: 'shortest' | 'longest' | 'latest-arrival' | 'second-semester' | 'second-semester-longest';
  /** the first or last day on which it would be right, where there is one */
  day: Temporal.PlainDate | null;
  /** how many days the stay has, and may have */
  days: number;
  limit: number | null;
};

/** A school year begins in August: arrivals from then on are of its first semester. */
const schoolYearBegins = 8;

/** Where the dates of a stay go beyond the limits; empty when they do not. */
export function stayFaults(
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  limits: StayLimits,
): StayFault[] {
  const faults: StayFault[] = [];
  const first = toDay(start);
  const days = toDay(end) - first + 1;
  const lastFor = (limit: number) => ofDay(first + limit - 1);
  if (limits.shortestDays !== undefined && days < limits.shortestDays)
    faults.push({
      rule: 'shortest',
      day: lastFor(limits.shortestDays),
      days,
      limit: limits.shortestDays,
    });
  const byMonths =
    limits.longestMonths === undefined ? null : addMonths(first, limits.longestMonths) - first;
  const longest =
    byMonths === null ? limits.longestDays : Math.min(byMonths, limits.longestDays ?? byMonths);
  if (longest !== undefined && days > longest)
    faults.push({ rule: 'longest', day: lastFor(longest), days, limit: longest });
  const { latestArrival, secondSemester } = limits;
  const second =
    secondSemester !== undefined &&
    start.month < schoolYearBegins &&
    Temporal.PlainDate.compare(start, start.with(secondSemester.from)) >= 0;
  if (latestArrival && !second) {
    // an arrival in January with a limit in October is late by the year before
    const year =
      start.month < schoolYearBegins && latestArrival.month >= schoolYearBegins
        ? start.year - 1
        : start.year;
    const last = start.with({ year, ...latestArrival });
    if (Temporal.PlainDate.compare(start, last) > 0)
      faults.push({ rule: 'latest-arrival', day: last, days, limit: null });
  }
  if (second && !secondSemester.accepted)
    faults.push({ rule: 'second-semester', day: null, days, limit: null });
  else if (second && secondSemester.longestDays !== undefined && days > secondSemester.longestDays)
    faults.push({
      rule: 'second-semester-longest',
      day: lastFor(secondSemester.longestDays),
      days,
      limit: secondSemester.longestDays,
    });
  return faults;
}
