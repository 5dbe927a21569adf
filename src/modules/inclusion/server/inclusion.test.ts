import { beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationId, MeasureId, PersonId } from '#kernel/ids.ts';
import { getFeed, getOwnFeed, renewFeed } from '#modules/calendar/server/index.ts';
import { exampleInput } from '#tests/guards/example-input.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import { actOf, type InclusionRole, inclusionTable } from '../core/index.ts';
import {
  addWish,
  askCallBack,
  askParentsIn,
  changeMeasure,
  fewerOpportunitiesOf,
  finishStep,
  finishTalk,
  getCosts,
  getForFamily,
  getMeasure,
  getPlan,
  getShare,
  giveOpinion,
  inclusion,
  listDuties,
  listPlans,
  moveMeasure,
  nameContact,
  needNothing,
  planStep,
  planTalk,
  proposeMeasure,
  recordCost,
  removeWish,
  sayEffect,
  tellPerson,
} from './index.ts';

/** A word that stands nowhere else: where it is found, something leaked. */
const secret = 'Quastenflosser';

type Circle = SharedDossier & {
  applicationId: ApplicationId;
  father: PersonId;
  schoolContact: PersonId;
  supportContact: PersonId;
};

/** The dossier of the other tests with a second parent and the two contacts, named before anybody wrote a word. */
async function openCircle(house: House): Promise<Circle> {
  const d = await openDossier(house, { state: 'placed' });
  const father = await house.person({ givenName: 'Diego', familyName: 'Ejemplo' });
  await house.guardian(d.pupil, father, 'father');
  const schoolContact = await house.person({ givenName: 'Rosa', familyName: 'Escucha' });
  const supportContact = await house.person({ givenName: 'Nuria', familyName: 'Apoya' });
  await house.member(d.sendingSchool, schoolContact, ['teacher']);
  await house.member(d.sendingOrg, supportContact, ['coordinator']);
  const sender = await house.as(d.sender);
  expect(
    (await sender.do(nameContact, { orgId: d.sendingSchool, personId: schoolContact })).ok,
  ).toBe(true);
  const support = await house.as(supportContact);
  expect(
    (await support.do(nameContact, { orgId: d.sendingOrg, personId: supportContact })).ok,
  ).toBe(true);
  const [row] = await house.sql('select application_id from mobilities where id = $1', [d.id]);
  return { ...d, applicationId: row.application_id, father, schoolContact, supportContact };
}

const measure = (d: Circle, doer: string, more: object = {}) => ({
  applicationId: d.applicationId,
  title: 'Train ticket',
  what: `A ticket and ${secret}`,
  doer,
  byOn: '2027-01-20',
  budgetLine: 'inclusion_participant' as const,
  estimate: '120,50',
  ...more,
});

describe('a plan, from the wish to whether it helped', () => {
  let house: House;
  let d: Circle;
  let measureId: MeasureId;
  const as = (who: PersonId) => house.as(who);

  beforeAll(async () => {
    house = await openHouse();
    house.setNow('2026-12-01T09:00:00Z');
    d = await openCircle(house);
  });

  it('asks pupil and parents once, in a task that says nothing else', async () => {
    const duties = async (who: PersonId) => {
      const told = await (await as(who)).ask(listDuties, {});
      return told.ok ? told.view.duties.filter((x) => x.kind === 'ask') : [];
    };
    expect(await duties(d.pupil)).toHaveLength(1);
    expect(await duties(d.guardian)).toHaveLength(1);
    expect(await duties(d.schoolContact)).toHaveLength(0);
    expect((await (await as(d.pupil)).do(needNothing, { applicationId: d.applicationId })).ok).toBe(
      true,
    );
    expect(await duties(d.pupil)).toHaveLength(0);
    expect(await duties(d.guardian)).toHaveLength(1);
  });

  it('takes a wish without a reason, and refuses one without anything', async () => {
    const mother = await as(d.guardian);
    const empty = await mother.do(addWish, { applicationId: d.applicationId });
    expect(empty).toMatchObject({
      ok: false,
      faults: [{ reason: 'inclusion.invalid.empty-wish', field: 'wish' }],
    });
    expect(
      (
        await mother.do(addWish, {
          applicationId: d.applicationId,
          wish: `${secret} for the train`,
        })
      ).ok,
    ).toBe(true);
    const [row] = await house.sql('select sealed, shared from inclusion_wishes');
    expect(row.shared).toBe(false);
    expect(row.sealed.toString('utf8')).not.toContain(secret);
  });

  it('is read by writer and contacts; the pupil and the other parent see only the shared plan', async () => {
    const wishes = async (who: PersonId) => {
      const told = await (await as(who)).ask(getPlan, { applicationId: d.applicationId });
      return told.ok ? told.view.wishes.map((w) => w.content?.wish) : told.kind;
    };
    expect(await wishes(d.guardian)).toEqual([`${secret} for the train`]);
    expect(await wishes(d.schoolContact)).toEqual([`${secret} for the train`]);
    expect(await wishes(d.supportContact)).toEqual([`${secret} for the train`]);
    expect(await wishes(d.pupil)).toEqual([]);
    expect(await wishes(d.father)).toEqual([]);
    for (const other of [d.sender, d.teacher, d.host, d.hostTeacher, d.family, d.mentor, d.contact])
      expect(await wishes(other)).toBe('not_found');
    expect(await wishes(d.stranger)).toBe('not_found');
    expect(await wishes(d.outsider)).toBe('not_found');
  });

  it('says by name who reads it, before anybody writes', async () => {
    const told = await (await as(d.pupil)).ask(getPlan, { applicationId: d.applicationId });
    expect(told.ok && told.view.readers.map((r) => r.name)).toEqual([
      'Lucía Ejemplo',
      'Carmen Ejemplo',
      'Diego Ejemplo',
      'Rosa Escucha',
      'Nuria Apoya',
    ]);
  });

  it('is proposed by a contact and by nobody else; who pays is said when it costs', async () => {
    const contact = await as(d.schoolContact);
    for (const who of [d.pupil, d.guardian, d.sender, d.host, d.stranger, d.outsider])
      expect(await (await as(who)).do(proposeMeasure, measure(d, d.family))).toMatchObject({
        ok: false,
        kind: 'not_found',
      });
    expect(
      await contact.do(proposeMeasure, measure(d, d.family, { budgetLine: 'none' })),
    ).toMatchObject({ ok: false, faults: [{ field: 'budgetLine' }] });
    expect(await contact.do(proposeMeasure, measure(d, d.outsider))).toMatchObject({
      ok: false,
      faults: [{ field: 'doer' }],
    });
    expect(
      await contact.do(proposeMeasure, measure(d, d.family, { estimate: 'much' })),
    ).toMatchObject({ ok: false, faults: [{ reason: 'inclusion.invalid.amount' }] });
    const [wish] = await house.sql('select id from inclusion_wishes');
    const done = await contact.do(proposeMeasure, measure(d, d.family, { wishId: wish.id }));
    expect(done.ok).toBe(true);
    if (done.ok) measureId = done.id;
    const [cost] = await house.sql('select * from inclusion_costs');
    expect(cost).toMatchObject({ estimate_cents: 12050, budget_line: 'inclusion_participant' });
  });

  it('is not there for who shall do it before it is agreed', async () => {
    expect((await (await as(d.family)).ask(getMeasure, { measureId })).ok).toBe(false);
  });

  it('is not agreed against the pupil, and with parents who differ only after a talk with both', async () => {
    const contact = await as(d.schoolContact);
    const say = async (who: PersonId, says: 'yes' | 'no') =>
      expect((await (await as(who)).do(giveOpinion, { measureId, says })).ok).toBe(true);
    const agree = (more: object = {}) =>
      contact.do(moveMeasure, { measureId, version: 1, transition: 'agree', ...more });
    await say(d.pupil, 'no');
    expect(await agree()).toMatchObject({
      ok: false,
      faults: [{ reason: 'inclusion.refused.pupil-against' }],
    });
    await say(d.pupil, 'yes');
    await say(d.father, 'no');
    expect(await agree()).toMatchObject({
      ok: false,
      faults: [{ reason: 'inclusion.refused.family-against' }],
    });
    await say(d.guardian, 'yes');
    expect(await agree()).toMatchObject({
      ok: false,
      faults: [{ reason: 'inclusion.refused.talk-with-both' }],
    });
    // the contact hears that they differ; neither parent reads what the other said
    const seen = await contact.ask(getMeasure, { measureId });
    expect(seen.ok && seen.view.said).toEqual({ pupil: 'yes', family: 'differs' });
    const mother = await (await as(d.guardian)).ask(getMeasure, { measureId });
    expect(mother.ok && [mother.view.said, mother.view.myOpinion]).toEqual([null, 'yes']);
    expect((await agree({ talkedWithBoth: true })).ok).toBe(true);
    expect(await agree({ talkedWithBoth: true })).toMatchObject({ ok: false, kind: 'conflict' });
    expect(await (await as(d.pupil)).do(giveOpinion, { measureId, says: 'no' })).toMatchObject({
      ok: false,
      kind: 'conflict',
    });
  });

  it('shows who does it the measure alone: no wish, no reason, no cost, no other measure', async () => {
    const contact = await as(d.schoolContact);
    const other = await contact.do(
      proposeMeasure,
      measure(d, d.mentor, { title: 'Quiet room', what: 'A room' }),
    );
    const family = await as(d.family);
    const told = await family.ask(getMeasure, { measureId });
    expect(told.ok && told.view).toMatchObject({
      applicationId: null,
      title: 'Train ticket',
      cost: null,
      said: null,
      wishId: null,
      can: { plan: false, agree: false, start: true, finish: true, drop: false },
    });
    expect((await family.ask(getPlan, { applicationId: d.applicationId })).ok).toBe(false);
    if (other.ok) expect((await family.ask(getMeasure, { measureId: other.id })).ok).toBe(false);
    const share = await family.ask(getShare, { mobilityId: d.id });
    expect(share.ok && share.view.measures.map((m) => m.title)).toEqual(['Train ticket']);
    for (const who of [d.mentor, d.host, d.hostTeacher, d.contact, d.sender])
      expect((await (await as(who)).ask(getMeasure, { measureId })).ok).toBe(false);
    expect((await (await as(d.mentor)).ask(getShare, { mobilityId: d.id })).ok).toBe(false);
  });

  it('puts steps in neutral words on the home pages of those concerned and nowhere else', async () => {
    const contact = await as(d.schoolContact);
    for (const [who, title] of [
      ['pupil', 'Try the way to the station'],
      ['guardian', 'Bring the passport'],
      ['doer', 'Meet at the station'],
    ] as const)
      expect(
        (
          await contact.do(planStep, {
            measureId,
            title,
            who,
            anchor: 'departure',
            days: '-50',
          })
        ).ok,
      ).toBe(true);
    const steps = async (who: PersonId, all = false) => {
      const told = await (await as(who)).ask(listDuties, { all });
      return told.ok ? told.view.duties.filter((x) => x.kind === 'step').map((x) => x.title) : [];
    };
    expect(await steps(d.pupil)).toEqual(['Try the way to the station']);
    expect(await steps(d.guardian)).toEqual(['Bring the passport']);
    expect(await steps(d.family)).toEqual(['Meet at the station']);
    for (const who of [d.sender, d.host, d.mentor, d.contact, d.stranger, d.outsider])
      expect(await steps(who, true)).toEqual([]);
    const plan = await (await as(d.pupil)).ask(getPlan, { applicationId: d.applicationId });
    expect(plan.ok && plan.view.steps.map((s) => [s.day.toString(), s.part])).toEqual([
      ['2026-12-13', 'preparation'],
      ['2026-12-13', 'preparation'],
      ['2026-12-13', 'preparation'],
    ]);
    const step = plan.ok ? plan.view.steps.find((s) => s.who === 'doer') : undefined;
    if (!step) throw new Error('no step');
    // the pupil does not tick what another does
    const finish = async (who: PersonId) =>
      (await (await as(who)).do(finishStep, { measureId, stepId: step.id })).ok;
    expect(await finish(d.pupil)).toBe(false);
    expect(await finish(d.mentor)).toBe(false);
    expect(await finish(d.family)).toBe(true);
    expect(await finish(d.family)).toBe(false);
  });

  it('is done by who does it, and each says apart whether it helped', async () => {
    const family = await as(d.family);
    expect(await family.do(sayEffect, { measureId, points: 5 })).toMatchObject({
      ok: false,
      faults: [{ reason: 'inclusion.refused.not-done' }],
    });
    expect((await family.do(moveMeasure, { measureId, version: 2, transition: 'finish' })).ok).toBe(
      true,
    );
    const answers: [PersonId, number][] = [
      [d.pupil, 5],
      [d.guardian, 4],
      [d.family, 3],
    ];
    for (const [who, points] of answers)
      expect(
        (await (await as(who)).do(sayEffect, { measureId, points, words: `${secret} ${points}` }))
          .ok,
      ).toBe(true);
    expect(await (await as(d.pupil)).do(sayEffect, { measureId, points: 1 })).toMatchObject({
      kind: 'conflict',
    });
    const read = async (who: PersonId) => {
      const told = await (await as(who)).ask(getMeasure, { measureId });
      return told.ok ? told.view.effects.map((e) => [e.as, e.points, e.words]) : [];
    };
    expect(await read(d.schoolContact)).toEqual([
      ['pupil', 5, `${secret} 5`],
      ['guardian', 4, `${secret} 4`],
      ['doer', 3, `${secret} 3`],
    ]);
    expect(await read(d.pupil)).toEqual([['pupil', 5, `${secret} 5`]]);
    expect(await read(d.father)).toEqual([]);
    expect(await read(d.family)).toEqual([['doer', 3, `${secret} 3`]]);
  });

  it('follows in the sums without a name, and the programme hears yes and never why', async () => {
    const contact = await as(d.schoolContact);
    expect((await contact.do(recordCost, { measureId, real: '99.90' })).ok).toBe(true);
    const [project] = await house.sql('select project_id from mobilities where id = $1', [d.id]);
    const costs = async (who: PersonId) => {
      const told = await (await as(who)).ask(getCosts, { projectId: project.project_id });
      return told.ok ? told.view : null;
    };
    const sender = await costs(d.sender);
    expect(sender?.lines).toEqual([
      { line: 'inclusion_participant', estimateCents: 12050, realCents: 9990, pupils: 1 },
    ]);
    expect(sender?.measures.map((m) => m.pupil)).toEqual([null]);
    expect(sender?.categories).toMatchObject([
      { pupil: 'Lucía Ejemplo', fewerOpportunities: true },
    ]);
    const named = await costs(d.schoolContact);
    expect(named?.measures.map((m) => m.pupil)).toEqual(['Lucía Ejemplo']);
    expect(named?.categories).toEqual([]);
    for (const who of [
      d.host,
      d.hostTeacher,
      d.teacher,
      d.pupil,
      d.guardian,
      d.stranger,
      d.outsider,
    ]) {
      const seen = await costs(who);
      // the head of the host school leads a school of the project, and finds nothing of others in it
      expect(seen === null || (seen.lines.length === 0 && seen.categories.length === 0)).toBe(true);
    }
    const { runtime } = house;
    const { reading } = await import('#platform/database/index.ts');
    const flag = async (who: PersonId) =>
      (
        await reading(runtime.db, (await as(who)).actor, (read) =>
          fewerOpportunitiesOf(read, [d.applicationId]),
        )
      ).has(d.applicationId);
    expect([await flag(d.sender), await flag(d.host), await flag(d.stranger)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('leaves no word of it in mails, audit lines, jobs, feeds or plain columns', async () => {
    const mails = await house.mails();
    const tables = await house.sql(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    for (const { name } of tables) {
      const [found] = await house.sql(
        `select count(*)::int as n from ${name} t where t::text ilike $1 or t::text like $2`,
        // bytes are shown as hex: what is not sealed would be found there
        [`%${secret}%`, `%${Buffer.from(secret).toString('hex')}%`],
      );
      expect([name, found.n]).toEqual([name, 0]);
    }
    const jobs = await house.sql('select data::text as text from jobs.job');
    expect(jobs.length).toBeGreaterThan(0);
    expect(`${JSON.stringify(jobs)}${JSON.stringify(mails)}`).not.toContain(secret);
    // the story of a dossier is read by families and schools abroad: nothing of this stands in it
    const lines = await house.sql(
      "select mobility_id, org_id, details::text as details from audit_lines where command like 'inclusion.%' and command <> 'inclusion.name-contact'",
    );
    expect(lines.length).toBeGreaterThan(10);
    expect(new Set(lines.map((l) => l.mobility_id ?? l.org_id))).toEqual(new Set([null]));
    expect(new Set(lines.map((l) => l.details.replace(/inclusion\.[a-z.-]+/, '…')))).toEqual(
      new Set(['{}']),
    );
    const feeds: string[] = [];
    for (const who of [d.pupil, d.guardian, d.family, d.schoolContact]) {
      const hand = await as(who);
      await hand.do(renewFeed, {});
      const own = await hand.ask(getOwnFeed, {});
      const token = /\/([^/]+)\.ics$/.exec((own.ok && own.view.address) || '')?.[1] as string;
      const feed = await hand.ask(getFeed, { token });
      feeds.push(feed.ok ? feed.view.content : '');
      for (const address of ['/', '/plans', `/mobilities/${d.id}`]) {
        const page = await hand.get(address);
        expect([address, page.status, page.text.includes(secret)]).toEqual([address, 200, false]);
      }
    }
    const summaries = feeds.map((f) =>
      [...f.matchAll(/SUMMARY:(.*)\r\n/g)]
        .map(([, title]) => title)
        .filter((x) => /way|passport|station/.test(x ?? '')),
    );
    expect(summaries).toEqual([['Try the way to the station'], ['Bring the passport'], [], []]);
    expect(feeds.join('')).not.toContain(secret);
  });

  it('tells who shall do something by mail that something waits, and no more', async () => {
    const told = await house.sql("select data from jobs.job where name = 'inclusion.tell'");
    const task = told.find((j) => j.data.kind === 'task');
    expect(task?.data.personId).toBe(d.family);
    const { execute } = await import('#platform/command.ts');
    const { system } = await import('#kernel/actor.ts');
    expect((await execute(house.runtime, tellPerson, system('test'), task?.data)).ok).toBe(true);
    const mail = (await house.mails()).find((m) => m.kind === 'inclusion-task');
    expect(mail?.body_text).toContain(`/measures/${measureId}`);
    expect(mail?.body_text).not.toMatch(/Lucía|ticket|Ejemplo/);
    expect(await (await as(d.schoolContact)).do(tellPerson, { ...task?.data })).toMatchObject({
      kind: 'not_found',
    });
  });

  it('is changed by the last reader only', async () => {
    const contact = await as(d.schoolContact);
    const next = await contact.do(proposeMeasure, measure(d, d.pupil, { title: 'Phone card' }));
    if (!next.ok) throw new Error('not proposed');
    const change = (version: number, title: string) =>
      contact.do(changeMeasure, {
        measureId: next.id,
        version,
        ...measure(d, d.pupil, { title }),
      });
    expect((await change(1, 'Telephone card')).ok).toBe(true);
    expect(await change(1, 'Other card')).toMatchObject({ ok: false, kind: 'conflict' });
    const [cost] = await house.sql('select title from inclusion_costs where measure_id = $1', [
      next.id,
    ]);
    expect(cost.title).toBe('Telephone card');
    expect(await change(2, '')).toMatchObject({ ok: false, faults: [{ field: 'title' }] });
  });

  it('gives back what was taken back', async () => {
    const mother = await as(d.guardian);
    const [wish] = await house.sql('select id from inclusion_wishes');
    const input = { applicationId: d.applicationId, wishId: wish.id };
    for (const who of [d.pupil, d.father, d.schoolContact, d.stranger])
      expect((await (await as(who)).do(removeWish, input)).ok).toBe(false);
    expect((await mother.do(removeWish, input)).ok).toBe(true);
    expect(await house.sql('select id from inclusion_wishes')).toEqual([]);
  });
});

describe('who may change while a plan goes on', () => {
  let house: House;
  let d: Circle;
  const as = (who: PersonId) => house.as(who);
  const reads = async (who: PersonId) =>
    (await (await as(who)).ask(getPlan, { applicationId: d.applicationId })).ok;

  beforeAll(async () => {
    house = await openHouse();
    house.setNow('2026-12-01T09:00:00Z');
    d = await openCircle(house);
    await (await as(d.guardian)).do(addWish, { applicationId: d.applicationId, wish: secret });
  });

  it('a guardian who lost custody reads nothing, not even their own words', async () => {
    expect(await reads(d.father)).toBe(true);
    await house.sql("update guardianships set until_on = '2026-11-30' where guardian_id = $1", [
      d.father,
    ]);
    expect(await reads(d.father)).toBe(false);
    const family = await (await as(d.father)).ask(getForFamily, {
      applicationId: d.applicationId,
    });
    expect(family.ok).toBe(false);
    // the contact goes on seeing the plan, with one parent
    const plan = await (await as(d.schoolContact)).ask(getPlan, { applicationId: d.applicationId });
    expect(plan.ok && plan.view.readers.filter((r) => r.why === 'guardian')).toHaveLength(1);
    await house.sql('update guardianships set until_on = null where guardian_id = $1', [d.father]);
  });

  it('somebody who rates the pupil reads nothing until it is decided', async () => {
    const [row] = await house.sql('select intake_id from applications where id = $1', [
      d.applicationId,
    ]);
    const round = `rnd_${'0'.repeat(26)}`;
    await house.sql(
      `insert into selection_rounds (id, intake_id, school_id, state, places, reserve_places, points_max, is_blind, tie_rules, rate_until, news_on, created_by, created_at)
       values ($1, $2, $3, 'rating', 2, 0, 5, true, '{}', '2026-12-10', '2026-12-11', $4, now())`,
      [round, row.intake_id, d.sendingSchool, d.sender],
    );
    await house.sql(
      "insert into selection_candidates (round_id, application_id, pupil_id, code, added_at) values ($1, $2, $3, 'A', now())",
      [round, d.applicationId, d.pupil],
    );
    await house.sql(
      'insert into selection_raters (round_id, person_id, org_id, added_at) values ($1, $2, $3, now())',
      [round, d.schoolContact, d.sendingSchool],
    );
    expect(await reads(d.schoolContact)).toBe(false);
    const list = await (await as(d.schoolContact)).ask(listPlans, {});
    expect(list.ok && list.view.rows).toEqual([]);
    const duties = await (await as(d.schoolContact)).ask(listDuties, { all: true });
    expect(duties.ok && duties.view.duties.filter((x) => x.kind !== 'name-contact')).toEqual([]);
    // and the family does not read the name of somebody who cannot read
    const plan = await (await as(d.pupil)).ask(getPlan, { applicationId: d.applicationId });
    expect(plan.ok && plan.view.readers.map((r) => r.name)).not.toContain('Rosa Escucha');
    await house.sql("update selection_rounds set state = 'decided' where id = $1", [round]);
    expect(await reads(d.schoolContact)).toBe(true);
  });

  it('another contact takes over, and the one before reads nothing any more', async () => {
    const sender = await as(d.sender);
    const name = (personId: PersonId) =>
      sender.do(nameContact, { orgId: d.sendingSchool, personId });
    expect(await name(d.stranger)).toMatchObject({ ok: false, faults: [{ field: 'personId' }] });
    expect((await name(d.teacher)).ok).toBe(true);
    expect([await reads(d.teacher), await reads(d.schoolContact)]).toEqual([true, false]);
    house.setNow('2026-12-01T10:00:00Z');
    expect((await name(d.schoolContact)).ok).toBe(true);
    for (const who of [d.teacher, d.host, d.pupil, d.stranger])
      expect(
        (await (await as(who)).do(nameContact, { orgId: d.sendingSchool, personId: d.teacher })).ok,
      ).toBe(false);
  });

  it('host family and host school lose what they did with their part in the dossier', async () => {
    const contact = await as(d.schoolContact);
    const proposed = await contact.do(proposeMeasure, measure(d, d.family));
    if (!proposed.ok) throw new Error('not proposed');
    await contact.do(moveMeasure, {
      measureId: proposed.id,
      version: 1,
      transition: 'agree',
    });
    const seen = async () =>
      (await (await as(d.family)).ask(getMeasure, { measureId: proposed.id })).ok;
    expect(await seen()).toBe(true);
    await d.leave(d.family, '2026-11-30');
    expect(await seen()).toBe(false);
    const duties = await (await as(d.family)).ask(listDuties, {});
    expect(duties.ok && duties.view.duties).toEqual([]);
  });

  it('a pupil who turns 18 decides whether the parents go on seeing it', async () => {
    await house.sql("update persons set birth_date = '2008-12-01' where id = $1", [d.pupil]);
    expect([await reads(d.pupil), await reads(d.guardian), await reads(d.father)]).toEqual([
      true,
      false,
      false,
    ]);
    const guardianAsks = await (await as(d.guardian)).do(askParentsIn, {
      applicationId: d.applicationId,
      stays: true,
    });
    expect(guardianAsks.ok).toBe(false);
    const pupil = await as(d.pupil);
    expect((await pupil.do(askParentsIn, { applicationId: d.applicationId, stays: true })).ok).toBe(
      true,
    );
    expect(await reads(d.guardian)).toBe(true);
    await pupil.do(askParentsIn, { applicationId: d.applicationId, stays: false });
    expect(await reads(d.guardian)).toBe(false);
    // the parents at home keep their own page
    const page = await (await as(d.guardian)).ask(getForFamily, {
      applicationId: d.applicationId,
    });
    expect(page.ok && page.view.readsPlan).toBe(false);
  });
});

describe('the parents at home', () => {
  let house: House;
  let d: Circle;
  const as = (who: PersonId) => house.as(who);

  beforeAll(async () => {
    house = await openHouse();
    // a Friday
    house.setNow('2026-12-04T09:00:00Z');
    d = await openCircle(house);
  });

  it('ask to be called back and read who calls by when', async () => {
    const mother = await as(d.guardian);
    const ask = () =>
      mother.do(askCallBack, {
        applicationId: d.applicationId,
        language: 'es',
        partOfDay: 'evening',
        phone: '+34 600 000 000',
      });
    // two working days: the weekend is none
    expect(await ask()).toMatchObject({ ok: true, by: '2026-12-08' });
    expect(await ask()).toMatchObject({ ok: false, kind: 'conflict' });
    const mine = await mother.ask(listDuties, {});
    expect(mine.ok && mine.view.duties.find((x) => x.kind === 'talk')).toMatchObject({
      waitingFor: 'Nuria Apoya',
    });
    const hers = await (await as(d.supportContact)).ask(listDuties, {});
    const duty = hers.ok ? hers.view.duties.find((x) => x.kind === 'talk') : undefined;
    expect(duty).toMatchObject({ waitingFor: null, about: 'Carmen Ejemplo' });
    const father = await (await as(d.father)).ask(getForFamily, {
      applicationId: d.applicationId,
    });
    expect(father.ok && father.view.talks).toEqual([]);
  });

  it('have calls and meetings planned by the contact and by nobody else', async () => {
    const talk = {
      applicationId: d.applicationId,
      kind: 'meeting' as const,
      byOn: '2026-12-15',
      language: 'es',
    };
    for (const who of [d.pupil, d.guardian, d.sender, d.host, d.stranger, d.outsider])
      expect((await (await as(who)).do(planTalk, talk)).ok).toBe(false);
    const contact = await as(d.supportContact);
    expect(await contact.do(planTalk, { ...talk, guardianId: d.stranger })).toMatchObject({
      faults: [{ field: 'guardianId' }],
    });
    const planned = await contact.do(planTalk, talk);
    expect(planned.ok).toBe(true);
    const father = await (await as(d.father)).ask(getForFamily, {
      applicationId: d.applicationId,
    });
    expect(father.ok && father.view.talks.map((t) => t.kind)).toEqual(['meeting']);
    if (!planned.ok) return;
    const finish = async (who: PersonId) =>
      (
        await (
          await as(who)
        ).do(finishTalk, {
          applicationId: d.applicationId,
          talkId: planned.id,
        })
      ).ok;
    expect([await finish(d.guardian), await finish(d.supportContact)]).toEqual([false, true]);
    expect(await finish(d.supportContact)).toBe(false);
  });
});

describe('the table of roles', () => {
  let house: House;
  let d: Circle;
  let held: Record<InclusionRole, PersonId | null>;

  beforeAll(async () => {
    house = await openHouse();
    house.setNow('2026-12-01T09:00:00Z');
    d = await openCircle(house);
    const admin = await house.person({ isAdmin: true });
    const supportLead = await house.person({ givenName: 'Eva' });
    await house.member(d.sendingOrg, supportLead, ['head']);
    const contact = await house.as(d.schoolContact);
    const proposed = await contact.do(proposeMeasure, measure(d, d.contact));
    if (!proposed.ok) throw new Error('not proposed');
    await contact.do(moveMeasure, { measureId: proposed.id, version: 1, transition: 'agree' });
    held = {
      pupil: d.pupil,
      guardian: d.guardian,
      contact: d.schoolContact,
      doer: d.contact,
      // the coordinator of the sending school coordinates the project too
      sending_school_lead: d.sender,
      sending_support_lead: supportLead,
      colleague: d.teacher,
      hosting_side: d.host,
      host_family: d.family,
      administrator: admin,
      // by their own tests above
      pupil_of_age: null,
      guardian_asked_in: null,
      guardian_of_adult: null,
      rater: null,
      project_lead: null,
    };
  });

  it('names an act for every command and query of this module', () => {
    const names = [...inclusion.commands, ...inclusion.queries].map((c) => c.name);
    // work of the installation: nobody has a part in it
    expect(names.filter((n) => !(n in actOf)).toSorted()).toEqual([
      'inclusion.forget-contacts',
      'inclusion.forget-plans',
      'inclusion.forget-wishes',
      'inclusion.tell-person',
    ]);
    expect(Object.keys(actOf).filter((n) => !names.includes(n as never))).toEqual([]);
  });

  it('decides for every role and every command and query alike', async () => {
    const [wish, step, talk] = await Promise.all(
      ['wsh', 'stp', 'tlk'].map(async (p) => `${p}_${'0'.repeat(26)}`),
    );
    const [{ id: measureId }] = await house.sql('select id from inclusion_measures');
    const [{ project_id: projectId }] = await house.sql('select project_id from mobilities');
    const ids: Record<string, string> = {
      app: d.applicationId,
      mea: measureId,
      mob: d.id,
      prj: projectId,
      org: d.sendingSchool,
      per: d.pupil,
      wsh: wish as string,
      stp: step as string,
      tlk: talk as string,
    };
    const { execute } = await import('#platform/command.ts');
    const { answer } = await import('#platform/query.ts');
    const wrong: string[] = [];
    for (const [role, personId] of Object.entries(held) as [InclusionRole, PersonId | null][]) {
      if (!personId) continue;
      const { actor } = await house.as(personId);
      for (const what of [...inclusion.queries, ...inclusion.commands]) {
        const act = actOf[what.name];
        // of rows of their own: tried above with real ones
        if (!act || act === 'own' || /remove-wish|-step$|finish-talk/.test(what.name)) continue;
        const input = exampleInput(what.input, (prefix) => ids[prefix] ?? `${prefix}_none`);
        const told =
          what.kind === 'query'
            ? await answer(house.runtime, what, actor, input)
            : await execute(house.runtime, what, actor, input);
        const hidden = !told.ok && told.kind === 'not_found';
        const may = inclusionTable[role].includes(act);
        // who carries a measure out starts and finishes it; agreeing is not theirs
        if (what.name === 'inclusion.move-measure' && role === 'doer') continue;
        if (what.name === 'inclusion.name-contact' || what.name === 'inclusion.get-contact') {
          if (hidden === (role === 'sending_school_lead')) wrong.push(`${role} ${what.name}`);
          continue;
        }
        // a head of a partner leads a school of the project: the page is there and empty of others
        if (
          what.name === 'inclusion.get-costs' &&
          (role === 'hosting_side' || role === 'sending_support_lead')
        )
          continue;
        if (hidden === may) wrong.push(`${role} ${what.name}: ${hidden ? 'hidden' : 'there'}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
