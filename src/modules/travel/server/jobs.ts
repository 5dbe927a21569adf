import { system } from '#kernel/actor.ts';
import { today } from '#platform/clock.ts';
import { type AnyCommand, execute } from '#platform/command.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import { batch, endAll, endEach } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { papersAskedUntil } from '../core/index.ts';
import {
  connectGroup,
  connectGroupJob,
  delayGroup,
  delayGroupJob,
  forgetOld,
  remindPapers,
  remindSilent,
  tellCancelled,
  tellCancelledJob,
  tellJourneyChange,
  tellJourneyJob,
  tellReminder,
  tellReminderJob,
  tellTrip,
  tellTripJob,
} from './commands/index.ts';
import * as store from './store/index.ts';

/** Every morning, so that a mail arrives when somebody can answer: who is silent about a trip, whose papers are open. */
const remindJob = nightly('travel.remind', '11 5 * * *');
/** Every night: what was kept long enough goes. */
const keepJob = nightly('travel.keep', '47 1 * * *');

export const jobs: Job<object>[] = [
  tellJourneyJob as Job<object>,
  tellCancelledJob as Job<object>,
  tellTripJob as Job<object>,
  tellReminderJob as Job<object>,
  delayGroupJob as Job<object>,
  connectGroupJob as Job<object>,
  remindJob,
  keepJob,
];

/**
 * The reminders of a morning. Safe to run again: each is sent once.
 * @returns of how many trips somebody was reminded, and in how many dossiers about papers
 */
export async function remindTravel(runtime: Runtime): Promise<{ trips: number; papers: number }> {
  const day = today();
  const between = { after: day, until: papersAskedUntil(day) };
  return {
    trips: await endEach(
      runtime,
      remindJob.name,
      (read, after) => store.tripsWaiting(read, day, after, batch),
      (actor, tripId) => execute(runtime, remindSilent, actor, { tripId }),
    ),
    papers: await endEach(
      runtime,
      remindJob.name,
      (read, after) => store.staysBeginning(read, between, after, batch),
      (actor, mobilityId) => execute(runtime, remindPapers, actor, { mobilityId }),
    ),
  };
}

/** @returns how many papers and trips were kept long enough and are deleted */
export function keepTravel(runtime: Runtime): Promise<number> {
  return endAll(runtime, forgetOld);
}

/** Mails are sent once however often they are told: each has a key of its own. */
export function handlers(runtime: Runtime): JobHandler[] {
  const runs = (job: Job<object>, command: AnyCommand): JobHandler => ({
    job,
    handle: async (payload) => {
      await execute(runtime, command, system(job.name), payload);
    },
  });
  return [
    runs(tellJourneyJob as Job<object>, tellJourneyChange),
    runs(tellCancelledJob as Job<object>, tellCancelled),
    runs(tellTripJob as Job<object>, tellTrip),
    runs(tellReminderJob as Job<object>, tellReminder),
    runs(delayGroupJob as Job<object>, delayGroup),
    runs(connectGroupJob as Job<object>, connectGroup),
    {
      job: remindJob,
      handle: async () => {
        const done = await remindTravel(runtime);
        if (done.trips + done.papers > 0) runtime.log.info('travel.reminded', done);
      },
    },
    {
      job: keepJob,
      handle: async () => {
        const rows = await keepTravel(runtime);
        if (rows > 0) runtime.log.info('travel.forgotten', { rows });
      },
    },
  ];
}
