import { ageOn, type CalendarDate, isBefore, laterOf } from '#kernel/dates.ts';
import type { FamilyFacts, MissingId, MissingItem } from './types.ts';

/**
 * Every adult of a family needs a clean record check (practice of exchange organisations, see docs/privacy); a country may
 * ask for it from an earlier age, which the family's facts carry.
 */
export const adultAge = 18;
/** References taken up, not from relatives. */
export const referencesNeeded = 2;
/** A record check counts for so long when nothing else is said (Rotary: one year). */
export const checkValidMonths = 12;

/** Whether a member needs a record check for a stay: who has that age on its last day. */
export function needsCheck(
  birthDate: CalendarDate,
  until: CalendarDate,
  checkFromAge: number,
): boolean {
  return ageOn(birthDate, until) >= checkFromAge;
}

export type ReadinessOf = { from: CalendarDate; until: CalendarDate; today: CalendarDate };

/**
 * Everything a family lacks before a pupil may live there from the first to the last day of a stay, each as a sentence.
 * Empty means ready. Nothing is stored: a check that runs out makes the family unready by itself.
 *
 * @param stay both days included; `today` tells a check that has ended from one that will
 */
export function familyReadiness(family: FamilyFacts, stay: ReadinessOf): MissingItem[] {
  const found: MissingItem[] = [];
  const { checkFromAge } = family;
  const miss = (id: MissingId, params: MissingItem['params'] = {}) =>
    found.push({ id, messageKey: `hosting.missing.${id}`, params });

  if (!family.members.some((m) => ageOn(m.birthDate, stay.from) >= adultAge)) miss('adult');
  for (const { givenName: name, birthDate, recordCheckValidUntil: valid } of family.members) {
    if (!needsCheck(birthDate, stay.until, checkFromAge)) continue;
    if (valid === null) {
      if (ageOn(birthDate, stay.from) >= checkFromAge) miss('check-none', { name });
      else
        miss('check-birthday', {
          name,
          date: birthdayOf(birthDate, checkFromAge),
          age: checkFromAge,
        });
    } else if (isBefore(valid, stay.today)) miss('check-ended', { name, date: valid });
    else if (isBefore(valid, stay.until)) miss('check-ends', { name, date: valid });
  }
  if (family.charterSignedOn === null) miss('charter');
  if (family.referenceCount < referencesNeeded)
    miss('references', { missing: referencesNeeded - family.referenceCount });
  if (family.homeVisitOn === null) miss('visit');
  if (!family.home?.beds.some((b) => b.kind === 'own_room' || b.kind === 'shared_room'))
    miss('bed');
  if (family.languages.length === 0) miss('languages');
  if (family.letter.trim() === '') miss('letter');
  return found;
}

const describedByFamily: readonly MissingId[] = ['adult', 'bed', 'languages', 'letter'];

/** What the family says of itself; everything else is seen and recorded by its organisation. */
export function isOfFamilyItself({ id }: MissingItem): boolean {
  return describedByFamily.includes(id);
}

/** Born on 29 February: `add` stops at 28 February of a common year, where age counts from 1 March. */
function birthdayOf(birthDate: CalendarDate, age: number): CalendarDate {
  const day = birthDate.add({ years: age });
  return ageOn(birthDate, day) >= age ? day : day.add({ days: 1 });
}

/** Addresses used in mails, where the pages cannot be asked. */
export const familyAddress = (familyId: string) => `/families/${familyId}`;

/** Words typed with commas or one a line, each once, in the order typed. */
export function wordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\n]/)
        .map((w) => w.trim().toLowerCase())
        .filter((w) => w !== ''),
    ),
  ];
}

/** The day on which the last check of a ready family was made. */
export function vettedOn(family: {
  charterSignedOn: CalendarDate | null;
  homeVisitOn: CalendarDate | null;
  members: readonly { recordCheckSeenOn: CalendarDate | null }[];
}): CalendarDate {
  const days = [
    family.charterSignedOn,
    family.homeVisitOn,
    ...family.members.map((m) => m.recordCheckSeenOn),
  ].filter((d) => d !== null);
  const [first, ...rest] = days;
  if (!first) throw new Error('no check of this family was made');
  return rest.reduce(laterOf, first);
}

/** The task of the table of responsibilities by which an organisation enters families. */
export const recruitTask = 'recruit-host-families';

/** How long a family is kept after it last hosted, or after anybody last did anything about it. */
export const familyKept = { years: 2 } as const;
