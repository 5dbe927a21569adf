import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { forgetDrafts } from './commands.ts';

/** Every night: drafts that nobody has touched for two years are deleted. */
const keepJob = nightly('practices.keep', '31 4 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many drafts are deleted */
export async function keepPractices(runtime: Runtime): Promise<number> {
  const outcome = await execute(runtime, forgetDrafts, system(keepJob.name), {});
  return outcome.ok ? outcome.deleted : 0;
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        await keepPractices(runtime);
      },
    },
  ];
}
