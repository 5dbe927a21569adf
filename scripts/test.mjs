// All tests in order: check (types, fences, form), build, then Vitest. The last line says it all.
// `database` runs the database suite alone; other arguments go to Vitest and run without check.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const summary = /^(\d+) passed, (\d+) failed$/;
let running;
let stopped = false;

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = true;
    running?.kill(signal);
  });
}

function run(file, rest, output) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [file, ...rest], {
      cwd: root,
      stdio: ['ignore', output, 'inherit'],
    });
    running = child;
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const counts = summary.exec(line.trim());
        if (!counts) {
          process.stdout.write(`${line}\n`);
          return;
        }
        child.counts = { passed: Number(counts[1]), failed: Number(counts[2]) };
      });
    }
    child.on('error', () => done({ code: 127 }));
    // "close" comes after the last line was read.
    child.on('close', (code) => done({ code: code ?? 1, counts: child.counts }));
  });
}

/** check.mjs ends with its own "N passed, N failed"; without that line it counts as one. */
async function check() {
  const file = join(root, 'scripts/check.mjs');
  if (!existsSync(file)) {
    process.stdout.write('FAILED  scripts/check.mjs is missing\n');
    total.failed += 1;
    return;
  }
  const { code, counts } = await run(file, [], 'pipe');
  const { passed, failed } = counts ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  total.passed += passed;
  total.failed += code !== 0 ? Math.max(failed, 1) : failed;
}

async function buildOnce() {
  try {
    const { build } = await import('./build.mjs');
    await build();
    total.passed += 1;
  } catch (error) {
    process.stdout.write(`FAILED  build\n${error.message}\n`);
    total.failed += 1;
  }
}

/** The browser unpacks itself on first use; two test files that begin at once must not both do it. */
async function unpackBrowser() {
  if (existsSync('/usr/bin/chromium')) return;
  const { default: chromium } = await import('@sparticuz/chromium');
  await chromium.executablePath();
}

async function vitest(rest) {
  await unpackBrowser();
  const report = join(root, 'test-results/vitest.json');
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const { code } = await run(
    join(root, 'node_modules/vitest/vitest.mjs'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...rest],
    'inherit',
  );
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    process.stdout.write('FAILED  the tests ended without a result\n');
    total.failed += 1;
    return;
  }
  // A file that breaks before its first test has no failed test of its own.
  const broken = result.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  for (const file of broken) process.stdout.write(`FAILED  ${file.name}: ${file.message}\n`);
  const failed = result.numFailedTests + broken.length;
  total.passed += result.numPassedTests;
  total.failed += failed;
  total.skipped += result.numPendingTests + result.numTodoTests;
  if (failed > 0) return;
  if (code !== 0 || result.numPassedTests === 0) {
    const why = result.numPassedTests === 0 ? 'no test ran' : `Vitest ended with ${code}`;
    process.stdout.write(`FAILED  ${why}\n`);
    total.failed += 1;
  }
}

if (args[0] === 'database') {
  await vitest(['--project', 'database', ...args.slice(1)]);
} else if (args.length > 0) {
  await vitest(args);
} else {
  await check();
  if (!stopped) await buildOnce();
  if (!stopped) await vitest([]);
}
if (stopped) {
  process.stdout.write('FAILED  the run was interrupted\n');
  total.failed += 1;
}
if (total.skipped > 0) process.stdout.write(`${total.skipped} skipped\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
