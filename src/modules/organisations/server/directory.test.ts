import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { versionOf } from '#modules/forms/server/index.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  answerMembership,
  askNetwork,
  choiceOf,
  chooseSource,
  countDirectory,
  endNetworkMembership,
  findHosts,
  getHostWish,
  getNetwork,
  getNetworkMembership,
  getPart,
  getProfile,
  getSharing,
  indexDirectory,
  inviteMember,
  listNetworkQuestions,
  searchDirectory,
  tellPart,
} from './index.ts';

let house: House;
let riga: OrgId;
let sofia: OrgId;
let network: OrgId;
let head: PersonId;
let teacher: PersonId;
let other: PersonId;
let leader: PersonId;
let stranger: PersonId;

const hosting = {
  autumn: 2,
  spring: 2,
  secondSemester: true,
  arrivalMonths: [1, 9],
  longestMonths: 4,
  level: '' as const,
};

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-22T09:00:00Z');
  riga = await house.organisation({
    name: 'Rīgas 49. vidusskola',
    countryCode: 'LV',
    city: 'Rīga',
  });
  sofia = await house.organisation({ name: 'Гимназия', countryCode: 'BG', city: 'София' });
  await house.organisation({ name: '1ο Λύκειο', countryCode: 'GR', city: 'Αθήνα' });
  network = await house.organisation({ name: 'Federation', kind: 'network' });
  const member = async (orgId: OrgId, role: 'head' | 'teacher' | 'coordinator') => {
    const person = await house.person();
    await house.member(orgId, person, [role]);
    return person;
  };
  head = await member(riga, 'head');
  teacher = await member(riga, 'teacher');
  other = await member(sofia, 'coordinator');
  leader = await member(network, 'head');
  stranger = await house.person();
  await execute(house.runtime, indexDirectory, system('start'), {});
});

const as = (person: PersonId) => house.as(person);
const named = async (hand: Hand, input: object) => {
  const found = await hand.ask(searchDirectory, input);
  if (!found.ok) throw new Error(JSON.stringify(found));
  return found.view.organisations.map((o) => o.city);
};
const tell = async (person: PersonId, orgId: OrgId, part: object) =>
  (await as(person)).do(tellPart, { orgId, version: 0, audience: 'everybody', ...part } as never);

describe('the directory', () => {
  it.each([
    ['Riga', 'Rīga'],
    ['RĪGA', 'Rīga'],
    ['rgia', 'Rīga'],
    ['vidusskolla', 'Rīga'],
    ['49', 'Rīga'],
    ['Lettonie', 'Rīga'],
    ['Sofia', 'София'],
    ['софия', 'София'],
    ['gimnazia', 'София'],
    ['Athina', 'Αθήνα'],
    ['ΑΘΗΝΑ', 'Αθήνα'],
    ['lykeio', 'Αθήνα'],
  ])('finds by %s what is in %s', async (q, city) => {
    expect(await named(await as(stranger), { q })).toEqual([city]);
  });

  it('says what it took for a word that nothing is called, and when nothing is like it', async () => {
    const found = await (await as(stranger)).ask(searchDirectory, { q: 'vidusskolla riga' });
    expect(found.ok && found.view.instead).toEqual([
      { typed: 'vidusskolla', found: ['vidusskola'] },
    ]);
    const none = await (await as(stranger)).ask(searchDirectory, { q: 'xyzzyx' });
    expect(none.ok && none.view).toMatchObject({
      organisations: [],
      count: 0,
      instead: [{ typed: 'xyzzyx', found: [] }],
    });
    // signs of patterns are no words
    for (const q of ['%', '_', '\\', "'", '*'])
      expect((await named(await as(stranger), { q })).length).toBe(4);
  });

  it('is for who is signed in', async () => {
    const refused = { ok: false, kind: 'not_found' };
    expect(await house.visitor.ask(searchDirectory, {})).toMatchObject(refused);
    expect(await house.visitor.ask(countDirectory, {})).toMatchObject(refused);
    expect(await (await as(stranger)).do(indexDirectory, {})).toMatchObject(refused);
  });

  it('counts countries by the same filters', async () => {
    const counted = await (await as(stranger)).ask(countDirectory, { q: 'riga' });
    expect(counted.ok && counted.view.countries).toEqual([{ country: 'LV', count: 1 }]);
  });

  it('is read by pages in either direction, each once', async () => {
    for (let i = 0; i < 30; i++)
      await house.organisation({ name: `Paged ${i}`, city: i % 2 ? 'Êvora' : 'Evora' });
    await execute(house.runtime, indexDirectory, system('start'), {});
    for (const sort of ['fit', 'name', '-name', 'place', '-place'] as const)
      for (const q of ['evora', 'paged evora']) {
        const read = async (after: OrgId | '') => {
          const found = await (await as(stranger)).ask(searchDirectory, { q, sort, after });
          if (!found.ok) throw new Error('not found');
          expect(found.view.count).toBe(30);
          return found.view;
        };
        const pages = [await read('')];
        for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
          pages.push(await read(next));
        const seen = pages.flatMap((page) => page.organisations.map((o) => o.name));
        expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 30, 30]);
      }
  });
});

describe('a profile', () => {
  it('is told by who leads, part by part; the second of two editors is told', async () => {
    const part = { part: 'languages', content: { spoken: ['lv', 'en'] } };
    expect((await tell(head, riga, part)).ok).toBe(true);
    expect(await tell(head, riga, part)).toMatchObject({ kind: 'conflict' });
    expect(await tell(teacher, riga, part)).toMatchObject({ kind: 'refused' });
    expect(await tell(other, riga, part)).toMatchObject({ kind: 'not_found' });
    expect(await tell(stranger, riga, part)).toMatchObject({ kind: 'not_found' });
    expect(await named(await as(stranger), { language: 'lv' })).toEqual(['Rīga']);
    expect(
      await (await as(teacher)).ask(getPart, { orgId: riga, part: 'languages' }),
    ).toMatchObject({ kind: 'not_found' });
  });

  it('names what cannot be', async () => {
    const wrong = async (part: object) => {
      const told = await tell(head, riga, part);
      return told.ok ? 'ok' : told.faults.map((f) => `${f.field} ${f.reason}`);
    };
    const day = { name: 'Winter', from: '2026-12-23', to: '2027-01-06' };
    expect(
      await wrong({
        part: 'holidays',
        content: { periods: [day, null, { ...day, to: '2026-01-06' }] },
      }),
    ).toEqual(['content.periods.2.to organisations.invalid.period']);
    expect(
      await wrong({ part: 'holidays', content: { periods: [{ ...day, to: '2027-12-01' }] } }),
    ).toEqual(['content.periods.0.to organisations.invalid.long-period']);
    expect(
      await wrong({
        part: 'learning',
        content: { ageFrom: 18, ageTo: 12, years: '', subjects: [] },
      }),
    ).toEqual(['content.ageTo organisations.invalid.ages']);
    expect(await wrong({ part: 'hosting', content: { ...hosting, longestMonths: 0 } })).toEqual([
      'content.longestMonths organisations.invalid.out-of-range',
    ]);
    expect(await wrong({ part: 'programme', content: { code: 'KA120' } })).toEqual([
      'content.code organisations.invalid.programme-code',
    ]);
    expect(await wrong({ part: 'services', content: { offers: [], regions: '' } })).toEqual([
      'part organisations.invalid.part',
    ]);
  });

  it('shows each part to those it is meant for, and the directory searches only what is open', async () => {
    await tell(head, riga, { part: 'hosting', audience: 'partners', content: hosting });
    await tell(head, riga, {
      part: 'community',
      audience: 'us',
      content: { texts: { en: 'Only for us.' } },
    });
    const parts = async (person: PersonId, look: object = {}) => {
      const seen = await (await as(person)).ask(getProfile, { orgId: riga, ...look });
      return seen.ok ? seen.view.parts.map((p) => p.told.part) : [];
    };
    expect(await parts(head)).toEqual(['community', 'languages', 'hosting']);
    // the preview is what the others get
    expect(await parts(head, { as: 'partners' })).toEqual(['languages', 'hosting']);
    expect(await parts(head, { as: 'everybody' })).toEqual(['languages']);
    expect(await parts(other)).toEqual(['languages']);
    expect(await named(await as(other), { month: 1 })).toEqual([]);
    await house.sql(
      "insert into projects (id, code, title, coordinator_id, created_at) values ('prj_partners', 'X', 'X', $1, now())",
      [riga],
    );
    await house.sql(
      "insert into project_parties (project_id, org_id, role, joined_at) values ('prj_partners', $1, 'school', now()), ('prj_partners', $2, 'school', now())",
      [riga, sofia],
    );
    expect(await parts(other)).toEqual(['languages', 'hosting']);
    expect(await parts(stranger)).toEqual(['languages']);
    expect(await named(await as(other), { month: 1 })).toEqual([]);
    const page = await (await as(stranger)).get(`/organisations/${riga}`);
    expect(page.text).not.toContain('Only for us');
    expect(await house.visitor.ask(getProfile, { orgId: riga })).toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('finding hosts', () => {
  const wish = { pupils: 2, age: 16, language: 'lv', month: '2027-01', months: 3 };

  it('knows what partners tell partners, and says why', async () => {
    const found = await (await as(other)).ask(findHosts, wish);
    if (!found.ok) throw new Error(JSON.stringify(found));
    expect(found.view.fitting[0]).toMatchObject({ id: riga, verdict: 'fits' });
    expect(found.view.fitting[0]?.reasons.map((r) => `${r.side} ${r.key}`)).toEqual([
      'for places',
      'for arrival',
      'for length',
      'unknown age',
      'for language',
    ]);
    const longer = await (await as(other)).ask(findHosts, { ...wish, months: 6 });
    expect(longer.ok && longer.view.nearly.map((h) => h.id)).toEqual([riga]);
    // oneself is no host of one's own pupils
    const own = await (await as(head)).ask(findHosts, wish);
    expect(own.ok && [...own.view.fitting, ...own.view.nearly].map((h) => h.id)).not.toContain(
      riga,
    );
  });

  it('goes by the limits of all own organisations, or of the one it is asked for', async () => {
    const plovdiv = await house.organisation({ name: 'Съюз', countryCode: 'BG', city: 'Пловдив' });
    const both = await house.person();
    await house.member(sofia, both, ['coordinator']);
    await house.member(plovdiv, both, ['coordinator']);
    const hold = (orgId: OrgId, limits: object) =>
      house.sql(
        "insert into country_policies (org_id, country_code, number, content, source_title, certainty, changed_at) values ($1, 'LV', 1, $2, 'Ours', 'own', now())",
        [orgId, JSON.stringify({ limits })],
      );
    await hold(plovdiv, { longestDays: 20 });
    const hand = await as(both);
    const against = async (forOrg: OrgId | '' = '') => {
      const found = await hand.ask(findHosts, { ...wish, forOrg });
      if (!found.ok) return found.kind;
      return [...found.view.fitting, ...found.view.nearly]
        .find((h) => h.id === riga)
        ?.reasons.filter((r) => r.key.startsWith('law-')).length;
    };
    expect([await against(), await against(sofia), await against(plovdiv)]).toEqual([1, 0, 1]);
    expect(await against(riga)).toBe('not_found');
    const page = await hand.get('/directory/find');
    expect(page.text).toContain('For which of your organisations?');
    expect((await (await as(other)).get('/directory/find')).text).not.toContain(
      'For which of your',
    );
    expect(await hand.ask(getHostWish, {})).toMatchObject({
      view: { own: expect.arrayContaining([expect.objectContaining({ id: plovdiv })]) },
    });
    for (const nobody of [await as(stranger), house.visitor])
      expect(await nobody.ask(getHostWish, {})).toMatchObject({ kind: 'not_found' });
  });

  it('is for people of organisations, and shows nobody’s address', async () => {
    expect(await (await as(stranger)).ask(findHosts, wish)).toMatchObject({ kind: 'not_found' });
    const path = '/directory/find?pupils=2&age=16&language=lv&level=B1&month=2027-01&months=3';
    expect((await (await as(stranger)).get(path)).status).toBe(404);
    const page = await (await as(other)).get(path);
    expect(page.text).toContain('Rīgas 49. vidusskola');
    expect(page.text).not.toContain('@');
    const wrong = await (await as(other)).get('/directory/find?pupils=0&age=&month=soon&months=99');
    expect(wrong.text).toContain('Please look at this again');
  });
});

describe('a network', () => {
  it('is asked, answers, shares, and either side ends it', async () => {
    const [school, lead] = [await as(head), await as(leader)];
    const pair = { networkId: network, orgId: riga };
    for (const person of [stranger, other, teacher])
      expect((await (await as(person)).do(askNetwork, pair)).ok).toBe(false);
    expect(await school.do(answerMembership, { ...pair, answer: 'yes' })).toMatchObject({
      kind: 'not_found',
    });
    expect((await school.do(askNetwork, pair)).ok).toBe(true);
    expect(await school.do(askNetwork, pair)).toMatchObject({ kind: 'conflict' });
    // who asks cannot answer for the network, and strangers do not see it
    expect(await school.do(answerMembership, { ...pair, answer: 'yes' })).toMatchObject({
      kind: 'not_found',
    });
    const seen = await (await as(other)).ask(getNetwork, { networkId: network });
    expect(seen.ok && seen.view.members).toEqual([]);
    expect(await (await as(other)).ask(getNetworkMembership, pair)).toMatchObject({
      kind: 'not_found',
    });
    const questions = await lead.ask(listNetworkQuestions, {});
    expect(questions.ok && questions.view.questions).toMatchObject([
      { ours: true, state: 'asked' },
    ]);
    expect((await lead.get('/')).text).toContain('asks to join Federation');
    expect((await lead.do(answerMembership, { ...pair, answer: 'yes' })).ok).toBe(true);
    const members = await (await as(other)).ask(getNetwork, { networkId: network });
    expect(members.ok && members.view.members.map((m) => m.id)).toEqual([riga]);
    expect(await named(await as(other), { network })).toEqual(['Rīga']);
    expect(await (await as(other)).do(endNetworkMembership, pair)).toMatchObject({
      kind: 'not_found',
    });
    expect((await lead.do(endNetworkMembership, pair)).ok).toBe(true);
    expect((await lead.do(inviteMember, pair)).ok).toBe(true);
    expect((await school.do(answerMembership, { ...pair, answer: 'no' })).ok).toBe(true);
    // both begin: that is an answer
    expect((await lead.do(inviteMember, pair)).ok).toBe(true);
    expect((await school.do(askNetwork, pair)).ok).toBe(true);
    expect(await lead.do(inviteMember, { networkId: network, orgId: network })).toMatchObject({
      kind: 'not_found',
    });
    expect(await lead.do(inviteMember, { networkId: riga, orgId: sofia })).toMatchObject({
      kind: 'not_found',
    });
  });

  it('gives its forms to members that chose them, as long as they are members', async () => {
    const [school, lead] = [await as(head), await as(leader)];
    const asked = (orgId: OrgId) =>
      reading(
        house.runtime.db,
        school.actor,
        async (read) => (await versionOf(read, 'class-teacher', orgId))?.orgId,
      );
    const chain = () =>
      reading(house.runtime.db, school.actor, (read) => choiceOf(read, riga, 'forms'));
    await publish(network);
    expect(await asked(riga)).toBeNull();
    const choose = (choice: string, version: number) =>
      school.do(chooseSource, { orgId: riga, kind: 'forms', choice: choice as OrgId, version });
    expect((await choose(network, 0)).ok).toBe(true);
    expect(await choose(network, 0)).toMatchObject({ kind: 'conflict' });
    expect(await asked(riga)).toBe(network);
    expect(await chain()).toEqual([network, riga, null]);
    const page = await school.get(`/organisations/${riga}/shared`);
    expect(page.text).toContain('Federation: version 1');
    expect((await (await as(other)).get(`/organisations/${riga}/shared`)).status).toBe(404);
    await publish(riga);
    expect(await asked(riga)).toBe(network);
    expect((await choose('own', 1)).ok).toBe(true);
    expect(await asked(riga)).toBe(riga);
    expect((await choose('product', 2)).ok).toBe(true);
    expect(await asked(riga)).toBeNull();
    expect((await choose(network, 3)).ok).toBe(true);
    expect((await lead.do(endNetworkMembership, { networkId: network, orgId: riga })).ok).toBe(
      true,
    );
    expect(await asked(riga)).toBe(riga);
    expect(await chain()).toEqual([riga, null]);
    expect(await choose(network, 4)).toMatchObject({
      faults: [{ reason: 'organisations.invalid.not-a-member', field: 'choice' }],
    });
    expect(
      await (await as(teacher)).do(chooseSource, {
        orgId: riga,
        kind: 'forms',
        choice: 'own',
        version: 4,
      }),
    ).toMatchObject({ kind: 'refused' });
    expect(await (await as(other)).ask(getSharing, { orgId: riga })).toMatchObject({
      kind: 'not_found',
    });
  });

  /** The product's form once more as an organisation's own. */
  async function publish(orgId: OrgId): Promise<void> {
    const name = orgId.slice(-8);
    await house.sql(
      `insert into forms (id, key, org_id, created_at) values ($1, 'class-teacher', $2, now())`,
      [`frm_${name}`, orgId],
    );
    await house.sql(
      `insert into form_versions (id, form_id, number, fingerprint, definition, published_at)
       select $1, $2, 1, v.fingerprint, v.definition, now() from form_versions v join forms f on f.id = v.form_id
       where f.key = 'class-teacher' and f.org_id is null limit 1`,
      [`fve_${name}`, `frm_${name}`],
    );
  }
});

it('every page is there for its people, and hidden from others', async () => {
  const lead = await as(head);
  for (const path of [
    '/directory',
    '/directory?q=r&sort=place&age=16&month=13&network=nonsense&after=x',
    '/directory/map',
    '/directory/find',
    `/organisations/${network}`,
    `/organisations/${riga}?as=everybody`,
    `/organisations/${riga}/shared`,
    ...['community', 'languages', 'learning', 'hosting', 'holidays', 'programme'].map(
      (part) => `/organisations/${riga}/profile/${part}`,
    ),
  ]) {
    const shown = await lead.get(path);
    expect([path, shown.status]).toEqual([path, 200]);
    expect(shown.text).not.toContain('⟦');
  }
  for (const path of [`/organisations/${riga}/profile/hosting`, `/organisations/${riga}/shared`])
    expect([path, (await (await as(other)).get(path)).status]).toEqual([path, 404]);
  expect((await lead.get(`/organisations/${riga}/profile/nonsense`)).status).toBe(404);
  const posted = await lead.post(`/organisations/${riga}/profile/learning`, {
    version: '0',
    audience: 'everybody',
    'content.ageFrom': '18',
    'content.ageTo': '12',
    'content.subjects': 'Kept\nWords',
  });
  expect(posted.status).toBe(400);
  expect(posted.text).toContain('Kept');
  expect(posted.text).toContain('The oldest cannot be younger');
  await house.sql("update persons set language = 'fr' where id = $1", [head]);
  expect((await lead.get('/directory')).text).toContain('lang="fr"');
});
