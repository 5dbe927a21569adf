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
import {
  caseLevels,
  caseOutcomes,
  caseTools,
  concernSubjects,
  evaluationRoles,
  noteKinds,
  planAnswers,
  promiseStates,
  talkPartners,
  ways,
} from './types.ts';

const points = z.coerce
  .number({ error: 'support.points' })
  .int({ error: 'support.points' })
  .min(1, { error: 'support.points' })
  .max(5, { error: 'support.points' });

/** Made where somebody types, so that the same form sent twice is one thing. */
export const sendKey = z
  .string()
  .trim()
  .regex(/^[0-9a-zA-Z_-]{8,64}$/, { error: 'platform.invalid.value' });

const lastPromise = z
  .union([z.literal('').transform(() => null), z.null(), z.enum(promiseStates)])
  .default(null);

/** Short answers to the month's questions, by their id. Empty ones are left out. */
const answers = z
  .record(z.string().regex(/^[a-z0-9]{1,12}$/), z.string().trim().max(300))
  .default({})
  .transform((all) => Object.fromEntries(Object.entries(all).filter(([, text]) => text !== '')));

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
  /** what became of the promise of last time */
  lastPromise,
  answers,
  key: z.union([z.literal('').transform(() => null), z.null(), sendKey]).default(null),
});

/** Several talks in one go, each with a key of its own: what was sent before is not kept twice. */
export const checkInsInput = z.object({
  talks: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('talk'), ...checkInInput.shape, key: sendKey }),
        // a part of the page that was left open: it keeps its place, so that a fault finds its field
        z.object({ kind: z.literal('empty') }),
      ]),
    )
    .min(1, { error: 'support.check-in.nothing-filled' })
    .max(40, { error: 'platform.invalid.too-long' }),
});

export const visitInput = z.object({
  mobilityId: idOf('mob'),
  visitedOn: dateInput,
  visitedBy: idOf('per'),
});

export const coverInput = z.object({
  orgId: idOf('org'),
  personId: idOf('per'),
  standInId: idOf('per'),
  fromOn: dateInput,
  untilOn: dateInput,
});

export const thanksInput = z.object({
  orgId: idOf('org'),
  toId: idOf('per'),
  words: prose(600),
  key: sendKey,
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

const ofCase = { caseId: idOf('cas'), version };

export const openCaseInput = z.object({
  mobilityId: idOf('mob'),
  level: z.enum(caseLevels, { error: 'platform.invalid.choose' }),
  words: prose(1000),
  withoutContact: z.boolean().default(false),
});
export const caseInput = z.object(ofCase);
export const waitInput = z.object({ ...ofCase, until: dateInput });
export const closeInput = z.object({
  ...ofCase,
  outcome: z.enum(caseOutcomes, { error: 'platform.invalid.choose' }),
  closing: prose(1000),
});
export const levelInput = z.object({
  ...ofCase,
  level: z.enum(caseLevels, { error: 'platform.invalid.choose' }),
  why: line(300),
});
export const stepInput = z.object({
  ...ofCase,
  tool: z.enum(caseTools, { error: 'platform.invalid.choose' }),
  words: prose(600),
  dueOn: z.union([z.literal('').transform(() => null), z.null(), dateInput]).default(null),
});
const ofStep = { stepId: idOf('sst'), version };
export const stepRefInput = z.object(ofStep);
export const planInput = z.object({
  stepId: idOf('sst'),
  /** of the plan that was open when writing began; 0 for the first */
  version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
  aims: prose(1500),
  help: prose(1500),
  reviewOn: z.union([z.literal('').transform(() => null), z.null(), dateInput]).default(null),
  withGuardians: z.boolean().default(false),
  withFamily: z.boolean().default(false),
});
export const planAnswerInput = z.object({
  planId: idOf('spl'),
  version,
  answer: z.enum(planAnswers, { error: 'platform.invalid.choose' }),
  words: optionalProse(1000),
});
export const noteInput = z.object({
  caseId: idOf('cas'),
  kind: z.enum(noteKinds),
  note: prose(3000),
  key: sendKey,
});

export const concernInput = z.object({
  mobilityId: idOf('mob'),
  about: z
    .array(z.enum(concernSubjects))
    .min(1, { error: 'support.concern.choose-about' })
    .max(concernSubjects.length),
  words: prose(4000),
  key: sendKey,
});
export const concernFurtherInput = z.object({ concernId: idOf('ccn'), orgId: idOf('org') });
export const concernWordsInput = z.object({
  concernId: idOf('ccn'),
  words: prose(4000),
  key: sendKey,
});
export const concernRefInput = z.object({ concernId: idOf('ccn') });

/** Stored ratings are read back through the same shapes. */
export const checkInRatings = checkInInput.shape.ratings;
export const evaluationRatings = evaluationInput.shape.ratings;
