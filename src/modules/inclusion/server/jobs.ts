import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { tellPerson, tellPersonJob } from './commands/index.ts';

export const jobs: Job<object>[] = [tellPersonJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: tellPersonJob as Job<object>,
      handle: async (payload) => {
        const told = await execute(runtime, tellPerson, system(tellPersonJob.name), payload);
        if (!told.ok) throw new Error(`${tellPersonJob.name}: ${told.faults[0].reason}`);
      },
    },
  ];
}
