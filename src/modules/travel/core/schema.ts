import { z } from 'zod';
import { countryCode, dateInput, idOf, line, optionalLine, optionalProse } from '#kernel/schema.ts';
import { adultRelations, directions, means, paperKinds } from './types.ts';

/** A time of day as `HH:MM`, also `9:05` and `9.05`. */
const timeOfDay = z
  .string()
  .trim()
  .min(1, { error: 'platform.invalid.required' })
  .regex(/^([01]?\d|2[0-3])[:.h][0-5]\d$/, { error: 'travel.plan.time' })
  .transform((v) => v.replace(/[.h]/, ':').padStart(5, '0'));

/** A telephone number as people write it, or nothing. */
const phone = z
  .string()
  .trim()
  .max(30, { error: 'platform.invalid.too-long' })
  .regex(/^$|^\+?[\d ()/.-]{5,}$/, { error: 'travel.invalid.phone' })
  .default('');

/** Made where somebody types, so that the same form sent twice is one thing. */
export const sendKey = z
  .string()
  .trim()
  .regex(/^[0-9a-zA-Z_-]{8,64}$/, { error: 'platform.invalid.value' });

const seenVersion = z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).default(0);

const zone = line(60).refine(
  (v) => {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(v);
      return true;
    } catch {
      return false;
    }
  },
  { error: 'platform.invalid.choose' },
);

const plan = {
  /** day and time of a clock at the place where the journey begins */
  leavesOn: dateInput,
  leavesAt: timeOfDay,
  /** day and time of a clock at the place where it ends */
  arrivesOn: dateInput,
  arrivesAt: timeOfDay,
  means: z.enum(means),
  details: optionalProse(1000),
  broughtBy: line(200),
  broughtByPhone: phone,
  metBy: line(200),
  metByPhone: phone,
};

export const planInput = z.object({
  mobilityId: idOf('mob'),
  direction: z.enum(directions),
  ...plan,
  /** 0 for a plan that is new */
  version: seenVersion,
});

export const groupInput = z.object({
  orgId: idOf('org'),
  intakeId: idOf('int'),
  /** of a group that is planned again */
  groupId: idOf('tgr').or(z.literal('')).default(''),
  direction: z.enum(directions),
  mobilityIds: z.array(idOf('mob')).min(1, { error: 'travel.group.nobody' }).max(60),
  companionId: z.union([idOf('per'), z.literal('')]),
  companionPhone: phone,
  meetingPoint: optionalLine(200),
  ...plan,
  version: seenVersion,
});

const legInput = z.object({
  means: z.enum(means),
  number: optionalLine(40),
  fromPlace: line(80),
  leavesOn: dateInput,
  leavesAt: timeOfDay,
  leavesZone: zone,
  toPlace: line(80),
  arrivesOn: dateInput,
  arrivesAt: timeOfDay,
  arrivesZone: zone,
});

/** So many parts a journey has at most. */
export const mostLegs = 6;

/** How a journey goes on from one of its parts on. */
export const connectionInput = z.object({
  mobilityId: idOf('mob'),
  direction: z.enum(directions),
  /** the first part that is replaced, from 0 */
  from: z.coerce.number({ error: 'platform.invalid.choose' }).int().min(0),
  legs: z.array(legInput).min(1, { error: 'travel.connection.nothing' }).max(mostLegs),
  version: seenVersion,
});

export const legsInput = z.object({
  mobilityId: idOf('mob'),
  direction: z.enum(directions),
  legs: z.array(legInput).max(mostLegs),
  /** the longer part of the way is by train, bus or shared car */
  mainlyGreen: z.boolean().default(false),
  version: seenVersion,
});

const emptyDate = z.union([z.literal('').transform(() => null), dateInput]).default(null);

export const paperInput = z
  .object({
    mobilityId: idOf('mob'),
    kind: z.enum(paperKinds),
    validFrom: emptyDate,
    validUntil: dateInput,
    insurer: optionalLine(120),
    hotline: phone,
    policyNumber: optionalLine(60),
    version: seenVersion,
  })
  .refine((p) => !p.validFrom || Temporal.PlainDate.compare(p.validFrom, p.validUntil) <= 0, {
    error: 'travel.papers.ends-first',
    path: ['validUntil'],
  })
  // whatever is typed, numbers are kept of the insurance alone
  .transform((p) =>
    p.kind === 'insurance' ? p : { ...p, insurer: '', hotline: '', policyNumber: '' },
  );

const age = z
  .union([
    z.literal('').transform(() => null),
    z.coerce
      .number({ error: 'platform.invalid.number' })
      .int({ error: 'platform.invalid.number' })
      .min(0, { error: 'platform.invalid.number' })
      .max(120, { error: 'platform.invalid.number' }),
  ])
  .default(null);

export const tripInput = z.object({
  place: line(120),
  countryCode: z.string().min(1, { error: 'platform.invalid.choose' }).pipe(countryCode),
  purpose: optionalProse(600),
  leavesOn: dateInput,
  leavesAt: timeOfDay,
  returnsOn: dateInput,
  returnsAt: timeOfDay,
  adultName: optionalLine(120),
  adultAge: age,
  adultPhone: phone,
  adultRelation: z.union([z.literal(''), z.enum(adultRelations)]).default(''),
  means: z.enum(means),
  details: optionalProse(600),
  sleepsAt: line(200),
  catchUp: optionalProse(600),
  insured: z.boolean().default(false),
  papersReady: z.boolean().default(false),
});
