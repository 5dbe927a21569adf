import { beforeAll, expect, it } from 'vitest';
import { sendDueMails } from '#modules/messaging/server/index.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let pupil: Persona;
let contact: Persona;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house);
  const at = (id: string) => `${id}@example.org`;
  pupil = await stage.enter({ name: 'Lucía', email: at(d.pupil), phone: true });
  contact = await stage.enter({ name: 'Marta', email: at(d.contact) });
});

it('a pupil writes to the contact person, who sees it come and answers', async () => {
  const { page, main } = pupil;
  await pupil.opens(`/mobilities/${d.id}`);
  await main.getByRole('link', { name: 'Write a message' }).click();
  await main.getByLabel('Marta Palīgs').check();
  await main.getByRole('button', { name: 'Go on' }).click();
  // who reads along is said before anything is written
  await page.getByText('Because you are under 18').waitFor();
  expect(await main.textContent()).toContain('Marta Palīgs (Contact person)');
  await main.getByLabel('What is it about?').fill('The bus');
  await main.getByLabel('Your message').fill('It never comes.');
  await main.getByRole('button', { name: 'Send' }).click();
  await main.getByText('It never comes.').waitFor();

  await contact.opens('/threads');
  await contact.main.getByRole('link', { name: 'The bus' }).click();
  await contact.main.getByText('It never comes.').waitFor();
  const { pathname } = new URL(contact.page.url());

  // written while the other looks: it appears by itself, and what is being typed stays
  await contact.main.getByLabel('Write here').fill('I am just');
  await main.getByLabel('Write here').fill('Now it came!');
  await main.getByRole('button', { name: 'Send' }).click();
  await contact.main.getByText('Now it came!').waitFor({ timeout: 5000 });
  expect(await contact.main.getByLabel('Write here').inputValue()).toBe('I am just');
  await contact.main.getByText('A new message has come.').waitFor({ state: 'attached' });

  await contact.main.getByLabel('Write here').fill('Good to hear.');
  await contact.main.getByRole('button', { name: 'Send' }).click();
  await main.getByText('Good to hear.').waitFor({ timeout: 5000 });
  await main.getByText('Read up to here: Marta Palīgs').first().waitFor();

  // nobody else finds it
  const stranger = await stage.enter({ name: 'Nobody', email: `${d.stranger}@example.org` });
  await stranger.opens(pathname);
  expect(await stranger.main.textContent()).not.toContain('bus');
});

it('without scripts the same is done, and a mail says only that something waits', async () => {
  const host = await stage.enter({
    name: 'Anna',
    email: `${d.host}@example.org`,
    scripts: false,
  });
  await host.opens(`/threads/new?kind=mobility&about=${d.id}`);
  await host.main.getByLabel('Lucía Ejemplo').check();
  await host.main.getByRole('button', { name: 'Go on' }).click();
  await host.main.getByLabel('What is it about?').fill('Doctor on Friday');
  await host.main.getByRole('button', { name: 'Send' }).click();
  await host.main.getByText('Please write something first.').first().waitFor();
  expect(await host.main.getByLabel('What is it about?').inputValue()).toBe('Doctor on Friday');
  await host.main.getByLabel('Your message').fill('At ten, I come along.');
  await host.main.getByRole('button', { name: 'Send' }).click();
  await host.main.getByText('At ten, I come along.').waitFor();

  stage.dayComes(stage.today().add({ days: 1 }));
  await sendDueMails(stage.house.runtime);
  const mail = await pupil.newestMail('A message from Anna');
  expect(`${mail.subject} ${mail.body_text}`).not.toMatch(/Doctor|come along/);
  expect(stage.complaints()).toEqual([]);
});
