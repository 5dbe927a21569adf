import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asideOn } from './aside.ts';

let folder: string;
let script: URL;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-aside-'));
  const file = join(folder, 'work.mjs');
  await writeFile(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
     const { task, input } = workerData;
     if (task === 'fail') throw new TypeError('no such number');
     if (task === 'leave') process.exit(3);
     if (task === 'dream') setInterval(() => {}, 1000);
     else {
       for (const end = performance.now() + 300; performance.now() < end; ) ;
       parentPort.postMessage(input.reduce((a, b) => a + b, 0));
     }`,
  );
  script = pathToFileURL(file);
});
afterAll(() => rm(folder, { recursive: true }));

describe('work done aside', () => {
  it('leaves the thread free that answers people', async () => {
    let beats = 0;
    const heart = setInterval(() => {
      beats += 1;
    }, 20);
    const work = asideOn(script);
    const sums = await Promise.all([work<number>('add', [1, 2, 3]), work<number>('add', [4])]);
    clearInterval(heart);
    expect(sums).toEqual([6, 4]);
    expect(beats).toBeGreaterThan(5);
  });

  it('tells what went wrong in it, and of an end without an answer', async () => {
    await expect(asideOn(script)('fail', [])).rejects.toThrow('no such number');
    await expect(asideOn(script)('leave', [])).rejects.toThrow('leave ended without an answer');
  });

  it('is stopped when it takes too long', async () => {
    await expect(asideOn(script, 200)('dream', [])).rejects.toThrow('dream took more than 200 ms');
  });
});
