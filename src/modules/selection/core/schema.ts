import { z } from 'zod';
import { dateInput, idOf, line, optionalProse, prose } from '#kernel/schema.ts';
import { conflictKinds, results, reviewAnswers } from './types.ts';

const whole = (min: number, max: number) =>
  z.coerce
    .number({ error: 'platform.invalid.number' })
    .int({ error: 'platform.invalid.number' })
    .min(min, { error: 'platform.invalid.number' })
    .max(max, { error: 'platform.invalid.number' });

export const criterionKey = z.string().regex(/^[a-z0-9-]{1,40}$/, {
  error: 'platform.invalid.value',
});
/** The neutral name of a pupil in a round. */
export const pupilCode = z.string().regex(/^[A-Z]{1,3}$/, { error: 'platform.invalid.value' });

export const criterionInput = z.object({
  key: criterionKey,
  title: line(80),
  low: prose(300),
  middle: prose(300),
  high: prose(300),
  weight: whole(1, 5),
});
export type CriterionInput = z.output<typeof criterionInput>;

const areDays = (...days: unknown[]) => days.every((d) => d instanceof Temporal.PlainDate);
const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0;

export const roundInput = z
  .object({
    places: whole(1, 200),
    reservePlaces: whole(0, 200),
    pointsMax: whole(3, 10),
    isBlind: z.boolean(),
    rateUntil: dateInput,
    newsOn: dateInput,
    note: optionalProse(1000),
    firstTieRule: z.union([z.literal('none'), criterionKey]),
    neverAbroadFirst: z.boolean(),
    criteria: z.array(criterionInput).min(1).max(10),
  })
  // what is typed wrong is told beside its field; here only what two fields say together
  .refine((r) => !areDays(r.newsOn, r.rateUntil) || !isBefore(r.newsOn, r.rateUntil), {
    error: 'selection.invalid.news-before-rating',
    path: ['newsOn'],
  })
  .refine(
    (r) =>
      r.firstTieRule === 'none' ||
      !Array.isArray(r.criteria) ||
      r.criteria.some((c) => c?.key === r.firstTieRule),
    { error: 'platform.invalid.choose', path: ['firstTieRule'] },
  );
export type RoundInput = z.output<typeof roundInput>;

export const inRound = { roundId: idOf('rnd') };
export const ofPupil = { ...inRound, code: pupilCode };

export const pointsInput = z.object({
  criterion: criterionKey,
  points: z
    .union([z.literal('').transform(() => null), z.null(), whole(1, 10)], {
      error: 'platform.invalid.choose',
    })
    .default(null),
  reason: optionalProse(1000),
});

export const conflictKind = z.enum(conflictKinds, { error: 'platform.invalid.choose' });
export const result = z.enum(results, { error: 'platform.invalid.choose' });
export const reviewAnswer = z.enum(reviewAnswers, { error: 'platform.invalid.choose' });
