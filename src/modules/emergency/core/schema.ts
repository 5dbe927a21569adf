import { z } from 'zod';
import {
  dateInput,
  idOf,
  line,
  optionalLine,
  optionalProse,
  prose,
  version,
} from '#kernel/schema.ts';
import { incidentKinds } from './types.ts';

/** Made where somebody types, so that the same form sent twice is one thing. */
const sendKey = z
  .string()
  .trim()
  .regex(/^[0-9a-zA-Z_-]{8,64}$/, { error: 'platform.invalid.value' });

/** A number as people write it, with the country first so that it works from everywhere. */
const phone = z
  .string()
  .trim()
  .max(30, { error: 'platform.invalid.too-long' })
  .regex(/^$|^(\+|00)[0-9 ()./-]{6,}$/, { error: 'emergency.invalid.phone' })
  .default('');

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'emergency.invalid.time' });

export const groupRef = z.object({ groupId: idOf('dgr') });

export const newGroupInput = z.object({
  orgId: idOf('org'),
  partnerOrgId: z.union([z.literal('').transform(() => null), z.null(), idOf('org')]).default(null),
  name: line(80),
  phone,
});
export const changeGroupInput = groupRef.extend({ name: line(80), phone, version });
export const memberInput = groupRef.extend({ personId: idOf('per') });
export const ownNumberInput = groupRef.extend({ phone, takesSms: z.boolean().default(false) });

export const shiftsInput = groupRef.extend({
  personId: idOf('per'),
  fromOn: dateInput,
  fromTime: time,
  untilOn: dateInput,
  untilTime: time,
  /** how many weeks the same hours come again */
  weeks: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1).max(26).default(1),
});
export const shiftRef = z.object({ shiftId: idOf('dsh'), version });
export const askSwapInput = shiftRef.extend({
  with: z.union([z.literal('').transform(() => null), z.null(), idOf('per')]).default(null),
});
export const absenceInput = groupRef.extend({ fromOn: dateInput, untilOn: dateInput });
export const endAbsenceInput = groupRef.extend({ fromOn: dateInput });
/** What a browser tells of itself so that its push service can reach it (RFC 8291); both keys in base64url. */
export const deviceInput = groupRef.extend({
  endpoint: z.string().trim().min(1, { error: 'platform.invalid.required' }).max(1000),
  p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/, { error: 'platform.invalid.value' }),
  auth: z.string().regex(/^[A-Za-z0-9_-]{22}(==)?$/, { error: 'platform.invalid.value' }),
  /** of the session on this device: with it the device goes */
  token: z.string().max(200).nullable().default(null),
});
export const deviceRef = z.object({ deviceId: idOf('pdv') });
export const handoverInput = groupRef.extend({ words: prose(2000), key: sendKey });
export const handoverRef = z.object({ handoverId: idOf('dho') });

export const stayRef = z.object({ mobilityId: idOf('mob') });
export const incidentRef = z.object({ incidentId: idOf('ind') });
export const incidentsInput = z.object({
  /** empty: both */
  state: z.enum(['open', 'closed', '']).default(''),
  /** empty: all */
  kind: z.enum([...incidentKinds, '']).default(''),
  /** of the pupil, or a part of it */
  name: z.string().trim().max(80, { error: 'platform.invalid.too-long' }).default(''),
  /** the last one of the page before */
  after: z.union([z.literal('').transform(() => null), z.null(), idOf('ind')]).default(null),
});
export const takeInput = incidentRef.extend({ version });
export const kindInput = takeInput.extend({
  kind: z.enum(incidentKinds, { error: 'platform.invalid.choose' }),
});
export const stepInput = incidentRef.extend({
  step: z.string().regex(/^[a-z-]{2,30}$/, { error: 'platform.invalid.value' }),
  second: optionalLine(120),
  words: optionalLine(300),
});
export const noteInput = incidentRef.extend({
  confidential: z.boolean().default(false),
  words: prose(3000),
  key: sendKey,
});
export const closeInput = takeInput.extend({ happened: prose(3000), learned: prose(3000) });

export const cardInput = z.object({
  mobilityId: idOf('mob'),
  version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
  insurer: optionalLine(120),
  policy: optionalLine(80),
  insurerPhone: phone,
  ownPhone: phone,
  /** what a helper should know about health, in the family's words */
  health: optionalProse(400),
  agree: z.boolean().default(false),
});

/** What is sealed of a card. */
export const cardWords = z.object({
  insurer: z.string().default(''),
  policy: z.string().default(''),
  insurerPhone: z.string().default(''),
  ownPhone: z.string().default(''),
  health: z.string().default(''),
});
export type CardWords = z.output<typeof cardWords>;
