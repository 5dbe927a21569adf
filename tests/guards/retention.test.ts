import { beforeAll, describe, expect, it } from 'vitest';
import { jobsOfAll, serverModules } from '#app/registry.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { type Everything, fillEverything, plain } from './one-of-everything.ts';

/** What the night cannot end, and who does. */
const endedElsewhere: Record<string, string> = {
  rate_limits: 'the limiter takes away what has run out while it runs; nobody else may touch it',
};

const registers = Object.values(serverModules).flatMap(({ privacy }) =>
  Object.entries(privacy.tables),
);

let house: House;
let before: Everything;
let keys: Record<string, string[]>;

/** Everything that comes by itself, in the order of the clock, on a day. */
async function night(day: string): Promise<void> {
  house.setNow(`${day}T03:00:00Z`);
  const scheduled = jobsOfAll().filter((j) => j.schedule);
  const handlers = Object.values(serverModules).flatMap((m) => m.handlers?.(house.runtime) ?? []);
  const at = (schedule = '') => {
    const [minute = '', hour = ''] = schedule.split(' ');
    return Number(hour) * 60 + Number(minute) || 0;
  };
  for (const job of scheduled.toSorted((a, b) => at(a.schedule) - at(b.schedule)))
    for (const each of handlers.filter((h) => h.job.name === job.name)) await each.handle({});
}

/** The rows of the beginning that are there still, found by their key; with what is in these columns. */
async function left(table: string, columns: string[] = []): Promise<Record<string, unknown>[]> {
  const key = keys[table] as string[];
  const picked = columns.length > 0 ? columns.join(', ') : '1 as here';
  return house.sql(
    `select ${picked} from ${table} where ${key.map((k, i) => `${k}::text = $${i + 1}`).join(' and ')}`,
    key.map((k) => before[table]?.[`${k}__text`]),
  );
}

/** Tables whose row of the beginning is there although its time is over. */
async function overdue(at: { isHere: boolean }): Promise<string[]> {
  const wrong: string[] = [];
  for (const [table, { after }] of registers) {
    if (table in endedElsewhere || (after && 'stays' in after)) continue;
    if (at.isHere && after && ('as' in after || table === 'persons' || table === 'vault_keys'))
      continue;
    const bare = after && 'bare' in after ? after.bare : null;
    const [row] = await left(table, bare ?? []);
    if (!row) continue;
    if (!bare) wrong.push(table);
    for (const column of bare ?? [])
      if (row[column] !== null && row[column] !== '') wrong.push(`${table}.${column}`);
  }
  return wrong.sort();
}

beforeAll(async () => {
  house = await openHouse();
  before = await fillEverything(house);
  const rows: { table: string; columns: string[] }[] = await house.sql(
    `select c.conrelid::regclass::text as table, array(select a.attname::text from unnest(c.conkey) k join pg_attribute a
       on a.attrelid = c.conrelid and a.attnum = k) as columns
     from pg_constraint c where contype = 'p' and connamespace = 'public'::regnamespace`,
  );
  keys = Object.fromEntries(rows.map((r) => [r.table, r.columns]));
  // what the schema does not say: what an asked form, a conversation and a decision are about, and that a round is over
  await house.sql(
    "update form_requests set about_kind = 'application', about_id = (select id from applications)",
  );
  await house.sql(
    "update threads set about_kind = 'mobility', about_id = (select id from mobilities)",
  );
  await house.sql("update club_rounds set state = 'closed', closed_at = now()");
  for (const { table, columns } of rows) {
    const row = before[table];
    if (!row) continue;
    const [texts] = await house.sql(
      `select ${columns.map((c) => `${c}::text as ${c}__text`).join(', ')} from ${table}
       where ${columns.map((c, i) => `${c} = $${i + 1}`).join(' and ')}`,
      columns.map((c) => plain(row[c])),
    );
    Object.assign(row, texts);
  }
});

describe('after twenty years', () => {
  it('has a row of everything to begin with', async () => {
    const missing: string[] = [];
    for (const [table] of registers) {
      if (table === 'schema_migrations') continue;
      if ((await left(table)).length === 0) missing.push(table);
    }
    expect(missing).toEqual([]);
  });

  it('a dossier about which something is open is kept', async () => {
    await house.sql("update persons set seen_on = '2046-11-01'");
    await night('2046-11-22');
    expect(await left('mobilities')).toHaveLength(1);
  });

  it('no row is held longer than was promised while its people and organisations are here', async () => {
    await house.sql('update incidents set closed_at = now()');
    await house.sql('update support_cases set closed_at = now()');
    await house.sql('update concerns set answered_at = now()');
    for (const day of ['2046-11-23', '2046-11-24']) await night(day);
    expect(await left('organisations')).toHaveLength(1);
    expect(await overdue({ isHere: true })).toEqual([]);
  });

  it('nor is anything left of who has gone', async () => {
    for (const day of ['2066-11-23', '2066-11-24', '2066-12-30']) await night(day);
    expect(await overdue({ isHere: false })).toEqual([]);
  });
});
