import { system } from '#kernel/actor.ts';
import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { monthsToNext } from '../core/rules/index.ts';
import { publishBenchmark, remindToAssess } from './commands/index.ts';
import * as store from './store/index.ts';

/** Every night: organisations are counted. */
const benchmarkJob = nightly('quality.publish-benchmark', '51 2 * * *');
/** Every morning: who assessed half a year ago is reminded. */
const againJob = nightly('quality.remind-again', '37 5 * * *');

export const jobs: Job<object>[] = [benchmarkJob, againJob];

/**
 * Reminds organisations whose last assessment was closed half a year ago, or whose people were in a club that ended half a
 * year ago, and that have begun no other: each once, however often this runs.
 * @returns how many organisations
 */
export async function remindAgain(runtime: Runtime): Promise<number> {
  const actor = system(againJob.name);
  const before = today()
    .subtract({ months: monthsToNext })
    .add({ days: 1 })
    .toZonedDateTime('Europe/Brussels')
    .toInstant();
  const due = await reading(runtime.db, actor, (read) => store.dueAgain(read, before, today()));
  let reminded = 0;
  for (const { id } of due) {
    const outcome = await execute(runtime, remindToAssess, actor, { assessmentId: id });
    if (outcome.ok) reminded += 1;
  }
  return reminded;
}

/** Counts organisations and publishes what may be published. */
export async function countOrganisations(runtime: Runtime): Promise<void> {
  const outcome = await execute(runtime, publishBenchmark, system(benchmarkJob.name), {});
  if (!outcome.ok) throw new Error(`${benchmarkJob.name}: ${outcome.faults[0].reason}`);
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    { job: benchmarkJob, handle: () => countOrganisations(runtime) },
    {
      job: againJob,
      handle: async () => {
        await remindAgain(runtime);
      },
    },
  ];
}
