import type { AssessmentId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Role, Scope } from '../../core/types.ts';

/** How many earlier assessments are put beside one. */
const earlierLooks = 5;

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
      'a.questionnaire_version',
      'a.created_at',
      'a.submitted_at',
      'a.again_on',
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

/** Moves an open assessment to another version of the questionnaire. */
export async function carryOver(
  tx: Tx,
  id: AssessmentId,
  to: { from: string; version: string; personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('assessments')
    .set((eb) => ({
      questionnaire_version: to.version,
      carried_from: to.from,
      carried_by: to.personId,
      carried_at: to.now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Assessments of the organisation in the same role that were submitted before this one, newest first. */
export async function submittedBefore(
  read: Readable,
  a: { id: AssessmentId; org_id: OrgId; applies_as: Role; submitted_at: Temporal.Instant | null },
) {
  let query = read
    .selectFrom('assessments')
    .select(['id', 'scope', 'submitted_at', 'questionnaire_version'])
    .where('org_id', '=', a.org_id)
    .where('applies_as', '=', a.applies_as)
    .where('state', '=', 'submitted')
    .where('id', '<>', a.id);
  if (a.submitted_at) query = query.where('submitted_at', '<', a.submitted_at);
  const rows = await query.orderBy('submitted_at', 'desc').limit(earlierLooks).execute();
  return rows.flatMap((row) =>
    row.submitted_at ? [{ ...row, scope: row.scope as Scope, submitted_at: row.submitted_at }] : [],
  );
}

/**
 * People who still work for the organisation for which they submitted, with the ranked priorities of their newest
 * assessment, where one of these points is among them (null: whatever they are). No answer and no status is read.
 */
export async function priorityHolders(
  read: Readable,
  itemIds: string[] | null,
  today: Temporal.PlainDate,
  of: { personIds?: PersonId[] } = {},
) {
  if (itemIds?.length === 0) return [];
  let query = read
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
    .orderBy('o.name')
    .orderBy('p.family_name')
    .orderBy('n.person_id')
    .orderBy('q.rank');
  if (itemIds)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('assessment_priorities as x')
          .select('x.rank')
          .whereRef('x.assessment_id', '=', 'n.id')
          .where('x.item_id', 'in', itemIds),
      ),
    );
  if (of.personIds) query = query.where('n.person_id', 'in', of.personIds);
  return query.execute();
}

/**
 * The ranked priorities of the newest assessment that each of these people closed for this organisation. No answer and no
 * status is read.
 */
export async function prioritiesOfPeople(
  read: Readable,
  people: readonly { personId: PersonId; orgId: OrgId }[],
  today: Temporal.PlainDate,
) {
  if (people.length === 0) return [];
  const rows = await priorityHolders(read, null, today, {
    personIds: people.map((p) => p.personId),
  });
  return rows.filter((row) =>
    people.some((p) => p.personId === row.person_id && p.orgId === row.org_id),
  );
}
