import { system } from '#kernel/actor.ts';
import { papersKeptFrom } from '#modules/projects/core/index.ts';
import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { consentTakenBackJob, forgetMobility, tellConsentTakenBack } from './commands.ts';
import * as store from './store.ts';

/** Every night: dossiers whose papers nobody may ask for any more. */
const keepJob = nightly('mobilities.keep', '11 3 * * *');

export const jobs: Job<object>[] = [consentTakenBackJob as Job<object>, keepJob];

/** @returns how many dossiers are deleted; one about which something is open waits */
export function keepMobilities(runtime: Runtime): Promise<number> {
  const before = papersKeptFrom(today());
  return endEach(
    runtime,
    keepJob.name,
    (read, after) => store.dossiersOver(read, before, after, batch),
    (actor, mobilityId) => execute(runtime, forgetMobility, actor, { mobilityId }),
  );
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: consentTakenBackJob as Job<object>,
      handle: async (payload) => {
        await execute(runtime, tellConsentTakenBack, system(consentTakenBackJob.name), payload);
      },
    },
    {
      job: keepJob,
      handle: async () => {
        const dossiers = await keepMobilities(runtime);
        if (dossiers > 0) runtime.log.info('mobilities.forgotten', { dossiers });
      },
    },
  ];
}
