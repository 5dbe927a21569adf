import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { endAll } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { forgetLines, forgetMails } from './commands.ts';

/** Every night: mails of last season and lines of ten years ago. */
const keepJob = nightly('audit.keep', '51 3 * * *');

export const jobs: Job<object>[] = [keepJob];

/** Deletes mails and lines whose time is over. */
export async function keepRecords(runtime: Runtime): Promise<void> {
  await endAll(runtime, forgetMails);
  await endAll(runtime, forgetLines);
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [{ job: keepJob, handle: () => keepRecords(runtime) }];
}
