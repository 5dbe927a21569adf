import { beforeAll, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import { newId } from '#platform/dice.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let broken = false;

/** One step of the way. After a step that failed the others cannot be gone. */
function step(name: string, walk: () => Promise<void>) {
  it(name, async ({ skip }) => {
    if (broken) skip();
    try {
      await walk();
      expect(stage.complaints()).toEqual([]);
    } catch (error) {
      broken = true;
      if (error instanceof Error)
        error.message += `\n${await stage.whereAll()}\n${stage.complaints().join('\n')}`;
      throw error;
    }
  });
}

let janis: Persona;
let ilze: Persona;
let dzintra: Persona;
let liga: Persona;
let zanete: Persona;
let svetlana: Persona;
let maris: Persona;
let intakeId = '';
let school: OrgId;

beforeAll(async () => {
  stage = await openStage();
  const { house } = stage;
  school = await house.organisation({ name: 'Rīgas 49. vidusskola', countryCode: 'LV' });
  const support = await house.organisation({ name: 'AFS Latvija', kind: 'supporting' });
  const person = async (givenName: string, familyName: string, over = {}) => {
    const email = `${givenName.normalize('NFD').replaceAll(/\P{L}/gu, '').toLowerCase()}@example.org`;
    const id = await house.person({ givenName, familyName, email, ...over });
    return { id, name: `${givenName} ${familyName}`, email };
  };
  const staff = async (
    given: string,
    family: string,
    org: OrgId,
    role: 'head' | 'coordinator' | 'teacher',
  ) => {
    const p = await person(given, family);
    await house.member(org, p.id, [role]);
    return stage.enter(p);
  };
  janis = await staff('Jānis', 'Ķeniņš', school, 'coordinator');
  ilze = await staff('Ilze', 'Bērziņa', school, 'head');
  dzintra = await staff('Dzintra', 'Šķēle', school, 'teacher');
  liga = await staff('Līga', 'Āboliņa', support, 'coordinator');
  maris = await staff('Māris', 'Kalniņš', school, 'teacher');

  const projectId = newId('prj');
  intakeId = newId('int');
  const at = '2026-10-01T00:00:00Z';
  await house.sql(
    'insert into projects (id, code, title, coordinator_id, created_at) values ($1, $1, $2, $3, $4)',
    [projectId, 'Learning Mobility', school, at],
  );
  await house.sql('insert into project_parties values ($1, $2, $3, $6), ($1, $4, $5, $6)', [
    projectId,
    school,
    'school',
    support,
    'supporting',
    at,
  ]);
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Autumn 2027', 'september', '2027-09-01', '2027-11-30', $3)",
    [intakeId, projectId, at],
  );
  const pupil = async (given: string, family: string, mother: string, why: string) => {
    const p = await person(given, family, { birthDate: '2011-03-04', gender: 'f' });
    const g = await person(mother, family);
    await house.guardian(p.id, g.id);
    const id = newId('app');
    const frozen = {
      language: 'en',
      parts: [
        { id: 'why', title: 'Why', lines: [{ question: 'Why do you want to go?', answer: why }] },
      ],
    };
    await house.sql(
      "insert into applications (id, intake_id, pupil_id, sending_school_id, sending_org_id, school_class, state, answers, frozen, submitted_at, created_at) values ($1, $2, $3, $4, $5, '9.b', 'submitted', '{}', $6, $7, $7)",
      [id, intakeId, p.id, school, support, JSON.stringify(frozen), at],
    );
    await house.sql(
      "insert into consents (id, pupil_id, application_id, kind, wording, language, given_by, capacity, given_at) values ($1, $2, $3, 'first', 'yes', 'en', $4, 'guardian', $5)",
      [newId('con'), p.id, id, g.id, at],
    );
    return {
      pupil: await stage.enter({ ...p, phone: true }),
      guardian: await stage.enter({ ...g, phone: true }),
    };
  };
  ({ pupil: zanete, guardian: svetlana } = await pupil(
    'Žanete',
    'Ņikiforova',
    'Svetlana',
    'I am Žanete. I have never seen the sea from the other side.',
  ));
  await pupil('Elza', 'Kļaviņa', 'Baiba', 'I want to know how others decide things in class.');
});

const criteria = [
  'Motivation',
  'Self-reliance',
  'Readiness to learn a language',
  'Openness',
  'When things are hard',
  'Sharing it with others',
];

/** The coordinator prepares a round with two raters and publishes it. */
async function publishes() {
  await janis.presses('Prepare a round');
  await janis.reads('Name who rates');
  await janis.follows('Criteria, places and dates');
  await janis.writes('Places', '1');
  await janis.writes('Length of the reserve list', '0');
  await janis.presses('Save');
  await janis.follows('Name raters');
  for (const rater of ['Dzintra Šķēle', 'Līga Āboliņa']) {
    await janis.selects('Colleague', rater);
    await janis.presses('Ask to rate');
    await janis.reads(`${rater},`);
  }
  await janis.follows('Back');
  await janis.presses('Publish');
  await janis.reads('Published. Pupils and guardians can read how you choose.');
}

step('a round that cannot go on is stopped, and families read why', async () => {
  await janis.opens(`/intakes/${intakeId}/selection`);
  await publishes();
  await janis.main.locator('summary', { hasText: 'Stop this round' }).click();
  await janis.writes(
    'Why, in words for pupils of fourteen',
    'Two of our raters fell ill. We begin again, with your applications as they are.',
  );
  await janis.presses('Stop the round and tell everybody');
  await janis.reads('The round is stopped. Every family has a mail.');
  await zanete.opensMail('has stopped its selection round');
  await zanete.reads('Two of our raters fell ill.', 'This says nothing about you.');
  expect(await zanete.overflows()).toBe(false);
});

step('the coordinator begins again and publishes how the school chooses', async () => {
  await janis.follows('Begin a new round');
  await publishes();
});

step('a pupil reads the criteria on her phone, before anybody has rated', async () => {
  await zanete.opensMail('How your school chooses');
  await zanete.reads('How Rīgas 49. vidusskola chooses', 'No single thing decides.');
  for (const criterion of criteria) await zanete.reads(new RegExp(`^${criterion} \\(\\d+ %\\)`));
  expect(await zanete.overflows()).toBe(false);
});

/** Points for all criteria of the pupil on the page. */
async function rates(who: Persona, points: number[]) {
  for (const [i, criterion] of criteria.entries()) {
    await who.chooses(`Points: ${criterion}`, String(points[i]));
    await who.writes(`Why, ${criterion}`, `What she says about it, ${points[i]}.`);
  }
  await who.presses('Save and go on');
}

/** The code of Žanete, whom a rater knows by her words alone. */
const aboutSea = async (who: Persona) => (await who.words()).includes('the other side');

step('two raters rate alone, without names', async () => {
  await janis.presses('Open the rating');
  for (const who of [dzintra, liga]) {
    await who.opensMail('to rate');
    await who.follows(/^Begin with Pupil/);
    for (let pupil = 0; pupil < 2; pupil++) {
      const words = await who.words();
      expect(words).not.toMatch(/Žanete|Ņikiforova|Elza|9\.b/);
      const sea = await aboutSea(who);
      await rates(who, sea ? [who === dzintra ? 5 : 2, 3, 3, 3, 3, 3] : [5, 4, 4, 4, 4, 4]);
    }
    await who.reads('Thank you. You have rated everybody.');
  }
});

step('they compare where they differ, and one thinks again', async () => {
  await janis.home();
  await janis.takesUp(/^All have rated: compare/);
  await janis.presses('Close the ratings and compare');
  await janis.reads('3 points apart');
  await liga.opens(new URL(janis.page.url()).pathname);
  await liga.main.locator('summary', { hasText: 'Change what I said' }).first().click();
  await liga.chooses('Points', '4');
  await liga.writes('What made you change it', 'Dzintra showed me the second line.');
  await liga.presses('Change my rating');
  await liga.reads('Changed after talking');
});

step('the school plans, writes to each, and decides', async () => {
  await janis.follows('The order and the decision');
  await janis.reads('Žanete Ņikiforova', 'Not selected this time');
  await janis.presses('Save the plan');
  await janis.reads('2 letters are still to be written');
  await janis.follows(/Elza/);
  await janis.presses('Save and write the next');
  await janis.reads('Letter to Žanete Ņikiforova');
  await janis.chooses('One true strength', 'Openness: seen as clear');
  await janis.presses('Save and write the next');
  await janis.presses('Decide and send the letters');
  await janis.reads('Decided. Every family has a mail that there is news.');
});

step('the pupil reads the news on her page, and asks to look again', async () => {
  const mail = await zanete.opensMail('There is news');
  expect(`${mail.subject} ${mail.body_text}`).not.toMatch(/not|sorry|place/i);
  await zanete.reads(
    'Thank you for your application.',
    'You are curious about how others live, and you ask before you judge.',
  );
  expect(await zanete.words()).not.toMatch(/Elza|Dzintra|points/);
  expect(await zanete.overflows()).toBe(false);
  await zanete.main.locator('summary', { hasText: 'Ask to look again' }).click();
  await zanete.writes('What should they look at?', 'I wrote little because I was afraid.');
  await zanete.presses('Send');
  await zanete.reads('You asked to look again', 'I wrote little because I was afraid.');
  await svetlana.opensMail('There is news about Žanete');
  await svetlana.reads('You asked to look again');
});

step('the head, who did not decide, hands it to a colleague who had no part either', async () => {
  await ilze.home();
  await ilze.takesUp(/^Answer a family that asks to look again/);
  await ilze.reads('I wrote little because I was afraid.');
  await ilze.main.locator('summary', { hasText: 'Ask somebody else to answer' }).click();
  const free = await ilze.field('Who looks at it again').locator('option').allInnerTexts();
  expect(free.join()).not.toMatch(/Dzintra|Līga|Jānis/);
  await ilze.selects('Who looks at it again', 'Māris Kalniņš, Rīgas 49. vidusskola');
  await ilze.presses('Ask them');
  await ilze.reads(/Māris Kalniņš was asked to answer/);
});

step('the colleague reads what the family wrote, and answers', async () => {
  await maris.opensMail('asks to look at a decision again');
  await maris.reads('I wrote little because I was afraid.');
  await maris.chooses('The decision', 'is changed: the pupil is selected');
  await maris.writes('Why, in words for the family', 'I have read it again, slowly. You go.');
  await maris.presses('Answer the family');
  await maris.reads('The family has a mail that there is an answer.');
  await zanete.opensMail('There is news');
  await zanete.reads(
    'Rīgas 49. vidusskola has changed the decision',
    'I have read it again, slowly. You go.',
    'you are selected for the stay abroad',
  );
});
