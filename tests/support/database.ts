import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#platform/database/embedded.ts';

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

type Opened = { server: DatabaseServer; close(): Promise<void> };

/** Each suite has a copy of this module, so what they share stands outside of it. */
const shared = globalThis as { sojournTests?: { users: number; opened: Promise<Opened> } };

/**
 * One PostgreSQL for a run, with a migrated template that each test file copies. It is the embedded one, or the server
 * of TEST_DATABASE_URL (its user must be allowed to create databases and roles).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.sojournTests ??= { users: 0, opened: open() };
  const run = shared.sojournTests;
  run.users += 1;
  const { server, close } = await run.opened;
  project.provide('server', server);
  return async () => {
    run.users -= 1;
    if (run.users === 0) await close();
  };
}

async function open(): Promise<Opened> {
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
  const close = async () => {
    await embedded?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const script = fileURLToPath(new URL('./template.ts', import.meta.url));
    await promisify(execFile)(process.execPath, [script, JSON.stringify(server), template]);
  } catch (error) {
    await close();
    throw error;
  }
  return { server, close };
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
