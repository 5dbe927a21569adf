import type { OrgId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import { type Shares, type Task, taskById } from '../../core/index.ts';
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
  const { shares } = known(taskId);
  const both = pairs.flatMap(({ schoolId, supportingId }) =>
    supportingId ? [{ schoolId, supportingId }] : [],
  );
  const agreed = await store.sharesInForce(read, both);
  return (pair) =>
    agreed.find(
      (a) =>
        a.taskId === taskId && a.schoolId === pair.schoolId && a.supportingId === pair.supportingId,
    )?.shares ?? shares;
}
