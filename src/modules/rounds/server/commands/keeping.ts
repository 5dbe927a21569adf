import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { allowIf, hide } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { keptFrom } from '../../core/rules.ts';
import * as store from '../store.ts';

const byItself = (actor: Actor) => allowIf(actor.kind === 'system', hide);

export const forgetRound = command({
  name: 'rounds.forget-round',
  summary:
    'Delete a round a year after it was closed, with everything that people told for it. Clubs that it founded stay.',
  input: z.object({ roundId: idOf('clr') }),
  load: ({ tx }, input) => store.roundForUpdate(tx, input.roundId),
  permit: (actor) => byItself(actor),
  run: async ({ tx, today }, round) => {
    const due = await store.roundsClosedBefore(tx, keptFrom(today), 1, round.id);
    if (due.length === 0)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.deleteRound(tx, round.id);
    return ok();
  },
  audit: (round) => ({ subjectId: round.id }),
});

export const forgetArrivals = command({
  name: 'rounds.forget-arrivals',
  summary: 'Delete what was told with links that nobody has used in time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => byItself(actor),
  unaudited: 'nothing was decided: what nobody wanted is gone',
  run: async ({ tx, now }) => ok({ deleted: await store.deleteUnusedArrivals(tx, now) }),
});
