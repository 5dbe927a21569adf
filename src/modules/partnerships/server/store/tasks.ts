import type { OrgId, PartnershipId, PartnershipTaskId, PersonId } from '#kernel/ids.ts';
import { json, type Readable, type Tx } from '#platform/database/index.ts';
import { type Shares, shareKinds } from '../../core/index.ts';

export type TaskRecord = Omit<Awaited<ReturnType<typeof taskRows>>[number], 'shares'> & {
  shares: Shares;
};

function taskRows(read: Readable, partnershipId: PartnershipId) {
  return read
    .selectFrom('partnership_tasks')
    .selectAll()
    .where('partnership_id', '=', partnershipId)
    .orderBy('proposed_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

function sharesOf(value: unknown): Shares {
  const found = value as Partial<Shares>;
  return Object.fromEntries(shareKinds.map((kind) => [kind, found[kind] ?? []])) as Shares;
}

/** Everything that was proposed and agreed about tasks of a partnership, newest first. */
export async function tasksOfPartnership(
  read: Readable,
  partnershipId: PartnershipId,
): Promise<TaskRecord[]> {
  const rows = await taskRows(read, partnershipId);
  return rows.map((row) => ({ ...row, shares: sharesOf(row.shares) }));
}

/** What pairs of a school and a supporting organisation agreed otherwise than the default. */
export async function sharesInForce(
  read: Readable,
  pairs: readonly { schoolId: OrgId; supportingId: OrgId }[],
): Promise<{ schoolId: OrgId; supportingId: OrgId; taskId: string; shares: Shares }[]> {
  if (pairs.length === 0) return [];
  const rows = await read
    .selectFrom('partnership_tasks')
    .select(['school_id', 'supporting_id', 'task_id', 'shares'])
    .where('state', '=', 'in_force')
    .where('school_id', 'in', [...new Set(pairs.map((p) => p.schoolId))])
    .where('supporting_id', 'in', [...new Set(pairs.map((p) => p.supportingId))])
    .execute();
  return rows.map((row) => ({
    schoolId: row.school_id,
    supportingId: row.supporting_id,
    taskId: row.task_id,
    shares: sharesOf(row.shares),
  }));
}

export async function insertTask(
  tx: Tx,
  t: {
    id: PartnershipTaskId;
    partnershipId: PartnershipId;
    schoolId: OrgId;
    supportingId: OrgId;
    taskId: string;
    shares: Shares;
    reason: string;
    byOrgId: OrgId;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .insertInto('partnership_tasks')
    .values({
      id: t.id,
      partnership_id: t.partnershipId,
      school_id: t.schoolId,
      supporting_id: t.supportingId,
      task_id: t.taskId,
      shares: json(t.shares),
      reason: t.reason,
      state: 'proposed',
      proposed_by_org_id: t.byOrgId,
      proposed_by: t.by,
      proposed_by_name: t.byName,
      proposed_at: t.now,
    })
    .execute();
}

export async function setTaskState(
  tx: Tx,
  id: PartnershipTaskId,
  change: {
    state: 'in_force' | 'refused' | 'withdrawn' | 'replaced';
    byName?: string;
    answer?: string;
    now?: Temporal.Instant;
  },
): Promise<void> {
  await tx
    .updateTable('partnership_tasks')
    .set({
      state: change.state,
      ...(change.byName === undefined ? {} : { answered_by_name: change.byName }),
      ...(change.answer === undefined ? {} : { answer: change.answer }),
      ...(change.now === undefined ? {} : { answered_at: change.now }),
    })
    .where('id', '=', id)
    .execute();
}

/** With the partnership ends what its table says; the default holds again. */
export async function endTasks(tx: Tx, partnershipId: PartnershipId): Promise<void> {
  await tx
    .updateTable('partnership_tasks')
    .set({ state: 'ended' })
    .where('partnership_id', '=', partnershipId)
    .where('state', 'in', ['proposed', 'in_force'])
    .execute();
}
