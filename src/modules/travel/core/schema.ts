import { z } from 'zod';
import { dateInput, idOf, line, optionalProse } from '#kernel/schema.ts';
import { directions, means } from './types.ts';

/** A time of day as `HH:MM`, also `9:05` and `9.05`. */
const timeOfDay = z
  .string()
  .trim()
  .min(1, { error: 'platform.invalid.required' })
  .regex(/^([01]?\d|2[0-3])[:.h][0-5]\d$/, { error: 'travel.plan.time' })
  .transform((v) => v.replace(/[.h]/, ':').padStart(5, '0'));

export const planInput = z.object({
  mobilityId: idOf('mob'),
  direction: z.enum(directions),
  /** day and time of a clock at the place where the journey begins */
  leavesOn: dateInput,
  leavesAt: timeOfDay,
  /** day and time of a clock at the place where it ends */
  arrivesOn: dateInput,
  arrivesAt: timeOfDay,
  means: z.enum(means),
  details: optionalProse(1000),
  metBy: line(200),
  /** 0 for a plan that is new */
  version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).default(0),
});
