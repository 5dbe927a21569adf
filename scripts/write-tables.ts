// Writes src/platform/database/tables.ts from a migrated database, so that SQL is checked against the real schema.
// Usage: node scripts/write-tables.ts (starts the embedded database in a temporary folder)
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idPrefixes } from '../src/kernel/ids.ts';
import { openPool } from '../src/platform/database/connection.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';

const scalar: Record<string, string> = {
  text: 'string',
  varchar: 'string',
  bool: 'boolean',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  jsonb: 'Json',
  date: 'Temporal.PlainDate',
  timestamptz: 'Temporal.Instant',
  bytea: 'Buffer',
  _text: 'string[]',
};

const folder = await mkdtemp(join(tmpdir(), 'sojourn-tables-'));
const server = await startEmbedded({ dataDir: join(folder, 'pg'), settings: { fsync: 'off' } });
const pool = openPool({
  host: server.socketDir,
  port: server.port,
  user: server.user,
  database: 'postgres',
});
try {
  await migrate(pool, 'migrations');
  const { rows: columns } = await pool.query(`
    select table_name, column_name, udt_name, is_nullable = 'YES' as nullable,
      column_default is not null as has_default, is_generated = 'ALWAYS' as generated
    from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'
    order by table_name, ordinal_position`);
  const { rows: keys } = await pool.query(`
    select con.conrelid::regclass::text as table_name, a.attname as column_name, con.confrelid::regclass::text as target
    from pg_constraint con join pg_attribute a on a.attrelid = con.conrelid and a.attnum = con.conkey[1]
    where con.contype = 'f' and array_length(con.conkey, 1) = 1`);
  const target = new Map(keys.map((k) => [`${k.table_name}.${k.column_name}`, k.target as string]));
  const prefixOf = (table: string, column: string): string | undefined => {
    if (column === 'id') return idPrefixes[table as keyof typeof idPrefixes];
    const to = target.get(`${table}.${column}`);
    if (to) return idPrefixes[to as keyof typeof idPrefixes];
    const byName: Record<string, string> = {
      mobility_id: 'mob',
      org_id: 'org',
      project_id: 'prj',
      club_id: 'clu',
      placement_id: 'pla',
      measure_id: 'mea',
      to_person_id: 'per',
    };
    return byName[column];
  };
  const interfaces = new Map<string, string[]>();
  for (const c of columns) {
    const prefix = c.udt_name === 'text' ? prefixOf(c.table_name, c.column_name) : undefined;
    let type = prefix ? `Id<'${prefix}'>` : scalar[c.udt_name];
    if (!type) throw new Error(`no type for ${c.udt_name} (${c.table_name}.${c.column_name})`);
    if (c.nullable) type += ' | null';
    if (c.generated) type = `GeneratedAlways<${type}>`;
    else if (c.has_default) type = `Generated<${type}>`;
    const lines = interfaces.get(c.table_name) ?? [];
    lines.push(`  ${c.column_name}: ${type};`);
    interfaces.set(c.table_name, lines);
  }
  const name = (table: string) =>
    table
      .split('_')
      .map((w) => w[0]?.toUpperCase() + w.slice(1))
      .join('');
  const body = [...interfaces]
    .map(([t, lines]) => `export type ${name(t)}Table = {\n${lines.join('\n')}\n};\n`)
    .join('\n');
  const all = [...interfaces.keys()].map((t) => `  ${t}: ${name(t)}Table;`).join('\n');
  await writeFile(
    'src/platform/database/tables.ts',
    `// Written by scripts/write-tables.ts from the migrated schema; do not edit.\nimport type { Generated, GeneratedAlways } from 'kysely';\nimport type { Id } from '#kernel/ids.ts';\n\n// biome-ignore lint/suspicious/noExplicitAny: a jsonb column holds what its module's schema says; the store parses it\nexport type Json = Record<string, any>;\n\n${body}\nexport type Tables = {\n${all}\n};\n`,
  );
  console.log(`${interfaces.size} tables`);
} finally {
  await pool.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
