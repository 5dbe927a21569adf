import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import { batch } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { forgetFile, removeFilesJob } from './commands.ts';
import * as store from './store.ts';

export const jobs: Job<object>[] = [removeFilesJob];

/**
 * Takes files out of the store whose row is gone, unless another row names them. Safe to run again: what is gone already is
 * noted as gone.
 * @returns how many files went
 */
export async function removeFiles(runtime: Runtime): Promise<number> {
  const actor = system(removeFilesJob.name);
  let removed = 0;
  for (;;) {
    const page = await reading(runtime.db, actor, (read) => store.removedFiles(read, batch));
    let noted = 0;
    for (const { key, kept } of page) {
      if (!kept && (await runtime.files.remove(key))) removed += 1;
      if ((await execute(runtime, forgetFile, actor, { key })).ok) noted += 1;
    }
    if (noted === 0) return removed;
  }
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: removeFilesJob,
      handle: async () => {
        const files = await removeFiles(runtime);
        if (files > 0) runtime.log.info('documents.files-removed', { files });
      },
    },
  ];
}
