import { beforeAll, describe, expect } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { ClubId, ClubRoundId, EventId, OrgId, PersonId } from '#kernel/ids.ts';
import {
  beginPlan,
  giveFeedback,
  planMeetings,
  remindAfterWrapUp,
  sayHere,
  startClub,
  takeAttendance,
  voteThemes,
} from '#modules/clubs/server/index.ts';
import { draftPractice, sharePractice } from '#modules/practices/server/index.ts';
import { itemsFor, wordingFor } from '#modules/quality/core/index.ts';
import {
  answerItems,
  remindAgain,
  setPriorities,
  startAssessment,
  submitAssessment,
} from '#modules/quality/server/index.ts';
import { acceptPlace, getDesk, register } from '#modules/rounds/server/index.ts';
import { execute } from '#platform/command.ts';
import type { Hand } from '#tests/support/house.ts';
import { stepsOf } from '#tests/support/steps.ts';
import { openStage, type Persona, type Stage } from './stage.ts';

const cities = [
  'Vigo',
  'Gent',
  'Cēsis',
  'Tours',
  'Bergen',
  'Ferrara',
  'Graz',
  'Tartu',
  'Aveiro',
  'Namur',
  'Liepāja',
  'Trento',
];
const countries = ['ES', 'BE', 'LV', 'FR', 'NO', 'IT', 'AT', 'EE', 'PT', 'BE', 'LV', 'IT'];

const asked = itemsFor('quick', 'sending_school');
const theme = 'C14';
const words = wordingFor('en');
const point = asked.find((item) => item.criterion === theme)?.id ?? '';

let stage: Stage;
let marta: Persona;
let ingrid: Persona;
const people: { personId: PersonId; orgId: OrgId }[] = [];
let ingridId: PersonId;

/** Sessions end after a month, and this takes half a year: everybody signs in when they act. */
const hand = (i: number): Promise<Hand> => stage.house.as(people[i]?.personId ?? 'per_none');

/** What came of a command that must not be refused. */
async function done<O extends { ok: boolean }>(outcome: Promise<O>): Promise<O & { ok: true }> {
  const came = await outcome;
  if (!came.ok) throw new Error(JSON.stringify(came));
  return came as O & { ok: true };
}

/** Answers the quick scan of a school; the first in the browser marks what they want themselves. */
async function assess(i: number, status: 'in_progress' | 'implemented') {
  const who = await hand(i);
  const orgId = people[i]?.orgId as OrgId;
  const { assessmentId } = await done(
    who.do(startAssessment, { orgId, scope: 'quick', appliesAs: 'sending_school' }),
  );
  for (const [criterionId, items] of Map.groupBy(asked, (item) => item.criterion)) {
    const answers = Object.fromEntries(items.map((item) => [item.id, { status }]));
    await done(who.do(answerItems, { assessmentId, criterionId, answers } as never));
  }
  return { who, assessmentId };
}

beforeAll(async () => {
  stage = await openStage();
  for (const [i, city] of cities.entries()) {
    const orgId = await stage.house.organisation({
      name: `School of ${city}`,
      city,
      countryCode: countries[i] as string,
    });
    const personId = await stage.house.person({
      givenName: i === 0 ? 'Marta' : 'Alex',
      familyName: i === 0 ? 'Giménez' : `of ${city}`,
      email: `person.${i}@example.org`,
    });
    await stage.house.member(orgId, personId, ['coordinator']);
    people.push({ personId, orgId });
  }
  const network = await stage.house.organisation({ name: 'Interkultur', kind: 'supporting' });
  ingridId = await stage.house.person({
    givenName: 'Ingrid',
    familyName: 'Sørlie',
    email: 'ingrid@example.org',
  });
  await stage.house.member(network, ingridId, ['facilitator']);
  for (const i of people.keys()) {
    const { who, assessmentId } = await assess(i, i % 3 === 0 ? 'in_progress' : 'implemented');
    if (i === 0) continue;
    const intent = i % 3 === 0 ? ('start' as const) : ('improve' as const);
    const priorities = [{ itemId: point, intent }];
    await done(who.do(setPriorities, { assessmentId, version: 1, priorities }));
    await done(who.do(submitAssessment, { assessmentId }));
  }
  marta = await stage.enter({ name: 'Marta Giménez', email: 'person.0@example.org', phone: true });
  ingrid = await stage.enter({ name: 'Ingrid Sørlie', email: 'ingrid@example.org' });
});

describe('Twelve organisations, from one look at themselves to the next', () => {
  const step = stepsOf(() => stage);
  let link = '';
  let clubId: ClubId;
  let room = '';
  /** the others of Marta's club */
  let friends: number[] = [];

  const meetingOf = async (template: string): Promise<EventId> => {
    const [row] = await stage.house.sql(
      'select event_id from club_meetings where club_id = $1 and template_id = $2',
      [clubId, template],
    );
    return row.event_id;
  };
  const dayOf = async (template: string) => {
    const [row] = await stage.house.sql('select starts_at from calendar_events where id = $1', [
      await meetingOf(template),
    ]);
    return (row.starts_at as Temporal.Instant).toZonedDateTimeISO('UTC').toPlainDate();
  };
  const version = async () =>
    (await stage.house.sql('select version from clubs where id = $1', [clubId]))[0].version;

  step('the twelfth marks what she wants to learn, and closes her quick scan', async () => {
    await marta.home();
    await marta.takesUp(/quick scan/);
    await marta.follows('Mark your priorities');
    const first = marta.inside('Priority 1');
    await first.locator('select').selectOption(point);
    await first.locator('input[value=start]').check();
    await marta.presses('Save priorities');
    await marta.presses('Close the assessment');
    await marta.reads('Where we stand');
  });

  step('a round is opened, and all twelve register', async () => {
    await ingrid.home();
    await ingrid.goesTo('Club rounds');
    await ingrid.follows('Open a round');
    await ingrid.writes('Name of the round', 'Clubs in spring');
    await ingrid.writesDate('People register until', stage.today().add({ days: 10 }));
    await ingrid.presses('Open the round');
    link = ingrid.page.url().replace(/\/desk$/, '');
    const roundId = link.split('/').at(-1) as ClubRoundId;
    for (const [i, { orgId }] of people.entries()) {
      if (i === 0) continue;
      const who = await hand(i);
      await done(
        who.do(register, {
          roundId,
          orgId,
          role: 'sending_school',
          experience: i % 4 === 0 ? 'experienced' : 'some',
          timeZone: 'Europe/Brussels',
          languages: [{ code: 'en', level: 'B2' }],
          free: ['2-morning', '4-afternoon'],
          wants: [{ theme, intent: i % 4 === 0 ? 'offer' : 'start' }],
        }),
      );
    }
    await marta.opens(`${link}/register`);
    // her priority stands there already
    await marta.reads('What you want to learn');
    await marta.group('Tuesday').getByLabel('08:00 to 12:00').check();
    await marta.presses('Register');
    await marta.reads('You are registered');
    expect(await marta.overflows()).toBe(false);
  });

  step('they are grouped with a proof; one hour is chosen by hand; all join', async () => {
    await ingrid.opens(`${link}/desk`);
    await ingrid.presses('Propose groups');
    await ingrid.reads('12 of 12 are in a group.');
    await ingrid.main
      .locator('summary', { hasText: 'Another hour for this group' })
      .first()
      .click();
    await ingrid.main.getByLabel('Hour of the meetings').first().selectOption({ index: 1 });
    await ingrid.presses('Take this hour');
    await ingrid.reads('The group meets at this hour');
    await ingrid.follows('Ask the members');
    await ingrid.presses('Ask the members');
    const roundId = link.split('/').at(-1) as ClubRoundId;
    const answer = await (await stage.house.as(ingridId)).ask(getDesk, { roundId });
    if (!answer.ok) throw new Error('no desk');
    for (const group of answer.view.groups)
      for (const member of group.members) {
        const i = people.findIndex((p) => p.personId === member.personId);
        if (i > 0) await done((await hand(i)).do(acceptPlace, { roundId, groupId: group.id }));
      }
    await marta.opensMail('A group for you in “Clubs in spring”');
    await marta.presses('Join the group');
    await marta.follows('To the club');
    room = new URL(marta.page.url()).pathname;
    clubId = room.split('/').at(-1) as ClubId;
    const members = await stage.house.sql(
      "select person_id from club_members where club_id = $1 and state = 'accepted'",
      [clubId],
    );
    friends = members
      .map((m) => people.findIndex((p) => p.personId === m.person_id))
      .filter((i) => i > 0);
    expect(friends.length).toBeGreaterThanOrEqual(4);
  });

  step('the kick-off: who is here, three dots each, a theme with questions', async () => {
    await done((await stage.house.as(ingridId)).do(startClub, { clubId }));
    await ingrid.opens(room);
    await ingrid.follows('Plan the kick-off');
    await ingrid.writesDate('Day', stage.today().add({ days: 22 }));
    await ingrid.writes('It begins at', '09:05');
    await ingrid.presses('Send the invitations');
    const kickOff = await dayOf('M1');
    const dates = {
      M2: kickOff.add({ days: 28 }).toString(),
      M3: kickOff.add({ days: 56 }).toString(),
      M4W: kickOff.add({ days: 84 }).toString(),
    };
    const lead = await stage.house.as(ingridId);
    const series = { clubId, time: '09:05', timeZone: 'Europe/Brussels', url: '', dates };
    await done(lead.do(planMeetings, { ...series, version: await version() }));
    stage.dayComes(kickOff);
    const eventId = await meetingOf('M1');
    for (const who of [marta, ingrid]) {
      await who.opens(room);
      await who.follows('Agenda and clock');
    }
    await marta.presses('I am here');
    await marta.presses('Show my priorities to the club');
    await marta.reads('Marta Giménez (start)');
    await marta.page.locator('[data-measured]').waitFor({ state: 'attached' });
    const dots = marta.main.locator(`[data-dots="${theme}"]`);
    expect(await dots.textContent()).toBe('0');
    // a friend lays dots, and she sees them at once
    for (const i of friends.slice(0, 2))
      await done((await hand(i)).do(voteThemes, { eventId, themes: [theme, theme, 'C02'] }));
    await dots.filter({ hasText: '4' }).waitFor();
    await marta.selects('Dot 1', words.criterion(theme).text);
    await marta.presses('Lay the dots');
    await marta.reads('Your dots are laid.');
    expect(await marta.overflows()).toBe(false);
    await ingrid.opens(`${room}/theme`);
    await ingrid.writes('Question 1', 'Who says that it counts?');
    await ingrid.presses('Keep theme and questions');
    await ingrid.reads('Theme and questions are settled.', 'Who says that it counts?');
  });

  step('a card of one is the beginning of a plan of another', async () => {
    stage.dayComes(await dayOf('M2'));
    const [writer = 1] = friends;
    const author = await hand(writer);
    const card = {
      title: 'A page that teachers initial',
      criterionId: theme,
      language: 'en',
      problem: 'Nobody knew what would count.',
      steps: 'Write one page.\nHave it initialled.',
      evidence: 'Eleven of twelve pupils lost no year.',
      checkedOn: stage.today().toString(),
    };
    const { practiceId } = await done(author.do(draftPractice, { ...card, clubId }));
    await done(author.do(sharePractice, { practiceId }));
    await marta.opens(room);
    await marta.follows('A page that teachers initial');
    await marta.presses('I would do this too');
    await marta.reads('Begin an action plan with it in');
    await marta.presses('We begin to do it');
    await marta.reads('Noted. A plan helps you');
    expect(await marta.field('Point of the questionnaire').inputValue()).toBe(point);
    expect(await marta.field('How you will see it').inputValue()).toContain('Eleven of twelve');
    await marta.selects('Status now', 'In progress');
    await marta.selects('Status you want', 'Implemented');
    const due = stage.today().add({ days: 10 });
    const fields = marta.main.getByRole('group', { name: /By when/ }).first();
    await fields.getByLabel('Month', { exact: true }).fill(String(due.month));
    await fields.getByLabel('Year', { exact: true }).fill(String(due.year));
    await marta.presses('Save the plan');
    await marta.reads('The plan is saved.', 'With us too: A page that teachers initial');
    const plan = {
      clubId,
      itemId: point,
      statusNow: 'in_progress' as const,
      statusWished: 'implemented' as const,
      aim: 'All subjects.',
      measure: 'Six of six.',
      steps: [{ what: 'Ask', who: '', due: '' }],
    };
    for (const i of friends) await done((await hand(i)).do(beginPlan, plan));
  });

  step('in rooms of those who are here everybody gets feedback', async () => {
    stage.dayComes(await dayOf('M3'));
    const eventId = await meetingOf('M3');
    await ingrid.opens(`${room}/meetings/${eventId}`);
    await ingrid.main.getByLabel('Marta Giménez', { exact: true }).check();
    const lead = await stage.house.as(ingridId);
    const there = [0, ...friends.slice(1)].map((i) => people[i]?.personId as PersonId);
    await ingrid.presses('Keep it');
    await done(lead.do(takeAttendance, { eventId, present: there }));
    await ingrid.opens(`${room}/meetings/${eventId}`);
    await ingrid.presses('Draw the rooms');
    await ingrid.reads('The rooms are drawn.', 'Room 1');
    // the one who was missing comes late, and sits down in the smallest room
    const seats = async () =>
      (await stage.house.sql('select person_id from club_rooms where event_id = $1', [eventId]))
        .length as number;
    const before = await seats();
    await done((await hand(friends[0] ?? 1)).do(sayHere, { eventId }));
    expect(await seats()).toBe(before + 1);
    const [own] = await stage.house.sql('select id from action_plans where person_id = $1', [
      people[0]?.personId,
    ]);
    const friend = await hand(friends[1] ?? 1);
    const feedback = { planId: own.id, revision: 1, words: { advice: 'Begin with two classes.' } };
    await done(friend.do(giveFeedback, feedback));
    await marta.opensMail('feedback on your plan');
    await marta.reads('Begin with two classes.');
    await marta.presses('It is done');
    await marta.reads('Noted.');
    await marta.chooses('At the moment it is', 'On track');
    await marta.writes('What you did and found out', 'Two classes agreed.');
    await marta.presses('Note it');
  });

  step('plans are closed, the club wraps up, and says who goes on with whom', async () => {
    stage.dayComes((await dayOf('M4W')).add({ days: 1 }));
    await marta.opens(room);
    await marta.follows('With us too: A page that teachers initial');
    await marta.follows('Close the plan');
    await marta.main.locator('input[value=yes]').check();
    await marta.writes('What came of it?', 'All six subjects count.');
    await marta.presses('Close the plan');
    await marta.reads('The card it began with shows that you do it now.');
    await marta.opens(`${room}/wrap-up`);
    await marta.writes('What do you want to do next?', 'A project together.');
    await marta.presses('Save');
    await ingrid.opens(`${room}/wrap-up`);
    await ingrid.reads('A project together.');
    await ingrid.presses('End the club’s work');
    await ingrid.reads('The club has ended its work.');
    const { house } = stage;
    // the job that was left in the same transaction
    expect(
      await execute(house.runtime, remindAfterWrapUp, system('clubs.wrapped-up'), { clubId }),
    ).toMatchObject({ ok: true });
  });

  step('half a year after its end all are reminded, and look at themselves again', async () => {
    const ended = stage.today();
    // half a year after the first look nobody of this club is reminded yet
    stage.dayComes(ended.add({ months: 6 }).subtract({ days: 1 }));
    await remindAgain(stage.house.runtime);
    const reminded = async () =>
      (await stage.house.mails())
        .filter((m) => m.kind === 'quality-again')
        .map((m) => m.to_address);
    expect(await reminded()).not.toContain('person.0@example.org');
    stage.dayComes(ended.add({ months: 6, days: 1 }));
    await remindAgain(stage.house.runtime);
    for (const i of [0, ...friends]) expect(await reminded()).toContain(`person.${i}@example.org`);
    await marta.opensMail('Half a year on');
    await marta.chooses('How much?', 'Quick scan');
    await marta.chooses('As which kind of organisation?', 'Sending school');
    await marta.presses('Start');
    // what the plan has brought is proposed, and taken
    await marta.reads('With us too: A page that teachers initial');
    await marta.presses('Take it over');
    await marta.reads('Last time, on 23 November 2026');
  });
});
