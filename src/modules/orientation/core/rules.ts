import type { Audience, Moment } from '#modules/resources/core/index.ts';
import cycle from './data/cycle.json' with { type: 'json' };
import {
  type Candidate,
  type Level,
  levels,
  type Near,
  type OrientationKind,
  type Proposal,
  type Stay,
  type Thread,
  type Window,
} from './types.ts';

const windows = cycle.windows as unknown as readonly Window[];
const programmes = cycle.programmes as unknown as Record<
  OrientationKind,
  readonly (readonly [Thread, number])[]
>;

export function windowOfKind(kind: OrientationKind): Window {
  return windows.find((w) => w.kind === kind) as Window;
}

/** What an orientation of a kind is usually made of: threads with minutes, to begin from. */
export function usualProgramme(kind: OrientationKind): readonly (readonly [Thread, number])[] {
  return programmes[kind];
}

/** Stays of less than four months have fewer orientations, closer together. */
const shortStay = 120;

const daysOf = (stay: Stay) => stay.startsOn.until(stay.endsOn, { largestUnit: 'days' }).days;
const before = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0;

type Span = { from: Temporal.PlainDate; until: Temporal.PlainDate; still: Temporal.PlainDate };

/**
 * First and last day on which an orientation of a kind falls in a stay, and the day until which a late one still makes sense;
 * null where the stay is too short for it. Source: core/data/cycle.json.
 */
export function windowIn(kind: OrientationKind, stay: Stay): Span | null {
  const w = windowOfKind(kind);
  const length = daysOf(stay);
  const short = length < shortStay;
  if (short && w.longOnly) return null;
  if (w.anchor === 'stay') return { from: stay.startsOn, until: stay.endsOn, still: stay.endsOn };
  const anchor =
    w.anchor === 'start'
      ? stay.startsOn
      : w.anchor === 'end'
        ? stay.endsOn
        : stay.startsOn.add({ days: Math.round(length / 2) });
  const own = short && w.shortUntil !== undefined;
  const [from, until, still] = own
    ? [w.shortFrom ?? w.from, w.shortUntil ?? w.until, w.shortUntil ?? w.until]
    : [w.from, w.until, w.still ?? w.until];
  return {
    from: anchor.add({ days: from }),
    until: anchor.add({ days: until }),
    still: anchor.add({ days: still }),
  };
}

/** The window of a kind in a stay where some of it lies in the days from `first` to `last`; null otherwise. */
export function dueWithin(
  kind: OrientationKind,
  stay: Stay,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Span | null {
  const window = windowIn(kind, stay);
  return window && !before(last, window.from) && !before(window.still, first) ? window : null;
}

export function isDueOn(kind: OrientationKind, stay: Stay, day: Temporal.PlainDate): boolean {
  return dueWithin(kind, stay, day, day) !== null;
}

/** The moment of a stay on a day; null long after it. */
export function momentOf(stay: Stay, day: Temporal.PlainDate): Moment | null {
  const length = daysOf(stay);
  const short = length < shortStay;
  if (before(day, stay.startsOn)) return 'preparing';
  if (before(stay.endsOn, day))
    return before(stay.endsOn.add({ days: shortStay }), day) ? null : 'back_home';
  const since = stay.startsOn.until(day, { largestUnit: 'days' }).days;
  const left = day.until(stay.endsOn, { largestUnit: 'days' }).days;
  if (since < 14) return 'arriving';
  if (left <= (short ? 21 : 56)) return 'ending';
  return since < Math.min(70, length / 2 - 7) ? 'settling' : 'midway';
}

const beside = cycle.beside as unknown as readonly {
  moment: Moment;
  audience?: Audience;
  steps: readonly string[];
}[];

/**
 * The step of a plan beside which stands what there is to read at a moment: the one that is about it, where the plan has one;
 * else the last that falls into it. Null where the plan has neither.
 * @param steps with the day by which each is done
 */
export function stepAt(
  moment: Moment,
  audience: Audience,
  steps: readonly { id: string; latest: Temporal.PlainDate }[],
  stay: Stay,
): string | null {
  const about = beside
    .filter((b) => b.moment === moment && (!b.audience || b.audience === audience))
    .flatMap((b) => b.steps)
    .find((id) => steps.some((s) => s.id === id));
  if (about) return about;
  const within = steps
    .filter((s) => momentOf(stay, s.latest) === moment)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.latest, b.latest));
  return within.at(-1)?.id ?? null;
}

/** An arrival in January or February may be prepared together with those who have been there since autumn. */
export function mayCombine(kind: OrientationKind, day: Temporal.PlainDate): boolean {
  return kind === 'arrival' && (day.month === 1 || day.month === 2);
}

/** By town and country alone: no address is ever compared. */
export function nearness(
  a: { town: string; country: string },
  b: { town: string; country: string },
  same: (a: string, b: string) => boolean,
): Near {
  if (a.country !== b.country) return 'far';
  return a.town !== '' && b.town !== '' && same(a.town, b.town) ? 'town' : 'country';
}

const nearFirst: Record<Near, number> = { town: 0, country: 1, far: 2 };

/**
 * Who should be asked: those at that phase on that day, the nearest first. Somebody with a part in two stays stands there
 * once. Those of another country are left out, and to a gathering only who wants to meet others is proposed.
 * @param sameTown compares names of towns as people spell them
 */
export function proposeFor(
  o: {
    kind: OrientationKind;
    day: Temporal.PlainDate;
    town: string;
    country: string;
    combined: boolean;
  },
  candidates: readonly Candidate[],
  sameTown: (a: string, b: string) => boolean,
): Proposal[] {
  const { side } = windowOfKind(o.kind);
  const kinds: OrientationKind[] =
    o.combined && mayCombine(o.kind, o.day) ? [o.kind, 'mid_stay', 'settling'] : [o.kind];
  const found = candidates.flatMap((c): Proposal[] => {
    const as = kinds.find((kind) => isDueOn(kind, c, o.day));
    if (!as || (o.kind === 'gathering' && !c.meets)) return [];
    const place = (side === 'either' ? c.at : side) === 'home' ? c.home : c.host;
    const near = nearness(place, { town: o.town, country: o.country }, sameTown);
    return near === 'far' ? [] : [{ ...c, near, as }];
  });
  const once = [...new Map(found.toReversed().map((p) => [p.personId, p])).values()].toReversed();
  return once.sort((a, b) => nearFirst[a.near] - nearFirst[b.near] || (a.name < b.name ? -1 : 1));
}

/**
 * Beginning and end out of days and clock times at a place. An hour that autumn shows twice is the first of the two, one
 * that spring leaves out is the one after.
 * @returns null where the end does not come after the start, or is more than ten days later
 */
export function timesOf(when: {
  day: Temporal.PlainDate;
  from: string;
  untilDay: Temporal.PlainDate;
  until: string;
  timeZone: string;
}): { startsAt: Temporal.Instant; endsAt: Temporal.Instant } | null {
  const at = (day: Temporal.PlainDate, time: string) =>
    day.toZonedDateTime({ timeZone: when.timeZone, plainTime: time }).toInstant();
  const startsAt = at(when.day, when.from);
  const endsAt = at(when.untilDay, when.until);
  const hours = startsAt.until(endsAt).total('hours');
  return hours > 0 && hours <= 240 ? { startsAt, endsAt } : null;
}

/** How far it is from one level to another, in steps; negative when the second is lower. */
export function stepsBetween(from: Level, to: Level): number {
  return levels.indexOf(to) - levels.indexOf(from);
}

/** The better known of what the pupil and the teacher say: the teacher's word where there is one. */
export function reachedOf(goal: {
  selfLevel: Level | null;
  teacherLevel: Level | null;
}): Level | null {
  return goal.teacherLevel ?? goal.selfLevel;
}
