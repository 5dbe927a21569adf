import { z } from 'zod';
import { dateInput, idOf, optionalLine, optionalProse } from '#kernel/schema.ts';
import { evaluationRoles, talkPartners, ways } from './types.ts';

const points = z.coerce
  .number({ error: 'support.points' })
  .int({ error: 'support.points' })
  .min(1, { error: 'support.points' })
  .max(5, { error: 'support.points' });

export const checkInInput = z.object({
  mobilityId: idOf('mob'),
  with: z.enum(talkPartners),
  heldOn: dateInput,
  way: z.enum(ways),
  ratings: z.object({
    wellBeing: points,
    family: points,
    school: points,
    friends: points,
    language: points,
  }),
  note: optionalProse(2000),
  /** shown first at the next talk with the same partner */
  promise: optionalLine(300),
});

export const evaluationInput = z.object({
  mobilityId: idOf('mob'),
  role: z.enum(evaluationRoles),
  ratings: z.object({
    preparation: points,
    family: points,
    school: points,
    support: points,
    recommend: points,
  }),
  best: optionalProse(2000),
  change: optionalProse(2000),
});

/** Stored ratings are read back through the same shapes. */
export const checkInRatings = checkInInput.shape.ratings;
export const evaluationRatings = evaluationInput.shape.ratings;
