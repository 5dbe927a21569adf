import { z } from 'zod';
import { interests } from '#kernel/interests.ts';
import { countryCode, email, languageCode, line, optionalLine } from '#kernel/schema.ts';

/** How somebody takes to a thing; the vocabulary that matching reads. */
const triState = z.enum(['yes', 'rather_not', 'strongly_object']);

export const allergyKinds = [
  'cat',
  'dog',
  'rodent',
  'horse',
  'bird',
  'nuts',
  'gluten',
  'dairy',
  'eggs',
  'fish',
  'shellfish',
  'soy',
  'pollen',
  'dust',
] as const;
export const diets = [
  'none',
  'vegetarian',
  'vegan',
  'halal',
  'kosher',
  'gluten-free',
  'lactose-free',
] as const;

/**
 * What a placement has to respect and what it should weigh, from the pupil's own answers. Allergies and diet are health
 * data: read by the pupil, the guardians and the rules of placement; in no list, mail or log.
 */
export const placementWishes = z.object({
  allergies: z.array(
    z.object({ kind: z.enum(allergyKinds), severity: z.enum(['mild', 'serious']) }),
  ),
  otherAllergy: z.string(),
  diet: z.enum(diets),
  smokes: z.boolean(),
  acceptsSmoking: triState,
  acceptsPets: triState,
  acceptsSharedRoom: triState,
  acceptsSingleAdult: triState,
});
export type PlacementWishes = z.output<typeof placementWishes>;

/** The key of the form that pupils fill. */
export const applicationForm = 'application';

const relation = z.enum(['mother', 'father', 'guardian'], { error: 'platform.invalid.choose' });
const guardianInput = z.object({
  givenName: line(80),
  familyName: line(80),
  email,
  relation,
  language: languageCode.optional(),
});

/** One pupil to be added, as a table's row or a form gives it. `row` is the number in the file. */
export const pupilInput = z.object({
  row: z.number().int().min(1).default(1),
  givenName: line(80),
  familyName: line(80),
  birthDate: z.iso.date({ error: 'platform.invalid.date' }),
  gender: z.enum(['f', 'm', 'x'], { error: 'platform.invalid.choose' }).nullable().default(null),
  schoolClass: optionalLine(40),
  email,
  language: languageCode,
  countryCode: countryCode.nullable().default(null),
  guardians: z.array(guardianInput).max(2).default([]),
});
export type PupilInput = z.output<typeof pupilInput>;

/** Whose words belong to an application beside the pupil's own: keys of forms, in the order they are asked. */
export const askKinds = ['class-teacher', 'language-teacher', 'family-part'] as const;
export type AskKind = (typeof askKinds)[number];

export function asksForGuardian(what: AskKind): boolean {
  return what === 'family-part';
}

/** What a list of applications can be narrowed to. */
export const filters = ['all', 'draft', 'consent', 'decide', 'selected', 'closed'] as const;
export type ListFilter = (typeof filters)[number];

/** More would not be read by anybody on one page; a cohort is far smaller. */
export const pupilsAtOnce = 500;

export { interests };

/** More would make the letter an album (files of exchange organisations ask for three to six). */
export const photosAtMost = 6;

/** Asked for, not measured: longer than this nobody listens to the end. */
export const greetingMinutes = 3;
