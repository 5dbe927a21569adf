import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { endAll } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { forgetNotes } from './commands.ts';

/** Every night: why somebody said no is nobody's business once the stay is over. */
const keepJob = nightly('placements.keep', '53 2 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many notes are emptied */
export function keepPlacements(runtime: Runtime): Promise<number> {
  return endAll(runtime, forgetNotes);
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        await keepPlacements(runtime);
      },
    },
  ];
}
