import type { AssessmentId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Intent, Priority } from '../../core/types.ts';

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
