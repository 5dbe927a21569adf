import { z } from 'zod';
import type { PersonActor } from '#kernel/actor.ts';
import { isId, type PersonId } from '#kernel/ids.ts';
import { idOf, idView, instantView, optionalLine } from '#kernel/schema.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import { mayClose, mayRead, mayRemind, mayWrite } from '../../core/policy.ts';
import { excerptOf, ownChoices, searchQuery, talking } from '../../core/rules.ts';
import { type About, aboutKinds, type Party, readingWays } from '../../core/types.ts';
import * as store from '../store.ts';
import { aboutOf, findThread, marksOf, sendsIt, wantedParties } from './about.ts';

const partView = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
});

const readerView = z.object({ name: z.string(), part: partView, isOrg: z.boolean() });

/** A party as it is told to who reads: by name and part. */
const readerOf = (p: Party): z.infer<typeof readerView> => ({
  name: p.name,
  part: p.part as z.infer<typeof partView>,
  isOrg: p.orgId !== null,
});

const isMe = (p: Party, actor: PersonActor) => p.personId === actor.personId;

/** Who reads along, apart by how. */
const readersView = z.object({
  /** those of the conversation, but for oneself */
  members: z.array(readerView),
  safeguarding: z.array(readerView),
  /** whoever it fell to when nobody was left */
  lead: z.array(readerView),
  self: z.enum(readingWays),
  /** somebody under age takes part */
  underAge: z.boolean(),
  /** and that is the reader */
  selfUnderAge: z.boolean(),
  /** all of them, as the form brings them back: whoever has come since is told before anything is sent */
  marks: z.string(),
});

export type Readers = z.output<typeof readersView>;

function readersViewOf(
  parties: readonly Party[],
  actor: PersonActor,
  self: Readers['self'],
): Readers {
  const of = (way: Party['readsAs']) =>
    parties.filter((p) => p.readsAs === way && !isMe(p, actor)).map(readerOf);
  return {
    members: of('member'),
    safeguarding: of('safeguarding'),
    lead: of('lead'),
    self,
    underAge: parties.some((p) => p.underAge),
    selfUnderAge: parties.some((p) => p.underAge && isMe(p, actor)),
    marks: marksOf(parties),
  };
}

const pageSize = 25;

const rowView = z.object({
  id: idView('thr'),
  subject: z.string(),
  about: z.string(),
  kind: z.enum(['talk', 'announcement']),
  lastAt: instantView,
  closed: z.boolean(),
  unread: z.boolean(),
  readsAs: z.enum(readingWays),
  /** of the newest message, or of the one that was found */
  excerpt: z.string(),
  author: z.string(),
  note: partView.nullable(),
});

const partiesFor = (actor: PersonActor): string[] => [
  actor.personId,
  ...actor.orgs.map((o) => o.orgId),
];
const scopeOf = (actor: PersonActor) => ({
  personId: actor.personId,
  parties: partiesFor(actor),
  actor,
});

/** `1_2026-11-23T08:00:00Z_thr_…`, as the link to the next page says it. */
function placeAfter(text: string): store.ListPlace | null {
  const [unread = '', at = '', ...id] = text.split('_');
  const threadId = id.join('_');
  if (!isId('thr', threadId)) return null;
  try {
    return { unread: unread === '1', lastAt: Temporal.Instant.from(at), id: threadId };
  } catch {
    return null;
  }
}

export const listThreads = query({
  name: 'messaging.list-threads',
  summary:
    'Conversations and announcements you read, unread first, 25 a page; `q` looks in subjects and messages.',
  input: z.object({
    q: optionalLine(100),
    after: optionalLine(100),
    about: z
      .object({ kind: z.enum(aboutKinds), id: z.string().max(60) })
      .nullable()
      .default(null),
  }),
  visible: (actor) => (actor.kind === 'person' ? scopeOf(actor) : null),
  output: z.object({
    rows: z.array(rowView),
    next: z.string().nullable(),
    timeZone: z.string(),
    held: z.number(),
    /** whether the reader may begin one about the thing that was asked for */
    mayBegin: z.boolean(),
  }),
  view: async ({ read, scope, today }, input) => {
    const words = searchQuery(input.q);
    const found = words ? await store.foundThreads(read, words) : [];
    const ids = words
      ? [
          ...found.map((f) => f.thread_id),
          ...(await store.foundSubjects(read, scope.parties, words)),
        ]
      : null;
    const rows = await store.listThreads(read, scope, {
      about: input.about,
      ids,
      after: placeAfter(input.after),
      limit: pageSize + 1,
    });
    const shown = rows.slice(0, pageSize);
    const newest = await store.lastMessages(
      read,
      shown.map((r) => r.id),
    );
    const last = shown.at(-1);
    const about = input.about ? await aboutOf(read, input.about, today) : null;
    return {
      mayBegin: about !== null && ownChoices(talking(about), scope.actor).length > 0,
      rows: shown.map((r) => {
        const message = newest.find((m) => m.thread_id === r.id);
        const hit = found.find((f) => f.thread_id === r.id);
        return {
          id: r.id,
          subject: r.subject,
          about: r.about_title,
          kind: r.kind,
          lastAt: r.last_at,
          closed: r.closed_at !== null,
          unread: r.unread,
          readsAs: r.reads_as,
          excerpt: excerptOf(hit?.text ?? message?.text ?? '', input.q),
          author: hit || message?.author_id === scope.personId ? '' : (message?.author_name ?? ''),
          note:
            !hit && message?.note_key
              ? { key: message.note_key, params: message.note_params as Record<string, string> }
              : null,
        };
      }),
      next:
        rows.length > pageSize && last ? `${last.unread ? 1 : 0}_${last.last_at}_${last.id}` : null,
      timeZone: await store.zoneOf(read, scope.personId),
      held: (await store.heldOf(read, scope.personId)).length,
    };
  },
});

export const countUnread = query({
  name: 'messaging.count-unread',
  summary: 'How many conversations hold something you have not read, counted up to 20.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? scopeOf(actor) : null),
  output: z.object({
    unread: z.number(),
    first: rowView.pick({ id: true, subject: true }).nullable(),
  }),
  view: async ({ read, scope }) => {
    const rows = await store.listThreads(read, scope, { limit: 20 });
    const unread = rows.filter((r) => r.unread);
    const first = unread[0];
    return {
      unread: unread.length,
      first: first ? { id: first.id, subject: first.subject } : null,
    };
  },
});

const fileView = z.object({
  id: idView('mfi'),
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
});

const messageView = z.object({
  id: idView('msg'),
  author: z.string(),
  /** null where the product itself says what happened */
  part: partView.nullable(),
  mine: z.boolean(),
  text: z.string(),
  note: partView.nullable(),
  at: instantView,
  byMail: z.boolean(),
  isNew: z.boolean(),
  files: z.array(fileView),
  /** who has read up to here and no further */
  readBy: z.array(z.string()),
});

export const getThread = query({
  name: 'messaging.get-thread',
  summary:
    'One conversation: who reads along, the newest 50 messages or those before one, and how far each has read.',
  input: z.object({ threadId: idOf('thr'), before: idOf('msg').nullable().default(null) }),
  visible: (actor) => (actor.kind === 'person' ? scopeOf(actor) : null),
  output: z.object({
    id: idView('thr'),
    subject: z.string(),
    /** without an address for those who were told something: the page belongs to who told it */
    about: z.object({ title: z.string(), href: z.string().nullable() }).nullable(),
    kind: z.enum(['talk', 'announcement']),
    closed: z.boolean(),
    readers: readersView,
    messages: z.array(messageView),
    /** the first message shown, when there are older ones */
    olderThan: idView('msg').nullable(),
    newest: idView('msg').nullable(),
    unread: z.number(),
    timeZone: z.string(),
    can: z.object({ write: z.boolean(), close: z.boolean(), remind: z.boolean() }),
    /** of an announcement, for those who sent it */
    receipts: z
      .object({
        told: z.number(),
        read: z.array(z.string()),
        open: z.array(z.string()),
        /** of those the ones whom no mail reaches */
        unreached: z.array(z.string()),
        remindedAt: instantView.nullable(),
      })
      .nullable(),
    /** names the next message, so that it is kept once however often the form is sent */
    sendKey: z.string(),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const row = await store.threadById(read, input.threadId);
    const { standing, found } = await findThread(read, row, input.threadId, actor, today);
    if (!found || !mayRead({ standing }).allow) return null;
    const { thread, parties, about, own } = found;
    const sends = sendsIt(own);
    const facts = { kind: thread.kind as 'talk' | 'announcement', standing, sends };
    const { rows, more } = await store.messagesOf(read, thread.id, input.before);
    const files = await store.filesOf(
      read,
      thread.id,
      rows.map((m) => m.id),
    );
    const readers = await store.readersOf(read, thread.id);
    const states = await store.readStates(read, thread.id);
    const until = (id: PersonId) => states.find((s) => s.person_id === id)?.read_until ?? null;
    const mineUntil = until(actor.personId);
    const isNew = (m: (typeof rows)[number]) =>
      m.author_id !== actor.personId &&
      (mineUntil === null || Temporal.Instant.compare(m.written_at, mineUntil) > 0);
    const told = thread.kind === 'announcement' && !sends;
    const members = [
      ...new Map(
        readers.filter((r) => r.reads_as === 'member').map((r) => [r.person_id, r]),
      ).values(),
    ];
    // whoever is told something does not learn who else has read it
    const others = told ? [] : members.filter((r) => r.person_id !== actor.personId);
    const lastReadBy = new Map<string, string[]>();
    if (thread.kind === 'talk')
      for (const r of others) {
        const at = until(r.person_id);
        const last = at && rows.findLast((m) => Temporal.Instant.compare(m.written_at, at) <= 0);
        if (last) lastReadBy.set(last.id, [...(lastReadBy.get(last.id) ?? []), r.name]);
      }
    const recipients = members.filter((r) => r.org_id === null);
    const hasRead = (r: (typeof readers)[number]) => {
      const at = until(r.person_id);
      return at !== null && Temporal.Instant.compare(at, thread.last_at) >= 0;
    };
    const open =
      thread.kind === 'announcement' && sends ? recipients.filter((r) => !hasRead(r)) : [];
    const unreached = await store.withoutMail(
      read,
      open.map((r) => r.person_id),
    );
    const self = own.some((p) => p.readsAs === 'member')
      ? 'member'
      : (own[0]?.readsAs ?? ('member' as const));
    return {
      id: thread.id,
      subject: thread.subject,
      about: about ? { title: about.title, href: told ? null : about.href } : null,
      kind: facts.kind,
      closed: thread.closed_at !== null,
      readers: readersViewOf(
        // those who read for safety are said, also where they are named as persons
        told
          ? parties.filter((p) => p.orgId !== null || p.readsAs !== 'member' || isMe(p, actor))
          : parties,
        actor,
        self,
      ),
      messages: rows.map((m) => ({
        id: m.id,
        author: m.author_name,
        part: m.author_part
          ? { key: m.author_part, params: m.author_part_params as Record<string, string> }
          : null,
        mine: m.author_id === actor.personId,
        text: m.text,
        note: m.note_key
          ? { key: m.note_key, params: m.note_params as Record<string, string> }
          : null,
        at: m.written_at,
        byMail: m.via === 'mail',
        isNew: isNew(m),
        files: files
          .filter((f) => f.message_id === m.id)
          .map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, size: f.size })),
        readBy: lastReadBy.get(m.id) ?? [],
      })),
      olderThan: more ? (rows[0]?.id ?? null) : null,
      newest: input.before ? null : (rows.at(-1)?.id ?? null),
      unread: rows.filter(isNew).length,
      timeZone: await store.zoneOf(read, actor.personId),
      can: {
        write: thread.closed_at === null && mayWrite(facts).allow,
        close: mayClose(actor, facts).allow,
        remind: mayRemind(facts).allow,
      },
      receipts:
        thread.kind === 'announcement' && sends
          ? {
              told: recipients.length,
              read: recipients.filter(hasRead).map((r) => r.name),
              open: open.map((r) => r.name),
              unreached: open.filter((r) => unreached.has(r.person_id)).map((r) => r.name),
              remindedAt: thread.reminded_at,
            }
          : null,
      sendKey: newToken(),
    };
  },
});

/** Whom one may write to about a thing: each tick with the names behind it. */
function choicesOf(about: About, own: readonly About['relations'][number][]) {
  const byChoice = Map.groupBy(talking(about), (r) => r.choice);
  return [...byChoice.entries()]
    .filter(([choice]) => !own.some((r) => r.choice === choice))
    .map(([choice, those]) => ({
      choice,
      part: those[0]?.part as z.infer<typeof partView>,
      names: [...new Set(those.map((r) => r.name))],
      underAge: those.some((r) => r.underAge),
    }));
}

const choiceView = z.object({
  choice: z.string(),
  part: partView,
  names: z.array(z.string()),
  underAge: z.boolean(),
});

export const getNewThread = query({
  name: 'messaging.get-new-thread',
  summary:
    'Whom you may write to about something, and who would read along with those who are chosen.',
  input: z.object({
    kind: z.enum(aboutKinds),
    aboutId: z.string().max(60),
    choices: z.array(z.string().max(100)).max(50).default([]),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    about: z.object({ title: z.string(), href: z.string() }),
    choices: z.array(choiceView),
    /** as what one writes */
    self: readerView,
    chosen: z.array(z.string()),
    /** null while nobody is chosen */
    readers: readersView.nullable(),
    groups: z.array(z.object({ choice: z.string(), part: partView, count: z.number() })),
    sendKey: z.string(),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const about = await aboutOf(read, { kind: input.kind, id: input.aboutId }, today);
    const own = about ? ownChoices(talking(about), actor) : [];
    const first = own[0];
    if (!about || !first) return null;
    const choices = choicesOf(about, own);
    const groups = (about.groups ?? []).map((g) => ({
      choice: g.choice,
      part: g.part as z.infer<typeof partView>,
      count: new Set(
        about.relations.filter((r) => r.choice === g.choice).map((r) => r.personId ?? r.orgId),
      ).size,
    }));
    const known = new Set([...choices, ...(first.orgId ? groups : [])].map((c) => c.choice));
    const chosen = input.choices.filter((c) => known.has(c));
    const parties =
      chosen.length > 0 ? await wantedParties(read, about, [first.choice, ...chosen]) : [];
    return {
      about: { title: about.title, href: about.href },
      choices,
      self: {
        name: first.name,
        part: first.part as z.infer<typeof partView>,
        isOrg: first.orgId !== undefined,
      },
      chosen,
      readers: chosen.length > 0 ? readersViewOf(parties, actor, 'member') : null,
      groups: first.orgId ? groups.filter((g) => g.count > 0) : [],
      sendKey: newToken(),
    };
  },
});

/** The file itself, for the download alone: read by those who read its message. */
export const openFile = query({
  name: 'messaging.open-file',
  summary: 'A file of a message with the key under which it is kept.',
  input: z.object({ threadId: idOf('thr'), fileId: idOf('mfi') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: fileView.extend({ storageKey: z.string() }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const row = await store.threadById(read, input.threadId);
    const { found } = await findThread(read, row, input.threadId, actor, today);
    const file = found && (await store.fileById(read, input.threadId, input.fileId));
    return file
      ? {
          id: file.id,
          name: file.name,
          mediaType: file.media_type,
          size: file.size,
          storageKey: file.storage_key,
        }
      : null;
  },
});

export const listNews = query({
  name: 'messaging.list-news',
  summary: 'Threads in which others have written since a message you have heard of.',
  input: z.object({ after: idOf('msg') }),
  visible: (actor) => (actor.kind === 'person' ? scopeOf(actor) : null),
  output: z.object({
    news: z.array(z.object({ threadId: idView('thr'), messageId: idView('msg') })),
  }),
  view: async ({ read, scope }, input) => ({
    news: (await store.newsAfter(read, scope, input.after)).map((n) => ({
      threadId: n.thread_id,
      messageId: n.id,
    })),
  }),
});
