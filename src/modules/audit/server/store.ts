import { sql } from 'kysely';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import type { Reader, Tx } from '#platform/database/index.ts';

function lines(read: Reader) {
  return read
    .selectFrom('audit_lines as l')
    .leftJoin('persons as p', (join) =>
      join.onRef('p.id', '=', 'l.actor_id').on('l.actor_kind', '=', 'person'),
    )
    .select([
      'l.id',
      'l.at',
      'l.actor_kind',
      'l.command',
      'l.details',
      'p.given_name',
      'p.family_name',
      'p.preferred_name',
    ])
    .orderBy('l.at', 'desc')
    .orderBy('l.id', 'desc');
}

/**
 * What happened to a mobility, newest first; row policies say who may know. The story begins with the application that
 * became the dossier: its lines are read by whoever did them and by the sending school.
 */
export function linesOfMobility(read: Reader, mobilityId: MobilityId, limit: number) {
  return lines(read)
    .where((eb) =>
      eb.or([
        eb('l.mobility_id', '=', mobilityId),
        eb(
          'l.subject_id',
          '=',
          eb
            .selectFrom('mobilities as m')
            .select('m.application_id')
            .where('m.id', '=', mobilityId),
        ),
      ]),
    )
    .limit(limit)
    .execute();
}

export function linesOfActor(read: Reader, personId: PersonId, limit: number) {
  return lines(read)
    .where('l.actor_kind', '=', 'person')
    .where('l.actor_id', '=', personId)
    .limit(limit)
    .execute();
}

export async function deleteMailsBefore(
  tx: Tx,
  before: Temporal.Instant,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('mails')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('mails')
        .select('id')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Deletes a thousand lines at most: nobody in a request may, so the database does, and only what is older than ten years.
 * @returns whether there were any
 */
export async function deleteLinesBefore(tx: Tx, day: Temporal.PlainDate): Promise<boolean> {
  const { rows } = await sql<{ gone: boolean }>`select app_forget_audit(${day}) as gone`.execute(
    tx,
  );
  return rows[0]?.gone ?? false;
}
