import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { ApplicationId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { forgetClosed, forgetLetter, forgetLetters } from '#modules/applications/server/index.ts';
import { forgetLines, forgetMails } from '#modules/audit/server/index.ts';
import { documents } from '#modules/documents/server/index.ts';
import { keepFamilies } from '#modules/hosting/server/jobs.ts';
import { forgetContacts, forgetPlans, forgetWishes } from '#modules/inclusion/server/index.ts';
import { keepInclusion } from '#modules/inclusion/server/jobs.ts';
import { forgetMobility } from '#modules/mobilities/server/index.ts';
import { keepMobilities } from '#modules/mobilities/server/jobs.ts';
import { forgetInvitations, forgetOrganisation } from '#modules/organisations/server/index.ts';
import { keepOrganisations } from '#modules/organisations/server/jobs.ts';
import { partnerships } from '#modules/partnerships/server/index.ts';
import { announceEnd, forgetPerson, forgetSignIns, signIn } from '#modules/people/server/index.ts';
import { keepPeople } from '#modules/people/server/jobs.ts';
import { forgetNotes } from '#modules/placements/server/index.ts';
import { keepPlacements } from '#modules/placements/server/jobs.ts';
import { forgetProject } from '#modules/projects/server/index.ts';
import { keepProjects } from '#modules/projects/server/jobs.ts';
import { execute } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';

let house: House;
const night = system('test');

beforeAll(async () => {
  house = await openHouse();
});

const on = (day: string) => house.setNow(`${day}T03:00:00Z`);
/** The last day of the papers of a dossier as `openDossier` makes it, and the night after. */
const [lastDay, dayAfter] = ['2032-03-28', '2032-03-29'];

const here = async (table: string, id: string, column = 'id'): Promise<number> =>
  (await house.sql(`select count(*)::int as n from ${table} where ${column} = $1`, [id]))[0].n;

async function at(d: SharedDossier): Promise<{ application: ApplicationId; project: string }> {
  const [m] = await house.sql('select application_id, project_id from mobilities where id = $1', [
    d.id,
  ]);
  return { application: m.application_id, project: m.project_id };
}

/** A paper with its file, as an agreement leaves one. */
async function paper(mobility: MobilityId): Promise<string> {
  const { key, sha256, size } = await house.runtime.files.put(new TextEncoder().encode('paper'));
  await house.sql(
    `insert into documents (id, mobility_id, kind, title, file_name, language, media_type, size, sha256, storage_key, sensitivity, created_at)
     values ($1, $2, 'learning-agreement', 'x', 'x.pdf', 'en', 'application/pdf', $3, $4, $5, 'learning', now())`,
    [newId('doc'), mobility, size, sha256, key],
  );
  return key;
}

async function wishes(d: SharedDossier, application: string) {
  const plan = newId('ipl');
  await house.sql(
    'insert into inclusion_plans (id, application_id, pupil_id, created_at) values ($1, $2, $3, now())',
    [plan, application, d.pupil],
  );
  await house.sql(
    "insert into inclusion_wishes (id, plan_id, application_id, pupil_id, written_by, written_as, sealed, written_at) values ($1, $2, $3, $4, $4, 'pupil', '\\x00', now())",
    [`wish-${d.id}`, plan, application, d.pupil],
  );
  await house.sql(
    `insert into inclusion_measures (id, plan_id, application_id, pupil_id, wish_id, title, sealed, doer_person_id, doer_name, by_on, state, proposed_by, proposed_at)
     values ($1, $2, $3, $4, $5, 'A quiet room', '\\x00', $6, 'Marta', '2027-02-01', 'done', $6, now())`,
    [`measure-${d.id}`, plan, application, d.pupil, `wish-${d.id}`, d.contact],
  );
  await house.sql(
    `insert into inclusion_costs (measure_id, project_id, intake_id, school_id, plan_id, title, state, budget_line, estimate_cents, real_cents)
     select $1, m.project_id, m.intake_id, m.sending_school_id, $2, 'A quiet room', 'done', 'school', 100, 120 from mobilities m where m.id = $3`,
    [`measure-${d.id}`, plan, d.id],
  );
  return plan;
}

describe('a dossier at its end', () => {
  it('stays on the last day of its papers and is gone the night after: whole, with files and keys, and no other', async () => {
    const [over, other] = [await openDossier(house), await openDossier(house)];
    const { application, project } = await at(over);
    await house.sql(
      "update intakes set ends_on = '2028-01-31' where project_id = (select project_id from mobilities where id = $1)",
      [other.id],
    );
    const key = await paper(over.id);
    const plan = await wishes(over, application);
    await house.sql(
      "insert into vault_keys (person_id, room, number, wrapped, master_id, created_at) values ($1, 'health', 1, '\\x00', 'm', now())",
      [over.pupil],
    );
    on(lastDay);
    await keepMobilities(house.runtime);
    expect(await here('mobilities', over.id)).toBe(1);
    on(dayAfter);
    expect(await keepMobilities(house.runtime)).toBe(1);
    const loose: { table: string }[] = await house.sql(
      `select c.relname as table from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'mobility_id' and not a.attisdropped
         and c.relname <> 'audit_lines'`,
    );
    expect(loose.length).toBeGreaterThan(20);
    for (const { table } of loose) expect(await here(table, over.id, 'mobility_id'), table).toBe(0);
    expect(await here('applications', application)).toBe(0);
    expect(await here('inclusion_wishes', plan, 'plan_id')).toBe(0);
    expect(await here('mobilities', other.id)).toBe(1);
    expect(
      await house.sql(
        'select wrapped, destroyed_at is not null as destroyed from vault_keys where person_id = $1',
        [over.pupil],
      ),
    ).toEqual([{ wrapped: null, destroyed: true }]);
    // what it cost is counted on, until the project goes
    expect(await here('inclusion_costs', plan, 'plan_id')).toBe(1);
    expect(await house.runtime.files.get(key)).not.toBeNull();
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
    expect(await here('removed_files', key, 'storage_key')).toBe(0);
    // the line that says it went names no pupil
    expect(
      await house.sql(
        "select details from audit_lines where command = 'mobilities.forget-mobility' and subject_id = $1",
        [over.id],
      ),
    ).toEqual([{ details: { project } }]);

    await keepProjects(house.runtime);
    expect(await here('projects', project)).toBe(0);
    expect(await here('inclusion_costs', project, 'project_id')).toBe(0);
    await house.sql("update intakes set ends_on = '2040-01-31' where id = $1", [other.intake]);
  });

  it.each([
    ['an alarm', 'incidents'],
    ['a support case', 'support_cases'],
    ['a concern', 'concerns'],
  ])(
    'is kept while %s is open, and its project with it; the reason is told to nobody',
    async (_, table) => {
      const d = await openDossier(house);
      const { project } = await at(d);
      await open(d, table);
      on(dayAfter);
      await keepMobilities(house.runtime);
      await keepProjects(house.runtime);
      expect([await here('mobilities', d.id), await here('projects', project)]).toEqual([1, 1]);
      const held = await execute(house.runtime, forgetMobility, night, { mobilityId: d.id });
      expect(held.ok ? null : held.faults).toEqual([{ reason: 'mobilities.refused.held' }]);
      await house.sql(
        table === 'concerns'
          ? 'update concerns set answered_at = now() where mobility_id = $1'
          : `update ${table} set closed_at = now(), state = 'closed' where mobility_id = $1`,
        [d.id],
      );
      await keepMobilities(house.runtime);
      await keepProjects(house.runtime);
      expect([await here('mobilities', d.id), await here('projects', project)]).toEqual([0, 0]);
    },
  );

  it('is kept when the dates of its project are moved while it is about to go', async () => {
    const d = await openDossier(house);
    on(dayAfter);
    const client = await house.runtime.db.owner.connect();
    await client.query('begin');
    await client.query("update intakes set ends_on = '2027-06-30' where id = $1", [d.intake]);
    const going = execute(house.runtime, forgetMobility, night, { mobilityId: d.id });
    await client.query('commit');
    client.release();
    const outcome = await going;
    expect(outcome.ok ? null : outcome.faults[0].reason).toBe('platform.error.changed-meanwhile');
    expect(await here('mobilities', d.id)).toBe(1);
    await house.sql("update intakes set ends_on = '2040-01-31' where id = $1", [d.intake]);
  });

  it('goes once when two servers work at once', async () => {
    const d = await openDossier(house);
    on(dayAfter);
    await Promise.all([keepMobilities(house.runtime), keepMobilities(house.runtime)]);
    expect(
      await house.sql(
        "select 1 from audit_lines where command = 'mobilities.forget-mobility' and subject_id = $1",
        [d.id],
      ),
    ).toHaveLength(1);
    expect(await here('mobilities', d.id)).toBe(0);
  });

  it('is whole or gone when the night is killed in the middle, and goes the next time', async () => {
    const d = await openDossier(house);
    const key = await paper(d.id);
    on(dayAfter);
    await house.sql(`create function break_here() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
      create trigger break_here before delete on documents for each row execute function break_here()`);
    await expect(keepMobilities(house.runtime)).rejects.toThrow('killed');
    expect([
      await here('mobilities', d.id),
      await here('mobility_parties', d.id, 'mobility_id'),
      await here('documents', d.id, 'mobility_id'),
    ]).toEqual([1, 9, 1]);
    await house.sql('drop trigger break_here on documents; drop function break_here()');
    expect(await keepMobilities(house.runtime)).toBe(1);
    // killed between row and file: the note of the file is still there
    const remove = house.runtime.files.remove;
    house.runtime.files.remove = async () => {
      throw new Error('killed');
    };
    await expect(house.removeFiles()).rejects.toThrow('killed');
    house.runtime.files.remove = remove;
    expect(await here('removed_files', key, 'storage_key')).toBe(1);
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
  });

  it('leaves a file alone that another row names still', async () => {
    const d = await openDossier(house);
    const key = await paper(d.id);
    const [doc] = await house.sql('select id from documents where mobility_id = $1', [d.id]);
    await house.sql(
      `insert into documents select $2, mobility_id, org_id, kind, title, file_name, language, media_type, size, sha256, storage_key,
        sensitivity, created_at, created_by from documents where id = $1`,
      [doc.id, newId('doc')],
    );
    await house.sql('delete from documents where id = $1', [doc.id]);
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).not.toBeNull();
    await house.sql('delete from documents where mobility_id = $1', [d.id]);
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
    await house.sql("update intakes set ends_on = '2040-01-31' where id = $1", [d.intake]);
  });
});

/** Something open about a dossier, straight in its table. */
async function open(d: SharedDossier, table: string): Promise<void> {
  if (table === 'incidents') {
    await house.sql(
      `insert into incidents (id, org_id, mobility_id, pupil_id, drill, raised_by, raised_as, raised_at, state, procedure, round)
       values ($1, $2, $3, $4, false, $4, 'pupil', now(), 'alarm', 'any', 1)`,
      [`inc-${d.id}`, d.hostingOrg, d.id, d.pupil],
    );
  } else if (table === 'support_cases') {
    await house.sql(
      `insert into support_cases (id, mobility_id, hosting_org_id, level, state, opened_as, opened_by, opened_at)
       values ($1, $2, $3, 'mild', 'open', 'person', $4, now())`,
      [`cas-${d.id}`, d.id, d.hostingOrg, d.contact],
    );
  } else {
    await house.sql(
      `insert into concerns (id, mobility_id, raised_by, raised_as, about, org_id, raised_at, answer_by, send_key)
       values ($1, $2, $3, 'pupil', '{}', $4, now(), now(), $1)`,
      [`con-${d.id}`, d.id, d.pupil, d.hostingOrg],
    );
  }
}

describe('before the dossier', () => {
  it('what was wished goes three months after the stay, what was done a year after it; amounts stay', async () => {
    const d = await openDossier(house);
    const { application } = await at(d);
    const plan = await wishes(d, application);
    on('2027-06-28');
    await keepInclusion(house.runtime);
    expect(await here('inclusion_wishes', plan, 'plan_id')).toBe(1);
    on('2027-06-29');
    await keepInclusion(house.runtime);
    expect(await here('inclusion_wishes', plan, 'plan_id')).toBe(0);
    expect(await here('inclusion_measures', plan, 'plan_id')).toBe(1);
    on('2028-03-28');
    await keepInclusion(house.runtime);
    expect(await here('inclusion_plans', plan)).toBe(1);
    on('2028-03-29');
    await keepInclusion(house.runtime);
    expect([
      await here('inclusion_plans', plan),
      await here('inclusion_measures', plan, 'plan_id'),
    ]).toEqual([0, 0]);
    expect(
      await house.sql('select title, real_cents from inclusion_costs where plan_id = $1', [plan]),
    ).toEqual([{ title: 'A quiet room', real_cents: 120 }]);
    expect(await keepInclusion(house.runtime)).toBe(0);
  });

  it('of an application that led to no stay the amounts go too', async () => {
    const d = await openDossier(house);
    const { application } = await at(d);
    const plan = await wishes(d, application);
    on('2027-06-01');
    await house.sql(
      "update applications set state = 'not_selected', closed_at = '2026-11-20' where id = $1",
      [application],
    );
    await forgetClosed(house.runtime);
    expect([
      await here('inclusion_plans', plan),
      await here('inclusion_costs', plan, 'plan_id'),
    ]).toEqual([0, 0]);
  });

  it('what a pupil wrote goes two years after the stay, that there was an application stays', async () => {
    const d = await openDossier(house);
    const { application } = await at(d);
    await house.sql(
      `update applications set answers = '{"letter": "Hello"}', school_class = '4B' where id = $1`,
      [application],
    );
    on('2029-03-28');
    await forgetLetters(house.runtime);
    const letter = async () =>
      (
        await house.sql('select answers, school_class, pupil_id from applications where id = $1', [
          application,
        ])
      )[0];
    expect((await letter()).answers).toEqual({ letter: 'Hello' });
    on('2029-03-29');
    await forgetLetters(house.runtime);
    expect(await letter()).toEqual({ answers: {}, school_class: '', pupil_id: d.pupil });
    expect(await here('mobilities', d.id)).toBe(1);
  });

  it('why somebody said no to a placement goes when the stay is over', async () => {
    const d = await openDossier(house);
    const [family, offer, placement] = [newId('fam'), newId('off'), newId('pla')];
    await house.sql(
      "insert into host_families (id, org_id, name, country_code, city, created_at) values ($1, $2, 'Paraugi', 'LV', 'Riga', now())",
      [family, d.hostingOrg],
    );
    await house.sql(
      "insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, created_at) values ($1, $2, $3, $4, 1, 'lv', now())",
      [offer, d.intake, d.hostSchool, d.hostingOrg],
    );
    await house.sql(
      `insert into placements (mobility_id, id, host_school_id, host_offer_id, family_id, state, from_on, until_on, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, 'declined', '2027-02-01', '2027-03-28', $6, now())`,
      [d.id, placement, d.hostSchool, offer, family, d.host],
    );
    for (const [side, answer] of [
      ['pupil', 'no'],
      ['host_family', 'yes'],
    ])
      await house.sql(
        "insert into placement_answers (mobility_id, placement_id, side, answer, note, answered_by, answered_at) values ($1, $2, $3, $4, 'words', $5, now())",
        [d.id, placement, side, answer, d.pupil],
      );
    const notes = async () =>
      Object.fromEntries(
        (
          await house.sql('select side, note from placement_answers where placement_id = $1', [
            placement,
          ])
        ).map((r) => [r.side, r.note]),
      );
    on('2027-03-28');
    await keepPlacements(house.runtime);
    expect(await notes()).toEqual({ pupil: 'words', host_family: 'words' });
    on('2027-03-29');
    await keepPlacements(house.runtime);
    expect(await notes()).toEqual({ pupil: '', host_family: 'words' });
  });
});

describe('somebody who belongs to nothing', () => {
  const mailsTo = async (id: PersonId) =>
    house.sql(
      "select subject, body_text from mails where kind = 'account-end' and to_person_id = $1 order by created_at",
      [id],
    );

  it('is told after two years, erased thirty days later, and mail says what to do in the own language', async () => {
    on('2027-01-10');
    const id = await house.person({
      givenName: 'Mireille',
      familyName: 'Exemple',
      language: 'fr',
      birthDate: '1980-02-02',
    });
    const hand = await house.as(id);
    await hand.get('/account');
    on('2029-01-10');
    await keepPeople(house.runtime);
    expect(await mailsTo(id)).toEqual([]);
    on('2029-01-11');
    await keepPeople(house.runtime);
    await keepPeople(house.runtime);
    const [mail, second] = await mailsTo(id);
    expect(second).toBeUndefined();
    expect(mail.subject).toBe('Faut-il garder votre compte\u202f?');
    expect(mail.body_text).toContain('10 février 2029');
    expect(mail.body_text).toContain('http://sojourn.test/sign-in');
    on('2029-02-09');
    await keepPeople(house.runtime);
    expect(
      (await house.sql('select family_name from persons where id = $1', [id]))[0].family_name,
    ).toBe('Exemple');
    on('2029-02-10');
    await keepPeople(house.runtime);
    const [bare] = await house.sql('select * from persons where id = $1', [id]);
    expect(bare).toMatchObject({
      given_name: '—',
      family_name: '',
      email: null,
      phone: null,
      birth_date: null,
      gender: null,
      country_code: null,
      address: {},
    });
    expect(await here('sessions', id, 'person_id')).toBe(0);
    const line = await house.sql(
      "select details from audit_lines where command = 'people.forget-person' and subject_id = $1",
      [id],
    );
    expect(line).toEqual([{ details: {} }]);
    expect((await keepPeople(house.runtime)).forgotten).toBe(0);
  });

  it('who signs in meanwhile stays, and is asked again only two years later', async () => {
    on('2027-01-10');
    const id = await house.person({ email: 'back@example.org' });
    on('2029-01-11');
    await keepPeople(house.runtime);
    expect(await mailsTo(id)).toHaveLength(1);
    on('2029-01-20');
    await house.visitor.post('/sign-in', { email: 'back@example.org' });
    const sent = (await house.mails()).findLast((m) => m.to_address === 'back@example.org');
    const code = /\d{6}/.exec(sent?.subject ?? '')?.[0] ?? '';
    expect(await house.visitor.do(signIn, { email: 'back@example.org', code })).toMatchObject({
      ok: true,
    });
    on('2029-02-20');
    await keepPeople(house.runtime);
    expect(
      (await house.sql('select email, told_end_at from persons where id = $1', [id]))[0],
    ).toEqual({ email: 'back@example.org', told_end_at: null });
    on('2031-01-21');
    await keepPeople(house.runtime);
    expect(await mailsTo(id)).toHaveLength(2);
  });

  it('nobody is told or erased who belongs to a dossier, an organisation or is the administrator', async () => {
    on('2027-01-10');
    const d = await openDossier(house);
    const boss = await house.person({ isAdmin: true });
    on('2031-05-01');
    await keepPeople(house.runtime);
    on('2031-06-15');
    await keepPeople(house.runtime);
    for (const id of [d.pupil, d.guardian, d.family, d.mentor, d.sender, boss]) {
      expect(await mailsTo(id), id).toEqual([]);
      const out = await execute(house.runtime, forgetPerson, night, { personId: id });
      expect(out.ok, id).toBe(false);
    }
  });

  it('is erased at once where there is no address to tell', async () => {
    on('2027-01-10');
    const id = await house.person({ givenName: 'Ada', email: null });
    on('2029-01-11');
    await keepPeople(house.runtime);
    expect(
      (await house.sql('select given_name from persons where id = $1', [id]))[0].given_name,
    ).toBe('—');
  });
});

describe('an organisation nobody was here for', () => {
  it('goes after ten years with what is its own, and its people are free to go', async () => {
    on('2027-01-10');
    const org: OrgId = await house.organisation({ name: 'Quiet School' });
    const person = await house.person({ givenName: 'Last' });
    await house.member(org, person, ['head']);
    await house.sql(
      "insert into profile_parts (org_id, part, audience, content, changed_by, changed_at) values ($1, 'about', 'us', '{}', $2, now())",
      [org, person],
    );
    on('2037-01-10');
    await keepOrganisations(house.runtime);
    expect(await here('organisations', org)).toBe(1);
    // whoever was here since keeps it
    await house.sql("update persons set seen_on = '2030-01-01' where id = $1", [person]);
    on('2037-01-11');
    await keepOrganisations(house.runtime);
    expect(await here('organisations', org)).toBe(1);
    on('2040-01-02');
    await keepOrganisations(house.runtime);
    expect([
      await here('organisations', org),
      await here('memberships', org, 'org_id'),
      await here('profile_parts', org, 'org_id'),
    ]).toEqual([0, 0, 0]);
    await keepPeople(house.runtime);
    expect(
      (
        await house.sql('select told_end_at is not null as told from persons where id = $1', [
          person,
        ])
      )[0].told,
    ).toBe(true);
  });

  it('stays as long as a project of it is kept', async () => {
    on('2027-01-10');
    const d = await openDossier(house);
    await house.sql("update intakes set ends_on = '2036-01-31' where id = $1", [d.intake]);
    on('2040-01-01');
    await keepOrganisations(house.runtime);
    expect(await here('organisations', d.sendingSchool)).toBe(1);
    const out = await execute(house.runtime, forgetOrganisation, night, { orgId: d.sendingSchool });
    expect(out.ok).toBe(false);
  });
});

describe('host families and partnerships', () => {
  it('a family goes two years after the last act about it; one that a dossier names keeps a row without a name', async () => {
    on('2027-01-10');
    const d = await openDossier(house);
    const [idle, hosted] = [newId('fam'), newId('fam')];
    for (const id of [idle, hosted]) {
      await house.sql(
        "insert into host_families (id, org_id, name, country_code, city, letter, created_at) values ($1, $2, 'Paraugi', 'LV', 'Riga', 'Come!', '2027-01-10')",
        [id, d.hostingOrg],
      );
      await house.sql(
        "insert into family_members (id, family_id, given_name, family_name, birth_date, gender, relation) values ($1, $2, 'Ilze', 'Paraugs', '1980-01-01', 'f', 'parent')",
        [newId('fme'), id],
      );
    }
    const offer = newId('off');
    await house.sql(
      "insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, created_at) values ($1, $2, $3, $4, 1, 'lv', now())",
      [offer, d.intake, d.hostSchool, d.hostingOrg],
    );
    await house.sql(
      `insert into placements (mobility_id, id, host_school_id, host_offer_id, family_id, state, from_on, until_on, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, 'accepted', '2027-02-01', '2027-03-28', $6, now())`,
      [d.id, newId('pla'), d.hostSchool, offer, hosted, d.host],
    );
    await house.sql(
      "insert into audit_lines (id, at, actor_kind, command, subject_id) values ($1, '2027-02-10T08:00:00Z', 'system', 'hosting.change-family-letter', $2)",
      [newId('aud'), idle],
    );
    on('2029-02-10');
    await keepFamilies(house.runtime);
    expect(await here('host_families', idle)).toBe(1);
    on('2029-02-11');
    await keepFamilies(house.runtime);
    expect(await here('host_families', idle)).toBe(0);
    expect(await here('family_members', hosted, 'family_id')).toBe(1);
    on('2029-03-29');
    await keepFamilies(house.runtime);
    expect(
      (await house.sql('select name, city, letter from host_families where id = $1', [hosted]))[0],
    ).toEqual({ name: '—', city: '', letter: '' });
    expect(await here('family_members', hosted, 'family_id')).toBe(0);
    expect(await keepFamilies(house.runtime)).toBe(0);
    on(dayAfter);
    await keepMobilities(house.runtime);
    await keepFamilies(house.runtime);
    expect(await here('host_families', hosted)).toBe(0);
  });

  it('a partnership goes five years after its end, one that goes on stays', async () => {
    const d = await openDossier(house);
    const [over, lasting] = [newId('pts'), newId('pts')];
    for (const [id, first, ended] of [
      [over, d.sendingSchool, '2027-01-10T03:00:00Z'],
      [lasting, d.sendingOrg, null],
    ])
      await house.sql(
        `insert into partnerships (id, kind, first_org_id, second_org_id, state, proposed_by_org_id, proposed_by, proposed_by_name, proposed_at, ended_at)
         values ($1, $2, $3, $4, $5, $3, $6, 'Pilar', '2026-11-01', $7)`,
        [id, 'support', first, d.hostingOrg, ended ? 'ended' : 'agreed', d.sender, ended],
      );
    const forget = async () => {
      const command = partnerships.commands.find((c) => c.name === 'partnerships.forget-old');
      if (command) await execute(house.runtime, command, night, {});
      return [await here('partnerships', over), await here('partnerships', lasting)];
    };
    on('2032-01-10');
    expect(await forget()).toEqual([1, 1]);
    on('2032-01-11');
    expect(await forget()).toEqual([0, 1]);
  });
});

describe('mails, codes, invitations and lines', () => {
  it('go at their day and not before', async () => {
    on('2027-01-10');
    await house.visitor.post('/sign-in', { email: 'nobody-here@example.org' });
    const org = await house.organisation();
    await house.sql(
      "insert into invitations (id, token_hash, kind, email, org_id, created_at, expires_at) values ($1, $2, 'colleague', 'x@example.org', $3, '2027-01-10', '2027-01-24')",
      [newId('inv'), Buffer.from(org), org],
    );
    await house.sql(
      "insert into audit_lines (id, at, actor_kind, command, subject_id) values ($1, '2027-01-10T03:00:00Z', 'system', 'test.old-line', $2)",
      [newId('aud'), org],
    );
    await house.sql(
      "insert into mails (id, send_key, to_address, language, kind, subject, body_text, body_html, created_at) values ($1, $1, 'x@example.org', 'en', 'test', 'x', 'x', 'x', '2027-01-10T03:00:00Z')",
      [newId('mai')],
    );
    const left = async () => [
      await here('login_codes', 'nobody-here@example.org', 'email'),
      await here('mails', 'test', 'kind'),
      await here('invitations', org, 'org_id'),
      await here('audit_lines', 'test.old-line', 'command'),
    ];
    const all = async (day: string) => {
      on(day);
      for (const each of [forgetSignIns, forgetMails, forgetInvitations, forgetLines])
        await execute(house.runtime, each, night, {});
      return left();
    };
    expect(await all('2027-01-11')).toEqual([1, 1, 1, 1]);
    expect(await all('2027-01-12')).toEqual([0, 1, 1, 1]);
    expect(await all('2027-04-10')).toEqual([0, 1, 1, 1]);
    expect(await all('2027-04-11')).toEqual([0, 0, 1, 1]);
    expect(await all('2028-01-25')).toEqual([0, 0, 0, 1]);
    expect(await all('2037-01-10')).toEqual([0, 0, 0, 1]);
    expect(await all('2037-01-11')).toEqual([0, 0, 0, 0]);
  });
});

describe('the installation alone', () => {
  it('ends anything: a stranger, a coordinator and the pupil find nothing', async () => {
    on('2040-02-01');
    const d = await openDossier(house);
    const { application, project } = await at(d);
    const key = await paper(d.id);
    for (const who of [d.stranger, d.outsider, d.sender, d.pupil]) {
      const hand = await house.as(who);
      const tries = [
        hand.do(forgetMobility, { mobilityId: d.id }),
        hand.do(forgetProject, { projectId: project as never }),
        hand.do(forgetLetter, { applicationId: application }),
        hand.do(forgetOrganisation, { orgId: d.sendingSchool }),
        hand.do(announceEnd, { personId: d.pupil }),
        hand.do(forgetPerson, { personId: d.pupil }),
        hand.do(
          documents.commands.find((c) => c.name === 'documents.forget-file') as never,
          { key } as never,
        ),
        ...[
          forgetSignIns,
          forgetInvitations,
          forgetMails,
          forgetLines,
          forgetWishes,
          forgetPlans,
          forgetContacts,
          forgetNotes,
        ].map((each) => hand.do(each, {})),
      ];
      for (const outcome of await Promise.all(tries))
        expect(outcome.ok ? null : outcome.kind).toBe('not_found');
    }
    expect([await here('mobilities', d.id), await here('persons', d.pupil)]).toEqual([1, 1]);
  });

  it('the database deletes no person, organisation or dossier for a request, whoever acts', async () => {
    const client = await house.runtime.db.request.connect();
    for (const table of [
      'persons',
      'organisations',
      'projects',
      'intakes',
      'applications',
      'mobilities',
    ]) {
      await client.query("begin; set local app.system = 'on'");
      await expect(client.query(`delete from ${table}`), table).rejects.toMatchObject({
        code: '42501',
      });
      await client.query('rollback');
    }
    // and ends nothing for somebody who is not the installation
    const d = await openDossier(house);
    await client.query(`begin; set local app.person = '${d.pupil}'`);
    const { rows } = await client.query(
      "select app_forget_mobility($1, now()) as a, app_forget_person($2, now()) as b, app_forget_organisation($3) as c, app_forget_audit('1990-01-01') as d",
      [d.id, d.stranger, d.sendingSchool],
    );
    await client.query('rollback');
    client.release();
    expect(rows[0]).toEqual({ a: false, b: false, c: false, d: false });
  });
});

describe('whatever table comes later', () => {
  it('hangs on a dossier so that it goes with it, and its files are noted', async () => {
    const stuck = await house.sql(
      `select c.conrelid::regclass::text as table, c.confrelid::regclass::text as target from pg_constraint c
       where c.contype = 'f' and c.confrelid = any(array['projects', 'intakes', 'applications', 'mobilities']::regclass[])
         and c.confdeltype not in ('c', 'n')`,
    );
    expect(stuck).toEqual([]);
    const silent = await house.sql(
      `select c.relname as table from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'storage_key' and c.relname <> 'removed_files'
         and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'app_file_gone'::regproc)`,
    );
    expect(silent).toEqual([]);
  });
});
