import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { offerAdminLink } from '#app/admin.ts';
import { readPdf } from '../support/read-pdf.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let broken = false;

/** One step of the walk. After a step that failed the others cannot be walked. */
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

const schools = {
  riga: { name: 'Rīgas 49. vidusskola', city: 'Rīga', country: 'Latvia', kind: 'School' },
  chartres: { name: 'Lycée Fulbert', city: 'Chartres', country: 'France', kind: 'School' },
  afsLatvia: {
    name: 'AFS Latvija',
    city: 'Rīga',
    country: 'Latvia',
    kind: 'Supporting organisation',
  },
  afsFrance: {
    name: 'AFS Vivre Sans Frontière',
    city: 'Paris',
    country: 'France',
    kind: 'Supporting organisation',
  },
};

let administrator: Persona;
let janis: Persona;
let dzintra: Persona;
let liga: Persona;
let helene: Persona;
let zoe: Persona;
let maelle: Persona;
let gael: Persona;
let zanete: Persona;
let svetlana: Persona;
let solene: Persona;

let intakeUrl = '';
let dossierUrl = '';
let startsOn: Temporal.PlainDate;
let endsOn: Temporal.PlainDate;

beforeAll(async () => {
  stage = await openStage();
  startsOn = stage.today().add({ days: 20 });
  endsOn = startsOn.add({ days: 34 });
  const at = (name: string, email: string, phone = false) =>
    stage.enter({ name, email: `${email}@example.org`, phone });
  administrator = await at('Robin Maes', 'robin.maes');
  janis = await at('Jānis Ķeniņš', 'janis.kenins');
  dzintra = await at('Dzintra Šķēle', 'dzintra.skele');
  liga = await at('Līga Āboliņa', 'liga.abolina');
  helene = await at('Hélène Lefèvre', 'helene.lefevre');
  zoe = await at('Zoé L’Hermitte', 'zoe.lhermitte');
  maelle = await at('Maëlle Kergoat', 'maelle.kergoat');
  gael = await at('Gaël Le Goff', 'gael.legoff');
  zanete = await at('Žanete Ņikiforova', 'zanete.nikiforova', true);
  svetlana = await at('Svetlana Ņikiforova', 'svetlana.nikiforova', true);
  solene = await at('Solène Bertrand', 'solene.bertrand', true);
});

/** Somebody new follows the link of an invitation and says who they are. */
async function joins(who: Persona, org?: (typeof schools)[keyof typeof schools]) {
  await who.opensMail('invites');
  const [givenName, ...rest] = who.name.split(' ');
  await who.writes('Given name', givenName as string);
  await who.writes('Family name', rest.join(' '));
  if (org) {
    await who.writes('Name of the organisation', org.name);
    await who.selects('Country', org.country);
    await who.writes('City or town', org.city);
  }
  await who.presses('Accept and join');
  await who.reads('Welcome. You are in.');
}

async function invitesPartner(org: (typeof schools)[keyof typeof schools], email: string) {
  await janis.follows('Invite a partner');
  await janis.writes('Organisation', org.name);
  await janis.chooses('Takes part as', org.kind);
  await janis.writes('E-mail address', email);
  await janis.presses('Send the invitation');
  await janis.reads('The invitation is on its way.');
}

async function invitesColleague(who: Persona, org: string, colleague: Persona, role: string) {
  await who.goesTo('Organisations');
  await who.follows(org);
  await who.follows('Invite a colleague');
  await who.writes('E-mail address', colleague.email);
  await who.ticks(role);
  await who.presses('Send the invitation');
  await joins(colleague);
}

/** The bytes of a text in the encoding of Baltic Windows. */
function windows1257(text: string): Uint8Array {
  const letters = new TextDecoder('windows-1257').decode(
    Uint8Array.from({ length: 256 }, (_, i) => i),
  );
  return Uint8Array.from([...text], (letter) => {
    const byte = letters.indexOf(letter);
    if (byte < 0) throw new Error(`${letter} is not in windows-1257`);
    return byte;
  });
}

/** Follows “Change” beside a heading. */
async function changes(who: Persona, heading: string) {
  await who.main
    .locator('section')
    .filter({ has: who.page.getByRole('heading', { name: heading, exact: true }) })
    .last()
    .getByRole('link', { name: /^Change/ })
    .click();
  await who.main.getByRole('heading', { level: 1, name: heading }).waitFor();
}

type Member = {
  name: string;
  age: number;
  gender: 'Female' | 'Male';
  relation: 'Parent' | 'Child';
};

/** The hosting organisation enters a family and describes its home. */
async function entersFamily(name: string, members: Member[], indoors?: string) {
  await maelle.goesTo('Host families');
  await maelle.follows('Enter a family');
  await maelle.writes('Name of the family', name);
  await maelle.writes('Street and number', '3 rue de l’Exemple');
  await maelle.writes('Postcode', '28000');
  await maelle.writes('Town', 'Chartres');
  await maelle.selects('Country', 'France');
  await maelle.writes('Way to school', '15');
  await maelle.presses('Save and go on');
  await maelle.reads('The family is entered. Next: who lives there.');
  for (const member of members) {
    await maelle.follows('Enter somebody');
    await maelle.writes('Given name', member.name);
    await maelle.writes('Family name', name);
    await maelle.writesDate(
      'Date of birth',
      stage.today().subtract({ years: member.age, months: 2 }),
    );
    await maelle.chooses('Gender', member.gender);
    await maelle.chooses('In the family', member.relation);
    await maelle.presses('Save');
    await maelle.reads(`${member.name} ${name}`);
  }
  await changes(maelle, 'Home');
  await maelle.selects('Where would the pupil sleep?', 'A fixed bed in a room of their own');
  if (indoors) await maelle.group('Animals that come indoors').getByLabel(indoors).check();
  await maelle.chooses('Does anybody smoke?', 'Nobody smokes');
  await maelle.chooses('Would you host a pupil who smokes?', 'Rather not');
  for (const diet of ['Vegetarian', 'Vegan', 'Halal', 'Kosher', 'Gluten-free', 'Lactose-free'])
    await maelle.chooses(`Would you cook for this diet: ${diet}?`, 'Yes, gladly');
  await maelle.presses('Save');
  await maelle.reads('a fixed bed in a room of their own');
}

/** The checks of a family, each seen by somebody of the organisation. */
async function checksFamily(adults: string[]) {
  await changes(maelle, 'Checks');
  for (const adult of adults) {
    await maelle.main
      .locator('dl > *, li, tr')
      .filter({ hasText: adult })
      .getByRole('link', { name: 'Record the check' })
      .first()
      .click();
    await maelle.reads(`Record check of ${adult.split(' ')[0]}`);
    await maelle.presses('Save');
    await maelle.reads('The check is recorded.');
  }
  await maelle.writesDate('Signed on', stage.today());
  await maelle.presses('Record the charter');
  await maelle.writes('References taken up', '2');
  await maelle.presses('Record the references');
  await maelle.writesDate('Visited on', stage.today());
  await maelle.selects('Visited by', 'Gaël Le Goff');
  await maelle.presses('Record the visit');
  await maelle.reads('The check is recorded.');
}

/** Answers a proposal with yes, from wherever the mail led. */
async function answers(who: Persona, link: string, then = 'Waiting') {
  if (await who.main.getByRole('link', { name: link, exact: true }).count())
    await who.follows(link);
  await who.main.getByLabel('Yes', { exact: true }).check();
  if (who.phone) expect(await who.overflows()).toBe(false);
  await who.presses('Send the answer');
  await who.reads(then);
}

type Row = [subject: string, learned: string, how: string, assessed: string, recognised: string];
const cells = [
  'Subject or field',
  'What is learned',
  'How it is learned',
  'How it is assessed',
  'How it is recognised',
];

async function writesRow(who: Persona, number: number, row: Row) {
  const at = who.inside(`Row ${number}`);
  for (const [i, cell] of cells.entries()) await who.writes(cell, row[i] as string, at);
}

async function opensAgreement(who: Persona) {
  await opensDossier(who);
  await who.follows('Open the agreement');
}

/** Reads, ticks and signs; who asked the others is there already, the others come by the mail. */
async function signs(who: Persona, version: number, then = 'Thank you, you have signed.') {
  if (who === janis) await opensAgreement(who);
  else await who.opensMail('Please sign the Learning Agreement');
  await who.follows('Read and sign');
  await who.reads(`This is version ${version} of what Žanete Ņikiforova learns`);
  await who.ticks('I have read this agreement and I sign it.');
  if (who.phone) expect(await who.overflows()).toBe(false);
  await who.presses('Sign');
  await who.reads(then);
}

async function plansJourney(
  who: Persona,
  way: 'there' | 'back',
  day: Temporal.PlainDate,
  [from, broughtBy, metBy]: [string, string, string],
) {
  await who.follows(`Plan the way ${way}`);
  await who.writesDate(/^Day of departure/, day);
  await who.writes('Time of departure', '7:35');
  await who.writesDate(/^Day of arrival/, day);
  await who.writes('Time of arrival', '14:10');
  await who.chooses('Means of travel', 'Plane');
  await who.writes(`Who brings the pupil to the station or airport in ${from}?`, broughtBy);
  await who.writes('Who meets the pupil?', metBy);
  await who.presses('Save the journey');
  await who.reads('The journey is written down');
}

const talkAbout = [
  'How are you doing?',
  'How is it in the host family?',
  'How is it at school?',
  'How is it with friends?',
  'How is it with the language?',
];
const lookBackOn = [
  'The preparation',
  'Life in the host family',
  'School abroad',
  'The support during the stay',
  'All in all: how would you speak of it to others?',
];

async function opensDossier(who: Persona) {
  await who.home();
  await who.goesTo(who.phone ? 'The stay' : 'Mobilities');
  await who.follows(/Žanete/);
}

describe('The walk', () => {
  step('1. a school makes a project, partners are invited by mail and join', async () => {
    const link = await offerAdminLink(stage.house.runtime);
    await administrator.opens(link as string);
    await administrator.writes('E-mail address', administrator.email);
    await administrator.writes('Given name', 'Robin');
    await administrator.writes('Family name', 'Maes');
    await administrator.presses('Accept and join');
    await administrator.goesTo('Organisations');
    await administrator.follows('Invite an organisation');
    await administrator.writes('Name of the organisation', schools.riga.name);
    await administrator.chooses('What it is', 'School');
    await administrator.writes('E-mail address', janis.email);
    await administrator.presses('Send the invitation');
    await joins(janis, schools.riga);

    await janis.goesTo('Projects');
    await janis.follows('New project');
    await janis.writes('Erasmus+ code', `${stage.today().year}-1-LV01-KA120-SCH-000000123`);
    await janis.writes('Title', 'Mācāmies Eiropā');
    await janis.presses('Open the project');
    await janis.reads('KA120 is the accreditation itself.');
    expect(await janis.field('Title').inputValue()).toBe('Mācāmies Eiropā');
    await janis.writes('Erasmus+ code', ` ${stage.today().year}-1-lv01–KA121-SCH-000000123`);
    await janis.presses('Open the project');
    await janis.reads('The project is open.');
    await invitesPartner(schools.chartres, helene.email);
    await invitesPartner(schools.afsLatvia, liga.email);
    await invitesPartner(schools.afsFrance, maelle.email);
    await janis.reads('has yet to accept the invitation');
    await joins(helene, schools.chartres);
    await helene.reads('Mācāmies Eiropā');
    await joins(liga, schools.afsLatvia);
    await joins(maelle, schools.afsFrance);
    // a link works once
    await stage
      .enter({ name: 'a stranger', email: 'stranger@example.org' })
      .then(async (stranger) => {
        await stranger.opensMailOf(maelle, 'invites');
        await stranger.reads('This invitation has been used');
      });
    await invitesColleague(janis, schools.riga.name, dzintra, 'teacher');
    await invitesColleague(helene, schools.chartres.name, zoe, 'mentor');
    await invitesColleague(maelle, schools.afsFrance.name, gael, 'volunteer');

    await janis.goesTo('Projects');
    await janis.follows('Mācāmies Eiropā');
    for (const org of Object.values(schools)) await janis.reads(org.name);
    await janis.follows('Open an intake');
    await janis.writes('Name of the intake', 'Winter');
    await janis.chooses('Timeline', 'Leaving in January or February');
    await janis.writesDate('First day of the stay', startsOn);
    await janis.writesDate('Last day of the stay', startsOn.subtract({ days: 1 }));
    await janis.presses(/Open|Save/);
    await janis.reads('The last day must come after the first.');
    await janis.writesDate('Last day of the stay', startsOn.add({ months: 11 }));
    await janis.presses(/Open|Save/);
    await janis.reads('A stay lasts at most ten months');
    await janis.writesDate('Last day of the stay', endsOn);
    await janis.presses(/Open|Save/);
    await janis.reads('The intake is open, and its timeline is computed.');
    intakeUrl = janis.page.url();
  });

  step('2. pupils are imported from a file, and nothing is written until it is clean', async () => {
    const header =
      'Vārds;Uzvārds;Dzimšanas datums;Dzimums;Klase;E-pasts;Valoda;Vecāka vārds;Vecāka uzvārds;Vecāka e-pasts;Radniecība';
    const born = (years: number) => {
      const day = startsOn.subtract({ years, months: 3 });
      return `${String(day.day).padStart(2, '0')}.${String(day.month).padStart(2, '0')}.${day.year}`;
    };
    const line = `Žanete;Ņikiforova;${born(16)};sieviete;10.c;${zanete.email};english;Svetlana;Ņikiforova;${svetlana.email};māte`;
    const bad = [
      header,
      line,
      `Jurģis;Šteins;${born(13)};vīrietis;9.a;jurgis.steins;latviešu;Anna;Šteina;anna.steina@example.org;māte`,
      `Madara;Ozola;31.02.2009;sieviete;10.a;madara.ozola@example.org;latviešu;Ieva;Ozola;ieva.ozola@example.org;māsa`,
      line,
    ].join('\r\n');
    const mailsBefore = (await stage.house.mails()).length;
    await janis.goesTo('Applications');
    await janis.follows(/Winter/);
    await janis.reads('No pupils yet');
    await janis.follows('Import pupils');
    await janis.attaches(
      'List of pupils',
      'pupils.pdf',
      new TextEncoder().encode('%PDF-1.7 no spreadsheet'),
      'application/pdf',
    );
    await janis.presses('Read the list');
    await janis.reads(
      'This list cannot be imported yet',
      'Nothing was written and nobody got a mail.',
    );
    await janis.attaches('List of pupils', 'pupils.csv', new TextEncoder().encode(bad));
    await janis.presses('Read the list');
    await janis.presses('Check the list');
    await janis.reads('This list cannot be imported yet');
    const faults = await janis.main.getByRole('row').allInnerTexts();
    const wrong = (row: number, column: string, why: RegExp) =>
      expect(
        faults.some((f) => f.startsWith(`Row ${row}`) && f.includes(column) && why.test(f)),
        `row ${row}, ${column} in\n${faults.join('\n')}`,
      ).toBe(true);
    wrong(3, 'Dzimšanas datums', /at least 14/);
    wrong(3, 'E-pasts', /name@example.org/);
    wrong(4, 'Dzimšanas datums', /no such day/);
    wrong(4, 'Radniecība', /mother, father or guardian/);
    wrong(5, 'Uzvārds', /row 2 already|already/);
    await janis.goesTo('Applications');
    await janis.follows(/Winter/);
    await janis.reads('No pupils yet');
    expect((await stage.house.mails()).length).toBe(mailsBefore);

    await janis.follows('Import pupils');
    await janis.attaches('List of pupils', 'skoleni.csv', windows1257([header, line].join('\r\n')));
    await janis.presses('Read the list');
    await janis.presses('Check the list');
    await janis.reads(
      '1 pupil is ready to be added',
      'Žanete Ņikiforova',
      'Svetlana Ņikiforova (mother)',
    );
    await janis.presses('Add 1 pupil and send the mails');
    await janis.reads('The pupils are added. The mails are on their way.');
    await janis.selects('Supporting organisation', schools.afsLatvia.name);
    await janis.presses('Save the choice');
    await janis.reads('Supported by AFS Latvija');
  });

  step(
    '3. the timeline says what is due when and by whom, on the page and in the calendar',
    async () => {
      await janis.opens(intakeUrl);
      await janis.reads(
        'Your next steps',
        'Where these steps come from',
        /\d+ days late/,
        'from a published guide',
      );
      expect(await janis.main.getByRole('row').count()).toBeGreaterThan(20);
      await janis.selects('Whose turn', 'Hosting organisation');
      await janis.presses('Show');
      await janis.follows('Show all');
      await janis.main
        .getByRole('form', { name: /^Tick as done: / })
        .first()
        .getByRole('button')
        .click();
      await janis.reads('Ticked as done.', /done on/);

      await janis.goesTo('Calendar');
      await janis.follows('Have it in the calendar of your phone');
      await janis.presses('Make my private address');
      const address = await janis.field('Your private address').inputValue();
      const answer = await janis.context.request.get(address);
      expect(answer.status()).toBe(200);
      expect(answer.headers()['content-type']).toMatch(/^text\/calendar/);
      const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
      const events = calendar.getAllSubcomponents('vevent');
      // the steps that the table of responsibilities gives the school; others stand in the feeds of their own people
      expect(events.length).toBeGreaterThan(1);
      for (const event of events) expect(event.getFirstPropertyValue('summary')).toBeTruthy();
      expect(
        (await janis.context.request.get(address.replace(/.{8}\.ics$/, 'AAAAAAAA.ics'))).status(),
      ).toBe(404);
      await janis.home();
      await janis.reads(/next step/i);
    },
  );

  step('4. the pupil applies on a phone, the guardian consents, the school selects', async () => {
    await zanete.opensMail('Would you like to go to school in another country?');
    await zanete.reads('My application');
    await zanete.follows('Start');
    await zanete.writes(
      'Who are you?',
      'Es esmu Žanete. I laugh at my own jokes and draw everything I see.',
    );
    await zanete.ticks('Drawing and making things');
    expect(await zanete.overflows()).toBe(false);
    await zanete.presses('Save and go on');
    await zanete.writes('Why do you want to go?', 'I want to hear another language at breakfast.');
    await zanete.presses('Save and finish later');
    await zanete.reads('2 of 6 parts done');
    await zanete.follows('Go on');
    await zanete.selects('Which language do you speak at home?', 'Latvian');
    await zanete.selects('Language', 'French');
    await zanete.presses('Save and go on');
    await zanete.reads('Nothing you wrote is lost.');
    await zanete.chooses('Level', 'A1');
    await zanete.presses('Save and go on');
    await zanete.chooses('Do you smoke or vape?', 'No');
    for (const question of [
      'A family where somebody smokes?',
      'A family with animals?',
      'Sharing a room with a child of the family?',
      'Living with one adult without children?',
    ])
      await zanete.chooses(question, 'Yes, fine');
    expect(await zanete.overflows()).toBe(false);
    await zanete.presses('Save and go on');
    await zanete.writes('Your letter', 'Bonjour, je m’appelle Žanete et j’aime dessiner.');
    await zanete.presses('Save and go on');
    await zanete.reads('Your school does not see it.');
    await zanete.chooses('Do you have allergies?', 'Yes');
    await zanete.chooses('How do you eat?', 'I eat everything');
    await zanete.presses('Save and go on');
    await zanete.reads('Your answer brought another question.');
    await zanete.group('What are you allergic to?').getByLabel('Dogs', { exact: true }).check();
    await zanete.group('Which of them are serious?').getByLabel('Dogs', { exact: true }).check();
    expect(await zanete.overflows()).toBe(false);
    await zanete.presses('Save and go on');
    await zanete.reads('Read it once more', 'Your school does not see this page.', 'Dogs');
    expect(await zanete.overflows()).toBe(false);
    await zanete.presses('Send my application');
    await zanete.reads('Sent. Well done.', 'Waiting for Svetlana Ņikiforova');

    // without the consent the school cannot select
    await janis.goesTo('Applications');
    await janis.follows(/Winter/);
    await janis.follows('Žanete Ņikiforova');
    expect(await janis.words()).not.toContain('Dogs');

    await svetlana.opensMail('your consent');
    await svetlana.reads('First consent for Žanete Ņikiforova');
    if (await svetlana.main.getByRole('link', { name: 'Read and consent' }).count())
      await svetlana.follows('Read and consent');
    await svetlana.ticks('I have read this and I agree');
    expect(await svetlana.overflows()).toBe(false);
    await svetlana.presses('Give my consent');
    await svetlana.reads('Thank you. Your consent is recorded.');

    // somebody who supports reads, and does not decide
    await liga.goesTo('Applications');
    await liga.follows(/Winter/);
    await liga.follows('Žanete Ņikiforova');
    expect(await liga.main.getByRole('link', { name: 'Decide' }).count()).toBe(0);

    await janis.home();
    await janis.takesUp(/^Decide about 1 application/);
    await janis.follows('Decide about Žanete Ņikiforova');
    await janis.reads('I want to hear another language at breakfast.');
    await janis.writes(
      'Reason',
      'Nobody of her family has been abroad. She draws, and will make friends by it.',
    );
    await janis.presses('Select Žanete Ņikiforova');
    await janis.reads('Selected. The mails are on their way, and the dossier is open.');
    await zanete.opensMail('You are selected');
    await svetlana.opensMail('is selected for the stay abroad');

    await janis.home();
    await janis.goesTo('Mobilities');
    await janis.follows('Žanete Ņikiforova');
    dossierUrl = janis.page.url();
    await janis.follows('Choose');
    await janis.chooses(
      'Who looks for a school and a family?',
      `France: ${schools.afsFrance.name}`,
    );
    await janis.presses('Choose');
    await janis.reads('The hosting side can now see the dossier.');
    await janis.follows('Change the contact teacher');
    await janis.selects('Contact teacher', 'Dzintra Šķēle');
    await janis.presses('Save');
    await janis.reads('The contact teacher is named.');
    for (const who of [liga, maelle, dzintra]) {
      await who.goesTo('Mobilities');
      await who.follows('Žanete Ņikiforova');
      await who.reads('What happened so far');
    }
    await stage
      .enter({ name: 'a stranger', email: 'robin.maes@example.org' })
      .then(async (stranger) => {
        await stranger.opens(dossierUrl);
        expect(await stranger.words()).not.toContain('Žanete');
      });
  });
  step(
    '5. the hosting side offers places and families; a rule refuses one, four people accept another',
    async () => {
      await entersFamily(
        'Moreau',
        [
          { name: 'Lucie', age: 44, gender: 'Female', relation: 'Parent' },
          { name: 'Théo', age: 12, gender: 'Male', relation: 'Child' },
        ],
        'Dog',
      );
      await maelle.reads(/things are missing before a pupil can live here/);
      await opensDossier(maelle);
      await maelle.follows('Open the placement');
      await maelle.follows('Enter a school’s offer');
      await maelle.follows('Enter a school’s offer');
      await maelle.selects('Host school', schools.chartres.name);
      await maelle.selects('Hosting organisation', schools.afsFrance.name);
      await maelle.writes('Places', '1');
      await maelle.selects('Language of teaching', 'French');
      await maelle.writes('Subjects', 'mathématiques, arts plastiques');
      await maelle.selects('Mentor', zoe.name);
      await maelle.presses('Save');
      await maelle.reads('The offer is saved.', 'Zoé L’Hermitte');

      // the dog at home and the serious allergy: refused, and it says why
      await opensDossier(maelle);
      await maelle.follows('Open the placement');
      await maelle.reads('1 family is not possible');
      await maelle.follows('Propose with a written agreement');
      await maelle.presses('Ask all four');
      await maelle.reads(
        'This placement is not possible',
        'The pupil is seriously allergic to dogs, and this family keeps them indoors.',
      );
      expect(
        (await stage.house.mails()).filter(
          (m) => m.to_address === zanete.email && /family/i.test(m.subject),
        ),
      ).toEqual([]);

      await entersFamily('Bertrand', [
        { name: 'Solène', age: 46, gender: 'Female', relation: 'Parent' },
        { name: 'Marc', age: 48, gender: 'Male', relation: 'Parent' },
        { name: 'Inès', age: 15, gender: 'Female', relation: 'Child' },
      ]);
      await maelle.follows('Solène Bertrand');
      await maelle.follows('Let them sign in');
      await maelle.writes('E-mail address', solene.email);
      await maelle.presses('Send the mail');
      await maelle.reads('The mail is on its way.');
      await solene.opensMail('your host family page');
      await solene.reads('Family Bertrand');
      await changes(solene, 'Letter, languages and interests');
      await solene.selects('Language you speak most at home', 'French');
      await solene.writes(
        'Letter to the pupil',
        'Chère inconnue, chez nous on dîne tard et on dessine beaucoup.',
      );
      expect(await solene.overflows()).toBe(false);
      await solene.presses('Save');
      await solene.reads('on dessine beaucoup');
      await maelle.goesTo('Host families');
      await maelle.follows(/Bertrand/);
      await checksFamily(['Solène Bertrand', 'Marc Bertrand']);
      await maelle.goesTo('Host families');
      await maelle.follows(/Bertrand/);
      await maelle.reads('This family is ready');

      await opensDossier(maelle);
      await maelle.follows('Open the placement');
      await maelle.follows('Propose');
      await maelle.presses('Ask all four');
      await maelle.reads('All four are asked by mail.');

      await helene.opensMail(/pupil|place/i);
      await answers(helene, 'Answer for the school');
      await solene.opensMail(/pupil|host/i);
      await solene.reads('Žanete');
      await answers(solene, 'Answer for your family');
      await zanete.opensMail(/family/i);
      await zanete.reads('on dessine beaucoup');
      expect(await zanete.words()).not.toContain('Bertrand');
      await answers(zanete, 'Answer');
      await svetlana.opensMail(/family/i);
      await answers(svetlana, 'Answer as parent or guardian', 'Everybody has said yes.');
      await zanete.home();
      await opensDossier(zanete);
      await zanete.reads('Bertrand');

      await opensDossier(maelle);
      await maelle.follows('Open the placement');
      await maelle.follows('Name the contact person');
      await maelle.selects('Contact person', gael.name);
      await maelle.writes('Distance to the host family’s home', '500');
      await maelle.presses('Name this person');
      await maelle.reads('This person cannot be the contact person', /500 km away/);
      await maelle.writes('Distance to the host family’s home', '12');
      await maelle.presses('Name this person');
      await maelle.reads('The contact person is named.');
    },
  );
  step(
    '6. schools and pupil make the agreement, all sign, and a change is signed by all again',
    async () => {
      const art: Row = [
        'Art',
        'Draw people from life',
        'Arts plastiques, 3 hours a week',
        'Portfolio of ten sheets',
        'Mark counts as the mark of the term',
      ];
      const french: Row = [
        'French',
        'Hold an everyday conversation',
        'At home and in class',
        'Talk with the mentor',
        'Certificate',
      ];
      await opensAgreement(dzintra);
      await dzintra.presses('Begin the agreement');
      await writesRow(dzintra, 1, art);
      await dzintra.presses('Save and add a row');
      await writesRow(dzintra, 2, french);
      await dzintra.writes(
        'Monitoring and support during the stay',
        'Dzintra and Zoé write to each other every two weeks.',
      );
      await dzintra.presses('Save');
      await dzintra.reads('Saved.', 'Draw people from life');

      // two write at once: the second sees what the first saved, and loses nothing
      for (const who of [zoe, janis]) {
        await opensAgreement(who);
        await who.follows('Edit the rows');
      }
      await zoe.writes('How it is assessed', 'Portfolio of twelve sheets', zoe.inside('Row 1'));
      await zoe.presses('Save');
      await zoe.reads('Saved.');
      await janis.writes(
        'How it is recognised',
        'Certificate and a mark in the oral part',
        janis.inside('Row 2'),
      );
      await janis.presses('Save');
      await janis.reads(
        'Zoé L’Hermitte saved while you were writing',
        'Portfolio of twelve sheets',
      );
      expect(await janis.field('How it is recognised', janis.inside('Row 2')).inputValue()).toBe(
        'Certificate and a mark in the oral part',
      );
      await janis.writes('How it is assessed', 'Portfolio of twelve sheets', janis.inside('Row 1'));
      await janis.presses('Save');
      await janis.reads(
        'Saved.',
        'Portfolio of twelve sheets',
        'Certificate and a mark in the oral part',
      );
      await janis.presses('Ask everybody to sign');
      await janis.reads('Everybody has been asked by mail to sign.');

      // two presses are one signature
      await zanete.opensMail('Please sign the Learning Agreement');
      await zanete.follows('Read and sign');
      await zanete.ticks('I have read this agreement and I sign it.');
      expect(await zanete.overflows()).toBe(false);
      await zanete.main.getByRole('button', { name: 'Sign', exact: true }).dblclick();
      await zanete.reads('Thank you, you have signed.');
      await opensAgreement(zanete);
      await zanete.reads('You have signed. There is nothing more for you to do here.');

      await svetlana.opens(`${new URL(dossierUrl).pathname}/consent`);
      await svetlana.reads(
        'This consent cannot be given here now',
        'The learning agreement is not signed by all yet.',
      );
      // the same form in a second window, sent after the first: the signature counts once
      const second = await svetlana.context.newPage();
      await second.goto(`${dossierUrl}/agreement/sign`);
      await signs(svetlana, 1);
      await second.getByLabel('I have read this agreement and I sign it.').check();
      await second.getByRole('button', { name: 'Sign', exact: true }).click();
      await second.getByText('You have already signed this version.').waitFor();
      await second.close();
      await signs(helene, 1);
      await signs(janis, 1, 'Thank you. Now everybody has signed.');

      await zanete.opensMail('is signed');
      await zanete.awaits('Version 1 as PDF');
      const first = readPdf(await zanete.saves('Version 1 as PDF'));
      for (const name of [
        'Žanete Ņikiforova',
        'Svetlana Ņikiforova',
        'Jānis Ķeniņš',
        'Hélène Lefèvre',
        'Zoé L’Hermitte',
        schools.riga.name,
        schools.chartres.name,
      ])
        expect(first.squeezed).toContain(name.replaceAll(' ', ''));
      expect(first.claimsUa).toBe(true);
      expect(first.untagged).toBe(0);
      expect(first.roles).toEqual(expect.arrayContaining(['H1', 'Table', 'TH']));
      const href = await zanete.main
        .getByRole('link', { name: 'Version 1 as PDF' })
        .getAttribute('href');
      const paper = await zanete.context.request.get(`${stage.origin}${href}`);
      expect(paper.headers().etag).toBe(
        `"${createHash('sha256')
          .update(await paper.body())
          .digest('hex')}"`,
      );

      await opensAgreement(dzintra);
      await dzintra.main.getByText('Change the agreement').click();
      await dzintra.writes('Why it changes', 'The class goes to the theatre every Thursday.');
      await dzintra.presses('Begin a new version');
      await dzintra.writes(
        'How it is learned',
        'Arts plastiques 3 hours, theatre on Thursdays',
        dzintra.inside('Row 1'),
      );
      await dzintra.presses('Save');
      await dzintra.reads('Version 1 stays in force until everybody has signed version 2.');
      await opensAgreement(janis);
      await janis.presses('Ask everybody to sign');
      for (const who of [janis, zanete, svetlana]) await signs(who, 2);
      await helene.opensMail('Please sign the Learning Agreement');
      await helene.reads('Waiting for');
      await signs(helene, 2, 'Thank you. Now everybody has signed.');
      await helene.awaits('Version 2 as PDF');
      const changed = readPdf(await helene.saves('Version 2 as PDF'));
      expect(changed.squeezed).toContain('theatreonThursdays');
      await helene.reads('Version 1 as PDF');
    },
  );

  step(
    '7. the binding consent, the way there, a first talk, the way home and the recognition',
    async () => {
      await svetlana.home();
      await svetlana.takesUp(/^Binding consent/);
      await svetlana.reads('Solène Bertrand', 'Zoé L’Hermitte', 'Signed by all four');
      await svetlana.presses('Give the binding consent');
      await svetlana.reads('Please tick the box if you agree.');
      await svetlana.ticks('I have read this and I agree');
      expect(await svetlana.overflows()).toBe(false);
      await svetlana.presses('Give the binding consent');
      await svetlana.reads('Thank you. Your consent is kept');

      await opensDossier(liga);
      await liga.follows('Open the journeys');
      await plansJourney(liga, 'there', startsOn, [
        'Rīga',
        'Svetlana Ņikiforova',
        'Gaël Le Goff, +33 6 00 00 00 00',
      ]);
      await plansJourney(liga, 'back', endsOn, ['Chartres', 'Gaël Le Goff', 'Svetlana Ņikiforova']);

      stage.dayComes(startsOn);
      await zanete.home();
      await zanete.takesUp(/^Say when the journey begins/);
      await zanete.presses('I have left');
      await zanete.reads('Noted. We wish a good journey.');
      await solene.home();
      await solene.takesUp(/^Confirm the arrival/);
      await solene.presses('Yes, arrived');
      await solene.reads('Thank you. The guardians have been told.');
      await svetlana.opensMail('has arrived');

      stage.dayComes(startsOn.add({ days: 6 }));
      await gael.home();
      await gael.follows('Write it down');
      await gael.reads('A talk with Žanete Ņikiforova');
      for (const topic of talkAbout)
        await gael.chooses(topic, topic === 'How is it with the language?' ? '3' : '4');
      await gael.writes('In their own words', 'Breakfast is loud and I like it.');
      await gael.presses('Save');
      await gael.reads('Saved. Thank you for taking the time.');
      await opensDossier(solene);
      expect(await solene.words()).not.toContain('Breakfast is loud');

      stage.dayComes(endsOn);
      await zoe.home();
      await zoe.follows('Write it');
      await zoe.writesDate('First day of the stay', startsOn);
      await zoe.writesDate('Last day of the stay', endsOn);
      await zoe.chooses('Art: what was achieved', 'Achieved');
      await zoe.chooses('French: what was achieved', 'Partly achieved');
      await zoe.presses('Issue the complement');
      await zoe.reads('The complement is issued. Thank you.');
      await zoe.awaits('Complement as PDF');
      expect(readPdf(await zoe.saves('Complement as PDF')).squeezed).toContain('ŽaneteŅikiforova');

      await svetlana.home();
      await opensDossier(svetlana);
      await svetlana.follows('Open the journeys');
      await svetlana.presses('Yes, home again');
      await svetlana.reads('Welcome back.');

      await zanete.home();
      await zanete.follows('Look back');
      for (const topic of lookBackOn) await zanete.chooses(topic, '5');
      await zanete.writes('What was best?', 'The Thursdays at the theatre.');
      await zanete.presses('Send');
      await zanete.reads('Thank you. What you say makes the next mobility better.');

      await janis.home();
      await janis.takesUp(/^Decide what is recognised/);
      await janis.chooses('Art: what we recognise', 'Recognised');
      await janis.chooses('French: what we recognise', 'Partly recognised');
      await janis.presses('Save the decisions');
      await janis.reads('Row 2: please give the reason, the pupil reads it.');
      await janis.writes(
        'Reason',
        'The oral part counts, writing follows in spring.',
        janis.inside('French'),
      );
      await janis.presses('Save the decisions');
      await janis.reads('Everything is decided.');
      await zanete.opensMail('what is recognised');
      await zanete.reads('Partly recognised', 'The oral part counts, writing follows in spring.');
    },
  );

  step('8. the dossier tells the whole story on one page, and prints', async () => {
    await opensDossier(janis);
    // what is over is folded away; all of it is there for who opens it
    for (const fold of await janis.main.locator('details').all())
      if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
    const story = await janis.words();
    for (const part of [
      ...Object.values(schools).map((org) => org.name),
      ...[zanete, svetlana, dzintra, zoe, gael].map((who) => who.name),
      'Solène Bertrand',
      'Jānis Ķeniņš selected the pupil',
      'Svetlana Ņikiforova gave the first consent',
      'Svetlana Ņikiforova gave the binding consent',
      'Gaël Le Goff had a check-in',
      'The way is complete: what was learnt is recognised',
    ])
      expect(story).toContain(part);
    await janis.page.emulateMedia({ media: 'print' });
    expect(await janis.page.getByRole('navigation').first().isVisible()).toBe(false);
    expect(
      await janis.main.getByRole('heading', { name: 'What happened so far' }).isVisible(),
    ).toBe(true);
    const paper = await janis.page.pdf({ format: 'A4' });
    expect(Buffer.from(paper).subarray(0, 5).toString()).toBe('%PDF-');
    await janis.page.emulateMedia({ media: null });
    await opensDossier(zanete);
    expect(await zanete.overflows()).toBe(false);
    await zanete.reads('The way is complete: what was learnt is recognised');
  });
});
