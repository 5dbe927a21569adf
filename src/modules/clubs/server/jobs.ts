import { system } from '#kernel/actor.ts';
import type { ClubId, EventId, PersonId } from '#kernel/ids.ts';
import { execute } from '#platform/command.ts';
import { type Database, reading } from '#platform/database/index.ts';
import { type LiveEvent, setAudience } from '#platform/live.ts';
import { type Job, type JobHandler, job, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { endRecordings, mailDigest } from './commands/nightly.ts';
import * as store from './store/index.ts';

/** Every night: links to recordings end, and who was not there for a week hears what is new. */
const keepJob = nightly('clubs.keep', '23 4 * * *');
/** Files that were taken out of a room. */
export const removeFilesJob: Job<{ keys: string[] }> = job('clubs.remove-files');

export const jobs: Job<object>[] = [keepJob, removeFilesJob as Job<object>];

/**
 * The nightly work of all clubs, each for itself.
 * @returns how many links ended and how many people were written to
 */
export async function keepClubs(runtime: Runtime): Promise<{ ended: number; mails: number }> {
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
  return { ended: recordings.ok ? recordings.ended : 0, mails };
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

/** Whom a change of the clock concerns: everybody who is in the club at this moment. */
async function audienceOf(
  db: Database,
  { club, meeting }: Record<string, string>,
): Promise<{ persons: PersonId[]; event: LiveEvent }> {
  return reading(db, system('clubs.get-meeting'), async (read) => {
    const members = await store.membersOf(read, [club as ClubId]);
    const found = await store.clubById(read, club as ClubId);
    return {
      persons: [
        ...(found ? [found.facilitator_id] : []),
        ...members.filter((m) => m.state === 'accepted').map((m) => m.person_id),
      ],
      event: clockEvent(meeting as EventId, await store.pointsOf(read, meeting as EventId)),
    };
  });
}

setAudience('club-clock', audienceOf);

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: keepJob,
      handle: async () => {
        const { ended, mails } = await keepClubs(runtime);
        if (ended + mails > 0) runtime.log.info('clubs.kept', { ended, mails });
      },
    },
    {
      job: removeFilesJob,
      handle: async ({ keys }: { keys: string[] }) => {
        for (const key of keys) await runtime.files.remove(key);
      },
    } as JobHandler,
  ];
}
