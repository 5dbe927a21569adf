import { system } from '#kernel/actor.ts';
import type { ApplicationId } from '#kernel/ids.ts';
import { now, today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { daysSealKept, foodQuestions, forgetsBefore, lettersKept } from '../core/rules/index.ts';
import {
  destroyFoodAnswers,
  forgetApplication,
  forgetLetter,
  sealApplication,
} from './commands/forget.ts';
import { consentLostJob, tellConsentLost } from './commands/guardians.ts';
import * as store from './store.ts';

/** Every night: what was promised to be deleted is deleted. */
const forgetJob = nightly('applications.forget', '17 2 * * *');

export const jobs: Job<object>[] = [consentLostJob as Job<object>, forgetJob];

/**
 * Forgets every application that ended without a stay six months ago.
 * @returns how many there were
 */
export async function forgetClosed(runtime: Runtime): Promise<number> {
  const actor = system('applications.forget');
  const due = await reading(runtime.db, actor, (read) =>
    store.applicationsToForget(read, forgetsBefore(now())),
  );
  let forgotten = 0;
  for (const { id } of due) {
    // each for itself: one that cannot be forgotten tonight keeps no other
    const outcome = await execute(runtime, forgetApplication, actor, { applicationId: id });
    if (outcome.ok) forgotten++;
  }
  return forgotten;
}

/**
 * Seals what applications of an earlier version of the product still say about food in clear. Run at start and every
 * night; once all is sealed there is nothing to do.
 * @returns how many there were
 */
export async function sealWhatIsClear(runtime: Runtime): Promise<number> {
  const actor = system('applications.seal-application');
  const due = await reading(runtime.db, actor, (read) =>
    store.applicationsToSeal(read, foodQuestions),
  );
  let sealed = 0;
  for (const { id } of due)
    if ((await execute(runtime, sealApplication, actor, { applicationId: id })).ok) sealed++;
  return sealed;
}

/** Every night: what was said about food ends some time after the stay, for good. */
async function destroyWhatIsOver(runtime: Runtime): Promise<void> {
  const actor = system('applications.destroy-food-answers');
  const due = await reading(runtime.db, actor, (read) =>
    store.applicationsToUnlearn(read, today().subtract({ days: daysSealKept })),
  );
  for (const { id } of due)
    await execute(runtime, destroyFoodAnswers, actor, { applicationId: id });
}

/**
 * Erases what selected pupils wrote, two years after their stay.
 * @returns how many there were
 */
export function forgetLetters(runtime: Runtime): Promise<number> {
  const before = today().subtract(lettersKept);
  return endEach(
    runtime,
    'applications.forget',
    (read, after) => store.lettersOver(read, before, after, batch),
    (actor, applicationId) => execute(runtime, forgetLetter, actor, { applicationId }),
  );
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: consentLostJob,
      handle: async ({ applicationId }: { applicationId: ApplicationId }) => {
        await execute(runtime, tellConsentLost, system('applications.tell-consent-lost'), {
          applicationId,
        });
      },
    } as JobHandler,
    {
      job: forgetJob,
      handle: async () => {
        await sealWhatIsClear(runtime);
        await destroyWhatIsOver(runtime);
        await forgetLetters(runtime);
        const forgotten = await forgetClosed(runtime);
        if (forgotten > 0) runtime.log.info('applications.forgotten', { count: forgotten });
      },
    },
  ];
}
