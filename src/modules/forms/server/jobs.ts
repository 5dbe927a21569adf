import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { removeFormFilesJob } from './commands/index.ts';

export const jobs: Job<object>[] = [removeFormFilesJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: removeFormFilesJob,
      handle: async ({ keys }: { keys: string[] }) => {
        for (const key of keys) await runtime.files.remove(key);
      },
    } as JobHandler,
  ];
}
