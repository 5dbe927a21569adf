import rules from '../data/rules.json' with { type: 'json' };
import type { Direction, Journey, JourneyPart, Leg, Zones } from '../types.ts';
import { journeyParts } from '../types.ts';

/** A journey may begin and end some days outside of the stay; longer than so many hours under way is a slip of the pen. */
const { marginDays, longestHours, soonHours } = rules.plan;

/** The days within which a journey lies: the stay and some days before and after it (data/rules.json). */
export function travelDays(stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate }): {
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
} {
  return {
    from: stay.startsOn.subtract({ days: marginDays }),
    until: stay.endsOn.add({ days: marginDays }),
  };
}

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
  const { from: first, until: last } = travelDays(stay);
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
  return now.until(leavesAt).total('hours') <= soonHours;
}

/** Times a delay can be told with one tap, in minutes. */
export const delays = ['15', '30', '60', '120'] as const;

/** What is different between two plans, in the order in which it is told. */
export function changedJourney(
  was: Pick<
    Journey,
    | 'leavesAt'
    | 'arrivesAt'
    | 'means'
    | 'details'
    | 'broughtBy'
    | 'broughtByPhone'
    | 'metBy'
    | 'metByPhone'
  >,
  is: typeof was,
): JourneyPart[] {
  const differs: Record<JourneyPart, boolean> = {
    times: !was.leavesAt.equals(is.leavesAt) || !was.arrivesAt.equals(is.arrivesAt),
    means: was.means !== is.means,
    details: was.details !== is.details,
    brought: was.broughtBy !== is.broughtBy || was.broughtByPhone !== is.broughtByPhone,
    met: was.metBy !== is.metBy || was.metByPhone !== is.metByPhone,
    // a part that is late is no plan that changed
    leg: false,
  };
  return journeyParts.filter((part) => differs[part]);
}

/**
 * What is wrong with the legs of a journey: each begins after the one before has ended, all within the journey.
 * @returns the key of a sentence and the position of the leg, from 0
 */
export function legsProblem(
  legs: readonly Pick<Leg, 'leavesAt' | 'arrivesAt'>[],
  journey: Pick<Journey, 'leavesAt' | 'arrivesAt'>,
): { reason: string; at: number; field: 'leavesAt' | 'arrivesAt' } | null {
  let since = journey.leavesAt;
  for (const [at, leg] of legs.entries()) {
    if (Temporal.Instant.compare(leg.leavesAt, since) < 0)
      return {
        reason: at === 0 ? 'travel.legs.before-journey' : 'travel.legs.before-last',
        at,
        field: 'leavesAt',
      };
    if (Temporal.Instant.compare(leg.arrivesAt, leg.leavesAt) <= 0)
      return { reason: 'travel.plan.arrives-first', at, field: 'arrivesAt' };
    since = leg.arrivesAt;
  }
  return Temporal.Instant.compare(since, journey.arrivesAt) > 0
    ? { reason: 'travel.legs.after-journey', at: legs.length - 1, field: 'arrivesAt' }
    : null;
}

/** When a part of a journey leaves and arrives as it is expected now: by the timetable and what is late. */
export function expectedOf(
  leg: Pick<Leg, 'leavesAt' | 'arrivesAt' | 'leavesLate' | 'arrivesLate'>,
): {
  leavesAt: Temporal.Instant;
  arrivesAt: Temporal.Instant;
} {
  return {
    leavesAt: leg.leavesAt.add({ minutes: leg.leavesLate }),
    arrivesAt: leg.arrivesAt.add({ minutes: leg.arrivesLate }),
  };
}

/** missed: it leaves before the part before it arrives; tight: only some minutes are left */
export type Connection = 'missed' | 'tight' | 'fine';

/**
 * How each change between two parts stands since something is late, by position of the part that is changed into. Of a
 * timetable as it was planned nothing is said: a short change may be meant.
 */
export function connectionsOf(
  legs: readonly Pick<Leg, 'leavesAt' | 'arrivesAt' | 'leavesLate' | 'arrivesLate'>[],
): Connection[] {
  return legs.map((leg, at) => {
    const previous = legs[at - 1];
    if (!previous || previous.arrivesLate === 0) return 'fine';
    const left = expectedOf(previous).arrivesAt.until(expectedOf(leg).leavesAt).total('minutes');
    if (left < 0) return 'missed';
    return left < rules.connection.tightMinutes ? 'tight' : 'fine';
  });
}

/** The part somebody is on, or comes to next: the first that has not arrived by what is expected. */
export function currentLeg(
  legs: readonly Pick<Leg, 'leavesAt' | 'arrivesAt' | 'leavesLate' | 'arrivesLate'>[],
  now: Temporal.Instant,
): number {
  const at = legs.findIndex((leg) => Temporal.Instant.compare(expectedOf(leg).arrivesAt, now) > 0);
  return at === -1 ? legs.length - 1 : at;
}

/** From which part on a journey needs another way: the first that is missed, else the one that is on its way or comes next. */
export function brokenAt(
  legs: readonly Pick<Leg, 'leavesAt' | 'arrivesAt' | 'leavesLate' | 'arrivesLate'>[],
  now: Temporal.Instant,
): number {
  const missed = connectionsOf(legs).indexOf('missed');
  return missed === -1 ? Math.max(0, currentLeg(legs, now)) : missed;
}

/**
 * A journey that goes on another way from one of its parts on. What came before stays as it is known; the last new part
 * says when it arrives, the first one when it leaves where nothing was before it and nobody has left yet.
 * @param from position of the first part that is replaced, from 0
 * @returns the journey as it goes on, or what is wrong with the new parts: the key of a sentence, and the position among them
 */
export function reconnect<L extends Leg>(
  journey: Pick<Journey, 'leavesAt' | 'departedAt'>,
  legs: readonly L[],
  from: number,
  fresh: readonly L[],
):
  | { legs: L[]; leavesAt: Temporal.Instant; arrivesAt: Temporal.Instant }
  | { reason: string; at: number; field: 'leavesAt' | 'arrivesAt' } {
  const kept = legs.slice(0, from);
  const [first, last, before] = [fresh[0], fresh.at(-1), kept.at(-1)];
  if (!first || !last) throw new RangeError('no new part');
  const since = before ? expectedOf(before).arrivesAt : journey.leavesAt;
  const leavesAt = before || journey.departedAt ? journey.leavesAt : first.leavesAt;
  if (before && Temporal.Instant.compare(first.leavesAt, since) < 0)
    return { reason: 'travel.connection.before-there', at: 0, field: 'leavesAt' };
  const problem = legsProblem(fresh, {
    leavesAt: first.leavesAt,
    arrivesAt: leavesAt.add({ hours: longestHours }),
  });
  if (problem?.reason === 'travel.legs.after-journey')
    return { ...problem, reason: 'travel.plan.too-long' };
  return problem ?? { legs: [...kept, ...fresh], leavesAt, arrivesAt: last.arrivesAt };
}

/**
 * A journey after one of its parts is late by some minutes. What follows keeps its timetable: a connection is reached or
 * missed. Only the last part moves the arrival, only the first the departure, and that only before it has left.
 * @param now what has left already is late on the way alone
 */
export function delayLeg<L extends Leg>(
  journey: Pick<Journey, 'leavesAt' | 'arrivesAt' | 'departedAt'>,
  legs: readonly L[],
  at: number,
  minutes: number,
  now: Temporal.Instant,
): { legs: L[]; leavesAt: Temporal.Instant; arrivesAt: Temporal.Instant } {
  const late = legs[at];
  if (!late) throw new RangeError(`no part ${at}`);
  const waits =
    (at > 0 || !journey.departedAt) && Temporal.Instant.compare(expectedOf(late).leavesAt, now) > 0;
  return {
    legs: legs.map((leg, i) =>
      i === at
        ? {
            ...leg,
            leavesLate: leg.leavesLate + (waits ? minutes : 0),
            arrivesLate: leg.arrivesLate + minutes,
          }
        : leg,
    ),
    leavesAt: at === 0 && waits ? journey.leavesAt.add({ minutes }) : journey.leavesAt,
    arrivesAt: at === legs.length - 1 ? journey.arrivesAt.add({ minutes }) : journey.arrivesAt,
  };
}

/**
 * Whether a journey counts as green: low-emission means for the main part of the way (data/rules.json). Where the legs
 * differ the length of each is not known here, so whoever plans says which part is the longer one.
 */
export function isGreen(
  journey: Pick<Journey, 'means' | 'mainlyGreen'>,
  legs: readonly Pick<Leg, 'means'>[],
): boolean {
  const used = legs.length > 0 ? legs.map((leg) => leg.means) : [journey.means];
  const green = used.filter((m) => rules.green.means.includes(m)).length;
  return green === used.length || (green > 0 && journey.mainlyGreen);
}
