/**
 * All fences, one line each: `npm run check`. Two run at a time, the slow ones first.
 *
 *   node scripts/check.mjs               every fence
 *   node scripts/check.mjs imports rooms only these
 *
 * What a failing fence has to say is printed below its line. Writes .cache/check.json, { passed, failed }.
 * Runs on any Node >= 20; the fences themselves run on the Node 26 of node_modules. The folder it is started in
 * is the one it checks.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(home, 'node_modules');
const node26 = join(modules, '.bin', 'node');
const node = existsSync(node26) ? node26 : process.execPath;

/** Each fence: what it keeps, and the command (arguments to Node). Nothing here may take 30 seconds. */
const fences = [
  ['imports', 'floors, doors, order, circles', [join(home, 'scripts/check-imports.ts')]],
  [
    'types',
    'TypeScript, floor by floor',
    [join(modules, 'typescript-7/bin/tsc'), '-b', '--checkers', '1', '--pretty', 'false'],
  ],
  [
    'dead',
    'unused files, exports, packages',
    [join(modules, 'knip/bin/knip.js'), '--no-progress', '--no-config-hints'],
  ],
  [
    'form',
    'format and lint',
    [
      join(modules, '@biomejs/biome/bin/biome'),
      'ci',
      '--colors=off',
      '--reporter=concise',
      '--max-diagnostics=200',
      '--error-on-warnings',
    ],
  ],
  ['rooms', 'rooms, names, clock, messages, numbers', [join(home, 'scripts/check-rooms.ts')]],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !fences.some(([fence]) => fence === name));
if (unknown.length > 0) {
  console.error(
    `No such fence: ${unknown.join(', ')}. There are: ${fences.map(([name]) => name).join(', ')}.`,
  );
  process.exit(2);
}
const queue = fences.filter(([name]) => wanted.length === 0 || wanted.includes(name));
const started = performance.now();
const results = [];
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}
const lanes = Math.min(queue.length, Math.max(2, availableParallelism()));
await Promise.all(Array.from({ length: lanes }, work));

const failed = results.filter((result) => !result.ok).length;
const passed = results.length - failed;
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/check.json', `${JSON.stringify({ passed, failed })}\n`);
console.log(`All fences together: ${seconds(started)}`);
// The last line is read by scripts/test.mjs.
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function work() {
  for (let fence = queue.shift(); fence !== undefined; fence = queue.shift()) {
    const [name, keeps, command] = fence;
    const from = performance.now();
    const { code, output } = await run(command);
    results.push({ name, ok: code === 0 });
    console.log(
      `${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(8)} ${keeps.padEnd(40)} ${seconds(from)}`,
    );
    if (code !== 0) console.log(output.trim().replace(/^/gm, '     '));
  }
}

/** Runs Node with these arguments in the current folder. A fence that cannot start is a broken fence. */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn(node, command, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    running.add(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', () => running.delete(child));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

function seconds(from) {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
