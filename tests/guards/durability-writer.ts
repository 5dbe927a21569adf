/**
 * A process that writes until it is killed: sign-in codes, eight at a time, each a row, a mail, a job and an audit line
 * in one transaction. Prints a line for each once it is acknowledged, and `ready` with the postmaster's pid before.
 */
import { mkdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { visitor } from '#kernel/actor.ts';
import { requestCode } from '#modules/people/server/index.ts';
import { execute } from '#platform/command.ts';
import type { Config } from '#platform/config.ts';
import { silentLog } from '#platform/log.ts';
import { sendMail } from '#platform/mail/outbox.ts';
import { openQueue } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { openDurable } from './durability-database.ts';

const [folder = '', round = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { db, server } = await openDurable(folder);
const queue = await openQueue(db.owner, [sendMail as never], silentLog);
const config = {
  mode: 'test',
  origin: 'http://sojourn.test',
  dataDir: join(folder, 'files'),
  secret: 'a secret for tests that is long enough',
  defaultLanguage: 'en',
} as Config;
const runtime: Runtime = {
  config,
  db,
  queue,
  files: undefined as never,
  log: silentLog,
  reactions: {},
  aside: undefined as never,
};
const say = (line: string) => writeSync(1, `${line}\n`);

const people = 400;
await db.owner.query(
  `insert into persons (id, given_name, family_name, email, created_at)
   select 'per_' || lpad($1 || n::text, 26, '0'), 'Alex', 'Example', $1 || '-' || n || '@example.org', now() from generate_series(1, ${people}) n`,
  [round],
);
say(`ready ${server.pid}`);
let next = 0;
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (;;) {
      next += 1;
      const email = `${round}-${(next % people) + 1}@example.org`;
      const done = await execute(runtime, requestCode, visitor, { email });
      if (done.ok) say(`done ${email}`);
      else if (done.kind !== 'rate_limited') throw new Error(done.faults[0].reason);
    }
  }),
);
