import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { tellJourneyChange, tellJourneyJob, tellTrip, tellTripJob } from './commands/index.ts';

export const jobs: Job<object>[] = [tellJourneyJob as Job<object>, tellTripJob as Job<object>];

/** Mails about what changed and whose turn it is. Told again they are sent once: each mail has a key of its own. */
export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: tellJourneyJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, tellJourneyChange, system(tellJourneyJob.name), payload);
      },
    },
    {
      job: tellTripJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, tellTrip, system(tellTripJob.name), payload);
      },
    },
  ];
}
