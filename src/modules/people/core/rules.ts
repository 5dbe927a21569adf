import { ageOn } from '#kernel/dates.ts';
import type { PersonId } from '#kernel/ids.ts';
import known from './data/consent-holders.json' with { type: 'json' };
import type { ConsentStanding, ConsentVoice, HolderRule } from './types.ts';

/** A sign-in code lives this long and takes this many tries. */
export const codeMinutes = 15;
export const codeTries = 5;
/** Codes sent to one address within an hour, so that nobody's mailbox is flooded. */
export const codesPerHour = 6;

export type CodeState = {
  attempts: number;
  expiresAt: Temporal.Instant;
  usedAt: Temporal.Instant | null;
};

/** Whether a code may still be tried; the reason is a message key. */
export function codeProblem(code: CodeState | undefined, now: Temporal.Instant): string | null {
  if (!code || code.usedAt) return 'people.code.none';
  if (Temporal.Instant.compare(code.expiresAt, now) <= 0) return 'people.code.expired';
  if (code.attempts >= codeTries) return 'people.code.too-many';
  return null;
}

/** The name as the person wants to be called, then the family name. */
export function displayName(person: {
  given_name: string;
  family_name: string;
  preferred_name?: string | null;
}): string {
  return `${person.preferred_name || person.given_name} ${person.family_name}`;
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return (
    (words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')
  ).toUpperCase();
}

/** Only an address of ours may be returned to after sign-in. */
export function safeNext(next: string | null | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}

const rules: Record<string, { holders: string; certainty: string; source: string }> =
  known.countries;

/**
 * How many holders of parental responsibility must agree, by the country of the school. One suffices only where a source
 * says so; where nothing certain is known both are asked, to be safe.
 */
export function holderRule(countryCode: string): HolderRule {
  const rule = rules[countryCode];
  if (!rule) return { holders: 'both', certainty: 'unknown', source: null };
  const certainty = rule.certainty === 'found' ? 'found' : 'unclear';
  return {
    holders: rule.holders === 'one' && certainty === 'found' ? 'one' : 'both',
    certainty,
    source: rule.source,
  };
}

/** Eighteen is the age of majority in every country of the programme. */
export function isOfAge(
  birthDate: Temporal.PlainDate | null | undefined,
  day: Temporal.PlainDate,
): boolean {
  return birthDate ? ageOn(birthDate, day) >= 18 : false;
}

/** The day on which somebody comes of age; for those born on a 29 February the day after the 28th, as age is counted. */
export function comesOfAgeOn(birthDate: Temporal.PlainDate): Temporal.PlainDate {
  const day = birthDate.add({ years: 18 });
  return ageOn(birthDate, day) >= 18 ? day : day.add({ days: 1 });
}

/**
 * Where a consent stands: whose word is asked today, who agrees, and whether it counts. Words of somebody who no longer
 * holds parental responsibility, and of guardians once the pupil is of age, count no more.
 * @param voices everything that was said about this consent, in any order
 * @param about.holders who holds parental responsibility today
 */
export function standingOf(
  voices: readonly ConsentVoice[],
  about: {
    pupilId: PersonId;
    holders: readonly PersonId[];
    ofAge: boolean;
    rule: Pick<HolderRule, 'holders'>;
  },
): ConsentStanding {
  const asked = about.ofAge ? [about.pupilId] : [...about.holders];
  const counting = voices.filter((v) => (v.capacity === 'pupil_of_age') === about.ofAge);
  // who says no or takes back ends their own yes: a yes that is in force is the last word of whoever gave it
  const says = (id: PersonId): 'yes' | 'no' | null => {
    const own = counting.filter((v) => v.givenBy === id);
    if (own.length === 0) return null;
    return own.some((v) => v.answer === 'yes' && v.withdrawnAt === null) ? 'yes' : 'no';
  };
  const agreed = asked.filter((id) => says(id) === 'yes');
  const disagrees = asked.some((id) => says(id) === 'no');
  const enough = about.rule.holders === 'one' ? agreed.length > 0 : agreed.length === asked.length;
  return {
    complete: asked.length > 0 && enough && !disagrees,
    asked,
    agreed,
    open: asked.filter((id) => says(id) === null),
    disagrees,
    outgrown:
      about.ofAge &&
      says(about.pupilId) === null &&
      voices.some((v) => v.capacity !== 'pupil_of_age' && v.withdrawnAt === null),
  };
}

/** What somebody who belongs to nothing here may still be looked up for: the data goes that long after they last signed in. */
export const personKept = { years: 2 } as const;
/** Somebody is told by mail so many days before. */
export const toldBefore = { days: 30 } as const;
/** A one-time code is of no use after minutes; a day is left to see what went wrong. */
export const codeKept = { days: 1 } as const;

/** Who was last here before this day is asked whether they want to stay. */
export function asleepFrom(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract(personKept);
}

/**
 * What the night does about somebody who belongs to nothing here.
 * @param person.lastHere the day of their last sign-in, or the last on which they belonged to something
 * @param person.toldOn when they were told; who has no address cannot be
 */
export function nextOfEnd(
  person: {
    lastHere: Temporal.PlainDate;
    toldOn: Temporal.PlainDate | null;
    hasAddress: boolean;
  },
  today: Temporal.PlainDate,
): 'keep' | 'tell' | 'wait' | 'forget' {
  const { compare } = Temporal.PlainDate;
  if (compare(person.lastHere, asleepFrom(today)) >= 0) return 'keep';
  if (!person.hasAddress) return 'forget';
  if (!person.toldOn) return 'tell';
  return compare(person.toldOn.add(toldBefore), today) > 0 ? 'wait' : 'forget';
}
