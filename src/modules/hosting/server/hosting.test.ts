import { beforeAll, describe, expect, it } from 'vitest';
import type { FamilyId, FamilyMemberId, IntakeId, OrgId, PersonId } from '#kernel/ids.ts';
import { newId } from '#platform/dice.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  addFamily,
  addFamilyMember,
  addHostOffer,
  changeFamilyDetails,
  changeFamilyHome,
  changeFamilyLetter,
  changeFamilyMember,
  changeHostOffer,
  getFamily,
  getNewFamily,
  linkHostParent,
  listFamilies,
  listOffers,
  recordFamilyCheck,
  removeFamilyMember,
} from './index.ts';

let house: House;
let school: OrgId;
let hosting: OrgId;
let intakeId: IntakeId;
let mentor: PersonId;
let coordinator: Hand;
let head: Hand;
let teacher: Hand;
let volunteer: Hand;
let rival: Hand;
let stranger: Hand;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-22T10:00:00Z');
  school = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR' });
  hosting = await house.organisation({ name: 'AFS France', kind: 'supporting', countryCode: 'FR' });
  const other = await house.organisation({ name: 'AFS Latvia', kind: 'supporting' });
  const sending = await house.organisation({ name: 'IES Pradolongo', countryCode: 'ES' });
  const projectId = newId('prj');
  intakeId = newId('int');
  await house.sql(
    "insert into projects (id, code, title, coordinator_id, created_at) values ($1, '2026-1-ES01-KA121-SCH-000000001', 'Expanding', $2, now())",
    [projectId, sending],
  );
  for (const [org, role] of [
    [sending, 'school'],
    [school, 'school'],
    [hosting, 'supporting'],
    [other, 'supporting'],
  ])
    await house.sql(
      'insert into project_parties (project_id, org_id, role, joined_at) values ($1, $2, $3, now())',
      [projectId, org, role],
    );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Spring', 'january', '2027-02-01', '2027-03-31', now())",
    [intakeId, projectId],
  );
  const member = async (org: OrgId, roles: Parameters<House['member']>[2]) => {
    const id = await house.person();
    await house.member(org, id, roles);
    return id;
  };
  mentor = await member(school, ['teacher', 'mentor']);
  coordinator = await house.as(await member(hosting, ['coordinator']));
  head = await house.as(await member(school, ['head']));
  teacher = await house.as(mentor);
  volunteer = await house.as(await member(hosting, ['volunteer']));
  rival = await house.as(await member(other, ['coordinator']));
  stranger = await house.as(await house.person());
});

const reasonOf = (outcome: { ok: boolean; faults?: { reason: string }[] }) =>
  outcome.ok ? 'ok' : outcome.faults?.[0]?.reason;
const kindOf = (outcome: { ok: boolean; kind?: string }) => (outcome.ok ? 'ok' : outcome.kind);

describe('a host school’s offer', () => {
  const offer = { places: 2, language: 'fr', subjects: ['History'], note: '' };

  it('is entered by the hosting organisation or the school, for partners of the project', async () => {
    const input = { intakeId, hostSchoolId: school, hostingOrgId: hosting, ...offer };
    expect(kindOf(await stranger.do(addHostOffer, input))).toBe('not_found');
    expect(kindOf(await house.visitor.do(addHostOffer, input))).toBe('not_found');
    expect(reasonOf(await rival.do(addHostOffer, input))).toBe('hosting.refused.offer');
    expect(reasonOf(await teacher.do(addHostOffer, input))).toBe('hosting.refused.offer');
    const elsewhere = await house.person();
    expect(reasonOf(await head.do(addHostOffer, { ...input, mentorId: elsewhere }))).toBe(
      'hosting.offer.mentor-elsewhere',
    );
    const alien = await house.organisation({ name: 'No partner' });
    expect(reasonOf(await coordinator.do(addHostOffer, { ...input, hostSchoolId: alien }))).toBe(
      'hosting.offer.school-no-partner',
    );
    expect(reasonOf(await coordinator.do(addHostOffer, { ...input, places: 0 }))).toBe(
      'hosting.offer.places-range',
    );
    expect(reasonOf(await head.do(addHostOffer, { ...input, mentorId: mentor }))).toBe('ok');
    expect(reasonOf(await coordinator.do(addHostOffer, input))).toBe('hosting.offer.already');
  });

  it('is read by partners and changed with its version', async () => {
    const seen = await rival.ask(listOffers, { intakeId });
    expect(seen.ok && seen.view.offers[0]?.mayChange).toBe(false);
    expect((await stranger.ask(listOffers, { intakeId })).ok).toBe(false);
    const mine = await coordinator.ask(listOffers, { intakeId });
    const first = mine.ok ? mine.view.offers[0] : undefined;
    if (!first) throw new Error('no offer');
    expect(first).toMatchObject({ places: 2, school: { name: 'Lycée Fulbert' } });
    const change = { ...offer, offerId: first.id, version: first.version, places: 3 };
    expect(reasonOf(await rival.do(changeHostOffer, change))).toBe('hosting.refused.offer');
    expect(kindOf(await stranger.do(changeHostOffer, change))).toBe('not_found');
    expect(reasonOf(await coordinator.do(changeHostOffer, change))).toBe('ok');
    expect(reasonOf(await head.do(changeHostOffer, change))).toBe(
      'platform.error.changed-meanwhile',
    );
  });

  it('stands on its pages', async () => {
    const list = await head.get(`/intakes/${intakeId}/offers`);
    expect(list.status).toBe(200);
    expect(list.text).toContain('3 places');
    expect((await stranger.get(`/intakes/${intakeId}/offers`)).status).toBe(404);
    expect((await rival.get(`/intakes/${intakeId}/offers/new`)).status).toBe(200);
    const again = await coordinator.post(`/intakes/${intakeId}/offers/new`, {
      hostSchoolId: school,
      hostingOrgId: hosting,
      places: 'many',
      language: 'fr',
      subjects: 'Latin, Greek',
    });
    expect(again.status).toBe(400);
    expect(again.text).toContain('Latin, Greek');
    expect(again.text).toContain('Please write a number.');
  });
});

describe('a host family', () => {
  let familyId: FamilyId;
  let jeanne: FamilyMemberId;
  const details = {
    name: 'Dubois',
    countryCode: 'FR',
    city: 'Chartres',
    street: '1 rue Exemple',
    postcode: '28000',
  };
  const version = async () => {
    const seen = await coordinator.ask(getFamily, { familyId });
    if (!seen.ok) throw new Error('not seen');
    return seen.view.version;
  };
  const at = async () => ({ familyId, version: await version() });

  it('is entered by its organisation alone', async () => {
    expect(kindOf(await stranger.do(addFamily, { orgId: hosting, ...details }))).toBe('not_found');
    expect(kindOf(await rival.do(addFamily, { orgId: hosting, ...details }))).toBe('not_found');
    expect(kindOf(await volunteer.do(addFamily, { orgId: hosting, ...details }))).toBe('not_found');
    expect((await volunteer.ask(getNewFamily, {})).ok).toBe(false);
    const added = await coordinator.do(addFamily, { orgId: hosting, ...details });
    if (!added.ok) throw new Error('not added');
    familyId = added.familyId;
  });

  it('does not exist for others', async () => {
    for (const hand of [stranger, rival, head, house.visitor]) {
      expect((await hand.ask(getFamily, { familyId })).ok).toBe(false);
      expect(kindOf(await hand.do(changeFamilyDetails, { familyId, version: 1, ...details }))).toBe(
        'not_found',
      );
    }
    expect((await rival.get(`/families/${familyId}`)).status).toBe(404);
    expect((await rival.get('/families')).text).not.toContain('Dubois');
    const seen = await volunteer.ask(getFamily, { familyId });
    expect(seen.ok && seen.view.may).toEqual({ describe: false, vet: false, isOwn: false });
  });

  it('gets a household, a home, a letter and checks, each refused to the wrong ones', async () => {
    const member = {
      givenName: 'Jeanne',
      familyName: 'Dubois',
      birthDate: '1980-05-01',
      gender: 'f' as const,
      relation: 'parent' as const,
    };
    expect(reasonOf(await volunteer.do(addFamilyMember, { ...(await at()), ...member }))).toBe(
      'hosting.refused.family',
    );
    expect(
      reasonOf(
        await coordinator.do(addFamilyMember, {
          ...(await at()),
          ...member,
          birthDate: '2030-01-01',
        }),
      ),
    ).toBe('hosting.member.birth-date');
    const added = await coordinator.do(addFamilyMember, { ...(await at()), ...member });
    if (!added.ok) throw new Error('not added');
    jeanne = added.memberId;
    const lou = await coordinator.do(addFamilyMember, {
      ...(await at()),
      ...member,
      givenName: 'Lou',
      birthDate: '2011-05-01',
      relation: 'child',
    });
    if (!lou.ok) throw new Error('not added');
    expect(
      reasonOf(
        await coordinator.do(changeFamilyMember, {
          ...(await at()),
          memberId: jeanne,
          ...member,
          birthDate: '1981-05-01',
        }),
      ),
    ).toBe('ok');
    const home = {
      smoking: 'none' as const,
      acceptsSmoker: 'yes' as const,
      dietsAccepted: {
        vegetarian: 'yes' as const,
        vegan: 'rather_not' as const,
        halal: 'yes' as const,
        kosher: 'yes' as const,
        'gluten-free': 'yes' as const,
        'lactose-free': 'yes' as const,
      },
      beds: [{ kind: 'shared_room' as const, sharedWith: [lou.memberId] }],
      hostedBefore: '0',
    };
    expect(
      reasonOf(
        await coordinator.do(changeFamilyHome, {
          ...(await at()),
          home: { ...home, beds: [{ kind: 'shared_room', sharedWith: [] }] },
        }),
      ),
    ).toBe('hosting.home.shared-with-whom');
    expect(reasonOf(await coordinator.do(changeFamilyHome, { ...(await at()), home }))).toBe('ok');
    expect(
      reasonOf(
        await coordinator.do(removeFamilyMember, {
          ...(await at()),
          memberId: lou.memberId,
          sure: true,
        }),
      ),
    ).toBe('hosting.member.shares-room');
    expect(
      reasonOf(
        await coordinator.do(changeFamilyLetter, { ...(await at()), languages: [], letter: 'x' }),
      ),
    ).toBe('hosting.letter.no-language');
    expect(
      reasonOf(
        await coordinator.do(changeFamilyLetter, {
          ...(await at()),
          languages: ['fr'],
          interests: ['music'],
          letter: 'Welcome',
        }),
      ),
    ).toBe('ok');
    const check = async (input: object) =>
      reasonOf(await coordinator.do(recordFamilyCheck, { ...(await at()), ...input } as never));
    const coordinatorId = coordinator.actor.kind === 'person' ? coordinator.actor.personId : null;
    expect(await check({ kind: 'charter', signedOn: '2027-01-01' })).toBe(
      'hosting.check.in-future',
    );
    expect(await check({ kind: 'charter', signedOn: '2026-11-01' })).toBe('ok');
    expect(await check({ kind: 'references', count: 2 })).toBe('ok');
    expect(await check({ kind: 'visit', visitedOn: '2026-11-02', visitedBy: mentor })).toBe(
      'hosting.check.visitor-elsewhere',
    );
    expect(await check({ kind: 'visit', visitedOn: '2026-11-02', visitedBy: coordinatorId })).toBe(
      'ok',
    );
    const record = { kind: 'record', memberId: jeanne, seenOn: '2026-11-01' };
    expect(await check({ ...record, validUntil: '2026-10-01' })).toBe('hosting.check.ends-before');
    expect(await check({ ...record, validUntil: '2027-03-03' })).toBe('ok');
    const page = await coordinator.get(`/families/${familyId}`);
    expect(page.text).toContain('Jeanne’s record check ends on 3 March 2027, before the stay ends');
    expect(await check({ ...record, validUntil: '2027-11-01' })).toBe('ok');
    expect((await coordinator.get(`/families/${familyId}`)).text).toContain('This family is ready');
    const [{ birth_date: born }] = await house.sql(
      'select birth_date from family_members where id = $1',
      [jeanne],
    );
    await house.sql("update family_members set birth_date = '2010-05-05' where id = $1", [jeanne]);
    expect(await check({ ...record, validUntil: '2027-11-01' })).toBe('hosting.check.minor');
    await house.sql('update family_members set birth_date = $1 where id = $2', [`${born}`, jeanne]);
    const list = await coordinator.ask(listFamilies, { search: 'lou' });
    expect(list.ok && list.view.families.map((f) => [f.name, f.missing])).toEqual([['Dubois', []]]);
  });

  it('tells two people who change it at once', async () => {
    const seen = await version();
    const words = { familyId, version: seen, ...details, minutesToSchool: '20' };
    expect(reasonOf(await coordinator.do(changeFamilyDetails, words))).toBe('ok');
    expect(reasonOf(await coordinator.do(changeFamilyDetails, words))).toBe(
      'platform.error.changed-meanwhile',
    );
  });

  it('signs in by a link, writes its letter and cannot vouch for itself', async () => {
    const link = { memberId: jeanne, email: 'jeanne@example.org', language: 'fr' };
    expect(reasonOf(await volunteer.do(linkHostParent, { ...(await at()), ...link }))).toBe(
      'hosting.refused.family',
    );
    const linked = await coordinator.do(linkHostParent, { ...(await at()), ...link });
    if (!linked.ok) throw new Error(reasonOf(linked));
    expect(reasonOf(await coordinator.do(linkHostParent, { ...(await at()), ...link }))).toBe(
      'hosting.link.already',
    );
    const mail = (await house.mails()).filter((m) => m.kind === 'host-parent-welcome');
    expect(mail).toHaveLength(1);
    expect(mail[0]).toMatchObject({ to_address: 'jeanne@example.org', language: 'fr' });
    expect(mail[0]?.body_text).toContain(`http://sojourn.test/families/${familyId}`);
    const parent = await house.as(linked.personId);
    expect((await parent.get(`/families/${familyId}`)).status).toBe(200);
    expect((await parent.get(`/families/${familyId}/checks`)).status).toBe(404);
    expect(
      reasonOf(
        await parent.do(recordFamilyCheck, { kind: 'references', ...(await at()), count: 5 }),
      ),
    ).toBe('hosting.refused.own-family');
    expect(
      (
        await parent.post(`/families/${familyId}/letter`, {
          version: String(await version()),
          languages: 'fr',
          languagesInWords: 'Gallo, breton; Arbëresh',
          interests: ['nature', 'music'],
          letter: 'Bonjour !',
        })
      ).location,
    ).toBe(`/families/${familyId}`);
    expect((await parent.get(`/families/${familyId}`)).text).toMatch(
      /français, Gallo, breton et Arbëresh|French, Gallo, Breton,? and Arbëresh/,
    );
    // what the page shows in its field is all of it, and comes back unchanged
    const field = /name="languagesInWords"[^>]*value="([^"]*)"/.exec(
      (await parent.get(`/families/${familyId}/letter`)).text,
    )?.[1];
    expect(field).toBe('Gallo, breton, Arbëresh');
    await parent.post(`/families/${familyId}/letter`, {
      version: String(await version()),
      languages: 'fr',
      languagesInWords: field ?? '',
      letter: 'Bonjour !',
    });
    expect(
      (await house.sql('select languages from host_families where id = $1', [familyId]))[0]
        .languages,
    ).toEqual(['fr', 'Gallo', 'br', 'Arbëresh']);
  });

  it('shows every page', async () => {
    for (const part of ['', '/details', '/home', '/letter', '/checks', '/members/new'])
      expect((await coordinator.get(`/families/${familyId}${part}`)).status, part).toBe(200);
    for (const part of ['', '/check', '/sign-in', '/remove'])
      expect(
        (await coordinator.get(`/families/${familyId}/members/${jeanne}${part}`)).status,
        part,
      ).toBe(200);
    const bare = await coordinator.post(`/families/${familyId}/home`, {
      version: String(await version()),
    });
    expect(bare.status).toBe(400);
    expect(bare.text).toContain('Please choose one.');
  });
});

describe('the list of families', () => {
  it('comes in pages by name, and no page shows a family twice', async () => {
    const names = [];
    let after: `fam_${string}` | '' = '';
    for (let pages = 0; pages < 20; pages++) {
      const found = await coordinator.ask(listFamilies, { after, size: 1 });
      if (!found.ok) throw new Error('not found');
      names.push(...found.view.families.map((f) => f.name));
      if (!found.view.next) break;
      after = found.view.next as `fam_${string}`;
    }
    const all = await coordinator.ask(listFamilies, {});
    expect(names).toEqual(all.ok && all.view.families.map((f) => f.name));
    expect(new Set(names).size).toBe(names.length);
    expect(all.ok && all.view.next).toBeNull();
  });
});
