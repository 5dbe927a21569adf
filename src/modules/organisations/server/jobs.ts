import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endAll, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { asleepFrom } from '../core/rules/index.ts';
import { forgetInvitations, forgetOrganisation } from './commands/index.ts';
import * as store from './store/index.ts';

/** Every night, after the projects: organisations nobody was here for. */
const keepJob = nightly('organisations.keep', '31 3 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many organisations are deleted; one that others' papers name waits */
export async function keepOrganisations(runtime: Runtime): Promise<number> {
  await endAll(runtime, forgetInvitations);
  const before = asleepFrom(today());
  return endEach(
    runtime,
    keepJob.name,
    (read, after) => store.organisationsAsleep(read, before, after, batch),
    (actor, orgId) => execute(runtime, forgetOrganisation, actor, { orgId }),
  );
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        const organisations = await keepOrganisations(runtime);
        if (organisations > 0) runtime.log.info('organisations.forgotten', { organisations });
      },
    },
  ];
}
