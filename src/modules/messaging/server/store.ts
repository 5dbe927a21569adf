import { sql } from 'kysely';
import type { OrgRole } from '#kernel/actor.ts';
import type {
  HeldMessageId,
  MessageFileId,
  MessageId,
  OrgId,
  PersonId,
  ThreadId,
} from '#kernel/ids.ts';
import type { Params } from '#kernel/outcome.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  AboutKind,
  AboutRef,
  FileFault,
  MailMode,
  MailSettings,
  Part,
  Party,
  ReadsAs,
} from '../core/types.ts';

/** A file that came by mail and was not taken, by the name it had. */
export type RefusedFile = { name: string; fault: FileFault };

export type ThreadRow = NonNullable<Awaited<ReturnType<typeof threadById>>>;

/** A thread that the actor reads. */
export function threadById(read: Readable, id: ThreadId) {
  return read.selectFrom('threads').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The same under lock: who writes waits for who wrote before. */
export function lockThread(tx: Tx, id: ThreadId) {
  return tx.selectFrom('threads').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The parts that these have or had in a thread, also where they read it no more. */
export function partsOnce(read: Readable, id: ThreadId, parties: string[]) {
  return read
    .selectFrom('thread_parties')
    .select(['org_id', 'person_id', 'roles'])
    .where('thread_id', '=', id)
    .where('party_id', 'in', parties)
    .execute();
}

/** The thread that a form has started already, if it was sent before; a second one waits for the first. */
export async function startedBy(tx: Tx, personId: PersonId, startKey: string) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`thread:${personId}:${startKey}`}, 0))`.execute(
    tx,
  );
  return tx
    .selectFrom('threads')
    .select('id')
    .where('started_by', '=', personId)
    .where('start_key', '=', startKey)
    .executeTakeFirst();
}

export async function insertThread(
  tx: Tx,
  t: {
    id: ThreadId;
    about: AboutRef;
    aboutTitle: string;
    kind: 'talk' | 'announcement';
    subject: string;
    startKey: string | null;
    choices: string[];
    confidential: boolean;
    leadOrgId: OrgId | null;
    startedBy: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('threads')
    .values({
      id: t.id,
      about_kind: t.about.kind,
      about_id: t.about.id,
      about_title: t.aboutTitle,
      kind: t.kind,
      subject: t.subject,
      start_key: t.startKey,
      choices: t.choices,
      confidential: t.confidential,
      lead_org_id: t.leadOrgId,
      started_by: t.startedBy,
      started_at: t.now,
      last_at: t.now,
    })
    .execute();
}

/** All in one statement: afterwards only the installation itself lets anybody in. */
export async function insertParties(
  tx: Tx,
  threadId: ThreadId,
  parties: readonly Party[],
  since: Temporal.Instant,
): Promise<void> {
  if (parties.length === 0) return;
  await tx
    .insertInto('thread_parties')
    .values(
      parties.map((p) => ({
        thread_id: threadId,
        org_id: p.orgId,
        person_id: p.personId,
        relation: p.relation,
        part_key: p.part.key,
        part_params: json((p.part.params ?? {}) as Record<string, string>),
        name: p.name,
        roles: [...p.roles],
        reads_as: p.readsAs,
        under_age: p.underAge,
        protects_org: p.protectsOrg ?? null,
        from_at: since,
      })),
    )
    .execute();
}

/** Lets somebody in later; who was there before reads again from now on. */
export async function addParty(
  tx: Tx,
  threadId: ThreadId,
  party: Party,
  since: Temporal.Instant,
): Promise<void> {
  await tx
    .deleteFrom('thread_parties')
    .where('thread_id', '=', threadId)
    .where('party_id', '=', party.orgId ?? (party.personId as string))
    .where('relation', '=', party.relation)
    .where('reads_as', '=', party.readsAs)
    .execute();
  await insertParties(tx, threadId, [party], since);
}

export async function endParty(
  tx: Tx,
  threadId: ThreadId,
  party: Party,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('thread_parties')
    .set({ until_at: now })
    .where('thread_id', '=', threadId)
    .where('party_id', '=', party.orgId ?? (party.personId as string))
    .where('relation', '=', party.relation)
    .where('reads_as', '=', party.readsAs)
    .execute();
}

export async function partiesOfThread(read: Readable, threadId: ThreadId): Promise<Party[]> {
  const rows = await read
    .selectFrom('thread_parties')
    .selectAll()
    .where('thread_id', '=', threadId)
    .where('until_at', 'is', null)
    .orderBy('from_at')
    .orderBy('relation')
    .orderBy('name')
    .execute();
  return rows.map((p) => ({
    relation: p.relation,
    part: { key: p.part_key, params: p.part_params as Params },
    name: p.name,
    readsAs: p.reads_as as ReadsAs,
    underAge: p.under_age,
    orgId: p.org_id,
    personId: p.person_id,
    roles: p.roles as OrgRole[],
    protectsOrg: p.protects_org,
  }));
}

export type ReaderRow = {
  person_id: PersonId;
  name: string;
  org_id: OrgId | null;
  relation: string;
  reads_as: ReadsAs;
  under_age: boolean;
  since: Temporal.Instant;
};

/** Everybody who reads a thread, by name: the persons, and those of organisations who hold one of the roles. */
export async function readersOf(read: Readable, threadId: ThreadId): Promise<ReaderRow[]> {
  const { rows } = await sql<ReaderRow>`select * from app_thread_readers(${threadId})`.execute(
    read as Tx,
  );
  return rows;
}

/** Of these persons those whom no mail reaches: without an address, or where the newest mail there was refused for good. */
export async function withoutMail(
  read: Readable,
  personIds: readonly PersonId[],
): Promise<Set<PersonId>> {
  if (personIds.length === 0) return new Set();
  const { rows } = await sql<{ id: PersonId }>`
    select p.id from persons p where p.id = any(${[...personIds]}::text[]) and (coalesce(p.email, '') = ''
      or lower(p.email) in (select d.address from app_dead_addresses(
        array(select x.email from persons x where x.id = any(${[...personIds]}::text[]) and x.email is not null)) d))`.execute(
    read as Tx,
  );
  return new Set(rows.map((r) => r.id));
}

/** How far everybody has read. */
export function readStates(read: Readable, threadId: ThreadId) {
  return read
    .selectFrom('thread_readers')
    .select(['person_id', 'read_until'])
    .where('thread_id', '=', threadId)
    .execute();
}

export type NewMessage = {
  id: MessageId;
  threadId: ThreadId;
  authorId: PersonId | null;
  authorName: string;
  authorPart: Part | null;
  text: string;
  note?: Part;
  via: 'web' | 'mail';
  sendKey: string | null;
  now: Temporal.Instant;
};

export async function insertMessage(tx: Tx, m: NewMessage): Promise<void> {
  await tx
    .insertInto('thread_messages')
    .values({
      id: m.id,
      thread_id: m.threadId,
      author_id: m.authorId,
      author_name: m.authorName,
      author_part: m.authorPart?.key ?? '',
      author_part_params: json((m.authorPart?.params ?? {}) as Record<string, string>),
      text: m.text,
      note_key: m.note?.key ?? null,
      note_params: json((m.note?.params ?? {}) as Record<string, string>),
      via: m.via,
      send_key: m.sendKey,
      written_at: m.now,
    })
    .execute();
  await tx
    .updateTable('threads')
    .set({ last_at: m.now, last_message_id: m.id })
    .where('id', '=', m.threadId)
    .execute();
}

export function messageBySendKey(read: Readable, threadId: ThreadId, sendKey: string) {
  return read
    .selectFrom('thread_messages')
    .select(['id', 'text'])
    .where('thread_id', '=', threadId)
    .where('send_key', '=', sendKey)
    .executeTakeFirst();
}

/** What has been written is unread for these, and a mail about it is due one day. */
export async function markUnread(
  tx: Tx,
  threadId: ThreadId,
  personIds: readonly PersonId[],
  now: Temporal.Instant,
): Promise<void> {
  await awaitMail(tx, threadId, personIds, now, { sinceFirst: true });
}

/** @param how.sinceFirst whether an earlier message that no mail was sent about yet goes on counting */
async function awaitMail(
  tx: Tx,
  threadId: ThreadId,
  personIds: readonly PersonId[],
  at: Temporal.Instant,
  { sinceFirst }: { sinceFirst: boolean },
): Promise<void> {
  if (personIds.length === 0) return;
  const waits = { mail_first: at, mail_last: at };
  await tx
    .insertInto('thread_readers')
    .values(personIds.map((id) => ({ thread_id: threadId, person_id: id, ...waits })))
    .onConflict((c) =>
      c.columns(['thread_id', 'person_id']).doUpdateSet((eb) => ({
        ...waits,
        ...(sinceFirst && {
          mail_first: eb.fn.coalesce('thread_readers.mail_first', eb.val(at)),
        }),
      })),
    )
    .execute();
}

/** Somebody has read up to a moment; no mail is due about it any more. Never goes back. */
export async function markRead(
  tx: Tx,
  threadId: ThreadId,
  personId: PersonId,
  until: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('thread_readers')
    .values({ thread_id: threadId, person_id: personId, read_until: until })
    .onConflict((c) =>
      c.columns(['thread_id', 'person_id']).doUpdateSet({
        read_until: sql`greatest(thread_readers.read_until, excluded.read_until)`,
        mail_first: sql`case when thread_readers.mail_last > excluded.read_until then thread_readers.mail_first end`,
        mail_last: sql`case when thread_readers.mail_last > excluded.read_until then thread_readers.mail_last end`,
      }),
    )
    .execute();
}

const messagesAtOnce = 50;

/** The newest messages of a thread, or those before one; oldest first, with whether there are more before. */
export async function messagesOf(read: Readable, threadId: ThreadId, before: MessageId | null) {
  let query = read
    .selectFrom('thread_messages')
    .selectAll()
    .where('thread_id', '=', threadId)
    .orderBy('number', 'desc')
    .limit(messagesAtOnce + 1);
  if (before)
    query = query.where('number', '<', (eb) =>
      eb.selectFrom('thread_messages').select('number').where('id', '=', before),
    );
  const rows = await query.execute();
  return { rows: rows.slice(0, messagesAtOnce).toReversed(), more: rows.length > messagesAtOnce };
}

export function filesOf(read: Readable, threadId: ThreadId, messageIds: MessageId[]) {
  if (messageIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('message_files')
    .selectAll()
    .where('thread_id', '=', threadId)
    .where('message_id', 'in', messageIds)
    .orderBy('position')
    .execute();
}

export function fileById(read: Readable, threadId: ThreadId, id: MessageFileId) {
  return read
    .selectFrom('message_files')
    .selectAll()
    .where('thread_id', '=', threadId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A file that lies in the store of files. */
export type KeptFile = { name: string; mediaType: string; size: number; key: string };

const fileColumns = ({ name, mediaType, size, key }: KeptFile, position: number) => ({
  position,
  name,
  media_type: mediaType,
  size,
  storage_key: key,
});

export async function insertFiles(
  tx: Tx,
  threadId: ThreadId,
  messageId: MessageId,
  files: readonly (KeptFile & { id: MessageFileId })[],
): Promise<void> {
  if (files.length === 0) return;
  const place = { thread_id: threadId, message_id: messageId };
  await tx
    .insertInto('message_files')
    .values(files.map((f, i) => ({ id: f.id, ...place, ...fileColumns(f, i) })))
    .execute();
}

/** A place in the list of one's threads: the last row of the page before. */
export type ListPlace = { unread: boolean; lastAt: Temporal.Instant; id: ThreadId };

export type ListRow = {
  id: ThreadId;
  about_kind: AboutKind;
  about_title: string;
  kind: 'talk' | 'announcement';
  subject: string;
  last_at: Temporal.Instant;
  closed_at: Temporal.Instant | null;
  unread: boolean;
  reads_as: ReadsAs;
};

/**
 * Threads that somebody reads, unread first, then the newest: a page by key. Parties come from their index; only what is
 * found there is asked whether it may be seen.
 */
export async function listThreads(
  read: Readable,
  scope: { personId: PersonId; parties: string[] },
  filter: {
    about?: AboutRef | null;
    ids?: ThreadId[] | null;
    after?: ListPlace | null;
    limit: number;
  },
): Promise<ListRow[]> {
  const { about, ids, after, limit } = filter;
  const { rows } = await sql<ListRow>`
    select * from (
      select t.id, t.about_kind, t.about_title, t.kind, t.subject, t.last_at, t.closed_at, mine.reads_as,
        t.last_message_id is not null and t.last_at >= mine.since
          and t.last_at > coalesce(r.read_until, '-infinity') as unread
      from (
        select p.thread_id, min(p.from_at) as since,
          case when bool_or(p.reads_as = 'member') then 'member' else min(p.reads_as) end as reads_as
        from thread_parties p
        where p.party_id = any(${scope.parties}::text[]) and p.until_at is null
          ${ids ? sql`and p.thread_id = any(${ids}::text[])` : sql``}
        group by p.thread_id
      ) mine
      join threads t on t.id = mine.thread_id
      left join thread_readers r on r.thread_id = t.id and r.person_id = ${scope.personId}
      ${about ? sql`where t.about_kind = ${about.kind} and t.about_id = ${about.id}` : sql``}
    ) x
    ${
      after
        ? sql`where (x.unread, x.last_at, x.id) < (${after.unread}, ${after.lastAt.toString()}::timestamptz, ${after.id})`
        : sql``
    }
    order by x.unread desc, x.last_at desc, x.id desc limit ${limit}`.execute(read as Tx);
  return rows;
}

/** Threads with a message that holds all the words, the newest first, each with that message. */
export async function foundThreads(read: Readable, words: string) {
  const { rows } = await sql<{ thread_id: ThreadId; text: string }>`
    select distinct on (m.thread_id) m.thread_id, m.text
    from app_found_messages(${words}, 300) f join thread_messages m on m.id = f.id
    order by m.thread_id, m.number desc`.execute(read as Tx);
  return rows;
}

/** Threads of the parties whose subject holds all the words. */
export async function foundSubjects(read: Readable, parties: string[], words: string) {
  const { rows } = await sql<{ id: ThreadId }>`
    select t.id from threads t where t.id in (select p.thread_id from thread_parties p
        where p.party_id = any(${parties}::text[]) and p.until_at is null)
      and to_tsvector('simple', app_folded(t.subject)) @@ to_tsquery('simple', ${words})
    limit 300`.execute(read as Tx);
  return rows.map((r) => r.id);
}

/** The newest message of each of these threads, as far as it may be read. */
export async function lastMessages(read: Readable, ids: ThreadId[]) {
  if (ids.length === 0) return [];
  return read
    .selectFrom('threads as t')
    .innerJoin('thread_messages as m', 'm.id', 't.last_message_id')
    .select([
      'm.thread_id',
      'm.author_id',
      'm.author_name',
      'm.text',
      'm.note_key',
      'm.note_params',
    ])
    .where('t.id', 'in', ids)
    .execute();
}

/** What was written after a message, a little before included since clocks and commits do not agree to the second. */
export async function newsAfter(
  read: Readable,
  scope: { personId: PersonId; parties: string[] },
  lastId: MessageId,
) {
  const { rows } = await sql<{ id: MessageId; thread_id: ThreadId }>`
    select distinct on (m.thread_id) m.thread_id, m.id from thread_messages m
    where m.thread_id in (select p.thread_id from thread_parties p
        where p.party_id = any(${scope.parties}::text[]) and p.until_at is null)
      and m.written_at > (select written_at - interval '10 seconds' from thread_messages where id = ${lastId})
      and m.id <> ${lastId} and m.author_id is distinct from ${scope.personId}
    order by m.thread_id, m.number desc limit 100`.execute(read as Tx);
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export async function closeThread(
  tx: Tx,
  id: ThreadId,
  closed: { at: Temporal.Instant; by: PersonId | null } | null,
): Promise<void> {
  await tx
    .updateTable('threads')
    .set({ closed_at: closed?.at ?? null, closed_by: closed?.by ?? null })
    .where('id', '=', id)
    .execute();
}

export async function setReminded(tx: Tx, id: ThreadId, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('threads').set({ reminded_at: at }).where('id', '=', id).execute();
}

/** Puts what is still unread of a thread before these readers once more: a mail about it is due at once. */
export async function remindReaders(
  tx: Tx,
  threadId: ThreadId,
  personIds: readonly PersonId[],
  at: Temporal.Instant,
): Promise<void> {
  await awaitMail(tx, threadId, personIds, at, { sinceFirst: false });
}

export async function settingsOf(
  read: Readable,
  personId: PersonId,
): Promise<Omit<MailSettings, 'timeZone'> | null> {
  const row = await read
    .selectFrom('message_settings')
    .select(['mail', 'quiet_from', 'quiet_until'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row
    ? { mail: row.mail as MailMode, quietFrom: row.quiet_from, quietUntil: row.quiet_until }
    : null;
}

export async function saveSettings(
  tx: Tx,
  personId: PersonId,
  s: Omit<MailSettings, 'timeZone'>,
): Promise<void> {
  const values = { mail: s.mail, quiet_from: s.quietFrom, quiet_until: s.quietUntil };
  await tx
    .insertInto('message_settings')
    .values({ person_id: personId, ...values })
    .onConflict((c) => c.column('person_id').doUpdateSet(values))
    .execute();
}

/** The zone of the clock somebody lives by, as they chose it for their calendar, else of where they work or stay. */
export async function zoneOf(read: Readable, personId: PersonId): Promise<string> {
  const { rows } = await sql<{
    time_zone: string;
  }>`select time_zone from app_zones_of(${[personId]}::text[])`.execute(read as Tx);
  return rows[0]?.time_zone ?? 'Europe/Brussels';
}

export async function policiesOf(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return [];
  return read
    .selectFrom('safeguarding_policies')
    .selectAll()
    .where('org_id', 'in', orgIds)
    .execute();
}

export async function savePolicy(
  tx: Tx,
  orgId: OrgId,
  policy: { roles: string[]; personIds: PersonId[]; by: PersonId; now: Temporal.Instant },
  version: number,
): Promise<boolean> {
  const values = {
    roles: policy.roles,
    person_ids: policy.personIds,
    changed_by: policy.by,
    changed_at: policy.now,
  };
  if (version === 0) {
    await tx
      .insertInto('safeguarding_policies')
      .values({ org_id: orgId, ...values })
      .execute();
    return true;
  }
  const { numUpdatedRows } = await tx
    .updateTable('safeguarding_policies')
    .set({ ...values, version: version + 1 })
    .where('org_id', '=', orgId)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Lays a mail aside for its person. @returns false when it is there already: mails come twice */
export async function holdMessage(
  tx: Tx,
  m: {
    id: HeldMessageId;
    threadId: ThreadId;
    personId: PersonId;
    sender: string;
    subject: string;
    text: string;
    reason: 'sender' | 'closed' | 'too_long';
    sendKey: string;
    refused: RefusedFile[];
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('held_messages')
    .values({
      id: m.id,
      thread_id: m.threadId,
      person_id: m.personId,
      sender: m.sender,
      subject: m.subject,
      text: m.text,
      reason: m.reason,
      send_key: m.sendKey,
      refused_files: json(m.refused),
      arrived_at: m.now,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertHeldFiles(
  tx: Tx,
  heldId: HeldMessageId,
  files: readonly KeptFile[],
): Promise<void> {
  if (files.length === 0) return;
  await tx
    .insertInto('held_files')
    .values(files.map((f, i) => ({ held_id: heldId, ...fileColumns(f, i) })))
    .execute();
}

/** Files that wait with mails, in the order in which they came. */
export async function heldFiles(
  read: Readable,
  heldIds: HeldMessageId[],
): Promise<(KeptFile & { heldId: HeldMessageId })[]> {
  if (heldIds.length === 0) return [];
  const rows = await read
    .selectFrom('held_files')
    .selectAll()
    .where('held_id', 'in', heldIds)
    .orderBy('held_id')
    .orderBy('position')
    .execute();
  return rows.map((f) => ({
    heldId: f.held_id,
    name: f.name,
    mediaType: f.media_type,
    size: f.size,
    key: f.storage_key,
  }));
}

export const refusedOf = (held: { refused_files: unknown }) => held.refused_files as RefusedFile[];

function held(read: Readable) {
  return read
    .selectFrom('held_messages as h')
    .leftJoin('threads as t', 't.id', 'h.thread_id')
    .selectAll('h')
    .select(['t.subject as thread_subject', 't.closed_at', 't.kind as thread_kind']);
}

export function heldOf(read: Readable, personId: PersonId) {
  return held(read)
    .where('h.person_id', '=', personId)
    .orderBy('h.arrived_at')
    .limit(100)
    .execute();
}

/** Locks first: who decides twice decides once. */
export async function lockHeld(tx: Tx, id: HeldMessageId) {
  await tx.selectFrom('held_messages').select('id').where('id', '=', id).forUpdate().execute();
  return held(tx).where('h.id', '=', id).executeTakeFirst();
}

export async function deleteHeld(tx: Tx, id: HeldMessageId): Promise<void> {
  await tx.deleteFrom('held_messages').where('id', '=', id).execute();
}

// What follows is read and written by the installation itself: nightly work, mails, erasure.

/** Persons about whose unread messages a mail may be due. */
export async function personsAwaitingMail(read: Readable): Promise<PersonId[]> {
  const rows = await read
    .selectFrom('thread_readers')
    .select('person_id')
    .distinct()
    .where('mail_last', 'is not', null)
    .execute();
  return rows.map((r) => r.person_id);
}

export function awaitingMail(tx: Tx, personId: PersonId) {
  return tx
    .selectFrom('thread_readers as r')
    .innerJoin('threads as t', 't.id', 'r.thread_id')
    .select(['r.thread_id', 'r.mail_first', 'r.mail_last', 'r.read_until'])
    .select(['t.subject', 't.confidential', 't.kind', 't.choices', 't.about_kind', 't.about_id'])
    .where('r.person_id', '=', personId)
    .where('r.mail_last', 'is not', null)
    .orderBy('r.mail_first')
    .forUpdate('r')
    .execute();
}

export async function mailSent(tx: Tx, personId: PersonId, threadIds: ThreadId[]): Promise<void> {
  if (threadIds.length === 0) return;
  await tx
    .updateTable('thread_readers')
    .set({ mail_first: null, mail_last: null })
    .where('person_id', '=', personId)
    .where('thread_id', 'in', threadIds)
    .execute();
}

/** What somebody has not read of a thread, oldest first. */
export function unreadMessages(
  read: Readable,
  threadId: ThreadId,
  since: Temporal.Instant,
  exceptId: PersonId,
) {
  return read
    .selectFrom('thread_messages')
    .select(['id', 'author_id', 'author_name', 'text', 'note_key', 'note_params', 'written_at'])
    .where('thread_id', '=', threadId)
    .where('written_at', '>=', since)
    .where((eb) => eb.or([eb('author_id', 'is', null), eb('author_id', '<>', exceptId)]))
    .orderBy('number')
    .limit(20)
    .execute();
}

/** Threads one after the other, by key. */
export function threadsAfter(read: Readable, after: string, limit: number) {
  return read
    .selectFrom('threads')
    .select(['id', 'about_kind', 'about_id', 'ended_on', 'last_at'])
    .where('id', '>', after as ThreadId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function threadsAbout(read: Readable, about: AboutRef): Promise<ThreadId[]> {
  const rows = await read
    .selectFrom('threads')
    .select('id')
    .where('about_kind', '=', about.kind)
    .where('about_id', '=', about.id)
    .execute();
  return rows.map((r) => r.id);
}

export async function threadsOfOrg(read: Readable, orgIds: OrgId[]): Promise<ThreadId[]> {
  const rows = await read
    .selectFrom('thread_parties')
    .select('thread_id')
    .distinct()
    .where('org_id', 'in', orgIds)
    .execute();
  return rows.map((r) => r.thread_id);
}

export async function setFacts(
  tx: Tx,
  id: ThreadId,
  facts: {
    title: string;
    confidential: boolean;
    leadOrgId: OrgId | null;
    endedOn: Temporal.PlainDate | null;
  },
): Promise<void> {
  await tx
    .updateTable('threads')
    .set({
      about_title: facts.title,
      confidential: facts.confidential,
      lead_org_id: facts.leadOrgId,
      ended_on: facts.endedOn,
    })
    .where('id', '=', id)
    .execute();
}

/** Deletes a thread with all that belongs to it. */
export async function deleteThread(tx: Tx, id: ThreadId): Promise<void> {
  await tx.deleteFrom('threads').where('id', '=', id).execute();
}

/** Deletes mails that came before a moment. @returns how many */
export async function deleteOldHeld(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('held_messages')
    .where('arrived_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function emailOf(read: Readable, personId: PersonId) {
  return read
    .selectFrom('persons')
    .select(['id', 'email', 'language', 'given_name', 'family_name', 'preferred_name'])
    .where('id', '=', personId)
    .executeTakeFirst();
}

export async function orgName(read: Readable, id: OrgId): Promise<string> {
  const row = await read
    .selectFrom('organisations')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.name ?? '';
}
