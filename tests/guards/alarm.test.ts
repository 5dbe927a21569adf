import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobsOfAll } from '#app/registry.ts';
import { emergency } from '#modules/emergency/server/index.ts';
import type { Config } from '#platform/config.ts';
import { silentLog } from '#platform/log.ts';
import { openQueue } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { openDurable } from './durability-database.ts';

let folder: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-alarm-'));
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Seconds from the start of the writer until the next person must be told. */
const ahead = 6;

it('an alarm reaches the next person within a minute of its time, though program and database were killed in between', async () => {
  const writer = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'alarm-writer.ts'),
      folder,
      String(ahead),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child = writer;
  let complaint = '';
  writer.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  let postmaster = 0;
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: writer.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) postmaster = Number(line.slice(6));
      if (line === 'raised') resolve();
    });
    writer.on('exit', (code) => reject(new Error(`the writer ended with ${code}: ${complaint}`)));
  });
  const gone = once(writer, 'close');
  writer.kill('SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  await gone;

  const { db, server } = await openDurable(folder);
  const queue = await openQueue(db.queue, jobsOfAll(), silentLog);
  try {
    const runtime: Runtime = {
      config: { mode: 'test', origin: 'http://sojourn.test', defaultLanguage: 'en' } as Config,
      db,
      queue,
      files: undefined as never,
      log: silentLog,
      reactions: {},
      aside: undefined as never,
    };
    const told = async () =>
      (
        await db.owner.query(
          'select t.person_id, t.at, i.raised_at from incident_tellings t join incidents i on i.id = t.incident_id order by t.at',
        )
      ).rows;
    // the first was told before it was killed, and what follows is not forgotten
    expect(await told()).toHaveLength(1);
    await queue.work(emergency.handlers?.(runtime) ?? []);
    let rows = await told();
    for (let tries = 0; rows.length < 2 && tries < 400; tries++) {
      await sleep(100);
      rows = await told();
    }
    expect(rows.map((r) => r.person_id)).toEqual([
      'per_00000000000000000000000001',
      'per_00000000000000000000000002',
    ]);
    const late = rows[1].raised_at.add({ minutes: 15 }).until(rows[1].at).total('seconds');
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60);
  } finally {
    await queue.stop();
    await db.close();
    await server.stop();
  }
}, 90_000);
