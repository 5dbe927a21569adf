import { z } from 'zod';
import type { Id, IdPrefix } from './ids.ts';
import { isId } from './ids.ts';

/**
 * Any schema. The core's own type, not the one with all its methods: TypeScript compares a schema with that one member by
 * member each time a command is declared, which took longer than everything else it checks.
 */
export type Schema = z.core.$ZodType;

/** Input pieces shared by every command. Each error is the key of a message. */

export function idOf<P extends IdPrefix>(prefix: P) {
  return z
    .string()
    .refine((v): v is Id<P> => isId(prefix, v), { error: 'platform.invalid.id' })
    .meta({ pattern: `^${prefix}_[0-9a-z]+$` });
}

/** One line of text, trimmed, with its greatest length in characters. */
export function line(max = 200) {
  return z
    .string()
    .trim()
    .min(1, { error: 'platform.invalid.required' })
    .max(max, { error: 'platform.invalid.too-long' })
    .refine((v) => !/[\r\n\0]/.test(v), { error: 'platform.invalid.one-line' });
}

export function optionalLine(max = 200) {
  return z.string().trim().max(max, { error: 'platform.invalid.too-long' }).default('');
}

/** Several lines of text, trimmed. */
export function prose(max = 4000) {
  return z
    .string()
    .trim()
    .min(1, { error: 'platform.invalid.required' })
    .max(max, { error: 'platform.invalid.too-long' });
}

export function optionalProse(max = 4000) {
  return z.string().trim().max(max, { error: 'platform.invalid.too-long' }).default('');
}

/** An address mail can be sent to: ASCII before the @, since most servers refuse anything else. */
export const email = z
  .string()
  .trim()
  .min(1, { error: 'platform.invalid.required' })
  .max(254, { error: 'platform.invalid.too-long' })
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^\s@.]+(\.[^\s@.]+)+$/, {
    error: 'platform.invalid.email',
  })
  .transform((v) => v.toLowerCase());

function parsedDate(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** A day as `YYYY-MM-DD`; the result is a Temporal.PlainDate. */
export const dateInput = z
  .string()
  .trim()
  .min(1, { error: 'platform.invalid.required' })
  .refine((v) => parsedDate(v) !== null, { error: 'platform.invalid.date' })
  .transform((v) => Temporal.PlainDate.from(v))
  .meta({ format: 'date' });

/** A day inside a declared view. */
export const dateView = z
  .custom<Temporal.PlainDate>((v) => v instanceof Temporal.PlainDate)
  .meta({ type: 'string', format: 'date' });

export const instantView = z
  .custom<Temporal.Instant>((v) => v instanceof Temporal.Instant)
  .meta({ type: 'string', format: 'date-time' });

export function idView<P extends IdPrefix>(prefix: P) {
  return z
    .custom<Id<P>>((v) => typeof v === 'string' && v.startsWith(`${prefix}_`))
    .meta({ type: 'string' });
}

/** The version a form was opened with; a write refuses when the record has moved on. */
export const version = z.coerce.number({ error: 'platform.invalid.number' }).int().min(1);

export const countryCode = z.string().regex(/^[A-Z]{2}$/, { error: 'platform.invalid.country' });
export const languageCode = z
  .string()
  .regex(/^[a-z]{2,3}$/, { error: 'platform.invalid.language' });
