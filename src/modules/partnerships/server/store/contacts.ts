import type { FirstContactId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';

/** First letters with the names of both organisations. */
function contacts(read: Readable) {
  return read
    .selectFrom('first_contacts as c')
    .innerJoin('organisations as f', 'f.id', 'c.from_org_id')
    .innerJoin('organisations as t', 't.id', 'c.to_org_id')
    .selectAll('c')
    .select([
      'f.name as from_name',
      'f.kind as from_kind',
      't.name as to_name',
      't.kind as to_kind',
    ]);
}
export type ContactRecord = Awaited<ReturnType<typeof contactsOf>>[number];

export function contactsOf(read: Readable, orgIds: readonly OrgId[], limit: number) {
  return contacts(read)
    .where((eb) =>
      eb.or([eb('c.from_org_id', 'in', [...orgIds]), eb('c.to_org_id', 'in', [...orgIds])]),
    )
    .orderBy('c.sent_at', 'desc')
    .limit(limit)
    .execute();
}

export function contactById(read: Readable, id: FirstContactId) {
  return contacts(read).where('c.id', '=', id).executeTakeFirst();
}

export async function lockContact(tx: Tx, id: FirstContactId): Promise<void> {
  await tx.selectFrom('first_contacts').select('id').where('id', '=', id).forUpdate().execute();
}

/** The organisation that writes; only its own people can lock it, so strangers find none. */
export function lockSender(tx: Tx, id: OrgId) {
  return tx
    .selectFrom('organisations')
    .select(['id', 'name'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Letters an organisation sent on a day. */
export async function sentOn(
  read: Readable,
  fromOrgId: OrgId,
  day: Temporal.PlainDate,
): Promise<number> {
  const { n } = await read
    .selectFrom('first_contacts')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('from_org_id', '=', fromOrgId)
    .where('sent_on', '=', day)
    .executeTakeFirstOrThrow();
  return n;
}

/** The letter that waits between two organisations, in either direction. */
export function openBetween(read: Readable, one: OrgId, other: OrgId) {
  return read
    .selectFrom('first_contacts')
    .select(['id', 'from_org_id'])
    .where('state', '=', 'open')
    .where('from_org_id', 'in', [one, other])
    .where('to_org_id', 'in', [one, other])
    .executeTakeFirst();
}

export async function insertContact(
  tx: Tx,
  c: {
    id: FirstContactId;
    fromOrgId: OrgId;
    toOrgId: OrgId;
    subject: string;
    message: string;
    by: PersonId;
    byName: string;
    day: Temporal.PlainDate;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('first_contacts')
    .values({
      id: c.id,
      from_org_id: c.fromOrgId,
      to_org_id: c.toOrgId,
      subject: c.subject,
      message: c.message,
      sent_by: c.by,
      sent_by_name: c.byName,
      sent_on: c.day,
      sent_at: c.now,
    })
    .execute();
}

export async function closeContact(
  tx: Tx,
  id: FirstContactId,
  a: {
    state: 'answered' | 'declined' | 'partnership';
    answer?: string;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('first_contacts')
    .set((eb) => ({
      state: a.state,
      ...(a.answer === undefined ? {} : { answer: a.answer }),
      answered_by: a.by,
      answered_by_name: a.byName,
      answered_at: a.now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** The conversation that grew out of a letter. */
export async function setThread(tx: Tx, id: FirstContactId, threadId: string): Promise<void> {
  await tx
    .updateTable('first_contacts')
    .set({ thread_id: threadId })
    .where('id', '=', id)
    .execute();
}

/** An organisation's choice not to be written to; undefined when it said nothing. */
export function contactChoice(read: Readable, orgId: OrgId) {
  return read
    .selectFrom('contact_choices')
    .selectAll()
    .where('org_id', '=', orgId)
    .executeTakeFirst();
}

export function contactChoicesOf(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('contact_choices')
    .select(['org_id', 'closed', 'note'])
    .where('org_id', 'in', [...orgIds])
    .execute();
}

export async function putContactChoice(
  tx: Tx,
  c: { orgId: OrgId; closed: boolean; note: string; by: PersonId; now: Temporal.Instant },
): Promise<void> {
  const said = { closed: c.closed, note: c.note, changed_by: c.by, changed_at: c.now };
  await tx
    .insertInto('contact_choices')
    .values({ org_id: c.orgId, ...said })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet(said))
    .execute();
}
