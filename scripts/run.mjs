// Runs one task of the project on any Node >= 20 and any npm >= 10: installs what is missing,
// builds what changed, and hands over to the Node that the project brings with it.
// Plain JavaScript without packages: at this point nothing else may be there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantedNode = 26;
const tasks = {
  demo: { file: 'dist/server/main.js', args: ['demo'], build: 'product', dev: false },
  start: { file: 'dist/server/main.js', args: ['start'], build: 'product', dev: false },
  build: { file: undefined, args: [], build: 'product', dev: false },
  // The tests build for themselves, so that a broken build is counted like any other failure.
  test: { file: 'scripts/test.mjs', args: [], build: undefined, dev: true },
  check: { file: 'scripts/check.mjs', args: [], build: undefined, dev: true },
  bench: { file: 'dist/bench/run.js', args: [], build: 'bench', dev: true },
};

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * How the product runs: young objects are collected in small portions, stack traces name lines of dist/server/main.js,
 * which is readable, threads share their portions of memory, and what was compiled is kept from one start to the next.
 * Together that is 110 MB less (docs/decisions/0003).
 */
function asProduct() {
  return readJson(join(root, 'scripts/node.json')) ?? { flags: [], env: {} };
}

const platformNode = `node-${process.platform}-${process.arch}`;

/** 'yes', 'without dev' or 'no': do the installed packages agree with the lock file, which has this hash? */
function installed(hash) {
  const stamp = join(root, 'node_modules/.sojourn-lock');
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8').trim() === hash ? 'yes' : 'no';
  // Somebody ran npm by hand: what npm noted itself tells whether it is the same.
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const found = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !found) return 'no';
  const missing = Object.entries(wanted).filter(([path, entry]) => {
    if (path === '') return false;
    const ours = !entry.optional || path === `node_modules/${platformNode}`;
    if (!ours && !found[path]) return false;
    return found[path]?.version !== entry.version || !existsSync(join(root, path));
  });
  if (missing.length === 0) return 'yes';
  return missing.every(([, entry]) => entry.dev || entry.devOptional) ? 'without dev' : 'no';
}

async function install(needsDev) {
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock))
    fail('package-lock.json is missing: this is not a complete copy of the project.');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const state = installed(hash);
  const stamp = join(root, 'node_modules/.sojourn-lock');
  if (state === 'yes') {
    if (!existsSync(stamp)) {
      // A read-only installation is fine without the note; it only makes the next start a little faster.
      try {
        writeFileSync(stamp, `${hash}\n`);
      } catch {}
    }
    return;
  }
  if (state === 'without dev' && !needsDev) return;

  const begun = performance.now();
  process.stdout.write('Installing the packages of the project ...\n');
  const own = process.env.npm_execpath;
  const byNpm = own && /npm-cli\.c?js$/.test(own) && existsSync(own);
  const [file, first] = byNpm ? [process.execPath, [own]] : ['npm', []];
  const args = [
    ...first,
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-fund',
    '--no-audit',
  ];
  const ticking = setInterval(
    () => process.stdout.write(`  still installing, ${seconds(begun)}\n`),
    3000,
  );
  // Without this npm would not install the parts the project is built and tested with.
  const env = { ...process.env, NODE_ENV: 'development' };
  const code = await follow(
    spawn(file, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }),
  );
  clearInterval(ticking);
  if (code !== 0) {
    fail(
      `The packages could not be installed ("npm ci" ended with ${code}). Look at npm's message above; without a network, copy node_modules from a machine with the same system.`,
    );
  }
  writeFileSync(stamp, `${hash}\n`);
  process.stdout.write(`Installed in ${seconds(begun)}.\n`);
}

function major(version) {
  return Number(/^v?(\d+)/.exec(version ?? '')?.[1] ?? 0);
}

/** The Node of the project's own packages, or the one that runs this when it is new enough. */
function findNode() {
  const brought = join(root, 'node_modules', platformNode, 'bin/node');
  if (process.platform !== 'win32' && existsSync(brought)) {
    if (major(process.version) >= wantedNode && process.execPath === brought) return brought;
    const tried = spawnSync(brought, ['--version'], { encoding: 'utf8' });
    if (tried.status === 0 && major(tried.stdout) >= wantedNode) return brought;
  }
  if (major(process.version) >= wantedNode) return process.execPath;
  return fail(
    `Sojourn runs on Node ${wantedNode}. The package ${platformNode} that brings it is not installed or does not run on this system, and this is Node ${process.version}. Install Node ${wantedNode} or newer from https://nodejs.org and run this again with it.`,
  );
}

/** Waits for a child, passing signals on; resolves to its exit code. */
function follow(child) {
  let last = 0;
  const pass = (signal) => {
    // One Ctrl-C arrives twice: from the terminal and from npm. Later, it is somebody insisting.
    const now = performance.now();
    if (last && now - last < 1000) return;
    last = now;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((done) => {
    const end = (code) => {
      for (const signal of signals) process.off(signal, pass);
      done(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      end(127);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

if (major(process.version) < 20) {
  fail(
    `Sojourn needs Node 20 or newer to start (it brings its own Node ${wantedNode}); this is ${process.version}.`,
  );
}
const [name = '', ...args] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
if (!task) fail(`There is no task "${name}". Tasks: ${Object.keys(tasks).join(', ')}.`);

await install(task.dev);
const node = findNode();
if (task.build) {
  const { build } = await import('./build.mjs');
  try {
    await build({ bench: task.build === 'bench' });
  } catch (error) {
    fail(error.message);
  }
}
if (!task.file) process.exit(0);
const file = join(root, task.file);
if (!existsSync(file)) fail(`${task.file} is missing: there is nothing to run for "${name}".`);
const { flags, env } =
  task.build === 'product' ? asProduct() : { flags: ['--enable-source-maps'], env: {} };
// In a group of its own the child gets a Ctrl-C from here alone, and so exactly once. Should this
// process be killed, the lifeline ends the child in order.
const child = spawn(
  node,
  [
    ...flags,
    '--import',
    new URL('./lifeline.mjs', import.meta.url).href,
    file,
    ...task.args,
    ...args,
  ],
  {
    cwd: root,
    detached: true,
    env: { ...env, ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  },
);
// npm passes signals on, but killed it cannot: then its task has lost whoever watched it, too.
const parent = process.ppid;
const byNpm = process.env.npm_lifecycle_event === name;
const watching = setInterval(() => {
  if (!byNpm || process.ppid === parent) return;
  clearInterval(watching);
  child.kill('SIGTERM');
}, 500);
process.exitCode = await follow(child);
clearInterval(watching);
