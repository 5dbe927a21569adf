import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { batch } from '#platform/retention.ts';
import { contactKept, planKept, wishesKept } from '../../core/index.ts';
import * as store from '../store/index.ts';

/** Run by the installation, every night, until nothing is left to do. */
export const forgetWishes = command({
  name: 'inclusion.forget-wishes',
  summary: 'Delete what was wished, three months after the stay, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, today }) =>
    ok({ ended: await store.deleteWishesBefore(tx, today.subtract(wishesKept), batch) }),
});

export const forgetPlans = command({
  name: 'inclusion.forget-plans',
  summary:
    'Delete what was done for pupils and talked about with their parents, a year after the stay, some stays at a time. Amounts stay, without a pupil.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, today }) =>
    ok({ ended: await store.deletePlansBefore(tx, today.subtract(planKept), batch) }),
});

export const forgetContacts = command({
  name: 'inclusion.forget-contacts',
  summary: 'Delete who was named for families, two years after another was named.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, now }) => {
    const before = now.toZonedDateTimeISO('UTC').subtract(contactKept).toInstant();
    return ok({ ended: await store.deleteContactsBefore(tx, before) });
  },
});
