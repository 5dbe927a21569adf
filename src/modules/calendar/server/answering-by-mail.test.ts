import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import ICAL from 'ical.js';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId, PersonId } from '#kernel/ids.ts';
import { receiveMail } from '#platform/mail/inbound.ts';
import { mailHandler } from '#platform/mail/sender.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  answerByLink,
  calendar,
  cancelMeeting,
  changeMeeting,
  getEvent,
  getInvitation,
  planMeeting,
  proposeTime,
  proposeTimeByLink,
  settleProposal,
  takeReply,
} from './index.ts';

let house: House;
let ana: PersonId;
let ben: PersonId;
let sent: SMTPServer;
let received: { to: string; raw: Buffer }[] = [];
let inbound: { port: number; close(): Promise<void> } | null;

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-02-01T09:00:00Z');
  // the mail server of those who are invited: one address is dead
  sent = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _, answer) =>
      answer(
        address.startsWith('gone')
          ? Object.assign(new Error('no such user'), { responseCode: 550 })
          : null,
      ),
    onData: async (stream, { envelope }, answer) => {
      const raw = await buffer(stream);
      for (const { address } of envelope.rcptTo) received.push({ to: address, raw });
      answer();
    },
  });
  await new Promise<void>((ready) => {
    sent.listen(0, '127.0.0.1', ready);
  });
  const { config } = house.runtime;
  config.smtpUrl = `smtp://127.0.0.1:${(sent.server.address() as AddressInfo).port}`;
  config.mailIn = { domain: 'in.sojourn.test', host: '127.0.0.1', port: 0 };
  inbound = await receiveMail(house.runtime, calendar.inbound ?? {});
  const school = await house.organisation({ name: 'Skola', timeZone: 'Europe/Riga' });
  ana = await house.person({ givenName: 'Ana', familyName: 'Ozola', email: 'ana@example.org' });
  ben = await house.person({ givenName: 'Ben', email: 'ben@example.org' });
  await house.member(school, ana, ['coordinator']);
  await house.member(school, ben, ['teacher']);
});
afterAll(async () => {
  await inbound?.close();
  await new Promise<void>((closed) => sent.close(() => closed()));
});

/** Sends what lies in the outbox, as the worker does. */
async function deliver(): Promise<void> {
  const handler = mailHandler(house.runtime.db, house.runtime.config, house.runtime.log);
  const waiting = await house.sql(
    'select id from mails where sent_at is null and failed_at is null order by created_at, id',
  );
  for (const { id } of waiting) await handler.handle({ mailId: id });
}

const meeting = {
  title: 'Kick-off',
  day: '2027-03-30',
  from: '9:00',
  until: '10:30',
  timeZone: 'Europe/Riga',
  place: 'Brīvības iela 1, Rīga',
  countryCode: 'LV',
};

function calendarOf(content: string | ArrayBuffer | Uint8Array): ICAL.Component {
  const text =
    typeof content === 'string'
      ? content
      : Buffer.from(content as unknown as ArrayBuffer).toString('utf8');
  return new ICAL.Component(ICAL.parse(text));
}

let planned = 0;
async function invited(): Promise<{ eventId: EventId; file: ICAL.Component; to: string }> {
  received = [];
  planned += 1;
  const done = await (await house.as(ana)).do(planMeeting, {
    ...meeting,
    title: planned === 1 ? meeting.title : `${meeting.title} (${planned})`,
    participantIds: [ben],
  });
  if (!done.ok) throw new Error(JSON.stringify(done));
  await deliver();
  const raw = received.find((r) => r.to === 'ben@example.org')?.raw ?? Buffer.from('');
  const mail = await PostalMime.parse(raw);
  const part = mail.attachments.find((a) => a.mimeType === 'text/calendar');
  const file = calendarOf(part?.content ?? '');
  const organizer = String(file.getFirstSubcomponent('vevent')?.getFirstPropertyValue('organizer'));
  return { eventId: done.eventId, file, to: organizer.replace('mailto:', '') };
}

/** What the calendar program of somebody who was invited sends back. */
async function reply(
  to: string,
  file: ICAL.Component,
  change: {
    method?: 'REPLY' | 'COUNTER';
    from?: string;
    attendee?: string;
    partstat?: string;
    sequence?: number;
    start?: string;
    end?: string;
    stamp?: string;
  },
): Promise<void> {
  const event = file.getFirstSubcomponent('vevent');
  const method = change.method ?? 'REPLY';
  const content = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Another//Program//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${event?.getFirstPropertyValue('uid')}`,
    `DTSTAMP:${change.stamp ?? '20270201T100000Z'}`,
    `DTSTART;TZID=Europe/Riga:${change.start ?? '20270330T090000'}`,
    `DTEND;TZID=Europe/Riga:${change.end ?? '20270330T103000'}`,
    `SEQUENCE:${change.sequence ?? event?.getFirstPropertyValue('sequence')}`,
    `ORGANIZER:mailto:${to}`,
    `ATTENDEE;PARTSTAT=${change.partstat ?? 'ACCEPTED'}:mailto:${change.attendee ?? 'ben@example.org'}`,
    'COMMENT:See you',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const transport = createTransport({
    host: '127.0.0.1',
    port: inbound?.port ?? 0,
    ignoreTLS: true,
  });
  await transport.sendMail({
    from: change.from ?? 'ben@example.org',
    to,
    subject: 'Accepted: Kick-off',
    text: '',
    icalEvent: { method, content },
  });
}

const look = async (eventId: EventId) => {
  const read = await (await house.as(ana)).ask(getEvent, { eventId });
  if (!read.ok) throw new Error('not seen');
  return read.view;
};
const answerOf = async (eventId: EventId) => (await look(eventId)).participants[0]?.answer;

describe('an invitation', () => {
  it('is what Gmail, Outlook and Apple take for one', async () => {
    const { file, to, eventId } = await invited();
    const raw = received[0]?.raw.toString('utf8') ?? '';
    const type = /Content-Type: text\/calendar;[^\n]*(\n\s[^\n]*)*/i.exec(raw)?.[0] ?? '';
    expect(type).toMatch(/method=REQUEST/);
    expect(type).toMatch(/charset=utf-8/i);
    expect(raw).toMatch(/Content-Type: multipart\/alternative/);
    expect(raw).toMatch(/Content-Type: application\/ics; name="?invite\.ics/);
    expect(raw).toMatch(/Content-Disposition: attachment; filename="?invite\.ics/);
    expect(file.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(file.getFirstPropertyValue('version')).toBe('2.0');
    const zone = file.getFirstSubcomponent('vtimezone');
    expect(zone?.getFirstPropertyValue('tzid')).toBe('Europe/Riga');
    const event = file.getFirstSubcomponent('vevent');
    expect(event?.getFirstPropertyValue('uid')).toBe(`${eventId}@sojourn.test`);
    expect(event?.getFirstPropertyValue('sequence')).toBe(0);
    expect(String(event?.getFirstPropertyValue('dtstamp'))).toBe('2027-02-01T09:00:00Z');
    expect(event?.getFirstPropertyValue('location')).toBe('Brīvības iela 1, Rīga, Latvia');
    // two days after the clocks of Europe went forward
    const start = event?.getFirstProperty('dtstart');
    expect(start?.getParameter('tzid')).toBe('Europe/Riga');
    expect(String(start?.getFirstValue())).toBe('2027-03-30T09:00:00');
    const organizer = event?.getFirstProperty('organizer');
    expect(organizer?.getParameter('cn')).toBe('Ana Ozola');
    expect(to).toMatch(/^e[0-9a-z]+@in\.sojourn\.test$/);
    const attendees = event?.getAllProperties('attendee') ?? [];
    expect(attendees.map((a) => a.getFirstValue())).toEqual(['mailto:ben@example.org']);
    expect(attendees[0]?.getParameter('rsvp')).toBe('TRUE');
    expect(attendees[0]?.getParameter('partstat')).toBe('NEEDS-ACTION');
    // nobody’s own address stands in it but the reader’s
    expect(raw).not.toContain('ana@example.org');
  });

  it('is answered by the calendar program of who got it', async () => {
    const { eventId, file, to } = await invited();
    house.setNow('2027-02-01T12:00:00Z');
    await reply(to, file, {});
    expect(await answerOf(eventId)).toBe('yes');
    await reply(to, file, { partstat: 'DECLINED', stamp: '20270201T110000Z' });
    expect(await answerOf(eventId)).toBe('no');
    // the first one once more, late
    await reply(to, file, { partstat: 'ACCEPTED', stamp: '20270201T100000Z' });
    expect(await answerOf(eventId)).toBe('no');
    expect((await look(eventId)).participants[0]?.note).toBe('See you');
  });

  it('answered by a program whose clock runs ahead can be answered again', async () => {
    const { eventId, file, to } = await invited();
    await reply(to, file, { stamp: '20370101T100000Z' });
    expect(await answerOf(eventId)).toBe('yes');
    house.setNow('2027-02-01T12:00:00Z');
    await reply(to, file, { partstat: 'DECLINED', stamp: '20270201T120000Z' });
    expect(await answerOf(eventId)).toBe('no');
  });

  it('is not answered by anybody else, and not by a machine', async () => {
    const { eventId, file, to } = await invited();
    await reply(to, file, { from: 'eve@example.org' });
    await reply(to, file, { attendee: 'eve@example.org' });
    expect(await answerOf(eventId)).toBe('open');
    const at = { purpose: 'event', id: eventId, personId: ben } as const;
    const mail = {
      from: 'ben@example.org',
      subject: 'Away',
      text: 'I am not in the office.',
      attachments: [],
      calendar: null,
      automatic: true,
      messageId: '',
    };
    const take = calendar.inbound?.event;
    expect(await take?.(mail, at, house.runtime)).toBe('taken');
    expect((await look(eventId)).participants[0]?.note).toBe('');
    // words of their own are read by who called the meeting, and are no answer
    expect(await take?.({ ...mail, automatic: false }, at, house.runtime)).toBe('taken');
    expect((await look(eventId)).participants[0]).toMatchObject({
      answer: 'open',
      note: 'I am not in the office.',
    });
    const stranger = { ...mail, automatic: false, from: 'eve@example.org' };
    expect(await take?.(stranger, at, house.runtime)).toBe('quarantine');
    expect(await take?.({ ...stranger, calendar: 'BEGIN:NONSENSE' }, at, house.runtime)).toBe(
      'quarantine',
    );
    expect(
      await (await house.as(ben)).do(takeReply, { eventId, personId: ben, sender: 'x' }),
    ).toMatchObject({ kind: 'not_found' });
  });

  it('that has changed since is sent again instead of taking the old answer, and once', async () => {
    const { eventId, file, to } = await invited();
    const hand = await house.as(ana);
    await hand.do(changeMeeting, { ...meeting, eventId, sequence: 0, from: '8:00' });
    await deliver();
    received = [];
    await reply(to, file, {});
    await reply(to, file, { stamp: '20270201T120000Z' });
    expect(await answerOf(eventId)).toBe('open');
    await deliver();
    expect(received).toHaveLength(1);
    expect(received[0]?.raw.toString()).toContain('How it stands now');
    await reply(to, file, { sequence: 1, start: '20270330T080000' });
    expect(await answerOf(eventId)).toBe('yes');
    await hand.do(cancelMeeting, { eventId });
    await deliver();
    received = [];
    await reply(to, file, { sequence: 1 });
    await deliver();
    expect(received[0]?.raw.toString()).toMatch(/method=CANCEL/);
  });

  it('is countered with another time, which who called it reads', async () => {
    const { eventId, file, to } = await invited();
    await reply(to, file, {
      method: 'COUNTER',
      partstat: 'TENTATIVE',
      start: '20270331T140000',
      end: '20270331T150000',
    });
    const { proposals } = await look(eventId);
    expect(proposals.map((p) => [p.name, String(p.startsAt), p.note])).toEqual([
      ['Ben Example', '2027-03-31T11:00:00Z', 'See you'],
    ]);
    await reply(to, file, { method: 'COUNTER', start: '20200331T140000', end: '20200331T150000' });
    expect((await look(eventId)).proposals).toHaveLength(1);
    await deliver();
    expect(received.filter((r) => r.to === 'ana@example.org')).toHaveLength(1);
  });

  /** The calendar part of the newest mail to Ben. */
  const lastFile = async () => {
    const mail = await PostalMime.parse(
      received.findLast((r) => r.to === 'ben@example.org')?.raw ?? Buffer.from(''),
    );
    const part = mail.attachments.find((a) => a.mimeType === 'text/calendar');
    return part ? calendarOf(part.content) : null;
  };
  const counter = {
    method: 'COUNTER',
    partstat: 'TENTATIVE',
    start: '20270331T140000',
    end: '20270331T150000',
  } as const;

  it('countered and kept, its program is told so by DECLINECOUNTER', async () => {
    const { eventId, file, to } = await invited();
    await reply(to, file, counter);
    const hand = await house.as(ana);
    // changed in the meantime but not moved: the proposal stands, and is answered as it was counted
    await hand.do(changeMeeting, { ...meeting, eventId, sequence: 0, place: 'Room 2' });
    expect((await look(eventId)).proposals).toHaveLength(1);
    await deliver();
    received = [];
    expect(await hand.do(settleProposal, { eventId, personId: ben })).toMatchObject({ ok: true });
    await deliver();
    const told = await lastFile();
    expect(told?.getFirstPropertyValue('method')).toBe('DECLINECOUNTER');
    const event = told?.getFirstSubcomponent('vevent');
    expect(event?.getFirstPropertyValue('uid')).toBe(`${eventId}@sojourn.test`);
    expect(event?.getFirstPropertyValue('sequence')).toBe(0);
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2027-03-30T09:00:00');
    expect(event?.getFirstPropertyValue('organizer')).toBe(`mailto:${to}`);
    expect(event?.getAllProperties('attendee').map((a) => a.getFirstValue())).toEqual([
      'mailto:ben@example.org',
    ]);
    const raw = received[0]?.raw.toString('utf8') ?? '';
    expect(raw).toMatch(/Content-Type: text\/calendar;[^\n]*(\n\s[^\n]*)*method=DECLINECOUNTER/i);
    expect(await hand.do(settleProposal, { eventId, personId: ben })).toMatchObject({
      kind: 'conflict',
    });
    // a time proposed on the page is in no calendar: words alone
    house.setNow('2027-02-01T13:00:00Z');
    await (await house.as(ben)).do(proposeTime, {
      eventId,
      day: '2027-04-01',
      from: '9:00',
      until: '10:00',
    });
    await deliver();
    received = [];
    await hand.do(settleProposal, { eventId, personId: ben });
    await deliver();
    expect(await lastFile()).toBe(null);
    expect(received.map((r) => [r.to, r.raw.includes('could not move')])).toEqual([
      ['ben@example.org', true],
    ]);
  });

  it('countered and taken, everybody is asked again for the new time', async () => {
    const { eventId, file, to } = await invited();
    await reply(to, file, counter);
    await deliver();
    received = [];
    const hand = await house.as(ana);
    await hand.do(settleProposal, { eventId, personId: ben, take: true });
    await deliver();
    const told = await lastFile();
    expect(told?.getFirstPropertyValue('method')).toBe('REQUEST');
    const event = told?.getFirstSubcomponent('vevent');
    expect(event?.getFirstPropertyValue('sequence')).toBe(1);
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2027-03-31T14:00:00');
    // who proposed it has said yes to it
    expect(event?.getFirstProperty('attendee')?.getParameter('partstat')).toBe('ACCEPTED');
    expect(await answerOf(eventId)).toBe('yes');
  });

  it('is answered by the link of the mail without signing in', async () => {
    const { eventId } = await invited();
    const text = (await house.mails()).find((m) =>
      m.body_text.includes(`/invited/${eventId}`),
    )?.body_text;
    const path = new URL(/http\S+\/invited\/\S+/.exec(text ?? '')?.[0] ?? 'http://x').pathname;
    const page = await house.visitor.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Brīvības iela 1, Rīga, Latvia');
    expect(page.text).not.toContain('ana@example.org');
    expect((await house.visitor.post(path, { answer: 'yes' })).status).toBe(303);
    expect(await answerOf(eventId)).toBe('yes');
    expect((await house.visitor.post(path, { answer: 'perhaps' })).status).toBe(400);
    // another time, on the own clock and without signing in: who called it moves the meeting with one click
    expect(page.text).toContain(`${path}/another-time`);
    const form = await house.visitor.get(`${path}/another-time`);
    expect(form.status).toBe(200);
    expect(form.text).not.toContain('ana@example.org');
    const suggested = {
      'day.day': '1',
      'day.month': '4',
      'day.year': '2027',
      from: '9:00',
      until: '10:00',
      note: 'exam in the morning',
    };
    const bad = await house.visitor.post(`${path}/another-time`, { ...suggested, from: 'noon' });
    expect(bad.status).toBe(400);
    expect(bad.text).toContain('exam in the morning');
    expect((await house.visitor.post(`${path}/another-time`, suggested)).status).toBe(303);
    const [proposal] = (await look(eventId)).proposals;
    expect(proposal).toMatchObject({ personId: ben, note: 'exam in the morning' });
    const hand = await house.as(ana);
    expect(await hand.do(settleProposal, { eventId, personId: ben, take: true })).toMatchObject({
      ok: true,
    });
    expect(String((await look(eventId)).startsAt)).toBe(String(proposal?.startsAt));
    const other = await house.person({ email: 'cleo@example.org' });
    for (const token of [
      'x',
      path
        .split('/')
        .at(-1)
        ?.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) ?? '',
      (path.split('/').at(-1) ?? '').replace(ben.slice(4), other.slice(4)),
    ]) {
      expect((await house.visitor.get(`/invited/${token}`)).status).toBe(404);
      const another = { token, day: '2027-04-02', from: '9:00', until: '10:00' };
      expect(await house.visitor.do(proposeTimeByLink, another)).toMatchObject({
        kind: 'not_found',
      });
      expect(await house.visitor.do(answerByLink, { token, answer: 'no' })).toMatchObject({
        kind: 'not_found',
      });
      expect(await house.visitor.ask(getInvitation, { token })).toMatchObject({
        kind: 'not_found',
      });
    }
    expect(await answerOf(eventId)).toBe('yes');
  });

  it('to a dead address is shown at the person, whether refused at once or told later', async () => {
    const gone = await house.person({ givenName: 'Gone', email: 'gone@example.org' });
    const [org] = await house.sql('select org_id from memberships where person_id = $1', [ana]);
    await house.member(org.org_id, gone, ['teacher']);
    const done = await (await house.as(ana)).do(planMeeting, {
      ...meeting,
      participantIds: [gone, ben],
    });
    if (!done.ok) throw new Error('not planned');
    await deliver();
    const state = async () =>
      Object.fromEntries(
        (await look(done.eventId)).participants.map((p) => [p.name, p.undelivered]),
      );
    expect(await state()).toEqual({ 'Gone Example': true, 'Ben Example': false });
    expect((await (await house.as(ana)).get(`/events/${done.eventId}`)).text).toContain(
      'The mail did not arrive',
    );
    // others learn nothing about addresses
    const seen = await (await house.as(ben)).ask(getEvent, { eventId: done.eventId });
    expect(seen.ok && seen.view.participants.some((p) => p.undelivered)).toBe(false);
    // a report that comes back later
    await house.sql('update mails set failed_at = now() where send_key = $1', [
      `meeting:${done.eventId}:0:planned:${ben}`,
    ]);
    expect(await state()).toEqual({ 'Gone Example': true, 'Ben Example': true });
  });
});
