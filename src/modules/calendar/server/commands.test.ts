import { beforeAll, describe, expect, it } from 'vitest';
import type { EventId, OrgId, PersonId } from '#kernel/ids.ts';
import { calendar as web } from '#modules/calendar/web/index.ts';
import { projects } from '#modules/projects/web/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  answerInvitation,
  cancelMeeting,
  changeMeeting,
  getEvent,
  getFeed,
  getOwnFeed,
  planMeeting,
  renewFeed,
  setAgendaSources,
} from './index.ts';

let house: House;
let school: OrgId;
let ana: PersonId;
let ben: PersonId;
let stranger: PersonId;
beforeAll(async () => {
  house = await openHouse();
  school = await house.organisation({ name: 'Skola', timeZone: 'Europe/Riga', countryCode: 'LV' });
  ana = await house.person({ givenName: 'Ana', familyName: 'Ozola', email: 'ana@example.org' });
  ben = await house.person({ givenName: 'Ben', email: 'ben@example.org', language: 'fr' });
  await house.member(school, ana, ['coordinator']);
  await house.member(school, ben, ['teacher']);
  stranger = await house.person({ givenName: 'Sam' });
  // what the roof does at start
  setAgendaSources([web, projects].flatMap((m) => (m.agenda ? [m.agenda] : [])));
});

const meeting = {
  title: 'Kick-off',
  day: '2027-03-02',
  from: '9:00',
  until: '10h30',
  timeZone: 'Europe/Riga',
  url: 'https://call.example.org/x',
  agenda: 'Hello\n\n Who does what ',
};

async function plan(): Promise<EventId> {
  const done = await (await house.as(ana)).do(planMeeting, { ...meeting, participantIds: [ben] });
  if (!done.ok) throw new Error(JSON.stringify(done));
  return done.eventId;
}

describe('a feed', () => {
  it('has a secret address that can be shown again, read without signing in', async () => {
    const hand = await house.as(ana);
    expect(await hand.ask(getOwnFeed, {})).toMatchObject({ view: { address: null } });
    expect((await hand.get('/calendar/feed')).text).toContain('Make my private address');
    expect((await hand.post('/calendar/feed')).status).toBe(303);
    await plan();
    const own = await hand.ask(getOwnFeed, {});
    const again = await hand.ask(getOwnFeed, {});
    const address = own.ok ? (own.view.address ?? '') : '';
    expect(again.ok && again.view.address).toBe(address);
    expect((await hand.get('/calendar/feed')).text).toContain(address);
    const path = new URL(address).pathname;
    expect(path).toMatch(/^\/calendar\/[^/]+\.ics$/);
    const file = await house.visitor.get(path);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(file.text).toContain('SUMMARY:Kick-off');
    expect(file.text).toContain('DTSTART;TZID=Europe/Riga:20270302T090000');
    expect(file.text).not.toContain('ATTENDEE');
  });

  it('carries the next steps of one’s own side, and of nobody else’s project', async () => {
    await house.sql(
      `insert into projects (id, code, title, coordinator_id, created_at) values ('prj_000001', 'x', 'Project', $1, now())`,
      [school],
    );
    await house.sql(`insert into project_parties values ('prj_000001', $1, 'school', now())`, [
      school,
    ]);
    await house.sql(
      `insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at)
       values ('int_000001', 'prj_000001', 'Spring', 'january', current_date + 30, current_date + 90, now())`,
    );
    const read = async (who: PersonId) => {
      const hand = await house.as(who);
      await hand.do(renewFeed, {});
      const own = await hand.ask(getOwnFeed, {});
      return (await house.visitor.get(new URL(own.ok ? (own.view.address ?? '') : '').pathname))
        .text;
    };
    expect(await read(ana)).toContain('UID:step-int_000001-promote@sojourn.test');
    expect(await read(stranger)).not.toContain('step-');
  });

  it('ends when a new address is made, and never opens for a guess', async () => {
    const hand = await house.as(ben);
    await hand.do(renewFeed, {});
    const address = async () => {
      const own = await hand.ask(getOwnFeed, {});
      return new URL(own.ok ? (own.view.address ?? '') : '').pathname;
    };
    const before = await address();
    expect((await house.visitor.get(before)).status).toBe(200);
    await hand.do(renewFeed, {});
    expect((await house.visitor.get(before)).status).toBe(404);
    const now = await address();
    expect((await house.visitor.get(now)).status).toBe(200);
    const end = now.replace(/(.)\.ics$/, (_, c) => `${c === 'A' ? 'Q' : 'A'}.ics`);
    for (const guess of [end, '/calendar/x.ics', '/calendar/events', '/calendar/per_1.ics'])
      expect((await house.visitor.get(guess)).status).toBe(404);
    expect(await house.visitor.ask(getFeed, { token: 'x' })).toMatchObject({ kind: 'not_found' });
    expect(await house.visitor.do(renewFeed, {})).toMatchObject({ kind: 'not_found' });
    expect(await house.visitor.ask(getOwnFeed, {})).toMatchObject({ kind: 'not_found' });
  });
});

describe('a meeting', () => {
  it('is planned, mailed with a calendar file, answered, changed and cancelled', async () => {
    const eventId = await plan();
    const files = async () =>
      (
        await house.sql(
          `select attachments from mails where kind like 'meeting%' and send_key like $1 order by created_at, id`,
          [`meeting:${eventId}%`],
        )
      ).map((m) => m.attachments[0]);
    const [invited] = await files();
    expect(invited.method).toBe('REQUEST');
    expect(invited.content).toContain('SEQUENCE:0');
    expect(invited.content.replaceAll('\r\n ', '')).toContain('mailto:ben@example.org');
    const mail = (await house.mails()).filter((m) => m.to_address === 'ben@example.org').at(-1);
    expect(mail?.subject).toBe('Invitation\u00a0: Kick-off');
    const guest = await house.as(ben);
    const answered = await guest.post(`/events/${eventId}/answer`, { answer: 'maybe' });
    expect(answered.status).toBe(303);
    const seen = await guest.ask(getEvent, { eventId });
    expect(seen.ok && seen.view).toMatchObject({
      ownAnswer: 'maybe',
      agenda: ['Hello', 'Who does what'],
      can: { change: false, answer: true },
    });
    const host = await house.as(ana);
    const change = { ...meeting, eventId, sequence: 0, from: '11:00', until: '12:00' };
    expect(await guest.do(changeMeeting, change)).toMatchObject({ kind: 'refused' });
    expect((await host.do(changeMeeting, change)).ok).toBe(true);
    expect(await host.do(changeMeeting, change)).toMatchObject({ kind: 'conflict' });
    expect(await guest.do(cancelMeeting, { eventId })).toMatchObject({ kind: 'refused' });
    expect((await host.do(cancelMeeting, { eventId })).ok).toBe(true);
    expect((await host.do(cancelMeeting, { eventId })).ok).toBe(true);
    const all = await files();
    expect(all.map((a) => a.method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(all[1].content).toContain('SEQUENCE:1');
    expect(all[1].content).toContain('PARTSTAT=TENTATIVE');
    expect(all[2].content).toContain('STATUS:CANCELLED');
    expect(await guest.do(answerInvitation, { eventId, answer: 'yes' })).toMatchObject({
      kind: 'conflict',
    });
    expect((await guest.get(`/events/${eventId}`)).text).toContain('Annulée');
  });

  it('is hidden from who is not invited, and refuses what is wrong', async () => {
    const eventId = await plan();
    const other = await house.as(stranger);
    expect(await other.ask(getEvent, { eventId })).toMatchObject({ kind: 'not_found' });
    expect((await other.get(`/events/${eventId}`)).status).toBe(404);
    expect(await other.do(answerInvitation, { eventId, answer: 'yes' })).toMatchObject({
      kind: 'not_found',
    });
    expect(await other.do(cancelMeeting, { eventId })).toMatchObject({ kind: 'not_found' });
    expect(await other.do(changeMeeting, { ...meeting, eventId, sequence: 0 })).toMatchObject({
      kind: 'not_found',
    });
    expect(await other.do(planMeeting, { ...meeting, participantIds: [ben] })).toMatchObject({
      faults: [{ reason: 'calendar.meeting.unknown-person' }],
    });
    const host = await house.as(ana);
    const wrong = await host.do(planMeeting, {
      ...meeting,
      from: '25:00',
      timeZone: 'Mars/Base',
      url: 'javascript:alert(1)',
      participantIds: [],
    });
    expect(wrong.ok ? [] : wrong.faults.map((f) => f.field).sort()).toEqual([
      'from',
      'participantIds',
      'timeZone',
      'url',
    ]);
    expect(
      await host.do(planMeeting, { ...meeting, until: '08:00', participantIds: [ben] }),
    ).toMatchObject({ faults: [{ reason: 'calendar.meeting.end-before-start' }] });
    const form = await host.get('/events/new');
    expect(form.text).toContain('Ben Example');
    expect(form.text).toContain('value="Europe/Riga"');
  });
});
