import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { batch } from '#platform/retention.ts';
import { linesKept, mailsKept } from '../core/rules.ts';
import * as store from './store.ts';

/** Run by the installation, every night, until nothing is left to do. */
export const forgetMails = command({
  name: 'audit.forget-mails',
  summary: 'Delete mails 90 days after they were written, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, now }) => {
    const before = now.subtract({ hours: 24 * mailsKept.days });
    return ok({ ended: await store.deleteMailsBefore(tx, before, batch) });
  },
});

export const forgetLines = command({
  name: 'audit.forget-lines',
  summary: 'Delete lines of who did what that are older than ten years, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'a line about lines that are gone would never end',
  run: async ({ tx, today }) =>
    ok({ ended: (await store.deleteLinesBefore(tx, today.subtract(linesKept))) ? 1 : 0 }),
});
