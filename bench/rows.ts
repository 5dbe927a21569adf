import type pg from 'pg';

export type Sizes = { mobilities: number; organisations: number };

/** Ids by number, as the database makes them: `mob_` and 26 digits. */
export const idOf = (prefix: string, n: number): string =>
  `${prefix}_${String(n).padStart(26, '0')}`;
const id = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`;

/**
 * Fills an empty, migrated database as its owner. Of the organisations the first sends every tenth pupil, the others
 * share the rest; every dossier has five parties: pupil, guardian, sending school, hosting organisation, host school.
 * Person 1 coordinates organisation 1.
 */
export async function fillRows(
  owner: pg.Pool,
  { mobilities, organisations }: Sizes,
): Promise<void> {
  const states =
    "(array['selected', 'placed', 'agreed', 'ready', 'departed', 'settled', 'returned', 'recognised'])";
  const state = `${states}[1 + (n / 10) % 8]`;
  const startsOn = "(date '2020-01-01' + (n % 2500))";
  const school = `case when n % 10 = 0 then 1 else 2 + n % ${organisations / 2 - 1} end`;
  const support = `${organisations / 2} + 1 + n % ${organisations / 2}`;
  const host = `2 + (n * 7) % ${organisations / 2 - 1}`;
  const pupil = id('per', `1000000 + n`);
  const guardian = id('per', `3000000 + n`);
  const mobility = id('mob', 'n');
  const intake = id('int', `1 + n % 40`);
  const series = `generate_series(1, ${mobilities}) n`;
  const steps = [
    `insert into organisations (id, kind, name, country_code, city, time_zone, created_at)
     select ${id('org', 'n')}, case when n <= ${organisations / 2} then 'school' else 'supporting' end, 'Organisation ' || n,
       (array['BE', 'ES', 'LV', 'FR', 'PL'])[1 + n % 5], 'City ' || n, 'Europe/Brussels', now() from generate_series(1, ${organisations}) n`,
    `insert into persons (id, given_name, family_name, email, language, created_at)
     select ${id('per', 'n')}, 'Coordinator', 'Number ' || n, 'coordinator-' || n || '@example.org', 'en', now() from generate_series(1, ${organisations}) n`,
    `insert into memberships (org_id, person_id, roles, from_on)
     select ${id('org', 'n')}, ${id('per', 'n')}, array['head', 'coordinator'], date '2020-01-01' from generate_series(1, ${organisations}) n`,
    `insert into persons (id, given_name, family_name, language, birth_date, created_at)
     select ${pupil}, (array['Alex', 'Sascha', 'Noa', 'Kim', 'Robin'])[1 + n % 5], 'Pupil ' || n, 'en', date '2009-01-01' + (n % 700), now() from ${series}`,
    `insert into persons (id, given_name, family_name, email, language, created_at)
     select ${guardian}, 'Parent', 'Of ' || n, 'parent-' || n || '@example.org', 'en', now() from ${series}`,
    `insert into guardianships (pupil_id, guardian_id, relation, from_on) select ${pupil}, ${guardian}, 'mother', date '2020-01-01' from ${series}`,
    `insert into projects (id, code, title, coordinator_id, created_at)
     select ${id('prj', 'n')}, '2020-1-BE01-KA121-' || n, 'Project ' || n, ${id('org', 'n')}, now() from generate_series(1, 20) n`,
    `insert into project_parties (project_id, org_id, role, joined_at)
     select ${id('prj', 'p')}, ${id('org', 'n')}, case when n <= ${organisations / 2} then 'school' else 'supporting' end, now()
     from generate_series(1, 20) p, generate_series(1, ${organisations}) n where n % 20 = p - 1 or n = 1`,
    `insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at)
     select ${id('int', 'n')}, ${id('prj', '1 + n % 20')}, 'Intake ' || n, 'september', date '2026-09-01', date '2026-12-20', now() from generate_series(1, 40) n`,
    `insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at)
     select ${id('app', 'n')}, ${intake}, ${pupil}, ${id('org', school)}, 'selected', now() from ${series}`,
    `insert into mobilities (id, project_id, intake_id, application_id, pupil_id, sending_school_id, hosting_org_id, host_school_id, host_country,
       starts_on, ends_on, state, created_at)
     select ${mobility}, ${id('prj', '1 + (1 + n % 40) % 20')}, ${intake}, ${id('app', 'n')}, ${pupil}, ${id('org', school)}, ${id('org', support)}, ${id('org', host)}, 'ES',
       ${startsOn}, ${startsOn} + 90, ${state}, now() from ${series}`,
    ...[
      { role: 'sending_school', column: 'org_id', who: id('org', school) },
      { role: 'hosting_support', column: 'org_id', who: id('org', support) },
      { role: 'host_school', column: 'org_id', who: id('org', host) },
      { role: 'pupil', column: 'person_id', who: pupil },
      { role: 'guardian', column: 'person_id', who: guardian },
    ].map(
      ({
        role,
        column,
        who,
      }) => `insert into mobility_parties (mobility_id, ${column}, role, from_on, state, starts_on)
       select ${mobility}, ${who}, '${role}', date '2020-01-01', ${state}, ${startsOn} from ${series}`,
    ),
    // who is ready has a journey planned, so that a departure can be recorded
    `insert into journeys (mobility_id, direction, leaves_at, arrives_at, means)
     select id, 'outward', starts_on, starts_on + interval '5 hours', 'train' from mobilities where state = 'ready' and sending_school_id = ${id('org', '1')}`,
    // and everybody asked has given the binding consent, the pupil too where they have come of age meanwhile
    ...[
      { who: guardian, capacity: 'guardian', from: 10_000_000 },
      { who: pupil, capacity: 'pupil_of_age', from: 20_000_000 },
    ].map(
      ({
        who,
        capacity,
        from,
      }) => `insert into consents (id, pupil_id, application_id, mobility_id, kind, wording, language, given_by, capacity, given_at)
       select ${id('con', `${from} + n`)}, ${pupil}, ${id('app', 'n')}, ${mobility}, 'binding', 'As it was read', 'en', ${who}, '${capacity}', now()
       from ${series} where ${state} = 'ready' and ${school} = 1`,
    ),
  ];
  const client = await owner.connect();
  try {
    // the constraints hold by construction; checking five million of them is not what is measured
    await client.query("set session_replication_role = 'replica'; set synchronous_commit = 'off'");
    for (const step of steps) await client.query(step);
    await client.query("set session_replication_role = 'origin'; set synchronous_commit = 'on'");
  } finally {
    client.release();
  }
  await owner.query('vacuum analyze');
}
