import { beforeAll, expect, it } from 'vitest';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);

let stage: Stage;
let d: SharedDossier;
let ada: Persona;
let sender: Persona;
let pupil: Persona;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house);
  await stage.house.person({ givenName: 'Ada', email: 'ada@example.org', isAdmin: true });
  const at = (id: string) => `${id}@example.org`;
  ada = await stage.enter({ name: 'Ada', email: 'ada@example.org' });
  sender = await stage.enter({ name: 'Sending coordinator', email: at(d.sender) });
  pupil = await stage.enter({ name: 'Lucía', email: at(d.pupil), phone: true });
});

it('the administrator reads a list of holidays from a file, mends it, and saves it with its source', async () => {
  await ada.opens('/reference');
  await ada.selects('What it is about', 'School holidays');
  await ada.main.locator('#f-place').selectOption({ label: 'Latvia' });
  await ada.selects('School year', '2026/27');
  await ada.presses('Go on');
  const file =
    'Nosaukums;Sākums;Beigas\nRudens;26.10.2026;30.10.2026\nZiema;21.12.2026;1.1.2027\nPavasaris;15.3.2027;neviens\n';
  await ada.attaches('A list of holidays', 'brivdienas.csv', new TextEncoder().encode(file));
  await ada.presses('Read the file');
  await ada.reads('brivdienas.csv: 2 periods were read', 'Line 4: “neviens” is no day.');
  const list = ada.main.getByLabel('The days, one period a line');
  await list.fill(`${await list.inputValue()}\n2027-03-15; 2027-03-19; Pavasaris`);
  await ada.writes('Source', 'Cabinet regulation');
  await ada.chooses('How sure is it?', 'official');
  await ada.presses('Save');
  await ada.reads('School holidays: Latvia, 2026/27', 'Version 1', '15 March 2027');
});

it('the coordinator sees what is not known, and what other dates would move before they move', async () => {
  await sender.opens(`/projects`);
  await sender.follows('Spring');
  await sender.reads('Weekends and holidays are left free', 'What we do not know', 'Who is late');
  const before = await sender.words();
  expect(before).not.toContain('school holidays of Latvia for 2026/27');
  await sender.follows('What if the dates move?');
  await sender.writesDate('First day of the stay', day('2027-03-01'));
  await sender.writesDate('Last day of the stay', day('2027-04-30'));
  await sender.presses('Look what would move');
  await sender.reads(/steps move/, 'What would move');
  await sender.presses('Change the dates');
  await sender.reads('The dates are changed', '1 March 2027 to 30 April 2027');
});

it('the coordinator makes a timeline of the school’s own, and is told where steps wait for each other', async () => {
  await sender.opens('/projects/timelines');
  await sender.chooses('Made from', 'A short stay, one to three months');
  await sender.writes('Name', 'Our short stays');
  await sender.presses('Make it');
  await sender.follows('Add a step');
  await sender.writes('Name in English', 'Bake a cake');
  await sender.writes('Name in French', 'Faire un gâteau');
  await sender.main.locator('summary').click();
  await sender.main.getByLabel('Leave, never alone to or from station or airport').check();
  await sender.presses('Save the step');
  await sender.follows(
    'Give the final consent, knowing the host family, the mentor and the learning agreement',
  );
  await sender.main.locator('summary').click();
  await sender.main.getByLabel('Bake a cake').check();
  await sender.presses('Save the step');
  await sender.reads(/These steps would wait for each other: .*“Bake a cake”/);
  await sender.opens('/projects/timelines');
  await sender.follows(/Our short stays/);
  await sender.presses('Put it into use');
  await sender.reads('It is in use.', 'Bake a cake');
});

it('my week, the organisation and the plan of a pupil fit a phone', async () => {
  await sender.opens('/projects/week');
  await sender.reads('My week');
  await sender.opens('/projects/overview');
  await sender.reads('Partners by week', /\d+ late/);
  await pupil.opens(`/mobilities/${d.id}`);
  await pupil.follows('What is to do for this stay, by whom and by when');
  await pupil.reads('Still to do', 'IES Ejemplo');
  expect(await pupil.overflows()).toBe(false);
  expect(stage.complaints()).toEqual([]);
});
