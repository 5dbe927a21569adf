import { sql } from 'kysely';
import type { PersonId } from '#kernel/ids.ts';
import type { Readable, Tx } from '#platform/database/index.ts';

export type Settings = {
  steps: boolean;
  meetings: boolean;
  deadlines: boolean;
  reminders: boolean;
  /** null: of where they work or stay */
  timeZone: string | null;
};

/** What somebody chose for their calendar; everything is on until they choose. */
export async function settingsOf(read: Readable, personId: PersonId): Promise<Settings> {
  const row = await read
    .selectFrom('calendar_settings')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return {
    steps: row?.feed_steps ?? true,
    meetings: row?.feed_meetings ?? true,
    deadlines: row?.feed_deadlines ?? true,
    reminders: row?.reminders ?? true,
    timeZone: row?.time_zone ?? null,
  };
}

export async function saveSettings(tx: Tx, personId: PersonId, s: Settings): Promise<void> {
  const chosen = {
    feed_steps: s.steps,
    feed_meetings: s.meetings,
    feed_deadlines: s.deadlines,
    reminders: s.reminders,
    time_zone: s.timeZone,
  };
  await tx
    .insertInto('calendar_settings')
    .values({ person_id: personId, ...chosen })
    .onConflict((c) => c.column('person_id').doUpdateSet(chosen))
    .execute();
}

/** The zones of the clocks that people live by. */
export async function zonesOf(
  read: Readable,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, string>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await sql<{
    person_id: PersonId;
    time_zone: string;
  }>`select * from app_zones_of(${[...personIds]}::text[])`.execute(read as Tx);
  return new Map(rows.map((r) => [r.person_id, r.time_zone]));
}

export async function zoneOf(read: Readable, personId: PersonId): Promise<string> {
  return (await zonesOf(read, [personId])).get(personId) ?? 'Europe/Brussels';
}

/** What an actor is made of, for a feed that is read without a session. */
export async function actorParts(read: Readable, personId: PersonId, today: Temporal.PlainDate) {
  const person = await read
    .selectFrom('persons')
    .select(['id', 'given_name', 'family_name', 'preferred_name', 'language', 'is_admin'])
    .where('id', '=', personId)
    .executeTakeFirst();
  const orgs = await read
    .selectFrom('memberships')
    .select(['org_id', 'roles'])
    .where('person_id', '=', personId)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    .execute();
  return person ? { person, orgs } : null;
}
