import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { system } from '#kernel/actor.ts';
import { sealWhatIsClear } from '#modules/applications/server/index.ts';
import { publishShipped } from '#modules/forms/server/index.ts';
import { indexDirectory } from '#modules/organisations/server/index.ts';
import { asideOn } from '#platform/aside.ts';
import { now } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import type { Config } from '#platform/config.ts';
import { type EmbeddedServer, startEmbedded } from '#platform/database/embedded.ts';
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
  openPool,
  readerRole,
  requestRole,
} from '#platform/database/index.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createFolderStore } from '#platform/files.ts';
import { type Log, makeLog } from '#platform/log.ts';
import { receiveMail } from '#platform/mail/inbound.ts';
import { mailHandler } from '#platform/mail/sender.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { openQueue } from '#platform/queue.ts';
import { projectRoot } from '#platform/root.ts';
import type { Runtime } from '#platform/runtime.ts';
import { rewrap } from '#platform/vault/index.ts';
import { buildApp } from './application.tsx';
import { inboundOfAll, jobsOfAll, reactions, serverModules } from './registry.ts';
import { wireModules } from './wiring.ts';

export type House = {
  runtime: Runtime;
  /** what ends first when the house closes */
  closing: (() => Promise<void>)[];
  close(): Promise<void>;
};

// in the bundle the thread is a file of its own beside the server's
const asideScript = new URL(
  import.meta.url.endsWith('.ts') ? './aside.ts' : './aside.js',
  import.meta.url,
);

/** Keys for different purposes out of the one secret of the installation. */
function keyFor(config: Config, purpose: string): Buffer {
  return createHmac('sha256', config.secret).update(`sojourn:${purpose}`).digest();
}

const databaseName = 'sojourn';

async function addressOf(
  config: Config,
  report: (line: string) => void,
): Promise<{ address: DatabaseAddress; embedded: EmbeddedServer | null }> {
  if (config.databaseUrl) {
    const url = new URL(config.databaseUrl);
    const password = (role: string) => keyFor(config, `database:${role}`).toString('hex');
    return {
      embedded: null,
      address: {
        host: url.searchParams.get('host') ?? url.hostname,
        port: Number(url.port || 5432),
        database: url.pathname.slice(1) || databaseName,
        ssl: ['require', 'verify-ca', 'verify-full'].includes(
          url.searchParams.get('sslmode') ?? '',
        ),
        owner: {
          user: decodeURIComponent(url.username),
          password: decodeURIComponent(url.password),
        },
        request: { user: requestRole, password: password(requestRole) },
        reader: { user: readerRole, password: password(readerRole) },
      },
    };
  }
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const embedded = await startEmbedded({
    dataDir: join(config.dataDir, 'database'),
    report,
    // a few hundred rows, asked in thousands of ways: plans made for one value are not worth making
    settings: config.mode === 'demo' ? { plan_cache_mode: 'force_generic_plan' } : undefined,
  });
  const admin = openPool({
    host: embedded.socketDir,
    port: embedded.port,
    user: embedded.user,
    database: 'postgres',
    max: 1,
  });
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [
    databaseName,
  ]);
  if (!rowCount) await admin.query(`create database ${databaseName}`);
  await admin.end();
  return {
    embedded,
    address: {
      host: embedded.socketDir,
      port: embedded.port,
      database: databaseName,
      owner: { user: embedded.user },
      request: { user: requestRole },
      reader: { user: readerRole },
    },
  };
}

/** Lines of the same tenth of a second are written together: under load each write costs as much as a small query. */
function gathered(write: (text: string) => void): (line: string) => void {
  let waiting = '';
  const flush = () => {
    if (waiting) write(waiting);
    waiting = '';
  };
  process.on('exit', flush);
  return (line) => {
    if (!waiting) setTimeout(flush, 100).unref();
    waiting += line;
  };
}

/** Opens everything an installation needs: database, newest schema, queue, files. */
export async function openHouse(config: Config, report: (line: string) => void): Promise<House> {
  // the demo speaks to a person: only what went wrong is logged there
  const write = gathered((text) => process.stderr.write(text));
  const log: Log = makeLog(
    (line) => {
      if (config.mode !== 'demo' || !line.includes('"level":"info"')) write(line);
    },
    () => now().toString(),
  );
  const { address, embedded } = await addressOf(config, report);
  const db: Database = openDatabase(address);
  try {
    await migrate(db.owner, join(projectRoot(), 'migrations'), {
      passwords: address.request.password
        ? { request: address.request.password, reader: address.reader.password as string }
        : undefined,
      report,
    });
    const vault = await rewrap(db.owner, config);
    if (vault.wrapped > 0) report(`vault: ${vault.wrapped} keys wrapped anew`);
    if (vault.locked > 0)
      report(`vault: ${vault.locked} keys need another SOJOURN_VAULT_KEY, see docs/running.md`);
    const queue = await openQueue(db.queue, jobsOfAll(), log);
    const runtime: Runtime = {
      config,
      db,
      queue,
      files: createFolderStore(join(config.dataDir, 'files'), keyFor(config, 'files')),
      log,
      reactions,
      aside: asideOn(asideScript),
    };
    // jobs and the example cohort need what modules hand each other as much as pages do
    wireModules();
    // the questionnaires that came with this version of the product
    await execute(runtime, publishShipped, system('start'), {});
    // entries of the directory that are missing or were made by older rules, some hundred at a time
    for (let left = true; left; ) {
      const done = await execute(runtime, indexDirectory, system('start'), {});
      left = done.ok && done.left;
    }
    const closing: House['closing'] = [];
    return {
      runtime,
      closing,
      close: async () => {
        for (const end of closing) await end();
        await queue.stop();
        await closePdf();
        await db.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await db.close();
    await embedded?.stop();
    throw error;
  }
}

/** Background work in this process: mails out and in, and whatever modules queue. */
export async function startWork({ runtime, closing }: House): Promise<void> {
  await runtime.queue.work([
    mailHandler(runtime.db, runtime.config, runtime.log) as never,
    ...Object.values(serverModules).flatMap((m) => m.handlers?.(runtime) ?? []),
  ]);
  const mailIn = await receiveMail(runtime, inboundOfAll());
  if (mailIn) closing.push(mailIn.close);
  // what an earlier version of the product kept about food is sealed before anybody comes
  await sealWhatIsClear(runtime);
}

/** Listens, and answers when it does. */
export function listen(runtime: Runtime): Promise<Server> {
  const app = buildApp(runtime);
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, hostname: runtime.config.host, port: runtime.config.port },
      () => resolve(server as Server),
    ) as Server;
    server.on('error', reject);
  });
}

/** Stops once on Ctrl-C or a stop from outside: requests end, the queue rests, the database closes last. */
export function stopOnSignal(
  server: Server | null,
  house: House,
  report: (line: string) => void,
): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    report('Stopping …');
    server?.close();
    server?.closeAllConnections();
    house
      .close()
      .then(() => process.exit(0))
      .catch(() => process.exit(1));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
