import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { ActionPlanId, ClubId, EventId, OrgId, PersonId } from '#kernel/ids.ts';
import {
  draftPractice,
  getPractice,
  markPractice,
  sharePractice,
} from '#modules/practices/server/index.ts';
import { itemsOfCriterion } from '#modules/quality/core/index.ts';
import { remindAgain } from '#modules/quality/server/index.ts';
import { now as clockNow } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { forgetClub, remindAfterWrapUp } from './commands/index.ts';
import {
  acceptMembership,
  addFile,
  agreeRecording,
  archiveClub,
  beginPlan,
  changeCard,
  closePlan,
  drawRooms,
  getClock,
  getClub,
  getDesk,
  getKickOff,
  getMeeting,
  getPlan,
  getPlanForm,
  getRoom,
  getTime,
  getWordFacts,
  getWrapUp,
  giveFeedback,
  keepClubs,
  leaveClub,
  listClubs,
  listOwnPlans,
  logProgress,
  nameLeader,
  offerAgain,
  openFile,
  pausePoint,
  planKickOff,
  planMeetings,
  recordDecision,
  removeFile,
  revisePlan,
  sayHere,
  sendWords,
  setRecording,
  settleTheme,
  sharePriorities,
  startClub,
  startPoint,
  takeAttendance,
  tickStep,
  voteThemes,
  wrapUpClub,
  writeFuture,
  writeReport,
} from './index.ts';

type Member = { id: PersonId; orgId: OrgId; hand: Hand };
const zones = [
  'Europe/Brussels',
  'Atlantic/Reykjavik',
  'Europe/Riga',
  'Europe/Lisbon',
  'Europe/Oslo',
];
const item = itemsOfCriterion('C08')[0] as string;
const club = 'clu_room0001' as ClubId;

let house: House;
let facilitator: Hand;
let stranger: Hand;
let invited: Hand;
let members: Member[];
let kickOff: EventId;
let second: EventId;
let planId: ActionPlanId;

const reasons = (outcome: object) =>
  'faults' in outcome ? (outcome.faults as { reason: string }[]).map((f) => f.reason) : [];
const at = (n: number): Member => members[n] as Member;
async function seen<T>(answer: Promise<{ ok: true; view: T } | { ok: false }>): Promise<T> {
  const told = await answer;
  if (!told.ok) throw new Error('not seen');
  return told.view;
}
const version = async () => (await seen(facilitator.ask(getClub, { clubId: club }))).version;
/** Time goes on: sessions end after a month, so that everybody signs in anew. */
async function on(moment: string) {
  house.setNow(moment);
  for (const m of members) m.hand = await house.as(m.id);
  const again = async (hand: Hand) =>
    hand.actor.kind === 'person' ? house.as(hand.actor.personId) : hand;
  facilitator = await again(facilitator);
  stranger = await again(stranger);
  invited = await again(invited);
}
const mailsOf = async (kind: string) =>
  (await house.mails()).filter((m) => m.kind === kind).map((m) => m.to_address as string);

const plan = {
  clubId: club,
  itemId: item,
  statusNow: 'not_started' as const,
  statusWished: 'implemented' as const,
  aim: 'Every family is visited before a pupil is placed.',
  measure: 'Visits recorded: 4 of 12 now, 12 of 12 in June.',
  steps: [{ what: 'Write the list of questions', who: 'Me', due: '2027-03' }],
  wanted: 'Is it too much for volunteers?',
};

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-01-04T09:00:00Z');
  const network = await house.organisation({ name: 'Network', kind: 'supporting' });
  const facilitatorId = await house.person({ givenName: 'Fanny', familyName: 'Example' });
  await house.member(network, facilitatorId, ['facilitator']);
  facilitator = await house.as(facilitatorId);
  members = [];
  for (const [n, timeZone] of zones.entries()) {
    const orgId = await house.organisation({ name: `School ${n}`, countryCode: 'BE', timeZone });
    const id = await house.person({ givenName: `Given${n}`, familyName: 'Example' });
    await house.member(orgId, id, ['coordinator']);
    members.push({ id, orgId, hand: await house.as(id) });
  }
  const elsewhere = await house.organisation({ name: 'Elsewhere' });
  const other = await house.person({ givenName: 'Odd' });
  await house.member(elsewhere, other, ['coordinator', 'facilitator']);
  stranger = await house.as(other);
  const asked = await house.person({ givenName: 'Asked' });
  const askedOrg = await house.organisation({ name: 'Asked School' });
  await house.member(askedOrg, asked, ['teacher']);
  invited = await house.as(asked);
  await house.sql(
    "insert into clubs (id, name, criterion_id, language, facilitator_id, questions, state, created_at) values ($1, 'Visits', 'C08', 'en', $2, '{Who?,What?,When?}', 'forming', $3)",
    [club, facilitatorId, '2027-01-04T09:00:00Z'],
  );
  for (const m of [...members, { id: asked, orgId: askedOrg }])
    await house.sql(
      "insert into club_members (club_id, person_id, org_id, state, proposed_at) values ($1, $2, $3, 'proposed', $4)",
      [club, m.id, m.orgId, '2027-01-04T09:00:00Z'],
    );
  for (const m of members) await m.hand.do(acceptMembership, { clubId: club });
  const started = await facilitator.do(startClub, { clubId: club });
  if (!started.ok) throw new Error(started.faults[0].reason);
  const planned = await facilitator.do(planKickOff, {
    clubId: club,
    version: await version(),
    date: '2027-02-16',
    time: '16:00',
    timeZone: 'Europe/Brussels',
    url: 'https://meet.example.org/visits',
  });
  if (!planned.ok) throw new Error(planned.faults[0].reason);
});

describe('the room', () => {
  it('has a conversation of everybody in it, which strangers and the asked do not read', async () => {
    const room = await at(0).hand.get(`/clubs/${club}`);
    expect(room.status).toBe(200);
    expect(room.text).toContain('Conversation');
    const threads = await house.sql(
      "select t.id, count(p.*)::int as n from threads t join thread_parties p on p.thread_id = t.id where t.about_kind = 'club' group by 1",
    );
    expect(threads).toMatchObject([{ n: 6 }]);
    expect((await at(0).hand.get(`/threads/${threads[0].id}`)).text).toContain('Welcome to');
    for (const who of [stranger, invited])
      expect((await who.get(`/threads/${threads[0].id}`)).status).toBe(404);
    expect(await stranger.ask(getRoom, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect(await invited.ask(getRoom, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect((await invited.get(`/clubs/${club}`)).text).toContain('Will you join this club');
  });

  it('shows of each what they allow', async () => {
    const card = {
      clubId: club,
      shares: ['role', 'mail'] as ('role' | 'mail')[],
      roleWords: 'Exchange coordinator',
      languages: ['lv'],
      offers: 'A list of questions',
      notice: 'important' as const,
    };
    expect(await at(1).hand.do(changeCard, card)).toMatchObject({ ok: true });
    for (const who of [stranger, invited, facilitator])
      expect(await who.do(changeCard, card)).toMatchObject({ kind: 'not_found' });
    const { people } = await seen(at(0).hand.ask(getRoom, { clubId: club }));
    const theirs = people.find((p) => p.personId === at(1).id);
    expect(theirs).toMatchObject({
      organisation: '',
      countryCode: '',
      role: 'Exchange coordinator',
      languages: [],
      offers: 'A list of questions',
    });
    expect(theirs?.mail).toContain('@');
    // and nowhere else either
    const head = await seen(at(0).hand.ask(getClub, { clubId: club }));
    expect(head.members.find((m) => m.personId === at(1).id)).toMatchObject({
      organisation: '',
      orgId: null,
    });
    expect(people.find((p) => p.personId === at(2).id)).toMatchObject({
      organisation: 'School 2',
      mail: '',
      role: '',
    });
  });
});

describe('the meetings', () => {
  it('follow at 21 to 70 days, at the clock of the club, and others are told of theirs', async () => {
    const series = {
      clubId: club,
      time: '16:00',
      timeZone: 'Europe/Brussels',
      url: 'https://meet.example.org/visits',
    };
    const v = await version();
    const close = await facilitator.do(planMeetings, {
      ...series,
      version: v,
      dates: { M2: '2027-03-01', M3: '2027-05-20' },
    });
    expect(reasons(close)).toEqual(['clubs.invalid.apart', 'clubs.invalid.apart']);
    expect(close).toMatchObject({ faults: [{ field: 'dates.M2' }, { field: 'dates.M3' }] });
    expect(
      reasons(await facilitator.do(planMeetings, { ...series, version: v, dates: {} })),
    ).toEqual(['clubs.invalid.no-date']);
    for (const who of [stranger])
      expect(await who.do(planMeetings, { ...series, version: v, dates: {} })).toMatchObject({
        kind: 'not_found',
      });
    expect(await at(0).hand.do(planMeetings, { ...series, version: v, dates: {} })).toMatchObject({
      kind: 'refused',
    });
    const dates = { M2: '2027-03-16', M3: '2027-04-13', M4W: '2027-05-11' };
    expect(await facilitator.do(planMeetings, { ...series, version: v, dates })).toMatchObject({
      ok: true,
      planned: 3,
    });
    expect(await facilitator.do(planMeetings, { ...series, version: v, dates })).toMatchObject({
      kind: 'conflict',
    });
    const events = await house.sql(
      "select e.id, e.starts_at from calendar_events e where e.kind = 'club_meeting' order by e.starts_at",
    );
    expect(events.map((e) => String(e.starts_at))).toEqual([
      '2027-02-16T15:00:00Z',
      '2027-03-16T15:00:00Z',
      '2027-04-13T14:00:00Z',
      '2027-05-11T14:00:00Z',
    ]);
    [kickOff, second] = events.map((e) => e.id) as [EventId, EventId];
    // of four zones only the one that keeps winter time all year sees another clock
    const told = (await house.mails()).filter((m) => m.kind === 'club-clocks');
    expect(told).toHaveLength(1);
    expect(told[0]?.body_text).toMatch(/14:00 with you instead of 15:00/);
    const room = await at(1).hand.get(`/clubs/${club}`);
    expect(room.text).toContain('at another time on your clock');
    expect((await at(0).hand.get(`/clubs/${club}`)).text).not.toContain(
      'another time on your clock',
    );
    const mails = (await house.mails()).filter((m) => m.kind === 'meeting-planned');
    expect(mails).toHaveLength(20);
  });

  it('have a clock that only who leads runs, and that counts on through pauses', async () => {
    expect(reasons(await facilitator.do(startPoint, { eventId: kickOff, position: 0 }))).toEqual([
      'clubs.invalid.not-begun',
    ]);
    await on('2027-02-16T15:00:00Z');
    for (const who of [stranger, invited])
      expect(await who.do(startPoint, { eventId: kickOff, position: 0 })).toMatchObject({
        ok: false,
      });
    expect(await at(0).hand.do(startPoint, { eventId: kickOff, position: 0 })).toMatchObject({
      kind: 'refused',
    });
    expect(await stranger.do(pausePoint, { eventId: kickOff })).toMatchObject({
      kind: 'not_found',
    });
    await facilitator.do(startPoint, { eventId: kickOff, position: 0 });
    house.setNow('2027-02-16T15:02:00Z');
    await facilitator.do(pausePoint, { eventId: kickOff });
    house.setNow('2027-02-16T15:10:00Z');
    await facilitator.do(startPoint, { eventId: kickOff, position: 0 });
    house.setNow('2027-02-16T15:11:30Z');
    await facilitator.do(startPoint, { eventId: kickOff, position: 1 });
    const meeting = await seen(at(0).hand.ask(getMeeting, { eventId: kickOff }));
    expect(meeting.points).toEqual([
      { position: 0, spent: 210_000, since: null },
      {
        position: 1,
        spent: 0,
        since: Temporal.Instant.from('2027-02-16T15:11:30Z').epochMilliseconds,
      },
    ]);
    const page = await at(0).hand.get(`/clubs/${club}/meetings/${kickOff}`);
    expect(page.text).toContain('until 16:26');
    expect(page.text).toContain('took 4 minutes');
    expect(page.text).not.toContain('Next point');
    expect((await stranger.get(`/clubs/${club}/meetings/${kickOff}`)).status).toBe(404);
    expect((await stranger.get(`/clubs/${club}/meetings/${kickOff}/clock`)).status).toBe(404);
    const clock = await at(0).hand.get(`/clubs/${club}/meetings/${kickOff}/clock`);
    expect(JSON.parse(clock.text)).toEqual({ now: clockNow().epochMilliseconds });
    for (const who of [stranger, invited])
      for (const told of [
        await who.ask(getTime, { eventId: kickOff }),
        await who.ask(getClock, { eventId: kickOff }),
      ])
        expect(told).toMatchObject({ kind: 'not_found' });
  });

  it('choose the theme: priorities by consent, three dots each, a theme with questions', async () => {
    await house.sql(
      "insert into assessments (id, org_id, person_id, questionnaire_version, scope, applies_as, state, created_at, submitted_at) values ('ass_dots0001', $1, $2, '0.1.0', 'quick', 'sending_school', 'submitted', '2027-01-10', '2027-01-10')",
      [at(1).orgId, at(1).id],
    );
    await house.sql(
      "insert into assessment_priorities (assessment_id, rank, item_id, intent) values ('ass_dots0001', 1, $1, 'start')",
      [item],
    );
    const look = () => seen(at(0).hand.ask(getKickOff, { eventId: kickOff }));
    expect(await look()).toMatchObject({ heat: [], showing: 0, members: 5, mayVote: true });
    const share = { clubId: club, share: true };
    for (const who of [stranger, facilitator, invited])
      expect(await who.do(sharePriorities, share)).toMatchObject({ kind: 'not_found' });
    expect(await at(1).hand.do(sharePriorities, share)).toMatchObject({ ok: true });
    expect(await look()).toMatchObject({
      heat: [
        { criterionId: 'C08', first: 1, people: [{ who: 'Given1 Example', intent: 'start' }] },
      ],
      showing: 1,
    });
    for (const who of [stranger, invited])
      expect(await who.ask(getKickOff, { eventId: kickOff })).toMatchObject({ kind: 'not_found' });
    expect(await at(0).hand.ask(getKickOff, { eventId: second })).toMatchObject({
      kind: 'not_found',
    });

    const lay = (by: Hand, themes: string[], eventId = kickOff) =>
      by.do(voteThemes, { eventId, themes });
    for (const who of [stranger, invited])
      expect(await lay(who, ['C08'])).toMatchObject({ kind: 'not_found' });
    expect(await lay(facilitator, ['C08'])).toMatchObject({ kind: 'refused' });
    expect(await lay(at(0).hand, ['C08', 'C08', 'C08', 'C08'])).toMatchObject({ ok: false });
    expect(await lay(at(0).hand, ['X99'])).toMatchObject({ ok: false });
    expect(reasons(await lay(at(0).hand, ['C08'], second))).toEqual(['clubs.invalid.no-vote']);
    await lay(at(0).hand, ['C08', 'C08', 'C14']);
    await lay(at(1).hand, ['C08', '', '']);
    await lay(at(0).hand, ['C08', 'C14', 'C14']);
    expect(await look()).toMatchObject({
      dots: [
        { theme: 'C08', dots: 2 },
        { theme: 'C14', dots: 2 },
      ],
      voted: 2,
      mine: ['C08', 'C14', 'C14'],
    });
    const page = await at(0).hand.get(`/clubs/${club}/meetings/${kickOff}`);
    expect(page.text).toMatch(/data-dots="C14">2</);

    const settled = {
      clubId: club,
      version: await version(),
      criterionId: 'C08',
      questions: ['Who visits?', 'When?', 'What is asked?', ''],
    };
    expect(await at(0).hand.do(settleTheme, settled)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(settleTheme, settled)).toMatchObject({ kind: 'not_found' });
    expect(reasons(await facilitator.do(settleTheme, { ...settled, questions: ['Who?'] }))).toEqual(
      ['clubs.invalid.questions'],
    );
    expect(await facilitator.do(settleTheme, settled)).toMatchObject({ ok: true });
    expect(await facilitator.do(settleTheme, settled)).toMatchObject({ kind: 'conflict' });
    expect((await seen(at(0).hand.ask(getClub, { clubId: club }))).questions).toEqual([
      'Who visits?',
      'When?',
      'What is asked?',
    ]);
  });

  it('have decisions and a report which two write at once', async () => {
    const decision = { eventId: kickOff, text: 'Each writes one card by 11 March.' };
    expect(await facilitator.do(recordDecision, decision)).toMatchObject({ ok: true });
    await facilitator.do(recordDecision, decision);
    for (const who of [stranger])
      expect(await who.do(recordDecision, decision)).toMatchObject({ kind: 'not_found' });
    const lead = { clubId: club, personId: at(2).id, leads: true };
    expect(await at(2).hand.do(nameLeader, lead)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(nameLeader, lead)).toMatchObject({ kind: 'not_found' });
    expect(await facilitator.do(nameLeader, lead)).toMatchObject({ ok: true });
    const write = (by: Hand, number: number, text: string) =>
      by.do(writeReport, { eventId: kickOff, number, text });
    expect(await write(at(0).hand, 0, 'Mine')).toMatchObject({ kind: 'refused' });
    expect(await write(stranger, 0, 'Mine')).toMatchObject({ kind: 'not_found' });
    const base = 'Five came.\n\nWe chose visits.\n\nNext in March.';
    expect(await write(facilitator, 0, base)).toMatchObject({ ok: true, number: 1 });
    // both begin with the first version, in different places
    expect(
      await write(
        at(2).hand,
        1,
        'Five came, from five countries.\n\nWe chose visits.\n\nNext in March.',
      ),
    ).toMatchObject({ ok: true, number: 2, merged: false });
    expect(
      await write(facilitator, 1, 'Five came.\n\nWe chose visits.\n\nNext on 16 March.'),
    ).toMatchObject({ ok: true, number: 3, merged: true });
    const { report, decisions } = await seen(at(0).hand.ask(getMeeting, { eventId: kickOff }));
    expect(report?.text).toBe(
      'Five came, from five countries.\n\nWe chose visits.\n\nNext on 16 March.',
    );
    expect(decisions).toHaveLength(1);
    // and in the same place the second is shown what the first wrote, with their own words kept
    const clash = await facilitator.post(`/clubs/${club}/meetings/${kickOff}/report`, {
      number: '2',
      text: 'Five came, from five countries.\n\nWe chose visits.\n\nNext in April.',
    });
    expect(clash.status).toBe(409);
    expect(clash.text).toContain('<ins>Next on 16 March.</ins>');
    expect(clash.text).toContain('Next in April.');
    expect(await mailsOf('club-report')).toHaveLength(5);
    expect((await stranger.get(`/clubs/${club}/meetings/${kickOff}/report`)).status).toBe(404);
  });

  it('are recorded only with everybody, and the link ends', async () => {
    const link = { eventId: kickOff, url: 'https://video.example.org/1', until: '2027-03-01' };
    expect(reasons(await facilitator.do(setRecording, link))).toEqual([
      'clubs.invalid.not-all-agreed',
    ]);
    for (const who of [facilitator, ...members.map((m) => m.hand)])
      await who.do(agreeRecording, { eventId: kickOff, agree: true });
    expect(await stranger.do(agreeRecording, { eventId: kickOff, agree: true })).toMatchObject({
      kind: 'not_found',
    });
    expect(await invited.do(agreeRecording, { eventId: kickOff, agree: true })).toMatchObject({
      kind: 'not_found',
    });
    expect(await at(0).hand.do(setRecording, link)).toMatchObject({ kind: 'refused' });
    expect(reasons(await facilitator.do(setRecording, { ...link, until: '2028-03-01' }))).toEqual([
      'clubs.invalid.recording-day',
    ]);
    expect(await facilitator.do(setRecording, link)).toMatchObject({ ok: true });
    const shown = async () =>
      (await seen(at(0).hand.ask(getMeeting, { eventId: kickOff }))).recording.url;
    expect(await shown()).toBe(link.url);
    // one takes it back, and the link is gone at once
    await at(3).hand.do(agreeRecording, { eventId: kickOff, agree: false });
    expect(await shown()).toBe('');
    await at(3).hand.do(agreeRecording, { eventId: kickOff, agree: true });
    await facilitator.do(setRecording, link);
    await on('2027-03-02T06:00:00Z');
    expect(await shown()).toBe('');
    expect(await keepClubs(house.runtime)).toMatchObject({ ended: 1 });
    expect(await keepClubs(house.runtime)).toMatchObject({ ended: 0 });
    expect(
      (
        await house.sql('select recording_url from club_meetings where event_id = $1', [kickOff])
      )[0],
    ).toMatchObject({ recording_url: '' });
  });

  it('have slides that the club reads and nobody else', async () => {
    const content = Buffer.from('%PDF-1.7 slides').toString('base64');
    const file = { clubId: club, eventId: kickOff, files: [{ name: 'slides.pdf', content }] };
    expect(await at(0).hand.do(addFile, file)).toMatchObject({ ok: true, files: 1 });
    expect(await stranger.do(addFile, file)).toMatchObject({ kind: 'not_found' });
    expect(await invited.do(addFile, file)).toMatchObject({ ok: false });
    const meeting = await seen(at(1).hand.ask(getMeeting, { eventId: kickOff }));
    const fileId = meeting.files[0]?.id as `clf_${string}`;
    const got = await at(1).hand.get(`/clubs/${club}/files/${fileId}`);
    expect(got.text).toBe('%PDF-1.7 slides');
    for (const who of [stranger, invited]) {
      expect((await who.get(`/clubs/${club}/files/${fileId}`)).status).toBe(404);
      expect(await who.ask(openFile, { fileId })).toMatchObject({ kind: 'not_found' });
      expect(await who.do(removeFile, { fileId })).toMatchObject({ ok: false });
    }
    expect(await at(1).hand.do(removeFile, { fileId })).toMatchObject({ kind: 'refused' });
    expect(await at(0).hand.do(removeFile, { fileId })).toMatchObject({ ok: true });
  });
});

describe('plans', () => {
  it('begin with a card that somebody would adopt', async () => {
    await on('2027-03-03T09:00:00Z');
    const words = {
      title: 'A visit in two hours',
      criterionId: 'C08',
      language: 'en',
      problem: 'Visits took a day.',
      steps: 'Ring first.\nBring the list.',
      checkedOn: '2027-02-01',
    };
    const drafted = await at(1).hand.do(draftPractice, { ...words, clubId: club });
    if (!drafted.ok) throw new Error(drafted.faults[0].reason);
    const { practiceId } = drafted;
    expect(await at(0).hand.ask(getPractice, { practiceId })).toMatchObject({ kind: 'not_found' });
    await at(1).hand.do(sharePractice, { practiceId });
    expect(await at(0).hand.do(markPractice, { practiceId, mark: 'would_adopt' })).toMatchObject({
      ok: true,
    });
    const card = await at(0).hand.get(`/practices/${practiceId}`);
    expect(card.text).toContain(`/clubs/${club}/plans/new?practice=${practiceId}`);
    expect(await stranger.ask(getPractice, { practiceId })).toMatchObject({ kind: 'not_found' });
    const begun = await at(0).hand.do(beginPlan, { ...plan, practiceId });
    if (!begun.ok) throw new Error(begun.faults[0].reason);
    planId = begun.planId as ActionPlanId;
    expect(reasons(await at(0).hand.do(beginPlan, plan))).toEqual(['clubs.invalid.same-item']);
    expect(await stranger.do(beginPlan, plan)).toMatchObject({ kind: 'not_found' });
    expect(await invited.do(beginPlan, plan)).toMatchObject({ kind: 'refused' });
    expect(await facilitator.do(beginPlan, plan)).toMatchObject({ kind: 'refused' });
    expect(await seen(at(0).hand.ask(getPlan, { planId }))).toMatchObject({
      practice: { title: 'A visit in two hours' },
      mine: true,
    });
    expect(await stranger.ask(getPlan, { planId })).toMatchObject({ kind: 'not_found' });
  });

  it('get feedback in rooms, bound to the revision that was read', async () => {
    const meetings = await house.sql(
      "select event_id, template_id from club_meetings where template_id = 'M3'",
    );
    const third = meetings[0].event_id as EventId;
    expect(await at(0).hand.do(drawRooms, { eventId: third })).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(drawRooms, { eventId: third })).toMatchObject({ kind: 'not_found' });
    expect(reasons(await facilitator.do(drawRooms, { eventId: kickOff }))).toEqual([
      'clubs.invalid.no-rooms',
    ]);
    expect(reasons(await facilitator.do(drawRooms, { eventId: third }))).toEqual([
      'clubs.invalid.attendance-first',
    ]);

    const words = { strong: 'A clear figure.', advice: 'Begin with two families.' };
    const friend = { planId, revision: 1, words };
    expect(await at(1).hand.do(giveFeedback, friend)).toMatchObject({ ok: true, said: 2 });
    expect(await at(0).hand.do(giveFeedback, friend)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(giveFeedback, friend)).toMatchObject({ kind: 'not_found' });
    expect(reasons(await at(1).hand.do(giveFeedback, { ...friend, words: {} }))).toEqual([
      'clubs.invalid.no-words',
    ]);
    expect(await mailsOf('club-feedback')).toHaveLength(1);
    const { clubId: _, itemId: __, ...rest } = plan;
    const revised = {
      ...rest,
      planId,
      version: 1,
      aim: 'Two families first.',
      changed: 'Smaller.',
    };
    expect(await at(1).hand.do(revisePlan, revised)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(revisePlan, revised)).toMatchObject({ kind: 'not_found' });
    expect(await at(0).hand.do(revisePlan, revised)).toMatchObject({ ok: true, revision: 2 });
    expect(await at(0).hand.do(revisePlan, revised)).toMatchObject({ kind: 'conflict' });
    const { revisions } = await seen(at(2).hand.ask(getPlan, { planId }));
    expect(revisions.map((r) => [r.number, r.feedback.length])).toEqual([
      [2, 0],
      [1, 2],
    ]);
    const page = await at(2).hand.get(`/clubs/${club}/plans/${planId}`);
    expect(page.text).toContain('<ins>Two families first.</ins>');
    expect(page.text).toContain('Begin with two families.');
  });

  it('have steps with a day, ticked without a new revision', async () => {
    const page = await at(0).hand.get(`/clubs/${club}/plans/${planId}`);
    expect(page.text).toContain('March 2027');
    const tick = { planId, revision: 2, position: 0, done: true };
    for (const who of [at(1).hand, facilitator])
      expect(await who.do(tickStep, tick)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(tickStep, tick)).toMatchObject({ kind: 'not_found' });
    expect(await at(0).hand.do(tickStep, { ...tick, revision: 1 })).toMatchObject({
      kind: 'conflict',
    });
    expect(await at(0).hand.do(tickStep, { ...tick, position: 5 })).toMatchObject({ ok: false });
    expect(await at(0).hand.do(tickStep, tick)).toMatchObject({ ok: true, left: 0 });
    expect(await at(0).hand.do(tickStep, tick)).toMatchObject({ ok: true, left: 0 });
    const { revisions } = await seen(at(1).hand.ask(getPlan, { planId }));
    expect(revisions.map((r) => [r.number, r.steps[0]?.done])).toEqual([
      [2, true],
      [1, false],
    ]);
    const other = { ...plan, itemId: itemsOfCriterion('C08')[1] as string };
    const badly = { ...other, steps: [{ what: 'Ring', due: 'soon' }] };
    expect(reasons(await at(0).hand.do(beginPlan, badly))).toEqual(['clubs.invalid.due']);
  });

  it('that began with a card and went well mark it as adopted', async () => {
    const [card] = await house.sql("select id from practices where title = 'A visit in two hours'");
    const practiceId = card.id as `prc_${string}`;
    const form = await seen(at(2).hand.ask(getPlanForm, { clubId: club, practiceId }));
    expect(form.practice).toMatchObject({ steps: ['Ring first.', 'Bring the list.'] });
    // beginning to do it leads to the plan, filled with what stands on the card
    const marked = await at(2).hand.post(`/practices/${practiceId}/mark`, { mark: 'adopted' });
    expect(marked.location).toContain(`/clubs/${club}/plans/new?practice=${practiceId}`);
    await at(2).hand.do(markPractice, { practiceId, mark: '' });
    expect((await at(2).hand.get(marked.location ?? '')).text).toContain('Bring the list.');
    const begun = await at(2).hand.do(beginPlan, { ...plan, practiceId });
    if (!begun.ok) throw new Error(begun.faults[0].reason);
    const end = { planId: begun.planId, version: 1, result: 'All twelve.', status: '' as const };
    expect(await at(2).hand.do(closePlan, { ...end, reached: 'yes' })).toMatchObject({
      ok: true,
      adopted: true,
      proposed: false,
    });
    const marks = await house.sql('select person_id, mark from practice_marks where mark = $1', [
      'adopted',
    ]);
    expect(marks).toEqual([{ person_id: at(2).id, mark: 'adopted' }]);
  });

  it('log progress, and propose the new status to the self-assessment when they close', async () => {
    const entry = { planId, light: 'slow' as const, text: 'Snow.' };
    expect(await at(1).hand.do(logProgress, entry)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(logProgress, entry)).toMatchObject({ kind: 'not_found' });
    await at(0).hand.do(logProgress, entry);
    const end = {
      planId,
      version: 1,
      reached: 'partly' as const,
      result: 'Eight of twelve.',
      status: 'in_progress' as const,
    };
    expect(await at(1).hand.do(closePlan, end)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(closePlan, end)).toMatchObject({ kind: 'not_found' });
    expect(await at(0).hand.do(closePlan, end)).toMatchObject({ ok: true, proposed: true });
    expect(await at(0).hand.do(closePlan, end)).toMatchObject({ ok: false });
    const [proposal] = await house.sql('select * from status_proposals where source = $1', [
      planId,
    ]);
    expect(proposal).toMatchObject({
      org_id: at(0).orgId,
      item_id: item,
      status: 'in_progress',
      state: 'open',
    });
  });
});

describe('between meetings', () => {
  it('who was away is told once a week what is new, as they wish', async () => {
    await at(4).hand.do(changeCard, {
      clubId: club,
      shares: [],
      notice: 'meetings',
    });
    await on('2027-03-20T06:00:00Z');
    await at(0).hand.get(`/clubs/${club}`);
    const { mails } = await keepClubs(house.runtime);
    // the first digests went out with the first night
    const told = (await house.mails())
      .filter((m) => m.kind === 'club-digest' && m.send_key.includes(':2027-03-20:'))
      .map((m) => m.to_address as string);
    expect(told).toHaveLength(mails);
    // the one who just looked in and the one who wants meetings alone are not among them
    const [awake] = await house.sql('select email from persons where id = $1', [at(0).id]);
    const [quiet] = await house.sql('select email from persons where id = $1', [at(4).id]);
    expect(told).not.toContain(awake.email);
    expect(told).not.toContain(quiet.email);
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(await keepClubs(house.runtime)).toMatchObject({ mails: 0 });
  });

  it('the facilitator sees who is silent and what is missing, and writes to all', async () => {
    const { clubs } = await seen(facilitator.ask(getDesk, {}));
    expect(clubs[0]).toMatchObject({ name: 'Visits', held: 2, waitingFor: ['Asked Example'] });
    expect(clubs[0]?.withoutCard).toHaveLength(4);
    expect(clubs[0]?.withoutPlan).toHaveLength(3);
    expect(clubs[0]?.withoutReport).toMatchObject([{ id: second }]);
    expect(clubs[0]?.silent).not.toContain('Given0 Example');
    expect(await at(0).hand.ask(getDesk, {})).toMatchObject({ kind: 'not_found' });
    expect(
      (await stranger.ask(getDesk, {})).ok && (await seen(stranger.ask(getDesk, {}))).clubs,
    ).toEqual([]);
    const facts = await seen(facilitator.ask(getWordFacts, { clubId: club }));
    expect(facts.withoutPlan).toHaveLength(3);
    expect(await at(0).hand.ask(getWordFacts, { clubId: club })).toMatchObject({
      kind: 'not_found',
    });
    expect((await facilitator.get(`/clubs/${club}/words?template=plans`)).text).toContain(
      'Still to come: Given1 Example',
    );
    const words = { clubId: club, text: 'Please bring your plans.' };
    expect(await facilitator.do(sendWords, words)).toMatchObject({ ok: true });
    expect(await at(0).hand.do(sendWords, words)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(sendWords, words)).toMatchObject({ kind: 'not_found' });
    // in the conversation for all, by mail for who hears only what is important
    expect(await mailsOf('club-words')).toHaveLength(1);
    const [{ n }] = await house.sql(
      "select count(*)::int as n from thread_messages where text = 'Please bring your plans.'",
    );
    expect(n).toBe(1);
  });

  it('a member leaves: the place is free, the others are told, the plan stays theirs', async () => {
    expect(await stranger.do(leaveClub, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect(await invited.do(leaveClub, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect(await facilitator.do(leaveClub, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect(await at(0).hand.do(leaveClub, { clubId: club })).toMatchObject({
      ok: true,
      left: 4,
      below: true,
    });
    expect(await mailsOf('club-left-below')).toHaveLength(4);
    expect(await mailsOf('club-freed')).toHaveLength(1);
    expect((await at(0).hand.get(`/clubs/${club}`)).status).toBe(404);
    expect(await seen(at(0).hand.ask(getPlan, { planId }))).toMatchObject({
      clubName: '',
      mine: true,
    });
    expect(await seen(at(0).hand.ask(listOwnPlans, {}))).toMatchObject({ plans: [{ id: planId }] });
    const ahead = await house.sql(
      "select count(*)::int as n from calendar_participants p join calendar_events e on e.id = p.event_id where p.person_id = $1 and e.starts_at > '2027-03-20'",
      [at(0).id],
    );
    expect(ahead[0]).toEqual({ n: 0 });
    const cancelled = (await house.mails()).filter((m) => m.kind === 'meeting-cancelled');
    expect(cancelled).toHaveLength(2);

    // and comes back
    const again = { clubId: club, personId: at(0).id };
    expect(await at(1).hand.do(offerAgain, again)).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(offerAgain, again)).toMatchObject({ kind: 'not_found' });
    expect(await facilitator.do(offerAgain, again)).toMatchObject({ ok: true });
    expect(await facilitator.do(offerAgain, again)).toMatchObject({ kind: 'conflict' });
    expect(await at(0).hand.do(acceptMembership, { clubId: club })).toMatchObject({ ok: true });
    expect((await at(0).hand.get(`/clubs/${club}`)).status).toBe(200);
  });
});

describe('the third meeting', () => {
  let third: EventId;
  const rooms = async () => (await seen(at(0).hand.ask(getMeeting, { eventId: third }))).rooms;
  const present = (...numbers: number[]) => numbers.map((n) => at(n).id);

  it('knows who is here, by one truth with the calendar', async () => {
    const [row] = await house.sql("select event_id from club_meetings where template_id = 'M3'");
    third = row.event_id as EventId;
    const take = (by: Hand, ids: PersonId[]) =>
      by.do(takeAttendance, { eventId: third, present: ids });
    expect(reasons(await take(facilitator, present(0)))).toEqual(['clubs.invalid.not-begun']);
    expect(reasons(await at(3).hand.do(sayHere, { eventId: third }))).toEqual([
      'clubs.invalid.not-on',
    ]);
    await on('2027-04-13T14:00:00Z');
    expect(await take(at(0).hand, present(0))).toMatchObject({ kind: 'refused' });
    for (const who of [stranger])
      expect(await take(who, present(0))).toMatchObject({ kind: 'not_found' });
    expect(await stranger.do(sayHere, { eventId: third })).toMatchObject({ kind: 'not_found' });
    expect(await facilitator.do(sayHere, { eventId: third })).toMatchObject({ kind: 'refused' });
    expect(await invited.do(sayHere, { eventId: third })).toMatchObject({ kind: 'not_found' });
    // a stranger among the ticks is nobody
    const odd = stranger.actor.kind === 'person' ? stranger.actor.personId : at(0).id;
    expect(await take(facilitator, [...present(0, 1), odd])).toMatchObject({ present: 2 });
    expect(await at(2).hand.do(sayHere, { eventId: third })).toMatchObject({ ok: true });
    const told = await house.sql(
      'select person_id from calendar_participants where event_id = $1 and attended',
      [third],
    );
    expect(told.map((r) => r.person_id).sort()).toEqual(present(0, 1, 2).sort());
    const page = await at(3).hand.get(`/clubs/${club}/meetings/${third}`);
    expect(page.text).toContain('3 of 5');
    expect(page.text).toContain('I am here');
  });

  it('draws rooms from those who are here; who comes late joins the smallest', async () => {
    expect(await facilitator.do(drawRooms, { eventId: third })).toMatchObject({
      ok: true,
      rooms: 1,
    });
    expect((await rooms()).map((r) => r.people.length)).toEqual([3]);
    await facilitator.do(takeAttendance, { eventId: third, present: present(0, 1, 2, 3, 4) });
    await facilitator.do(drawRooms, { eventId: third });
    const five = await rooms();
    expect(five.map((r) => r.people.length).sort()).toEqual([2, 3]);
    expect(five.filter((r) => r.withFacilitator)).toHaveLength(1);
    expect(five.filter((r) => r.yours)).toHaveLength(1);
    await facilitator.do(drawRooms, { eventId: third });
    expect(JSON.stringify(await rooms())).not.toBe(JSON.stringify(five));
    // one is not here after all, and comes when the rounds run
    await facilitator.do(takeAttendance, { eventId: third, present: present(0, 1, 2, 3) });
    const four = await rooms();
    expect(four.flatMap((r) => r.people)).toHaveLength(4);
    expect(four.every((r) => r.people.length > 0)).toBe(true);
    await facilitator.do(startPoint, { eventId: third, position: 2 });
    expect(await at(4).hand.do(sayHere, { eventId: third })).toMatchObject({ ok: true });
    const late = await rooms();
    expect(late.flatMap((r) => r.people)).toHaveLength(5);
    expect(Math.max(...late.map((r) => r.people.length))).toBeLessThanOrEqual(3);
    // who goes while the rounds run keeps the place
    await facilitator.do(takeAttendance, { eventId: third, present: present(0, 1) });
    expect((await rooms()).flatMap((r) => r.people)).toHaveLength(5);
  });
});

describe('the end', () => {
  it('says who would go on with whom, and leads to a partnership', async () => {
    const future = (who: Member, whom: Member) => ({
      clubId: club,
      text: `Goes on, says ${who.orgId}`,
      withOrgs: [whom.orgId],
    });
    expect(await stranger.do(writeFuture, future(at(0), at(1)))).toMatchObject({
      kind: 'not_found',
    });
    expect(await invited.do(writeFuture, future(at(0), at(1)))).toMatchObject({ kind: 'refused' });
    await at(0).hand.do(writeFuture, future(at(0), at(1)));
    await at(1).hand.do(writeFuture, future(at(1), at(0)));
    expect(await stranger.ask(getWrapUp, { clubId: club })).toMatchObject({ kind: 'not_found' });
    const { futures } = await seen(at(0).hand.ask(getWrapUp, { clubId: club }));
    expect(futures.find((f) => !f.mine)).toMatchObject({ namesYou: true, mutual: true });
    const page = await at(0).hand.get(`/clubs/${club}/wrap-up`);
    expect(page.text).toContain(`/organisations/${at(1).orgId}/propose-partnership`);
  });

  it('comes when no meeting is ahead; the room stays, then closes', async () => {
    expect(reasons(await facilitator.do(wrapUpClub, { clubId: club }))).toEqual([
      'clubs.invalid.meeting-ahead',
    ]);
    await on('2027-05-12T08:00:00Z');
    expect(await at(0).hand.do(wrapUpClub, { clubId: club })).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(wrapUpClub, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect(await facilitator.do(wrapUpClub, { clubId: club })).toMatchObject({ ok: true });
    expect(await facilitator.do(wrapUpClub, { clubId: club })).toMatchObject({ kind: 'conflict' });
    expect((await at(1).hand.get(`/clubs/${club}`)).text).toContain('The club has done its work.');
    expect(await seen(at(1).hand.ask(listClubs, {}))).toMatchObject({
      clubs: [{ state: 'alumni' }],
    });
    expect(await at(1).hand.do(archiveClub, { clubId: club })).toMatchObject({ kind: 'refused' });
    expect(await stranger.do(archiveClub, { clubId: club })).toMatchObject({ kind: 'not_found' });
    expect(await facilitator.do(archiveClub, { clubId: club })).toMatchObject({ ok: true });
    expect(
      await at(1).hand.do(writeFuture, { clubId: club, text: 'More', withOrgs: [] }),
    ).toMatchObject({ kind: 'refused' });
    expect((await at(1).hand.get(`/clubs/${club}`)).status).toBe(200);
  });

  it('has its organisations look again half a year after it, not after their last time', async () => {
    const again = { clubId: club };
    for (const who of [stranger, facilitator, at(0).hand])
      expect(await who.do(remindAfterWrapUp, again)).toMatchObject({ ok: false });
    expect(
      await execute(house.runtime, remindAfterWrapUp, system('clubs.wrapped-up'), again),
    ).toMatchObject({ ok: true, organisations: 1 });
    house.setNow('2027-08-01T06:00:00Z');
    expect(await remindAgain(house.runtime)).toBe(0);
    house.setNow('2027-11-12T06:00:00Z');
    expect(await remindAgain(house.runtime)).toBe(1);
    expect(await remindAgain(house.runtime)).toBe(0);
    const [mail] = (await house.mails()).filter((m) => m.kind === 'quality-again');
    expect(mail?.body_text).toContain('10 months');
  });

  it('and two years after the last meeting it is gone, with its files; public cards stay', async () => {
    const count = async (table: string) =>
      (await house.sql(`select count(*)::int as n from ${table}`))[0].n as number;
    const content = Buffer.from('%PDF-1.7 paper').toString('base64');
    await house.sql("update clubs set state = 'alumni' where id = $1", [club]);
    await on('2029-05-10T04:00:00Z');
    const file = { clubId: club, files: [{ name: 'paper.pdf', content }] };
    expect(await at(1).hand.do(addFile, file)).toMatchObject({ ok: true });
    const [{ storage_key: key }] = await house.sql(
      "select storage_key from club_files where name = 'paper.pdf'",
    );
    for (const who of [stranger, facilitator, at(1).hand])
      expect(await who.do(forgetClub, { clubId: club })).toMatchObject({ ok: false });
    expect(await keepClubs(house.runtime)).toMatchObject({ forgotten: 0 });
    await on('2029-05-12T04:00:00Z');
    expect(await keepClubs(house.runtime)).toMatchObject({ forgotten: 1 });
    expect(await keepClubs(house.runtime)).toMatchObject({ forgotten: 0 });
    for (const table of ['clubs', 'club_members', 'club_votes', 'action_plans', 'plan_feedback'])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await house.sql("select id from calendar_events where kind = 'club_meeting'")).toEqual(
      [],
    );
    expect(await house.sql("select id from threads where about_kind = 'club'")).toEqual([]);
    // a card that only the club read is its author's draft again
    expect(await house.sql('select state, club_id from practices')).toEqual([
      { state: 'draft', club_id: null },
    ]);
    // and the file itself goes
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
  });
});
