import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.ts';

/**
 * Letters, partnerships that ended or were declined, and decisions whose time is over, some of each at a time. What hangs
 * on a partnership or a decision goes with it; so do the papers of an agreement.
 * @returns how many
 */
export async function deleteOver(
  tx: Tx,
  before: { letters: Temporal.Instant; partnerships: Temporal.Instant },
  limit: number,
): Promise<number> {
  const letters = await tx
    .deleteFrom('first_contacts')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('first_contacts')
        .select('id')
        .where((e) => e.fn.coalesce('answered_at', 'sent_at'), '<', before.letters)
        .limit(limit),
    )
    .executeTakeFirst();
  const over = await tx
    .selectFrom('partnerships')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('ended_at', '<', before.partnerships),
        eb.and([eb('state', '=', 'declined'), eb('answered_at', '<', before.partnerships)]),
      ]),
    )
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute();
  const ids = over.map((p) => p.id);
  if (ids.length > 0) {
    await sql`delete from documents where id in (select unnest(array[first_document_id, second_document_id])
      from partnership_versions where partnership_id = any(${ids}))`.execute(tx);
    await tx.deleteFrom('partnerships').where('id', 'in', ids).execute();
  }
  const decisions = await tx
    .deleteFrom('shared_decisions')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('shared_decisions')
        .select('id')
        .where('state', '!=', 'open')
        .where((e) => e.fn.coalesce('decided_at', 'asked_at'), '<', before.partnerships)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(letters.numDeletedRows + decisions.numDeletedRows) + ids.length;
}
