import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { familyKept } from '../core/rules.ts';
import { forgetFamily } from './commands.ts';
import * as store from './store.ts';

/** Every night, after the dossiers that name them. */
const keepJob = nightly('hosting.keep', '27 3 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many families are deleted or lost their name */
export function keepFamilies(runtime: Runtime): Promise<number> {
  const before = today().subtract(familyKept);
  return endEach(
    runtime,
    keepJob.name,
    (read, after) => store.familiesOver(read, before, after, batch),
    (actor, familyId) => execute(runtime, forgetFamily, actor, { familyId }),
  );
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        const families = await keepFamilies(runtime);
        if (families > 0) runtime.log.info('hosting.forgotten', { families });
      },
    },
  ];
}
