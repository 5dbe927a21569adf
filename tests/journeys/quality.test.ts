import { beforeAll, describe, expect } from 'vitest';
import { itemsFor, wordingFor } from '#modules/quality/core/index.ts';
import { remindAgain } from '#modules/quality/server/index.ts';
import { stepsOf } from '#tests/support/steps.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let marta: Persona;
let noor: Persona;
let loic: Persona;

const words = wordingFor('en');
const asked = itemsFor('quick', 'sending_school');
const criteria = [...Map.groupBy(asked, (item) => item.criterion).keys()];

beforeAll(async () => {
  stage = await openStage();
  const orgId = await stage.house.organisation({ name: 'School of Vigo', city: 'Vigo' });
  const join = async (
    name: string,
    role: 'coordinator' | 'teacher' | 'head',
    more: { phone?: boolean; scripts?: boolean } = {},
  ) => {
    const [givenName, familyName] = name.split(' ') as [string, string];
    const email = `${givenName
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]/g, '')}@example.org`;
    const personId = await stage.house.person({ givenName, familyName, email });
    await stage.house.member(orgId, personId, [role]);
    return stage.enter({ name, email, ...more });
  };
  marta = await join('Marta Giménez', 'coordinator');
  noor = await join('Noor Peeters', 'teacher', { phone: true, scripts: false });
  loic = await join('Loïc Hervé', 'head');
});

/** Chooses the same answer for every point of the page. */
async function answersAll(who: Persona, status: string) {
  for (const radio of await who.main.locator(`input[type=radio][value=${status}]`).all())
    await radio.check();
}

describe('A team looks at its own work', () => {
  const step = stepsOf(() => stage);

  step('a coordinator begins the quick scan and asks a colleague who knows', async () => {
    await marta.home();
    await marta.goesTo('Quality');
    await marta.chooses('How much?', 'Quick scan');
    await marta.chooses('As which kind of organisation?', 'Sending school');
    await marta.presses('Start');
    await marta.follows('Share the criteria among colleagues');
    await marta.selects(words.criterion('C14').text, 'Noor Peeters');
    await marta.presses('Share and tell them');
    await marta.reads('Noor Peeters is asked');
  });

  step('the colleague answers on a phone without scripts, and nothing else', async () => {
    await noor.opensMail('who knows this?');
    await noor.follows('Answer');
    await noor.reads(words.criterion('C14').text, 'Noor Peeters is asked');
    await answersAll(noor, 'in_progress');
    await noor.presses('Save and see all criteria');
    await noor.reads(`2 of ${asked.length} answered`, 'Filled in together');
  });

  step('the coordinator answers the rest and calls a point documented', async () => {
    await marta.home();
    await marta.takesUp(/Finish your quick scan/);
    await marta.follows('Answer');
    for (const criterionId of criteria) {
      await marta.reads(words.criterion(criterionId).text);
      const answered = criterionId === 'C14';
      if (!answered) await answersAll(marta, 'implemented');
      if (criterionId === 'C01')
        await marta.main
          .locator('input[name="answers.PL-01.status"][value=documented_audited]')
          .check();
      if (answered) await marta.reads('Answered by Noor Peeters');
      await marta.presses(criterionId === criteria.at(-1) ? 'Save' : 'Save and go on');
    }
    await marta.reads(
      `${asked.length} of ${asked.length} answered`,
      '1 point called documented waits for its proof',
      'Still missing: what proves it, the day it was looked at and somebody who looks at it',
    );
  });

  step('who answers cannot confirm it; a colleague looks and does', async () => {
    await marta.follows(words.item('PL-01').text);
    await marta.main
      .locator('[name="answers.PL-01.evidence"]')
      .fill('Minutes of the board, page 3');
    await marta.main.locator('[name="answers.PL-01.evidenceOn.day"]').fill('2');
    await marta.main.locator('[name="answers.PL-01.evidenceOn.month"]').fill('11');
    await marta.main.locator('[name="answers.PL-01.evidenceOn.year"]').fill('2026');
    const reviewer = marta.main.locator('[name="answers.PL-01.reviewerId"]');
    expect(await reviewer.locator('option').allTextContents()).not.toContain('Marta Giménez');
    await reviewer.selectOption({ label: 'Loïc Hervé' });
    await marta.presses('Save and see all criteria');
    await marta.reads('Waiting for Loïc Hervé to look at it');
    await loic.opensMail('asks you to look at something');
    await loic.reads('Minutes of the board, page 3', 'Marta Giménez');
    await loic.chooses('Did you find it so?', 'Yes, I have looked at it and confirm it');
    await loic.presses('Say so');
    await loic.reads('Nothing waits for you', 'Confirmed');
  });

  step('priorities and wishes are marked, and the results say where they stand', async () => {
    await marta.opens(marta.page.url());
    await marta.follows('Mark your priorities');
    const first = marta.inside('Priority 1');
    await first.locator('select').selectOption('FU-01');
    await first.locator('input[value=start]').check();
    await marta.presses('Save priorities');
    await marta.presses('Close the assessment');
    await marta.reads(
      'Where we stand',
      'Criteria by status',
      '1 documented point is confirmed by a colleague',
    );
    await marta.follows('Say where you want to come to');
    await marta.selects(words.criterion('C14').text, 'Implemented');
    await marta.presses('Save wishes');
    await marta.reads('2 points below');
    await marta.page.getByText('Choose criteria for a radar').click();
    for (const id of ['C01', 'C02', 'C14'])
      await marta.main.locator(`input[name=axes][value=${id}]`).check();
    await marta.presses('Draw it');
    await marta.main.getByRole('img', { name: 'The criteria you chose' }).waitFor();
    const sheet = await marta.saves('Spreadsheet (XLSX)');
    expect(sheet.subarray(0, 2).toString()).toBe('PK');
  });

  step('the answers are a text for the quality standards, made one’s own', async () => {
    await marta.follows('See the text');
    await marta.reads('Inclusion and diversity', 'Minutes of the board, page 3');
    await marta.page.getByRole('link', { name: 'Change the text about: Inclusion' }).click();
    await marta.writes('Your text', 'We pay the train of whoever needs it.');
    await marta.presses('Save');
    await marta.reads('We pay the train of whoever needs it.', 'Last changed by Marta Giménez');
  });

  step(
    'half a year later a mail reminds, and what was said then stands beside each point',
    async () => {
      stage.dayComes(stage.today().add({ months: 6, days: 2 }));
      expect(await remindAgain(stage.house.runtime)).toBe(1);
      await marta.opensMail('Half a year on');
      await marta.reads('It is time to look again');
      await marta.chooses('How much?', 'Quick scan');
      await marta.chooses('As which kind of organisation?', 'Sending school');
      await marta.presses('Start');
      await marta.follows('Answer');
      await marta.reads('Last time, on 23 November 2026');
    },
  );
});
