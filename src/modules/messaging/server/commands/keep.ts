import { z } from 'zod';
import { type Actor, isPerson } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide } from '#kernel/decision.ts';
import type { PersonId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { tellLive } from '#platform/live.ts';
import { mayWrite } from '../../core/policy.ts';
import {
  addedToAnnouncement,
  changedParties,
  keptUntil,
  mailDueAt,
  messageLength,
} from '../../core/rules.ts';
import { type AboutRef, fileFaults, type Part, type Party } from '../../core/types.ts';
import { refusedFilesMail, unreadMails } from '../notices.ts';
import { aboutOf, hasSource, kindOf, wantedParties } from '../queries/about.ts';
import { settingsFor } from '../queries/own.ts';
import * as store from '../store.ts';
import {
  decoded,
  followJob,
  keepFiles,
  loadThread,
  partOf,
  postSystemNote,
  sortFiles,
  writeMessage,
} from './write.ts';

// What nobody asks for: the installation does it, at night, every minute, or when a mail comes.

const byItself = (actor: Actor): Decision => (actor.kind === 'system' ? allow : hide);

const noteOf = (party: Party, what: 'joined' | 'left'): Part => {
  const params = { name: party.name };
  if (party.readsAs === 'safeguarding')
    return what === 'joined'
      ? { key: 'messaging.note.along', params }
      : { key: 'messaging.note.along-ended', params };
  return what === 'joined'
    ? { key: 'messaging.note.joined', params }
    : { key: 'messaging.note.left', params };
};

export const followThread = command({
  name: 'messaging.follow-thread',
  summary: 'Let everybody read a thread who stands in one of its relations today, and nobody else.',
  input: z.object({ threadId: idOf('thr') }),
  load: async ({ tx }, input) => {
    const thread = await store.lockThread(tx, input.threadId);
    return thread ? { thread, parties: await store.partiesOfThread(tx, thread.id) } : null;
  },
  permit: (actor) => byItself(actor),
  unaudited:
    'follows what others have done, for every thread every night; changes are told in the thread',
  run: async (tools, { thread, parties }) => {
    const { tx, now, today } = tools;
    const at = { threadId: thread.id };
    if (hasSource(thread.about_kind)) {
      const about = await aboutOf(tx, kindOf(thread), today);
      const wanted = about ? await wantedParties(tx, about, thread.choices) : [];
      const { ended, added } = changedParties(parties, wanted);
      const told = thread.kind === 'announcement';
      for (const party of ended) {
        await store.endParty(tx, thread.id, party, now);
        if (!told) await postSystemNote(tools, at, noteOf(party, 'left'));
      }
      for (const party of told ? addedToAnnouncement(parties, added) : added) {
        const since = party.readsAs === 'safeguarding' ? thread.started_at : now;
        await store.addParty(tx, thread.id, party, since);
        if (!told) await postSystemNote(tools, at, noteOf(party, 'joined'));
      }
      if (about)
        await store.setFacts(tx, thread.id, {
          title: about.title,
          confidential: about.confidential,
          leadOrgId: about.leadOrgId,
          endedOn: about.endedOn,
        });
      thread.lead_org_id = about?.leadOrgId ?? thread.lead_org_id;
      if (ended.length > 0)
        await tellLive(tx, 'thread', { thread: thread.id, message: thread.last_message_id ?? '' });
    }
    await keepInHands(tools, thread);
    return ok();
  },
});

/** A thread that nobody is left to read falls to the organisation that leads; it gives it back when somebody is there again. */
async function keepInHands(tools: CommandTools, thread: store.ThreadRow): Promise<void> {
  const { tx, now } = tools;
  const readers = await store.readersOf(tx, thread.id);
  const isRead = readers.some((r) => r.reads_as === 'member');
  const leads = (await store.partiesOfThread(tx, thread.id)).filter((p) => p.readsAs === 'lead');
  const at = { threadId: thread.id };
  if (isRead) {
    for (const party of leads) await store.endParty(tx, thread.id, party, now);
  } else if (leads.length === 0 && thread.lead_org_id) {
    const name = await store.orgName(tx, thread.lead_org_id);
    const party: Party = {
      relation: 'lead',
      part: { key: 'messaging.part.lead' },
      name,
      readsAs: 'lead',
      underAge: false,
      orgId: thread.lead_org_id,
      personId: null,
      roles: ['head', 'coordinator'],
    };
    await store.addParty(tx, thread.id, party, thread.started_at);
    await postSystemNote(tools, at, { key: 'messaging.note.fallen', params: { name } });
    const heirs = await store.readersOf(tx, thread.id);
    await store.markUnread(tx, thread.id, [...new Set(heirs.map((r) => r.person_id))], now);
  }
}

/** Whether somebody reads for the organisation that this party is. */
const readsFor = (readers: readonly store.ReaderRow[], personId: PersonId, party: Party): boolean =>
  party.orgId !== null && readers.some((r) => r.person_id === personId && r.org_id === party.orgId);

export const mailUnread = command({
  name: 'messaging.mail-unread',
  summary: 'Send one person the mail that is due about what they have not read.',
  input: z.object({ personId: idOf('per') }),
  load: async ({ tx }, input) => {
    const person = await store.emailOf(tx, input.personId);
    return person
      ? {
          person,
          waiting: await store.awaitingMail(tx, person.id),
          settings: await settingsFor(tx, person.id),
        }
      : null;
  },
  permit: (actor) => byItself(actor),
  unaudited: 'a mail is kept with its kind and its person; nobody has decided anything',
  run: async ({ tx, now, today, post, runtime }, { person, waiting, settings }) => {
    const due = waiting.filter(
      (w) =>
        w.mail_first &&
        w.mail_last &&
        Temporal.Instant.compare(
          mailDueAt(settings, { first: w.mail_first, last: w.mail_last }),
          now,
        ) <= 0,
    );
    const news = [];
    for (const thread of due) {
      // whoever has left meanwhile is told nothing
      const readers = await store.readersOf(tx, thread.thread_id);
      const reader = readers.find((r) => r.person_id === person.id);
      if (!reader) continue;
      const about = await aboutOf(tx, kindOf(thread), today);
      if (about?.quiet?.includes(person.id)) continue;
      if (hasSource(thread.about_kind) && reader.reads_as !== 'lead') {
        // a part may have ended today, before the night in which the thread follows
        const wanted = about ? await wantedParties(tx, about, thread.choices) : [];
        if (!wanted.some((p) => p.personId === person.id || readsFor(readers, person.id, p)))
          continue;
      }
      const after = thread.read_until ?? reader.since;
      const from = Temporal.Instant.compare(after, reader.since) < 0 ? reader.since : after;
      const messages = await store.unreadMessages(tx, thread.thread_id, from, person.id);
      if (messages.length > 0) news.push({ thread, messages });
    }
    await store.mailSent(
      tx,
      person.id,
      due.map((w) => w.thread_id),
    );
    const mails = unreadMails(person, news, settings.mail, runtime.config.origin, now);
    for (const mail of mails) await post(mail);
    return ok({ mails: mails.length });
  },
});

export const forgetThread = command({
  name: 'messaging.forget-thread',
  summary: 'Delete a thread two years after what it was about has ended.',
  input: z.object({ threadId: idOf('thr') }),
  load: async ({ tx }, input) => (await store.lockThread(tx, input.threadId)) ?? null,
  permit: (actor) => byItself(actor),
  run: async ({ tx, today }, thread) => {
    const last = thread.ended_on ?? thread.last_at.toZonedDateTimeISO('UTC').toPlainDate();
    if (Temporal.PlainDate.compare(keptUntil(last), today) > 0)
      return stale('platform.error.already-done');
    await store.deleteThread(tx, thread.id);
    return ok();
  },
  audit: (thread) => ({ subjectId: thread.id }),
});

/** Deletes everything that was written about something, in the transaction in which that is forgotten itself. */
export async function forgetInMessages(
  { tx }: Pick<CommandTools, 'tx'>,
  about: AboutRef,
): Promise<void> {
  for (const id of await store.threadsAbout(tx, about)) await store.deleteThread(tx, id);
}

/** Has every thread about something looked at soon: who stands in which relation to it has changed. */
export function followThreads({ enqueue }: CommandTools, about: AboutRef): Promise<void> {
  return enqueue(followJob, { about });
}

export const forgetHeld = command({
  name: 'messaging.forget-held',
  summary: 'Delete mails that nobody has accepted for a month.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => byItself(actor),
  unaudited: 'nothing was decided: what nobody wanted is gone',
  run: async ({ tx, now }) =>
    ok({ deleted: await store.deleteOldHeld(tx, now.subtract({ hours: 24 * 30 })) }),
});

/** Says in the thread which files of somebody's mail did not come along, and why. */
async function noteRefused(
  tools: CommandTools,
  threadId: store.ThreadRow['id'],
  name: string,
  refused: readonly store.RefusedFile[],
): Promise<void> {
  for (const fault of fileFaults) {
    const names = refused.filter((f) => f.fault === fault).map((f) => f.name);
    if (names.length > 0)
      await postSystemNote(
        tools,
        { threadId },
        { key: `messaging.note.file-${fault}`, params: { name, files: names.join(', ') } },
      );
  }
}

export const takeMail = command({
  name: 'messaging.take-mail',
  summary:
    'Write an answer that came by mail into its conversation, or keep it for its person to look at.',
  input: z.object({
    threadId: idOf('thr'),
    personId: idOf('per'),
    from: z.string().max(320),
    subject: z.string().max(1000),
    text: z.string(),
    sendKey: z.string().max(200),
    files: z
      .array(z.object({ name: z.string(), content: z.string() }))
      .max(30)
      .default([]),
  }),
  load: async ({ tx }, input) => {
    const thread = await store.lockThread(tx, input.threadId);
    const person = await store.emailOf(tx, input.personId);
    return thread && person ? { thread, person } : null;
  },
  permit: (actor) => byItself(actor),
  run: async (tools, { thread, person }, input) => {
    const { tx, now, today, post, runtime } = tools;
    if (await store.messageBySendKey(tx, thread.id, input.sendKey)) return ok({ held: false });
    const readers = await store.readersOf(tx, thread.id);
    const reader = readers.find((r) => r.person_id === person.id);
    const about = await aboutOf(tx, kindOf(thread), today);
    const wanted = about ? await wantedParties(tx, about, thread.choices) : null;
    const orgs = reader?.org_id ? [reader.org_id] : [];
    const parties = (wanted ?? (await store.partiesOfThread(tx, thread.id))).filter(
      (p) => p.personId === person.id || orgs.some((id) => id === p.orgId),
    );
    // who has left is told nothing by an answer that is kept: it goes nowhere
    if (!reader || (parties.length === 0 && reader.reads_as !== 'lead')) return ok({ held: false });
    const text = input.text.replaceAll('\r\n', '\n').trim();
    const isOwn = Boolean(person.email) && person.email?.toLowerCase() === input.from.toLowerCase();
    const { files, refused } = await sortFiles(decoded(input.files));
    const closed = thread.closed_at !== null || thread.kind === 'announcement';
    const reason = !isOwn
      ? 'sender'
      : closed
        ? 'closed'
        : text.length > messageLength
          ? 'too_long'
          : null;
    if (reason) {
      const id = newId('hld');
      const isNew = await store.holdMessage(tx, {
        id,
        threadId: thread.id,
        personId: person.id,
        sender: input.from,
        subject: input.subject.slice(0, 300),
        text: text.slice(0, messageLength),
        reason,
        sendKey: input.sendKey,
        refused,
        now,
      });
      if (isNew) await keepFiles(tools, files, (kept) => store.insertHeldFiles(tx, id, kept));
      return ok({ held: true });
    }
    const name = displayName(person);
    if (text !== '' || files.length > 0)
      await writeMessage(
        tools,
        thread.id,
        { personId: person.id, name, part: partOf(parties) },
        { text, files, via: 'mail', sendKey: input.sendKey },
      );
    await noteRefused(tools, thread.id, name, refused);
    const mail = refusedFilesMail(person, thread, refused, input.sendKey, runtime.config.origin);
    if (mail) await post(mail);
    return ok({ held: false });
  },
  audit: ({ thread }) => ({ subjectId: thread.id }),
});

async function loadHeld(
  { tx, actor }: { tx: Tx; actor: Actor },
  input: { heldId: `hld_${string}` },
) {
  const held = await store.lockHeld(tx, input.heldId);
  if (!held || !isPerson(actor, held.person_id)) return null;
  return { held, ...(await loadThread({ tx, actor }, { threadId: held.thread_id })) };
}

export const acceptHeld = command({
  name: 'messaging.accept-held',
  summary: 'Say that a mail to your reply address was yours: it is written into the conversation.',
  input: z.object({ heldId: idOf('hld') }),
  load: (tools, input) => loadHeld(tools, input),
  permit: (_, { facts }) => mayWrite(facts),
  run: async (tools, { held, found }) => {
    const { actor, tx } = tools;
    if (!found || actor.kind !== 'person') return fail('platform.error.refused');
    // what came too late may be let through once the conversation is open again
    if (found.thread.closed_at || held.reason === 'too_long')
      return fail('messaging.refused.closed', undefined, undefined, 'conflict');
    await writeMessage(
      tools,
      held.thread_id,
      { personId: actor.personId, name: actor.name, part: partOf(found.own) },
      {
        text: held.text,
        files: [],
        kept: await store.heldFiles(tx, [held.id]),
        via: 'mail',
        sendKey: held.send_key,
      },
    );
    await noteRefused(tools, held.thread_id, actor.name, store.refusedOf(held));
    await store.deleteHeld(tx, held.id);
    return ok({ threadId: held.thread_id });
  },
  audit: ({ held }) => ({ subjectId: held.thread_id }),
});

export const deleteHeld = command({
  name: 'messaging.delete-held',
  summary: 'Delete a mail to your reply address that was not yours.',
  input: z.object({ heldId: idOf('hld') }),
  load: (tools, input) => loadHeld(tools, input),
  permit: (actor, { held }) => allowIf(isPerson(actor, held.person_id)),
  run: async ({ tx }, { held }) => {
    await store.deleteHeld(tx, held.id);
    return ok();
  },
});
