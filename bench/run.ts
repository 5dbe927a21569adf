/**
 * Every figure the project quotes about itself. One run measures all, each against its yardstick in the same run:
 * a ratio holds on any machine, the absolute number beside it on this one.
 * BENCH_FULL=1 adds a million mobilities; BENCH_ONLY=list,command takes a part; BENCH_KEEP=1 keeps the filled database,
 * BENCH_FOLDER=… measures on a kept one.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createProbe } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { now } from '#platform/clock.ts';
import { openPool } from '#platform/database/connection.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { socketFolder } from '#platform/database/embedded-cluster.ts';
import { migrate } from '#platform/database/migrate.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { projectRoot } from '#platform/root.ts';
import { applyMany, askMany, autosave, byLink, pageOf } from './answering.ts';
import { measureClock } from './clubs.ts';
import { measureContacts } from './contacts.ts';
import { fillDirectory, searches } from './directory.ts';
import { type Driven, drive, type Load, send } from './drive.ts';
import { measureFormState } from './forms.ts';
import { measureGrouping } from './grouping.ts';
import { measureLive } from './live.ts';
import { cpuOf, familyCpu, familyMemory, median, residentOf } from './machine.ts';
import { measurePlanning } from './planning.ts';
import { fillRows, idOf } from './rows.ts';

type Result = {
  name: string;
  value: number;
  unit: string;
  ratio: number | null;
  against: string | null;
};

const root = projectRoot();
const server = join(root, 'dist/server/main.js');
// as scripts/run.mjs starts it
const asProduct: { flags: string[]; env: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'scripts/node.json'), 'utf8'),
);
const database = 'sojourn';
const results: Result[] = [];

function note(
  name: string,
  value: number,
  unit: string,
  ratio: number | null = null,
  against: string | null = null,
): void {
  const rounded = (n: number) => Number(n.toPrecision(4));
  results.push({
    name,
    value: rounded(value),
    unit,
    ratio: ratio === null ? null : rounded(ratio),
    against,
  });
  say(
    `${name.padEnd(24)}${String(rounded(value)).padStart(10)} ${unit.padEnd(5)}${ratio === null ? '' : `  ${rounded(ratio)} ${against}`}`,
  );
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createProbe();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(address && typeof address === 'object' ? address.port : 0));
    });
  });
}

type Running = {
  child: ChildProcess;
  pid: number;
  origin: string;
  ready: number;
  stop(): Promise<void>;
};

/** The product as people start it; `ready` is how many seconds it took to say that it answers. */
async function run(task: 'start' | 'demo', folder: string): Promise<Running> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [...asProduct.flags, server, task], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...asProduct.env,
      ...process.env,
      SOJOURN_DATA: folder,
      SOJOURN_PORT: String(port),
      SOJOURN_SECRET: 'only for measuring, and long enough for it',
      // nothing is sent while we measure; the address is never called
      SMTP_URL: task === 'start' ? 'smtp://127.0.0.1:9' : '',
      MAIL_FROM: 'Sojourn <bench@example.org>',
      DATABASE_URL: '',
    },
  });
  // its log says little of a run that goes well, and all of one that does not
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk).slice(-2000);
  });
  const ended = once(child, 'exit');
  const origin = await new Promise<string>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${task} ended with ${code}: ${log}`)));
    setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${task} was not ready after two minutes: ${log}`));
    }, 120_000).unref();
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const found = /(?:answers at|demo is ready:) (http:\S+?)(?:\/demo)?$/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  const ready = (performance.now() - begun) / 1000;
  return {
    child,
    pid: child.pid as number,
    origin: origin.replace('localhost', '127.0.0.1'),
    ready,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const reach = (folder: string) =>
  openPool({
    host: socketFolder(join(folder, 'database'), 5432),
    port: 5432,
    user: 'postgres',
    database,
    max: 2,
  });

function postmasterOf(folder: string): number {
  return Number(
    readFileSync(join(folder, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0],
  );
}

/** A folder with the given number of mobilities, ready to be served. */
async function prepare(mobilities: number): Promise<string> {
  const kept = process.env.BENCH_FOLDER;
  if (kept) return kept;
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'));
  if (process.env.BENCH_KEEP !== '1') folders.push(folder);
  else say(`BENCH_FOLDER=${folder}`);
  const embedded = await startEmbedded({ dataDir: join(folder, 'database') });
  const at = { host: embedded.socketDir, port: embedded.port, user: embedded.user };
  const admin = openPool({ ...at, database: 'postgres', max: 1 });
  await admin.query(`create database ${database}`);
  await admin.end();
  const owner = openPool({ ...at, database, max: 2 });
  await migrate(owner, join(root, 'migrations'));
  const begun = performance.now();
  await fillRows(owner, { mobilities, organisations: 200 });
  say(`${mobilities} mobilities written in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  await owner.end();
  await embedded.stop();
  return folder;
}

const folders: string[] = [];

async function signIn(folder: string, personId: string): Promise<string> {
  const pool = reach(folder);
  const token = newToken();
  await pool.query(
    "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, $4, $4, $5, '')",
    [
      newId('ses'),
      hashToken(token),
      personId,
      now().toString(),
      now().add({ hours: 24 }).toString(),
    ],
  );
  await pool.end();
  return token;
}

// without the arguments of this process: what ties it to the task runner must not tie its children
const driver = () =>
  fork(fileURLToPath(import.meta.url), ['drive'], { stdio: 'inherit', execArgv: [] });

/** Has another process send the load, so that its work is not counted as the server's. */
async function load(by: ChildProcess, what: Load): Promise<Driven> {
  const answered = once(by, 'message') as Promise<[Driven]>;
  by.send(what);
  const [driven] = await answered;
  if (driven.wrong > 0)
    throw new Error(`${what.url}: ${driven.wrong} of ${driven.count} were not answered`);
  return driven;
}

/** A bare node:http server that answers everything with these bytes. */
async function bareServer(
  bytes: Buffer,
  type: string,
): Promise<{ child: ChildProcess; origin: string }> {
  const child = fork(fileURLToPath(import.meta.url), ['bare', type], {
    stdio: 'inherit',
    execArgv: [],
    serialization: 'advanced',
  });
  const listening = once(child, 'message') as Promise<[number]>;
  child.send(bytes);
  const [port] = await listening;
  return { child, origin: `http://127.0.0.1:${port}` };
}

async function measureList(folder: string): Promise<{ cpu: number; bytes: number }> {
  const product = await run('start', folder);
  const client = driver();
  try {
    const token = await signIn(folder, idOf('per', 1));
    const headers = { cookie: `session=${token}`, accept: 'text/html' };
    const url = `${product.origin}/mobilities`;
    const page = await send(url, { headers });
    const rows = [...page.body.toString().matchAll(/href="\/mobilities\/mob_/g)].length;
    if (page.status !== 200 || rows < 25)
      throw new Error(`the list has ${rows} rows (${page.status})`);
    const bare = await bareServer(page.body, page.headers['content-type'] ?? 'text/html');
    const rounds: { cpu: number; rate: number; bareCpu: number; bareRate: number }[] = [];
    const zipped: number[] = [];
    const measured = async (pid: number, what: Load) => {
      const before = cpuOf(pid);
      const { ms, count } = await load(client, what);
      return { cpu: (cpuOf(pid) - before) / count, rate: (count / ms) * 1000 };
    };
    await load(client, { url, headers, forMs: 3000, atOnce: 10 });
    await load(client, { url: bare.origin, headers, forMs: 1000, atOnce: 10 });
    for (let round = 0; round < 5; round++) {
      const ours = await measured(product.pid, { url, headers, forMs: 3000, atOnce: 10 });
      const theirs = await measured(bare.child.pid as number, {
        url: bare.origin,
        headers,
        forMs: 1500,
        atOnce: 10,
      });
      rounds.push({ cpu: ours.cpu, rate: ours.rate, bareCpu: theirs.cpu, bareRate: theirs.rate });
      zipped.push(
        (
          await measured(product.pid, {
            url,
            headers: { ...headers, 'accept-encoding': 'gzip' },
            forMs: 1500,
            atOnce: 10,
          })
        ).cpu,
      );
    }
    bare.child.kill();
    const of = (pick: (r: (typeof rounds)[number]) => number) => median(rounds.map(pick));
    last = {
      rate: of((r) => r.rate),
      ratio: of((r) => r.rate / r.bareRate),
      cpuRatio: of((r) => r.bareCpu / r.cpu),
      zipped: median(zipped),
    };
    return { cpu: of((r) => r.cpu), bytes: page.body.length };
  } finally {
    client.disconnect();
    await product.stop();
  }
}
let last = { rate: 0, ratio: 0, cpuRatio: 0, zipped: 0 };

async function measureCommand(folder: string): Promise<void> {
  const product = await run('start', folder);
  const client = driver();
  try {
    const token = await signIn(folder, idOf('per', 1));
    const pool = reach(folder);
    const { rows } = await pool.query(
      "select m.id from mobilities m join journeys j on j.mobility_id = m.id where m.state = 'ready' and j.departed_at is null and m.sending_school_id = $1 limit 1200",
      [idOf('org', 1)],
    );
    const bodies = rows.map((r) => JSON.stringify({ mobilityId: r.id }));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${product.origin}/api/v1/travel/record-departure`;
    const rounds: { cpu: number; rate: number }[] = [];
    const size = Math.floor(bodies.length / 6);
    for (let round = 0; round < 6; round++) {
      const before = cpuOf(product.pid);
      const { ms } = await load(client, {
        url,
        method: 'POST',
        headers,
        bodies: bodies.slice(round * size, (round + 1) * size),
        count: size,
        atOnce: 10,
      });
      if (round > 0)
        rounds.push({ cpu: (cpuOf(product.pid) - before) / size, rate: (size / ms) * 1000 });
    }
    const { rows: kept } = await pool.query(
      "select count(*) as n from audit_lines where command = 'travel.record-departure'",
    );
    if (kept[0].n !== size * 6)
      throw new Error(`${kept[0].n} audit lines for ${size * 6} commands`);
    await pool.end();
    note('command.cpu_ms', median(rounds.map((r) => r.cpu)), 'ms');
    note('command.per_s', median(rounds.map((r) => r.rate)), '/s');
  } finally {
    client.disconnect();
    await product.stop();
  }
}

/** Bytes over the wire of a first visit, as a browser asks for them: the page and all it refers to. */
async function firstLoad(
  origin: string,
  path: string,
  cookie: string,
): Promise<{ all: number; script: number }> {
  const headers = { cookie, 'accept-encoding': 'gzip, br' };
  const page = await send(origin + path, { headers });
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
  const html = (await send(origin + path, { headers: { cookie } })).body.toString();
  const files = new Set(
    [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((m) => m[1] as string),
  );
  let all = page.body.length;
  let script = 0;
  for (const file of files) {
    const sent = await send(origin + file, { headers });
    all += sent.body.length;
    if (file.endsWith('.js')) {
      script += sent.body.length;
      const text = (await send(origin + file)).body.toString();
      for (const [, part] of text.matchAll(/from"\.\/([\w.-]+\.js)"/g))
        files.add(`/assets/${part}`);
    }
    if (file.endsWith('.css')) {
      const text = (await send(origin + file)).body.toString();
      for (const [, font] of text.matchAll(/url\("?(\/assets\/[^)"]+|\.\/[^)"]+)"?\)/g))
        files.add((font as string).replace(/^\.\//, '/assets/'));
    }
  }
  return { all, script };
}

async function measureDemo(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'));
  folders.push(folder);
  const first = await run('demo', folder);
  await first.stop();
  note('start.first_s', first.ready, 's');
  const again: number[] = [];
  for (let i = 0; i < 2; i++) {
    const next = await run('demo', folder);
    again.push(next.ready);
    await next.stop();
  }
  const product = await run('demo', folder);
  again.push(product.ready);
  note('start.again_s', median(again), 's');
  try {
    const pool = reach(folder);
    const { rows: people } = await pool.query(
      "select m.person_id, m.org_id from memberships m join mobility_parties p on p.org_id = m.org_id where 'coordinator' = any(m.roles) and p.role = 'sending_school' limit 1",
    );
    const person = people[0]?.person_id as string;
    const cookie = `session=${await signIn(folder, person)}`;
    const loads = await Promise.all(
      ['/', '/mobilities', '/directory', '/account', '/privacy'].map((path) =>
        firstLoad(product.origin, path, cookie),
      ),
    );
    loads.push(await firstLoad(product.origin, '/sign-in', ''));
    note('page.bytes', Math.max(...loads.map((l) => l.all)), 'B');
    note('page.script_bytes', Math.max(...loads.map((l) => l.script)), 'B');
    for (let i = 0; i < 300; i++)
      await send(`${product.origin}/mobilities`, { headers: { cookie } });
    await sleep(500);
    note('web.rss_mb', residentOf(product.pid), 'MB');
    note('database.rss_mb', familyMemory(postmasterOf(folder)), 'MB');
    await measureAgreements(product.origin, folder);
    await pool.end();
  } finally {
    await product.stop();
  }
}

/** The agreements of the example cohort, as PDF, by whoever coordinates the sending school. */
async function measureAgreements(origin: string, folder: string): Promise<void> {
  const pool = reach(folder);
  const { rows } = await pool.query(
    `select distinct on (v.mobility_id) v.mobility_id, v.number, m.person_id from agreement_versions v
     join mobility_parties p on p.mobility_id = v.mobility_id and p.role = 'sending_school'
     join memberships m on m.org_id = p.org_id and 'coordinator' = any(m.roles)
     order by v.mobility_id, v.number desc limit 12`,
  );
  await pool.end();
  if (rows.length === 0) throw new Error('the example cohort has no agreement');
  const wanted = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const row = rows[i % rows.length];
      const cookie = `session=${await signIn(folder, row.person_id)}`;
      return {
        url: `${origin}/mobilities/${row.mobility_id}/agreement/versions/${row.number}/preview`,
        headers: { cookie },
      };
    }),
  );
  const fetchOne = async ({ url, headers }: (typeof wanted)[number]) => {
    const answer = await send(url, { headers });
    if (answer.status !== 200 || !answer.body.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw new Error(`${url} answered ${answer.status}`);
  };
  const one = wanted[0] as (typeof wanted)[number];
  for (let i = 0; i < 3; i++) await fetchOne(one);
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const begun = performance.now();
    await fetchOne(one);
    times.push(performance.now() - begun);
  }
  note('agreement.pdf_ms', median(times), 'ms');
  const begun = performance.now();
  await Promise.all(wanted.map(fetchOne));
  note('agreement.pdf_twelve_s', (performance.now() - begun) / 1000, 's');
}

/**
 * A page of a form of 120 questions, and 200 people who write at the same time: others by their links, then pupils in
 * their applications, which are such forms here.
 */
async function measureAnswering(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'));
  folders.push(folder);
  const product = await run('start', folder);
  const client = driver();
  try {
    const pool = reach(folder);
    const people = 200;
    const tokens = await askMany(pool, people);
    const pupils = await applyMany(pool, people);
    await pool.end();
    const url = pageOf(product.origin, tokens[0] as string);
    const page = await send(url, {});
    const questions = [...page.body.toString().matchAll(/name="q\d+/g)].length;
    if (page.status !== 200 || questions < 5)
      throw new Error(`the page asks ${questions} questions (${page.status})`);
    await load(client, { url, headers: {}, forMs: 3000, atOnce: 10 });
    const rounds: number[] = [];
    for (let round = 0; round < 5; round++) {
      const before = cpuOf(product.pid);
      const { count } = await load(client, { url, headers: {}, forMs: 2000, atOnce: 10 });
      rounds.push((cpuOf(product.pid) - before) / count);
    }
    note('form.page_cpu_ms', median(rounds), 'ms');

    const postmaster = postmasterOf(folder);
    for (const [name, writers] of [
      ['answers', byLink(tokens)],
      ['autosave', pupils],
    ] as const) {
      await autosave(product.origin, writers, 3000, 6000);
      const [web, database] = [cpuOf(product.pid), familyCpu(postmaster)];
      const saved = await autosave(product.origin, writers, 3000, 21_000);
      const share = (cpuOf(product.pid) - web + familyCpu(postmaster) - database) / saved.ms;
      note(
        `${name}.apps`,
        people,
        'apps',
        share,
        'of one core for web and database, each person saving every 3 s',
      );
      note(`${name}.p95_ms`, saved.p95, 'ms');
    }
  } finally {
    client.disconnect();
    await product.stop();
  }
}

async function measureStreams(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'));
  folders.push(folder);
  const product = await run('start', folder);
  try {
    const pool = reach(folder);
    const { ms, worst, mb } = await measureLive(product, pool);
    await pool.end();
    note('live.everybody_ms', ms, 'ms');
    note('live.worst_ms', worst, 'ms');
    note('live.stream_mb', mb, 'MB');
  } finally {
    await product.stop();
  }
}

/** The clock of a meeting with fifty people in the room. */
async function measureMeeting(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'));
  folders.push(folder);
  const product = await run('start', folder);
  try {
    const pool = reach(folder);
    const { worst, heard } = await measureClock(product, pool);
    await pool.end();
    note('clubs.clock_ms', worst, 'ms');
    note('clubs.clock_heard_ms', heard, 'ms');
  } finally {
    await product.stop();
  }
}

/** The directory of 50,000 organisations: what people ask of it, in the database and as a whole page. */
async function measureDirectory(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'));
  folders.push(folder);
  const product = await run('start', folder);
  const client = driver();
  try {
    const pool = reach(folder);
    await fillDirectory(pool, 50_000);
    const headers = { cookie: `session=${await signIn(folder, idOf('per', 1))}` };
    await pool.end();
    const times: number[] = [];
    const cpus: number[] = [];
    for (const [name, search] of Object.entries(searches)) {
      const url = `${product.origin}/directory?${new URLSearchParams(search)}`;
      const page = await send(url, { headers });
      if (page.status !== 200) throw new Error(`${url} answered ${page.status}`);
      const one: number[] = [];
      for (let i = 0; i < 15; i++) {
        const begun = performance.now();
        await send(url, { headers });
        one.push(performance.now() - begun);
      }
      times.push(median(one.slice(3)));
      const before = cpuOf(product.pid);
      const { count } = await load(client, { url, headers, forMs: 1000, atOnce: 4 });
      cpus.push((cpuOf(product.pid) - before) / count);
      say(`  ${name.padEnd(30)}${(times.at(-1) as number).toFixed(1)} ms`);
    }
    const slowest = Math.max(...times);
    note(
      'directory.search_ms',
      median(times),
      'ms',
      slowest,
      'ms the slowest of the kinds of search, from the request to the whole page',
    );
    note('directory.page_cpu_ms', median(cpus), 'ms');
  } finally {
    client.disconnect();
    await product.stop();
  }
}

async function measure(): Promise<void> {
  const only = process.env.BENCH_ONLY?.split(',');
  const wanted = (name: string) => !only || only.includes(name);
  if (wanted('forms')) {
    const { ms, ratio } = measureFormState();
    note('forms.state_ms', ms, 'ms', ratio, 'times what parsing these answers from JSON takes');
  }
  if (wanted('forms')) await measureAnswering();
  if (wanted('planner')) {
    const { ms, ratio } = measurePlanning();
    note('planner.thousand_ms', ms, 'ms', ratio, 'times what reading as many dates takes');
  }
  if (wanted('grouping')) {
    for (const { count, ms, typical, proven } of measureGrouping()) {
      note(`grouping.of_${count}_ms`, ms, 'ms', ms / typical, 'times the typical of five crowds');
      note(`grouping.of_${count}_proven`, proven, '', proven / 5, 'of five crowds');
    }
  }
  if (wanted('contacts')) {
    const { seconds, mails } = await measureContacts();
    note('contacts.night_s', seconds, 's', mails, 'mails queued for 10,000 talks that are due');
  }
  if (wanted('live')) await measureStreams();
  if (wanted('clubs')) await measureMeeting();
  if (wanted('list') || wanted('command')) {
    const folder = await prepare(100_000);
    if (wanted('list')) {
      const { cpu, bytes } = await measureList(folder);
      note(
        'list.cpu_ms',
        cpu,
        'ms',
        last.cpuRatio,
        'of the CPU per request of a bare node:http server',
      );
      note('list.gzip_cpu_ms', last.zipped, 'ms');
      note('list.per_s', last.rate, '/s');
      note(
        'list.ratio_to_bare',
        last.ratio,
        '',
        last.ratio,
        `of the requests a bare node:http server answers with the same ${bytes} bytes`,
      );
      if (process.env.BENCH_FULL === '1') {
        const larger = await measureList(await prepare(1_000_000));
        note(
          'list.ratio_1m_to_100k',
          larger.cpu / cpu,
          '',
          larger.cpu / cpu,
          'CPU per request with a million mobilities to that with 100,000',
        );
      }
    }
    if (wanted('command')) await measureCommand(folder);
  }
  if (wanted('directory')) await measureDirectory();
  if (wanted('demo')) await measureDemo();
}

const [role, argument] = process.argv.slice(2);
if (role === 'drive') {
  process.on('message', (what: Load) => {
    drive(what).then(
      (driven) => process.send?.(driven),
      (error) => {
        process.stderr.write(`${error.stack}\n`);
        process.exit(1);
      },
    );
  });
} else if (role === 'bare') {
  process.once('message', (bytes: Uint8Array) => {
    const body = Buffer.from(bytes);
    const bare = createServer((_, answer) => {
      answer.writeHead(200, { 'content-type': argument, 'content-length': body.length });
      answer.end(body);
    });
    bare.listen(0, '127.0.0.1', () => {
      const address = bare.address();
      process.send?.(address && typeof address === 'object' ? address.port : 0);
    });
  });
} else {
  try {
    await measure();
    // a part alone does not replace the figures of a whole run
    if (!process.env.BENCH_ONLY) {
      writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
      say(`\nAll ${results.length} figures are in bench/results.json`);
    }
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
