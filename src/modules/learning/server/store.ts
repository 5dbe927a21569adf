import type { DocumentId, IntakeId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  AgreementContent,
  AgreementRow,
  AgreementState,
  RecognitionDecision,
  ResultOfRow,
  SignatoryRole,
} from '../core/index.ts';

/** How a version came to its end without being signed. */
export type Decline = { role: SignatoryRole; personId: PersonId; reason: string; at: string };

/** The column `content`: the agreement that was hashed, and beside it, outside the hash, a refusal to sign. */
export type KeptContent = { agreement: AgreementContent; decline?: Decline };

const versionColumns = [
  'v.mobility_id',
  'v.number',
  'v.state',
  'v.monitoring',
  'v.reintegration',
  'v.change_reason',
  'v.content',
  'v.sha256',
  'v.document_id',
  'v.created_at',
  'v.created_by',
  'v.opened_at',
  'v.completed_at',
  'v.edited_by',
  'v.version',
] as const;

/** All versions of an agreement, oldest first. */
export async function versionsOf(read: Readable, mobilityId: MobilityId) {
  const rows = await read
    .selectFrom('agreement_versions as v')
    .select(versionColumns)
    .where('v.mobility_id', '=', mobilityId)
    .orderBy('v.number')
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as AgreementState,
    content: row.content as KeptContent | null,
  }));
}

/** The newest version of each mobility's agreement. */
export async function newestVersions(read: Readable, ids: MobilityId[]): Promise<VersionRecord[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('agreement_versions as v')
    .select(versionColumns)
    .distinctOn('v.mobility_id')
    .where('v.mobility_id', 'in', ids)
    .orderBy('v.mobility_id')
    .orderBy('v.number', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as AgreementState,
    content: row.content as KeptContent | null,
  }));
}

export type VersionRecord = Awaited<ReturnType<typeof versionsOf>>[number];

export async function insertVersion(
  tx: Tx,
  v: {
    mobilityId: MobilityId;
    number: number;
    monitoring?: string;
    reintegration?: string;
    changeReason?: string;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('agreement_versions')
    .values({
      mobility_id: v.mobilityId,
      number: v.number,
      state: 'draft',
      monitoring: v.monitoring ?? '',
      reintegration: v.reintegration ?? '',
      change_reason: v.changeReason ?? '',
      created_at: v.now,
      created_by: v.by,
      edited_by: v.by,
    })
    .execute();
}

export type VersionChange = Partial<{
  state: AgreementState;
  monitoring: string;
  reintegration: string;
  content: KeptContent;
  sha256: string;
  document_id: DocumentId;
  opened_at: Temporal.Instant;
  completed_at: Temporal.Instant;
  edited_by: PersonId;
}>;

export async function updateVersion(
  tx: Tx,
  mobilityId: MobilityId,
  number: number,
  { content, ...change }: VersionChange,
): Promise<void> {
  await tx
    .updateTable('agreement_versions')
    .set((eb) => ({
      ...change,
      ...(content ? { content: json(content) } : {}),
      version: eb('version', '+', 1),
    }))
    .where('mobility_id', '=', mobilityId)
    .where('number', '=', number)
    .execute();
}

export function rowsOf(
  read: Readable,
  mobilityId: MobilityId,
  number: number,
): Promise<AgreementRow[]> {
  return read
    .selectFrom('agreement_rows')
    .select(['subject', 'outcome', 'learned', 'assessed', 'recognised'])
    .where('mobility_id', '=', mobilityId)
    .where('number', '=', number)
    .orderBy('position')
    .execute();
}

/** The whole table at once: what stood there before goes. */
export async function replaceRows(
  tx: Tx,
  mobilityId: MobilityId,
  number: number,
  rows: AgreementRow[],
): Promise<void> {
  await tx
    .deleteFrom('agreement_rows')
    .where('mobility_id', '=', mobilityId)
    .where('number', '=', number)
    .execute();
  if (rows.length === 0) return;
  await tx
    .insertInto('agreement_rows')
    .values(
      rows.map(({ subject, outcome, learned, assessed, recognised }, position) => ({
        mobility_id: mobilityId,
        number,
        position,
        subject,
        outcome,
        learned,
        assessed,
        recognised,
      })),
    )
    .execute();
}

/** Signatures on all versions, in the order they were given, with the names of who gave them. */
export function signaturesOf(read: Readable, mobilityId: MobilityId) {
  return signaturesOfAll(read, [mobilityId]);
}

export async function signaturesOfAll(read: Readable, ids: MobilityId[]) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('agreement_signatures as s')
    .leftJoin('persons as p', 'p.id', 's.person_id')
    .select([
      's.mobility_id',
      's.number',
      's.role',
      's.person_id',
      's.wording',
      's.language',
      's.sha256',
      's.signed_at',
      'p.given_name',
      'p.family_name',
    ])
    .where('s.mobility_id', 'in', ids)
    .orderBy('s.signed_at')
    .execute();
  return rows.map((row) => ({
    ...row,
    role: row.role as SignatoryRole,
    name: `${row.given_name ?? ''} ${row.family_name ?? ''}`.trim(),
  }));
}

export type SignatureRecord = Awaited<ReturnType<typeof signaturesOf>>[number];

export async function insertSignature(
  tx: Tx,
  s: {
    mobilityId: MobilityId;
    number: number;
    role: SignatoryRole;
    personId: PersonId;
    wording: string;
    language: string;
    sha256: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('agreement_signatures')
    .values({
      mobility_id: s.mobilityId,
      number: s.number,
      role: s.role,
      person_id: s.personId,
      wording: s.wording,
      language: s.language,
      sha256: s.sha256,
      signed_at: s.now,
    })
    .execute();
}

/** Names as in official papers. */
export async function personNames(read: Readable, ids: PersonId[]) {
  const rows = await read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name'])
    .where('id', 'in', ids)
    .execute();
  return rows.map((p) => ({ id: p.id, name: `${p.given_name} ${p.family_name}` }));
}

/** Head and coordinators of schools: who signs for them and whom mails go to. */
export async function leadersOf(read: Readable, orgIds: OrgId[], today: Temporal.PlainDate) {
  const staff = await staffOf(read, orgIds, today);
  return staff.filter((m) => m.roles.includes('head') || m.roles.includes('coordinator'));
}

export function schoolsByIds(read: Readable, ids: OrgId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('organisations')
    .select(['id', 'name', 'city', 'country_code', 'oid', 'language', 'time_zone'])
    .where('id', 'in', ids)
    .execute();
}

export function projectOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('mobilities as m')
    .innerJoin('projects as p', 'p.id', 'm.project_id')
    .select(['p.code', 'p.title'])
    .where('m.id', '=', mobilityId)
    .executeTakeFirst();
}

export async function complementOf(read: Readable, mobilityId: MobilityId) {
  const row = await read
    .selectFrom('complements as c')
    .leftJoin('persons as p', 'p.id', 'c.issued_by')
    .select([
      'c.results',
      'c.remarks',
      'c.confirmed_from',
      'c.confirmed_until',
      'c.issued_by',
      'c.issued_at',
      'c.document_id',
      'p.given_name',
      'p.family_name',
    ])
    .where('c.mobility_id', '=', mobilityId)
    .executeTakeFirst();
  return row
    ? {
        ...row,
        results: row.results as ResultOfRow[],
        issuer: `${row.given_name ?? ''} ${row.family_name ?? ''}`.trim(),
      }
    : undefined;
}

/** Those of the mobilities whose host school has issued a complement. */
export async function reportedOf(read: Readable, ids: MobilityId[]): Promise<Set<MobilityId>> {
  if (ids.length === 0) return new Set();
  const rows = await read
    .selectFrom('complements')
    .select('mobility_id')
    .where('mobility_id', 'in', ids)
    .execute();
  return new Set(rows.map((row) => row.mobility_id));
}

export async function insertComplement(
  tx: Tx,
  c: {
    mobilityId: MobilityId;
    results: ResultOfRow[];
    remarks: string;
    from: Temporal.PlainDate;
    until: Temporal.PlainDate;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('complements')
    .values({
      mobility_id: c.mobilityId,
      results: json(c.results),
      remarks: c.remarks,
      confirmed_from: c.from,
      confirmed_until: c.until,
      issued_by: c.by,
      issued_at: c.now,
    })
    .execute();
}

export async function setComplementDocument(
  tx: Tx,
  mobilityId: MobilityId,
  id: DocumentId,
): Promise<void> {
  await tx
    .updateTable('complements')
    .set({ document_id: id })
    .where('mobility_id', '=', mobilityId)
    .execute();
}

export async function decisionsOf(read: Readable, mobilityId: MobilityId) {
  const rows = await read
    .selectFrom('recognition_decisions as d')
    .leftJoin('persons as p', 'p.id', 'd.decided_by')
    .select([
      'd.position',
      'd.decision',
      'd.reason',
      'd.decided_at',
      'p.given_name',
      'p.family_name',
    ])
    .where('d.mobility_id', '=', mobilityId)
    .orderBy('d.position')
    .execute();
  return rows.map((row) => ({
    position: row.position,
    decision: row.decision as RecognitionDecision,
    reason: row.reason,
    decidedAt: row.decided_at,
    decidedBy: `${row.given_name ?? ''} ${row.family_name ?? ''}`.trim(),
  }));
}

export async function putDecision(
  tx: Tx,
  d: {
    mobilityId: MobilityId;
    position: number;
    decision: RecognitionDecision;
    reason: string;
    by: PersonId;
    now: Temporal.Instant;
  },
): Promise<void> {
  const values = { decision: d.decision, reason: d.reason, decided_by: d.by, decided_at: d.now };
  await tx
    .insertInto('recognition_decisions')
    .values({ mobility_id: d.mobilityId, position: d.position, ...values })
    .onConflict((c) => c.columns(['mobility_id', 'position']).doUpdateSet(values))
    .execute();
}

/** When each mobility of an intake was agreed, reported on and recognised. */
export async function factsOfIntake(read: Readable, intakeId: IntakeId) {
  const signed = await read
    .selectFrom('agreement_versions as v')
    .innerJoin('mobilities as m', 'm.id', 'v.mobility_id')
    .select(['v.mobility_id', 'v.completed_at as at'])
    .distinctOn('v.mobility_id')
    .where('m.intake_id', '=', intakeId)
    .where('v.completed_at', 'is not', null)
    .orderBy('v.mobility_id')
    .orderBy('v.completed_at')
    .execute();
  const reported = await read
    .selectFrom('complements as c')
    .innerJoin('mobilities as m', 'm.id', 'c.mobility_id')
    .select(['c.mobility_id', 'c.issued_at as at'])
    .where('m.intake_id', '=', intakeId)
    .execute();
  const recognised = await read
    .selectFrom('recognition_decisions as d')
    .innerJoin('mobilities as m', 'm.id', 'd.mobility_id')
    .select(['d.mobility_id', 'd.decided_at as at'])
    .distinctOn('d.mobility_id')
    .where('m.intake_id', '=', intakeId)
    .where('m.state', '=', 'recognised')
    .orderBy('d.mobility_id')
    .orderBy('d.decided_at', 'desc')
    .execute();
  return { signed, reported, recognised };
}

/**
 * Mobilities of a party that stand where the agreement, the complement or the recognition is due, next start first.
 * A bounded list: a home page shows the nearest.
 */
export function mobilitiesWithTurns(
  read: Readable,
  parties: string[],
  today: Temporal.PlainDate,
  limit: number,
) {
  return read
    .selectFrom('mobility_parties as mp')
    .innerJoin('mobilities as m', 'm.id', 'mp.mobility_id')
    .select(['m.id', 'm.pupil_id', 'm.sending_school_id', 'm.host_school_id', 'mp.starts_on'])
    .distinct()
    .where('mp.party_id', 'in', parties)
    .where('mp.state', 'in', ['placed', 'agreed', 'ready', 'departed', 'settled', 'returned'])
    .where((eb) => eb.or([eb('mp.until_on', 'is', null), eb('mp.until_on', '>=', today)]))
    .where((eb) =>
      eb.or([
        eb('mp.state', 'in', ['placed', 'returned']),
        eb.and([
          eb('mp.state', 'in', ['departed', 'settled']),
          eb.not(
            eb.exists(
              eb
                .selectFrom('complements as c')
                .select('c.mobility_id')
                .whereRef('c.mobility_id', '=', 'mp.mobility_id'),
            ),
          ),
        ]),
        eb.exists(
          eb
            .selectFrom('agreement_versions as v')
            .select('v.mobility_id')
            .whereRef('v.mobility_id', '=', 'mp.mobility_id')
            .where('v.state', 'in', ['draft', 'open_for_signature', 'declined']),
        ),
      ]),
    )
    .orderBy('mp.starts_on')
    .orderBy('m.id')
    .limit(limit)
    .execute();
}
