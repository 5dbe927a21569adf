import { system } from '#kernel/actor.ts';
import { now } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { cancelledDays } from '../core/rules/index.ts';
import { eraseCancelled, tellReviewers, tellReviewersJob } from './commands/index.ts';
import * as store from './store.ts';

/** Every night: what raters said in a round that was stopped is erased at the end of its term. */
const eraseJob = nightly('selection.erase-cancelled', '31 2 * * *');

export const jobs: Job<object>[] = [eraseJob, tellReviewersJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: eraseJob,
      handle: async () => {
        const actor = system(eraseJob.name);
        const before = now().subtract({ hours: 24 * cancelledDays });
        const due = await reading(runtime.db, actor, (read) => store.cancelledBefore(read, before));
        for (const { id } of due) await execute(runtime, eraseCancelled, actor, { roundId: id });
      },
    },
    {
      job: tellReviewersJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, tellReviewers, system('selection.tell-reviewers'), payload);
      },
    },
  ];
}
