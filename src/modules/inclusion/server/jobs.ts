import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { endAll } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  forgetContacts,
  forgetPlans,
  forgetWishes,
  tellPerson,
  tellPersonJob,
} from './commands/index.ts';

/** Every night: what is kept for a time only is deleted when it is over. */
const keepJob = nightly('inclusion.keep', '1 3 * * *');

export const jobs: Job<object>[] = [tellPersonJob as Job<object>, keepJob];

/** @returns of how many wishes, stays and contacts the time was over */
export async function keepInclusion(runtime: Runtime): Promise<number> {
  let ended = 0;
  for (const over of [forgetWishes, forgetPlans, forgetContacts])
    ended += await endAll(runtime, over);
  return ended;
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: tellPersonJob as Job<object>,
      handle: async (payload) => {
        const told = await execute(runtime, tellPerson, system(tellPersonJob.name), payload);
        if (!told.ok) throw new Error(`${tellPersonJob.name}: ${told.faults[0].reason}`);
      },
    },
    {
      job: keepJob,
      handle: async () => {
        const ended = await keepInclusion(runtime);
        if (ended > 0) runtime.log.info('inclusion.forgotten', { ended });
      },
    },
  ];
}
