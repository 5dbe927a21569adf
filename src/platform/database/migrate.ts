import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { readerRole, requestRole } from './index.ts';

export class MigrationError extends Error {}

const lockKey = 7_305_011;

/** A password is only needed where the server asks for one; the embedded server is reached by a private socket. */
async function ensureRole(
  client: pg.PoolClient,
  role: string,
  password: string | undefined,
): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (!rowCount)
    await client.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole`);
  if (password)
    await client.query(`alter role ${role} password '${password.replaceAll("'", "''")}'`);
}

/**
 * Brings a database to the newest schema: forward only, one transaction a file, under a lock, each file frozen once it
 * has been applied. Returns the names applied now.
 * @throws MigrationError when an applied file has changed or the database is newer than this program
 */
export async function migrate(
  owner: pg.Pool,
  folder: string,
  options: {
    passwords?: { request: string; reader: string } | undefined;
    report?: (line: string) => void;
  } = {},
): Promise<string[]> {
  const files = (await readdir(folder)).filter((f) => /^\d{4}-[a-z0-9-]+\.sql$/.test(f)).sort();
  const client = await owner.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await ensureRole(client, requestRole, options.passwords?.request);
    await ensureRole(client, readerRole, options.passwords?.reader);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from schema_migrations',
    );
    const known = new Map(rows.map((r) => [r.name, r.sha256]));
    const strange = rows.find((r) => !files.includes(r.name));
    if (strange) {
      throw new MigrationError(
        `The database was made by a newer Sojourn (it has ${strange.name}). Start the newer version, or restore a backup.`,
      );
    }
    for (const file of files) {
      const text = await readFile(join(folder, file), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const before = known.get(file);
      if (before === sha256) continue;
      if (before)
        throw new MigrationError(
          `${file} was changed after it had been applied. Migrations are frozen: add a new one.`,
        );
      options.report?.(`migrating: ${file}`);
      try {
        await client.query('begin');
        await client.query(text);
        await client.query('insert into schema_migrations (name, sha256) values ($1, $2)', [
          file,
          sha256,
        ]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new MigrationError(`${file}: ${(error as Error).message}`);
      }
      applied.push(file);
    }
    return applied;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {});
    client.release();
  }
}
