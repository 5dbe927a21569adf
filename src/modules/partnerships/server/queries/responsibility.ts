import type { OrgId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import {
  isFixed,
  isWorking,
  ownParties,
  type Shares,
  type Task,
  type TaskParty,
  taskById,
} from '../../core/index.ts';
import { nameOf, otherOf } from '../commands/loaded.ts';
import * as store from '../store/index.ts';

/** A school and the supporting organisation it works with; without one the default table holds. */
export type Pair = { schoolId: OrgId; supportingId: OrgId | null };

function known(taskId: string): Task {
  const task = taskById(taskId);
  if (!task) throw new RangeError(`no task "${taskId}" in the table of responsibilities`);
  return task;
}

/**
 * Who does a task between a school and a supporting organisation, who approves, is asked, is told: as the two agreed, else
 * as the default table says.
 * @throws RangeError for a task that the table does not know
 */
export async function responsibilityFor(
  read: Readable,
  pair: Pair,
  taskId: string,
): Promise<Shares> {
  const shares = await responsibilitiesOf(read, [pair], taskId);
  return shares(pair);
}

/** The same for many pairs at once, as a question that needs no database any more: for lists. */
export async function responsibilitiesOf(
  read: Readable,
  pairs: readonly Pair[],
  taskId: string,
): Promise<(pair: Pair) => Shares> {
  known(taskId);
  const table = await tableOf(read, pairs);
  return (pair) => table.shares(pair, taskId).shares;
}

type ResponsibilityTable = {
  /**
   * @returns who does it, and whether the two agreed that, or the default says it
   * @throws RangeError for a task that the table does not know
   */
  shares(pair: Pair, taskId: string): { shares: Shares; agreed: boolean };
  /** the pairs that agreed on something of their own */
  partners: { schoolId: OrgId; supportingId: OrgId }[];
};

/** All tasks of many pairs at once: for plans, which ask for every step. */
export async function tableOf(
  read: Readable,
  pairs: readonly Pair[],
): Promise<ResponsibilityTable> {
  const both = pairs.flatMap(({ schoolId, supportingId }) =>
    supportingId ? [{ schoolId, supportingId }] : [],
  );
  const rows = await store.sharesInForce(read, both);
  const keyOf = (pair: Pair, taskId: string) => `${pair.schoolId} ${pair.supportingId} ${taskId}`;
  const agreed = new Map(rows.map((row) => [keyOf(row, row.taskId), row.shares]));
  return {
    shares: (pair, taskId) => {
      const task = known(taskId);
      const found = agreed.get(keyOf(pair, taskId));
      if (!found) return { shares: task.shares, agreed: false };
      // what is fixed stays where it is even if a table said otherwise
      const { does, approves } = isFixed(task) ? task.shares : found;
      return { shares: { ...found, does, approves }, agreed: true };
    },
    partners: rows.map(({ schoolId, supportingId }) => ({ schoolId, supportingId })),
  };
}

/** A partner with whom an organisation works in writing, and which of the two does a task. */
type SharedTask = { orgId: OrgId; name: string; isOurs: boolean; isTheirs: boolean };

/**
 * Between which of the two a task is, with every partner of an organisation: a school asks about its supporting
 * organisations, a supporting organisation about its schools.
 * @throws RangeError for a task that the table does not know
 */
export async function sharedTask(
  read: Readable,
  orgId: OrgId,
  taskId: string,
): Promise<SharedTask[]> {
  const own = ownParties(known(taskId));
  const partners = (await store.partnershipsOf(read, [orgId])).filter(
    (p) => p.kind === 'support' && isWorking(p.state),
  );
  // where one supports the other, the school stands first
  const pairOf = (p: store.PartnershipRecord): Pair => ({
    schoolId: p.first_org_id,
    supportingId: p.second_org_id,
  });
  const table = await tableOf(read, partners.map(pairOf));
  return partners.map((p) => {
    const pair = pairOf(p);
    const { does } = table.shares(pair, taskId).shares;
    const at = (id: OrgId): TaskParty => (id === pair.schoolId ? own.school : own.supporting);
    const partner = otherOf(p, orgId);
    return {
      orgId: partner,
      name: nameOf(p, partner),
      isOurs: does.includes(at(orgId)),
      isTheirs: does.includes(at(partner)),
    };
  });
}
