import { z } from 'zod';
import { fail, ok } from '#kernel/outcome.ts';
import { endFeed as end, renewFeed as renew } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { mayManageFeed } from '../../core/policy.ts';
import * as store from '../store/index.ts';
import { timeZoneInput } from './meetings.ts';

export const renewFeed = command({
  name: 'calendar.renew-feed',
  summary: 'Make the secret address of your calendar, or a new one; the old address ends.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => mayManageFeed(actor),
  run: async ({ tx, actor, now }) => {
    if (actor.kind === 'person') await renew(tx, actor.personId, now);
    return ok();
  },
});

export const endFeed = command({
  name: 'calendar.end-feed',
  summary: 'Switch your calendar feed off: its address ends at once.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => mayManageFeed(actor),
  run: async ({ tx, actor, now }) => {
    if (actor.kind === 'person') await end(tx, actor.personId, now);
    return ok();
  },
});

export const changeSettings = command({
  name: 'calendar.change-settings',
  summary:
    'Choose what your private feed holds, whether you are reminded by mail, and the clock you live by.',
  input: z.object({
    steps: z.boolean().default(false),
    meetings: z.boolean().default(false),
    deadlines: z.boolean().default(false),
    reminders: z.boolean().default(false),
    /** empty: of where you work or stay */
    timeZone: z.union([z.literal('').transform(() => null), timeZoneInput]).prefault(''),
  }),
  load: async () => ({}),
  permit: (actor) => mayManageFeed(actor),
  run: async ({ tx, actor }, _, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.saveSettings(tx, actor.personId, input);
    return ok();
  },
});
