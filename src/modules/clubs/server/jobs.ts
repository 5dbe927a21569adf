import { system } from '#kernel/actor.ts';
import type { ClubId, EventId, PersonId } from '#kernel/ids.ts';
import { today } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Database, type Reader, reading } from '#platform/database/index.ts';
import { type LiveEvent, setAudience } from '#platform/live.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { dotsOf, forgottenBefore } from '../core/rules/index.ts';
import {
  endRecordings,
  forgetClub,
  mailDigest,
  remindAfterWrapUp,
  wrappedUpJob,
} from './commands/nightly.ts';
import * as store from './store/index.ts';

/** Every night: links to recordings end, who was not there for a week hears what is new, and old clubs are deleted. */
const keepJob = nightly('clubs.keep', '23 4 * * *');
export const jobs: Job<object>[] = [keepJob, wrappedUpJob as Job<object>];

/**
 * The nightly work of all clubs, each for itself.
 * @returns how many links ended, how many people were written to and how many clubs are deleted
 */
export async function keepClubs(
  runtime: Runtime,
): Promise<{ ended: number; mails: number; forgotten: number }> {
  const actor = system(keepJob.name);
  const recordings = await execute(runtime, endRecordings, actor, {});
  let mails = 0;
  let after = '';
  for (;;) {
    const page = await reading(runtime.db, actor, (read) => store.clubsAfter(read, after, 100));
    for (const { id } of page) {
      const outcome = await execute(runtime, mailDigest, actor, { clubId: id });
      if (outcome.ok) mails += outcome.mails;
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.id;
  }
  return {
    ended: recordings.ok ? recordings.ended : 0,
    mails,
    forgotten: await forgetClubs(runtime),
  };
}

/** Deletes clubs nobody has met in for two years, a few at a time, each in a transaction of its own. */
async function forgetClubs(runtime: Runtime): Promise<number> {
  const actor = system(keepJob.name);
  const before = forgottenBefore(today());
  let forgotten = 0;
  for (;;) {
    const page = await reading(runtime.db, actor, (read) => store.clubsAsleep(read, before, 50));
    let gone = 0;
    for (const { id } of page) {
      const outcome = await execute(runtime, forgetClub, actor, { clubId: id });
      if (outcome.ok) gone += 1;
    }
    forgotten += gone;
    // what could not be deleted now waits for the next night
    if (gone === 0) return forgotten;
  }
}

/** The clock of a meeting as the browser counts it: which point, what was counted, since when it runs. */
export function clockEvent(
  eventId: EventId,
  points: Awaited<ReturnType<typeof store.pointsOf>>,
): LiveEvent {
  const now = points.at(-1);
  return {
    id: eventId,
    name: 'clock',
    data: {
      meeting: eventId,
      position: now ? String(now.position) : '',
      spent: String(now?.spent ?? 0),
      since: now?.since ? String(now.since) : '',
    },
  };
}

type Told = Record<string, string>;

/** What happens in a meeting concerns everybody who is in the club at this moment. */
async function toldInRoom(
  db: Database,
  told: Told,
  eventOf: (read: Reader, told: Told) => Promise<LiveEvent>,
): Promise<{ persons: PersonId[]; event: LiveEvent }> {
  const { club } = told;
  return reading(db, system('clubs.get-meeting'), async (read) => {
    const members = await store.membersOf(read, [club as ClubId]);
    const found = await store.clubById(read, club as ClubId);
    return {
      persons: [
        ...(found ? [found.facilitator_id] : []),
        ...members.filter((m) => m.state === 'accepted').map((m) => m.person_id),
      ],
      event: await eventOf(read, told),
    };
  });
}

/** The dots as they lie now, by theme. */
export function votesEvent(
  eventId: EventId,
  { dots, voted }: { dots: { theme: string; dots: number }[]; voted: number },
): LiveEvent {
  return {
    id: eventId,
    name: 'votes',
    data: {
      ...Object.fromEntries(dots.map((each) => [each.theme, String(each.dots)])),
      meeting: eventId,
      voted: String(voted),
    },
  };
}

setAudience('club-clock', (db, told) =>
  toldInRoom(db, told, async (read, { meeting }) =>
    clockEvent(meeting as EventId, await store.pointsOf(read, meeting as EventId)),
  ),
);
setAudience('club-votes', (db, told) =>
  toldInRoom(db, told, async (read, { club, meeting }) => {
    const votes = await store.votesOf(read, club as ClubId);
    return votesEvent(meeting as EventId, { dots: dotsOf(votes), voted: votes.length });
  }),
);
// what changed is read on the page itself, by whoever may
setAudience('club-changed', (db, told) =>
  toldInRoom(db, told, async (_, { meeting = '' }) => ({
    id: meeting,
    name: 'changed',
    data: { meeting },
  })),
);

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        const kept = await keepClubs(runtime);
        if (kept.ended + kept.mails + kept.forgotten > 0) runtime.log.info('clubs.kept', kept);
      },
    },
    {
      job: wrappedUpJob,
      handle: async (payload: { clubId: ClubId }) => {
        await execute(runtime, remindAfterWrapUp, system(wrappedUpJob.name), payload);
      },
    } as JobHandler,
  ];
}
