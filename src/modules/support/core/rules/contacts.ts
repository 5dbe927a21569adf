import plans from '../data/contacts.json' with { type: 'json' };
import questions from '../data/questions.json' with { type: 'json' };
import { type ContactKind, type Talk, type TalkPartner, talkPartners } from '../types.ts';

export type ContactPlan = Omit<(typeof plans.versions)[number], 'since' | 'proposed'>;

/** The rule that is in force on a day (core/data/contacts.json): the newest that had begun. */
export function contactPlanOn(day: Temporal.PlainDate): ContactPlan {
  const begun = plans.versions.filter((v) => v.since <= day.toString());
  const newest = begun.toSorted((a, b) => a.since.localeCompare(b.since)).at(-1);
  return newest ?? (plans.versions[0] as ContactPlan);
}

/** Where a pupil lives on a day: with a family since when, and whether only for a time. */
export type LivesWith = { since: Temporal.PlainDate; temporary: boolean } | null;

export type ContactDue = {
  what: ContactKind;
  due: Temporal.PlainDate;
  /** nobody has talked with them yet */
  first: boolean;
  /** to be done in person, because no talk in person has been yet */
  inPerson: boolean;
  /** the pupil has left one family and the next is not there yet */
  between: boolean;
};

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0;

/**
 * What a contact person owes next: a talk with the pupil, apart from it one with the family, and the second visit at home
 * by somebody else than the first visitor (individual pupil mobility, 5.1).
 * @param stay.arrivedOn the day of arrival, or of departure while nobody has confirmed it
 * @param stay.lived whether the pupil has lived with a family of this stay before: only then can they be between two
 * @param visits visits at home during the stay, and who made the first one before it
 */
export function contactsDue(
  plan: ContactPlan,
  stay: {
    arrivedOn: Temporal.PlainDate;
    family: LivesWith;
    lived: boolean;
    talks: readonly Talk[];
    visits: readonly { on: Temporal.PlainDate; by: string }[];
    firstVisitor: string | null;
  },
): ContactDue[] {
  const between = stay.family === null && stay.lived;
  const dues: ContactDue[] = [];
  for (const partner of talkPartners) {
    if (partner === 'host_family' && !stay.family) continue;
    const since =
      partner === 'host_family' && stay.family && isBefore(stay.arrivedOn, stay.family.since)
        ? stay.family.since
        : stay.arrivedOn;
    // a talk with the family before says nothing about the one they live with now
    const talks = stay.talks.filter((t) => t.with === partner && !isBefore(t.heldOn, since));
    const all = partner === 'pupil' ? stay.talks.filter((t) => t.with === 'pupil') : talks;
    const last = latest(all.map((t) => t.heldOn));
    const every = between
      ? plan.betweenFamiliesEveryDays
      : partner === 'host_family' && stay.family?.temporary
        ? Math.min(plan.everyDays, plan.temporaryFamilyEveryDays)
        : plan.everyDays;
    dues.push({
      what: partner,
      due: last ? last.add({ days: every }) : since.add({ days: plan.firstWithinDays }),
      first: last === null,
      inPerson: plan.firstInPerson && !all.some((t) => t.way === 'in_person'),
      between,
    });
  }
  if (stay.family && !stay.family.temporary) {
    const since = isBefore(stay.arrivedOn, stay.family.since) ? stay.family.since : stay.arrivedOn;
    const seen = stay.visits.some((v) => v.by !== stay.firstVisitor && !isBefore(v.on, since));
    if (!seen)
      dues.push({
        what: 'visit',
        due: since.add({ days: plan.secondVisitWithinDays }),
        first: false,
        inPerson: true,
        between: false,
      });
  }
  return dues;
}

function latest(days: Temporal.PlainDate[]): Temporal.PlainDate | null {
  return days.toSorted(Temporal.PlainDate.compare).at(-1) ?? null;
}

/** Days since something was due; 0 while it is not. */
export function daysLate(due: Temporal.PlainDate, today: Temporal.PlainDate): number {
  return Math.max(0, due.until(today, { largestUnit: 'days' }).days);
}

/**
 * Promises to one side that nobody has ticked off, oldest first. "Kept" settles what was open; "not yet" keeps it; where
 * nothing was said the newest alone is still asked about.
 * @param talks all with one partner, in any order
 */
export function openPromises(
  talks: readonly Talk[],
): { on: Temporal.PlainDate; promise: string }[] {
  let open: { on: Temporal.PlainDate; promise: string }[] = [];
  for (const talk of talks.toSorted((a, b) => Temporal.PlainDate.compare(a.heldOn, b.heldOn))) {
    if (talk.lastPromise === 'kept') open = [];
    if (talk.promise) {
      if (talk.lastPromise === null) open = [];
      open.push({ on: talk.heldOn, promise: talk.promise });
    }
  }
  return open;
}

/** Which questions are asked at present. */
export const questionsVersion = questions.version;

export type Question = { id: string; text: string };

/** Which month of the stay a day is in, from 1 on. */
export function monthOfStay(startsOn: Temporal.PlainDate, day: Temporal.PlainDate): number {
  return Math.max(1, Math.floor(startsOn.until(day, { largestUnit: 'days' }).days / 30) + 1);
}

/**
 * The questions of a month for one side (core/data/questions.json); after the last month those of the last.
 * @param language what is not there is asked in English
 */
export function questionsOf(
  month: number,
  partner: TalkPartner,
  language: string,
): { version: string; questions: Question[] } {
  const of = questions.months.find((m) => m.month === month) ?? questions.months.at(-1);
  return {
    version: questions.version,
    questions: (of?.[partner] ?? []).map((q) => ({
      id: q.id,
      text: language === 'fr' ? q.fr : q.en,
    })),
  };
}

/** The words of one question by its id, as it stands today; the id itself when it is no longer asked. */
export function questionText(id: string, language: string): string {
  for (const month of questions.months)
    for (const q of [...month.pupil, ...month.host_family])
      if (q.id === id) return language === 'fr' ? q.fr : q.en;
  return id;
}

/** What is wrong with the day of a talk, as the key of a sentence. */
export function heldOnProblem(
  heldOn: Temporal.PlainDate,
  stay: { startsOn: Temporal.PlainDate; today: Temporal.PlainDate },
): string | null {
  if (isBefore(stay.today, heldOn)) return 'support.check-in.in-future';
  if (isBefore(heldOn, stay.startsOn.subtract({ days: 2 }))) return 'support.check-in.before-stay';
  return null;
}

/** What is wrong with the days of a cover, as the key of a sentence. */
export function coverProblem(
  cover: { fromOn: Temporal.PlainDate; untilOn: Temporal.PlainDate },
  today: Temporal.PlainDate,
): string | null {
  if (isBefore(cover.untilOn, cover.fromOn)) return 'support.cover.ends-before';
  if (isBefore(cover.untilOn, today)) return 'support.cover.over';
  if (cover.fromOn.until(cover.untilOn, { largestUnit: 'days' }).days > 120)
    return 'support.cover.too-long';
  return null;
}
