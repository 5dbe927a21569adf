import { system } from '#kernel/actor.ts';
import { today } from '#platform/clock.ts';
import { type Command, execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import type { Job, JobHandler } from '#platform/queue.ts';
import { endAll } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { remindedBefore } from '../../core/index.ts';
import { fileAgreement } from '../commands/agreement.ts';
import { forgetOld } from '../commands/retention.ts';
import { tellJob, tellOrganisation } from '../commands/tell.ts';
import * as store from '../store/index.ts';
import { keepJob, printJob, renewalJob } from './definitions.ts';

export const jobs: Job<object>[] = [
  tellJob as Job<object>,
  printJob as Job<object>,
  renewalJob,
  keepJob,
];

/** A job does its work by a command of its own, so that what was done has its audit line. */
async function byCommand(
  runtime: Runtime,
  job: Job<object>,
  command: Command<never, never, object>,
  payload: object,
): Promise<void> {
  const outcome = await execute(runtime, command, system(job.name), payload);
  if (!outcome.ok) throw new Error(`${job.name}: ${outcome.faults[0].reason}`);
}

/**
 * Tells both sides of agreements that have to be renewed within two months, and once more two weeks before. Each reminder
 * is sent once, however often this runs.
 */
export async function remindRenewals(runtime: Runtime): Promise<void> {
  const day = today();
  const actor = system(renewalJob.name);
  const due = await reading(runtime.db, actor, (read) =>
    store.renewedBy(read, day.add({ days: remindedBefore[0] })),
  );
  for (const p of due) {
    if (!p.renews_on) continue;
    const days = day.until(p.renews_on, { largestUnit: 'days' }).days;
    const stage = remindedBefore.findLast((before) => days <= before) ?? remindedBefore[0];
    for (const orgId of [p.first_org_id, p.second_org_id])
      await execute(runtime, tellOrganisation, actor, {
        occasion: 'renewal',
        orgId,
        aboutId: p.id,
        key: `${p.renews_on} ${stage}`,
      });
  }
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        await endAll(runtime, forgetOld);
      },
    },
    {
      job: tellJob as Job<object>,
      handle: (payload) =>
        byCommand(runtime, tellJob as Job<object>, tellOrganisation as never, payload),
    },
    {
      job: printJob as Job<object>,
      handle: (payload) =>
        byCommand(runtime, printJob as Job<object>, fileAgreement as never, payload),
    },
    { job: renewalJob, handle: () => remindRenewals(runtime) },
  ];
}
