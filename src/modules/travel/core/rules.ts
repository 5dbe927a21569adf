import type { Direction, Journey, Zones } from './types.ts';

/** A journey may begin and end this many days outside of the stay. */
export const marginDays = 2;
/** Longer than this under way is a slip of the pen. */
const longestHours = 72;

/** Where the two ends of a journey lie. */
export function zonesOf(direction: Direction, zones: Zones): { leaves: string; arrives: string } {
  return direction === 'outward'
    ? { leaves: zones.home, arrives: zones.host }
    : { leaves: zones.host, arrives: zones.home };
}

/** The instant at which a clock in the zone shows this day and time. */
export function instantIn(day: Temporal.PlainDate, time: string, zone: string): Temporal.Instant {
  return day
    .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant();
}

/**
 * What is wrong with a plan, as the key of a sentence and the field it belongs to.
 * @param outward the way there, when the way back is planned
 */
export function planProblem(
  plan: { direction: Direction; leavesAt: Temporal.Instant; arrivesAt: Temporal.Instant },
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate },
  zones: Zones,
  outward: Pick<Journey, 'arrivesAt'> | null,
): { reason: string; field: string } | null {
  const ends = zonesOf(plan.direction, zones);
  if (Temporal.Instant.compare(plan.leavesAt, plan.arrivesAt) >= 0)
    return { reason: 'travel.plan.arrives-first', field: 'arrivesAt' };
  if (plan.leavesAt.until(plan.arrivesAt).total('hours') > longestHours)
    return { reason: 'travel.plan.too-long', field: 'arrivesOn' };
  const first = stay.startsOn.subtract({ days: marginDays });
  const last = stay.endsOn.add({ days: marginDays });
  const outside = (at: Temporal.Instant, zone: string) => {
    const day = at.toZonedDateTimeISO(zone).toPlainDate();
    return Temporal.PlainDate.compare(day, first) < 0 || Temporal.PlainDate.compare(day, last) > 0;
  };
  if (outside(plan.leavesAt, ends.leaves))
    return { reason: 'travel.plan.outside-stay', field: 'leavesOn' };
  if (outside(plan.arrivesAt, ends.arrives))
    return { reason: 'travel.plan.outside-stay', field: 'arrivesOn' };
  if (
    plan.direction === 'return' &&
    outward &&
    Temporal.Instant.compare(plan.leavesAt, outward.arrivesAt) <= 0
  )
    return { reason: 'travel.plan.return-first', field: 'leavesOn' };
  return null;
}

/** How far a journey is. */
export type JourneyStage = 'unplanned' | 'planned' | 'under_way' | 'arrived';

export function stageOf(journey: Pick<Journey, 'departedAt' | 'arrivedAt'> | null): JourneyStage {
  if (!journey) return 'unplanned';
  if (journey.arrivedAt) return 'arrived';
  return journey.departedAt ? 'under_way' : 'planned';
}

/** From the day before a planned departure on, the button to leave is the thing to do. */
export function leavesSoon(leavesAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.until(leavesAt).total('hours') <= 36;
}
