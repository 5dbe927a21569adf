import { beforeAll, describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { textRows, workbook } from '../support/workbook.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let dossier: SharedDossier;
let father: PersonId;

const emailOf = async (personId: string): Promise<string> =>
  (await stage.house.sql('select email from persons where id = $1', [personId]))[0].email;
const enter = async (name: string, personId: string, phone: boolean) =>
  stage.enter({ name, email: await emailOf(personId), phone, scripts: !phone });

beforeAll(async () => {
  stage = await openStage();
  dossier = await openDossier(stage.house, { state: 'placed' });
  father = await stage.house.person({ givenName: 'Luis', familyName: 'Ejemplo' });
  await stage.house.guardian(dossier.pupil, father, 'father');
  await stage.house.sql("update persons set birth_date = '2008-12-20' where id = $1", [
    dossier.pupil,
  ]);
});

function goes(name: string, walk: () => Promise<void>) {
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

/** Answers about photos, from the home page on. */
async function answers(who: Persona, answer: 'Yes, I agree' | 'No, I do not agree') {
  await who.home();
  await who.takesUp(/about consent for Lucía Ejemplo/);
  await who.follows('Read and answer: Photos and films');
  await who.reads('This is optional. Whatever the answer, Lucía can take part.');
  expect(await who.overflows()).toBe(false);
  await who.main.getByLabel(answer, { exact: true }).check();
  await who.presses('Keep my answer');
  await who.reads('Thank you. Your answer is kept.');
  expect(await who.overflows()).toBe(false);
}

describe('Consents', () => {
  let pilar: Persona;

  goes('one of two guardians takes back, and the school reads only that', async () => {
    const carmen = await enter('Carmen Ejemplo', dossier.guardian, true);
    const luis = await enter('Luis Ejemplo', father, true);
    pilar = await enter('Pilar Coordina', dossier.sender, false);
    await answers(carmen, 'Yes, I agree');
    await carmen.reads('Not complete: not everybody has answered yet', 'You agreed on');
    await answers(luis, 'Yes, I agree');
    await luis.reads('You act as Luis Ejemplo');
    await pilar.opens(`/mobilities/${dossier.id}`);
    await pilar.follows('Read what was agreed');
    await pilar.reads('Luis Ejemplo agreed on', 'Carmen Ejemplo agreed on');

    await luis.follows('See or change your answer: Photos and films');
    await luis.reads('What is printed already cannot be called back.');
    await luis.follows('Take my consent back');
    expect(await luis.overflows()).toBe(false);
    await luis.presses('Take it back');
    await luis.reads('It is taken back, from now on.', 'Not everybody agrees yet');

    await pilar.opens(`/consents/${dossier.pupil}`);
    await pilar.reads('Not everybody agrees yet');
    expect(await pilar.words()).not.toMatch(/Luis|Carmen/);
    for (let tries = 0; tries < 40; tries++) {
      const mails = await stage.house.mails();
      if (mails.some((m) => m.kind === 'applications.consent-lost')) break;
      await pilar.page.reload();
    }
    const mail = await pilar.newestMail('is not complete');
    expect(mail.body_text).not.toMatch(/Luis|Carmen|photo/i);
  });

  goes('a father who loses custody counts and sees no more, and both pages say so', async () => {
    const [{ application_id: applicationId }] = await stage.house.sql(
      'select application_id from mobilities where id = $1',
      [dossier.id],
    );
    await pilar.opens(`/applications/${applicationId}/guardians`);
    await pilar.main.locator('summary', { hasText: 'Somebody no longer holds it' }).click();
    await pilar.reads('After the last day this person is no longer asked');
    await pilar.chooses('Who no longer holds it?', 'Luis Ejemplo');
    await pilar.writesDate('Last day', stage.today().subtract({ days: 1 }));
    await pilar.presses('End it after this day');
    await pilar.reads('It ends after that day.');
    expect(await pilar.words()).not.toContain('Luis');
    // his no stays on record, and no longer stands against hers
    await pilar.opens(`/consents/${dossier.pupil}`);
    await pilar.reads('The one person named here who holds parental responsibility.');
    expect(await pilar.words()).not.toContain('Not everybody agrees yet');
    const luis = await enter('Luis Ejemplo', father, true);
    await luis.opens(`/consents/${dossier.pupil}`);
    await luis.reads('Not found');
    await luis.opens(`/applications/${applicationId}`);
    await luis.reads('Not found');
    await luis.home();
    expect(await luis.words()).not.toContain('Lucía');
    const carmen = await enter('Carmen Ejemplo', dossier.guardian, true);
    await carmen.opens(`/consents/${dossier.pupil}`);
    await carmen.reads(
      'The one person named here who holds parental responsibility.',
      'You agreed on',
    );
    expect(await carmen.overflows()).toBe(false);
  });

  goes('a mother gives the binding consent, takes it back, and the school reads why', async () => {
    await stage.house.sql("update mobilities set state = 'agreed' where id = $1", [dossier.id]);
    const carmen = await enter('Carmen Ejemplo', dossier.guardian, true);
    await carmen.opens(`/mobilities/${dossier.id}/consent`);
    await carmen.main.getByLabel('I have read this and I agree', { exact: true }).check();
    await carmen.presses('Give the binding consent');
    await carmen.opens(`/mobilities/${dossier.id}/consent`);
    await carmen.reads('If you change your mind');
    await carmen.main.getByText('Take the consent back', { exact: true }).first().click();
    await carmen.writes('Why, if you would like to say', 'Her grandmother is ill.');
    expect(await carmen.overflows()).toBe(false);
    await carmen.presses('Take the consent back');
    await carmen.reads('Your consent is taken back.', 'The binding consent was taken back');
    await pilar.opens(`/mobilities/${dossier.id}`);
    await pilar.reads('Please talk with the family first');
    expect(await pilar.words()).not.toContain('grandmother');
    await pilar.opens(`/mobilities/${dossier.id}/consent`);
    await pilar.reads('Her grandmother is ill.');
  });

  goes('a pupil who turns 18 answers alone from the birthday on', async () => {
    const lucia = await enter('Lucía Ejemplo', dossier.pupil, true);
    await lucia.opens(`/consents/${dossier.pupil}`);
    await lucia.reads('On 20 December 2026 this changes hands', 'You are under 18');
    stage.dayComes(Temporal.PlainDate.from('2026-12-20'));
    await lucia.home();
    await lucia.takesUp(/your own consent is asked/);
    await lucia.reads('You are of age and answer for yourself.', 'You are 18 now.');
    expect(await lucia.overflows()).toBe(false);
    await lucia.follows('Read and answer: Photos and films');
    await lucia.main.getByLabel('Yes, I agree', { exact: true }).check();
    await lucia.presses('Keep my answer');
    await pilar.opens(`/consents/${dossier.pupil}`);
    await pilar.reads('Lucía Ejemplo agreed on');
  });

  goes('a workbook with titles and headers of its own is understood, and remembered', async () => {
    const path = `/intakes/${dossier.intake}/applications/import`;
    const file = (rows: string[][]) =>
      workbook(textRows([['IES Ejemplo'], ['Lista de alumnos', '', '2026/27'], ...rows]));
    const headers = ['Quién', 'Fecha nac.', 'Correo', 'Madre', 'E-mail de la madre'];
    await pilar.opens(path);
    await pilar.attaches(
      'List of pupils',
      'lista.xlsx',
      file([
        headers,
        ['Núñez, Ana', '4/5/2010', 'ana.n@example.org', 'Núñez, Eva', 'eva.n@example.org'],
        ['Ruiz, Iván', '25/12/2009', 'ivan.r@example.org', 'Ruiz, Sol', 'sol.r@example.org'],
      ]),
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
    await pilar.presses('Read the list');
    await pilar.reads('What the columns mean', 'Núñez, Ana · Ruiz, Iván');
    await pilar.presses('Check the list');
    await pilar.reads('No column tells the given name.');
    await pilar.selects('Quién', 'Pupil: whole name');
    await pilar.selects('Madre', 'Guardian: whole name');
    await pilar.presses('Check the list');
    await pilar.reads('2 pupils are ready to be added', 'Iván Ruiz', '4 May 2010', 'Eva Núñez');
    await pilar.presses(/^Add 2 pupils/);
    await pilar.reads('The pupils are added.');

    await pilar.opens(path);
    await pilar.attaches(
      'List of pupils',
      'otra.xlsx',
      file([headers, ['Gil, Teo', '1/2/2010', 'teo@example.org', 'Gil, Luz', 'luz@example.org']]),
    );
    await pilar.presses('Read the list');
    await pilar.reads(/Read as on .* by Pilar Coordina/);
    await pilar.presses('Check the list');
    await pilar.reads(/This date can be read in two ways|1 pupil is ready/);
  });
});
