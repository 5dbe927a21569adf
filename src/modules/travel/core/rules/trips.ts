import rules from '../data/rules.json' with { type: 'json' };
import type { Seat, TripAnswer, TripPlan, TripSide, TripState } from '../types.ts';
import { tripSides } from '../types.ts';
import { instantIn } from './journeys.ts';
import { latestOf } from './papers.ts';

/** fine: nothing to do; advice: to be weighed by those who answer; stops: nobody is asked before it is settled */
export type Standing = 'fine' | 'advice' | 'stops';

/** What a rule says about a trip. `key` is the end of a message, `params` fills it. */
export type Finding = {
  rule: 'dates' | 'adult' | 'school' | 'entry' | 'insurance';
  standing: Standing;
  key: string;
  params?: Record<string, string | number | Temporal.PlainDate>;
  /** the field with which it can be settled */
  field?: string;
};

type Period = { from: Temporal.PlainDate; until: Temporal.PlainDate };
const before = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0;

/**
 * How many school days a trip takes: weekdays on which the school is open. An afternoon after school and a morning before
 * it count for nothing.
 * @param closed days without school, both ends included
 */
export function schoolDaysMissed(
  trip: Pick<TripPlan, 'leavesOn' | 'leavesAt' | 'returnsOn' | 'returnsAt'>,
  closed: readonly Period[],
): number {
  let missed = 0;
  for (let day = trip.leavesOn; !before(trip.returnsOn, day); day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    if (closed.some((p) => !before(day, p.from) && !before(p.until, day))) continue;
    if (day.equals(trip.leavesOn) && trip.leavesAt >= rules.schoolDay.ends) continue;
    if (day.equals(trip.returnsOn) && trip.returnsAt <= rules.schoolDay.begins) continue;
    missed += 1;
  }
  return missed;
}

export type TripFacts = {
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate };
  hostCountry: string | null;
  /** 18 on the day on which the trip begins */
  ofAge: boolean;
  schoolDays: number;
  /** whether the calendar of the country and region is known for these days */
  schoolDaysKnown: boolean;
  /** whether papers last until the trip is over; null where nobody has written them down */
  lasts: { identity: boolean | null; insurance: boolean | null; ehic: boolean | null };
  today: Temporal.PlainDate;
};

function datesFinding(trip: TripPlan, facts: TripFacts): Finding {
  const { startsOn, endsOn } = facts.stay;
  if (before(trip.leavesOn, facts.today))
    return { rule: 'dates', standing: 'stops', key: 'dates.past', field: 'leavesOn' };
  if (before(trip.leavesOn, startsOn) || before(endsOn, trip.returnsOn))
    return {
      rule: 'dates',
      standing: 'stops',
      key: 'dates.outside',
      params: { from: startsOn, until: endsOn },
      field: 'leavesOn',
    };
  return { rule: 'dates', standing: 'fine', key: 'dates.fine' };
}

/** A rule of the house: under 18 nobody travels without an adult. The age of 25 is advice of one exchange organisation. */
function adultFinding(trip: TripPlan, facts: TripFacts): Finding {
  const rule = 'adult' as const;
  const { least, advised } = rules.adult;
  if (trip.adultName === '')
    return facts.ofAge
      ? { rule, standing: 'advice', key: 'adult.alone-of-age' }
      : { rule, standing: 'stops', key: 'adult.nobody', params: { least }, field: 'adultName' };
  if (trip.adultAge === null)
    return { rule, standing: 'stops', key: 'adult.age-unknown', field: 'adultAge' };
  const params = { name: trip.adultName, age: trip.adultAge, least, advised };
  if (trip.adultAge < least)
    return facts.ofAge
      ? { rule, standing: 'advice', key: 'adult.alone-of-age' }
      : { rule, standing: 'stops', key: 'adult.too-young', params, field: 'adultAge' };
  if (trip.adultPhone === '')
    return { rule, standing: 'stops', key: 'adult.no-phone', params, field: 'adultPhone' };
  return trip.adultAge < advised
    ? { rule, standing: 'advice', key: 'adult.young', params }
    : { rule, standing: 'fine', key: 'adult.fine', params };
}

function schoolFinding(trip: TripPlan, facts: TripFacts): Finding {
  const rule = 'school' as const;
  const params = { days: facts.schoolDays };
  if (facts.schoolDays === 0) return { rule, standing: 'fine', key: 'school.none' };
  if (trip.catchUp === '')
    return { rule, standing: 'stops', key: 'school.catch-up', params, field: 'catchUp' };
  return {
    rule,
    standing: 'advice',
    key: facts.schoolDaysKnown ? 'school.missed' : 'school.missed-perhaps',
    params,
  };
}

/** Which papers a border asks for is known by its authorities alone: whoever asks says that they have made sure. */
function entryFinding(trip: TripPlan, facts: TripFacts): Finding {
  const rule = 'entry' as const;
  if (trip.countryCode === facts.hostCountry) return { rule, standing: 'fine', key: 'entry.same' };
  if (facts.lasts.identity === false)
    return { rule, standing: 'stops', key: 'entry.expires', field: 'papersReady' };
  if (!trip.papersReady)
    return { rule, standing: 'stops', key: 'entry.unchecked', field: 'papersReady' };
  const within =
    rules.schengen.countries.includes(trip.countryCode) &&
    facts.hostCountry !== null &&
    rules.schengen.countries.includes(facts.hostCountry);
  return within
    ? { rule, standing: 'fine', key: 'entry.checked' }
    : { rule, standing: 'advice', key: 'entry.border' };
}

function insuranceFinding(trip: TripPlan, facts: TripFacts): Finding {
  const rule = 'insurance' as const;
  if (facts.lasts.insurance === false)
    return { rule, standing: 'stops', key: 'insurance.expires', field: 'insured' };
  if (!trip.insured)
    return { rule, standing: 'stops', key: 'insurance.unchecked', field: 'insured' };
  if (!rules.ehic.countries.includes(trip.countryCode))
    return { rule, standing: 'advice', key: 'insurance.no-ehic' };
  return facts.lasts.ehic === false
    ? { rule, standing: 'advice', key: 'insurance.ehic-expires' }
    : { rule, standing: 'fine', key: 'insurance.fine' };
}

/** What the rules say about a trip, before anybody is asked. */
export function tripFindings(trip: TripPlan, facts: TripFacts): Finding[] {
  return [
    datesFinding(trip, facts),
    adultFinding(trip, facts),
    schoolFinding(trip, facts),
    entryFinding(trip, facts),
    insuranceFinding(trip, facts),
  ];
}

export function sideOf(seat: Seat): TripSide {
  return seat.startsWith('guardian:') ? 'guardian' : (seat as TripSide);
}

/** Whose turn it is: one side after the other, the guardians side by side. */
export function turnOf(seats: readonly Seat[], answers: readonly TripAnswer[]): Seat[] {
  for (const side of tripSides) {
    const open = seats.filter(
      (seat) =>
        sideOf(seat) === side &&
        !answers.some((a) => a.seat === seat && !a.superseded && a.answer === 'yes'),
    );
    if (open.length > 0) return open;
  }
  return [];
}

/** Where a trip stands by its answers: one no ends it, all yeses let it go. */
export function stateBy(
  seats: readonly Seat[],
  answers: readonly TripAnswer[],
): Extract<TripState, 'asked' | 'agreed' | 'declined'> {
  if (answers.some((a) => !a.superseded && a.answer === 'no')) return 'declined';
  return turnOf(seats, answers).length === 0 ? 'agreed' : 'asked';
}

export const tripParts = [
  'dates',
  'place',
  'adult',
  'sleeps',
  'means',
  'school',
  'papers',
  'purpose',
] as const;
export type TripPart = (typeof tripParts)[number];

const partOf: Record<keyof TripPlan, TripPart> = {
  place: 'place',
  countryCode: 'place',
  purpose: 'purpose',
  leavesOn: 'dates',
  leavesAt: 'dates',
  returnsOn: 'dates',
  returnsAt: 'dates',
  adultName: 'adult',
  adultAge: 'adult',
  adultPhone: 'adult',
  adultRelation: 'adult',
  means: 'means',
  details: 'means',
  sleepsAt: 'sleeps',
  catchUp: 'school',
  insured: 'papers',
  papersReady: 'papers',
};

/** Which parts of a trip differ. */
export function changedParts(was: TripPlan, is: TripPlan): TripPart[] {
  const fields = Object.keys(partOf) as (keyof TripPlan)[];
  const differs = fields.filter((f) => String(was[f]) !== String(is[f]));
  return tripParts.filter((part) => differs.some((f) => partOf[f] === part));
}

/** Who must agree again when a part changes. Days and place concern everybody; catching up with lessons the school alone. */
const concerns: Record<TripPart, readonly TripSide[]> = {
  dates: tripSides,
  place: tripSides,
  adult: ['host_family', 'contact_person', 'guardian'],
  sleeps: ['host_family', 'contact_person', 'guardian'],
  means: ['host_family', 'guardian'],
  school: ['school'],
  papers: ['guardian'],
  purpose: [],
};

export function concernedBy(parts: readonly TripPart[]): TripSide[] {
  return tripSides.filter((side) => parts.some((part) => concerns[part].includes(side)));
}

/** The last day on which an answer is of use without haste: the eve of the trip. */
export function answerBy(leavesOn: Temporal.PlainDate): Temporal.PlainDate {
  return leavesOn.subtract({ days: 1 });
}

/** The day of something that was said, by the clock by which reminders are counted. */
export function dayOf(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
}

/** Whether a trip has begun by the clock where the pupil stays: nobody is asked any more. */
export function hasBegun(
  trip: Pick<TripPlan, 'leavesOn' | 'leavesAt'>,
  zone: string,
  now: Temporal.Instant,
): boolean {
  return Temporal.Instant.compare(instantIn(trip.leavesOn, trip.leavesAt, zone), now) <= 0;
}

/**
 * Since when those whose turn it is have been asked: the last answer of the others, or the asking, or a change that asked
 * them again.
 */
export function askedSince(
  answers: readonly Pick<TripAnswer, 'answer' | 'answeredAt' | 'superseded'>[],
  askedAt: Temporal.Instant,
  changedAt: Temporal.Instant | null,
): Temporal.Instant {
  return (
    latestOf([
      askedAt,
      ...(changedAt ? [changedAt] : []),
      ...answers.filter((a) => !a.superseded).map((a) => a.answeredAt),
    ]) ?? askedAt
  );
}

/**
 * Whether somebody has been silent for so long that they are reminded, and may be by hand (data/rules.json): two days after
 * they were asked, or from the eve of the trip on when they were asked before it.
 * @param since the day on which they were asked
 */
export function isSilent(
  since: Temporal.PlainDate,
  leavesOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
): boolean {
  return (
    !before(today, since.add({ days: rules.silence.days })) ||
    (before(since, today) && !before(today, answerBy(leavesOn)))
  );
}

/**
 * Which reminder a day is for. `again`: once, after two days of silence; `eve`: the day before the trip, unless they were
 * asked on that day only. Nobody is reminded twice a day, nor once the day of the trip has come.
 * @param reminded days since they were asked on which they were reminded, by whomever
 */
export function tripReminder(
  since: Temporal.PlainDate,
  leavesOn: Temporal.PlainDate,
  reminded: readonly Temporal.PlainDate[],
  today: Temporal.PlainDate,
): 'again' | 'eve' | null {
  if (!before(today, leavesOn) || !isSilent(since, leavesOn, today)) return null;
  if (reminded.some((day) => day.equals(today))) return null;
  if (today.equals(answerBy(leavesOn))) return 'eve';
  return reminded.length === 0 ? 'again' : null;
}
