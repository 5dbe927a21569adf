import { sql } from 'kysely';
import type {
  ConcernId,
  Id,
  MobilityId,
  OrgId,
  PersonId,
  SupportCaseId,
  SupportStepId,
} from '#kernel/ids.ts';
import type { PartyRole } from '#modules/mobilities/core/index.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type {
  CaseLevel,
  CaseOutcome,
  CaseParties,
  CaseState,
  CaseTool,
  NoteKind,
  Signal,
  StepState,
} from '../../core/index.ts';

function cases(read: Readable) {
  return read
    .selectFrom('support_cases as c')
    .innerJoin('mobilities as m', 'm.id', 'c.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .leftJoin('persons as h', 'h.id', 'c.handler_id')
    .selectAll('c')
    .select([
      'm.pupil_id',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'h.given_name as handler_given',
      'h.family_name as handler_family',
      'h.preferred_name as handler_preferred',
    ]);
}
export type CaseRow = Awaited<ReturnType<ReturnType<typeof cases>['execute']>>[number];

export function caseById(read: Readable, id: SupportCaseId): Promise<CaseRow | undefined> {
  return cases(read).where('c.id', '=', id).executeTakeFirst();
}

/** Under lock: two who work on one case wait for each other. */
export async function lockCase(tx: Tx, id: SupportCaseId): Promise<CaseRow | undefined> {
  await tx.selectFrom('support_cases').select('id').where('id', '=', id).forUpdate().execute();
  return caseById(tx, id);
}

/** What the row policies let somebody see, the open ones first. */
export function listCases(read: Readable, limit: number) {
  return cases(read)
    .orderBy((eb) => eb('c.state', '=', 'closed'))
    .orderBy('c.due_at')
    .orderBy('c.opened_at', 'desc')
    .limit(limit)
    .execute();
}

export function casesOfMobility(read: Readable, mobilityId: MobilityId) {
  return cases(read)
    .where('c.mobility_id', '=', mobilityId)
    .orderBy('c.opened_at', 'desc')
    .execute();
}

/** Who belongs to some stays, with the organisations that answer for them: what a case is shown by. */
export async function casePartiesOf(
  read: Readable,
  ids: MobilityId[],
): Promise<Map<MobilityId, CaseParties>> {
  const found = new Map<MobilityId, CaseParties>();
  if (ids.length === 0) return found;
  const rows = await read
    .selectFrom('mobility_parties as p')
    .innerJoin('mobilities as m', 'm.id', 'p.mobility_id')
    .select([
      'm.id',
      'm.hosting_org_id',
      'm.sending_org_id',
      'm.sending_school_id',
      'p.org_id',
      'p.person_id',
      'p.role',
      'p.from_on',
      'p.until_on',
    ])
    .where('p.mobility_id', 'in', ids)
    .execute();
  for (const r of rows) {
    const at = found.get(r.id) ?? {
      hostingOrgId: r.hosting_org_id,
      sendingOrgId: r.sending_org_id,
      sendingSchoolId: r.sending_school_id,
      parties: [],
    };
    at.parties.push({
      orgId: r.org_id,
      personId: r.person_id,
      role: r.role as PartyRole,
      fromOn: r.from_on,
      untilOn: r.until_on,
    });
    found.set(r.id, at);
  }
  return found;
}

/** The one case in which signs of this stay gather, locked. */
export function openSignalCase(tx: Tx, mobilityId: MobilityId) {
  return tx
    .selectFrom('support_cases')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .where('opened_as', '=', 'signals')
    .where('state', '<>', 'closed')
    .forUpdate()
    .executeTakeFirst();
}

export async function insertCase(
  tx: Tx,
  c: {
    id: SupportCaseId;
    mobilityId: MobilityId;
    hostingOrgId: OrgId | null;
    level: CaseLevel;
    state: CaseState;
    openedAs: 'signals' | 'person';
    words: string;
    withoutContact: boolean;
    openedBy: PersonId | null;
    /** out of which concern: its circle alone sees the case */
    concernId?: ConcernId;
    handlerId?: PersonId;
    dueAt: Temporal.Instant;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('support_cases')
    .values({
      id: c.id,
      mobility_id: c.mobilityId,
      hosting_org_id: c.hostingOrgId,
      level: c.level,
      state: c.state,
      opened_as: c.openedAs,
      words: c.words,
      without_contact: c.withoutContact,
      opened_by: c.openedBy,
      opened_at: c.now,
      due_at: c.dueAt,
      ...(c.concernId && { concern_id: c.concernId }),
      ...(c.handlerId && { handler_id: c.handlerId, taken_at: c.now }),
    })
    .execute();
}

export type CaseChange = Partial<{
  level: CaseLevel;
  state: CaseState;
  handler_id: PersonId | null;
  taken_at: Temporal.Instant | null;
  due_at: Temporal.Instant | null;
  told_late_at: Temporal.Instant | null;
  waiting_until: Temporal.PlainDate | null;
  outcome: CaseOutcome | null;
  closing: string;
  closed_by: PersonId | null;
  closed_at: Temporal.Instant | null;
}>;

/** Changes a case that still has this version. False when somebody was quicker. */
export async function updateCase(
  tx: Tx,
  c: { id: SupportCaseId; version: number },
  change: CaseChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('support_cases')
    .set({ ...change, version: c.version + 1 })
    .where('id', '=', c.id)
    .where('version', '=', c.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Signs of a stay that have been seen before, in whichever case. */
export async function seenSigns(read: Readable, ids: MobilityId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await read
    .selectFrom('support_reasons')
    .select(['mobility_id', 'sign'])
    .where('mobility_id', 'in', ids)
    .execute();
  return new Set(rows.map((r) => `${r.mobility_id} ${r.sign}`));
}

export async function insertReasons(
  tx: Tx,
  at: { mobilityId: MobilityId; caseId: SupportCaseId; now: Temporal.Instant },
  signals: Signal[],
): Promise<void> {
  await tx
    .insertInto('support_reasons')
    .values(
      signals.map((s) => ({
        mobility_id: at.mobilityId,
        sign: s.sign,
        case_id: at.caseId,
        kind: s.kind,
        params: json(s.params),
        level: s.level,
        thresholds: s.thresholds,
        seen_at: at.now,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

export function reasonsOf(read: Readable, caseId: SupportCaseId) {
  return read
    .selectFrom('support_reasons')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('seen_at')
    .orderBy('sign')
    .execute();
}

// ---- steps

function steps(read: Readable) {
  return read
    .selectFrom('support_steps as s')
    .innerJoin('persons as p', 'p.id', 's.planned_by')
    .leftJoin('persons as c', 'c.id', 's.confirmed_by')
    .leftJoin('persons as d', 'd.id', 's.done_by')
    .selectAll('s')
    .select([
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'c.given_name as confirmed_given',
      'c.family_name as confirmed_family',
      'c.preferred_name as confirmed_preferred',
      'd.given_name as done_given',
      'd.family_name as done_family',
      'd.preferred_name as done_preferred',
    ]);
}
export type StepRow = Awaited<ReturnType<ReturnType<typeof steps>['execute']>>[number];

export function stepsOf(read: Readable, caseIds: SupportCaseId[]): Promise<StepRow[]> {
  if (caseIds.length === 0) return Promise.resolve([]);
  return steps(read).where('s.case_id', 'in', caseIds).orderBy('s.planned_at').execute();
}

export async function lockStep(tx: Tx, id: SupportStepId) {
  return tx
    .selectFrom('support_steps')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertStep(
  tx: Tx,
  s: {
    id: SupportStepId;
    caseId: SupportCaseId;
    tool: CaseTool;
    state: StepState;
    words: string;
    dueOn: Temporal.PlainDate | null;
    plannedBy: PersonId;
    plannedFor: OrgId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('support_steps')
    .values({
      id: s.id,
      case_id: s.caseId,
      tool: s.tool,
      state: s.state,
      words: s.words,
      due_on: s.dueOn,
      planned_by: s.plannedBy,
      planned_for: s.plannedFor,
      planned_at: s.now,
    })
    .execute();
}

export async function updateStep(
  tx: Tx,
  s: { id: SupportStepId; version: number },
  change: Partial<{
    state: StepState;
    confirmed_by: PersonId;
    confirmed_at: Temporal.Instant;
    done_by: PersonId;
    done_on: Temporal.PlainDate;
  }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('support_steps')
    .set({ ...change, version: s.version + 1 })
    .where('id', '=', s.id)
    .where('version', '=', s.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

// ---- notes

/** Notes of a case as the row policies let somebody see them: confidential ones are not there for everybody. */
export function notesOf(read: Readable, caseId: SupportCaseId) {
  return read
    .selectFrom('support_notes as n')
    .innerJoin('persons as p', 'p.id', 'n.written_by')
    .selectAll('n')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('n.case_id', '=', caseId)
    .orderBy('n.written_at')
    .orderBy('n.id')
    .execute();
}

export function hasNote(read: Readable, caseId: SupportCaseId, key: string) {
  return read
    .selectFrom('support_notes')
    .select('id')
    .where('case_id', '=', caseId)
    .where('send_key', '=', key)
    .executeTakeFirst();
}

export async function insertNote(
  tx: Tx,
  n: {
    id: Id<'sno'>;
    caseId: SupportCaseId;
    kind: NoteKind;
    words: string;
    sealed: Buffer | null;
    writtenBy: PersonId;
    key: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('support_notes')
    .values({
      id: n.id,
      case_id: n.caseId,
      kind: n.kind,
      words: n.words,
      sealed: n.sealed,
      written_by: n.writtenBy,
      written_at: n.now,
      send_key: n.key,
    })
    .execute();
}

// ---- by the clock

/** Cases that should have been taken up by now and nobody was told so. */
export function lateCases(read: Readable, now: Temporal.Instant) {
  return read
    .selectFrom('support_cases')
    .select('id')
    .where('state', 'in', ['open', 'reopened'])
    .where('due_at', '<', now)
    .where('told_late_at', 'is', null)
    .orderBy('due_at')
    .limit(200)
    .execute();
}

/**
 * Cases that somebody handles who sees them no more: left, without the role, below the level they see.
 * @param only asks of one case
 */
export async function casesWithoutHandler(
  read: Readable,
  only: SupportCaseId | null = null,
): Promise<{ id: SupportCaseId }[]> {
  const { rows } = await sql<{ id: SupportCaseId }>`select c.id from support_cases c
    where c.state in ('handled', 'waiting') and c.handler_id is not null and (${only}::text is null or c.id = ${only})
      and case when c.concern_id is null then not exists (select 1 from mobility_parties p where p.mobility_id = c.mobility_id
          and p.from_on <= app_today() and (p.until_on is null or p.until_on >= app_today())
          and (p.role = 'contact_person' and p.person_id = c.handler_id and not c.without_contact
            or (p.role = 'hosting_support' or p.role = 'sending_support' and c.level in ('serious', 'emergency'))
              and exists (select 1 from memberships w where w.org_id = p.org_id and w.person_id = c.handler_id
                and w.roles && array['head', 'coordinator'] and (w.until_on is null or w.until_on >= app_today()))))
        else not exists (select 1 from concern_readers r where r.concern_id = c.concern_id and r.person_id = c.handler_id
          and app_still_reads(r.concern_id, r.person_id, r.org_id)) end
    order by c.opened_at limit 200`.execute(read as Tx);
  return rows;
}

/**
 * Confidential notes go before the rest: they are needed while something is decided, and hurt most when they get out.
 * @param confidentialBefore cases closed before this lose their confidential notes
 */
export async function forgetCases(
  tx: Tx,
  at: { confidentialBefore: Temporal.Instant; endedBefore: Temporal.PlainDate },
): Promise<void> {
  await tx
    .deleteFrom('support_notes')
    .where('kind', '=', 'confidential')
    .where(
      'case_id',
      'in',
      tx
        .selectFrom('support_cases')
        .select('id')
        .where('state', '=', 'closed')
        .where('closed_at', '<', at.confidentialBefore),
    )
    .execute();
  await tx
    .deleteFrom('support_cases')
    .where('state', '=', 'closed')
    .where(
      'mobility_id',
      'in',
      tx.selectFrom('mobilities').select('id').where('ends_on', '<', at.endedBefore),
    )
    .execute();
}
