import { z } from 'zod';
import {
  dateInput,
  idOf,
  languageCode,
  line,
  optionalLine,
  optionalProse,
} from '#kernel/schema.ts';
import { measureLifecycle } from './rules.ts';
import { anchors, barrierKinds, budgetLines, opinions, partsOfDay, stepOwners } from './types.ts';

export const application = z.object({ applicationId: idOf('app') });
export const measure = z.object({ measureId: idOf('mea') });

const greatestCents = 10_000_000;

/** An amount in euros as people type it (`120`, `120,50`, `1 200.5`), as cents; '' is nothing. */
function euros(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^\d{1,6}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

const amount = z
  .string()
  .trim()
  .refine((v) => v === '' || (euros(v) ?? greatestCents + 1) <= greatestCents, {
    error: 'inclusion.invalid.amount',
  });
export const estimate = amount.default('').transform((v) => (v === '' ? 0 : (euros(v) as number)));
export const real = amount.default('').transform((v) => (v === '' ? null : (euros(v) as number)));

/** At least one of the three; a reason is never among what must be there. */
export const wishInput = z
  .object({
    applicationId: idOf('app'),
    kind: z.union([z.enum(barrierKinds), z.literal('')]).default(''),
    words: optionalProse(2000),
    wish: optionalProse(2000),
    shared: z.boolean().default(false),
  })
  .refine((w) => w.kind !== '' || w.words !== '' || w.wish !== '', {
    error: 'inclusion.invalid.empty-wish',
    path: ['wish'],
  });

export const doer = z.union([idOf('per'), idOf('org')], { error: 'platform.invalid.choose' });

/** What a measure is. The title is seen on home pages, in calendars and beside sums: neutral words. */
export const measureFields = {
  title: line(120),
  what: optionalProse(2000),
  doer,
  byOn: dateInput,
  budgetLine: z.enum(budgetLines, { error: 'platform.invalid.choose' }).default('none'),
  estimate,
};

export const transition = z.enum(
  measureLifecycle.transitions.map((t) => t.name) as ['agree', 'start', 'finish', 'drop'],
);
export const opinion = z.enum(opinions, { error: 'platform.invalid.choose' });
export const points = z.coerce
  .number({ error: 'inclusion.invalid.points' })
  .int({ error: 'inclusion.invalid.points' })
  .min(1, { error: 'inclusion.invalid.points' })
  .max(5, { error: 'inclusion.invalid.points' });

export const effectWords = optionalProse(1000);

export const stepFields = {
  title: line(120),
  who: z.enum(stepOwners, { error: 'platform.invalid.choose' }),
  anchor: z.enum(anchors, { error: 'platform.invalid.choose' }),
  days: z.coerce
    .number({ error: 'platform.invalid.number' })
    .int({ error: 'platform.invalid.number' })
    .min(-365, { error: 'platform.invalid.number' })
    .max(365, { error: 'platform.invalid.number' }),
};

export const callBackInput = z.object({
  applicationId: idOf('app'),
  partOfDay: z.enum(partsOfDay).default('any'),
  language: languageCode,
  phone: optionalLine(40),
});

export const talkInput = z.object({
  applicationId: idOf('app'),
  kind: z.enum(['call', 'meeting', 'material'], { error: 'platform.invalid.choose' }),
  byOn: dateInput,
  language: languageCode,
  /** '' for all guardians */
  guardianId: z.union([idOf('per'), z.literal('')]).default(''),
});
