import type { Actor } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endAll, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { asleepFrom } from '../core/rules.ts';
import { announceEnd, forgetPerson, forgetSignIns } from './commands/index.ts';
import * as store from './store.ts';

/** Every night, after what people belong to: who was not here for two years is told, and thirty days later erased. */
const keepJob = nightly('people.keep', '41 3 * * *');

export const jobs: Job<object>[] = [keepJob];

/** @returns how many people were told or erased */
export async function keepPeople(runtime: Runtime): Promise<{ told: number; forgotten: number }> {
  await endAll(runtime, forgetSignIns);
  const before = asleepFrom(today());
  let told = 0;
  const forgotten = await endEach(
    runtime,
    keepJob.name,
    (read, after) => store.personsAsleep(read, before, after, batch),
    async (actor: Actor, personId: PersonId) => {
      if ((await execute(runtime, announceEnd, actor, { personId })).ok) told += 1;
      return execute(runtime, forgetPerson, actor, { personId });
    },
  );
  return { told, forgotten };
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        const kept = await keepPeople(runtime);
        if (kept.told + kept.forgotten > 0) runtime.log.info('people.kept', kept);
      },
    },
  ];
}
