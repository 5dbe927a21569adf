import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { batch } from '#platform/retention.ts';
import { keptFrom } from '../../core/index.ts';
import * as store from '../store/index.ts';

export const forgetOld = command({
  name: 'travel.forget-old',
  summary:
    'Delete papers a year after the stay, trips two years after it, and drafts of trips 30 days after their last day. Run every night by the installation itself.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  unaudited: 'follows the terms of the privacy page',
  run: async ({ tx, today }) => ok({ ended: await store.deleteOld(tx, keptFrom(today), batch) }),
});
