import ICAL from 'ical.js';
import { beforeAll, describe, expect } from 'vitest';
import { stepsOf } from '#tests/support/steps.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let ana: Persona;
let jose: Persona;
let ben: Persona;

beforeAll(async () => {
  stage = await openStage();
  const riga = await stage.house.organisation({
    name: 'Rīgas skola',
    timeZone: 'Europe/Riga',
    countryCode: 'LV',
  });
  const people = [
    { givenName: 'Ana', familyName: 'Ozola', email: 'ana@example.org', roles: ['coordinator'] },
    { givenName: 'José', familyName: 'Lima', email: 'jose@example.org', roles: ['teacher'] },
    { givenName: 'Ben', familyName: 'Kalns', email: 'ben@example.org', roles: ['teacher'] },
  ] as const;
  const ids = [];
  for (const { roles, ...person } of people) {
    const id = await stage.house.person(person);
    await stage.house.member(riga, id, [...roles]);
    ids.push(id);
  }
  // he is on the Azores this year
  await stage.house.sql(
    "insert into calendar_settings (person_id, time_zone) values ($1, 'Atlantic/Azores')",
    [ids[1]],
  );
  ana = await stage.enter({ name: 'Ana Ozola', email: 'ana@example.org' });
  jose = await stage.enter({
    name: 'José Lima',
    email: 'jose@example.org',
    phone: true,
    scripts: false,
  });
  ben = await stage.enter({ name: 'Ben Kalns', email: 'ben@example.org', phone: true });
});

describe('The common calendar', () => {
  const step = stepsOf(() => stage);

  step('a date is looked for: half hours, with for whom they are early', async () => {
    await ana.home();
    await ana.opens('/calendar');
    await ana.follows('Find a date together');
    await ana.writes('Title', 'Half-time talk');
    await ana.writesDate('From which day on?', stage.today().add({ days: 2 }));
    await ana.main.getByLabel('José Lima').check();
    await ana.main.getByLabel('Ben Kalns').check();
    await ana.presses('Go on to the times');
    await ana.reads('Not everybody lives by this clock: José Lima (Azores).');
    await ana.main.locator('summary', { hasText: 'Wednesday 25 November' }).click();
    await ana.reads('06:00 for José Lima');
    const day = ana.main.locator('details', { hasText: 'Wednesday 25 November' });
    await day.getByLabel('09:00').check();
    await day.getByLabel('15:00').check();
    await ana.presses('Ask 2 people');
    await ana.reads('Not answered yet: José Lima and Ben Kalns.');
  });

  step(
    'one answers on a phone by the link of the mail, on their own clock, without signing in',
    async () => {
      for (const [who, first, words] of [
        [jose, 'No', 'Wednesday 25 November, 06:00 to 07:00'],
        [ben, 'Yes', 'Wednesday 25 November, 09:00 to 10:00'],
      ] as const) {
        await who.opensMail('When can you?');
        await who.reads(words);
        const groups = who.main.getByRole('group');
        await groups.nth(0).getByLabel(first, { exact: true }).check();
        await groups.nth(1).getByLabel('Yes', { exact: true }).check();
        await who.presses('Send my answer');
        await who.reads('You have answered');
      }
    },
  );

  step('the best time stands first, and the meeting is planned with who can', async () => {
    await ana.home();
    await ana.takesUp(/Set the date: Half-time talk/);
    await ana.reads('Everybody has answered.', '06:00 for José Lima');
    await ana.main.getByLabel(/15:00 to 16:00/).check();
    await ana.presses('Plan it and invite');
    await ana.reads('Half-time talk', 'Who is invited');
    const mail = await jose.opensMail('Invitation: Half-time talk');
    expect(mail.body_text).toContain('On your clock: 25 November 2026 at 12:00');
    const [file] = mail.attachments;
    const event = new ICAL.Component(ICAL.parse(file?.content ?? '')).getFirstSubcomponent(
      'vevent',
    );
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-11-25T15:00:00');
    await jose.reads('Half-time talk', 'On your clock');
    await jose.presses('Yes');
    await jose.reads('You said yes. You can change it.');
  });

  step(
    'after it what was agreed is written down, confirmed on a phone, and followed up',
    async () => {
      stage.dayComes(stage.today().add({ days: 3 }));
      await ana.home();
      await ana.takesUp(/Write down what was agreed: Half-time talk/);
      await ana.writes('What was said and agreed', 'We meet again in May.');
      await ana.presses('Save for everybody');
      await ana.main.getByText('Note what somebody will do').click();
      await ana.writes('What', 'Book the room');
      await ana.selects('Who', 'Ben Kalns');
      await ana.presses('Note it');
      await ana.reads('Book the room');
      await ben.opensMail('Written down: Half-time talk');
      await ben.reads('We meet again in May.');
      await ben.presses('Yes, this is right');
      await ben.reads('found right by Ben Kalns');
      await ben.home();
      await ben.reads('Book the room');
    },
  );
});
