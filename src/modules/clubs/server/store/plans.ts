import type { ActionPlanId, ClubId, OrgId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import type { Light, PlanOutcome, PlanStatus, PlanStep } from '../../core/types.ts';

export type PlanWords = {
  statusNow: PlanStatus;
  statusWished: PlanStatus;
  aim: string;
  measure: string;
  steps: PlanStep[];
  wanted: string;
  changed: string;
};

export async function insertPlan(
  tx: Tx,
  p: {
    id: ActionPlanId;
    clubId: ClubId;
    personId: PersonId;
    orgId: OrgId;
    itemId: string;
    practiceId: string | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('action_plans')
    .values({
      id: p.id,
      club_id: p.clubId,
      person_id: p.personId,
      org_id: p.orgId,
      item_id: p.itemId,
      practice_id: p.practiceId,
      created_at: p.now,
    })
    .execute();
}

export async function insertRevision(
  tx: Tx,
  planId: ActionPlanId,
  number: number,
  w: PlanWords,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('plan_revisions')
    .values({
      plan_id: planId,
      number,
      status_now: w.statusNow,
      status_wished: w.statusWished,
      aim: w.aim,
      measure: w.measure,
      steps: json(w.steps),
      wanted: w.wanted,
      changed: w.changed,
      written_at: now,
    })
    .execute();
}

export function planForUpdate(tx: Tx, id: ActionPlanId) {
  return tx
    .selectFrom('action_plans')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

const plans = (read: Readable) =>
  read
    .selectFrom('action_plans as a')
    .innerJoin('persons as p', 'p.id', 'a.person_id')
    .innerJoin('organisations as o', 'o.id', 'a.org_id')
    .selectAll('a')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name', 'p.email', 'p.language'])
    .select('o.name as org_name');

export function planById(read: Readable, id: ActionPlanId) {
  return plans(read).where('a.id', '=', id).executeTakeFirst();
}

export async function plansOfClubs(read: Readable, clubIds: readonly ClubId[]) {
  if (clubIds.length === 0) return [];
  return plans(read)
    .where('a.club_id', 'in', [...clubIds])
    .orderBy('a.created_at')
    .execute();
}

/** Plans of somebody, also of clubs they have left. */
export function plansOf(read: Readable, personId: PersonId) {
  return plans(read).where('a.person_id', '=', personId).orderBy('a.created_at', 'desc').execute();
}

export async function revisionsOf(read: Readable, ids: readonly ActionPlanId[]) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('plan_revisions')
    .selectAll()
    .where('plan_id', 'in', [...ids])
    .orderBy('plan_id')
    .orderBy('number', 'desc')
    .execute();
  return rows.map((r) => ({
    ...r,
    status_now: r.status_now as PlanStatus,
    status_wished: r.status_wished as PlanStatus,
    steps: r.steps as unknown as PlanStep[],
  }));
}

export async function progressOf(read: Readable, ids: readonly ActionPlanId[]) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('plan_progress')
    .selectAll()
    .where('plan_id', 'in', [...ids])
    .orderBy('plan_id')
    .orderBy('number', 'desc')
    .execute();
  return rows.map((r) => ({ ...r, light: r.light as Light }));
}

export async function feedbackOf(read: Readable, ids: readonly ActionPlanId[]) {
  if (ids.length === 0) return [];
  return read
    .selectFrom('plan_feedback as f')
    .innerJoin('persons as p', 'p.id', 'f.author_id')
    .selectAll('f')
    .select(['p.given_name', 'p.family_name', 'p.preferred_name'])
    .where('f.plan_id', 'in', [...ids])
    .orderBy('f.written_at')
    .execute();
}

export async function insertProgress(
  tx: Tx,
  planId: ActionPlanId,
  entry: { light: Light; text: string; now: Temporal.Instant },
): Promise<void> {
  const last = await tx
    .selectFrom('plan_progress')
    .select((eb) => eb.fn.max('number').as('n'))
    .where('plan_id', '=', planId)
    .executeTakeFirst();
  await tx
    .insertInto('plan_progress')
    .values({
      plan_id: planId,
      number: Number(last?.n ?? 0) + 1,
      light: entry.light,
      text: entry.text,
      written_at: entry.now,
    })
    .execute();
}

/** What a friend says about a step; said again it takes the place of what they said before, on the same revision. */
export async function saveFeedback(
  tx: Tx,
  f: {
    planId: ActionPlanId;
    revision: number;
    authorId: PersonId;
    step: string;
    text: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  const said = { text: f.text, written_at: f.now };
  await tx
    .insertInto('plan_feedback')
    .values({
      plan_id: f.planId,
      revision: f.revision,
      author_id: f.authorId,
      step: f.step,
      ...said,
    })
    .onConflict((c) => c.columns(['plan_id', 'revision', 'author_id', 'step']).doUpdateSet(said))
    .execute();
}

export async function closePlan(
  tx: Tx,
  id: ActionPlanId,
  end: {
    reached: PlanOutcome;
    result: string;
    proposedStatus: PlanStatus | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('action_plans')
    .set((eb) => ({
      state: 'closed',
      reached: end.reached,
      result: end.result,
      proposed_status: end.proposedStatus,
      closed_at: end.now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Whether a step of a revision is done: a fact beside its words, which stay as they are. */
export async function setStepDone(
  tx: Tx,
  planId: ActionPlanId,
  revision: number,
  steps: PlanStep[],
): Promise<void> {
  await tx
    .updateTable('plan_revisions')
    .set({ steps: json(steps) })
    .where('plan_id', '=', planId)
    .where('number', '=', revision)
    .execute();
}
