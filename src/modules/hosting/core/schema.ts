import { z } from 'zod';
import { interests } from '#kernel/interests.ts';
import { countryCode, idOf, languageCode } from '#kernel/schema.ts';

/** How somebody takes to a thing. A strong objection rules a placement out, "rather not" only weighs. */
export const attitudes = ['yes', 'rather_not', 'strongly_object'] as const;
export const petKinds = ['cat', 'dog', 'rodent', 'horse', 'bird', 'other'] as const;
export const foodAllergens = [
  'nuts',
  'gluten',
  'dairy',
  'eggs',
  'fish',
  'shellfish',
  'soy',
] as const;
export const diets = [
  'vegetarian',
  'vegan',
  'halal',
  'kosher',
  'gluten-free',
  'lactose-free',
] as const;
export const smokingHabits = ['none', 'outdoors', 'indoors'] as const;
export const genders = ['f', 'm', 'x'] as const;
export const relations = ['parent', 'child', 'other'] as const;
export const schoolTies = ['no', 'school', 'class'] as const;

const attitude = z.enum(attitudes, { error: 'platform.invalid.choose' });
const word = z.string().trim().min(1).max(60, { error: 'platform.invalid.too-long' });

export const bedKinds = ['own_room', 'shared_room', 'not_fixed', 'not_own'] as const;

export { languageCodes } from '#kernel/languages.ts';

/** Where a pupil would sleep. `sharedWith` names everybody else who sleeps in the room. */
export const bedSchema = z
  .object({
    kind: z.enum(bedKinds, { error: 'platform.invalid.choose' }),
    sharedWith: z.array(idOf('fme')).max(6).default([]),
  })
  .refine((b) => b.kind !== 'shared_room' || b.sharedWith.length > 0, {
    error: 'hosting.home.shared-with-whom',
    path: ['sharedWith'],
  });

/** The home as the family describes it: answered as a whole or not at all, so nothing in it is guessed. */
export const homeSchema = z.object({
  pets: z
    .array(z.object({ kind: z.enum(petKinds), indoors: z.boolean() }))
    .max(12)
    .default([]),
  smoking: z.enum(smokingHabits, { error: 'platform.invalid.choose' }),
  acceptsSmoker: attitude,
  dietsAccepted: z.object({
    vegetarian: attitude,
    vegan: attitude,
    halal: attitude,
    kosher: attitude,
    'gluten-free': attitude,
    'lactose-free': attitude,
  }),
  foodsServed: z.array(z.enum(foodAllergens)).max(foodAllergens.length).default([]),
  beds: z.array(bedSchema).min(1, { error: 'hosting.home.no-bed' }).max(3),
  style: z.array(word).max(20).default([]),
  religion: z.string().trim().max(60).nullable().default(null),
  activities: z.array(word).max(20).default([]),
  genderPreference: z.enum(genders).nullable().default(null),
  wishes: z
    .object({
      countries: z.array(countryCode).max(10).default([]),
      languages: z.array(languageCode).max(10).default([]),
    })
    .default({ countries: [], languages: [] }),
  atHostSchool: z.enum(schoolTies, { error: 'platform.invalid.choose' }).default('no'),
  hostedBefore: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).max(99),
});

export type Home = z.output<typeof homeSchema>;

/**
 * Reads the home out of what is stored.
 * @returns null when the family has not described it yet, or it is of an older shape: then it is asked again
 */
export function homeOf(stored: unknown): Home | null {
  const read = homeSchema.safeParse(stored);
  return read.success ? read.data : null;
}

export { interests };
