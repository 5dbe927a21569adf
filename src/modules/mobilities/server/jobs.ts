import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { consentTakenBackJob, tellConsentTakenBack } from './commands.ts';

export const jobs: Job<object>[] = [consentTakenBackJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: consentTakenBackJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, tellConsentTakenBack, system(consentTakenBackJob.name), payload);
      },
    },
  ];
}
