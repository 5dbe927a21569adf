import type { IntakeId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { PartyRole, StepFacts, TemplateName } from '../core/index.ts';

/** @returns false when a project with this code is here already, seen by the actor or not */
export async function insertProject(
  tx: Tx,
  p: {
    id: ProjectId;
    code: string;
    title: string;
    coordinatorId: OrgId;
    isExample: boolean;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('projects')
    .values({
      id: p.id,
      code: p.code,
      title: p.title,
      coordinator_id: p.coordinatorId,
      is_example: p.isExample,
      created_at: p.now,
    })
    .onConflict((c) => c.column('code').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Joining twice is joining once. */
export async function insertParty(
  tx: Tx,
  p: { projectId: ProjectId; orgId: OrgId; role: PartyRole; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('project_parties')
    .values({ project_id: p.projectId, org_id: p.orgId, role: p.role, joined_at: p.now })
    .onConflict((c) => c.columns(['project_id', 'org_id']).doNothing())
    .execute();
}

export function projectById(read: Readable, id: ProjectId) {
  return read
    .selectFrom('projects as p')
    .innerJoin('organisations as o', 'o.id', 'p.coordinator_id')
    .selectAll('p')
    .select('o.name as coordinator_name')
    .where('p.id', '=', id)
    .executeTakeFirst();
}

export async function lockProject(tx: Tx, id: ProjectId): Promise<void> {
  await tx.selectFrom('projects').select('id').where('id', '=', id).forUpdate().execute();
}

/** Organisations of a project, who coordinates it first. */
export function partiesOf(read: Readable, projectIds: readonly ProjectId[]) {
  if (projectIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('project_parties as x')
    .innerJoin('organisations as o', 'o.id', 'x.org_id')
    .select([
      'x.project_id',
      'x.org_id',
      'x.role',
      'x.joined_at',
      'o.name',
      'o.kind',
      'o.city',
      'o.country_code',
      'o.time_zone',
    ])
    .where('x.project_id', 'in', [...projectIds])
    .orderBy('x.joined_at')
    .orderBy('o.name')
    .execute();
}

/** Projects that one of these organisations takes part in, newest first. */
export function projectsOf(read: Readable, orgIds: readonly OrgId[]) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('projects as p')
    .innerJoin('organisations as o', 'o.id', 'p.coordinator_id')
    .selectAll('p')
    .select('o.name as coordinator_name')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('project_parties as x')
          .select('x.org_id')
          .whereRef('x.project_id', '=', 'p.id')
          .where('x.org_id', 'in', [...orgIds]),
      ),
    )
    .orderBy('p.created_at', 'desc')
    .orderBy('p.id', 'desc')
    .execute();
}

export async function renameProject(
  tx: Tx,
  id: ProjectId,
  version: number,
  title: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('projects')
    .set({ title, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertIntake(
  tx: Tx,
  i: {
    id: IntakeId;
    projectId: ProjectId;
    name: string;
    template: TemplateName;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('intakes')
    .values({
      id: i.id,
      project_id: i.projectId,
      name: i.name,
      template: i.template,
      starts_on: i.startsOn,
      ends_on: i.endsOn,
      created_at: i.now,
    })
    .execute();
}

export async function updateIntake(
  tx: Tx,
  id: IntakeId,
  version: number,
  change: {
    name: string;
    template: TemplateName;
    starts_on: Temporal.PlainDate;
    ends_on: Temporal.PlainDate;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('intakes')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export function intakesOf(read: Readable, projectIds: readonly ProjectId[]) {
  if (projectIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('intakes')
    .selectAll()
    .where('project_id', 'in', [...projectIds])
    .orderBy('starts_on', 'desc')
    .orderBy('name')
    .execute();
}

/** An intake with its project; row policies hide it from who has no part in it. */
export function intakeById(read: Readable, id: IntakeId) {
  return read
    .selectFrom('intakes as i')
    .innerJoin('projects as p', 'p.id', 'i.project_id')
    .innerJoin('organisations as o', 'o.id', 'p.coordinator_id')
    .selectAll('i')
    .select([
      'p.title as project_title',
      'p.code as project_code',
      'p.coordinator_id',
      'o.name as coordinator_name',
      'o.time_zone',
    ])
    .where('i.id', '=', id)
    .executeTakeFirst();
}

/** Steps ticked by hand, by their id. */
export async function marksOf(read: Readable, intakeId: IntakeId): Promise<StepFacts> {
  const rows = await read
    .selectFrom('step_marks')
    .select(['step_id', 'done_on'])
    .where('intake_id', '=', intakeId)
    .execute();
  return Object.fromEntries(rows.map((r) => [r.step_id, r.done_on]));
}

export async function insertMark(
  tx: Tx,
  mark: { intakeId: IntakeId; stepId: string; doneOn: Temporal.PlainDate; markedBy: PersonId },
): Promise<void> {
  await tx
    .insertInto('step_marks')
    .values({
      intake_id: mark.intakeId,
      step_id: mark.stepId,
      done_on: mark.doneOn,
      marked_by: mark.markedBy,
    })
    .onConflict((c) => c.columns(['intake_id', 'step_id']).doUpdateSet({ done_on: mark.doneOn }))
    .execute();
}

export async function deleteMark(tx: Tx, intakeId: IntakeId, stepId: string): Promise<void> {
  await tx
    .deleteFrom('step_marks')
    .where('intake_id', '=', intakeId)
    .where('step_id', '=', stepId)
    .execute();
}
