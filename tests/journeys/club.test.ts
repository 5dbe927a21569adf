import ICAL from 'ical.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { itemsFor, wordingFor } from '#modules/quality/core/index.ts';
import {
  answerItems,
  setPriorities,
  startAssessment,
  submitAssessment,
} from '#modules/quality/server/index.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let marta: Persona;
let ingrid: Persona;
const colleagues: Persona[] = [];

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

async function practitioner(
  index: number,
): Promise<{ persona: Persona; personId: PersonId; orgId: OrgId }> {
  const name = names[index] as string;
  const [givenName, familyName] = name.split(' ') as [string, string];
  const email = `practitioner.${index}@example.org`;
  const orgId = await stage.house.organisation({
    name: `School of ${cities[index]}`,
    city: cities[index] as string,
  });
  const personId = await stage.house.person({ givenName, familyName, email });
  await stage.house.member(orgId, personId, ['teacher']);
  return { persona: await stage.enter({ name, email }), personId, orgId };
}

/** A colleague elsewhere who has looked at the own work and wants to learn about the theme. */
async function hasAssessed(who: { personId: PersonId; orgId: OrgId }) {
  const hand = await stage.house.as(who.personId);
  const begun = await hand.do(startAssessment, {
    orgId: who.orgId,
    scope: 'quick',
    appliesAs: 'sending_school',
  });
  if (!begun.ok) throw new Error(begun.faults[0].reason);
  const { assessmentId } = begun;
  for (const [criterionId, items] of Map.groupBy(asked, (item) => item.criterion)) {
    const answers = Object.fromEntries(items.map((item) => [item.id, { status: 'implemented' }]));
    const saved = await hand.do(answerItems, { assessmentId, criterionId, answers } as never);
    if (!saved.ok) throw new Error(saved.faults[0].reason);
  }
  const marked = await hand.do(setPriorities, {
    assessmentId,
    version: 1,
    priorities: [{ itemId: points[0]?.id ?? '', intent: 'improve' }],
  });
  if (!marked.ok) throw new Error(marked.faults[0].reason);
  const closed = await hand.do(submitAssessment, { assessmentId });
  if (!closed.ok) throw new Error(closed.faults[0].reason);
}

beforeAll(async () => {
  stage = await openStage();
  const all = [];
  for (const index of names.keys()) all.push(await practitioner(index));
  marta = all[0]?.persona as Persona;
  for (const other of all.slice(1)) {
    await hasAssessed(other);
    colleagues.push(other.persona);
  }
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
  let told = '';
  const step = (name: string, walk: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      if (told) skip();
      try {
        await walk();
        expect(stage.complaints()).toEqual([]);
      } catch (error) {
        told = name;
        if (error instanceof Error) error.message += `\n${await stage.whereAll()}`;
        throw error;
      }
    });

  step('a practitioner answers the quick scan, marks priorities and sees the matrix', async () => {
    await marta.home();
    await marta.goesTo('Quality');
    await marta.chooses('How much?', 'Quick scan');
    await marta.chooses('As which kind of organisation?', 'Sending school');
    await marta.presses('Start');
    await marta.follows('Answer');
    const criteria = new Set(asked.map((item) => item.criterion)).size;
    for (let page = 1; page <= criteria; page++) {
      await marta.reads(`criterion ${page} of ${criteria}`);
      for (const answer of await marta.main
        .locator(`input[type=radio][value=${page % 3 ? 'in_progress' : 'implemented'}]`)
        .all())
        await answer.check();
      await marta.presses(page === criteria ? 'Save' : 'Save and go on');
    }
    await marta.reads(`${asked.length} of ${asked.length} answered`);
    await marta.follows('Mark your priorities');
    const first = marta.inside('Priority 1');
    await first.locator('select').selectOption(points[0]?.id ?? '');
    await marta.presses('Save priorities');
    await marta.reads('Please say what you want: start, improve, or deepen.');
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

  step('five accept by mail', async () => {
    for (const who of [marta, ...colleagues.slice(0, 4)]) {
      await who.opensMail('Will you join the club “Nobody is left out”?');
      await who.reads('Will you join this club?', themeWords);
      await who.presses('Join the club');
      await who.reads('You are in.');
    }
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
    await ingrid.writes('It begins at', '16:00');
    await ingrid.writes('Link to the meeting', 'https://meet.example.org/left-out');
    await ingrid.presses('Send the invitations');
    await ingrid.reads('This is over already.');
    await ingrid.writesDate('Day', day);
    await ingrid.presses('Send the invitations');
    await ingrid.reads('The kick-off is planned and the invitations are on their way.');
    for (const who of [marta, ...colleagues.slice(0, 4)]) {
      const mail = await who.opensMail('Kick-off of “Nobody is left out”');
      await who.reads('Nobody is left out', 'Open the meeting');
      const [file] = mail.attachments;
      expect(file).toMatchObject({ type: 'calendar', method: 'REQUEST' });
      const event = new ICAL.Component(ICAL.parse(file?.content ?? '')).getFirstSubcomponent(
        'vevent',
      );
      expect(event?.getFirstPropertyValue('summary')).toContain('Nobody is left out');
      expect(String(event?.getFirstPropertyValue('dtstart'))).toContain(`${day}T16:00`);
    }
    const outside = await stage.house.mails();
    expect(
      outside.filter(
        (m) => m.to_address === colleagues[4]?.email && m.subject.includes('Kick-off'),
      ),
    ).toEqual([]);
  });
});
