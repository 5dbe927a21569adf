import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { addHostOffer } from '#modules/hosting/server/index.ts';
import { openForSignature, saveDraft, startAgreement } from '#modules/learning/server/index.ts';
import { proposePlacement } from '#modules/placements/server/index.ts';
import { newId } from '#platform/dice.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let signing: SharedDossier;
let placing: SharedDossier;

const emailOf = async (personId: string): Promise<string> =>
  (await stage.house.sql('select email from persons where id = $1', [personId]))[0].email;
const enter = async (name: string, personId: string, scripts: boolean, phone = false) =>
  stage.enter({ name, email: await emailOf(personId), scripts, phone });

/** An agreement that waits for everybody to sign. */
async function agreementToSign(dossier: SharedDossier) {
  const school = await stage.house.as(dossier.sender);
  const { id: mobilityId } = dossier;
  const row = {
    subject: 'Ķīmija',
    outcome: 'Plans an experiment',
    learned: 'Laboratory',
    assessed: 'Portfolio',
    recognised: 'No catching up',
  };
  for (const outcome of [
    await school.do(startAgreement, { mobilityId }),
    await school.do(saveDraft, {
      mobilityId,
      number: 1,
      version: 1,
      rows: [row],
      monitoring: '',
      reintegration: '',
    }),
    await school.do(openForSignature, { mobilityId, number: 1, version: 2 }),
  ])
    if (!outcome.ok) throw new Error(outcome.faults[0].reason);
}

/** A family without a fault, and a place at the host school, proposed to the pupil. */
async function placementToAnswer(dossier: SharedDossier) {
  const { house } = stage;
  const host = await house.as(dossier.host);
  const answers = {
    'about-me': 'x',
    interests: ['music'],
    why: 'x',
    'mother-tongue': 'es',
    smokes: false,
    'accepts-smoking': 'yes',
    'accepts-pets': 'yes',
    'accepts-shared-room': 'yes',
    'accepts-single-adult': 'yes',
    letter: 'Hola.',
    'has-allergies': false,
    diet: 'none',
  };
  await house.sql(
    'update applications set answers = $2 where id = (select application_id from mobilities where id = $1)',
    [dossier.id, JSON.stringify(answers)],
  );
  const offered = await host.do(addHostOffer, {
    intakeId: dossier.intake,
    hostSchoolId: dossier.hostSchool,
    hostingOrgId: dossier.hostingOrg,
    places: '1',
    language: 'lv',
    subjects: [],
    mentorId: dossier.mentor,
    note: '',
  } as never);
  if (!offered.ok) throw new Error(offered.faults[0].reason);
  const diets = Object.fromEntries(
    ['vegetarian', 'vegan', 'halal', 'kosher', 'gluten-free', 'lactose-free'].map((diet) => [
      diet,
      'yes',
    ]),
  );
  const home = {
    pets: [],
    smoking: 'none',
    acceptsSmoker: 'yes',
    dietsAccepted: diets,
    foodsServed: [],
    beds: [{ kind: 'own_room', sharedWith: [] }],
    hostedBefore: 0,
    atHostSchool: 'no',
  };
  const familyId = newId('fam');
  await house.sql(
    `insert into host_families (id, org_id, name, country_code, city, address, languages, interests, profile, letter, charter_signed_on, reference_count, home_visit_on, created_at)
     values ($1, $2, 'Paraugi', 'LV', 'Riga', '{}', '{lv}', '{music}', $3, 'We sing a lot.', '2026-11-01', 2, '2026-11-01', now())`,
    [familyId, dossier.hostingOrg, JSON.stringify(home)],
  );
  for (const [name, gender] of [
    ['Ilze', 'f'],
    ['Uldis', 'm'],
  ])
    await house.sql(
      `insert into family_members (id, family_id, given_name, family_name, birth_date, gender, relation, record_check_valid_until)
       values ($1, $2, $3, 'Paraugi', '1980-05-01', $4, 'parent', '2027-12-31')`,
      [newId('fme'), familyId, name, gender],
    );
  const [{ id: hostOfferId }] = await house.sql('select id from host_offers where intake_id = $1', [
    dossier.intake,
  ]);
  const proposed = await host.do(proposePlacement, {
    mobilityId: dossier.id,
    familyId,
    hostOfferId,
    fromOn: '2027-02-01',
    untilOn: '2027-03-28',
  } as never);
  if (!proposed.ok) throw new Error(proposed.faults[0].reason);
}

beforeAll(async () => {
  stage = await openStage();
  signing = await openDossier(stage.house, { state: 'placed' });
  placing = await openDossier(stage.house, { state: 'selected', hosted: false });
  await stage.house.sql('update mobilities set hosting_org_id = $2 where id = $1', [
    placing.id,
    placing.hostingOrg,
  ]);
  await stage.house.sql(
    "insert into mobility_parties (mobility_id, org_id, role, from_on, state, starts_on) values ($1, $2, 'hosting_support', '2026-11-01', 'selected', '2027-02-01')",
    [placing.id, placing.hostingOrg],
  );
  await agreementToSign(signing);
  await placementToAnswer(placing);
});

/** Goes on by the tabulator until this has the focus. */
async function tabsTo(who: Persona, target: Locator) {
  for (let presses = 0; presses < 80; presses++) {
    if (
      (await target.count()) > 0 &&
      (await target.first().evaluate((el) => el === document.activeElement))
    )
      return;
    await who.page.keyboard.press('Tab');
  }
  throw new Error(`the focus never came to ${target}`);
}

/** Presses a key that leads to another page. */
async function goesBy(who: Persona, key: string) {
  const loaded = who.page.waitForEvent('domcontentloaded');
  await who.page.keyboard.press(key);
  await loaded;
}

async function signsInByKeys(who: Persona) {
  await tabsTo(who, who.page.getByLabel('Your e-mail address'));
  await who.page.keyboard.type(who.email);
  await goesBy(who, 'Enter');
  const mail = await who.newestMail('is your code');
  await tabsTo(who, who.page.getByLabel('Code from the mail'));
  await who.page.keyboard.type(mail.subject.slice(0, 6));
  await goesBy(who, 'Enter');
}

function walks(name: string, walk: () => Promise<void>) {
  it(name, async () => {
    try {
      await walk();
      expect(stage.complaints()).toEqual([]);
    } catch (error) {
      if (error instanceof Error) error.message += `\n${await stage.whereAll()}`;
      throw error;
    }
  });
}

describe('Without scripts', () => {
  walks(
    'a list is previewed and imported, and the pupil writes a page of the application',
    async () => {
      const school = await enter('Pilar Coordina', signing.sender, false);
      await school.opens(`/intakes/${signing.intake}/applications/import`);
      const file =
        'Given name,Family name,Birth date,E-mail,Guardian given name,Guardian family name,Guardian e-mail,Relation\n';
      await school.attaches(
        'List of pupils',
        'list.csv',
        new TextEncoder().encode(
          `${file}Íñigo,Ejemplo,2010-02-30,inigo@example.org,Ana,Ejemplo,ana@example.org,mother\n`,
        ),
      );
      await school.presses('Read the list');
      await school.presses('Check the list');
      await school.reads('There is no such day.');
      await school.attaches(
        'List of pupils',
        'list.csv',
        new TextEncoder().encode(
          `${file}Íñigo,Ejemplo,2010-02-20,inigo@example.org,Ana,Ejemplo,ana@example.org,mother\n`,
        ),
      );
      await school.presses('Read the list');
      await school.presses('Check the list');
      await school.reads('1 pupil is ready to be added', 'Íñigo Ejemplo');
      await school.presses('Add 1 pupil and send the mails');
      await school.reads('The pupils are added.');

      const pupil = await stage.enter({
        name: 'Íñigo Ejemplo',
        email: 'inigo@example.org',
        scripts: false,
        phone: true,
      });
      await pupil.opensMail(/another country/);
      await pupil.follows('Start');
      await pupil.presses('Save and go on');
      await pupil.reads('Please look at this again');
      await pupil.writes('Who are you?', 'I build small boats.');
      await pupil.presses('Save and finish later');
      await pupil.reads('1 of 6 parts done');
      expect(await pupil.main.locator('script').count()).toBe(0);
    },
  );

  walks('a placement is answered', async () => {
    const pupil = await enter('Lucía Ejemplo', placing.pupil, false, true);
    await pupil.opensMail(/family/i);
    await pupil.reads('We sing a lot.');
    if (await pupil.main.getByRole('link', { name: 'Answer', exact: true }).count())
      await pupil.follows('Answer');
    await pupil.main.getByLabel('No, please propose another', { exact: true }).check();
    await pupil.presses('Send the answer');
    await pupil.reads('Please say in a few words why not');
    await pupil.main.getByLabel('Yes', { exact: true }).check();
    await pupil.presses('Send the answer');
    await pupil.reads('Who has said yes');
    const [row] = await stage.house.sql(
      "select answer from placement_answers where side = 'pupil'",
    );
    expect(row).toMatchObject({ answer: 'yes' });
  });

  walks('an agreement is signed, once', async () => {
    const pupil = await enter('Lucía Ejemplo', signing.pupil, false, true);
    await pupil.opensMail('Please sign the Learning Agreement');
    await pupil.follows('Read and sign');
    await pupil.presses('Sign');
    await pupil.reads('Please tick the box when you have read the agreement.');
    await pupil.ticks('I have read this agreement and I sign it.');
    await pupil.main.getByRole('button', { name: 'Sign', exact: true }).dblclick();
    await pupil.reads(/Thank you, you have signed|You have already signed this version/);
    expect(
      await stage.house.sql("select role from agreement_signatures where role = 'pupil'"),
    ).toHaveLength(1);
  });
});

describe('By keyboard alone', () => {
  walks('a guardian signs in and gives the first consent', async () => {
    const guardian = await stage.enter({ name: 'Ana Ejemplo', email: 'ana@example.org' });
    const mail = await guardian.newestMail('your consent');
    const link = new RegExp(`${stage.origin}\\S*`).exec(mail.body_text)?.[0] as string;
    await guardian.page.goto(link);
    await signsInByKeys(guardian);
    const read = guardian.main.getByRole('link', { name: 'Read and consent' });
    if ((await read.count()) > 0) {
      await tabsTo(guardian, read);
      await goesBy(guardian, 'Enter');
    }
    await tabsTo(guardian, guardian.main.getByLabel('I have read this and I agree'));
    await guardian.page.keyboard.press('Space');
    await tabsTo(guardian, guardian.main.getByRole('button', { name: 'Give my consent' }));
    await goesBy(guardian, 'Enter');
    await guardian.reads('Thank you. Your consent is recorded.');
  });

  walks('a guardian signs in and signs the agreement', async () => {
    const guardian = await enter('Carmen Ejemplo', signing.guardian, true);
    await guardian.page.goto(`${stage.origin}/mobilities/${signing.id}/agreement/sign`);
    await signsInByKeys(guardian);
    await tabsTo(guardian, guardian.main.getByLabel('I have read this agreement and I sign it.'));
    await guardian.page.keyboard.press('Space');
    await tabsTo(guardian, guardian.main.getByRole('button', { name: 'Sign', exact: true }));
    await goesBy(guardian, 'Space');
    await guardian.reads('Thank you, you have signed.');
  });
});
