import { beforeAll, expect, it } from 'vitest';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
let teacher: string;
let head: string;
const at = (id: string) => `${id}@example.org`;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'settled' });
  // abroad since three weeks
  await stage.house.sql("update mobilities set starts_on = '2026-11-02', ends_on = '2027-01-30'");
  const elena = await stage.house.person({ givenName: 'Elena', familyName: 'Colega' });
  await stage.house.member(d.sendingSchool, elena, ['teacher']);
  const paz = await stage.house.person({ givenName: 'Paz', familyName: 'Directora' });
  await stage.house.member(d.sendingSchool, paz, ['head']);
  [teacher, head] = [at(elena), at(paz)];
});

it('a teacher takes an idea on and counts who came, the head opens a page, and nobody is named on it', async () => {
  const elena = await stage.enter({ name: 'Elena', email: teacher, phone: true });
  await elena.opens(`/schools/${d.sendingSchool}/wall`);
  await elena.reads('One pupil abroad, in the first month');
  expect(await elena.overflows()).toBe(false);
  await elena.main.getByText('A lesson about where they go', { exact: true }).first().click();
  await elena.follows('We do this: A lesson about where they go');
  await elena.writes('In whose name?', 'Class 4B');
  await elena.presses('We do this');
  await elena.reads('Taken on. It stands on the wall.', 'A lesson about where they go · Class 4B');
  await elena.presses('It is done: Class 4B');
  await elena.reads('Done. Thank you.');
  await elena.follows('Note what happened');
  // a form that is sent back keeps what was typed
  await elena.writes('How many pupils?', '24');
  await elena.presses('Note it');
  await elena.reads('Please look at this again');
  expect(await elena.field('How many pupils?').inputValue()).toBe('24');
  await elena.writes('What was it?', 'An evening about the country');
  await elena.writes('How many families?', '6');
  await elena.presses('Note it');
  await elena.reads('Noted.', 'An evening about the country', /24 pupils/, /6 families/);
  expect(await elena.overflows()).toBe(false);
  // a teacher does not open the page
  expect(await elena.main.getByRole('link', { name: 'Write, open or close it' }).count()).toBe(0);

  const visitor = await stage.enter({ name: 'Visitor', email: 'nobody@example.org' });
  await visitor.page.goto(`${stage.origin}/schools/${d.sendingSchool}/life`);
  expect(await visitor.words()).not.toMatch(/4B|evening/);

  const paz = await stage.enter({ name: 'Paz', email: head });
  await paz.opens(`/schools/${d.sendingSchool}/page`);
  await paz.writes('What does your school do with mobility?', 'Lucía is in Riga until January.');
  await paz.ticks('Everybody may read this page');
  await paz.presses('Save');
  await paz.reads(/“Lucía” could tell everybody who a pupil or guest of your school is/);
  await paz.writes('What does your school do with mobility?', 'Each year some of us go away.');
  await paz.presses('Save');
  await paz.reads('Saved. Everybody can read the page.');
  await paz.presses(/: An evening about the country/);
  await paz.reads('Released. It stands on the page while the page is open.');

  await visitor.page.goto(`${stage.origin}/schools/${d.sendingSchool}/life`);
  await visitor.reads('Each year some of us go away.', /An evening about the country.*24 pupils/);
  // what was not released stays inside, and nobody is named
  expect(await visitor.words()).not.toMatch(/4B|Luc|Elena|Paz/);
  expect(stage.complaints()).toEqual([]);
});
