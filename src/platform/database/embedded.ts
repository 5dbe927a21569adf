import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './embedded-binaries.ts';
import { chooseSite, prepareCluster, type Site } from './embedded-cluster.ts';
import { EmbeddedError } from './embedded-error.ts';
import { cleanEnvironment, launchAs } from './embedded-identity.ts';
import { birthMark, commandLine, isAlive, type PidFile, readPidFile } from './embedded-process.ts';

export { EmbeddedError } from './embedded-error.ts';

/** A running embedded server. `adopted`: it was already running, its parent having died. `pid` is the postmaster's. */
export type EmbeddedServer = {
  readonly socketDir: string;
  readonly port: number;
  readonly user: string;
  readonly adopted: boolean;
  readonly pid: number;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Folder of everything: `cluster/` (PostgreSQL's own), `socket/`, `postgres.log`, `owner.json`. */
  dataDir: string;
  /** Folder with `postgres` and `initdb`; default PG_BIN_DIR, then the package for this system. */
  binDir?: string | undefined;
  /** Settings of postgresql.conf on top of ours, such as `{ fsync: 'off' }` in a test. Not applied to an adopted server. */
  settings?: Record<string, string> | undefined;
  /** One line of progress for whatever takes longer than a second. */
  report?: ((line: string) => void) | undefined;
  /** When root: insist on one of the two ways instead of the first that works. */
  rootWay?: 'namespace' | 'user' | undefined;
};

const user = 'postgres';
const defaultPort = 5432;
/** Key of the advisory lock by which one Sojourn process owns the server: "sojourn" in ASCII. */
const ownerLock = '32492125248909934';

/** Small, durable, quiet. The log names no statement and no value: they are personal data. */
const ourSettings: Record<string, string> = {
  listen_addresses: '',
  port: String(defaultPort),
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '48MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '512MB',
  wal_level: 'replica',
  max_wal_senders: '4',
  max_wal_size: '256MB',
  max_worker_processes: '4',
  autovacuum_max_workers: '2',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_checkpoints: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
};

/** How long a server may take to answer: recovery after a power cut replays at most a few WAL files. */
const patience = { answer: 120_000, leave: 30_000, quit: 10_000, owner: 3_000 };

type Running = { pid: number; socketDir: string; port: number; adopted: boolean };
type Owner = { pid: number; mark: string | undefined };

function ownerFile(dataDir: string): string {
  return join(dataDir, 'owner.json');
}

/** The process that says it owns the data folder, if it still lives. */
function livingOwner(dataDir: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(ownerFile(dataDir), 'utf8')) as Owner;
    if (!isAlive(owner.pid)) return undefined;
    const mark = birthMark(owner.pid);
    // Another process that got the same number later is not the owner.
    return mark && owner.mark && mark !== owner.mark ? undefined : owner;
  } catch {
    return undefined;
  }
}

function alreadyRunning(dataDir: string, pid: number | undefined): EmbeddedError {
  const who = pid === process.pid ? 'This process' : 'Another Sojourn process';
  const number = pid && pid !== process.pid ? ` (process ${pid})` : '';
  return new EmbeddedError(
    'already_running',
    `${who}${number} is already running on the data in ${dataDir}. Stop it first, or give this one a data folder of its own.`,
  );
}

function ownerClient(at: { socketDir: string; port: number }): pg.Client {
  return new pg.Client({
    host: at.socketDir,
    port: at.port,
    user,
    database: 'postgres',
    ssl: false,
    application_name: `sojourn owner ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: false,
  });
}

/** Connects once: a client when the server answers, 'wait' when it will, 'silent' when nobody listens. */
async function knock(at: {
  socketDir: string;
  port: number;
}): Promise<pg.Client | 'wait' | 'silent'> {
  const client = ownerClient(at);
  // A connection that dies between two statements must not take the process with it.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    const code = (error as { code?: string }).code;
    // 57P03: starting up, shutting down or recovering. 53300: all connections taken, so it runs.
    if (code === '57P03' || code === '53300') return 'wait';
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'silent';
    if (code && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) throw error;
    return 'wait';
  }
}

/** A steady clock for waiting; the time of day plays no part. */
function deadline(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() > end;
}

function logSize(site: Site): number {
  return existsSync(site.logFile) ? statSync(site.logFile).size : 0;
}

/** What PostgreSQL said since the given length of the log, its last lines. */
function logTail(site: Site, from: number): string {
  if (!existsSync(site.logFile)) return '';
  const text = readFileSync(site.logFile).subarray(from).toString('utf8');
  return text.trim().split('\n').slice(-8).join('\n');
}

type Launched = { pid: number; logFrom: number; ended: () => boolean };

function launchServer(site: Site, settings: Record<string, string>): Launched {
  if (logSize(site) > 5_000_000) renameSync(site.logFile, `${site.logFile}.1`);
  const logFrom = logSize(site);
  const log = openSync(site.logFile, 'a', 0o600);
  const args = ['-D', site.cluster, '-k', site.socketDir];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const { file, args: all, ids } = launchAs(site.identity, join(site.binDir, 'postgres'), args);
  let ended = false;
  try {
    // A session of its own: Ctrl-C at the terminal reaches Node alone, which then stops the server in order.
    const child = spawn(file, all, {
      ...ids,
      cwd: '/',
      env: cleanEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.on('error', () => {
      ended = true;
    });
    child.on('exit', () => {
      ended = true;
    });
    child.unref();
    if (child.pid === undefined) ended = true;
    return { pid: child.pid ?? 0, logFrom, ended: () => ended };
  } finally {
    closeSync(log);
  }
}

function where(site: Site, seen: PidFile): { socketDir: string; port: number } {
  return { socketDir: seen.socketDir || site.socketDir, port: seen.port || defaultPort };
}

/** Is the server that answers the one of our files? */
async function servesUs(client: pg.Client, site: Site): Promise<boolean> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  try {
    return realpathSync(rows[0]?.data_directory ?? '') === realpathSync(site.cluster);
  } catch {
    return false;
  }
}

/**
 * Finds a server that serves these files, or starts one, and returns it with an open connection.
 * The pid file is PostgreSQL's own and is never touched: a server that lost its parent is adopted.
 */
async function bringUp(
  site: Site,
  settings: Record<string, string>,
  report: (line: string) => void,
  givenUp: () => boolean,
): Promise<Running & { client: pg.Client }> {
  const late = deadline(patience.answer);
  const said = deadline(1_500);
  let told = false;
  let launched: Launched | undefined;
  for (;;) {
    const seen = readPidFile(site.cluster);
    const own = launched !== undefined && seen?.pid === launched.pid;
    if (seen) {
      const at = where(site, seen);
      const answer = await knock(at);
      if (typeof answer !== 'string') {
        if (await servesUs(answer, site)) {
          if (!isAlive(seen.pid)) {
            await answer.end().catch(() => {});
            throw new EmbeddedError(
              'already_running',
              `A PostgreSQL server of another container or machine serves the data in ${site.dataDir}. Stop it there, or give this one a data folder of its own.`,
            );
          }
          return { pid: seen.pid, ...at, adopted: !own, client: answer };
        }
        await answer.end().catch(() => {});
      }
    }
    const dead = !seen || !isAlive(seen.pid);
    if (launched?.ended()) {
      const words = logTail(site, launched.logFrom);
      launched = undefined;
      // Another starter was faster, or the last children of a killed server have not left yet.
      const passing = /pre-existing shared memory block|lock file .* (already exists|is empty)/s;
      if ((!passing.test(words) && dead) || late()) {
        throw new EmbeddedError(
          'start_failed',
          `PostgreSQL did not start on the data in ${site.dataDir}. Its own words, also in ${site.logFile}:`,
          words,
        );
      }
      await sleep(100);
    } else if (!launched && dead) {
      launched = launchServer(site, settings);
    } else if (
      !launched &&
      seen &&
      !/postgres|postmaster/.test(commandLine(seen.pid) ?? 'postgres')
    ) {
      throw new EmbeddedError(
        'start_failed',
        `The file ${join(site.cluster, 'postmaster.pid')} names process ${seen.pid}, which is not PostgreSQL: it was left by a server that was cut off. If no other machine or container uses this data, remove that file and start again.`,
      );
    }
    if (late() || givenUp()) {
      throw new EmbeddedError(
        'start_failed',
        `PostgreSQL does not answer on the data in ${site.dataDir}. Its own words, also in ${site.logFile}:`,
        logTail(site, launched?.logFrom ?? 0),
      );
    }
    if (!told && said()) {
      told = true;
      report('Waiting for the database (it may be putting itself right after a sudden end) ...');
    }
    await sleep(20);
  }
}

/**
 * Takes the lock that makes this process the only owner. The server gives it back by itself when
 * the process dies in any way. Throws `already_running` when another living process holds it.
 */
async function takeOwnership(client: pg.Client, site: Site): Promise<void> {
  // The session of an owner killed a moment ago takes the server a moment to notice.
  for (const late = deadline(patience.owner); ; await sleep(50)) {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock($1::bigint) as got',
      [ownerLock],
    );
    if (rows[0]?.got) return;
    const holder = await lockHolder(client);
    if (late() || (holder && isAlive(holder))) throw alreadyRunning(site.dataDir, holder);
  }
}

async function lockHolder(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted
        and ((l.classid::bigint << 32) | l.objid::bigint) = $1::bigint`,
    [ownerLock],
  );
  const pid = Number(/^sojourn owner (\d+)$/.exec(rows[0]?.name ?? '')?.[1]);
  return pid || undefined;
}

/** Brings the server up and takes ownership. Throws `already_running` when somebody else has it. */
async function own(
  site: Site,
  settings: Record<string, string>,
  report: (line: string) => void,
  givenUp: () => boolean,
): Promise<Running & { client: pg.Client }> {
  // A connection can break between coming up and taking the lock: the former owner may be stopping the server.
  for (let tries = 1; ; tries += 1) {
    const running = await bringUp(site, settings, report, givenUp);
    try {
      await takeOwnership(running.client, site);
      const owner: Owner = { pid: process.pid, mark: birthMark(process.pid) };
      const file = ownerFile(site.dataDir);
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(owner), { mode: 0o600 });
      renameSync(`${file}.${process.pid}`, file);
      return running;
    } catch (error) {
      await running.client.end().catch(() => {});
      if (error instanceof EmbeddedError || tries >= 5) throw error;
      await sleep(200);
    }
  }
}

async function waitUntilGone(site: Site, pid: number, milliseconds: number): Promise<boolean> {
  // The pid file goes last in an orderly stop; both count, since an unreaped process never leaves.
  const gone = () => !isAlive(pid) || readPidFile(site.cluster)?.pid !== pid;
  for (const late = deadline(milliseconds); !gone(); await sleep(15)) if (late()) return false;
  // The pid file is removed a few milliseconds before the process itself ends.
  for (const late = deadline(2_000); isAlive(pid) && !late(); ) await sleep(5);
  return true;
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch {}
}

/**
 * Starts PostgreSQL on a private unix socket in `dataDir`, or adopts the server there that outlived
 * its parent. One process owns a data folder: a second one gets EmbeddedError `already_running`.
 * Should the server be killed while we run, it is started again on the same socket.
 * `stop()` ends it in order (fast shutdown) and may be called any number of times; a process that
 * ends without it leaves the server running for the next start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const report = options.report ?? (() => {});
  const dataDir = resolve(options.dataDir);
  const owner = livingOwner(dataDir);
  if (owner) throw alreadyRunning(dataDir, owner.pid);
  const site = await chooseSite(
    { dataDir, rootWay: options.rootWay },
    findBinaries(options.binDir ?? (process.env.PG_BIN_DIR || undefined)),
  );
  const settings = { ...ourSettings, ...options.settings };
  await prepareCluster(site, settings, report);
  let running = await own(site, settings, report, () => false);
  const { adopted } = running;
  let stopping: Promise<void> | undefined;
  let reviving: Promise<void> = Promise.resolve();

  function watch(): void {
    running.client.once('end', () => {
      if (!stopping) reviving = revive();
    });
  }

  // The only session nobody but the server ends: when it breaks, the server crashed or was killed.
  async function revive(): Promise<void> {
    report('The database was cut off; bringing it back ...');
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 10_000)) {
      try {
        running = await own(site, settings, report, () => stopping !== undefined);
        watch();
        report('The database is back.');
        return;
      } catch (error) {
        if (stopping !== undefined) return;
        report((error as Error).message);
        await sleep(wait);
      }
    }
  }

  async function end(): Promise<void> {
    await reviving;
    const { client } = running;
    const other = livingOwner(site.dataDir);
    if (other && other.pid !== process.pid) return;
    // While it was being brought back the server can have changed; the pid file knows which one serves now.
    const pid = readPidFile(site.cluster)?.pid ?? running.pid;
    if (readPidFile(site.cluster)) signal(pid, 'SIGINT');
    if (!(await waitUntilGone(site, pid, patience.leave))) {
      report(
        'The database is slow to stop; cutting it short (it puts itself right at the next start) ...',
      );
      signal(pid, 'SIGQUIT');
      if (!(await waitUntilGone(site, pid, patience.quit))) {
        throw new EmbeddedError(
          'start_failed',
          `PostgreSQL (process ${pid}) does not stop. Look into ${site.logFile}; nothing is lost if you end it by hand.`,
        );
      }
    }
    await client.end().catch(() => {});
    rmSync(ownerFile(site.dataDir), { force: true });
    if (!site.socketDir.startsWith(dirname(site.cluster))) {
      try {
        rmdirSync(site.socketDir);
      } catch {}
    }
  }

  watch();
  return {
    socketDir: running.socketDir,
    port: running.port,
    user,
    adopted,
    get pid() {
      return running.pid;
    },
    stop() {
      stopping ??= end();
      return stopping;
    },
  };
}

/**
 * Deletes the data folder with everything in it, also the part that lies elsewhere because only
 * root could enter the folder. Throws `already_running` while a process or a server uses it.
 */
export function removeEmbedded(dataDir: string): void {
  const folder = resolve(dataDir);
  const owner = livingOwner(folder);
  if (owner) throw alreadyRunning(folder, owner.pid);
  const cluster = join(folder, 'cluster');
  if (existsSync(cluster)) {
    const real = realpathSync(cluster);
    const seen = readPidFile(real);
    if (seen && isAlive(seen.pid)) {
      throw new EmbeddedError(
        'already_running',
        `PostgreSQL (process ${seen.pid}) still runs on the data in ${folder}. Start Sojourn once and stop it, or end that process, then try again.`,
      );
    }
    const base = dirname(real);
    if (base !== realpathSync(folder) && /\/sojourn-data-\w+$/.test(base)) {
      rmSync(base, { recursive: true, force: true });
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
