import { system } from '#kernel/actor.ts';
import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { keptFrom } from '../core/rules.ts';
import {
  findGroupsJob,
  forgetArrivals,
  forgetRound,
  offerPlace,
  offerPlaceJob,
  settleGroups,
} from './commands/index.ts';
import * as store from './store.ts';

/** Every night: what was promised to be deleted is. */
const keepJob = nightly('rounds.keep', '29 4 * * *');

export const jobs: Job<object>[] = [
  findGroupsJob as Job<object>,
  offerPlaceJob as Job<object>,
  keepJob,
];

/**
 * Deletes rounds a year after they were closed, a few at a time, and links that nobody used.
 * @returns how many rounds
 */
export async function keepRounds(runtime: Runtime): Promise<number> {
  const actor = system(keepJob.name);
  await execute(runtime, forgetArrivals, actor, {});
  const before = keptFrom(today());
  let forgotten = 0;
  for (;;) {
    const page = await reading(runtime.db, actor, (read) =>
      store.roundsClosedBefore(read, before, 50),
    );
    let gone = 0;
    for (const { id } of page) {
      const outcome = await execute(runtime, forgetRound, actor, { roundId: id });
      if (outcome.ok) gone += 1;
    }
    forgotten += gone;
    if (gone === 0) return forgotten;
  }
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        await keepRounds(runtime);
      },
    },
    {
      job: findGroupsJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, settleGroups, system(findGroupsJob.name), payload);
      },
    },
    {
      job: offerPlaceJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, offerPlace, system(offerPlaceJob.name), payload);
      },
    },
  ];
}
