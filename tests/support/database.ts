import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { jobsOfAll } from '#app/registry.ts';
import { openPool } from '#platform/database/connection.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { migrate } from '#platform/database/migrate.ts';
import { silentLog } from '#platform/log.ts';
import { openQueue } from '#platform/queue.ts';

export type DatabaseServer = {
  host: string;
  port: number;
  user: string;
  password?: string;
  rolePassword?: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    server: DatabaseServer;
  }
}

const template = 'sojourn_template';

/**
 * One PostgreSQL for a run, with a migrated template that each test file copies. It is the embedded one, or the server
 * of TEST_DATABASE_URL (its user must be allowed to create databases and roles).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-test-'));
  const embedded = given
    ? null
    : await startEmbedded({
        dataDir: join(folder, 'pg'),
        settings: {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          max_connections: '120',
        },
      });
  const server = embedded
    ? { host: embedded.socketDir, port: embedded.port, user: embedded.user }
    : parse(given as string);
  const admin = openPool({ ...server, database: 'postgres', max: 1 });
  await admin.query(`drop database if exists ${template}`);
  await admin.query(`create database ${template}`);
  const owner = openPool({ ...server, database: template, max: 4 });
  const plain = openPool({ ...server, database: template, max: 2 }, true);
  const passwords = server.rolePassword
    ? { request: server.rolePassword, reader: server.rolePassword }
    : undefined;
  await migrate(owner, 'migrations', { passwords });
  const queue = await openQueue(plain, jobsOfAll(), silentLog);
  await queue.stop();
  await plain.end();
  await owner.end();
  await admin.end();
  project.provide('server', server);
  return async () => {
    await embedded?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

function parse(url: string): DatabaseServer {
  const u = new URL(url);
  return {
    host: u.searchParams.get('host') ?? u.hostname,
    port: Number(u.searchParams.get('port') ?? (u.port || 5432)),
    user: decodeURIComponent(u.username),
    ...(u.password
      ? { password: decodeURIComponent(u.password), rolePassword: 'only-for-tests' }
      : {}),
  };
}
