import { beforeAll, describe, expect } from 'vitest';
import type { ClubRoundId, OrgId } from '#kernel/ids.ts';
import { wordingFor } from '#modules/quality/core/index.ts';
import { acceptPlace, getDesk, register } from '#modules/rounds/server/index.ts';
import type { Hand } from '#tests/support/house.ts';
import { stepsOf } from '#tests/support/steps.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

let stage: Stage;
let ingrid: Persona;
let nuria: Persona;
const colleagues: { hand: Hand; orgId: OrgId }[] = [];
const theme = wordingFor('en').criterion('C14').text;

beforeAll(async () => {
  stage = await openStage();
  const network = await stage.house.organisation({ name: 'Interkultur', kind: 'supporting' });
  const personId = await stage.house.person({
    givenName: 'Ingrid',
    familyName: 'Sørlie',
    email: 'ingrid.sorlie@example.org',
  });
  await stage.house.member(network, personId, ['facilitator']);
  ingrid = await stage.enter({ name: 'Ingrid Sørlie', email: 'ingrid.sorlie@example.org' });
  // a small phone that runs no scripts
  nuria = await stage.enter({
    name: 'Núria Puig',
    email: 'nuria.puig@example.org',
    phone: true,
    scripts: false,
  });
  for (const city of ['Gent', 'Cēsis', 'Tours', 'Bergen', 'Ferrara']) {
    const orgId = await stage.house.organisation({ name: `School of ${city}`, city });
    const id = await stage.house.person({ givenName: city, familyName: 'Example' });
    await stage.house.member(orgId, id, ['teacher']);
    colleagues.push({ hand: await stage.house.as(id), orgId });
  }
});

describe('A round for clubs', () => {
  let link = '';
  const step = stepsOf(() => stage);

  step('is opened by a facilitator', async () => {
    await ingrid.home();
    await ingrid.goesTo('Club rounds');
    await ingrid.follows('Open a round');
    await ingrid.writes('Name of the round', 'Clubs in spring');
    await ingrid.writesDate('People register until', stage.today().subtract({ days: 1 }));
    await ingrid.presses('Open the round');
    await ingrid.reads('This day is over.');
    await ingrid.writesDate('People register until', stage.today().add({ days: 10 }));
    await ingrid.presses('Open the round');
    await ingrid.reads('The round is open.', 'Nobody has registered yet');
    link = ingrid.page.url().replace(/\/desk$/, '');
  });

  step('takes in somebody without an account, on a phone without scripts', async () => {
    await nuria.opens(link);
    await nuria.writes('Given name', 'Núria');
    await nuria.writes('Family name', 'Puig');
    await nuria.writes('Mail address', nuria.email);
    await nuria.writes('Where you work', 'Institut de Girona');
    await nuria.ticks('A school');
    await nuria.selects('Country', 'Spain');
    await nuria.writes('Town', 'Girona');
    await nuria.presses('Send me the link');
    await nuria.reads('Look into your mail');
    await nuria.opensMail('Your link to “Clubs in spring”');
    await nuria.presses('Go on');
    await nuria.reads('What you want to learn');
    await nuria.presses('Register');
    await nuria.reads(
      'Please choose at least one theme.',
      'Please tick at least 90 minutes in a row',
    );
    await nuria.selects('First wish', theme);
    await nuria.selects('First language', 'English');
    await nuria.selects('Level in the first', 'B2, I speak freely');
    await nuria.group('Tuesday').getByLabel('08:00 to 12:00').check();
    await nuria.main.getByText('Only some half-hours on Friday').click();
    await nuria.group('Half-hours on Friday').getByLabel('09:30').check();
    await nuria.ticks('It is new to me');
    expect(await nuria.overflows()).toBe(false);
    await nuria.presses('Register');
    await nuria.reads('You are registered');
  });

  step('becomes groups with reasons, and the members are asked', async () => {
    const roundId = link.split('/').at(-1) as ClubRoundId;
    for (const [i, { hand, orgId }] of colleagues.entries())
      expect(
        await hand.do(register, {
          roundId,
          orgId,
          role: 'sending_school',
          experience: i === 0 ? 'experienced' : 'some',
          timeZone: 'Europe/Brussels',
          languages: [{ code: 'en', level: 'B2' }],
          free: [i === 4 ? '4-evening' : '2-morning'],
          wants: [{ theme: 'C14', intent: i === 0 ? 'offer' : 'start' }],
        }),
      ).toMatchObject({ ok: true });
    await ingrid.opens(`${link}/desk`);
    await ingrid.presses('Propose groups');
    await ingrid.reads(
      '5 of 6 are in a group.',
      'More is not possible: for 1 person there are not enough others',
      `Group 1: ${theme}`,
      'Gent Example can pass on experience to 4 others.',
      'Too few with the same language are free at the same time',
    );
    await ingrid.follows('Ferrara Example');
    await ingrid.ticks(`Group 1: ${theme}`);
    await ingrid.presses('Move');
    await ingrid.reads('Group 1 would have no hour that suits all at every meeting.');
    await ingrid.follows('Back');
    await ingrid.follows('Ask the members');
    await ingrid.presses('Ask the members');
    await ingrid.reads('The mails are on their way.');
    const desk = await ingridHand(roundId);
    const groupId = desk.groups[0]?.id ?? 'rgr_none';
    for (const { hand } of colleagues.slice(0, 4))
      expect(await hand.do(acceptPlace, { roundId, groupId })).toMatchObject({ ok: true });
  });

  step('and the fifth who joins founds the club', async () => {
    await nuria.opensMail('A group for you in “Clubs in spring”');
    await nuria.reads('We found a group for you', theme, 'You would speak English.');
    expect(await nuria.overflows()).toBe(false);
    await nuria.presses('Join the group');
    await nuria.reads('You are in, and the club is founded.');
    await nuria.follows('To the club');
    await nuria.reads(theme);
    await ingrid.opensMail(`The club “${theme}” is founded`);
    await ingrid.reads(theme);
  });

  async function ingridHand(roundId: ClubRoundId) {
    const [row] = await stage.house.sql(
      "select id from persons where email = 'ingrid.sorlie@example.org'",
    );
    const answer = await (await stage.house.as(row.id)).ask(getDesk, { roundId });
    if (!answer.ok) throw new Error('no desk');
    return answer.view;
  }
});
