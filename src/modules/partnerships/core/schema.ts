import { z } from 'zod';
import { languageCode, optionalProse } from '#kernel/schema.ts';
import { taskParties } from './types.ts';

const words = optionalProse(4000);

/** The agreement as it is written: nothing is compulsory until it is put to both. */
export const agreementInput = {
  paid: z.boolean().default(false),
  tasks: words,
  quality: words,
  failure: words,
  cancellation: words,
  firstGoals: words,
  secondGoals: words,
  channels: words,
  payment: words,
  other: words,
  languages: z.array(languageCode).max(10).default([]),
  renewsOn: z
    .union([z.literal(''), z.iso.date({ error: 'platform.invalid.date' })], {
      error: 'platform.invalid.date',
    })
    .default(''),
};

const parties = z
  .array(z.enum(taskParties, { error: 'platform.invalid.value' }))
  .max(taskParties.length)
  .default([]);

export const sharesInput = { does: parties, approves: parties, asked: parties, told: parties };
