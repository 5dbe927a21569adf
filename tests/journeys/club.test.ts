import ICAL from 'ical.js';
import { beforeAll, describe, expect } from 'vitest';
import type { ClubId } from '#kernel/ids.ts';
import { acceptMembership } from '#modules/clubs/server/index.ts';
import { itemsFor, wordingFor } from '#modules/quality/core/index.ts';
import {
  answerItems,
  setPriorities,
  startAssessment,
  submitAssessment,
} from '#modules/quality/server/index.ts';
import type { Hand } from '#tests/support/house.ts';
import { stepsOf } from '#tests/support/steps.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let marta: Persona;
let noor: Persona;
let ingrid: Persona;
/** Those in the club of whom no page is looked at. */
const others: Hand[] = [];

const asked = itemsFor('quick', 'sending_school');
const theme = asked[0]?.criterion ?? '';
const themeWords = wordingFor('en').criterion(theme).text;
const points = asked.filter((item) => item.criterion === theme);

const cities = ['Vigo', 'Gent', 'Cēsis', 'Tours', 'Bergen', 'Ferrara'];
const names = [
  'Marta Giménez',
  'Noor Peeters',
  'Mārtiņš Ozols',
  'Loïc Hervé',
  'Solveig Bjørnøy',
  'Niccolò Bellò',
];

const mailOf = (index: number) => `practitioner.${index}@example.org`;

/** Somebody who has answered the quick scan of their school, and is done with it once a priority is given. */
async function practitioner(
  index: number,
  status: 'in_progress' | 'implemented',
  priority?: string,
): Promise<Hand> {
  const [givenName, familyName] = (names[index] as string).split(' ') as [string, string];
  const city = cities[index] as string;
  const orgId = await stage.house.organisation({ name: `School of ${city}`, city });
  const personId = await stage.house.person({ givenName, familyName, email: mailOf(index) });
  await stage.house.member(orgId, personId, ['teacher']);
  const hand = await stage.house.as(personId);
  const begun = await done(
    hand.do(startAssessment, { orgId, scope: 'quick', appliesAs: 'sending_school' }),
  );
  const { assessmentId } = begun;
  for (const [criterionId, items] of Map.groupBy(asked, (item) => item.criterion)) {
    const answers = Object.fromEntries(items.map((item) => [item.id, { status }]));
    await done(hand.do(answerItems, { assessmentId, criterionId, answers } as never));
  }
  if (priority) {
    const priorities = [{ itemId: priority, intent: 'improve' as const }];
    await done(hand.do(setPriorities, { assessmentId, version: 1, priorities }));
    await done(hand.do(submitAssessment, { assessmentId }));
  }
  return hand;
}

/** What came of a command that must not be refused. */
async function done<O extends { ok: boolean }>(outcome: Promise<O>): Promise<O & { ok: true }> {
  const came = await outcome;
  if (!came.ok) throw new Error(JSON.stringify(came));
  return came as O & { ok: true };
}

const enter = (index: number) =>
  stage.enter({ name: names[index] as string, email: mailOf(index) });

beforeAll(async () => {
  stage = await openStage();
  await practitioner(0, 'in_progress');
  for (const index of names.keys()) {
    if (index === 0) continue;
    const hand = await practitioner(index, 'implemented', points[0]?.id ?? '');
    if (index > 1) others.push(hand);
  }
  marta = await enter(0);
  noor = await enter(1);
  const org = await stage.house.organisation({ name: 'Interkultur', kind: 'supporting' });
  const personId = await stage.house.person({
    givenName: 'Ingrid',
    familyName: 'Sørlie',
    email: 'ingrid.sorlie@example.org',
  });
  await stage.house.member(org, personId, ['facilitator']);
  ingrid = await stage.enter({ name: 'Ingrid Sørlie', email: 'ingrid.sorlie@example.org' });
});

describe('Quality and clubs', () => {
  let room = '';
  const step = stepsOf(() => stage);

  step('a practitioner marks a priority and sees the matrix', async () => {
    await marta.home();
    await marta.takesUp(/quick scan/);
    await marta.follows('Mark your priorities');
    const first = marta.inside('Priority 1');
    await first.locator('select').selectOption(points[0]?.id ?? '');
    await marta.presses('Save priorities');
    await marta.reads('Please say what you want: start, improve, or offer.');
    expect(await first.locator('select').inputValue()).toBe(points[0]?.id);
    await first.locator('input[value=improve]').check();
    await marta.presses('Save priorities');
    await marta.presses('Close the assessment');
    await marta.reads('Where we stand', 'Criteria by status');
    const row = marta.main
      .getByRole('table', { name: 'Criteria by status' })
      .getByRole('row')
      .filter({ hasText: themeWords });
    expect(await row.textContent()).toMatch(/Priority[\s\S]*In progress/);
    await marta.reads('Not yet implemented');
  });

  step('a facilitator forms a club of five by hand', async () => {
    await ingrid.home();
    await ingrid.goesTo('Clubs');
    await ingrid.follows('Form a club');
    await ingrid.selects('Theme of the club', `${themeWords} (6 organisations)`);
    await ingrid.presses('Show people');
    expect(await ingrid.words()).not.toMatch(/In progress/);
    await ingrid.writes('Name of the club', 'Nobody is left out');
    await ingrid.selects('Language of the meetings', 'English');
    for (const [i, question] of [
      'Who does not apply, and why?',
      'What did each of us try?',
      'What will we do next year?',
    ].entries())
      await ingrid.writes(`Question ${i + 1}`, question);
    const pick = (name: string) =>
      ingrid.main.getByRole('row').filter({ hasText: name }).getByRole('checkbox').check();
    for (const name of names.slice(0, 4)) await pick(name);
    await ingrid.presses('Propose the club');
    await ingrid.reads('A club needs at least 5 people');
    expect(await ingrid.field('Question 2').inputValue()).toBe('What did each of us try?');
    await pick(names[4] as string);
    await ingrid.presses('Propose the club');
    await ingrid.reads('The club is formed.', 'Has not answered');
  });

  step('five accept, two of them by the mail', async () => {
    for (const who of [marta, noor]) {
      await who.opensMail('Will you join the club “Nobody is left out”?');
      await who.reads('Will you join this club?', themeWords);
      await who.presses('Join the club');
      await who.reads('You are in.');
    }
    room = new URL(marta.page.url()).pathname;
    const clubId = room.split('/').at(-1) as ClubId;
    for (const hand of others.slice(0, 3)) await done(hand.do(acceptMembership, { clubId }));
    await ingrid.opensMail('joins “Nobody is left out”');
  });

  step('the kick-off is planned, and the invitation carries a calendar file', async () => {
    const day = stage.today().add({ days: 9 });
    await ingrid.home();
    await ingrid.goesTo('Clubs');
    await ingrid.follows(/Nobody is left out/);
    await ingrid.presses('Start the club');
    await ingrid.follows('Plan the kick-off');
    await ingrid.writesDate('Day', stage.today().subtract({ days: 3 }));
    await ingrid.writes('It begins at', '09:10');
    await ingrid.writes('Link to the meeting', 'https://meet.example.org/left-out');
    await ingrid.presses('Send the invitations');
    await ingrid.reads('This is over already.');
    await ingrid.writesDate('Day', day);
    await ingrid.presses('Send the invitations');
    await ingrid.reads('The kick-off is planned and the invitations are on their way.');
    const invited = (await stage.house.mails()).filter((m) => m.subject.includes('Kick-off'));
    expect(invited.map((m) => m.to_address).sort()).toEqual(
      [...names.keys()].slice(0, 5).map(mailOf),
    );
    const mail = await marta.opensMail('Kick-off: Nobody is left out');
    await marta.reads('Nobody is left out');
    const [file] = mail.attachments;
    expect(file).toMatchObject({ type: 'calendar', method: 'REQUEST' });
    const event = new ICAL.Component(ICAL.parse(file?.content ?? '')).getFirstSubcomponent(
      'vevent',
    );
    expect(event?.getFirstPropertyValue('summary')).toContain('Nobody is left out');
    expect(String(event?.getFirstPropertyValue('dtstart'))).toContain(`${day}T09:10`);
  });

  step('they meet, and both browsers show the same clock', async () => {
    stage.dayComes(stage.today().add({ days: 9 }));
    for (const who of [ingrid, marta]) {
      await who.opens(room);
      await who.follows('Agenda and clock');
    }
    await ingrid.presses('Begin the meeting');
    const left = (who: Persona) => who.main.getByRole('timer');
    await marta.main.getByText('Welcome').first().waitFor();
    await left(marta)
      .filter({ hasText: /^[45]:\d\d$/ })
      .waitFor();
    const [hers, theirs] = [await left(ingrid).textContent(), await left(marta).textContent()];
    const seconds = (text: string | null) => {
      const [m = '0', s = '0'] = (text ?? '').split(':');
      return Number(m) * 60 + Number(s);
    };
    expect(Math.abs(seconds(hers) - seconds(theirs))).toBeLessThanOrEqual(1);
    await ingrid.presses('Next point');
    await marta.main.locator('.clock-what', { hasText: 'Who we are' }).waitFor();
    await ingrid.presses('Pause');
    await ingrid.writes('A decision', 'Each of us writes one card.');
    await ingrid.presses('Write it down');
    await ingrid.follows('Write the report');
    await ingrid.writes('The report', 'Five of us met.');
    await ingrid.presses('Save the report');
    await marta.opensMail('“Nobody is left out”: the report is there');
    await marta.reads('Five of us met.', 'Each of us writes one card.');
  });

  step('a practice card is written, shared, and begins a plan', async () => {
    await marta.opens(room);
    await marta.follows('Write a card');
    await marta.writes('What do you do?', 'We ask those who did not apply');
    await marta.writes('The problem', 'The same pupils applied every year.');
    await marta.presses('Keep as a draft');
    await marta.reads('Something is missing or not right');
    await marta.writes('How you do it', 'A short talk with each of them.');
    await marta.presses('Keep as a draft');
    await marta.presses('Share with Nobody is left out');
    await noor.opens(room);
    await noor.follows('We ask those who did not apply');
    await noor.presses('I would do this too');
    await noor.follows('Begin an action plan with it in Nobody is left out');
    await noor.selects(
      'Point of the questionnaire',
      wordingFor('en').item(points[0]?.id ?? '').text,
    );
    await noor.selects('Status now', 'Not started');
    await noor.selects('Status you want', 'In progress');
    await noor.writes('Aim', 'Three talks before Easter.');
    await noor.writes('How you will see it', 'Three notes.');
    // the card has filled in how it is done
    expect(await noor.main.getByLabel('What', { exact: true }).first().inputValue()).toBe(
      'A short talk with each of them.',
    );
    await noor.presses('Save the plan');
    await noor.reads('The plan is saved.', 'Three talks before Easter.');
  });

  step('a friend gives feedback, the plan is closed, and the club wraps up', async () => {
    await marta.opens(room);
    await marta.follows('Three talks before Easter.');
    await marta.main.locator('textarea[name="words.advice"]').fill('Begin with one.');
    await marta.presses('Send the feedback');
    await noor.opensMail('“Nobody is left out”: feedback on your plan');
    await noor.reads('Begin with one.');
    await noor.follows('Close the plan');
    await noor.main.locator('input[value=partly]').check();
    await noor.writes('What came of it?', 'One talk, and it was a good one.');
    await noor.presses('Close the plan');
    await noor.reads('proposed to your self-assessment');
    await noor.opens(room);
    await noor.follows('Wrap-up and future');
    await noor.writes('What do you want to do next?', 'A project with Vigo.');
    await noor.ticks('School of Vigo');
    await noor.presses('Save');
    await marta.opens(room);
    await marta.follows('Wrap-up and future');
    await marta.reads('School of Gent would like to work with you');
    await ingrid.home();
    await ingrid.goesTo('Clubs');
    await ingrid.follows('Your desk');
    await ingrid.reads('Nobody is left out');
  });
});
