import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { destroyDueRecords } from './commands/index.ts';

/** Every night: what is kept for a time only is destroyed when it is over. */
const destroyJob = nightly('health.destroy-due', '7 2 * * *');

export const jobs: Job<object>[] = [destroyJob];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: destroyJob,
      handle: async () => {
        await execute(runtime, destroyDueRecords, system('retention'), {});
      },
    },
  ];
}
