import { beforeAll, describe, expect, it } from 'vitest';
import type {
  FamilyId,
  HostOfferId,
  IntakeId,
  MobilityId,
  OrgId,
  PersonId,
  PlacementId,
} from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import { saveAnswers } from '#modules/applications/server/index.ts';
import { addFamily, getFamily, getNewFamily, hostingFacts } from '#modules/hosting/server/index.ts';
import { getTimeline } from '#modules/projects/server/index.ts';
import { reading } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  answerPlacement,
  getPlacement,
  listContacts,
  listMatches,
  listPlacementTasks,
  listRules,
  placementFacts,
  proposePlacement,
  setPlacementContactPerson,
  withdrawPlacement,
} from './index.ts';

let house: House;
let sendingSchool: OrgId;
let sendingOrg: OrgId;
let hostSchool: OrgId;
let hostingOrg: OrgId;
let intakeId: IntakeId;
let projectId: string;
let offerId: HostOfferId;
let hosts: Hand;
let hostsId: PersonId;
let volunteerId: PersonId;
let schoolHead: Hand;
let rival: Hand;
let stranger: Hand;
let mentor: PersonId;

const answers = {
  'about-me': 'x',
  interests: ['music'],
  why: 'x',
  'mother-tongue': 'es',
  'other-languages': [{ language: 'fr', level: 'A2' }],
  smokes: false,
  'accepts-smoking': 'yes',
  'accepts-pets': 'yes',
  'accepts-shared-room': 'yes',
  'accepts-single-adult': 'yes',
  everyday: 'I get up at six and walk the dog.',
  letter: 'Hola, I love music.',
};
/** Sealed by the product, as the pupil sends it. */
const food = { 'has-allergies': ['no'], diet: ['none'] };
type Food = Record<string, string[]>;
type Answers = typeof answers | Record<string, unknown>;

type Pupil = {
  mobilityId: MobilityId;
  pupilId: PersonId;
  guardianId: PersonId;
  pupil: Hand;
  guardian: Hand;
};

/** A selected pupil whose dossier is open to both organisations. */
async function selected(
  name: string,
  given: {
    answers?: Answers;
    /** null when the page on food was never opened */
    food?: Food | null;
    birthDate?: string;
    gender?: 'f' | 'm';
    countryCode?: string;
  } = {},
): Promise<Pupil> {
  const pupilId = await house.person({
    givenName: name,
    familyName: 'Garcia',
    birthDate: given.birthDate ?? '2010-06-01',
    gender: given.gender ?? 'f',
    countryCode: given.countryCode ?? 'ES',
  });
  const guardianId = await house.person({ givenName: 'Marta', familyName: 'Garcia' });
  await house.guardian(pupilId, guardianId);
  const applicationId = newId('app');
  await house.sql(
    `insert into applications (id, intake_id, pupil_id, sending_school_id, sending_org_id, state, answers, created_at)
     values ($1, $2, $3, $4, $5, 'draft', $6, now())`,
    [
      applicationId,
      intakeId,
      pupilId,
      sendingSchool,
      sendingOrg,
      JSON.stringify(given.answers ?? answers),
    ],
  );
  if (given.food !== null) {
    const fields = given.food ?? food;
    const saved = await (await house.as(pupilId)).do(saveAnswers, {
      applicationId,
      pageId: 'food',
      fields,
    });
    expect(saved).toMatchObject({ ok: true });
  }
  await house.sql("update applications set state = 'selected' where id = $1", [applicationId]);
  const mobilityId = newId('mob');
  await house.sql(
    `insert into mobilities (id, project_id, intake_id, application_id, pupil_id, sending_school_id, sending_org_id,
       hosting_org_id, starts_on, ends_on, state, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, '2027-02-01', '2027-03-31', 'selected', now())`,
    [
      mobilityId,
      projectId,
      intakeId,
      applicationId,
      pupilId,
      sendingSchool,
      sendingOrg,
      hostingOrg,
    ],
  );
  for (const [org, person, role] of [
    [sendingSchool, null, 'sending_school'],
    [sendingOrg, null, 'sending_support'],
    [hostingOrg, null, 'hosting_support'],
    [null, pupilId, 'pupil'],
    [null, guardianId, 'guardian'],
  ])
    await house.sql(
      `insert into mobility_parties (mobility_id, org_id, person_id, role, from_on, state, starts_on)
       values ($1, $2, $3, $4, '2026-11-01', 'selected', '2027-02-01')`,
      [mobilityId, org, person, role],
    );
  return {
    mobilityId,
    pupilId,
    guardianId,
    pupil: await house.as(pupilId),
    guardian: await house.as(guardianId),
  };
}

const home = {
  pets: [] as object[],
  smoking: 'none',
  acceptsSmoker: 'yes',
  dietsAccepted: {
    vegetarian: 'yes',
    vegan: 'yes',
    halal: 'yes',
    kosher: 'yes',
    'gluten-free': 'yes',
    'lactose-free': 'yes',
  },
  foodsServed: [] as string[],
  beds: [{ kind: 'own_room', sharedWith: [] as string[] }],
  hostedBefore: 0,
  atHostSchool: 'no',
};

/** A family without a fault, but for what is changed. */
async function family(
  name: string,
  change: {
    home?: object;
    members?: {
      givenName: string;
      birthDate: string;
      gender: string;
      valid: string | null;
      personId?: PersonId;
    }[];
    charter?: string | null;
    orgId?: OrgId;
  } = {},
): Promise<FamilyId> {
  const id = newId('fam');
  await house.sql(
    `insert into host_families (id, org_id, name, country_code, city, address, languages, interests, profile, letter,
       charter_signed_on, reference_count, home_visit_on, created_at)
     values ($1, $2, $3, 'FR', 'Chartres', $4, '{fr}', '{music}', $5, 'We sing a lot.', $6, 2, '2026-11-01', now())`,
    [
      id,
      change.orgId ?? hostingOrg,
      name,
      JSON.stringify({ street: '7 rue Cachee', postcode: '28000' }),
      JSON.stringify({ ...home, ...change.home }),
      change.charter === undefined ? '2026-11-01' : change.charter,
    ],
  );
  const parents = change.members ?? [
    { givenName: 'Jeanne', birthDate: '1980-05-01', gender: 'f', valid: '2027-12-31' },
    { givenName: 'Paul', birthDate: '1979-05-01', gender: 'm', valid: '2027-12-31' },
  ];
  for (const m of parents)
    await house.sql(
      `insert into family_members (id, family_id, person_id, given_name, family_name, birth_date, gender, relation,
         record_check_valid_until) values ($1, $2, $3, $4, $5, $6, $7, 'parent', $8)`,
      [newId('fme'), id, m.personId ?? null, m.givenName, name, m.birthDate, m.gender, m.valid],
    );
  return id;
}

async function offer(places: number): Promise<HostOfferId> {
  const school = await house.organisation({ name: `School ${places}`, countryCode: 'FR' });
  const id = newId('off');
  await house.sql(
    `insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, created_at)
     values ($1, $2, $3, $4, $5, 'fr', now())`,
    [id, intakeId, school, hostingOrg, places],
  );
  return id;
}

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-22T10:00:00Z');
  sendingSchool = await house.organisation({ name: 'IES Pradolongo', countryCode: 'ES' });
  sendingOrg = await house.organisation({
    name: 'AFS Spain',
    kind: 'supporting',
    countryCode: 'ES',
  });
  hostSchool = await house.organisation({ name: 'Lycée Fulbert', countryCode: 'FR' });
  hostingOrg = await house.organisation({
    name: 'AFS France',
    kind: 'supporting',
    countryCode: 'FR',
  });
  const other = await house.organisation({ name: 'AFS Latvia', kind: 'supporting' });
  projectId = newId('prj');
  intakeId = newId('int');
  await house.sql(
    "insert into projects (id, code, title, coordinator_id, created_at) values ($1, '2026-1-ES01-KA121-SCH-000000002', 'Expanding', $2, now())",
    [projectId, sendingSchool],
  );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Spring', 'january', '2027-02-01', '2027-03-31', now())",
    [intakeId, projectId],
  );
  hostsId = await house.person({ givenName: 'Claire', familyName: 'Hote' });
  await house.member(hostingOrg, hostsId, ['coordinator']);
  volunteerId = await house.person({ givenName: 'Victor', familyName: 'Benevole' });
  await house.member(hostingOrg, volunteerId, ['volunteer']);
  const headId = await house.person({ givenName: 'Hugo', familyName: 'Proviseur' });
  await house.member(hostSchool, headId, ['head']);
  mentor = await house.person({ givenName: 'Manon', familyName: 'Mentor' });
  await house.member(hostSchool, mentor, ['mentor']);
  const rivalId = await house.person();
  await house.member(other, rivalId, ['coordinator']);
  hosts = await house.as(hostsId);
  schoolHead = await house.as(headId);
  rival = await house.as(rivalId);
  stranger = await house.as(await house.person());
  offerId = newId('off');
  await house.sql(
    `insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, mentor_id, created_at)
     values ($1, $2, $3, $4, 40, 'fr', $5, now())`,
    [offerId, intakeId, hostSchool, hostingOrg, mentor],
  );
});

const stay = { fromOn: '2027-02-01', untilOn: '2027-03-31' };
const propose = (who: Hand, mobilityId: MobilityId, familyId: FamilyId, more: object = {}) =>
  who.do(proposePlacement, { mobilityId, familyId, hostOfferId: offerId, ...stay, ...more });
const reasonsOf = (outcome: Outcome) => (outcome.ok ? [] : outcome.faults.map((f) => f.reason));
const kindOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.kind);

describe('a placement that breaks a hard rule is refused with the rule in words', () => {
  const solo = (gender: string) => [
    { givenName: 'Alix', birthDate: '1980-01-01', gender, valid: '2027-12-31' },
  ];
  it.each<
    [string, Parameters<typeof family>[1], Parameters<typeof selected>[1], object, string, string]
  >([
    [
      'a cat and a serious allergy',
      { home: { pets: [{ kind: 'cat', indoors: true }] } },
      {
        food: {
          ...food,
          'has-allergies': ['yes'],
          allergies: ['cat'],
          'serious-allergies': ['cat'],
        },
      },
      {},
      'placements.rules.allergy-pet',
      'The pupil is seriously allergic to cats',
    ],
    [
      'a diet the family objects to',
      { home: { dietsAccepted: { ...home.dietsAccepted, halal: 'strongly_object' } } },
      { food: { ...food, diet: ['halal'] } },
      {},
      'placements.rules.diet-strong-object',
      'The pupil needs halal food',
    ],
    [
      'smoke at home',
      { home: { smoking: 'indoors' } },
      { answers: { ...answers, 'accepts-smoking': 'strongly-object' } },
      {},
      'placements.rules.smoking-strong-object',
      'Somebody smokes inside this home',
    ],
    [
      'a sofa bed',
      { home: { beds: [{ kind: 'not_fixed', sharedWith: [] }] } },
      {},
      {},
      'placements.rules.own-bed',
      'it has to be a fixed bed',
    ],
    [
      'a girl with a man alone',
      { members: solo('m') },
      {},
      { singleAdultApproved: true },
      'placements.rules.female-all-male',
      'He can host boys only',
    ],
    [
      'a check that ends before the stay',
      {
        members: [
          { givenName: 'Jeanne', birthDate: '1980-01-01', gender: 'f', valid: '2027-03-03' },
          { givenName: 'Paul', birthDate: '1980-01-01', gender: 'm', valid: '2027-12-31' },
        ],
      },
      {},
      {},
      'placements.rules.checks',
      'The record check of Jeanne ends on 3 March 2027',
    ],
    [
      'no charter',
      { charter: null },
      {},
      {},
      'placements.rules.checks',
      'The host family charter is not signed yet',
    ],
    [
      'a single adult without agreement',
      { members: solo('f') },
      {},
      {},
      'placements.rules.single-no-child',
      'Alix lives alone',
    ],
    [
      'relatives',
      {},
      {},
      { acquainted: 'related' },
      'placements.rules.not-related',
      'is a relative of the pupil',
    ],
    [
      'known before and not declared',
      {},
      {},
      { acquainted: 'known' },
      'placements.rules.not-related',
      'has to be declared as direct first',
    ],
  ])('%s', async (name, change, given, more, reason, words) => {
    const pupil = await selected('Ines', given);
    const familyId = await family('Refusee', change);
    const outcome = await propose(hosts, pupil.mobilityId, familyId, more);
    expect([...new Set(reasonsOf(outcome))], name).toEqual([reason]);
    const page = await hosts.post(`/mobilities/${pupil.mobilityId}/placement/propose`, {
      familyId,
      hostOfferId: offerId,
      'fromOn.day': '1',
      'fromOn.month': '2',
      'fromOn.year': '2027',
      'untilOn.day': '31',
      'untilOn.month': '3',
      'untilOn.year': '2027',
      acquainted: 'no',
      ...Object.fromEntries(
        Object.entries(more).map(([k, v]) => [k, v === true ? 'on' : String(v)]),
      ),
    });
    expect(page.status).toBe(400);
    expect(page.text).toContain(words);
    expect(
      await house.sql('select id from placements where mobility_id = $1', [pupil.mobilityId]),
    ).toEqual([]);
  });

  it('a pupil from the same country and without consent lives there', async () => {
    const familyId = await family('Double', {
      home: {
        beds: [
          { kind: 'own_room', sharedWith: [] },
          { kind: 'own_room', sharedWith: [] },
        ],
      },
    });
    const [first, second, italian] = [
      await selected('One'),
      await selected('Two'),
      await selected('Tre', {
        countryCode: 'IT',
        answers: { ...answers, 'mother-tongue': 'it', 'other-languages': [] },
      }),
    ];
    expect(kindOf(await propose(hosts, first.mobilityId, familyId))).toBe('ok');
    const outcome = await propose(hosts, second.mobilityId, familyId);
    expect(
      outcome.ok ? [] : outcome.faults.map((f) => [f.reason, f.params?.problem, f.params?.country]),
    ).toEqual([
      ['placements.rules.double', 'no_consent', undefined],
      ['placements.rules.double', 'same_country', 'Spain'],
      ['placements.rules.double', 'same_language', undefined],
    ]);
    expect(
      kindOf(await propose(hosts, italian.mobilityId, familyId, { bothFamiliesAgreed: true })),
    ).toBe('ok');
  });

  it('says what is wrong with dates, place, family and a second proposal', async () => {
    const pupil = await selected('Ines');
    const familyId = await family('Bonne');
    const foreign = await family('Autre', {
      orgId: await house.organisation({ kind: 'supporting' }),
    });
    const of = async (more: object, familyOf = familyId) =>
      reasonsOf(await propose(hosts, pupil.mobilityId, familyOf, more));
    expect(await of({ untilOn: '2027-01-01' })).toEqual(['placements.refused.ends-before']);
    expect(await of({ untilOn: '2027-04-01' })).toEqual(['placements.refused.outside-stay']);
    expect(await of({}, foreign)).toEqual(['placements.refused.no-such-family']);
    expect(await of({ hostOfferId: newId('off') })).toEqual(['placements.refused.no-such-offer']);
    const empty = await selected('Vide', { answers, food: null });
    expect(reasonsOf(await propose(hosts, empty.mobilityId, familyId))).toEqual([
      'placements.refused.no-wishes',
    ]);
    expect(await of({})).toEqual([]);
    const again = await propose(hosts, pupil.mobilityId, familyId);
    expect([kindOf(again), ...reasonsOf(again)]).toEqual([
      'conflict',
      'placements.refused.open-proposal',
    ]);
  });

  it('gives the last bed and the last place to one of two at once', async () => {
    const familyId = await family('Unique');
    const [a, b] = [
      await selected('Ana'),
      await selected('Ilze', {
        countryCode: 'LV',
        answers: { ...answers, 'mother-tongue': 'lv', 'other-languages': [] },
      }),
    ];
    const both = await Promise.all(
      [a, b].map((p) => propose(hosts, p.mobilityId, familyId, { bothFamiliesAgreed: true })),
    );
    expect(both.filter((o) => o.ok)).toHaveLength(1);
    expect(both.flatMap(reasonsOf)).toEqual(['placements.rules.own-bed']);

    const one = await offer(1);
    const [c, d] = [await selected('Cid'), await selected('Dora')];
    const [first, second] = [await family('Un'), await family('Deux')];
    const places = await Promise.all([
      propose(hosts, c.mobilityId, first, { hostOfferId: one }),
      propose(hosts, d.mobilityId, second, { hostOfferId: one }),
    ]);
    expect(places.filter((o) => o.ok)).toHaveLength(1);
    expect(places.flatMap(reasonsOf)).toEqual(['placements.refused.offer-full']);
  });
});

describe('a good placement', () => {
  let pupil: Pupil;
  let familyId: FamilyId;
  let parentId: PersonId;
  let parent: Hand;
  let placementId: PlacementId;
  const answer = (who: Hand, side: string, given: 'yes' | 'no' = 'yes', note = '') =>
    who.do(answerPlacement, {
      mobilityId: pupil.mobilityId,
      placementId,
      side: side as 'pupil',
      answer: given,
      note,
    });
  const page = () => `/mobilities/${pupil.mobilityId}/placement`;

  beforeAll(async () => {
    pupil = await selected('Lucia');
    parentId = await house.person({ givenName: 'Odile', familyName: 'Secrete', language: 'fr' });
    familyId = await family('Secrete', {
      members: [
        {
          givenName: 'Odile',
          birthDate: '1980-05-01',
          gender: 'f',
          valid: '2027-12-31',
          personId: parentId,
        },
        { givenName: 'Remi', birthDate: '2012-05-01', gender: 'm', valid: null },
      ],
    });
    parent = await house.as(parentId);
  });

  it('is chosen among families with reasons, hidden from everybody else', async () => {
    const matches = await hosts.ask(listMatches, { mobilityId: pupil.mobilityId });
    if (!matches.ok) throw new Error('no matches');
    expect(
      matches.view.fit.find((f) => f.id === familyId)?.reasons.map((r) => r.messageKey),
    ).toEqual(expect.arrayContaining(['fit.siblings', 'fit.interests', 'fit.languages']));
    expect(matches.view.excluded.length).toBeGreaterThan(5);
    for (const hand of [stranger, rival, pupil.pupil, schoolHead, house.visitor])
      expect((await hand.ask(listMatches, { mobilityId: pupil.mobilityId })).ok).toBe(false);
    const text = (await hosts.get(page())).text;
    expect(text).toContain('Family Secrete');
    expect(text).toContain('The host family charter is not signed yet');
    const tasks = await hosts.ask(listPlacementTasks, {});
    expect(tasks.ok && tasks.view.toPropose.map((x) => x.mobilityId)).toContain(pupil.mobilityId);
  });

  it('is proposed by the hosting organisation alone', async () => {
    expect(kindOf(await propose(stranger, pupil.mobilityId, familyId))).toBe('not_found');
    expect(kindOf(await propose(rival, pupil.mobilityId, familyId))).toBe('not_found');
    expect(kindOf(await propose(house.visitor, pupil.mobilityId, familyId))).toBe('not_found');
    expect(reasonsOf(await propose(pupil.pupil, pupil.mobilityId, familyId))).toEqual([
      'placements.refused.hosting-proposes',
    ]);
    const proposed = await propose(hosts, pupil.mobilityId, familyId);
    if (!proposed.ok) throw new Error(reasonsOf(proposed).join());
    placementId = proposed.placementId;
    const mails = (await house.mails()).filter(
      (m) => m.kind === 'placement-asked' && m.body_text.includes(pupil.mobilityId),
    );
    expect(mails).toHaveLength(4);
    // everybody is greeted by their own name and reads nobody else's
    for (const m of mails) {
      const others = ['Lucia Garcia', 'Marta Garcia', 'Odile Secrete'].filter(
        (name) =>
          !m.body_text.startsWith(`Dear ${name},`) && !m.body_text.startsWith(`Bonjour ${name},`),
      );
      expect(others.length).toBeGreaterThanOrEqual(2);
      for (const name of others) expect(m.body_html + m.subject).not.toContain(name.split(' ')[0]);
    }
    expect(mails.find((m) => m.language === 'fr')?.subject).toBe(
      'Un élève pour votre famille\u00a0: merci de répondre',
    );
  });

  it('introduces family and pupil without names', async () => {
    for (const hand of [pupil.pupil, pupil.guardian]) {
      for (const path of [page(), `${page()}/answer/pupil`, `/mobilities/${pupil.mobilityId}`]) {
        const { text, status } = await hand.get(path);
        expect(status).toBe(200);
        for (const name of ['Secrete', 'Odile', 'Remi', 'Cachee', `${parentId}@`])
          expect(text, `${path} tells ${name}`).not.toContain(name);
      }
      expect((await hand.get(page())).text).toContain('We sing a lot.');
    }
    for (const hand of [parent, schoolHead]) {
      for (const path of [page(), `${page()}/answer/host_family`]) {
        const { text, status } = await hand.get(path);
        expect(status).toBe(200);
        for (const name of ['Lucia', 'Garcia', `${pupil.pupilId}@`])
          expect(text, `${path} tells ${name}`).not.toContain(name);
      }
      expect((await hand.get(page())).text).toContain('Hola, I love music.');
      // how somebody lives at home is for those they would live with
      expect((await hand.get(page())).text.includes('I get up at six')).toBe(hand === parent);
      // they are asked, but the dossier is not open to them
      expect((await hand.get(`/mobilities/${pupil.mobilityId}`)).status).toBe(404);
    }
    expect((await stranger.get(page())).status).toBe(404);
    expect((await rival.get(page())).status).toBe(404);
    expect((await stranger.ask(getPlacement, { mobilityId: pupil.mobilityId })).ok).toBe(false);
  });

  it('takes answers from the right people only, each once', async () => {
    expect(kindOf(await answer(stranger, 'pupil'))).toBe('not_found');
    expect(kindOf(await answer(rival, 'host_school'))).toBe('not_found');
    expect(kindOf(await answer(house.visitor, 'pupil'))).toBe('not_found');
    expect(reasonsOf(await answer(pupil.pupil, 'guardian'))).toEqual([
      'placements.refused.not-your-answer',
    ]);
    expect(reasonsOf(await answer(parent, 'host_school'))).toEqual([
      'placements.refused.not-your-answer',
    ]);
    expect(reasonsOf(await answer(hosts, 'host_school'))).toEqual([
      'placements.refused.not-your-answer',
    ]);
    const tasks = await parent.ask(listPlacementTasks, {});
    expect(tasks.ok && tasks.view.toAnswer.map((x) => x.side)).toEqual(['host_family']);
    expect(
      (await pupil.pupil.post(`${page()}/answer/pupil`, { placementId, answer: '' })).status,
    ).toBe(400);
    expect(
      (await pupil.pupil.post(`${page()}/answer/pupil`, { placementId, answer: 'no' })).text,
    ).toContain('Please say in a few words why not');
    expect(
      (await pupil.pupil.post(`${page()}/answer/pupil`, { placementId, answer: 'yes' })).location,
    ).toBe(page());
    const twice = await pupil.pupil.post(`${page()}/answer/pupil`, { placementId, answer: 'yes' });
    expect(twice.status).toBe(409);
    expect(twice.text).toContain('Your answer is already recorded: yes');
    const double = await Promise.all([
      answer(schoolHead, 'host_school'),
      answer(schoolHead, 'host_school'),
    ]);
    expect(double.map(kindOf).sort()).toEqual(['conflict', 'ok']);
    expect((await pupil.pupil.get(page())).text).not.toContain('Secrete');
  });

  it('names a contact person who is independent', async () => {
    const input = { mobilityId: pupil.mobilityId, personId: volunteerId, tie: 'none' as const };
    expect((await stranger.ask(listContacts, { mobilityId: pupil.mobilityId })).ok).toBe(false);
    expect(kindOf(await stranger.do(setPlacementContactPerson, input))).toBe('not_found');
    expect(reasonsOf(await pupil.pupil.do(setPlacementContactPerson, input))).toEqual([
      'placements.refused.hosting-proposes',
    ]);
    const refused = await hosts.do(setPlacementContactPerson, {
      ...input,
      tie: 'close_friend',
      distanceKm: '400',
    });
    expect(refused.ok ? [] : refused.faults.map((f) => f.params?.problem)).toEqual([
      'close_friend',
      'too_far',
    ]);
    expect(
      reasonsOf(
        await hosts.do(setPlacementContactPerson, { ...input, personId: mentor, distanceKm: '1' }),
      ),
    ).toEqual(['placements.contact.elsewhere']);
    expect((await hosts.get(`/mobilities/${pupil.mobilityId}/contact-person`)).status).toBe(200);
    expect(kindOf(await hosts.do(setPlacementContactPerson, { ...input, distanceKm: '12' }))).toBe(
      'ok',
    );
    expect(
      await house.sql(
        "select person_id from mobility_parties where mobility_id = $1 and role = 'contact_person'",
        [pupil.mobilityId],
      ),
    ).toEqual([{ person_id: volunteerId }]);
  });

  it('becomes real when all four have said yes: dossier, parties, contacts', async () => {
    expect(kindOf(await answer(parent, 'host_family'))).toBe('ok');
    // the story tells that the family said yes, and still not who they are
    for (const path of [page(), `/mobilities/${pupil.mobilityId}`])
      expect((await pupil.pupil.get(path)).text).not.toMatch(/Secrete|Odile/);
    expect((await pupil.pupil.ask(getFamily, { familyId })).ok).toBe(false);
    const json = await pupil.pupil.ask(getPlacement, { mobilityId: pupil.mobilityId });
    expect(JSON.stringify(json)).not.toMatch(/Secrete|Odile|Cachee|fam_/);
    const last = await answer(pupil.guardian, 'guardian');
    expect(last).toMatchObject({ ok: true, state: 'accepted' });
    const [mobility] = await house.sql(
      'select state, host_school_id, mentor_id, host_country from mobilities where id = $1',
      [pupil.mobilityId],
    );
    expect(mobility).toEqual({
      state: 'placed',
      host_school_id: hostSchool,
      mentor_id: mentor,
      host_country: 'FR',
    });
    const roles = await house.sql(
      "select role from mobility_parties where mobility_id = $1 and role in ('host_school','mentor','host_family') order by role",
      [pupil.mobilityId],
    );
    expect(roles.map((r) => r.role)).toEqual(['host_family', 'host_school', 'mentor']);
    const mails = (await house.mails()).filter(
      (m) => m.kind === 'placement-accepted' && m.body_text.includes(pupil.mobilityId),
    );
    expect(mails.map((m) => m.to_address).sort()).toEqual(
      expect.arrayContaining([
        `${pupil.pupilId}@example.org`,
        `${pupil.guardianId}@example.org`,
        `${parentId}@example.org`,
      ]),
    );
    expect(mails.find((m) => m.language === 'fr')?.body_text).toContain(
      'Famille d’accueil\u00a0: Odile Secrete',
    );
    expect(mails.find((m) => m.language === 'en')?.body_text).toContain(
      'Host family: Odile Secrete',
    );
    expect((await pupil.pupil.get(page())).text).toContain('7 rue Cachee');
    expect((await parent.get(page())).text).toContain('Lucia Garcia');
    expect((await parent.get(`/mobilities/${pupil.mobilityId}`)).status).toBe(200);
    expect(reasonsOf(await answer(pupil.guardian, 'guardian'))).toEqual([
      'placements.refused.answered-by-you',
    ]);
    expect(
      reasonsOf(await hosts.do(withdrawPlacement, { mobilityId: pupil.mobilityId, placementId })),
    ).toEqual(['placements.refused.is-accepted']);
  });

  it('prints the rules', async () => {
    const rules = await stranger.ask(listRules, {});
    expect(rules.ok && rules.view.rules).toHaveLength(10);
    expect((await house.visitor.ask(listRules, {})).ok).toBe(false);
    expect((await stranger.get('/placements/rules')).text).toContain('A bed of one’s own');
  });
});

describe('a placement that comes to nothing', () => {
  const proposed = async (pupil: Pupil, name = 'Tard') => {
    const outcome = await propose(hosts, pupil.mobilityId, await family(name));
    if (!outcome.ok) throw new Error(reasonsOf(outcome).join());
    return outcome.placementId;
  };

  it('is declined by a no with a note that only the hosting organisation reads', async () => {
    const pupil = await selected('Nora');
    const { mobilityId } = pupil;
    const placementId = await proposed(pupil);
    const no = { mobilityId, placementId, side: 'guardian' as const, answer: 'no' as const };
    expect(reasonsOf(await pupil.guardian.do(answerPlacement, no))).toEqual([
      'placements.answer.note-needed',
    ]);
    expect(
      await pupil.guardian.do(answerPlacement, { ...no, note: 'Too far from the sea.' }),
    ).toMatchObject({
      state: 'declined',
    });
    const mails = (await house.mails()).filter(
      (m) => m.kind === 'placement-declined' && m.body_text.includes(mobilityId),
    );
    expect(mails.length).toBeGreaterThanOrEqual(3);
    for (const m of mails) expect(m.body_text).not.toContain('sea');
    expect((await pupil.pupil.get(`/mobilities/${mobilityId}/placement`)).text).not.toContain(
      'sea',
    );
    const seen = await hosts.get(`/mobilities/${mobilityId}/placement`);
    expect(seen.text).toContain('Too far from the sea.');
    expect(
      reasonsOf(
        await pupil.pupil.do(answerPlacement, {
          mobilityId,
          placementId,
          side: 'pupil',
          answer: 'yes',
          note: '',
        }),
      ),
    ).toEqual(['placements.refused.is-declined']);
    await proposed(pupil, 'Mieux');
  });

  it('is withdrawn by the hosting organisation, and everybody is told', async () => {
    const pupil = await selected('Vera');
    const { mobilityId } = pupil;
    const placementId = await proposed(pupil);
    const input = { mobilityId, placementId };
    expect(kindOf(await stranger.do(withdrawPlacement, input))).toBe('not_found');
    expect(kindOf(await rival.do(withdrawPlacement, input))).toBe('not_found');
    expect(reasonsOf(await schoolHead.do(withdrawPlacement, input))).toEqual([
      'placements.refused.hosting-proposes',
    ]);
    expect((await hosts.get(`/mobilities/${mobilityId}/placement/withdraw`)).status).toBe(200);
    expect(
      (await hosts.post(`/mobilities/${mobilityId}/placement/withdraw`, { placementId })).status,
    ).toBe(303);
    expect(
      (await hosts.post(`/mobilities/${mobilityId}/placement/withdraw`, { placementId })).status,
    ).toBe(409);
    expect(
      (await house.mails()).filter(
        (m) => m.kind === 'placement-withdrawn' && m.body_text.includes(mobilityId),
      ),
    ).toHaveLength(3);
    expect((await schoolHead.get(`/mobilities/${mobilityId}/placement`)).text).not.toContain(
      'Hola',
    );
  });

  it('a pupil of 18 answers alone, and the organisation may pass on what a family said', async () => {
    const pupil = await selected('Eva', { birthDate: '2008-06-01' });
    const { mobilityId } = pupil;
    const placementId = await proposed(pupil, 'Sansmail');
    const say = (who: Hand, side: 'guardian' | 'pupil' | 'host_family' | 'host_school') =>
      who.do(answerPlacement, { mobilityId, placementId, side, answer: 'yes', note: '' });
    expect(reasonsOf(await say(pupil.guardian, 'guardian'))).toEqual([
      'placements.refused.not-your-answer',
    ]);
    expect(kindOf(await say(hosts, 'host_family'))).toBe('ok');
    expect((await hosts.get(`/mobilities/${mobilityId}/placement`)).text).toContain(
      'passed on by Claire Hote',
    );
    expect(kindOf(await say(schoolHead, 'host_school'))).toBe('ok');
    expect(await say(pupil.pupil, 'pupil')).toMatchObject({ state: 'accepted' });
  });
});

describe('by the table of responsibilities', () => {
  let own: FamilyId;
  let theirs: FamilyId;
  let pupil: Pupil;
  const shares = (does: string[]) =>
    JSON.stringify({ does, approves: [], asked: [], told: ['sending-school'] });
  const agree = async (taskId: string, does: string[]) => {
    await house.sql(
      "update partnership_tasks set state = 'replaced' where task_id = $1 and state = 'in_force'",
      [taskId],
    );
    await house.sql(
      `insert into partnership_tasks (id, partnership_id, school_id, supporting_id, task_id, shares, reason, state,
         proposed_by_org_id, proposed_by, proposed_by_name, proposed_at)
       values ($1, 'pts_hosting', $2, $3, $4, $5, 'So', 'in_force', $3, $6, 'Claire', now())`,
      [newId('pta'), hostSchool, hostingOrg, taskId, shares(does), hostsId],
    );
  };
  const familiesOf = async (who: Hand) => {
    const found = await who.ask(listMatches, { mobilityId: pupil.mobilityId });
    return found.ok
      ? [...found.view.fit, ...found.view.excluded].map((f) => f.id)
      : (found.kind as string);
  };

  beforeAll(async () => {
    own = await family('Dorg');
    theirs = await family('Delecole', { orgId: hostSchool });
    pupil = await selected('Irene');
  });

  it('without a partnership the hosting organisation proposes, with its own families alone', async () => {
    const shown = await familiesOf(hosts);
    expect(shown).toContain(own);
    expect(shown).not.toContain(theirs);
    expect(await familiesOf(schoolHead)).toBe('not_found');
    expect(reasonsOf(await propose(hosts, pupil.mobilityId, theirs))).toEqual([
      'placements.refused.no-such-family',
    ]);
  });

  it('partners who recruit families both have them proposed by the hosting organisation', async () => {
    await house.sql(
      `insert into partnerships (id, kind, first_org_id, second_org_id, state, proposed_by_org_id, proposed_by,
         proposed_by_name, proposed_at) values ('pts_hosting', 'support', $1, $2, 'agreed', $2, $3, 'Claire', now())`,
      [hostSchool, hostingOrg, hostsId],
    );
    expect(await familiesOf(hosts)).toEqual(expect.arrayContaining([own, theirs]));
    const page = await hosts.get(`/mobilities/${pupil.mobilityId}/placement`);
    expect(page.text).toContain('Chartres, kept by Lycée Fulbert');
    await agree('recruit-host-families', ['hosting-support']);
    expect(await familiesOf(hosts)).not.toContain(theirs);
    const words = { name: 'Neuve', countryCode: 'FR', city: 'Chartres' };
    expect(reasonsOf(await schoolHead.do(addFamily, { orgId: hostSchool, ...words }))).toEqual([
      'hosting.refused.others-recruit',
    ]);
    expect(kindOf(await hosts.do(addFamily, { orgId: hostingOrg, ...words }))).toBe('ok');
    expect(await schoolHead.ask(getNewFamily, {})).toMatchObject({
      view: { organisations: [], recruitedBy: ['AFS France'] },
    });
    expect((await schoolHead.get('/families/new')).text).toContain('Your partner enters');
    expect((await schoolHead.get('/families')).text).toContain(
      'New families are entered by AFS France',
    );
    await agree('recruit-host-families', ['host-school']);
    expect(reasonsOf(await hosts.do(addFamily, { orgId: hostingOrg, ...words }))).toEqual([
      'hosting.refused.others-recruit',
    ]);
    expect(kindOf(await schoolHead.do(addFamily, { orgId: hostSchool, ...words }))).toBe('ok');
    expect(await familiesOf(hosts)).toContain(theirs);
  });

  it('a school that proposes has the step, does so with its own families, and nobody else there does', async () => {
    const toPropose = async (who: Hand) => {
      const found = await who.ask(listPlacementTasks, {});
      return found.ok ? found.view.toPropose.map((m) => m.mobilityId) : [];
    };
    expect(await toPropose(hosts)).toContain(pupil.mobilityId);
    expect(await toPropose(schoolHead)).toEqual([]);
    await agree('place-pupils', ['host-school']);
    // other schools of the same intake are not at this table
    expect(await toPropose(schoolHead)).toContain(pupil.mobilityId);
    const shown = await familiesOf(schoolHead);
    expect(shown).toContain(theirs);
    expect(shown).not.toContain(own);
    expect(kindOf(await propose(hosts, pupil.mobilityId, own))).not.toBe('ok');
    for (const [who, kind] of [
      [pupil.pupil, 'refused'],
      [rival, 'not_found'],
      [stranger, 'not_found'],
      [await house.as(mentor), 'not_found'],
    ] as const)
      expect(kindOf(await propose(who, pupil.mobilityId, theirs))).toBe(kind);
    expect(reasonsOf(await propose(schoolHead, pupil.mobilityId, own))).toEqual([
      'placements.refused.no-such-family',
    ]);
    expect((await schoolHead.get(`/mobilities/${pupil.mobilityId}/placement`)).status).toBe(200);
    const done = await propose(schoolHead, pupil.mobilityId, theirs);
    expect(kindOf(done)).toBe('ok');
    if (!done.ok) return;
    const { placementId } = done;
    const { mobilityId } = pupil;
    // the hosting organisation accompanies the stay: it sees the proposal and may take it back
    const seen = await hosts.ask(getPlacement, { mobilityId });
    expect(seen.ok && seen.view.may).toMatchObject({ propose: false, withdraw: true });
    const say = (who: Hand) =>
      who.do(answerPlacement, {
        mobilityId,
        placementId,
        side: 'host_family',
        answer: 'yes',
        note: '',
      });
    expect(kindOf(await say(hosts))).toBe('refused');
    expect(kindOf(await say(schoolHead))).toBe('ok');
    expect(kindOf(await hosts.do(withdrawPlacement, { mobilityId, placementId }))).toBe('ok');
    // where both propose, a school learns nothing of the other's families before the match
    await agree('place-pupils', ['host-school', 'hosting-support']);
    house.setNow('2026-11-22T10:05:00Z');
    const other = await propose(hosts, mobilityId, own);
    if (!other.ok) throw new Error('not proposed');
    const asked = await schoolHead.ask(getPlacement, { mobilityId });
    expect(asked.ok && asked.view).toMatchObject({
      reads: 'school',
      placement: { family: { name: null, address: null } },
      may: { withdraw: false, answer: ['host_school'] },
    });
    const back = { mobilityId, placementId: other.placementId };
    expect(kindOf(await schoolHead.do(withdrawPlacement, back))).toBe('refused');
    expect(kindOf(await hosts.do(withdrawPlacement, back))).toBe('ok');
    const after = await schoolHead.get(`/mobilities/${mobilityId}/placement`);
    expect(after.status).toBe(200);
    expect(after.text).not.toContain('Dorg');
    // choosing the school itself stays with the sending school: no table says otherwise
    await agree('place-pupils', ['hosting-support']);
    expect(await familiesOf(schoolHead)).toBe('not_found');
    expect((await schoolHead.get(`/mobilities/${mobilityId}`)).status).toBe(404);
  });
});

it('keeps nothing of health or diet among the reasons', async () => {
  const rows = await house.sql('select reasons from placements');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/allergy|diet-prefer-not|religion/);
});

it('tells the timeline once it is true of every pupil', async () => {
  const facts = () =>
    reading(house.runtime.db, hosts.actor, async (read) => ({
      ...(await placementFacts(read, intakeId)),
      ...(await hostingFacts(read, intakeId)),
    }));
  expect(await facts()).toEqual({});
  await house.sql("update mobilities set state = 'withdrawn' where state = 'selected'");
  await house.sql('update host_offers set places = 1');
  const told = Object.entries(await facts()).map(([fact, day]) => [fact, day.toString()]);
  expect(Object.fromEntries(told)).toMatchObject({
    'family-matched': '2026-11-22',
    'family-told': '2026-11-22',
    'host-school-confirmed': '2026-11-22',
    'families-vetted': '2026-11-01',
  });
  // the families are the hosting organisation's alone, what has happened is the same for every partner
  for (const [org, role] of [
    [sendingSchool, 'school'],
    [hostingOrg, 'supporting'],
  ])
    await house.sql(
      'insert into project_parties (project_id, org_id, role, joined_at) values ($1, $2, $3, now())',
      [projectId, org, role],
    );
  const sender = await house.person();
  await house.member(sendingSchool, sender, ['coordinator']);
  const doneFor = async (who: Hand) => {
    const plan = await who.ask(getTimeline, { intakeId });
    if (!plan.ok) throw new Error('no plan');
    return plan.view.steps.filter((s) => s.doneOn).map((s) => `${s.id} ${s.doneOn}`);
  };
  const forSender = await doneFor(await house.as(sender));
  expect(forSender).toContain('vet-families 2026-11-01');
  expect(await doneFor(hosts)).toEqual(forSender);
});
