import type { DocumentId, FirstContactId, OrgId, PartnershipId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import {
  type AgreementWords,
  type FrozenAgreement,
  noWords,
  type PartnershipKind,
  type PartnershipState,
} from '../../core/index.ts';

/** Partnerships with what is public about both organisations. */
function partnerships(read: Readable) {
  return read
    .selectFrom('partnerships as p')
    .innerJoin('organisations as f', 'f.id', 'p.first_org_id')
    .innerJoin('organisations as s', 's.id', 'p.second_org_id')
    .selectAll('p')
    .select([
      'f.name as first_name',
      'f.kind as first_kind',
      'f.city as first_city',
      'f.country_code as first_country',
      'f.language as first_language',
      'f.oid as first_oid',
      'f.time_zone as first_zone',
      's.name as second_name',
      's.kind as second_kind',
      's.city as second_city',
      's.country_code as second_country',
      's.language as second_language',
      's.oid as second_oid',
      's.time_zone as second_zone',
    ]);
}
type PartnershipRow = NonNullable<Awaited<ReturnType<typeof rowById>>>;
export type PartnershipRecord = Omit<PartnershipRow, 'kind' | 'state'> & {
  kind: PartnershipKind;
  state: PartnershipState;
};

function rowById(read: Readable, id: PartnershipId) {
  return partnerships(read).where('p.id', '=', id).executeTakeFirst();
}

const recordOf = (row: PartnershipRow): PartnershipRecord => ({
  ...row,
  kind: row.kind as PartnershipKind,
  state: row.state as PartnershipState,
});

export async function partnershipById(
  read: Readable,
  id: PartnershipId,
): Promise<PartnershipRecord | null> {
  const row = await rowById(read, id);
  return row ? recordOf(row) : null;
}

export async function partnershipsOf(
  read: Readable,
  orgIds: readonly OrgId[],
): Promise<PartnershipRecord[]> {
  if (orgIds.length === 0) return [];
  const rows = await partnerships(read)
    .where((eb) =>
      eb.or([eb('p.first_org_id', 'in', [...orgIds]), eb('p.second_org_id', 'in', [...orgIds])]),
    )
    .orderBy('p.proposed_at', 'desc')
    .orderBy('p.id')
    .execute();
  return rows.map(recordOf);
}

/** Two organisations' partnership that is not over; undefined when there is none. */
export async function partnershipBetween(
  read: Readable,
  one: OrgId,
  other: OrgId,
): Promise<PartnershipRecord | undefined> {
  const row = await partnerships(read)
    .where('p.first_org_id', 'in', [one, other])
    .where('p.second_org_id', 'in', [one, other])
    .where('p.state', 'not in', ['ended', 'declined'])
    .executeTakeFirst();
  return row && recordOf(row);
}

/** In force and to be renewed by a day. */
export async function renewedBy(
  read: Readable,
  day: Temporal.PlainDate,
): Promise<PartnershipRecord[]> {
  const rows = await partnerships(read)
    .where('p.state', 'in', ['agreed', 'renewed'])
    .where('p.renews_on', '<=', day)
    .execute();
  return rows.map(recordOf);
}

export async function lockPartnership(tx: Tx, id: PartnershipId): Promise<void> {
  await tx.selectFrom('partnerships').select('id').where('id', '=', id).forUpdate().execute();
}

export async function insertPartnership(
  tx: Tx,
  p: {
    id: PartnershipId;
    kind: PartnershipKind;
    firstOrgId: OrgId;
    secondOrgId: OrgId;
    greeting: string;
    contactId: FirstContactId | null;
    byOrgId: OrgId;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('partnerships')
    .values({
      id: p.id,
      kind: p.kind,
      first_org_id: p.firstOrgId,
      second_org_id: p.secondOrgId,
      state: 'proposed',
      greeting: p.greeting,
      contact_id: p.contactId,
      proposed_by_org_id: p.byOrgId,
      proposed_by: p.by,
      proposed_by_name: p.byName,
      proposed_at: p.now,
    })
    .execute();
}

export async function updatePartnership(
  tx: Tx,
  id: PartnershipId,
  change: {
    state?: PartnershipState;
    answered_by_name?: string;
    answered_at?: Temporal.Instant;
    agreed_at?: Temporal.Instant;
    renews_on?: Temporal.PlainDate | null;
    ended_by_org_id?: OrgId;
    ended_by_name?: string;
    end_reason?: string;
    ended_at?: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('partnerships')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

type VersionRow = Awaited<ReturnType<typeof versionRows>>[number];
export type VersionState = 'draft' | 'open' | 'sent_back' | 'accepted' | 'replaced';
export type VersionRecord = Omit<VersionRow, 'words' | 'frozen' | 'state'> & {
  state: VersionState;
  words: AgreementWords;
  frozen: FrozenAgreement | null;
};

function versionRows(read: Readable, id: PartnershipId) {
  return read
    .selectFrom('partnership_versions')
    .selectAll()
    .where('partnership_id', '=', id)
    .orderBy('number')
    .execute();
}

/** The versions of an agreement, oldest first. */
export async function versionsOf(read: Readable, id: PartnershipId): Promise<VersionRecord[]> {
  const rows = await versionRows(read, id);
  return rows.map((row) => ({
    ...row,
    state: row.state as VersionState,
    words: { ...noWords, ...(row.words as Partial<AgreementWords>) },
    frozen: row.frozen as FrozenAgreement | null,
  }));
}

/** How some partnerships stand: the newest version, who accepted it, and whose proposals about tasks wait. */
export async function standingOf(read: Readable, ids: readonly PartnershipId[]) {
  if (ids.length === 0) return () => ({ newest: undefined, acceptedBy: [], proposedBy: [] });
  const versions = await read
    .selectFrom('partnership_versions')
    .distinctOn('partnership_id')
    .select(['partnership_id', 'number', 'state'])
    .where('partnership_id', 'in', [...ids])
    .orderBy('partnership_id')
    .orderBy('number', 'desc')
    .execute();
  const acceptances = await read
    .selectFrom('partnership_acceptances')
    .select(['partnership_id', 'number', 'org_id'])
    .where('partnership_id', 'in', [...ids])
    .execute();
  const proposals = await read
    .selectFrom('partnership_tasks')
    .select(['partnership_id', 'proposed_by_org_id'])
    .where('partnership_id', 'in', [...ids])
    .where('state', '=', 'proposed')
    .execute();
  return (id: PartnershipId) => {
    const newest = versions.find((v) => v.partnership_id === id);
    return {
      newest,
      acceptedBy: acceptances
        .filter((a) => a.partnership_id === id && a.number === newest?.number)
        .map((a) => a.org_id),
      proposedBy: proposals.filter((t) => t.partnership_id === id).map((t) => t.proposed_by_org_id),
    };
  };
}

export async function insertVersion(
  tx: Tx,
  v: {
    partnershipId: PartnershipId;
    number: number;
    words: AgreementWords;
    changeReason: string;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('partnership_versions')
    .values({
      partnership_id: v.partnershipId,
      number: v.number,
      state: 'draft',
      words: json(v.words),
      change_reason: v.changeReason,
      edited_by: v.by,
      edited_by_name: v.byName,
      edited_at: v.now,
    })
    .execute();
}

export async function updateVersion(
  tx: Tx,
  id: PartnershipId,
  number: number,
  change: {
    state?: VersionState;
    words?: AgreementWords;
    edited?: { by: PersonId; byName: string; now: Temporal.Instant };
    frozen?: FrozenAgreement;
    sha256?: string;
    opened_at?: Temporal.Instant;
    sent_back_by_name?: string;
    send_back_reason?: string;
    accepted_at?: Temporal.Instant;
    first_document_id?: DocumentId;
    second_document_id?: DocumentId;
  },
): Promise<void> {
  const { words, edited, frozen, ...plain } = change;
  await tx
    .updateTable('partnership_versions')
    .set((eb) => ({
      ...plain,
      ...(words ? { words: json(words) } : {}),
      ...(frozen ? { frozen: json(frozen) } : {}),
      ...(edited
        ? { edited_by: edited.by, edited_by_name: edited.byName, edited_at: edited.now }
        : {}),
      version: eb('version', '+', 1),
    }))
    .where('partnership_id', '=', id)
    .where('number', '=', number)
    .execute();
}

export function editsOf(read: Readable, id: PartnershipId) {
  return read
    .selectFrom('partnership_edits as e')
    .innerJoin('organisations as o', 'o.id', 'e.by_org_id')
    .selectAll('e')
    .select('o.name as org_name')
    .where('e.partnership_id', '=', id)
    .orderBy('e.number', 'desc')
    .orderBy('e.edit', 'desc')
    .execute();
}

export async function insertEdits(
  tx: Tx,
  edit: {
    partnershipId: PartnershipId;
    number: number;
    edit: number;
    byOrgId: OrgId;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
  changes: { field: string; before: string; after: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx
    .insertInto('partnership_edits')
    .values(
      changes.map((change) => ({
        partnership_id: edit.partnershipId,
        number: edit.number,
        edit: edit.edit,
        field: change.field,
        before_words: change.before,
        after_words: change.after,
        by_org_id: edit.byOrgId,
        by_id: edit.by,
        by_name: edit.byName,
        at: edit.now,
      })),
    )
    .execute();
}

export type AcceptanceRecord = Awaited<ReturnType<typeof acceptancesOf>>[number];

export function acceptancesOf(read: Readable, id: PartnershipId) {
  return read
    .selectFrom('partnership_acceptances')
    .selectAll()
    .where('partnership_id', '=', id)
    .orderBy('accepted_at')
    .execute();
}

export async function insertAcceptance(
  tx: Tx,
  a: {
    partnershipId: PartnershipId;
    number: number;
    orgId: OrgId;
    personId: PersonId;
    personName: string;
    personRole: string;
    wording: string;
    language: string;
    sha256: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('partnership_acceptances')
    .values({
      partnership_id: a.partnershipId,
      number: a.number,
      org_id: a.orgId,
      person_id: a.personId,
      person_name: a.personName,
      person_role: a.personRole,
      wording: a.wording,
      language: a.language,
      sha256: a.sha256,
      accepted_at: a.now,
    })
    .execute();
}
