import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { tellJob, tellUsers } from './commands.ts';

export const jobs: Job<object>[] = [tellJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: tellJob as Job<object>,
      handle: async (payload) => {
        const told = await execute(runtime, tellUsers, system(tellJob.name), payload);
        if (!told.ok) throw new Error(`${tellJob.name}: ${told.faults[0].reason}`);
      },
    },
  ];
}
