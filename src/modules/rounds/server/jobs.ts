import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { findGroupsJob, offerPlace, offerPlaceJob, settleGroups } from './commands/index.ts';

export const jobs: Job<object>[] = [findGroupsJob as Job<object>, offerPlaceJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
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
