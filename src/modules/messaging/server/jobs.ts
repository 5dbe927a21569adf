import type { Actor, PersonActor } from '#kernel/actor.ts';
import { system } from '#kernel/actor.ts';
import { isId, type PersonId, type ThreadId } from '#kernel/ids.ts';
import { execute } from '#platform/command.ts';
import { type Database, reading } from '#platform/database/index.ts';
import { type LiveEvent, openStream, setAudience } from '#platform/live.ts';
import type { InboundMail } from '#platform/mail/inbound.ts';
import type { ReplyAddress } from '#platform/mail/reply-address.ts';
import { answer } from '#platform/query.ts';
import { type Job, type JobHandler, nightly } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import type { AboutRef } from '../core/types.ts';
import {
  followJob,
  followThread,
  forgetHeld,
  forgetThread,
  mailUnread,
  markRead,
  takeMail,
} from './commands/index.ts';
import { listNews } from './queries/index.ts';
import * as store from './store.ts';

/** Every minute: mails that are due by now. */
const mailsJob = nightly('messaging.send-mails', '* * * * *');
/** Every night: who reads still may, and what has been kept long enough is deleted. */
const tidyJob = nightly('messaging.tidy', '41 2 * * *');

export const jobs: Job<object>[] = [mailsJob, tidyJob, followJob as Job<object>];

const asking = (reason: string): Actor => system(reason);

/**
 * Sends the mails that are due, one person after the other.
 * @returns how many
 */
export async function sendDueMails(runtime: Runtime): Promise<number> {
  const actor = asking('messaging.send-mails');
  const persons = await reading(runtime.db, actor, (read) => store.personsAwaitingMail(read));
  let sent = 0;
  for (const personId of persons) {
    const outcome = await execute(runtime, mailUnread, actor, { personId });
    if (outcome.ok) sent += outcome.mails;
  }
  return sent;
}

/**
 * Looks at every thread: lets those read who stand in its relations today, and deletes what was kept its time.
 * @returns how many threads were deleted
 */
export async function tidyThreads(runtime: Runtime): Promise<number> {
  const actor = asking('messaging.tidy');
  let deleted = 0;
  let after = '';
  for (;;) {
    const page = await reading(runtime.db, actor, (read) => store.threadsAfter(read, after, 200));
    for (const { id } of page) {
      // each for itself: one that cannot be looked at tonight keeps no other
      await execute(runtime, followThread, actor, { threadId: id });
      const outcome = await execute(runtime, forgetThread, actor, { threadId: id });
      if (outcome.ok) deleted++;
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.id;
  }
  await execute(runtime, forgetHeld, actor, {});
  return deleted;
}

/** An answer to a mail about a conversation. Answers of machines go nowhere. */
export async function takeAnswer(
  mail: InboundMail,
  at: ReplyAddress,
  runtime: Runtime,
): Promise<'taken' | 'quarantine'> {
  if (mail.automatic) return 'taken';
  const outcome = await execute(runtime, takeMail, asking('messaging.take-mail'), {
    threadId: at.id as ThreadId,
    personId: at.personId,
    from: mail.from.slice(0, 320),
    subject: mail.subject.slice(0, 1000),
    text: mail.text,
    sendKey: `mail:${at.personId}:${mail.messageId}`.slice(0, 200),
    files: mail.attachments.slice(0, 30).map((a) => ({
      name: a.name.slice(0, 300),
      content: a.bytes.toString('base64'),
    })),
  });
  return outcome.ok && outcome.held ? 'quarantine' : 'taken';
}

/** Whom a message concerns: everybody who reads its thread at this moment. */
async function audienceOf(
  db: Database,
  { thread, message }: Record<string, string>,
): Promise<{ persons: PersonId[]; event: LiveEvent }> {
  const readers = await reading(db, asking('messaging.list-news'), (read) =>
    store.readersOf(read, thread as ThreadId),
  );
  return {
    persons: [...new Set(readers.map((r) => r.person_id))],
    event: { id: message ?? '', name: 'message', data: { thread: thread ?? '' } },
  };
}

setAudience('thread', audienceOf);

/** News for one person as they happen: in which threads somebody has written, and what was missed since a message. */
export function openNews(
  runtime: Runtime,
  of: { actor: PersonActor; token: string },
  last: string,
): Response {
  return openStream(runtime, { personId: of.actor.personId, token: of.token }, async () => {
    if (!isId('msg', last)) return [];
    const told = await answer(runtime, listNews, of.actor, { after: last });
    if (!told.ok) return [];
    return told.view.news.map((n) => ({
      id: n.messageId,
      name: 'message',
      data: { thread: n.threadId },
    }));
  });
}

/** Notes that somebody has opened a thread and so has read it. */
export async function noteRead(runtime: Runtime, actor: Actor, threadId: ThreadId): Promise<void> {
  await execute(runtime, markRead, actor, { threadId });
}

async function follow(
  runtime: Runtime,
  at: { threadId: ThreadId } | { about: AboutRef },
): Promise<void> {
  const actor = asking('messaging.follow');
  const ids =
    'threadId' in at
      ? [at.threadId]
      : await reading(runtime.db, actor, (read) => store.threadsAbout(read, at.about));
  for (const threadId of ids) await execute(runtime, followThread, actor, { threadId });
}

export function handlers(runtime: Runtime): JobHandler[] {
  return [
    {
      job: mailsJob,
      handle: async () => {
        await sendDueMails(runtime);
      },
    },
    {
      job: tidyJob,
      handle: async () => {
        const deleted = await tidyThreads(runtime);
        if (deleted > 0) runtime.log.info('messaging.forgotten', { count: deleted });
      },
    },
    {
      job: followJob,
      handle: (at: { threadId: ThreadId } | { about: AboutRef }) => follow(runtime, at),
    } as JobHandler,
  ];
}
