import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { forgetOld } from './commands.ts';

/** Every night: what a wall has kept for three years goes. */
const keepJob = nightly('schoollife.keep', '37 4 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many lines of walls are deleted */
export async function keepWalls(runtime: Runtime): Promise<number> {
  const outcome = await execute(runtime, forgetOld, system(keepJob.name), {});
  return outcome.ok ? outcome.deleted : 0;
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        await keepWalls(runtime);
      },
    },
  ];
}
