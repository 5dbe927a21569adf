import { beforeAll, describe, expect, it } from 'vitest';
import type { ClubId, OrgId, PersonId } from '#kernel/ids.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  acceptMembership,
  declineMembership,
  formClub,
  getClub,
  listCandidates,
  listClubs,
  planKickOff,
  proposeMembers,
  startClub,
} from './index.ts';

const now = '2027-01-04T09:00:00Z';
type Practitioner = { id: PersonId; orgId: OrgId; hand: Hand };
let house: House;
let facilitator: Hand;
let other: Hand;
let people: Practitioner[];

const countries = ['ES', 'BE', 'LV', 'FR', 'MT', 'IT', 'PT', 'FI', 'AT'];
const zones = ['Europe/Madrid', 'Europe/Brussels', 'Europe/Riga'];

/** Somebody who closed an assessment with a priority on host families (C08). */
async function practitioner(n: number, orgId?: OrgId): Promise<Practitioner> {
  const org =
    orgId ??
    (await house.organisation({
      name: `School ${n}`,
      countryCode: countries[n] ?? 'DE',
      timeZone: zones[n % 3] ?? 'Europe/Berlin',
    }));
  const id = await house.person({
    givenName: `Given${n}`,
    familyName: 'Example',
    language: n % 2 ? 'fr' : 'en',
  });
  await house.member(org, id, ['teacher']);
  const assessment = `ass_club${String(n).padStart(4, '0')}`;
  await house.sql(
    "insert into assessments (id, org_id, person_id, questionnaire_version, scope, applies_as, state, created_at, submitted_at) values ($1, $2, $3, '0.1.0', 'quick', 'host_school', 'submitted', $4, $4)",
    [assessment, org, id, now],
  );
  await house.sql(
    "insert into assessment_answers (assessment_id, item_id, status, answered_at) values ($1, 'PR-14', 'not_started', $2)",
    [assessment, now],
  );
  await house.sql(
    "insert into assessment_priorities (assessment_id, rank, item_id, intent) values ($1, 1, 'PR-14', 'start'), ($1, 2, 'PL-01', 'improve')",
    [assessment],
  );
  return { id, orgId: org, hand: await house.as(id) };
}

beforeAll(async () => {
  house = await openHouse();
  house.setNow(now);
  const network = await house.organisation({ name: 'Network', kind: 'supporting' });
  const facilitatorId = await house.person({ givenName: 'Fanny', familyName: 'Example' });
  const otherId = await house.person({ givenName: 'Otto', familyName: 'Example' });
  await house.member(network, facilitatorId, ['facilitator']);
  await house.member(network, otherId, ['coordinator', 'facilitator']);
  people = [];
  for (let n = 0; n < 9; n++) people.push(await practitioner(n));
  facilitator = await house.as(facilitatorId);
  other = await house.as(otherId);
});

const first = (list: Practitioner[], n = 0): Practitioner => {
  const found = list[n];
  if (!found) throw new Error('too few people');
  return found;
};
const club = (members: Practitioner[]) => ({
  name: 'Visits before placement',
  criterionId: 'C08',
  language: 'en',
  questions: ['Who visits?', 'What is asked?', 'What is recorded?'],
  members: members.map((m) => ({ personId: m.id, orgId: m.orgId })),
});
const reasons = (outcome: object) =>
  'faults' in outcome ? (outcome.faults as { reason: string }[]).map((f) => f.reason) : [];

async function formed(members: Practitioner[]): Promise<ClubId> {
  const outcome = await facilitator.do(formClub, club(members));
  if (!outcome.ok) throw new Error(outcome.faults[0].reason);
  return outcome.clubId as ClubId;
}

describe('candidates', () => {
  it('are shown to facilitators with priorities only', async () => {
    const answer = await facilitator.ask(listCandidates, { criterionId: 'C08' });
    if (!answer.ok) throw new Error('refused');
    expect(answer.view.candidates).toHaveLength(9);
    expect(answer.view.candidates[0]).toEqual({
      personId: first(people).id,
      orgId: first(people).orgId,
      name: 'Given0 Example',
      organisation: 'School 0',
      countryCode: 'ES',
      languages: ['en'],
      hoursKnown: false,
      priorities: [
        { rank: 1, criterionId: 'C08', intent: 'start' },
        { rank: 2, criterionId: 'C01', intent: 'improve' },
      ],
      clubs: 0,
    });
    expect(JSON.stringify(answer.view)).not.toContain('not_started');
    expect(await facilitator.ask(listCandidates, { criterionId: 'C11' })).toMatchObject({
      view: { candidates: [] },
    });
  });

  it('are hidden from everybody else', async () => {
    for (const who of [first(people).hand, house.visitor])
      expect(await who.ask(listCandidates, {})).toMatchObject({ kind: 'not_found' });
    expect((await first(people).hand.get('/clubs/new')).status).toBe(404);
  });
});

describe('forming a club', () => {
  it('is for facilitators', async () => {
    expect(await first(people).hand.do(formClub, club(people.slice(0, 5)))).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'clubs.refused.facilitators-only' }],
    });
    expect(await house.visitor.do(formClub, club(people.slice(0, 5)))).toMatchObject({
      kind: 'not_found',
    });
  });

  it('refuses four and nine, two of one organisation, and people without a priority', async () => {
    expect(reasons(await facilitator.do(formClub, club(people.slice(0, 4))))).toEqual([
      'clubs.invalid.too-few',
    ]);
    expect(reasons(await facilitator.do(formClub, club(people)))).toEqual([
      'clubs.invalid.too-many',
    ]);
    const twin = await practitioner(20, first(people).orgId);
    expect(reasons(await facilitator.do(formClub, club([...people.slice(0, 5), twin])))).toEqual([
      'clubs.invalid.same-organisation',
    ]);
    expect(
      reasons(await facilitator.do(formClub, { ...club(people.slice(0, 5)), criterionId: 'C11' })),
    ).toEqual(['clubs.invalid.no-candidate']);
    expect(
      reasons(await facilitator.do(formClub, { ...club(people.slice(0, 5)), questions: ['One?'] })),
    ).toEqual(['clubs.invalid.questions']);
    expect(await house.sql('select * from clubs')).toEqual([]);
    expect(await house.mails()).toEqual([]);
  });
});

describe('what is known of hours and languages', () => {
  const tell = async (who: Practitioner, level: string, free: number[]) =>
    house.sql(
      `insert into round_entries (round_id, person_id, org_id, role, experience, time_zone, languages, free, wants, registered_at)
       values ('clr_hand0001', $1, $2, 'host_school', 'some', 'Europe/Berlin', $3, $4, '[]', $5)`,
      [who.id, who.orgId, JSON.stringify([{ code: 'en', level }]), JSON.stringify(free), now],
    );
  const tuesday = Array.from({ length: 6 }, (_, i) => 48 + 28 + i);

  it('speaks against a club in words; the facilitator may go on', async () => {
    const [facilitatorId] = [facilitator.actor.kind === 'person' ? facilitator.actor.personId : ''];
    await house.sql(
      `insert into club_rounds (id, name, facilitator_id, time_zone, kick_off_week, weeks_between, register_until, state, created_at)
       values ('clr_hand0001', 'Round', $1, 'Europe/Berlin', '2027-02-15', 4, '2027-02-01', 'open', $2)`,
      [facilitatorId, now],
    );
    const five = people.slice(0, 5);
    for (const who of five.slice(0, 4)) await tell(who, 'B2', tuesday);
    await tell(first(people, 4), 'A2', [0, 1, 2]);
    const answer = await facilitator.ask(listCandidates, { criterionId: 'C08' });
    expect(answer.ok && answer.view.candidates.map((c) => c.hoursKnown)).toContain(true);
    // another facilitator's rounds tell them nothing
    const theirs = await other.ask(listCandidates, { criterionId: 'C08' });
    expect(theirs.ok && theirs.view.candidates.every((c) => !c.hoursKnown)).toBe(true);
    expect(await facilitator.do(formClub, club(five))).toMatchObject({
      kind: 'invalid',
      faults: [
        { reason: 'clubs.doubt.no-hour', params: { count: 5 }, field: 'anyway' },
        { reason: 'clubs.doubt.language', params: { who: 'Given4 Example' }, field: 'anyway' },
      ],
    });
    const form = await facilitator.post('/clubs/new?criterion=C08', {
      ...Object.fromEntries(club(five).questions.map((q, i) => [`questions.${i}`, q])),
      name: 'Visits',
      criterionId: 'C08',
      language: 'en',
      members: five.map((m) => `${m.id} ${m.orgId}`),
    });
    expect(form.text).toContain('I know, and ask them all the same');
    expect(form.text).toContain('Given4 Example does not speak this language');
    const made = await facilitator.do(formClub, { ...club(five), anyway: true });
    expect(made).toMatchObject({ ok: true });
    // what was tried here is no part of the story that follows
    await house.sql('delete from clubs');
    await house.sql("delete from club_rounds where id = 'clr_hand0001'");
    await house.sql('delete from mails');
  });
});

describe('the life of a club', () => {
  let id: ClubId;

  it('proposes membership by mail, in the language of each', async () => {
    id = await formed(people.slice(0, 6));
    const mails = await house.mails();
    expect(mails.map((m) => m.language).sort()).toEqual(['en', 'en', 'en', 'fr', 'fr', 'fr']);
    expect(mails[0]?.body_text).toContain(`http://sojourn.test/clubs/${id}`);
    expect(mails.find((m) => m.language === 'fr')?.subject).toContain('Voulez-vous entrer');
  });

  it('is hidden from who is no part of it, other facilitators too', async () => {
    for (const who of [other, first(people, 8).hand, house.visitor]) {
      expect(await who.ask(getClub, { clubId: id })).toMatchObject({ kind: 'not_found' });
      for (const outcome of [
        await who.do(acceptMembership, { clubId: id }),
        await who.do(declineMembership, { clubId: id }),
        await who.do(startClub, { clubId: id }),
        await who.do(planKickOff, {
          clubId: id,
          version: 1,
          date: '2027-02-01',
          time: '14:00',
          timeZone: 'Europe/Madrid',
        }),
      ])
        expect(outcome).toMatchObject({ ok: false, kind: 'not_found' });
    }
    expect((await other.get(`/clubs/${id}`)).status).toBe(404);
    expect((await first(people, 8).hand.post(`/clubs/${id}/accept`)).status).toBe(404);
    expect(await other.ask(listClubs, {})).toMatchObject({ view: { clubs: [], mayForm: true } });
    expect(await house.visitor.ask(listClubs, {})).toMatchObject({ kind: 'not_found' });
  });

  it('waits for five, by name', async () => {
    for (const member of people.slice(0, 4))
      expect(await member.hand.do(acceptMembership, { clubId: id })).toMatchObject({ ok: true });
    expect(await first(people).hand.do(acceptMembership, { clubId: id })).toMatchObject({
      kind: 'conflict',
    });
    expect(await facilitator.do(startClub, { clubId: id })).toMatchObject({
      faults: [{ reason: 'clubs.invalid.not-enough', params: { accepted: 4, least: 5 } }],
    });
    const list = await facilitator.ask(listClubs, {});
    expect(list).toMatchObject({
      view: { clubs: [{ waitingFor: ['Given4 Example', 'Given5 Example'], mayStart: false }] },
    });
    expect(await first(people).hand.do(startClub, { clubId: id })).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'clubs.refused.not-your-club' }],
    });
  });

  it('is planned only once it runs', async () => {
    const plan = {
      clubId: id,
      version: 1,
      date: '2027-02-01',
      time: '14:00',
      timeZone: 'Europe/Riga',
    };
    expect(await facilitator.do(planKickOff, plan)).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'clubs.refused.not-running' }],
    });
    await first(people, 4).hand.do(acceptMembership, { clubId: id });
    expect(await facilitator.do(startClub, { clubId: id })).toMatchObject({
      ok: true,
      accepted: 5,
    });
    expect(await facilitator.do(startClub, { clubId: id })).toMatchObject({ kind: 'conflict' });
    expect(await first(people).hand.do(planKickOff, { ...plan, version: 2 })).toMatchObject({
      kind: 'refused',
    });
    expect(
      reasons(await facilitator.do(planKickOff, { ...plan, version: 2, date: '2027-01-03' })),
    ).toEqual(['clubs.invalid.past']);
    expect(
      await facilitator.do(planKickOff, { ...plan, version: 2, url: 'http://meet.example.org' }),
    ).toMatchObject({
      faults: [{ reason: 'calendar.meeting.url', field: 'url' }],
    });
    expect(await facilitator.do(planKickOff, { ...plan, version: 2 })).toMatchObject({
      ok: true,
      planned: 1,
    });
    // a second click is no second meeting
    expect(await facilitator.do(planKickOff, { ...plan, version: 2 })).toMatchObject({
      kind: 'conflict',
    });
    const events = await house.sql('select * from calendar_events');
    expect(events).toHaveLength(1);
    expect(String(events[0].starts_at)).toBe('2027-02-01T12:00:00Z');
    expect(String(events[0].ends_at)).toBe('2027-02-01T13:30:00Z');
    expect(events[0].agenda).toHaveLength(8);
    expect(events[0].agenda[0]).toBe('0–5 min: Welcome');
    expect(await house.sql('select * from calendar_participants')).toHaveLength(5);
  });

  it('invites each member with a calendar file that names nobody else', async () => {
    const mails = await house.sql(
      "select * from mails where kind = 'meeting-planned' order by to_address",
    );
    expect(mails).toHaveLength(5);
    for (const mail of mails) {
      const [file] = mail.attachments;
      expect(file.method).toBe('REQUEST');
      const text = file.content.replaceAll('\r\n ', '');
      expect(text).toContain('DTSTART;TZID=Europe/Riga:20270201T140000');
      expect(text.match(/ATTENDEE/g)).toHaveLength(1);
      expect(text).toContain(`mailto:${mail.to_address}`);
    }
  });

  it('invites who accepts late, and moves for everybody', async () => {
    expect(await first(people, 5).hand.do(acceptMembership, { clubId: id })).toMatchObject({
      ok: true,
    });
    expect(await house.sql('select * from calendar_participants')).toHaveLength(6);
    const seen = await facilitator.ask(getClub, { clubId: id });
    expect(
      await facilitator.do(planKickOff, {
        clubId: id,
        version: seen.ok ? seen.view.version : 0,
        date: '2027-02-02',
        time: '10:00',
        timeZone: 'Europe/Madrid',
      }),
    ).toMatchObject({ ok: true, planned: 1 });
    expect(await house.sql('select * from calendar_events')).toHaveLength(1);
    const mails = await house.sql(
      "select kind, count(*)::int as n from mails where kind like 'meeting-%' group by 1 order by 1",
    );
    expect(mails).toEqual([
      { kind: 'meeting-changed', n: 6 },
      { kind: 'meeting-planned', n: 6 },
    ]);
  });

  it('is gone for who declined, and the facilitator is told', async () => {
    const second = await formed(people.slice(3, 8));
    const who = first(people, 7);
    expect((await who.hand.get(`/clubs/${second}`)).text).toContain(
      'Voulez-vous entrer dans ce club',
    );
    expect((await who.hand.post(`/clubs/${second}/decline`)).location).toBe('/clubs');
    expect((await who.hand.get(`/clubs/${second}`)).status).toBe(404);
    expect((await house.mails()).filter((m) => m.kind === 'club-declined')).toHaveLength(1);
    expect((await facilitator.get(`/clubs/${second}`)).text).toContain('Too few people can join');

    // the free place is offered on
    const propose = (by: Hand, whom: Practitioner) =>
      by.do(proposeMembers, {
        clubId: second,
        members: [{ personId: whom.id, orgId: whom.orgId }],
      });
    expect(await propose(other, first(people, 8))).toMatchObject({ kind: 'not_found' });
    expect(await propose(first(people, 4).hand, first(people, 8))).toMatchObject({
      kind: 'not_found',
    });
    expect(reasons(await propose(facilitator, who))).toEqual(['clubs.invalid.same-organisation']);
    expect((await other.get(`/clubs/${second}/members`)).status).toBe(404);
    const page = await facilitator.get(`/clubs/${second}/members`);
    expect(page.text).toContain('School 8');
    expect(page.text).not.toContain('School 7');
    expect((await facilitator.post(`/clubs/${second}/members`, { members: [] })).text).toContain(
      'Please tick at least one person',
    );
    expect(await propose(facilitator, first(people, 8))).toMatchObject({ ok: true, proposed: 1 });
    expect((await first(people, 8).hand.get(`/clubs/${second}`)).status).toBe(200);
    // and a running club with room takes somebody too
    expect(
      await facilitator.do(proposeMembers, {
        clubId: id,
        members: [{ personId: first(people, 8).id, orgId: first(people, 8).orgId }],
      }),
    ).toMatchObject({ ok: true, proposed: 1 });
  });
});

describe('the pages', () => {
  it('teach when empty', async () => {
    const newcomer = await practitioner(30);
    const page = await newcomer.hand.get('/clubs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('No club yet');
    expect(page.text).not.toContain('href="/clubs/new"');
  });

  it('form a club of five and plan its kick-off, keeping ticks on a refusal', async () => {
    expect((await facilitator.get('/clubs/new')).text).toContain('Host families');
    const list = await facilitator.get('/clubs/new?criterion=C08');
    expect(list.text).toContain('School 3');
    const value = (p: Practitioner) => `${p.id} ${p.orgId}`;
    const fields = {
      criterionId: 'C08',
      name: 'Second look',
      language: 'en',
      'questions.0': 'One?',
      'questions.1': 'Two?',
      'questions.2': 'Three?',
    };
    const refused = await facilitator.post('/clubs/new?criterion=C08', {
      ...fields,
      members: people.slice(0, 2).map(value),
    });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('You have chosen 2');
    expect(refused.text.match(/type="checkbox"[^>]*checked/g)).toHaveLength(2);
    expect(refused.text).toContain('Second look');
    const done = await facilitator.post('/clubs/new?criterion=C08', {
      ...fields,
      members: people.slice(0, 5).map(value),
    });
    expect(done.status).toBe(303);
    const at = done.location ?? '';
    for (const member of people.slice(0, 5)) {
      expect((await member.hand.get('/clubs')).text).toContain('Second look');
      expect((await member.hand.post(`${at}/accept`)).location).toBe(at);
    }
    expect((await facilitator.get(at)).text).toContain('Start the club');
    expect((await facilitator.post(`${at}/start`)).location).toBe(at);
    expect((await first(people).hand.get(`${at}/kick-off`)).status).toBe(404);
    expect((await facilitator.get(`${at}/kick-off`)).text).toContain('Who we are');
    const early = await facilitator.post(`${at}/kick-off`, {
      version: '2',
      'date.day': '28',
      'date.month': '3',
      'date.year': '2027',
      time: '02:30',
      timeZone: 'Europe/Brussels',
    });
    expect(early.status).toBe(400);
    expect(early.text).toContain('the clocks skip this hour');
    expect(early.text).toContain('value="02:30"');
    const planned = await facilitator.post(`${at}/kick-off`, {
      version: '2',
      'date.day': '9',
      'date.month': '2',
      'date.year': '2027',
      time: '14:00',
      timeZone: 'Europe/Brussels',
      url: 'https://meet.example.org/club',
    });
    expect(planned.location).toBe(at);
    const room = await first(people, 2).hand.get(at);
    expect(room.text).toContain('Attend: Kick-off');
    expect(room.text).toContain('9 February 2027');
    expect(room.text).toContain('15:00');
    expect(room.text).toContain('Around 9 March 2027');
  });
});
