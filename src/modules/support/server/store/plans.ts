import type {
  MobilityId,
  PersonId,
  SupportCaseId,
  SupportPlanId,
  SupportStepId,
} from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { PlanAnswer, PlanPart, PlanTool } from '../../core/index.ts';

function plans(read: Readable) {
  return read
    .selectFrom('support_plans as x')
    .innerJoin('mobilities as m', 'm.id', 'x.mobility_id')
    .innerJoin('persons as p', 'p.id', 'm.pupil_id')
    .selectAll('x')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name']);
}
export type PlanRow = Awaited<ReturnType<ReturnType<typeof plans>['execute']>>[number];

/** Under lock for those who handle the case; others read it. */
export function planById(read: Readable, id: SupportPlanId): Promise<PlanRow | undefined> {
  return plans(read).where('x.id', '=', id).executeTakeFirst();
}

/** What the row policies let somebody see: meant for them, or of a case that they read. The newest first. */
export function listPlans(read: Readable, mobilityId: MobilityId | null): Promise<PlanRow[]> {
  return plans(read)
    .$if(mobilityId !== null, (q) => q.where('x.mobility_id', '=', mobilityId as MobilityId))
    .orderBy('x.shared_at', 'desc')
    .orderBy('x.id')
    .limit(50)
    .execute();
}

export function plansOfCases(read: Readable, caseIds: SupportCaseId[]): Promise<PlanRow[]> {
  if (caseIds.length === 0) return Promise.resolve([]);
  return plans(read).where('x.case_id', 'in', caseIds).execute();
}

export type WrittenPlan = {
  aims: string;
  help: string;
  reviewOn: Temporal.PlainDate | null;
  withGuardians: boolean;
  withFamily: boolean;
};

const columnsOf = (w: WrittenPlan, by: { personId: PersonId; name: string }) => ({
  aims: w.aims,
  help: w.help,
  review_on: w.reviewOn,
  with_guardians: w.withGuardians,
  with_family: w.withFamily,
  shared_by: by.personId,
  shared_by_name: by.name,
});

type Sharing = { by: { personId: PersonId; name: string }; now: Temporal.Instant };

/** @returns whether it was the first plan of its step */
export async function insertPlan(
  tx: Tx,
  at: {
    id: SupportPlanId;
    stepId: SupportStepId;
    caseId: SupportCaseId;
    mobilityId: MobilityId;
    tool: PlanTool;
  },
  written: WrittenPlan,
  { by, now }: Sharing,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('support_plans')
    .values({
      ...columnsOf(written, by),
      id: at.id,
      step_id: at.stepId,
      case_id: at.caseId,
      mobility_id: at.mobilityId,
      tool: at.tool,
      shared_at: now,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns whether the plan still was at that version */
export async function updatePlan(
  tx: Tx,
  at: { id: SupportPlanId; version: number },
  written: WrittenPlan,
  { by, now }: Sharing,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('support_plans')
    .set({ ...columnsOf(written, by), shared_at: now, ended_at: null, version: at.version + 1 })
    .where('id', '=', at.id)
    .where('version', '=', at.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Its step is done or not needed any more: the plan is read on, and answered no more. */
export async function endPlan(tx: Tx, stepId: SupportStepId, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('support_plans')
    .set({ ended_at: at })
    .where('step_id', '=', stepId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Answers as the row policies let somebody see them: one's own, or all of a case that one reads. */
export function answersOf(read: Readable, planIds: SupportPlanId[]) {
  if (planIds.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('support_plan_answers')
    .selectAll()
    .where('plan_id', 'in', planIds)
    .orderBy('answered_at', 'desc')
    .orderBy('person_id')
    .execute();
}

/** Somebody's answer to one version; said again, the last one counts. */
export async function keepAnswer(
  tx: Tx,
  a: {
    planId: SupportPlanId;
    version: number;
    personId: PersonId;
    name: string;
    part: PlanPart;
    answer: PlanAnswer;
    words: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  const said = { answer: a.answer, words: a.words, answered_at: a.now };
  await tx
    .insertInto('support_plan_answers')
    .values({
      ...said,
      plan_id: a.planId,
      plan_version: a.version,
      person_id: a.personId,
      name: a.name,
      part: a.part,
    })
    .onConflict((c) => c.columns(['plan_id', 'plan_version', 'person_id']).doUpdateSet(said))
    .execute();
}
