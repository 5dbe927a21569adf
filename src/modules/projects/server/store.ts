import { sql } from 'kysely';
import type { IntakeId, OrgId, PersonId, ProjectId, TemplateId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { PartyRole, StepFacts, TemplateName } from '../core/index.ts';
import type { TimelineStep } from '../core/types.ts';

/** Which timeline an intake follows: one that is shipped, or a version of somebody's own made from it. */
export type TimelineChoice = {
  template: TemplateName;
  templateId: TemplateId | null;
  templateNumber: number | null;
};

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
    timeline: TimelineChoice;
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
      template: i.timeline.template,
      template_id: i.timeline.templateId,
      template_number: i.timeline.templateNumber,
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
    timeline: TimelineChoice;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('intakes')
    .set({
      name: change.name,
      template: change.timeline.template,
      template_id: change.timeline.templateId,
      template_number: change.timeline.templateNumber,
      starts_on: change.startsOn,
      ends_on: change.endsOn,
      version: version + 1,
    })
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

/** Whether any intake is the reader's to see: host families see dossiers and no intake. */
export async function seesIntakes(read: Readable): Promise<boolean> {
  return (await read.selectFrom('intakes').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** An intake that the actor sees, with the organisations of its project: for modules that bring them together. */
export async function intakeWithPartners(read: Readable, id: IntakeId) {
  const intake = await intakeById(read, id);
  if (!intake) return null;
  const partners = await partiesOf(read, [intake.project_id]);
  return {
    intake: {
      id: intake.id,
      name: intake.name,
      endsOn: intake.ends_on,
      projectId: intake.project_id,
    },
    partners: partners.map((p) => ({
      orgId: p.org_id,
      name: p.name,
      leads: p.org_id === intake.coordinator_id,
    })),
  };
}

/** A project with the organisations that run it together; null when the reader does not see it. */
export async function projectWithPartners(read: Readable, id: ProjectId) {
  const project = await projectById(read, id);
  if (!project) return null;
  const partners = await partiesOf(read, [id]);
  return {
    project: { id, title: project.title },
    partners: partners.map((p) => ({
      orgId: p.org_id,
      name: p.name,
      leads: p.org_id === project.coordinator_id,
    })),
  };
}

/** What projects or intakes are called, as far as the reader sees them. */
export async function projectNames(
  read: Readable,
  of: { projectIds: readonly ProjectId[] } | { intakeIds: readonly IntakeId[] },
): Promise<Map<string, string>> {
  const rows =
    'projectIds' in of
      ? await read
          .selectFrom('projects')
          .select(['id', 'title as name'])
          .where('id', 'in', [...of.projectIds])
          .execute()
      : await read
          .selectFrom('intakes')
          .select(['id', 'name'])
          .where('id', 'in', [...of.intakeIds])
          .execute();
  return new Map(rows.map((r) => [r.id, r.name]));
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

/** Keeps the dates an intake had, when they are changed. */
export async function insertMove(
  tx: Tx,
  move: {
    intakeId: IntakeId;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('intake_moves')
    .values({
      intake_id: move.intakeId,
      moved_at: move.now,
      moved_by: move.by,
      starts_on: move.startsOn,
      ends_on: move.endsOn,
    })
    .onConflict((c) => c.columns(['intake_id', 'moved_at']).doNothing())
    .execute();
}

/** The dates that intakes had before, oldest first. */
export function movesOf(read: Readable, intakeIds: readonly IntakeId[]) {
  if (intakeIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('intake_moves')
    .selectAll()
    .where('intake_id', 'in', [...intakeIds])
    .orderBy('moved_at')
    .execute();
}

/** Own timelines of some organisations, with the number of the version in use; of a project only that project's. */
export function timelinesOf(
  read: Readable,
  orgIds: readonly OrgId[],
  projectId: ProjectId | null = null,
) {
  if (orgIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('timeline_templates as t')
    .innerJoin('organisations as o', 'o.id', 't.org_id')
    .leftJoin('projects as p', 'p.id', 't.project_id')
    .select(['t.id', 't.org_id', 't.project_id', 't.base', 't.name', 't.version'])
    .select(['o.name as org_name', 'p.title as project_title'])
    .select((eb) =>
      eb
        .selectFrom('timeline_template_versions as v')
        .select((f) => f.fn.max('v.number').as('number'))
        .whereRef('v.template_id', '=', 't.id')
        .as('number'),
    )
    .where('t.org_id', 'in', [...orgIds])
    .$if(projectId !== null, (q) =>
      q.where((eb) => eb.or([eb('t.project_id', 'is', null), eb('t.project_id', '=', projectId)])),
    )
    .orderBy('t.created_at')
    .execute();
}

export function timelineById(read: Readable, id: TemplateId) {
  return read
    .selectFrom('timeline_templates as t')
    .innerJoin('organisations as o', 'o.id', 't.org_id')
    .selectAll('t')
    .select('o.name as org_name')
    .where('t.id', '=', id)
    .executeTakeFirst();
}

export async function lockTimeline(tx: Tx, id: TemplateId): Promise<void> {
  await tx.selectFrom('timeline_templates').select('id').where('id', '=', id).forUpdate().execute();
}

/** Versions of an own timeline, the newest first. */
export function timelineVersionsOf(read: Readable, id: TemplateId) {
  return read
    .selectFrom('timeline_template_versions')
    .selectAll()
    .where('template_id', '=', id)
    .orderBy('number', 'desc')
    .execute();
}

export function timelineVersion(read: Readable, id: TemplateId, number: number) {
  return read
    .selectFrom('timeline_template_versions')
    .selectAll()
    .where('template_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst();
}

export async function insertTimeline(
  tx: Tx,
  t: {
    id: TemplateId;
    orgId: OrgId;
    projectId: ProjectId | null;
    base: TemplateName;
    name: string;
    steps: readonly TimelineStep[];
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('timeline_templates')
    .values({
      id: t.id,
      org_id: t.orgId,
      project_id: t.projectId,
      base: t.base,
      name: t.name,
      draft: json(t.steps),
      created_at: t.now,
    })
    .execute();
}

export async function saveDraft(
  tx: Tx,
  id: TemplateId,
  version: number,
  steps: readonly TimelineStep[],
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('timeline_templates')
    .set({ draft: json(steps), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertTimelineVersion(
  tx: Tx,
  v: {
    templateId: TemplateId;
    number: number;
    name: string;
    steps: readonly TimelineStep[];
    by: PersonId | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('timeline_template_versions')
    .values({
      template_id: v.templateId,
      number: v.number,
      name: v.name,
      steps: json(v.steps),
      published_by: v.by,
      published_at: v.now,
    })
    .execute();
}

/** Projects of some organisations with their intakes, to choose from; newest first. */
export async function projectsWithIntakes(read: Readable, orgIds: readonly OrgId[]) {
  const projects = await projectsOf(read, orgIds);
  const intakes = await intakesOf(
    read,
    projects.map((p) => p.id),
  );
  return projects.map(({ id, title }) => ({
    id,
    title,
    intakes: intakes.filter((i) => i.project_id === id).map((i) => ({ id: i.id, name: i.name })),
  }));
}

/** Projects whose last intake ended before a day (one without any: that was made before it), by id. */
export function projectsOver(
  read: Readable,
  before: Temporal.PlainDate,
  after: string,
  limit: number,
) {
  return read
    .selectFrom('projects as p')
    .leftJoin('intakes as i', 'i.project_id', 'p.id')
    .select('p.id')
    .where('p.id', '>', after as ProjectId)
    .groupBy('p.id')
    .having(lastDay, '<', before)
    .orderBy('p.id')
    .limit(limit)
    .execute();
}

const lastDay = sql<Temporal.PlainDate>`coalesce(max(i.ends_on), p.created_at::date)`;

/** The last day of a project, held with its intakes: who changes their dates waits. */
export async function lastDayForUpdate(
  tx: Tx,
  id: ProjectId,
): Promise<Temporal.PlainDate | undefined> {
  await tx.selectFrom('projects').select('id').where('id', '=', id).forUpdate().execute();
  await tx.selectFrom('intakes').select('id').where('project_id', '=', id).forUpdate().execute();
  const row = await tx
    .selectFrom('projects as p')
    .leftJoin('intakes as i', 'i.project_id', 'p.id')
    .select(lastDay.as('last'))
    .where('p.id', '=', id)
    .groupBy('p.id')
    .executeTakeFirst();
  return row?.last;
}

/** What is left of a project, with everything that hangs on it; false while a dossier is kept. */
export async function deleteProject(tx: Tx, id: ProjectId): Promise<boolean> {
  const { rows } = await sql<{ gone: boolean }>`select app_forget_project(${id}) as gone`.execute(
    tx,
  );
  return rows[0]?.gone ?? false;
}
