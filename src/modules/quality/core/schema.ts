import { z } from 'zod';
import { dateInput, idOf } from '#kernel/schema.ts';
import { intents, statuses } from './types.ts';

/** A day that may be left empty. */
const optionalDay = z
  .string()
  .trim()
  .default('')
  .transform((text, context): Temporal.PlainDate | null => {
    if (text === '') return null;
    const day = dateInput.safeParse(text);
    if (day.success) return day.data;
    context.addIssue({ code: 'custom', message: 'platform.invalid.date' });
    return z.NEVER;
  });

const words = (max: number) =>
  z.string().trim().max(max, { error: 'platform.invalid.too-long' }).default('');

/** What a criterion's page sends for one point. An empty status leaves the point as it is. */
export const answerInput = z.object({
  status: z.union([z.enum(statuses), z.literal('')]).default(''),
  reason: words(300),
  note: words(2000),
  evidence: words(1000),
  evidenceOn: optionalDay,
  reviewerId: z.union([idOf('per'), idOf('arv'), z.literal('')]).default(''),
});
export type AnswerInput = z.output<typeof answerInput>;

/** One place of the ranked list; an empty point leaves the place free. */
export const priorityInput = z.object({
  itemId: z.string().trim().max(10).default(''),
  intent: z.union([z.enum(intents), z.literal('')]).default(''),
});
export type PriorityInput = z.output<typeof priorityInput>;

/** What a reviewer says of one point; an empty verdict leaves it as it is. */
export const reviewInput = z.object({
  verdict: z.union([z.enum(['confirmed', 'declined']), z.literal('')]).default(''),
  words: words(500),
});
