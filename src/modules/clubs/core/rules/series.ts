import type { Fault } from '#kernel/outcome.ts';
import data from '../data/meetings.json' with { type: 'json' };
import type { Variant } from '../types.ts';
import { meetingsOf } from './forming.ts';

/** How many days lie between two meetings: closer nothing can be tried out, further apart a club falls asleep. */
export const daysBetween = data.daysBetween;

export type RoadmapStop = {
  templateId: string;
  number: number;
  /** set once planned */
  on: Temporal.PlainDate | null;
  /** until then: about when, counted from the meeting before */
  about: Temporal.PlainDate | null;
};

/**
 * The meetings with the dates that are known and those to come, about a month apart on the same day of the week.
 * @param planned day of the meeting by template
 */
export function roadmapOf(
  planned: ReadonlyMap<string, Temporal.PlainDate>,
  variant: Variant = 'standard4',
): RoadmapStop[] {
  let last: Temporal.PlainDate | null = null;
  return meetingsOf(variant).map((template) => {
    const on = planned.get(template.id) ?? null;
    const about: Temporal.PlainDate | null =
      on || !last ? null : last.add({ days: daysBetween.planned });
    last = on ?? about;
    return { templateId: template.id, number: template.number, on, about };
  });
}

/**
 * Whether the meetings follow each other at the right distance.
 * @param days of the meetings that are planned, by template, as they will be
 * @returns a fault at `dates.<template>` for each that comes too soon, too late, or before the one before
 */
export function seriesFaults(
  days: ReadonlyMap<string, Temporal.PlainDate>,
  variant: Variant,
): Fault[] {
  const faults: Fault[] = [];
  let last: Temporal.PlainDate | null = null;
  for (const { id } of meetingsOf(variant)) {
    const day = days.get(id);
    if (!day) continue;
    const apart = last === null ? null : last.until(day, { largestUnit: 'days' }).days;
    if (apart !== null && (apart < daysBetween.least || apart > daysBetween.most))
      faults.push({
        reason: 'clubs.invalid.apart',
        field: `dates.${id}`,
        params: { apart, least: daysBetween.least, most: daysBetween.most },
      });
    last = day;
  }
  return faults;
}

/**
 * The series stands by the clock of the club. Where another zone changes its clocks on another day, or not at all, a
 * member's own clock shows another time than at the first meeting: for which meetings, and what it shows then.
 * @param starts of the meetings in their order
 */
export function shiftsIn<M extends { startsAt: Temporal.Instant }>(
  starts: readonly M[],
  zone: string,
): { meeting: M; time: string; usual: string }[] {
  const clock = (at: Temporal.Instant) =>
    at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  const [first] = starts;
  if (!first) return [];
  const usual = clock(first.startsAt);
  return starts.flatMap((meeting) => {
    const time = clock(meeting.startsAt);
    return time === usual ? [] : [{ meeting, time, usual }];
  });
}
