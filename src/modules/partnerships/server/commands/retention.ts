import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { batch } from '#platform/retention.ts';
import { letterKept, partnershipKept } from '../../core/index.ts';
import * as store from '../store/index.ts';

/** Run by the installation, every night, until nothing is left to do. */
export const forgetOld = command({
  name: 'partnerships.forget-old',
  summary:
    'Delete first letters after two years, and partnerships and decisions five years after they ended, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, now }) => {
    const day = now.toZonedDateTimeISO('UTC');
    return ok({
      ended: await store.deleteOver(
        tx,
        {
          letters: day.subtract(letterKept).toInstant(),
          partnerships: day.subtract(partnershipKept).toInstant(),
        },
        batch,
      ),
    });
  },
});
