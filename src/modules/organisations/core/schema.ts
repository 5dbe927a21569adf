import { z } from 'zod';
import { dateInput, languageCode, line, optionalLine } from '#kernel/schema.ts';
import { longestStay, oldest, programmeCodePattern, youngest } from './rules/index.ts';
import { levels, type ProfilePart, serviceKinds } from './types.ts';

const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: 'platform.invalid.number' })
    .int({ error: 'platform.invalid.number' })
    .min(least, { error: 'organisations.invalid.out-of-range' })
    .max(most, { error: 'organisations.invalid.out-of-range' });

const day = dateInput.transform((d) => d.toString());

const ownWords = z.object({
  texts: z
    .record(languageCode, z.string().trim().max(3000, { error: 'platform.invalid.too-long' }))
    .transform((texts) =>
      Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ),
});

const period = z
  .object({ name: line(80), from: day, to: day })
  .refine((p) => p.from <= p.to, { error: 'organisations.invalid.period', path: ['to'] })
  // a gap of a year or more is a slip of the pen: no school is closed that long
  .refine((p) => Temporal.PlainDate.from(p.from).until(Temporal.PlainDate.from(p.to)).days < 120, {
    error: 'organisations.invalid.long-period',
    path: ['to'],
  });

/** What each part of a profile takes. */
export const partSchemas = {
  languages: z.object({ spoken: z.array(languageCode).max(12) }),
  learning: z
    .object({
      ageFrom: whole(youngest, oldest),
      ageTo: whole(youngest, oldest),
      years: optionalLine(120),
      subjects: z.array(line(60)).max(40),
    })
    .refine((l) => l.ageFrom <= l.ageTo, { error: 'organisations.invalid.ages', path: ['ageTo'] }),
  hosting: z.object({
    autumn: whole(0, 500),
    spring: whole(0, 500),
    secondSemester: z.boolean(),
    arrivalMonths: z.array(whole(1, 12)).max(12),
    longestMonths: whole(1, longestStay),
    level: z.union([z.literal(''), z.enum(levels)], { error: 'platform.invalid.choose' }),
  }),
  services: z.object({
    offers: z.array(z.enum(serviceKinds, { error: 'platform.invalid.choose' })),
    regions: optionalLine(200),
  }),
  community: ownWords,
  strengths: ownWords,
  // a row left empty in the middle is no period, and keeps its place so that faults point at the right row
  holidays: z.object({
    periods: z
      .array(period.nullable())
      .max(20)
      .transform((rows) => rows.filter((row) => row !== null)),
  }),
  programme: z.object({
    code: optionalLine(40)
      .transform((code) => code.toUpperCase())
      .refine((code) => code === '' || programmeCodePattern.test(code), {
        error: 'organisations.invalid.programme-code',
      }),
  }),
} satisfies Record<ProfilePart, z.ZodType>;
