import { beforeAll, describe, expect, it } from 'vitest';
import { serverModules } from '#app/registry.ts';
import { readerRole, requestRole } from '#platform/database/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { fillEverything, plain } from './one-of-everything.ts';

/** Tables that hold nothing about anybody, so no policy stands before them. */
const withoutPolicies: Record<string, string> = {
  schema_migrations: 'the names of applied migrations',
  rate_limits:
    'counts by network address for minutes; the two request roles have no right to it at all',
};

/** Tables whose rows everybody may read, and why. */
const openToRead: Record<string, string> = {
  directory_entries: 'the same, with what an organisation tells everybody; no person is in it',
  directory_words: 'single words of names and places, nothing beside them',
  organisations:
    'partners must be able to find each other; name and place are public in the product',
};

/** Functions that look past the policies and answer more than yes or no, and why that tells nobody's secret. */
const tellsMore: Record<string, string> = {
  app_session: 'who a session token belongs to: it is looked up before anybody is known',
  app_failed_mails: 'the keys it was asked for and a day: no address and no word of a mail',
  app_dead_addresses:
    'which of the addresses it was asked for refuse mails: no mail and no word of one',
  app_drop_files:
    'keys of files that are gone with this, for who managed the request; a key opens nothing',
  app_found_messages: 'ids of messages, of those the asker reads',
  app_found_practices: 'ids of cards, of those the asker reads',
  app_duty_groups: 'groups in which the asker shares duty',
  app_led_orgs: 'organisations that the asker leads',
  app_orientation_event: 'when and where an orientation is, for whom the policy lets see it',
  app_lived_stays: 'stays that the asker lives: their own, their child’s, of a pupil at their home',
  app_thread_readers: 'who reads a thread, for those who read it: it is said on its page',
  app_event_people: 'the people of one meeting, for those whom the policy lets see it',
  app_poll_people: 'the people of one question for a date, for who is asked and who asks',
  app_busy_of_poll: 'when they are taken, without of what: for who asks alone',
  app_school_pupils:
    'names of the pupils of a school, for who works there: what may not stand on its page',
  app_zones_of: 'time zones of people whose ids are known; where the clock stands is no secret',
  app_partner_leaders:
    'names and roles of who leads a partner; no address, and nothing of organisations that are none',
  app_networks: 'networks that the asker’s own organisations belong to',
  app_network_orgs:
    'members of the asker’s networks, and networks whose resources are chosen for them',
  app_cared_by: 'organisations that accompany the asker’s own stay or application',
  app_nearby_pupils:
    'first name and town of pupils who want to be known, for one who wants so too; no id',
  app_partner_orgs: 'organisations that the asker’s own work with',
  app_closed_weeks:
    'days on which an organisation is closed, as it told everybody or partners, for who may read its profile or follows a project of it',
  app_shared_stays: 'how many pupils went abroad between the asker’s organisations and others',
  app_sources: 'whose version of a form an organisation uses: the choice is open to everybody',
  app_newest_form: 'questions of a published form; a pupil asks by the form of a school',
};

type Claim = {
  module: string;
  table: string;
  holds: string;
  why: string;
  keptFor: string;
  subject: string | null;
};
const claims: Claim[] = Object.entries(serverModules).flatMap(([module, { privacy }]) =>
  Object.entries(privacy.tables).map(([table, entry]) => ({ module, table, ...entry })),
);

let house: House;
/** `given`: its columns that the database does not work out itself */
let tables: { name: string; secured: boolean; columns: string[]; given: string[] }[];
/** one row in every table, so that "sees nothing" is not true of an empty one alone */
let filled: Set<string>;

beforeAll(async () => {
  house = await openHouse();
  tables = await house.sql(
    `select c.relname as name, c.relrowsecurity as secured,
       array(select attname::text from pg_attribute a where a.attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
       array(select attname::text from pg_attribute a where a.attrelid = c.oid and attnum > 0 and not attisdropped
         and attgenerated = '') as given
     from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
  );
  filled = new Set(Object.keys(await fillEverything(house)));
});

/** The connections of the application themselves; outside a command or query no actor is set on them. */
const poolOf = (role: string) =>
  role === readerRole ? house.runtime.db.reader : house.runtime.db.request;

describe('every table has one owner', () => {
  it('is claimed by exactly one module', () => {
    const wrong = tables
      .map(({ name }) => ({
        name,
        by: claims.filter((c) => c.table === name).map((c) => c.module),
      }))
      .filter(({ by }) => by.length !== 1)
      .map(({ name, by }) => `${name}: ${by.length === 0 ? 'nobody' : by.join(' and ')}`);
    expect(wrong).toEqual([]);
  });

  it('and no module claims what does not exist', () => {
    const strange = claims.filter((c) => !tables.some((t) => t.name === c.table));
    expect(strange.map((c) => `${c.module}: ${c.table}`)).toEqual([]);
  });

  it('says what it holds, why, and how long', () => {
    const silent = claims.filter((c) => !c.holds.trim() || !c.why.trim() || !c.keptFor.trim());
    expect(silent.map((c) => `${c.module}: ${c.table}`)).toEqual([]);
  });

  it('names the person by a column that is there', () => {
    const wrong = claims.filter(
      (c) =>
        c.subject !== null && !tables.find((t) => t.name === c.table)?.columns.includes(c.subject),
    );
    expect(wrong.map((c) => `${c.module}: ${c.table}.${c.subject}`)).toEqual([]);
  });

  it('a person id never stands in a table that says it is about nobody and open to all', () => {
    const wrong = tables.filter(
      (t) => t.name in withoutPolicies && t.columns.some((c) => /person|pupil/.test(c)),
    );
    expect(wrong.map((t) => t.name)).toEqual([]);
  });
});

describe('row-level security', () => {
  it('stands on every table but the listed ones', () => {
    const open = tables.filter((t) => !t.secured && !(t.name in withoutPolicies));
    expect(open.map((t) => t.name)).toEqual([]);
  });

  it('the lists of exceptions name real tables', () => {
    for (const name of [...Object.keys(withoutPolicies), ...Object.keys(openToRead)])
      expect(tables.map((t) => t.name)).toContain(name);
  });

  it('is not by-passed by the roles of requests: no owner, no superuser', async () => {
    const roles = await house.sql(
      `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
         (select count(*) from pg_class where relowner = r.oid) as owned,
         (select count(*) from pg_auth_members where member = r.oid) as belongs_to
       from pg_roles r where rolname = any($1) order by 1`,
      [[requestRole, readerRole]],
    );
    const harmless = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      owned: 0,
      belongs_to: 0,
    };
    expect(roles).toEqual([
      { rolname: readerRole, ...harmless },
      { rolname: requestRole, ...harmless },
    ]);
  });

  it('functions that look past the policies answer yes or no, but for the session look-up', async () => {
    const open = await house.sql(
      `select proname as name, pg_get_function_result(oid) as result, proconfig as config from pg_proc
       where pronamespace = 'public'::regnamespace and prosecdef order by 1`,
    );
    expect(open.length).toBeGreaterThan(0);
    // nobody can call what answers a trigger
    const talkative = open
      .filter((f) => f.result !== 'boolean' && f.result !== 'trigger')
      .map((f) => f.name);
    expect(talkative).toEqual(Object.keys(tellsMore).sort());
    // without a fixed path a caller's own function or table could stand in for ours
    expect(
      open.filter((f) => !f.config?.some((c: string) => c.startsWith('search_path='))),
    ).toEqual([]);
  });
});

describe.each([readerRole, requestRole])('%s with no actor set', (role) => {
  const pool = {
    query: (text: string) => poolOf(role).query(text),
    connect: () => poolOf(role).connect(),
  };

  it('sees no row of any protected table', async () => {
    expect(filled.size).toBeGreaterThan(15);
    const seen: string[] = [];
    for (const { name } of tables) {
      if (name in withoutPolicies || name in openToRead) continue;
      const { rows } = await pool.query(`select count(*) as n from ${name}`);
      if (rows[0].n !== 0) seen.push(`${name}: ${rows[0].n}`);
    }
    expect(seen).toEqual([]);
  });

  it('sees them when it is the installation itself: the rows are there', async () => {
    const client = await pool.connect();
    await client.query("begin; set local app.system = 'on'");
    const missing: string[] = [];
    for (const name of filled) {
      if (name in withoutPolicies) continue;
      const { rows } = await client.query(`select count(*) as n from ${name}`);
      if (rows[0].n === 0) missing.push(name);
    }
    await client.query('rollback');
    client.release();
    expect(missing).toEqual([]);
  });

  it('and is not taken in by settings of strange shape', async () => {
    const client = await pool.connect();
    for (const value of ["'", '*', '%', 'per_', '{}', ',', 'null']) {
      await client.query('begin');
      await client.query(
        "select set_config('app.person', $1, true), set_config('app.orgs', $1, true), set_config('app.system', $1, true), set_config('app.admin', $1, true)",
        [value],
      );
      for (const name of ['persons', 'mobilities', 'applications', 'host_families', 'mails']) {
        const { rows } = await client.query(`select count(*) as n from ${name}`);
        expect(rows[0].n, `${name} with ${value}`).toBe(0);
      }
      await client.query('rollback');
    }
    client.release();
  });

  it('changes and deletes nothing', async () => {
    const changed: string[] = [];
    const client = await pool.connect();
    for (const { name, given } of tables) {
      const column = given[0];
      for (const text of [`update ${name} set ${column} = ${column}`, `delete from ${name}`]) {
        await client.query('begin');
        const done = await client.query(text).catch(() => ({ rowCount: 0 }));
        if ((done.rowCount ?? 0) > 0) changed.push(`${text}: ${done.rowCount} rows`);
        await client.query('rollback');
      }
    }
    client.release();
    expect(changed).toEqual([]);
  });

  it('can neither change the schema nor read around it', async () => {
    const tries = [
      'create table mine (id text)',
      'alter table persons disable row level security',
      'alter table persons add column x text',
      'drop table persons cascade',
      'drop policy persons_seen on persons',
      'create policy mine on persons using (true)',
      'truncate persons cascade',
      `alter role ${role} bypassrls`,
      `alter role ${role} superuser`,
      'set role postgres',
      "create or replace function app_system() returns boolean language sql as 'select true'",
      'select * from pg_authid',
      'select * from rate_limits',
      "select pg_read_file('/etc/hostname')",
      "copy persons to program 'cat'",
    ];
    const allowed: string[] = [];
    for (const text of tries) {
      const refused = await pool.query(text).then(
        () => null,
        (error) => error.code as string,
      );
      // 42501 insufficient privilege, 22023 a role that cannot be set
      if (refused !== '42501' && refused !== '22023') allowed.push(`${text}: ${refused ?? 'done'}`);
    }
    expect(allowed).toEqual([]);
  });
});

describe('what is written stays', () => {
  it('nobody in a request changes or deletes an audit line, not even the installation', async () => {
    const pool = poolOf(requestRole);
    const client = await pool.connect();
    for (const text of [
      "update audit_lines set command = 'x'",
      'delete from audit_lines',
      'truncate audit_lines',
    ]) {
      await client.query("begin; set local app.system = 'on'");
      await expect(client.query(text), text).rejects.toMatchObject({ code: '42501' });
      await client.query('rollback');
    }
    client.release();
  });

  it('nothing is granted to everybody who can log in', async () => {
    const open = await house.sql(
      `select c.relname as name from pg_class c, aclexplode(c.relacl) a
       where c.relnamespace = 'public'::regnamespace and a.grantee = 0`,
    );
    expect(open.map((t) => t.name)).toEqual([]);
  });

  it('the reader writes nowhere, whoever acts', async () => {
    const pool = poolOf(readerRole);
    const client = await pool.connect();
    const written: string[] = [];
    for (const { name, given } of tables) {
      const column = given[0];
      for (const text of [
        `insert into ${name} default values`,
        `update ${name} set ${column} = ${column}`,
        `delete from ${name}`,
      ]) {
        await client.query("begin; set local app.system = 'on'");
        const refused = await client.query(text).then(
          () => null,
          (error) => error.code as string,
        );
        if (refused !== '42501') written.push(`${text}: ${refused ?? 'done'}`);
        await client.query('rollback');
      }
    }
    client.release();
    expect(written).toEqual([]);
  });

  it('a stranger writes no row that belongs to somebody else', async () => {
    const stranger = await house.person();
    const pool = poolOf(requestRole);
    const client = await pool.connect();
    const done: string[] = [];
    for (const name of filled) {
      if (name === 'audit_lines' || name === 'mails' || name === 'persons') continue;
      await client.query(`begin; set local app.person = '${stranger}'`);
      const writable = tables.find((t) => t.name === name)?.given ?? [];
      // the very row that is there, written again under the policy: the check of the policy comes before any unique key
      const [row] = await house.sql(`select ${writable.join(', ')} from ${name} limit 1`);
      const values = writable.map((c) => plain(row[c]));
      const refused = await client
        .query(
          `insert into ${name} (${writable.join(', ')}) values (${writable.map((_, i) => `$${i + 1}`).join(', ')})`,
          values,
        )
        .then(
          () => null,
          (error) => error.code as string,
        );
      if (refused !== '42501') done.push(`${name}: ${refused ?? 'written'}`);
      await client.query('rollback');
    }
    client.release();
    expect(done).toEqual([]);
  });
});
