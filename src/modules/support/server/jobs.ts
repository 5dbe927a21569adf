import type { Actor } from '#kernel/actor.ts';
import { system } from '#kernel/actor.ts';
import type { CheckInId, ConcernId, MobilityId, OrgId, SupportPlanId } from '#kernel/ids.ts';
import { now, today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  addConcernReaders,
  askForContacts,
  beginCover,
  forgetSupport,
  handCaseBack,
  keepConcernRead,
  lookAtTalk,
  lookJob,
  noteConcernRead,
  passOnConcern,
  planAnsweredJob,
  tellLateCase,
  tellPlanAnswer,
  widenJob,
} from './commands/index.ts';
import * as store from './store/index.ts';

/** Every night: who stands in from today, who is asked for a talk, where it is too quiet, what is forgotten. */
const nightJob = nightly('support.night', '7 2 * * *');
/** Every five minutes: what was left behind, cases nobody has taken up, concerns nobody has answered in time. */
const watchJob = nightly('support.watch', '*/5 * * * *');

export const jobs: Job<object>[] = [
  nightJob,
  watchJob,
  lookJob as Job<object>,
  widenJob as Job<object>,
  planAnsweredJob as Job<object>,
];

const asking = (reason: string): Actor => system(reason);

/**
 * The work of a night.
 * @returns how many talks and visits somebody was asked for
 */
export async function askContacts(runtime: Runtime): Promise<number> {
  const actor = asking('support.night');
  const covers = await reading(runtime.db, actor, (read) => store.coversToBegin(read, today()));
  for (const { id } of covers) await execute(runtime, beginCover, actor, { coverId: id });
  let asked = 0;
  let after = '';
  for (;;) {
    const outcome = await execute(runtime, askForContacts, actor, { after });
    if (!outcome.ok) throw new Error(outcome.faults[0].reason);
    asked += outcome.asked;
    if (!outcome.last) break;
    after = outcome.last;
  }
  await execute(runtime, forgetSupport, actor, {});
  return asked;
}

/**
 * Goes on where readers of a concern or handlers of a case have left, and tells again where a promised time is over. Safe to
 * run again: each is told once.
 */
export async function watchPromises(runtime: Runtime): Promise<void> {
  const actor = asking('support.watch');
  // who reads comes first: a late concern is told again to those who can read it
  for (const { id } of await reading(runtime.db, actor, store.changedCircles))
    await execute(runtime, keepConcernRead, actor, { concernId: id });
  const left = await reading(runtime.db, actor, (read) => store.casesWithoutHandler(read));
  for (const { id } of left) await execute(runtime, handCaseBack, actor, { caseId: id });
  const late = await reading(runtime.db, actor, async (read) => ({
    cases: await store.lateCases(read, now()),
    concerns: await store.lateConcerns(read, now()),
  }));
  for (const { id } of late.cases) await execute(runtime, tellLateCase, actor, { caseId: id });
  for (const { id } of late.concerns)
    await execute(runtime, passOnConcern, actor, { concernId: id });
}

/** Looks at one talk, as the queue does after it was written down. */
export async function lookAt(
  runtime: Runtime,
  talk: { mobilityId: MobilityId; checkInId: string },
): Promise<void> {
  await execute(runtime, lookAtTalk, asking('support.look-at-talk'), {
    mobilityId: talk.mobilityId,
    checkInId: talk.checkInId as CheckInId,
  });
}

/** Notes that somebody who was asked to read a concern has opened it. */
export async function noteRead(runtime: Runtime, actor: Actor, id: ConcernId): Promise<void> {
  await execute(runtime, noteConcernRead, actor, { concernId: id });
}

/** Asks the next organisation of a concern's route, when it still is the one that was meant. */
export async function widenCircle(
  runtime: Runtime,
  asked: { concernId: ConcernId; orgId: OrgId },
): Promise<void> {
  await execute(runtime, addConcernReaders, asking('support.widen-circle'), asked);
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: nightJob,
      handle: async () => {
        const count = await askContacts(runtime);
        if (count > 0) runtime.log.info('support.asked', { count });
      },
    },
    { job: watchJob, handle: () => watchPromises(runtime) },
    {
      job: lookJob,
      handle: (talk: { mobilityId: MobilityId; checkInId: string }) => lookAt(runtime, talk),
    } as JobHandler,
    {
      job: widenJob,
      handle: (asked: { concernId: ConcernId; orgId: OrgId }) => widenCircle(runtime, asked),
    } as JobHandler,
    {
      job: planAnsweredJob,
      handle: async (told: { planId: SupportPlanId; key: string }) => {
        await execute(runtime, tellPlanAnswer, asking('support.plan-answered'), told);
      },
    } as JobHandler,
  ];
}
