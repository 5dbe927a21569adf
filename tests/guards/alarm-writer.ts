/**
 * A process that raises an alarm whose time is over in a few seconds, and waits to be killed: a group of two people, a drill
 * that began a quarter of an hour ago. Prints `ready` with the postmaster's pid, then `raised` once it is acknowledged.
 */
import { mkdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { jobsOfAll } from '#app/registry.ts';
import type { PersonActor } from '#kernel/actor.ts';
import { addMember, openGroup, planShifts, startDrill } from '#modules/emergency/server/index.ts';
import { setClock } from '#platform/clock.ts';
import { type Command, execute } from '#platform/command.ts';
import type { Config } from '#platform/config.ts';
import { silentLog } from '#platform/log.ts';
import { openQueue } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { openDurable } from './durability-database.ts';

const [folder = '', seconds = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { db, server } = await openDurable(folder);
const queue = await openQueue(db.queue, jobsOfAll(), silentLog);
const runtime: Runtime = {
  config: {
    mode: 'test',
    origin: 'http://sojourn.test',
    dataDir: join(folder, 'files'),
    secret: 'a secret for tests that is long enough',
    defaultLanguage: 'en',
  } as Config,
  db,
  queue,
  files: undefined as never,
  log: silentLog,
  reactions: {},
  aside: undefined as never,
};
const say = (line: string) => writeSync(1, `${line}\n`);
// the next person is told a quarter of an hour after the alarm: that is so many seconds from now
const begun = Temporal.Now.instant()
  .subtract({ minutes: 15 })
  .add({ seconds: Number(seconds) });
setClock({ now: () => begun });
const day = begun.toZonedDateTimeISO('Europe/Riga').toPlainDate();

const orgId = 'org_00000000000000000000000001';
const [first, second] = [
  'per_00000000000000000000000001',
  'per_00000000000000000000000002',
] as const;
await db.owner.query(
  `insert into organisations (id, kind, name, country_code, city, time_zone, created_at)
   values ($1, 'supporting', 'Example', 'LV', 'Riga', 'Europe/Riga', now())`,
  [orgId],
);
for (const id of [first, second]) {
  await db.owner.query(
    `insert into persons (id, given_name, family_name, email, created_at) values ($1, 'Alex', 'Example', $1 || '@example.org', now())`,
    [id],
  );
  await db.owner.query(
    `insert into memberships (org_id, person_id, roles, from_on) values ($1, $2, '{coordinator}', '2020-01-01')`,
    [orgId, id],
  );
}
const actor: PersonActor = {
  kind: 'person',
  personId: first,
  name: 'Alex Example',
  language: 'en',
  isAdmin: false,
  orgs: [{ orgId, roles: ['coordinator'] }],
};
// biome-ignore lint/suspicious/noExplicitAny: commands of every shape
async function act(command: Command<any, any, any>, input: unknown): Promise<any> {
  const result = await execute(runtime, command, actor, input);
  if (!result.ok) throw new Error(result.faults[0].reason);
  return result;
}
const { id: groupId } = await act(openGroup, { orgId, name: 'On duty' });
for (const personId of [first, second]) await act(addMember, { groupId, personId });
await act(planShifts, {
  groupId,
  personId: first,
  fromOn: day.subtract({ days: 1 }).toString(),
  fromTime: '08:00',
  untilOn: day.add({ days: 1 }).toString(),
  untilTime: '08:00',
});
say(`ready ${server.pid}`);
await act(startDrill, { groupId });
say('raised');
// the queue's own work keeps this process alive until it is killed
