import { addMonths, ofDay, toDay } from './days.ts';

/** What a country (or a programme) says about how long somebody may stay, and when they may come. */
export type StayLimits = {
  /** both ends counted */
  readonly shortestDays?: number;
  readonly longestDays?: number;
  /** whole calendar months; both count beside the days */
  readonly shortestMonths?: number;
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

/** Limits with who sets them, such as a country's code. */
export type HostLimits = StayLimits & { readonly of: string };

/** A limit that a stay goes beyond, and whose it is. */
export type BrokenLimit = StayFault & { readonly of: string };

/** What a host country says of the day on which somebody comes, or goes. */
export type AllowedDays = {
  /** the first and the last day it allows; null: it says nothing about that end */
  readonly from: Temporal.PlainDate | null;
  readonly until: Temporal.PlainDate | null;
  /** limits that are gone beyond: told, since the school decides */
  readonly broken: readonly BrokenLimit[];
};

const ofArrival: readonly StayFault['rule'][] = ['latest-arrival', 'second-semester'];

/**
 * What limits say of the first and of the last day of a stay. Of several who set limits the narrowest counts.
 * @returns null for a day that no limit speaks of
 */
export function allowedDays(
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  limits: readonly HostLimits[],
): { start: AllowedDays | null; end: AllowedDays | null } {
  const broken = limits.flatMap((each) =>
    stayFaults(start, end, each).map((fault) => ({ ...fault, of: each.of })),
  );
  const spans = limits.map((each) => spansOf(start, each));
  const dayOrNone = (day: number | null) => (day === null ? null : ofDay(day));
  const about = (
    from: number | null,
    until: number | null,
    isAbout: (rule: StayFault['rule']) => boolean,
  ): AllowedDays | null => {
    const these = broken.filter((b) => isAbout(b.rule));
    return from === null && until === null && these.length === 0
      ? null
      : { from: dayOrNone(from), until: dayOrNone(until), broken: these };
  };
  return {
    start: about(null, least(spans.map((s) => s.arrival)), (rule) => ofArrival.includes(rule)),
    end: about(
      most(spans.map((s) => s.shortest)),
      least(spans.flatMap((s) => [s.longest, s.secondLongest])),
      (rule) => !ofArrival.includes(rule),
    ),
  };
}

/** A school year begins in August: arrivals from then on are of its first semester. */
const schoolYearBegins = 8;

type Spans = {
  /** last day to arrive; first and last day to leave, as day numbers; null where nothing is said */
  arrival: number | null;
  shortest: number | null;
  longest: number | null;
  /** last day to leave for who arrives in the second semester */
  secondLongest: number | null;
  /** nobody is taken in the semester in which it begins */
  closed: boolean;
};

/** The days between which a stay that begins on this one may lie. */
function spansOf(start: Temporal.PlainDate, limits: StayLimits): Spans {
  const first = toDay(start);
  const { latestArrival, secondSemester } = limits;
  const second =
    secondSemester !== undefined &&
    start.month < schoolYearBegins &&
    Temporal.PlainDate.compare(start, start.with(secondSemester.from)) >= 0;
  // an arrival in January with a limit in October is late by the year before
  const year =
    latestArrival && start.month < schoolYearBegins && latestArrival.month >= schoolYearBegins
      ? start.year - 1
      : start.year;
  const lastOf = (days: number | undefined) => (days === undefined ? null : first + days - 1);
  const lastOfMonths = (months: number | undefined) =>
    months === undefined ? null : addMonths(first, months) - 1;
  return {
    arrival: latestArrival && !second ? toDay(start.with({ year, ...latestArrival })) : null,
    shortest: most([lastOfMonths(limits.shortestMonths), lastOf(limits.shortestDays)]),
    longest: least([lastOfMonths(limits.longestMonths), lastOf(limits.longestDays)]),
    secondLongest: second && secondSemester.accepted ? lastOf(secondSemester.longestDays) : null,
    closed: second && !secondSemester.accepted,
  };
}

function least(days: readonly (number | null)[]): number | null {
  const known = days.filter((day) => day !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function most(days: readonly (number | null)[]): number | null {
  const known = days.filter((day) => day !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

/** Where the dates of a stay go beyond the limits; empty when they do not. */
export function stayFaults(
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  limits: StayLimits,
): StayFault[] {
  const [first, last] = [toDay(start), toDay(end)];
  const spans = spansOf(start, limits);
  const days = last - first + 1;
  const fault = (rule: StayFault['rule'], day: number | null, counted = true): StayFault => ({
    rule,
    day: day === null ? null : ofDay(day),
    days,
    limit: day === null || !counted ? null : day - first + 1,
  });
  const { shortest, longest, arrival, secondLongest, closed } = spans;
  return [
    ...(shortest !== null && last < shortest ? [fault('shortest', shortest)] : []),
    ...(longest !== null && last > longest ? [fault('longest', longest)] : []),
    ...(arrival !== null && first > arrival ? [fault('latest-arrival', arrival, false)] : []),
    ...(closed ? [fault('second-semester', null)] : []),
    ...(secondLongest !== null && last > secondLongest
      ? [fault('second-semester-longest', secondLongest)]
      : []),
  ];
}
