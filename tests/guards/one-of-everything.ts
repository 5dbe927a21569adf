import { type IdTable, idPrefixes } from '#kernel/ids.ts';
import type { House } from '#tests/support/house.ts';

/** A value as it came out of the database, as it goes in. */
export function plain(value: unknown): unknown {
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.Instant)
    return value.toString();
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value;
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value))
    return JSON.stringify(value);
  return value;
}

/** What the schema does not say about a column, but the product would stumble over. */
const known: Record<string, unknown> = {
  'mobilities.state': 'selected',
  'mobility_parties.state': 'selected',
  'mobility_parties.role': 'sending_school',
  'placements.state': 'proposed',
  'agreement_versions.state': 'draft',
  'selection_rounds.points_max': 5,
  'clubs.state': 'running',
  'clubs.criterion_id': 'C01',
  'clubs.language': 'en',
  'club_meetings.template_id': 'M1',
  'action_plans.item_id': 'PL-01',
  'plan_revisions.status_now': 'not_started',
  'plan_revisions.status_wished': 'implemented',
  'practices.criterion_id': 'C01',
  'practices.language': 'en',
  'club_rounds.kick_off_week': '2026-01-05',
  'club_rounds.weeks_between': 4,
  'club_rounds.time_zone': 'Europe/Brussels',
  'round_entries.time_zone': 'Europe/Brussels',
  'round_entries.languages': '[]',
  'round_entries.free': '[]',
  'round_entries.wants': '[]',
  'round_groups.theme': 'C01',
  'round_groups.language': 'en',
  'benchmark_figures.organisations': 5,
  'organisations.time_zone': 'Europe/Brussels',
  'organisations.country_code': 'BE',
  'host_families.country_code': 'BE',
  'reference_entries.country_code': 'BE',
  'login_codes.expires_at': '2030-01-01T00:00:00Z',
  'sessions.expires_at': '2030-01-01T00:00:00Z',
  'invitations.expires_at': '2030-01-01T00:00:00Z',
  'date_polls.minutes': 30,
  'orientation_sessions.minutes': 30,
  'school_actions.idea_id': 'a-lesson',
  'memberships.roles': ['head', 'coordinator', 'facilitator'],
};

/** A row of each table, as the database gives it back. */
// biome-ignore lint/suspicious/noExplicitAny: rows of any table
export type Everything = Record<string, Record<string, any>>;

/**
 * Writes one row into every table, whatever its columns, each belonging to the one person and organisation there are:
 * foreign keys first. A table that is added to the schema is in it by itself.
 */
export async function fillEverything(house: House): Promise<Everything> {
  const columns: {
    table: string;
    name: string;
    type: string;
    nullable: boolean;
    default: string | null;
    generated: string;
  }[] = await house.sql(
    `select table_name as "table", column_name as name, data_type as type, is_nullable = 'YES' as nullable, column_default as "default",
         is_generated as generated from information_schema.columns where table_schema = 'public' order by ordinal_position`,
  );
  const keys: { table: string; columns: string[]; target: string; targets: string[] }[] =
    await house.sql(
      `select c.conrelid::regclass::text as "table", c.confrelid::regclass::text as target,
       array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by i) as columns,
       array(select a.attname::text from unnest(c.confkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by i) as targets
     from pg_constraint c where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
  const checks: { table: string; text: string }[] = await house.sql(
    `select conrelid::regclass::text as "table", pg_get_constraintdef(oid) as text from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace`,
  );
  const done: Everything = {};
  const waiting = new Set(columns.map((c) => c.table).filter((t) => t !== 'schema_migrations'));
  while (waiting.size > 0) {
    const next = [...waiting].find((t) =>
      keys.every((k) => k.table !== t || k.target === t || k.target in done),
    );
    if (!next) throw new Error(`tables that wait for each other: ${[...waiting].join(', ')}`);
    waiting.delete(next);
    const row: Record<string, unknown> = {};
    for (const c of columns.filter((each) => each.table === next && each.generated === 'NEVER')) {
      const key = keys.find((k) => k.table === next && k.columns.includes(c.name));
      if (key && key.target in done) {
        // of two owners that exclude each other only the first is named
        if (next === 'mobility_parties' && c.name === 'person_id') continue;
        if (next === 'thread_parties' && c.name === 'person_id') continue;
        if (next === 'inclusion_measures' && c.name === 'doer_org_id') continue;
        // two pairs of eyes are two people
        if (next === 'support_steps' && c.name === 'confirmed_by') continue;
        row[c.name] = plain(done[key.target]?.[key.targets[key.columns.indexOf(c.name)] as string]);
      } else if (`${next}.${c.name}` in known) {
        row[c.name] = known[`${next}.${c.name}`];
      } else if (!c.nullable && c.default === null) {
        row[c.name] = valueFor(
          c,
          checks.filter((k) => k.table === next).map((k) => k.text),
        );
      }
    }
    const names = Object.keys(row);
    const [written] = await house.sql(
      `insert into ${next} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning *`,
      Object.values(row),
    );
    done[next] = written;
  }
  for (const { table, name } of columns) {
    const target = looseIds[name];
    if (!target || !done[table] || done[table][name] !== null || table === target) continue;
    const [written] = await house.sql(`update ${table} set ${name} = $1 returning *`, [
      done[target]?.id,
    ]);
    done[table] = written;
  }
  return done;
}

/** Columns that name a row of another table without a foreign key. */
const looseIds: Record<string, string> = {
  mobility_id: 'mobilities',
  project_id: 'projects',
  club_id: 'clubs',
  to_person_id: 'persons',
  actor_id: 'persons',
  subject_id: 'persons',
};

function valueFor(
  column: { table: string; name: string; type: string },
  checks: string[],
): unknown {
  const allowed = checks
    .find((text) => text.includes(`(${column.name} = ANY`))
    ?.match(/'([^']+)'::text/)?.[1];
  if (allowed) return allowed;
  // of a pair "ends after it starts" the end is the later one
  const end = checks.some((text) => text.includes(`(${column.name} > `)) ? 1 : 0;
  switch (column.type) {
    case 'date':
      return `2026-01-0${1 + end}`;
    case 'timestamp with time zone':
      return `2026-01-0${1 + end}T00:00:00Z`;
    case 'integer':
    case 'bigint':
      return 1;
    case 'jsonb':
      return '{}';
    case 'bytea':
      return Buffer.from('x');
    case 'ARRAY':
      return [];
    case 'boolean':
      return false;
    default:
      if (column.name === 'id')
        return `${idPrefixes[column.table as IdTable] ?? 'xxx'}_${'0'.repeat(22)}some`;
      return `x ${column.table}`;
  }
}
