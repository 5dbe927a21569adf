import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { EventId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { calendar as web } from '#modules/calendar/web/index.ts';
import { projects } from '#modules/projects/web/index.ts';
import { execute } from '#platform/command.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  addTask,
  answerInvitation,
  cancelMeeting,
  changeMeeting,
  changeSettings,
  confirmMinutes,
  endFeed,
  finishTask,
  getAbout,
  getEvent,
  getFeed,
  getOwnFeed,
  keepCalendar,
  listEventsAbout,
  listNextSteps,
  listOwnEvents,
  planMeeting,
  proposeTime,
  recordAttendance,
  renewFeed,
  setAgendaSources,
  settleProposal,
  writeMinutes,
} from './index.ts';

let house: House;
let school: OrgId;
let ana: PersonId;
let ben: PersonId;
let zoe: PersonId;
let mother: PersonId;
let stranger: PersonId;
let mobilityId: MobilityId;
beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-02-01T09:00:00Z');
  school = await house.organisation({ name: 'Skola', timeZone: 'Europe/Riga', countryCode: 'LV' });
  const host = await house.organisation({
    name: 'Liceo',
    timeZone: 'Atlantic/Azores',
    countryCode: 'PT',
  });
  ana = await house.person({ givenName: 'Ana', familyName: 'Ozola', email: 'ana@example.org' });
  ben = await house.person({ givenName: 'Ben', email: 'ben@example.org', language: 'fr' });
  zoe = await house.person({ givenName: 'Zoé', familyName: 'Silva', email: 'zoe@example.org' });
  mother = await house.person({ givenName: 'Ilze', familyName: 'Silva' });
  await house.member(school, ana, ['coordinator']);
  await house.member(school, ben, ['teacher']);
  stranger = await house.person({ givenName: 'Sam' });
  await house.guardian(zoe, mother);
  // a stay in the Azores, with everybody who belongs to it
  await house.sql(
    `insert into projects (id, code, title, coordinator_id, created_at) values ('prj_000001', 'x', 'Project', $1, now())`,
    [school],
  );
  await house.sql(
    `insert into project_parties values ('prj_000001', $1, 'school', now()), ('prj_000001', $2, 'school', now())`,
    [school, host],
  );
  await house.sql(
    `insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at)
     values ('int_000001', 'prj_000001', 'Spring', 'january', '2027-03-01', '2027-05-01', now())`,
  );
  await house.sql(
    `insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at)
     values ('app_000001', 'int_000001', $1, $2, 'selected', now())`,
    [zoe, school],
  );
  mobilityId = 'mob_000001';
  await house.sql(
    `insert into mobilities (id, project_id, intake_id, application_id, pupil_id, sending_school_id, host_school_id, state, starts_on, ends_on, created_at)
     values ($1, 'prj_000001', 'int_000001', 'app_000001', $2, $3, $4, 'placed', '2027-03-01', '2027-05-01', now())`,
    [mobilityId, zoe, school, host],
  );
  for (const [org, person, role] of [
    [school, null, 'sending_school'],
    [host, null, 'host_school'],
    [null, zoe, 'pupil'],
    [null, mother, 'guardian'],
  ])
    await house.sql(
      `insert into mobility_parties (mobility_id, org_id, person_id, role, from_on, state, starts_on)
       values ($1, $2, $3, $4, '2027-01-01', 'placed', '2027-03-01')`,
      [mobilityId, org, person, role],
    );
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

async function plan(more: object = {}): Promise<EventId> {
  const done = await (await house.as(ana)).do(planMeeting, {
    ...meeting,
    participantIds: [ben],
    ...more,
  });
  if (!done.ok) throw new Error(JSON.stringify(done));
  return done.eventId;
}

const reason = (outcome: { ok: boolean }) =>
  outcome.ok ? 'ok' : (outcome as unknown as { faults: { reason: string }[] }).faults[0]?.reason;
const kind = (outcome: { ok: boolean }) =>
  outcome.ok ? 'ok' : (outcome as unknown as { kind: string }).kind;

const sequenceOf = (file: string) => Number(/SEQUENCE:(\d+)/.exec(file)?.[1]);

describe('a feed', () => {
  const address = async (who: PersonId) => {
    const own = await (await house.as(who)).ask(getOwnFeed, {});
    return own.ok && own.view.address ? new URL(own.view.address).pathname : '';
  };

  it('has a secret address that can be shown again, read without signing in', async () => {
    const hand = await house.as(ana);
    expect(await hand.ask(getOwnFeed, {})).toMatchObject({ view: { address: null } });
    expect((await hand.get('/calendar/feed')).text).toContain('Make my private address');
    expect((await hand.post('/calendar/feed')).status).toBe(303);
    await plan();
    const path = await address(ana);
    expect(await address(ana)).toBe(path);
    expect((await hand.get('/calendar/feed')).text).toContain(path);
    expect(path).toMatch(/^\/calendar\/[^/]+\.ics$/);
    const file = await house.visitor.get(path);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(file.text).toContain('SUMMARY:Kick-off');
    expect(file.text).toContain('DTSTART;TZID=Europe/Riga:20270302T090000');
    expect(file.text).toContain('BEGIN:VTIMEZONE');
    expect(file.text).not.toContain('ATTENDEE');
  });

  it('says when nothing has changed, and when something has', async () => {
    const path = await address(ana);
    const file = await house.visitor.get(path);
    const tag = file.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    expect(file.headers.get('last-modified')).toBe('Mon, 01 Feb 2027 09:00:00 GMT');
    const again = await house.visitor.get(path, { 'if-none-match': `W/${tag}, "other"` });
    expect([again.status, again.text]).toEqual([304, '']);
    await plan({ title: 'Another' });
    const changed = await house.visitor.get(path, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('stays small with a hundred meetings, each zone standing there once', async () => {
    const many = await house.person();
    await house.member(school, many, ['teacher']);
    await house.sql(
      `insert into calendar_events (id, kind, title, starts_at, ends_at, time_zone, organiser_id, created_at, changed_at)
       select 'evt_' || lpad(n::text, 26, '0'), 'meeting', 'Meeting ' || n, timestamptz '2027-02-03 10:00Z' + n * interval '1 day',
         timestamptz '2027-02-03 11:00Z' + n * interval '1 day', (array['Europe/Riga', 'Europe/Madrid'])[n % 2 + 1], $1, now(), now()
       from generate_series(1, 100) n`,
      [many],
    );
    await (await house.as(many)).do(renewFeed, {});
    const file = await house.visitor.get(await address(many));
    expect(file.text.match(/BEGIN:VEVENT/g)).toHaveLength(100);
    expect(file.text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(2);
    expect(file.text.length).toBeLessThan(60_000);
  });

  it('carries the next steps of one’s own side, and of nobody else’s project', async () => {
    const read = async (who: PersonId) => {
      await (await house.as(who)).do(renewFeed, {});
      return (await house.visitor.get(await address(who))).text;
    };
    expect(await read(ana)).toContain('UID:step-int_000001-');
    expect(await read(stranger)).not.toContain('step-');
  });

  it('a project chosen in the calendar keeps its steps, and what follows from its meetings', async () => {
    const hand = await house.as(ana);
    const steps = async (project: string) =>
      (await hand.get(`/calendar?kind=step&project=${project}&month=2027-02`)).text.match(
        /\/intakes\/int_000001/g,
      )?.length ?? 0;
    expect(await steps('prj_000001')).toBeGreaterThan(0);
    expect(await steps('prj_000001')).toBe(await steps(''));
    expect(await steps('prj_000002')).toBe(0);
  });

  it('holds what its person chose', async () => {
    const hand = await house.as(ana);
    await plan({ kind: 'deadline', title: 'Send the forms', until: '' });
    const read = async () => (await house.visitor.get(await address(ana))).text;
    const all = await read();
    expect(['UID:step-', 'SUMMARY:Kick-off', 'Send the forms'].map((x) => all.includes(x))).toEqual(
      [true, true, true],
    );
    const set = (s: object) =>
      hand.do(changeSettings, {
        steps: false,
        meetings: false,
        deadlines: false,
        reminders: true,
        timeZone: '',
        ...s,
      });
    await set({ deadlines: true });
    const some = await read();
    expect(
      ['UID:step-', 'SUMMARY:Kick-off', 'Send the forms'].map((x) => some.includes(x)),
    ).toEqual([false, false, true]);
    await set({ steps: true, meetings: true, deadlines: true });
    expect(reason(await set({ timeZone: 'Mars/Base' }))).toBe('calendar.meeting.zone');
    expect(kind(await house.visitor.do(changeSettings, {}))).toBe('not_found');
    expect(
      (
        await hand.post('/calendar/settings', {
          holds: ['steps', 'meetings', 'deadlines'],
          mails: 'reminders',
          timeZone: '',
        })
      ).status,
    ).toBe(303);
  });

  it('ends when a new address is made, and never opens for a guess', async () => {
    const hand = await house.as(ben);
    await hand.do(renewFeed, {});
    const before = await address(ben);
    expect((await house.visitor.get(before)).status).toBe(200);
    await hand.do(renewFeed, {});
    expect((await house.visitor.get(before)).status).toBe(404);
    const now = await address(ben);
    expect((await house.visitor.get(now)).status).toBe(200);
    const end = now.replace(/(.)\.ics$/, (_, c) => `${c === 'A' ? 'Q' : 'A'}.ics`);
    for (const guess of [end, '/calendar/x.ics', '/calendar/events', '/calendar/per_1.ics'])
      expect((await house.visitor.get(guess)).status).toBe(404);
    expect(await house.visitor.ask(getFeed, { token: 'x' })).toMatchObject({ kind: 'not_found' });
    // switched off, and no old address opens the next one
    expect((await hand.post('/calendar/feed/end')).status).toBe(303);
    expect((await house.visitor.get(now)).status).toBe(404);
    expect((await hand.get('/calendar/feed')).text).toContain('/calendar/feed"');
    expect(await hand.ask(getOwnFeed, {})).toMatchObject({ view: { address: null } });
    expect((await hand.do(endFeed, {})).ok).toBe(true);
    await hand.do(renewFeed, {});
    for (const old of [before, now]) expect((await house.visitor.get(old)).status).toBe(404);
    expect((await house.visitor.get(await address(ben))).status).toBe(200);
    for (const command of [renewFeed, endFeed] as const)
      expect(await house.visitor.do(command as typeof endFeed, {})).toMatchObject({
        kind: 'not_found',
      });
    expect(await house.visitor.ask(getOwnFeed, {})).toMatchObject({ kind: 'not_found' });
  });
});

describe('a meeting', () => {
  const files = async (eventId: EventId) =>
    (
      await house.sql(
        `select attachments from mails where kind like 'meeting%' and send_key like $1 order by created_at, id`,
        [`meeting:${eventId}%`],
      )
    )
      .flatMap((m) => m.attachments)
      // written at the same moment of a clock that stands still
      .sort((a, b) => sequenceOf(a.content) - sequenceOf(b.content));

  it('is planned, mailed with a calendar file, answered, changed and cancelled', async () => {
    const eventId = await plan();
    const [invited] = await files(eventId);
    expect(invited.method).toBe('REQUEST');
    expect(invited.content).toContain('SEQUENCE:0');
    expect(invited.content.replaceAll('\r\n ', '')).toContain('mailto:ben@example.org');
    const mail = (await house.mails()).find((m) => m.body_text.includes(eventId));
    expect(mail).toMatchObject({
      to_address: 'ben@example.org',
      subject: 'Invitation\u00a0: Kick-off',
    });
    const guest = await house.as(ben);
    const answered = await guest.post(`/events/${eventId}/answer`, {
      answer: 'maybe',
      note: 'After my bus',
    });
    expect(answered.status).toBe(303);
    const seen = await guest.ask(getEvent, { eventId });
    expect(seen.ok && seen.view).toMatchObject({
      ownAnswer: 'maybe',
      agenda: ['Hello', 'Who does what'],
      can: { change: false, answer: true },
    });
    const host = await house.as(ana);
    const read = await host.ask(getEvent, { eventId });
    expect(read.ok && read.view.participants[0]).toMatchObject({ note: 'After my bus' });
    const same = { ...meeting, eventId, sequence: 0, title: 'Kick-off!' };
    expect(await guest.do(changeMeeting, same)).toMatchObject({ kind: 'refused' });
    expect((await host.do(changeMeeting, same)).ok).toBe(true);
    expect(await host.do(changeMeeting, same)).toMatchObject({ kind: 'conflict' });
    const moved = { ...same, sequence: 1, from: '11:00', until: '12:00' };
    expect((await host.do(changeMeeting, moved)).ok).toBe(true);
    expect(await guest.do(cancelMeeting, { eventId })).toMatchObject({ kind: 'refused' });
    expect((await host.do(cancelMeeting, { eventId })).ok).toBe(true);
    expect((await host.do(cancelMeeting, { eventId })).ok).toBe(true);
    const all = await files(eventId);
    expect(all.map((a) => a.method)).toEqual(['REQUEST', 'REQUEST', 'REQUEST', 'CANCEL']);
    // words alone keep the answer; another time asks again
    expect(all[1].content).toMatch(/SEQUENCE:1[\s\S]*PARTSTAT=TENTATIVE/);
    expect(all[2].content.replaceAll('\r\n ', '')).toMatch(
      /SEQUENCE:2[\s\S]*PARTSTAT=NEEDS-ACTION;RSVP=TRUE/,
    );
    expect(all[3].content).toMatch(/SEQUENCE:3[\s\S]*STATUS:CANCELLED/);
    expect(await guest.do(answerInvitation, { eventId, answer: 'yes' })).toMatchObject({
      kind: 'conflict',
    });
    expect((await guest.get(`/events/${eventId}`)).text).toContain('Annulée');
  });

  it('planned twice by the same form is one, mailed once; for others, or about another thing, it is another', async () => {
    const sent = async () =>
      (await house.mails()).filter((m) => m.subject.includes('Twice')).length;
    const once = { title: 'Twice', day: '2027-03-03' };
    const both = await Promise.all([plan(once), plan(once)]);
    expect(new Set(both).size).toBe(1);
    expect(await plan(once)).toBe(both[0]);
    expect(await sent()).toBe(1);
    const others = await plan({ ...once, participantIds: [ben, zoe] });
    expect(others).not.toBe(both[0]);
    const about = { ...once, aboutKind: 'mobility', aboutId: mobilityId };
    expect([both[0], others]).not.toContain(await plan(about));
    // called off, it can be planned again
    await (await house.as(ana)).do(cancelMeeting, { eventId: both[0] as EventId });
    expect(await plan(once)).not.toBe(both[0]);
  });

  it('is hidden from who is not invited, and refuses what is wrong', async () => {
    const eventId = await plan();
    const other = await house.as(stranger);
    expect((await other.get(`/events/${eventId}`)).status).toBe(404);
    for (const outcome of [
      await other.ask(getEvent, { eventId }),
      await other.do(answerInvitation, { eventId, answer: 'yes' }),
      await other.do(cancelMeeting, { eventId }),
      await other.do(changeMeeting, { ...meeting, eventId, sequence: 0 }),
      await other.do(proposeTime, { ...meeting, eventId }),
      await other.do(settleProposal, { eventId, personId: ben, take: true }),
      await other.do(recordAttendance, { eventId, present: [] }),
      await other.do(writeMinutes, { eventId, number: 0, text: 'x' }),
      await other.do(confirmMinutes, { eventId, number: 1 }),
      await other.do(addTask, { eventId, title: 'x', personId: stranger }),
      await other.do(finishTask, { taskId: 'etk_0000', done: true }),
      await house.visitor.ask(listOwnEvents, {}),
      await house.visitor.ask(listNextSteps, {}),
      await other.do(keepCalendar, {}),
    ])
      expect(kind(outcome)).toBe('not_found');
    expect(await other.do(planMeeting, { ...meeting, participantIds: [ben] })).toMatchObject({
      faults: [{ reason: 'calendar.meeting.unknown-person' }],
    });
    const host = await house.as(ana);
    const wrong = await host.do(planMeeting, {
      ...meeting,
      from: '25:00',
      timeZone: 'Mars/Base',
      url: 'javascript:alert(1)',
      countryCode: 'x',
    });
    expect(wrong.ok ? [] : wrong.faults.map((f) => f.field).sort()).toEqual([
      'countryCode',
      'from',
      'timeZone',
      'url',
    ]);
    const typed = { ...meeting, participantIds: [ben] };
    expect(reason(await host.do(planMeeting, { ...typed, until: '08:00' }))).toBe(
      'calendar.meeting.end-before-start',
    );
    expect(reason(await host.do(planMeeting, { ...typed, until: '' }))).toBe(
      'platform.invalid.required',
    );
    expect(reason(await host.do(planMeeting, { ...typed, participantIds: [ana] }))).toBe(
      'calendar.meeting.nobody',
    );
    const form = await host.get('/events/new');
    expect(form.text).toContain('Ben Example');
    expect(form.text).toContain('value="Europe/Riga"');
  });

  it('in the repeated hour of autumn asks which one, and one in the missing hour is refused with the next', async () => {
    const host = await house.as(ana);
    const fields = {
      title: 'Night watch',
      kind: 'meeting',
      'day.day': '31',
      'day.month': '10',
      'day.year': '2027',
      from: '03:30',
      until: '05:00',
      timeZone: 'Europe/Riga',
      participantIds: [ben],
    };
    const asked = await host.post('/events/new', fields);
    expect(asked.status).toBe(400);
    expect(asked.text).toContain('the first 03:30, before clocks go back');
    const missing = await host.post('/events/new', {
      ...fields,
      'day.day': '28',
      'day.month': '3',
    });
    expect(missing.text).toContain('The next one that does is 04:00.');
    const starts: string[] = [];
    const written: string[] = [];
    for (const fromWhich of ['first', 'second']) {
      const done = await host.post('/events/new', { ...fields, fromWhich });
      expect(done.status).toBe(303);
      const eventId = done.location?.split('/').at(-1) as EventId;
      const read = await host.ask(getEvent, { eventId });
      starts.push(read.ok ? read.view.startsAt.toString() : '');
      expect((await host.get(`/events/${eventId}/edit`)).text).toMatch(
        new RegExp(`value="${fromWhich}"[^>]*checked|checked[^>]*value="${fromWhich}"`),
      );
      // page, calendar, mail and feed say which of the two it is
      const words = fromWhich === 'first' ? '(summer time' : '(winter time';
      expect((await host.get(`/events/${eventId}`)).text).toContain(words);
      expect((await host.get('/calendar?month=2027-10')).text).toContain(words);
      const [mail] = await house.sql(
        'select body_text, attachments from mails where send_key = $1',
        [`meeting:${eventId}:0:planned:${ben}`],
      );
      expect(mail.body_text).toContain(fromWhich === 'first' ? 'heure d’été' : 'heure d’hiver');
      written.push(/DTSTART:\d+T\d+Z/.exec(JSON.stringify(mail.attachments))?.[0] ?? '');
    }
    expect(starts).toEqual(['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z']);
    const own = await host.ask(getOwnFeed, {});
    const feed = await house.visitor.get(
      new URL((own.ok && own.view.address) || 'http://x').pathname,
    );
    // in the file too they are two different moments, the same in the mail as in the feed
    expect(new Set(written).size).toBe(2);
    for (const start of written) expect(feed.text).toContain(start);
  });

  it('is moved to the time that somebody suggests, or kept, and they are told', async () => {
    const eventId = await plan();
    const host = await house.as(ana);
    const guest = await house.as(ben);
    const other = { day: '2027-03-03', from: '14:00', until: '15:00', note: 'school is out' };
    expect(kind(await host.do(proposeTime, { ...other, eventId }))).toBe('refused');
    expect(reason(await guest.do(proposeTime, { ...other, eventId, day: '2027-01-01' }))).toBe(
      'calendar.meeting.over',
    );
    expect((await guest.do(proposeTime, { ...other, eventId })).ok).toBe(true);
    expect((await host.get(`/events/${eventId}`)).text).toContain('school is out');
    expect(kind(await guest.do(settleProposal, { eventId, personId: ben }))).toBe('refused');
    expect((await host.do(settleProposal, { eventId, personId: ben, take: false })).ok).toBe(true);
    expect(kind(await host.do(settleProposal, { eventId, personId: ben, take: true }))).toBe(
      'conflict',
    );
    expect((await house.mails()).map((m) => m.kind)).toContain('meeting-proposal-kept');
    await guest.do(proposeTime, { ...other, eventId });
    expect(
      (await host.post(`/events/${eventId}/settle`, { personId: ben, take: 'yes' })).status,
    ).toBe(303);
    const read = await host.ask(getEvent, { eventId });
    expect(read.ok && String(read.view.startsAt)).toBe('2027-03-03T12:00:00Z');
    expect(read.ok && read.view.participants[0]?.answer).toBe('yes');
  });

  it('is settled once where two decide about the same suggestion at once', async () => {
    const eventId = await plan();
    const [host, guest] = [await house.as(ana), await house.as(ben)];
    const other = { day: '2027-03-03', from: '14:00', until: '15:00', note: '' };
    await guest.do(proposeTime, { ...other, eventId });
    const before = await host.ask(getEvent, { eventId });
    const settle = (take: boolean) => host.do(settleProposal, { eventId, personId: ben, take });
    const said = (await Promise.all([settle(true), settle(false)])).map(kind);
    expect(said.filter((k) => k === 'conflict')).toHaveLength(1);
    const read = await host.ask(getEvent, { eventId });
    // whichever came first counts, and the other changes nothing
    expect(read.ok && String(read.view.startsAt)).toBe(
      said[0] === 'conflict' ? before.ok && String(before.view.startsAt) : '2027-03-03T12:00:00Z',
    );
    expect(read.ok && read.view.proposals).toEqual([]);
  });

  it('adds and takes out people: those who leave are told that it is off for them', async () => {
    const eventId = await plan({ aboutKind: 'mobility', aboutId: mobilityId });
    const host = await house.as(ana);
    const change = { ...meeting, eventId, participantIds: [zoe] };
    expect((await host.do(changeMeeting, { ...change, sequence: 0 })).ok).toBe(true);
    expect((await files(eventId)).map((f) => f.method).sort()).toEqual([
      'CANCEL',
      'REQUEST',
      'REQUEST',
    ]);
    expect(kind(await (await house.as(ben)).ask(getEvent, { eventId }))).toBe('not_found');
    expect(
      reason(await host.do(changeMeeting, { ...change, sequence: 1, participantIds: [] })),
    ).toBe('calendar.meeting.nobody');
    const form = await host.get(`/events/${eventId}/edit`);
    expect(form.text).toContain('Zoé Silva');
  });
});

describe('the common calendar of a dossier', () => {
  it('offers who belongs to it, by relation and at its place', async () => {
    const host = await house.as(ana);
    const asked = { aboutKind: 'mobility', aboutId: mobilityId } as const;
    const about = await host.ask(getAbout, asked);
    expect(about.ok && about.view).toMatchObject({
      timeZone: 'Atlantic/Azores',
      countryCode: 'PT',
      about: { title: 'Zoé Silva' },
    });
    expect(about.ok && about.view.people.map((p) => p.relation).sort()).toEqual([
      'guardian',
      'pupil',
    ]);
    const pupil = await (await house.as(zoe)).ask(getAbout, asked);
    expect(pupil.ok && pupil.view.plans).toEqual(['meeting']);
    for (const hand of [await house.as(stranger), house.visitor]) {
      expect(kind(await hand.ask(getAbout, asked))).toBe('not_found');
      expect(kind(await hand.ask(listEventsAbout, asked))).toBe('not_found');
      expect(kind(await hand.do(planMeeting, { ...meeting, ...asked, relations: ['pupil'] }))).toBe(
        'not_found',
      );
    }
    expect((await host.get(`/events/new?about=mobility:${mobilityId}`)).text).toContain(
      'Ilze Silva',
    );
    expect(
      (await (await house.as(stranger)).get(`/events/new?about=mobility:${mobilityId}`)).status,
    ).toBe(404);
  });

  it('is seen by all who belong to it where its organiser says so, and minutes stay with who was invited', async () => {
    const about = { aboutKind: 'mobility', aboutId: mobilityId } as const;
    const quiet = await plan({ ...about, title: 'Quiet talk', participantIds: [ben] });
    const open = await plan({ ...about, title: 'Farewell', shared: true, relations: ['pupil'] });
    const parent = await house.as(mother);
    const listed = await parent.ask(listEventsAbout, about);
    const titles = listed.ok ? listed.view.events.map((e) => e.title) : [];
    expect(titles).toContain('Farewell');
    expect(titles).not.toContain('Quiet talk');
    expect(kind(await parent.ask(getEvent, { eventId: quiet }))).toBe('not_found');
    const seen = await parent.ask(getEvent, { eventId: open });
    expect(seen.ok && seen.view.participants.map((p) => p.name)).toEqual([
      'Ben Example',
      'Zoé Silva',
    ]);
    expect(seen.ok && seen.view.can).toEqual({ change: false, answer: false, takePart: false });
    await house.sql(
      `insert into event_minutes values ($1, 1, 'only for those who came', $2, now())`,
      [open, ana],
    );
    const again = await parent.ask(getEvent, { eventId: open });
    expect(again.ok && again.view.minutes).toBeNull();
    expect((await (await house.as(ana)).get(`/mobilities/${mobilityId}`)).text).toContain(
      'Farewell',
    );
    expect((await parent.get(`/mobilities/${mobilityId}`)).text).not.toContain('Quiet talk');
  });

  it('lets a pupil call a meeting and set no deadline, and a coordinator set one that all see', async () => {
    const about = { aboutKind: 'mobility', aboutId: mobilityId } as const;
    const pupil = await house.as(zoe);
    const deadline = { ...meeting, ...about, kind: 'deadline' as const, shared: true, until: '' };
    expect(kind(await pupil.do(planMeeting, deadline))).toBe('refused');
    expect(
      (await pupil.do(planMeeting, { ...meeting, ...about, relations: ['guardian'] })).ok,
    ).toBe(true);
    const set = await (await house.as(ana)).do(planMeeting, deadline);
    expect(set.ok).toBe(true);
    const calendar = await pupil.get('/calendar?month=2027-03');
    expect(calendar.text).toContain('<table class="month">');
    const intake = await (await house.as(ana)).get('/intakes/int_000001/calendar?month=2027-03');
    expect(intake.status).toBe(200);
    expect((await (await house.as(stranger)).get('/intakes/int_000001/calendar')).status).toBe(404);
    expect(
      (await (await house.as(ana)).get('/projects/prj_000001/calendar?month=2027-03')).text,
    ).toContain('Kick-off');
  });
});

describe('after a meeting', () => {
  it('who was there, what was said in versions, and what follows are kept', async () => {
    const eventId = await plan();
    const host = await house.as(ana);
    const guest = await house.as(ben);
    expect(kind(await host.do(recordAttendance, { eventId, present: [ben] }))).toBe('conflict');
    expect(kind(await host.do(writeMinutes, { eventId, number: 0, text: 'x' }))).toBe('conflict');
    house.setNow('2027-03-02T09:00:00Z');
    const waits = await host.ask(listNextSteps, {});
    expect(waits.ok && waits.view.withoutMinutes.map((e) => e.id)).toContain(eventId);
    expect(kind(await guest.do(recordAttendance, { eventId, present: [ben] }))).toBe('refused');
    expect((await host.do(recordAttendance, { eventId, present: [ben] })).ok).toBe(true);
    const page = await guest.get(`/events/${eventId}/minutes`);
    expect(page.text).toContain('Who does what:');
    const first = await guest.do(writeMinutes, { eventId, number: 0, text: 'We meet in May.' });
    expect(first).toMatchObject({ ok: true, number: 1 });
    expect(await house.mails()).toContainEqual(
      expect.objectContaining({ kind: 'meeting-minutes-written', to_address: 'ana@example.org' }),
    );
    expect(kind(await host.do(writeMinutes, { eventId, number: 0, text: 'No' }))).toBe('conflict');
    // two who write at once: the later one is shown what stands there, beside their own words
    const late = await host.post(`/events/${eventId}/minutes`, { number: '0', text: 'In April.' });
    expect(late.status).toBe(409);
    for (const words of ['In April.', 'We meet in May.', 'What stands there now'])
      expect(late.text).toContain(words);
    expect(late.text).toContain('name="number" value="1"');
    expect((await host.do(confirmMinutes, { eventId, number: 1 })).ok).toBe(true);
    await host.do(writeMinutes, { eventId, number: 1, text: 'We meet in June.' });
    expect(kind(await guest.do(confirmMinutes, { eventId, number: 1 }))).toBe('conflict');
    expect((await guest.do(confirmMinutes, { eventId, number: 2 })).ok).toBe(true);
    const read = await host.ask(getEvent, { eventId });
    expect(read.ok && read.view).toMatchObject({
      minutes: {
        number: 2,
        text: 'We meet in June.',
        by: 'Ana Ozola',
        confirmedBy: ['Ben Example'],
      },
      earlierMinutes: [{ number: 1, text: 'We meet in May.', by: 'Ben Example' }],
      participants: [{ attended: true }],
    });
    const task = { eventId, title: 'Call the airline', personId: ben, dueOn: '2027-03-10' };
    expect(reason(await host.do(addTask, { ...task, personId: stranger }))).toBe(
      'calendar.meeting.unknown-person',
    );
    expect(reason(await host.do(addTask, { ...task, dueOn: '2027-03-01' }))).toBe(
      'calendar.meeting.over',
    );
    const added = await host.do(addTask, task);
    if (!added.ok) throw new Error('no task');
    const { taskId } = added;
    expect((await guest.get('/')).text).toContain('Call the airline');
    const steps = await guest.ask(listNextSteps, {});
    expect(steps.ok && steps.view.tasks.map((k) => k.title)).toEqual(['Call the airline']);
    const ownFeed = await guest.ask(getOwnFeed, {});
    const feed = new URL((ownFeed.ok && ownFeed.view.address) || 'http://x').pathname;
    expect((await house.visitor.get(feed)).text).toContain('DTSTART;VALUE=DATE:20270310');
    expect((await guest.post(`/events/${eventId}/tasks/${taskId}`, { done: 'yes' })).status).toBe(
      303,
    );
    const after = await guest.ask(listNextSteps, {});
    expect(after.ok && after.view.tasks).toEqual([]);
    expect((await host.get(`/events/${eventId}`)).text).toContain('We meet in June.');
    house.setNow('2027-02-01T09:00:00Z');
  });
});

describe('a task of a meeting', () => {
  it('noted twice by the same form is one', async () => {
    const eventId = await plan({ title: 'With a task' });
    const host = await house.as(ana);
    const task = { eventId, title: 'Book the room', personId: ben, dueOn: '' };
    const both = await Promise.all([host.do(addTask, task), host.do(addTask, task)]);
    const ids = both.map((b) => b.ok && b.taskId);
    expect(ids[0]).toMatch(/^etk_/);
    expect(ids[1]).toBe(ids[0]);
  });
});

describe('hour by hour', () => {
  const run = async () => {
    const done = await execute(house.runtime, keepCalendar, system('calendar'), {});
    if (!done.ok) throw new Error('not kept');
    return done;
  };
  const kinds = async (eventId: EventId, kind: string) =>
    (
      await house.sql(
        'select to_address from mails where kind = $1 and send_key like $2 order by 1',
        [kind, `meeting:${eventId}%`],
      )
    ).map((m) => m.to_address);

  it('reminds of the next day once, by day, and nobody who wants none or does not come', async () => {
    const eventId = await plan({
      day: '2027-04-14',
      aboutKind: 'mobility',
      aboutId: mobilityId,
      participantIds: [ben, zoe],
    });
    const off = await house.person({ email: 'off@example.org' });
    await house.member(school, off, ['teacher']);
    await (await house.as(off)).do(changeSettings, { steps: true, reminders: false });
    const other = await plan({ day: '2027-04-14', participantIds: [off, ben] });
    await (await house.as(ben)).do(answerInvitation, { eventId: other, answer: 'no' });
    house.setNow('2027-04-13T04:30:00Z');
    // 07:30 in Riga, 04:30 in the Azores
    await run();
    expect(await kinds(eventId, 'meeting-reminder')).toEqual([]);
    house.setNow('2027-04-13T06:30:00Z');
    await run();
    expect(await kinds(eventId, 'meeting-reminder')).toEqual(['ben@example.org']);
    house.setNow('2027-04-13T09:30:00Z');
    await run();
    await run();
    expect(await kinds(eventId, 'meeting-reminder')).toEqual([
      'ben@example.org',
      'zoe@example.org',
    ]);
    expect(await kinds(other, 'meeting-reminder')).toEqual([]);
    const mail = (await house.mails()).filter((m) => m.kind === 'meeting-reminder').at(-1);
    expect(mail?.body_text).toContain('On your clock: 14 April 2027 at 06:00');
  });

  it('asks for minutes the morning after, once, and forgets after two years', async () => {
    const eventId = await plan({ day: '2027-05-04' });
    house.setNow('2027-05-04T19:00:00Z');
    await run();
    expect(await kinds(eventId, 'meeting-minutes-wanted')).toEqual([]);
    house.setNow('2027-05-05T06:00:00Z');
    await run();
    await run();
    expect(await kinds(eventId, 'meeting-minutes-wanted')).toEqual(['ana@example.org']);
    house.setNow('2029-05-05T06:00:00Z');
    await run();
    expect(await house.sql('select id from calendar_events where id = $1', [eventId])).toEqual([]);
    house.setNow('2027-02-01T09:00:00Z');
  });
});
