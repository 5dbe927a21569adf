import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { fileCertificate, printJob } from '../commands/certificates.ts';
import { forgetNearby } from '../commands/nearby.ts';

const forgetJob = nightly('orientation.forget', '23 2 * * *');
export const jobs: Job<object>[] = [printJob as Job<object>, forgetJob];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: printJob as Job<object>,
      handle: async (payload) => {
        const made = await execute(
          runtime,
          fileCertificate,
          system(printJob.name),
          payload as never,
        );
        if (!made.ok) throw new Error(`${printJob.name}: ${made.faults[0].reason}`);
      },
    },
    {
      job: forgetJob,
      handle: async () => {
        await execute(runtime, forgetNearby, system('orientation'), {});
      },
    },
  ];
}
