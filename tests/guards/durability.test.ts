import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDurable } from './durability-database.ts';

let folder: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-kill-'));
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts the writer, lets it write for a while, and kills it; the database server too, when asked. */
async function writeAndKill(round: string, after: number, alsoServer: boolean): Promise<string[]> {
  const writer = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'durability-writer.ts'),
      folder,
      round,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child = writer;
  let complaint = '';
  writer.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const lines: string[] = [];
  const reader = createInterface({ input: writer.stdout });
  const ready = new Promise<number>((resolve, reject) => {
    reader.on('line', (line) => {
      if (line.startsWith('ready ')) resolve(Number(line.slice(6)));
      else lines.push(line);
    });
    writer.on('exit', (code) => reject(new Error(`the writer ended with ${code}: ${complaint}`)));
  });
  const postmaster = await ready;
  while (lines.length < after) await sleep(5);
  const gone = once(writer, 'close');
  writer.kill('SIGKILL');
  if (alsoServer) process.kill(postmaster, 'SIGKILL');
  await gone;
  return lines.filter((l) => l.startsWith('done ')).map((l) => l.slice(5));
}

async function afterRestart(round: string) {
  const { db, server } = await openDurable(folder);
  try {
    const of = `${round}-%`;
    const read = async (text: string) => (await db.owner.query(text, [of])).rows;
    return {
      codes: await read('select id, email from login_codes where email like $1'),
      mails: await read('select id, to_address, send_key from mails where to_address like $1'),
      jobs: await read(
        "select j.data->>'mailId' as mail, m.to_address from jobs.job j left join mails m on m.id = j.data->>'mailId' where m.to_address like $1",
      ),
      orphans: (
        await db.owner.query(
          "select j.id from jobs.job j where name = 'mail.send' and not exists (select 1 from mails m where m.id = j.data->>'mailId')",
        )
      ).rows,
      audit: (
        await db.owner.query(
          "select count(*) as n from audit_lines where command = 'people.request-code'",
        )
      ).rows[0].n as number,
      allCodes: (await db.owner.query('select count(*) as n from login_codes')).rows[0].n as number,
    };
  } finally {
    await db.close();
    await server.stop();
  }
}

describe.each([
  { what: 'the program is killed', round: 'a', after: 20, alsoServer: false },
  { what: 'the program and its database are killed', round: 'b', after: 60, alsoServer: true },
  { what: 'both are killed again, at another moment', round: 'c', after: 131, alsoServer: true },
])('when $what in the middle of writing', ({ round, after, alsoServer }) => {
  it('starts again by itself, with every acknowledged write, and a mail queued if and only if its change is there', async () => {
    const acknowledged = await writeAndKill(round, after, alsoServer);
    expect(acknowledged.length).toBeGreaterThanOrEqual(after);
    const found = await afterRestart(round);

    const there = new Set(found.codes.map((c) => c.email));
    expect(acknowledged.filter((email) => !there.has(email))).toEqual([]);
    // every row that is there is there whole: its mail, its job and its audit line with it
    expect(found.mails.map((m) => m.send_key).toSorted()).toEqual(
      found.codes.map((c) => `code:${c.id}`).toSorted(),
    );
    expect(found.jobs.map((j) => j.mail).toSorted()).toEqual(
      found.mails.map((m) => m.id).toSorted(),
    );
    expect(found.orphans).toEqual([]);
    expect(found.audit).toBe(found.allCodes);
    // at most the eight that were under way have come through without their acknowledgement
    expect(found.codes.length - acknowledged.length).toBeLessThanOrEqual(8);
    expect(found.codes.length - acknowledged.length).toBeGreaterThanOrEqual(0);
  });
});
