import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { safeFileName } from '#kernel/file-name.ts';
import type { MessageId, OrgId, PersonId, ThreadId } from '#kernel/ids.ts';
import type { Failure } from '#kernel/outcome.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { today as todayIs } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { isPdf, sourceKindOf } from '#platform/editable-file.ts';
import { formatsFor } from '#platform/i18n/index.ts';
import { tellLive } from '#platform/live.ts';
import { redrawPicture } from '#platform/picture.ts';
import { type Job, job } from '#platform/queue.ts';
import { mayManageOwn, mayWrite } from '../../core/policy.ts';
import {
  fileBytes,
  filesAtMost,
  messageLength,
  ownChoices,
  shownFileName,
  subjectLength,
  talking,
} from '../../core/rules.ts';
import {
  type AboutRef,
  aboutKinds,
  type FileFault,
  type Part,
  type Party,
} from '../../core/types.ts';
import { aboutOf, cameSince, findThread, sendsIt, wantedParties } from '../queries/about.ts';
import * as store from '../store.ts';

/** Looks soon whether everybody who reads a thread still may: one, or all about something. */
export const followJob: Job<{ threadId: ThreadId } | { about: AboutRef }> = job('messaging.follow');

export const messageText = z
  .string()
  // a form sends two characters for each end of a line
  .overwrite((v) => v.replaceAll('\r\n', '\n'))
  .trim()
  .min(1, { error: 'messaging.invalid.empty' })
  .max(messageLength, { error: 'messaging.invalid.long' });

const subjectText = z
  .string()
  .trim()
  .min(1, { error: 'messaging.invalid.subject' })
  .max(subjectLength, { error: 'platform.invalid.too-long' })
  .refine((v) => !/[\r\n]/.test(v), { error: 'platform.invalid.one-line' });

const sendKey = z.string().max(100).default('');

/** Who read along when the page was shown, as it said it (`marks`); left out, nobody is told who has come since. */
const shownReaders = z.string().max(20_000).default('');

/**
 * Somebody reads now of whom the page did not say so: whoever wrote is asked once more, and nothing is sent.
 * @returns null when nobody has come
 */
function moreReaders(actor: Actor, shown: string, parties: readonly Party[]): Failure | null {
  const came = cameSince(shown, parties);
  if (came.length === 0 || actor.kind !== 'person') return null;
  const who = formatsFor(actor.language).list([...new Set(came.map((p) => p.name))]);
  return fail('messaging.refused.more-readers', { who }, 'text', 'conflict');
}

const fileInput = z.object({
  name: z.string().max(300),
  /** in base64: PDF, ODT, DOCX, XLSX or a picture */
  content: z
    .string()
    .max(Math.ceil((fileBytes / 3) * 4) + 4, { error: 'messaging.invalid.file-large' }),
});
const files = z.array(fileInput).max(filesAtMost, { error: 'messaging.invalid.files' }).default([]);

type ReadFile = { name: string; mediaType: string; bytes: Uint8Array };

const pdf = { mediaType: 'application/pdf', ending: 'pdf' };
/** What people send each other; everything else editable belongs in the library. */
const taken = new Set(['pdf', 'odt', 'docx', 'xlsx']);

/** A file name that every system takes, with the ending of what the file is. */
const namedAs = (name: string, ending: string) =>
  `${safeFileName(name.replace(/\.[A-Za-z0-9]{1,5}$/, ''))}.${ending}`;

/** A file by its bytes, or why it is not taken; a picture is drawn anew without place, device and time. */
async function readFile(name: string, bytes: Uint8Array): Promise<ReadFile | FileFault> {
  if (bytes.length > fileBytes) return 'large';
  const kind = isPdf(bytes) ? pdf : sourceKindOf(bytes);
  if (kind)
    return taken.has(kind.ending)
      ? { name: namedAs(name, kind.ending), mediaType: kind.mediaType, bytes }
      : 'kind';
  const drawn = await redrawPicture(bytes);
  if (!drawn.ok) return 'kind';
  return { name: namedAs(name, 'jpg'), mediaType: 'image/jpeg', bytes: drawn.picture.bytes };
}

type SentFile = { name: string; bytes: Uint8Array };

/** What was sent as files: those that are taken, and those that are not with the reason. */
export async function sortFiles(
  given: readonly SentFile[],
): Promise<{ files: ReadFile[]; refused: store.RefusedFile[] }> {
  const read: ReadFile[] = [];
  const refused: store.RefusedFile[] = [];
  for (const { name, bytes } of given) {
    const file = read.length < filesAtMost ? await readFile(name, bytes) : 'many';
    if (typeof file === 'string') refused.push({ name: shownFileName(name), fault: file });
    else read.push(file);
  }
  return { files: read, refused };
}

/** The files of a form: one that is not taken sends the whole back to be chosen again. */
export async function readFiles(
  given: readonly SentFile[],
): Promise<{ ok: true; files: ReadFile[] } | { ok: false; failure: Failure }> {
  const { files: read, refused } = await sortFiles(given);
  const [first] = refused;
  if (!first) return { ok: true, files: read };
  const reason =
    first.fault === 'large' ? 'messaging.invalid.file-large' : 'messaging.invalid.file-kind';
  return { ok: false, failure: fail(reason, { name: first.name }, 'files') };
}

/** Files as a form or a mail hands them over, in base64. */
export const decoded = (given: readonly { name: string; content: string }[]): SentFile[] =>
  given.map((f) => ({ name: f.name, bytes: Buffer.from(f.content, 'base64') }));

/** Puts files into the store and writes down where they belong; they go away again when that cannot be done. */
export async function keepFiles(
  { runtime }: CommandTools,
  given: readonly ReadFile[],
  write: (kept: store.KeptFile[]) => Promise<void>,
): Promise<void> {
  const kept: store.KeptFile[] = [];
  try {
    for (const { bytes, name, mediaType } of given) {
      const { key, size } = await runtime.files.put(bytes);
      kept.push({ key, size, name, mediaType });
    }
    await write(kept);
  } catch (error) {
    for (const { key } of kept) await runtime.files.remove(key);
    throw error;
  }
}

export type Words = {
  text: string;
  files: readonly ReadFile[];
  /** files that lie in the store already */
  kept?: readonly store.KeptFile[];
  via?: 'web' | 'mail';
  sendKey?: string | null;
};

/** Writes somebody's message and lets everybody else who reads know. */
export async function writeMessage(
  tools: CommandTools,
  threadId: ThreadId,
  author: { personId: PersonId; name: string; part: Part | null },
  words: Words,
): Promise<MessageId> {
  const { tx, now } = tools;
  const id = newId('msg');
  await store.insertMessage(tx, {
    id,
    threadId,
    authorId: author.personId,
    authorName: author.name,
    authorPart: author.part,
    text: words.text,
    via: words.via ?? 'web',
    sendKey: words.sendKey ?? null,
    now,
  });
  const beside = (files: readonly store.KeptFile[]) =>
    store.insertFiles(
      tx,
      threadId,
      id,
      files.map((f) => ({ ...f, id: newId('mfi') })),
    );
  await keepFiles(tools, words.files, (kept) => beside([...kept, ...(words.kept ?? [])]));
  const readers = await store.readersOf(tx, threadId);
  // those who read for the safety of somebody read along when they look, and are not told of every word
  const told = readers.filter(
    (r) => r.reads_as !== 'safeguarding' && r.person_id !== author.personId,
  );
  await store.markUnread(tx, threadId, [...new Set(told.map((r) => r.person_id))], now);
  await store.markRead(tx, threadId, author.personId, now);
  await tellLive(tx, 'thread', { thread: threadId, message: id });
  await tools.enqueue(followJob, { threadId });
  return id;
}

/** The part through which somebody writes: as one of the conversation before any other. */
export function partOf(own: readonly Party[]): Part | null {
  const first =
    own.find((p) => p.readsAs === 'member' && p.personId) ??
    own.find((p) => p.readsAs === 'member') ??
    own[0];
  return first?.part ?? null;
}

/** The thread under lock, and how the actor stands to it now. */
export async function loadThread(
  { tx, actor }: { tx: Tx; actor: Actor },
  input: { threadId: ThreadId },
) {
  const row = await store.lockThread(tx, input.threadId);
  const looked = await findThread(tx, row, input.threadId, actor, todayIs());
  return {
    ...looked,
    facts: {
      standing: looked.standing,
      kind: (row?.kind ?? 'talk') as 'talk' | 'announcement',
      sends: looked.found ? sendsIt(looked.found.own) : false,
    },
  };
}

const fingerprint = (text: string) =>
  createHash('sha256').update(text).digest('base64url').slice(0, 12);

export const postMessage = command({
  name: 'messaging.write-message',
  summary: 'Write into a conversation you read, with up to five files of 10 MB.',
  input: z.object({ threadId: idOf('thr'), text: messageText, sendKey, shownReaders, files }),
  load: (tools, input) => loadThread(tools, input),
  permit: (_, { facts }) => mayWrite(facts),
  run: async (tools, { found }, input) => {
    const { actor, tx } = tools;
    if (!found || actor.kind !== 'person') return fail('platform.error.refused');
    const { thread, own } = found;
    if (thread.closed_at) return fail('messaging.refused.closed', undefined, undefined, 'conflict');
    // the same words of the same form are one message; other words after going back are another
    const key = input.sendKey ? `${input.sendKey}:${fingerprint(input.text)}` : null;
    const before = key ? await store.messageBySendKey(tx, thread.id, key) : undefined;
    if (before) return ok({ messageId: before.id });
    const more = moreReaders(actor, input.shownReaders, found.parties);
    if (more) return more;
    const read = await readFiles(decoded(input.files));
    if (!read.ok) return read.failure;
    const messageId = await writeMessage(
      tools,
      thread.id,
      { personId: actor.personId, name: actor.name, part: partOf(own) },
      { text: input.text, files: read.files, sendKey: key },
    );
    return ok({ messageId });
  },
  audit: (_, input) => ({ subjectId: input.threadId }),
});

/** What a module gives to begin a thread. The actor has to be among the parties, unless the installation acts. */
type NewThread = {
  about: AboutRef;
  subject: string;
  text: string;
  /** who reads; or the choices of the thing's source, which says who that is */
  parties: readonly Party[] | { choices: readonly string[] };
  kind?: 'talk' | 'announcement';
  /** what the thing is called in the list of threads; left out, its source says it */
  title?: string;
  files?: readonly ReadFile[];
  startKey?: string | null;
};

/**
 * Begins a thread with its first message, in the transaction of the caller. With parties given and no source for the
 * thing, nobody comes or goes by itself afterwards.
 */
export async function startThread(tools: CommandTools, t: NewThread): Promise<ThreadId> {
  const { tx, actor, now, today } = tools;
  const about = await aboutOf(tx, t.about, today);
  const choices =
    'choices' in t.parties
      ? [...t.parties.choices]
      : [...new Set(t.parties.map((p) => p.relation))];
  const parties =
    'choices' in t.parties
      ? about
        ? await wantedParties(tx, about, choices)
        : []
      : [...t.parties];
  const id = newId('thr');
  await store.insertThread(tx, {
    id,
    about: t.about,
    aboutTitle: t.title ?? about?.title ?? '',
    kind: t.kind ?? 'talk',
    subject: t.subject,
    choices,
    confidential: about?.confidential ?? parties.some((p) => p.underAge),
    leadOrgId: about?.leadOrgId ?? null,
    startedBy: actor.kind === 'person' ? actor.personId : null,
    startKey: t.startKey ?? null,
    now,
  });
  await store.insertParties(tx, id, parties, now);
  if (actor.kind !== 'person') return id;
  const own = parties.filter((p) => ownParty(p, actor));
  await writeMessage(
    tools,
    id,
    { personId: actor.personId, name: actor.name, part: partOf(own) },
    { text: t.text, files: t.files ?? [] },
  );
  return id;
}

function ownParty(p: Party, actor: Actor & { kind: 'person' }): boolean {
  return p.personId === actor.personId || actor.orgs.some((o) => o.orgId === p.orgId);
}

/**
 * Says in the threads about something what has happened to it, in each reader's own language. In those only that the
 * actor reads; in all when the installation acts. No mail follows.
 * @param note.key of a message; its params are names, dates and numbers
 */
export async function postSystemNote(
  { tx, now }: CommandTools,
  where: AboutRef | { threadId: ThreadId },
  note: Part,
): Promise<void> {
  const ids = 'threadId' in where ? [where.threadId] : await store.threadsAbout(tx, where);
  for (const threadId of ids) {
    const id = newId('msg');
    await store.insertMessage(tx, {
      id,
      threadId,
      authorId: null,
      authorName: '',
      authorPart: null,
      text: '',
      note,
      via: 'web',
      sendKey: null,
      now,
    });
    await tellLive(tx, 'thread', { thread: threadId, message: id });
  }
}

const aboutInput = { kind: z.enum(aboutKinds), aboutId: z.string().min(1).max(60) };

async function loadAbout(
  { tx, actor }: { tx: Tx; actor: Actor },
  input: { kind: AboutRef['kind']; aboutId: string; sendKey: string },
) {
  if (actor.kind !== 'person') return null;
  const about = await aboutOf(tx, { kind: input.kind, id: input.aboutId }, todayIs());
  const own = about ? ownChoices(talking(about), actor)[0] : undefined;
  if (!about || !own) return null;
  const started = input.sendKey
    ? await store.startedBy(tx, actor.personId, input.sendKey)
    : undefined;
  return { about, own, started };
}

export const openThread = command({
  name: 'messaging.start-thread',
  summary:
    'Write to those who stand in a relation to something: the pupil, the host school, the contact person. Never to an address.',
  input: z.object({
    ...aboutInput,
    choices: z.array(z.string().max(100)).min(1, { error: 'messaging.invalid.nobody' }).max(50),
    subject: subjectText,
    text: messageText,
    sendKey,
    shownReaders,
    files,
  }),
  load: (tools, input) => loadAbout(tools, input),
  permit: (actor) => mayManageOwn(actor),
  run: async (tools, { about, own, started }, input) => {
    const { tx, actor } = tools;
    if (started) return ok({ threadId: started.id });
    const known = talking(about).map((r) => r.choice);
    // somebody may have left since the page was opened
    if (!input.choices.every((c) => known.includes(c)))
      return fail('messaging.invalid.gone', undefined, 'choices');
    if (input.choices.every((c) => c === own.choice))
      return fail('messaging.invalid.nobody', undefined, 'choices');
    const choices = [...new Set([own.choice, ...input.choices])];
    const more = moreReaders(actor, input.shownReaders, await wantedParties(tx, about, choices));
    if (more) return more;
    const read = await readFiles(decoded(input.files));
    if (!read.ok) return read.failure;
    const threadId = await startThread(tools, {
      about: { kind: input.kind, id: input.aboutId },
      subject: input.subject,
      text: input.text,
      parties: { choices },
      files: read.files,
      startKey: input.sendKey || null,
    });
    return ok({ threadId });
  },
  audit: (_, __, { threadId }) => ({ subjectId: threadId }),
});

export const announce = command({
  name: 'messaging.announce-news',
  summary:
    'Tell a group something, by what its people are: the pupils of an intake, their guardians, host families. Answers how many are told.',
  input: z.object({
    ...aboutInput,
    choice: z.string().max(100).min(1, { error: 'messaging.invalid.nobody' }),
    subject: subjectText,
    text: messageText,
    sendKey,
    shownReaders,
    files,
  }),
  load: async (tools, input) => {
    const loaded = await loadAbout(tools, input);
    // announcements come from organisations
    return loaded?.own.orgId ? loaded : null;
  },
  permit: (actor) => mayManageOwn(actor),
  run: async (tools, { about, own, started }, input) => {
    if (started) return ok({ threadId: started.id });
    if (!about.groups?.some((g) => g.choice === input.choice))
      return fail('messaging.invalid.nobody', undefined, 'choice');
    const told = about.relations.filter((r) => r.choice === input.choice);
    if (told.length === 0) return fail('messaging.invalid.group-empty', undefined, 'choice');
    const choices = [own.choice, input.choice];
    const more = moreReaders(
      tools.actor,
      input.shownReaders,
      await wantedParties(tools.tx, about, choices),
    );
    if (more) return more;
    const read = await readFiles(decoded(input.files));
    if (!read.ok) return read.failure;
    const threadId = await startThread(tools, {
      about: { kind: input.kind, id: input.aboutId },
      subject: input.subject,
      text: input.text,
      parties: { choices },
      kind: 'announcement',
      files: read.files,
      startKey: input.sendKey || null,
    });
    return ok({ threadId });
  },
  audit: ({ own }, _, { threadId }) => ({
    subjectId: threadId,
    orgId: (own.orgId ?? null) as OrgId | null,
  }),
});
