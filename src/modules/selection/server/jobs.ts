import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { tellReviewers, tellReviewersJob } from './commands/index.ts';

export const jobs: Job<object>[] = [tellReviewersJob as Job<object>];

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: tellReviewersJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, tellReviewers, system('selection.tell-reviewers'), payload);
      },
    },
  ];
}
