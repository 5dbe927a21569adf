import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobsOfAll, reactions } from '#app/registry.ts';
import { askContacts } from '#modules/support/server/index.ts';
import { asideOn } from '#platform/aside.ts';
import { today } from '#platform/clock.ts';
import type { Config } from '#platform/config.ts';
import { openPool } from '#platform/database/connection.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { openDatabase, readerRole, requestRole } from '#platform/database/index.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createFolderStore } from '#platform/files.ts';
import { silentLog } from '#platform/log.ts';
import { openQueue } from '#platform/queue.ts';
import { projectRoot } from '#platform/root.ts';
import { fillRows } from './rows.ts';

const database = 'sojourn';

/**
 * Seconds of one night in which a talk is due with each of 10,000 pupils abroad, who have 2,500 contact persons: what is
 * due is found, noted, and a mail for each contact person queued.
 * @throws Error when not all of them were asked
 */
export async function measureContacts(): Promise<{
  seconds: number;
  asked: number;
  mails: number;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-contacts-'));
  const embedded = await startEmbedded({ dataDir: join(folder, 'database') });
  const at = { host: embedded.socketDir, port: embedded.port, user: embedded.user };
  try {
    const admin = openPool({ ...at, database: 'postgres', max: 1 });
    await admin.query(`create database ${database}`);
    await admin.end();
    const owner = openPool({ ...at, database, max: 2 });
    await migrate(owner, join(projectRoot(), 'migrations'));
    await fillRows(owner, { mobilities: 10_000, organisations: 200 });
    await everybodyAbroad(owner);
    await owner.end();
    const db = openDatabase({
      host: embedded.socketDir,
      port: embedded.port,
      database,
      owner: { user: embedded.user },
      request: { user: requestRole },
      reader: { user: readerRole },
    });
    const queue = await openQueue(db.queue, jobsOfAll(), silentLog);
    const config = {
      mode: 'test',
      origin: 'http://sojourn.test',
      dataDir: folder,
      secret: 'only for measuring, and long enough for it',
      mailIn: null,
      defaultLanguage: 'en',
    } as unknown as Config;
    const begun = performance.now();
    const asked = await askContacts({
      config,
      db,
      queue,
      files: createFolderStore(join(folder, 'files'), Buffer.alloc(32)),
      log: silentLog,
      reactions,
      aside: asideOn(new URL('../server/aside.js', import.meta.url)),
    });
    const seconds = (performance.now() - begun) / 1000;
    const { rows } = await db.owner.query(
      "select count(*)::int as mails from mails where kind = 'support-contacts-due'",
    );
    await queue.stop();
    await db.close();
    if (asked !== 10_000) throw new Error(`${asked} of 10000 contacts were asked for`);
    return { seconds, asked, mails: rows[0].mails };
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everybody left twelve days ago, so that the first talk is due in two, and has one of 2,500 volunteers to talk with. */
async function everybodyAbroad(owner: ReturnType<typeof openPool>): Promise<void> {
  const left = today().subtract({ days: 12 }).toString();
  const client = await owner.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    await client.query(
      `insert into persons (id, given_name, family_name, email, language, created_at)
       select 'per_' || lpad((5000000 + n)::text, 26, '0'), 'Volunteer', 'Number ' || n, 'volunteer-' || n || '@example.org', 'en', now()
       from generate_series(0, 2499) n`,
    );
    await client.query(
      `update mobilities set state = 'settled', starts_on = $1::date, ends_on = $1::date + 90,
         contact_person_id = 'per_' || lpad((5000000 + right(id, 8)::int % 2500)::text, 26, '0')`,
      [left],
    );
    await client.query("update mobility_parties set state = 'settled', starts_on = $1::date", [
      left,
    ]);
    await client.query(
      `insert into memberships (org_id, person_id, roles, from_on)
       select distinct hosting_org_id, contact_person_id, array['volunteer'], date '2020-01-01' from mobilities`,
    );
    await client.query("set session_replication_role = 'origin'");
  } finally {
    client.release();
  }
  await owner.query('vacuum analyze');
}
