import type { LanguageGoalId, MobilityId, PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import type { Level } from '../../core/types.ts';

export function goalsOf(read: Readable, mobilityId: MobilityId) {
  return read
    .selectFrom('language_goals')
    .selectAll()
    .where('mobility_id', '=', mobilityId)
    .orderBy('set_at')
    .execute();
}

export async function lockGoal(tx: Tx, id: LanguageGoalId) {
  return (
    (await tx
      .selectFrom('language_goals')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()) ?? null
  );
}

/** Sets a goal; the same language again changes it. */
export async function putGoal(
  tx: Tx,
  g: {
    id: LanguageGoalId;
    mobilityId: MobilityId;
    language: string;
    startLevel: Level;
    goalLevel: Level;
    practice: string;
    byOn: Temporal.PlainDate;
    by: PersonId;
    byName: string;
    now: Temporal.Instant;
  },
): Promise<void> {
  const what = {
    start_level: g.startLevel,
    goal_level: g.goalLevel,
    practice: g.practice,
    by_on: g.byOn,
    set_by: g.by,
    set_by_name: g.byName,
    set_at: g.now,
  };
  await tx
    .insertInto('language_goals')
    .values({ ...what, id: g.id, mobility_id: g.mobilityId, language: g.language })
    .onConflict((c) =>
      c
        .columns(['mobility_id', 'language'])
        .doUpdateSet((eb) => ({ ...what, version: eb('language_goals.version', '+', 1) })),
    )
    .execute();
}

export async function setLevel(
  tx: Tx,
  id: LanguageGoalId,
  as: 'self' | 'teacher',
  level: Level,
  on: Temporal.PlainDate,
  name: string,
): Promise<void> {
  await tx
    .updateTable('language_goals')
    .set(
      as === 'self'
        ? { self_level: level, self_on: on }
        : { teacher_level: level, teacher_on: on, teacher_name: name },
    )
    .where('id', '=', id)
    .execute();
}
