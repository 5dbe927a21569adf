import type { AssessmentId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Answer, Intent, Priority, Role, Scope, Status } from '../core/types.ts';

/** An organisation the actor may assess, under lock: whoever starts an assessment waits for the one before. */
export function organisationForUpdate(tx: Tx, id: OrgId) {
  return tx
    .selectFrom('organisations')
    .select(['id', 'kind', 'name'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function openAssessment(read: Readable, orgId: OrgId, scope: Scope, role: Role) {
  return read
    .selectFrom('assessments')
    .select('id')
    .where('org_id', '=', orgId)
    .where('state', '=', 'open')
    .where('scope', '=', scope)
    .where('applies_as', '=', role)
    .executeTakeFirst();
}

export async function insertAssessment(
  tx: Tx,
  a: {
    id: AssessmentId;
    orgId: OrgId;
    personId: PersonId;
    version: string;
    scope: Scope;
    role: Role;
    state: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('assessments')
    .values({
      id: a.id,
      org_id: a.orgId,
      person_id: a.personId,
      questionnaire_version: a.version,
      scope: a.scope,
      applies_as: a.role,
      state: a.state,
      created_at: a.now,
    })
    .execute();
}

export async function assessmentForUpdate(tx: Tx, id: AssessmentId) {
  const row = await tx
    .selectFrom('assessments')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, scope: row.scope as Scope, applies_as: row.applies_as as Role };
}

export async function assessmentById(read: Readable, id: AssessmentId) {
  const row = await read
    .selectFrom('assessments as a')
    .innerJoin('organisations as o', 'o.id', 'a.org_id')
    .selectAll('a')
    .select('o.name as org_name')
    .where('a.id', '=', id)
    .executeTakeFirst();
  return row && { ...row, scope: row.scope as Scope, applies_as: row.applies_as as Role };
}

export async function assessmentsOf(read: Readable, orgIds: OrgId[]) {
  if (orgIds.length === 0) return [];
  const rows = await read
    .selectFrom('assessments as a')
    .innerJoin('organisations as o', 'o.id', 'a.org_id')
    .leftJoin('persons as p', 'p.id', 'a.person_id')
    .select([
      'a.id',
      'a.org_id',
      'a.person_id',
      'a.scope',
      'a.applies_as',
      'a.state',
      'a.created_at',
      'a.submitted_at',
      'o.name as org_name',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .where('a.org_id', 'in', orgIds)
    .orderBy('a.created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    scope: row.scope as Scope,
    applies_as: row.applies_as as Role,
  }));
}

/** Which points are answered, of several assessments at once. */
export function answeredItems(read: Readable, ids: AssessmentId[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('assessment_answers')
    .select(['assessment_id', 'item_id'])
    .where('assessment_id', 'in', ids)
    .execute();
}

export type KeptAnswer = Answer & { answeredAt: Temporal.Instant };

/** The answers of an assessment by point. */
export async function answersOf(
  read: Readable,
  id: AssessmentId,
): Promise<Map<string, KeptAnswer>> {
  const rows = await read
    .selectFrom('assessment_answers')
    .selectAll()
    .where('assessment_id', '=', id)
    .execute();
  return new Map(
    rows.map((row) => [
      row.item_id,
      {
        itemId: row.item_id,
        status: row.status as Status,
        reason: row.reason,
        evidence: row.evidence,
        evidenceOn: row.evidence_on,
        reviewer: row.reviewer,
        answeredAt: row.answered_at,
      },
    ]),
  );
}

export async function saveAnswers(
  tx: Tx,
  id: AssessmentId,
  answers: Answer[],
  now: Temporal.Instant,
): Promise<void> {
  if (answers.length === 0) return;
  await tx
    .insertInto('assessment_answers')
    .values(
      answers.map((a) => ({
        assessment_id: id,
        item_id: a.itemId,
        status: a.status,
        reason: a.reason,
        evidence: a.evidence,
        evidence_on: a.evidenceOn,
        reviewer: a.reviewer,
        answered_at: now,
      })),
    )
    .onConflict((c) =>
      c.columns(['assessment_id', 'item_id']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        reason: eb.ref('excluded.reason'),
        evidence: eb.ref('excluded.evidence'),
        evidence_on: eb.ref('excluded.evidence_on'),
        reviewer: eb.ref('excluded.reviewer'),
        answered_at: eb.ref('excluded.answered_at'),
      })),
    )
    .execute();
}

export async function prioritiesOf(read: Readable, id: AssessmentId): Promise<Priority[]> {
  const rows = await read
    .selectFrom('assessment_priorities')
    .select(['rank', 'item_id', 'intent'])
    .where('assessment_id', '=', id)
    .orderBy('rank')
    .execute();
  return rows.map((r) => ({ rank: r.rank, itemId: r.item_id, intent: r.intent as Intent }));
}

export async function replacePriorities(
  tx: Tx,
  id: AssessmentId,
  priorities: Priority[],
): Promise<void> {
  await tx.deleteFrom('assessment_priorities').where('assessment_id', '=', id).execute();
  if (priorities.length === 0) return;
  await tx
    .insertInto('assessment_priorities')
    .values(
      priorities.map((p) => ({
        assessment_id: id,
        rank: p.rank,
        item_id: p.itemId,
        intent: p.intent,
      })),
    )
    .execute();
}

/** Moves the record on; false when it was no longer the version that was read. */
export async function bumpVersion(tx: Tx, id: AssessmentId, version: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('assessments')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function markSubmitted(
  tx: Tx,
  id: AssessmentId,
  state: string,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('assessments')
    .set((eb) => ({ state, submitted_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** The organisation's last assessment that was submitted before this one. */
export function previousSubmitted(
  read: Readable,
  a: { id: AssessmentId; org_id: OrgId; submitted_at: Temporal.Instant | null },
) {
  let query = read
    .selectFrom('assessments')
    .select(['id', 'submitted_at'])
    .where('org_id', '=', a.org_id)
    .where('state', '=', 'submitted')
    .where('id', '<>', a.id);
  if (a.submitted_at) query = query.where('submitted_at', '<', a.submitted_at);
  return query.orderBy('submitted_at', 'desc').executeTakeFirst();
}

/**
 * People who still work for the organisation for which they submitted, with the ranked priorities of their newest
 * assessment, where one of these points is among them. No answer and no status is read.
 */
export async function priorityHolders(
  read: Readable,
  itemIds: string[],
  today: Temporal.PlainDate,
) {
  if (itemIds.length === 0) return [];
  return read
    .selectFrom((eb) =>
      eb
        .selectFrom('assessments as a')
        .innerJoin('memberships as m', (join) =>
          join.onRef('m.org_id', '=', 'a.org_id').onRef('m.person_id', '=', 'a.person_id'),
        )
        .distinctOn(['a.person_id', 'a.org_id'])
        .select(['a.id', 'a.person_id', 'a.org_id'])
        .where('a.state', '=', 'submitted')
        .where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', today)]))
        .orderBy('a.person_id')
        .orderBy('a.org_id')
        .orderBy('a.submitted_at', 'desc')
        .as('n'),
    )
    .innerJoin('assessment_priorities as q', 'q.assessment_id', 'n.id')
    .innerJoin('persons as p', 'p.id', 'n.person_id')
    .innerJoin('organisations as o', 'o.id', 'n.org_id')
    .select([
      'n.person_id',
      'n.org_id',
      'q.rank',
      'q.item_id',
      'q.intent',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
      'p.language',
      'p.email',
      'o.name as org_name',
      'o.country_code',
    ])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('assessment_priorities as x')
          .select('x.rank')
          .whereRef('x.assessment_id', '=', 'n.id')
          .where('x.item_id', 'in', itemIds),
      ),
    )
    .orderBy('o.name')
    .orderBy('p.family_name')
    .orderBy('n.person_id')
    .orderBy('q.rank')
    .execute();
}
