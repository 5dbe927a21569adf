import { system } from '#kernel/actor.ts';
import { type Command, execute } from '#platform/command.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { fileAgreement, fileComplement } from '../commands.ts';
import { printAgreement, printComplement } from './definitions.ts';

export const jobs: Job<object>[] = [printAgreement, printComplement];

/** A job does its work by a command of its own, so that a paper that was kept has its audit line. */
function handlerOf(
  runtime: Runtime,
  job: Job<object>,
  command: Command<never, never, object>,
): JobHandler {
  return {
    job,
    handle: async (payload) => {
      const outcome = await execute(runtime, command, system(job.name), payload);
      if (!outcome.ok) throw new Error(`${job.name}: ${outcome.faults[0].reason}`);
    },
  };
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    handlerOf(runtime, printAgreement, fileAgreement as never),
    handlerOf(runtime, printComplement, fileComplement as never),
  ];
}
