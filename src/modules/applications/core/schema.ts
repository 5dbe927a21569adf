import { z } from 'zod';
import { interests } from '#kernel/interests.ts';
import {
  countryCode,
  email,
  idOf,
  languageCode,
  line,
  optionalLine,
  prose,
  version,
} from '#kernel/schema.ts';

/** How somebody takes to a thing; the vocabulary that matching reads. */
export const triStates = ['yes', 'rather_not', 'strongly_object'] as const;
export const triState = z.enum(triStates, { error: 'platform.invalid.choose' });

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
export const languageLevels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

/** Health data: read by the pupil, the guardians and the rules of placement; in no list, mail or log. */
const foodAnswers = z.object({
  allergies: z.array(
    z.object({ kind: z.enum(allergyKinds), severity: z.enum(['mild', 'serious']) }),
  ),
  otherAllergy: z.string(),
  diet: z.enum(diets),
});
const homeAnswers = z.object({
  smokes: z.boolean(),
  acceptsSmoking: triState,
  acceptsPets: triState,
  acceptsSharedRoom: triState,
  acceptsSingleAdult: triState,
});

/** What a placement has to respect and what it should weigh, from the pupil's own answers. */
export const placementWishes = z.object({ ...foodAnswers.shape, ...homeAnswers.shape });
export type PlacementWishes = z.output<typeof placementWishes>;

/** The answers as they are kept: a part is there once its page was saved. */
export const answersSchema = z
  .object({
    about: z.object({
      aboutMe: z.string(),
      interests: z.array(z.enum(interests)),
      mustContinue: z.string(),
    }),
    why: z.object({ why: z.string() }),
    languages: z.object({
      motherTongue: z.string(),
      others: z.array(z.object({ language: z.string(), level: z.enum(languageLevels) })),
    }),
    food: foodAnswers,
    home: homeAnswers,
    letter: z.object({ letter: z.string() }),
  })
  .partial();
export type Answers = z.output<typeof answersSchema>;

/** The pages of the application, in the order they are asked. */
export const parts = ['about', 'why', 'languages', 'food', 'home', 'letter'] as const;
export type Part = (typeof parts)[number];

const at = { applicationId: idOf('app'), version };
const yesNo = z.enum(['yes', 'no'], { error: 'platform.invalid.choose' });
const unset = z.literal('');

/** One saved page. What is typed comes in; what is kept goes out. */
export const partInput = z.discriminatedUnion('part', [
  z.object({
    ...at,
    part: z.literal('about'),
    aboutMe: prose(1500),
    interests: z.array(z.enum(interests, { error: 'platform.invalid.value' })).default([]),
    mustContinue: optionalLine(200),
  }),
  z.object({ ...at, part: z.literal('why'), why: prose(2000) }),
  z.object({
    ...at,
    part: z.literal('languages'),
    motherTongue: languageCode,
    others: z
      .array(
        z
          .object({
            language: z.union([unset, languageCode], { error: 'platform.invalid.language' }),
            level: z.union([unset, z.enum(languageLevels)], { error: 'platform.invalid.choose' }),
          })
          .refine((o) => o.language === '' || o.level !== '', {
            error: 'applications.languages.level-missing',
            path: ['level'],
          }),
      )
      .max(4)
      .default([]),
  }),
  z
    .object({
      ...at,
      part: z.literal('food'),
      hasAllergies: yesNo,
      allergies: z.array(z.enum(allergyKinds, { error: 'platform.invalid.value' })).default([]),
      serious: z.array(z.enum(allergyKinds, { error: 'platform.invalid.value' })).default([]),
      otherAllergy: optionalLine(200),
      diet: z.enum(diets, { error: 'platform.invalid.choose' }),
    })
    .refine(
      (f) =>
        f.hasAllergies === 'no' ||
        f.allergies.length + f.serious.length > 0 ||
        f.otherAllergy !== '',
      { error: 'applications.food.which', path: ['allergies'] },
    ),
  z.object({
    ...at,
    part: z.literal('home'),
    smokes: yesNo,
    acceptsSmoking: triState,
    acceptsPets: triState,
    acceptsSharedRoom: triState,
    acceptsSingleAdult: triState,
  }),
  z.object({ ...at, part: z.literal('letter'), letter: prose(3000) }),
]);
export type PartInput = z.output<typeof partInput>;

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
