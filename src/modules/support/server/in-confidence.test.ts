import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import { writing } from '#platform/database/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { methodOf, routes } from '#tests/support/routes.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  changeCaseLevel,
  getCase,
  getConcern,
  getConcernForm,
  listConcerns,
  openCase,
  openCaseFromConcern,
  openCircle,
  planStep,
  putCaseAside,
  raiseConcern,
  takeCase,
  watchPromises,
  writeCaseNote,
  writeInConcern,
} from './index.ts';

type Who = SharedDossier['pupil'];
type ConcernId = `ccn_${string}`;

let house: House;
let d: SharedDossier;
/** the only coordinator of the sending organisation */
let away: Who;

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  house.setNow('2027-02-10T09:00:00Z');
  d = await openDossier(house, { state: 'settled' });
  away = await house.person({ givenName: 'Nuria', familyName: 'Casal' });
  await house.member(d.sendingOrg, away, ['coordinator']);
});

const as = (who: Who) => house.as(who);
const kind = (o: { ok: boolean }) => (o as { kind?: string }).kind;
const reason = (o: { ok: boolean }) =>
  (o as unknown as { faults?: { reason: string }[] }).faults?.[0]?.reason;
const key = (name: string) => `test-key-${name}`;
const raise = async (who: Who, about: string[], name = 'concern') => {
  const sent = await (await as(who)).do(raiseConcern, {
    mobilityId: d.id,
    about,
    words: 'I am afraid of the evenings',
    key: key(name),
  } as never);
  return sent.ok ? sent.id : ('' as never);
};
const read = async (who: Who, concernId: ConcernId) => {
  const answer = await (await as(who)).ask(getConcern, { concernId });
  return answer.ok ? answer.view : null;
};
const readersOf = async (id: ConcernId) =>
  (await read(d.pupil, id))?.readers.map((r) => [r.name, r.left]);
const addressOf = (who: Who) => `${who}@example.org`;
const mailsTo = async (who: Who, kindOf: string) =>
  (await house.mails()).filter((m) => m.to_address === addressOf(who) && m.kind === kindOf);
const watch = () => watchPromises(house.runtime);
const leave = (who: Who, orgId: OrgId) =>
  house.sql("update memberships set until_on = '2027-02-09' where person_id = $1 and org_id = $2", [
    who,
    orgId,
  ]);
const come = (who: Who, orgId: OrgId) =>
  house.sql('update memberships set until_on = null where person_id = $1 and org_id = $2', [
    who,
    orgId,
  ]);

describe('a concern whose only reader is gone', () => {
  const ways: Record<string, () => Promise<unknown>> = {
    left: () => leave(away, d.sendingOrg),
    'without the role': () =>
      house.sql("update memberships set roles = '{volunteer}' where person_id = $1", [away]),
    'concerned by now': () => house.member(d.hostingOrg, away, ['volunteer']),
    dead: async () => {
      await leave(away, d.sendingOrg);
      await house.sql(
        "update persons set given_name = '', family_name = '', email = null, forgotten_at = now() where id = $1",
        [away],
      );
    },
  };
  it.each(Object.keys(ways))('%s: the next organisation reads it at the next look', async (way) => {
    const id = await raise(d.pupil, ['contact_person', 'hosting_org']);
    expect(await readersOf(id)).toEqual([['Nuria Casal', false]]);
    await watch();
    expect(await mailsTo(d.pupil, 'support-news')).toEqual([]);
    await ways[way]?.();
    expect(await read(away, id)).toBeNull();
    house.setNow('2027-02-10T09:05:00Z');
    await watch();
    await watch();
    expect(await readersOf(id)).toEqual([
      ['Nuria Casal', true],
      ['Pilar Coordina', false],
    ]);
    expect(await read(d.sender, id)).toMatchObject({ words: [{}], passedOn: false });
    expect(await read(away, id)).toBeNull();
    // told once: who reads it now, and whoever wrote it that there is news, neutrally
    expect((await mailsTo(d.sender, 'support-concern')).length).toBe(1);
    expect((await mailsTo(away, 'support-concern')).length).toBe(1);
    const news = await mailsTo(d.pupil, 'support-news');
    expect(news.length).toBe(1);
    expect(`${news[0]?.subject}${news[0]?.body_text}`).not.toMatch(/concern|Nuria|Pilar|left/);
    const own = await (await as(d.pupil)).ask(listConcerns, {});
    expect(own.ok && own.view.own.filter((o) => o.id === id)).toMatchObject([{ news: true }]);
    for (const who of [d.contact, d.host, d.family, d.guardian])
      expect(await read(who, id)).toBeNull();
  });

  it('never goes to somebody concerned, whatever else they lead', async () => {
    // the coordinator of the school at home has a hand in the hosting organisation too
    await house.member(d.hostingOrg, d.sender, ['volunteer']);
    const id = await raise(d.pupil, ['hosting_org']);
    const form = await (await as(d.pupil)).ask(getConcernForm, { about: ['hosting_org'] });
    expect(form.ok && form.view.chosen).toMatchObject({
      readers: { names: ['Nuria Casal'] },
      afterwards: null,
    });
    await leave(away, d.sendingOrg);
    await watch();
    expect(await readersOf(id)).toEqual([['Nuria Casal', true]]);
    expect(await read(d.sender, id)).toBeNull();
    expect(await mailsTo(d.sender, 'support-concern')).toEqual([]);
    // nor at the first moment: who works for the host school is not asked about somebody there
    await come(away, d.sendingOrg);
    await house.member(d.hostSchool, away, ['teacher']);
    const other = await raise(d.pupil, ['host_school'], 'school');
    expect(await readersOf(other)).toEqual([['Pilar Coordina', false]]);
  });

  it('ends at people who exist: administrators learn that somebody must be named, and nothing else', async () => {
    const admin = await house.person({ givenName: 'Ada', familyName: 'Verwalt', isAdmin: true });
    const near = await house.person({ givenName: 'Nils', familyName: 'Nah', isAdmin: true });
    await house.member(d.hostingOrg, near, ['volunteer']);
    const id = await raise(d.pupil, ['contact_person', 'hosting_org']);
    await leave(away, d.sendingOrg);
    await leave(d.sender, d.sendingSchool);
    await watch();
    await watch();
    const told = await mailsTo(admin, 'support-concern-alone');
    expect(told.length).toBe(1);
    expect(told[0]?.body_text).toMatch(/Apoyo Ejemplo and IES Ejemplo/);
    expect(`${told[0]?.body_text}${told[0]?.body_html}`).not.toMatch(
      new RegExp(`${id}|${d.id}|Luc|afraid|Marta|Atbalsts`),
    );
    expect(await mailsTo(near, 'support-concern-alone')).toEqual([]);
    for (const who of [admin, near]) {
      expect(await read(who, id)).toBeNull();
      expect((await (await as(who)).get(`/concerns/${id}`)).status).toBe(404);
    }
    // whoever wrote it is told so, with what to do now, and what is promised stays promised
    expect((await mailsTo(d.pupil, 'support-news')).length).toBe(1);
    const page = await (await as(d.pupil)).get(`/concerns/${id}`);
    expect(page.text).toMatch(/Nobody can read it at the moment[\s\S]*116 111/);
    // about the hosting organisation itself nobody there can be chosen
    expect((await read(d.pupil, id))?.alone).toEqual({ wish: null });
    expect(reason(await (await as(d.pupil)).do(openCircle, { concernId: id }))).toBe(
      'support.concern.nobody',
    );
    house.setNow('2027-02-17T09:00:00Z');
    await watch();
    expect((await mailsTo(admin, 'support-concern-alone')).length).toBe(2);
    // somebody is named: they read it by themselves
    const named = await house.person({ givenName: 'Olga', familyName: 'Nueva' });
    await house.member(d.sendingOrg, named, ['head']);
    await watch();
    await watch();
    expect(await readersOf(id)).toEqual([
      ['Nuria Casal', true],
      ['Olga Nueva', false],
    ]);
    expect((await mailsTo(named, 'support-concern')).length).toBeGreaterThan(0);
    expect(await read(named, id)).toMatchObject({ words: [{}], late: true });
    expect((await mailsTo(d.pupil, 'support-news')).length).toBe(2);
    expect((await read(d.pupil, id))?.alone).toBeNull();
    // and who comes back is in the circle again
    await come(away, d.sendingOrg);
    await watch();
    expect(await readersOf(id)).toEqual([
      ['Nuria Casal', false],
      ['Olga Nueva', false],
    ]);
  });

  it('can be opened by whoever wrote it to those who work with the family, and by nobody else', async () => {
    const id = await raise(d.pupil, ['host_family']);
    const open = async (who: Who) => (await as(who)).do(openCircle, { concernId: id });
    expect(kind(await open(d.pupil))).toBe('conflict');
    expect(reason(await open(away))).toBe('support.refused.writer-opens');
    await leave(away, d.sendingOrg);
    await leave(d.sender, d.sendingSchool);
    await watch();
    for (const who of [away, d.host, d.contact, d.family, d.guardian, d.stranger, d.outsider])
      expect(kind(await open(who))).toBe('not_found');
    expect((await read(d.pupil, id))?.alone?.wish).toMatchObject({ org: 'Atbalsts' });
    expect(await read(d.host, id)).toBeNull();
    const sent = await (await as(d.pupil)).post(`/concerns/${id}/readers`, {});
    expect(sent.status).toBe(303);
    expect(kind(await open(d.pupil))).toBe('conflict');
    expect(await read(d.host, id)).toMatchObject({ words: [{}] });
    for (const who of [d.contact, d.family, d.guardian]) expect(await read(who, id)).toBeNull();
    expect((await mailsTo(d.host, 'support-concern')).length).toBe(1);
    await watch();
    expect((await read(d.pupil, id))?.alone).toBeNull();
    const answer = { concernId: id, words: 'I am coming.', key: key('answer') };
    expect((await (await as(d.host)).do(writeInConcern, answer)).ok).toBe(true);
  });
});

describe('a case whose handler is gone', () => {
  const stateOf = async (who: Who, caseId: `cas_${string}`) => {
    const answer = await (await as(who)).ask(getCase, { caseId });
    return answer.ok ? [answer.view.state, answer.view.handler] : null;
  };

  it('of a concern: the next circle takes it up', async () => {
    const id = await raise(d.pupil, ['contact_person']);
    const opened = await (await as(away)).do(openCaseFromConcern, { concernId: id });
    const caseId = opened.ok ? opened.id : ('' as never);
    await leave(away, d.sendingOrg);
    house.setNow('2027-02-10T09:05:00Z');
    await watch();
    await watch();
    expect(await stateOf(d.sender, caseId)).toEqual(['open', null]);
    for (const who of [away, d.host, d.contact, d.pupil, d.family])
      expect(await stateOf(who, caseId)).toBeNull();
    expect((await mailsTo(d.sender, 'support-case')).length).toBe(1);
    expect(await mailsTo(d.host, 'support-case')).toEqual([]);
    const page = await (await as(d.sender)).get(`/cases/${caseId}`);
    expect(page.text).toContain('Pilar Coordina');
    expect(page.text).not.toContain('Nuria Casal (');
    // that somebody acts is said while somebody does
    expect((await read(d.pupil, id))?.acts).toBeNull();
    expect((await (await as(d.sender)).do(takeCase, { caseId, version: 2 })).ok).toBe(true);
    expect((await read(d.pupil, id))?.acts).toMatchObject({ until: null });
  });

  it('of every other: it is open again, also when it waits for a day', async () => {
    const second = await house.person({ givenName: 'Egils', familyName: 'Otrais' });
    await house.member(d.hostingOrg, second, ['head']);
    const opened = await (await as(d.host)).do(openCase, {
      mobilityId: d.id,
      level: 'moderate',
      words: 'Quarrels',
    });
    const caseId = opened.ok ? opened.id : ('' as never);
    const egils = await as(second);
    expect((await egils.do(takeCase, { caseId, version: 1 })).ok).toBe(true);
    expect((await egils.do(putCaseAside, { caseId, version: 2, until: '2027-03-01' })).ok).toBe(
      true,
    );
    await watch();
    expect(await stateOf(d.host, caseId)).toEqual(['waiting', 'Egils Otrais']);
    const before = (await mailsTo(d.host, 'support-case')).length;
    await leave(second, d.hostingOrg);
    await watch();
    await watch();
    expect(await stateOf(d.host, caseId)).toEqual(['open', null]);
    expect((await mailsTo(d.host, 'support-case')).length).toBe(before + 1);
  });
});

describe('those a concern is about', () => {
  // every page of a stay that tells of it, and every list, count and calendar that it could show in
  const tell =
    /^\/($|account\/activity|calendar$|cases$|concerns?$|decisions$|emergency$|emergency\/(tonight|incidents)|mobilities(?!.*(agreement|complement|languages|nearby|consent|evaluation|placement|card|papers|trips\/new))|support|threads$|privacy\/|projects\/(overview|week)|organisations\/:orgId$)/;
  const addresses = (org: OrgId) =>
    routes
      .filter((r) => methodOf(r) === 'get' && tell.test(r.path.pattern))
      .map((r) => r.path.pattern.replace(':mobilityId', d.id).replace(':orgId', org))
      .filter((address) => !address.includes(':'));
  /** What is made anew with each page, and says nothing. */
  const steady = (html: string) =>
    html.replace(/[A-Za-z0-9_-]{16,}/g, (word) =>
      /^[a-z]{3}_[0-9a-z]{26}$/.test(word) ? word : '',
    );

  async function everything(hand: Hand, org: OrgId) {
    const found = new Map<string, string>();
    for (const address of addresses(org)) {
      const { status, text } = await hand.get(address);
      found.set(address, status === 200 ? steady(text) : String(status));
    }
    return found;
  }
  /** How many rows of each table of the product somebody reaches with the login that serves requests. */
  const tables = (hand: Hand) =>
    writing(house.runtime.db, hand.actor, async (tx) => {
      const { rows } = await sql<{
        name: string;
        n: string;
      }>`select c.relname as name, (xpath('/row/n/text()',
          query_to_xml(format('select count(*) as n from %s', c.oid::regclass), false, true, '')))[1]::text as n
        from pg_class c where c.relkind in ('r', 'v', 'm') and has_table_privilege(c.oid, 'select')
          and c.relnamespace = 'public'::regnamespace`.execute(tx);
      return Object.fromEntries(rows.map((r) => [r.name, r.n]));
    });

  it('find every page and every table as it was before, whatever is done about it', async () => {
    const concerned: Hand[] = [];
    for (const who of [d.family, d.contact, d.host]) concerned.push(await as(who));
    // so that there is something to count, to list and to tell apart from
    await (await as(d.host)).do(openCase, { mobilityId: d.id, level: 'mild', words: 'Homesick' });
    house.setNow('2027-02-12T09:00:00Z');
    const pages: Map<string, string>[] = [];
    const rows: Record<string, string>[] = [];
    for (const hand of concerned) {
      pages.push(await everything(hand, d.hostingOrg));
      rows.push(await tables(hand));
    }
    expect(
      [...(pages[2]?.values() ?? [])].filter((text) => text.length > 3).length,
    ).toBeGreaterThan(25);
    expect(Object.keys(rows[2] ?? {}).length).toBeGreaterThan(100);

    house.setNow('2027-02-10T09:00:00Z');
    const before = new Set((await house.mails()).map((m) => m.send_key));
    const id = await raise(d.pupil, ['host_family', 'contact_person', 'hosting_org']);
    house.setNow('2027-02-11T09:01:00Z');
    await watch();
    const nuria = await as(away);
    const opened = await nuria.do(openCaseFromConcern, { concernId: id });
    const caseId = opened.ok ? opened.id : ('' as never);
    const worse = { caseId, version: 1, level: 'emergency' as const, why: 'Afraid at night' };
    expect((await nuria.do(changeCaseLevel, worse)).ok).toBe(true);
    const step = { caseId, version: 2, tool: 'move' as const, words: 'Away from there' };
    expect((await nuria.do(planStep, step)).ok).toBe(true);
    const note = { caseId, kind: 'confidential' as const, note: 'Bruises', key: key('note') };
    expect((await nuria.do(writeCaseNote, note)).ok).toBe(true);
    const answer = { concernId: id, words: 'I am with you', key: key('answer') };
    expect((await nuria.do(writeInConcern, answer)).ok).toBe(true);
    house.setNow('2027-02-12T09:00:00Z');
    expect(await read(d.sender, id)).not.toBeNull();

    for (const [i, hand] of concerned.entries()) {
      const changed = [...(await everything(hand, d.hostingOrg))].filter(
        ([address, text]) => pages[i]?.get(address) !== text,
      );
      expect(changed.map(([address]) => `${i} ${address}`)).toEqual([]);
      expect(await tables(hand)).toEqual(rows[i]);
    }
    const told = (await house.mails()).filter(
      (m) =>
        !before.has(m.send_key) &&
        [d.family, d.contact, d.host].map(addressOf).includes(m.to_address),
    );
    expect(told).toEqual([]);
  });
});
