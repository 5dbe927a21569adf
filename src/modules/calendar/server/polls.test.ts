import { beforeAll, describe, expect, it } from 'vitest';
import type { DatePollId, PersonId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import {
  answerPoll,
  answerPollByLink,
  beginPoll,
  closePoll,
  getEvent,
  getPoll,
  getPollByLink,
  getPollTimes,
  listNextSteps,
  planMeeting,
  proposeTimes,
  withdrawPoll,
} from './index.ts';

let house: House;
let ana: PersonId;
let ben: PersonId;
let jose: PersonId;
let stranger: PersonId;
beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-03-01T09:00:00Z');
  const school = await house.organisation({ name: 'Skola', timeZone: 'Europe/Riga' });
  ana = await house.person({ givenName: 'Ana' });
  ben = await house.person({ givenName: 'Ben', email: 'ben@example.org' });
  jose = await house.person({ givenName: 'José', email: 'jose@example.org' });
  await house.member(school, ana);
  for (const each of [ben, jose]) await house.member(school, each, ['teacher']);
  // he lives by the clock of Martinique
  await house.sql('insert into calendar_settings (person_id, time_zone) values ($1, $2)', [
    jose,
    'America/Martinique',
  ]);
  stranger = await house.person();
});

const kind = (outcome: { ok: boolean }) =>
  outcome.ok ? 'ok' : (outcome as unknown as { kind: string }).kind;
const reason = (outcome: { ok: boolean }) =>
  outcome.ok ? 'ok' : (outcome as unknown as { faults: { reason: string }[] }).faults[0]?.reason;

const wish = {
  title: 'Half-time talk',
  minutes: 60,
  // the week in which clocks go forward
  firstDay: '2027-03-25',
  timeZone: 'Europe/Riga',
};
const early = '2027-03-26T07:00:00Z';
const late = '2027-03-29T13:00:00Z';

async function begun(): Promise<DatePollId> {
  const done = await (await house.as(ana)).do(beginPoll, { ...wish, participantIds: [ben, jose] });
  if (!done.ok) throw new Error(JSON.stringify(done));
  return done.pollId;
}
async function asked(): Promise<DatePollId> {
  const pollId = await begun();
  const done = await (await house.as(ana)).do(proposeTimes, {
    pollId,
    times: [early, late],
    ask: true,
  });
  if (!done.ok) throw new Error(JSON.stringify(done));
  return pollId;
}

describe('looking for a date', () => {
  it('shows who is taken and for whom an hour is odd, over the change of the clock', async () => {
    await (await house.as(ben)).do(planMeeting, {
      title: 'Staff',
      day: '2027-03-26',
      from: '9:30',
      until: '10:30',
      timeZone: 'Europe/Riga',
      participantIds: [jose],
    });
    const pollId = await begun();
    const grid = await (await house.as(ana)).ask(getPollTimes, { pollId });
    if (!grid.ok) throw new Error('no times');
    const at = (day: string, time: string) =>
      grid.view.days.find((d) => d.day.toString() === day)?.times.find((t) => t.time === time);
    expect(at('2027-03-26', '09:00')?.taken).toEqual(['Ben Example', 'José Example']);
    expect(at('2027-03-26', '10:30')?.taken).toEqual([]);
    // nine in Riga is three at night in Martinique in winter, two in summer
    expect(at('2027-03-26', '09:00')?.odd).toEqual([{ name: 'José Example', time: '03:00' }]);
    expect(at('2027-03-29', '09:00')?.odd).toEqual([{ name: 'José Example', time: '02:00' }]);
    expect(at('2027-03-29', '16:00')?.odd).toEqual([]);
    expect(at('2027-03-26', '20:30')).toBeUndefined();
    for (const hand of [await house.as(ben), await house.as(stranger), house.visitor])
      expect(kind(await hand.ask(getPollTimes, { pollId }))).toBe('not_found');
    // until it is asked, nobody but who asks knows of it
    expect(kind(await (await house.as(ben)).ask(getPoll, { pollId }))).toBe('not_found');
    const page = await (await house.as(ana)).get(`/polls/${pollId}/times`);
    expect(page.text).toContain('Ask 2 people');
    const hand = await house.as(ana);
    const set = (times: string[], ask = false) => hand.do(proposeTimes, { pollId, times, ask });
    expect(reason(await set([early], true))).toBe('calendar.poll.too-few');
    expect(reason(await set(['2027-03-26T07:10:00Z']))).toBe('platform.invalid.value');
    expect(reason(await set(['nonsense']))).toBe('platform.invalid.value');
    expect(
      reason(
        await set(
          grid.view.days.flatMap((d) => d.times.map((t) => String(t.startsAt))).slice(0, 21),
        ),
      ),
    ).toBe('calendar.poll.too-many');
    expect((await set([early])).ok).toBe(true);
    expect((await hand.get(`/polls/${pollId}/times`)).text).toContain('(1 chosen)');
  });

  it('begun twice by the same form is one draft, which nobody else sees', async () => {
    const pollId = await begun();
    expect(await begun()).toBe(pollId);
    for (const who of [ben, jose])
      expect(await (await house.as(who)).ask(getPoll, { pollId })).toMatchObject({
        kind: 'not_found',
      });
  });

  it('asks everybody on their own clock, and plans with those who can', async () => {
    const pollId = await asked();
    const mail = (await house.mails()).find(
      (m) => m.kind === 'poll-asked' && m.to_address === 'jose@example.org',
    );
    expect(mail?.body_text).toContain('(Martinique)');
    const path = new URL(/http\S+\/asked\/\S+/.exec(mail?.body_text ?? '')?.[0] ?? 'http://x')
      .pathname;
    const page = await house.visitor.get(path);
    expect(page.text).toContain('Friday 26 March, 03:00 to 04:00');
    expect(page.text).toContain('09:00 Latvia time');
    expect(page.text).toContain('Monday 29 March, 09:00 to 10:00');
    const some = await house.visitor.post(path, { [`answer.${early}`]: 'no' });
    expect(some.status).toBe(400);
    expect(some.text).toContain('Please answer for each time.');
    expect(
      (await house.visitor.post(path, { [`answer.${early}`]: 'no', [`answer.${late}`]: 'yes' }))
        .status,
    ).toBe(303);
    const guest = await house.as(ben);
    expect((await guest.get(`/polls/${pollId}`)).text).toContain('Friday 26 March, 09:00 to 10:00');
    expect(
      (await guest.do(answerPoll, { pollId, answers: { [early]: 'yes', [late]: 'if_need_be' } }))
        .ok,
    ).toBe(true);
    const seen = await guest.ask(getPoll, { pollId });
    expect(seen.ok && seen.view.results).toBeNull();
    expect(kind(await guest.do(closePoll, { pollId, startsAt: late }))).toBe('refused');
    const hand = await house.as(ana);
    expect(kind(await hand.do(answerPoll, { pollId, answers: {} }))).toBe('refused');
    const read = await hand.ask(getPoll, { pollId });
    expect(read.ok && read.view.results).toMatchObject({
      times: [
        { yes: ['José Example'], ifNeedBe: ['Ben Example'], no: [], odd: [] },
        { yes: ['Ben Example'], no: ['José Example'], odd: [{ time: '03:00' }] },
      ],
      silent: [],
    });
    const steps = await hand.ask(listNextSteps, {});
    expect(steps.ok && steps.view.polls.find((p) => p.id === pollId)?.what).toBe('decide');
    const done = await hand.do(closePoll, { pollId, startsAt: early });
    if (!done.ok) throw new Error(JSON.stringify(done));
    const planned = await hand.ask(getEvent, { eventId: done.eventId });
    expect(planned.ok && planned.view.participants.map((p) => [p.name, p.answer])).toEqual([
      ['Ben Example', 'yes'],
    ]);
    expect(
      (await house.mails())
        .filter((m) => m.kind === 'poll-planned-without')
        .map((m) => m.to_address),
    ).toEqual(['jose@example.org']);
    expect(kind(await hand.do(closePoll, { pollId, startsAt: late }))).toBe('conflict');
    expect(
      kind(await guest.do(answerPoll, { pollId, answers: { [early]: 'no', [late]: 'no' } })),
    ).toBe('conflict');
    expect((await house.visitor.get(path)).text).toContain('has set the date');
  });

  it('says whose mail did not arrive, to who asks alone', async () => {
    const pollId = await asked();
    await house.sql('update mails set failed_at = now() where send_key = $1', [
      `poll:${pollId}:poll-asked:${jose}`,
    ]);
    const read = await (await house.as(ana)).ask(getPoll, { pollId });
    expect(read.ok && read.view.results?.undelivered).toEqual(['José Example']);
    expect((await (await house.as(ana)).get(`/polls/${pollId}`)).text).toContain(
      'The mail to José Example did not arrive',
    );
    expect((await (await house.as(ben)).get(`/polls/${pollId}`)).text).not.toContain(
      'did not arrive',
    );
  });

  it('in the hour that autumn repeats on somebody’s own clock says which of the two', async () => {
    const hand = await house.as(ana);
    const done = await hand.do(beginPoll, {
      ...wish,
      firstDay: '2027-10-31',
      timeZone: 'Pacific/Noumea',
      participantIds: [ben],
    });
    if (!done.ok) throw new Error(JSON.stringify(done));
    const { pollId } = done;
    const times = ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'];
    expect((await hand.do(proposeTimes, { pollId, times, ask: true })).ok).toBe(true);
    const page = (await (await house.as(ben)).get(`/polls/${pollId}`)).text;
    expect(page).toContain('03:30 (summer time, before the clocks go back)');
    expect(page).toContain('03:30 (winter time, after the clocks have gone back)');
    expect(page).toContain('11:30 New Caledonia time');
  });

  it('is hidden from strangers, and can be stopped', async () => {
    const pollId = await asked();
    for (const hand of [await house.as(stranger), house.visitor]) {
      expect(kind(await hand.ask(getPoll, { pollId }))).toBe('not_found');
      expect(kind(await hand.do(answerPoll, { pollId, answers: {} }))).toBe('not_found');
      expect(kind(await hand.do(proposeTimes, { pollId, times: [] }))).toBe('not_found');
      expect(kind(await hand.do(closePoll, { pollId, startsAt: late }))).toBe('not_found');
      expect(kind(await hand.do(withdrawPoll, { pollId }))).toBe('not_found');
      expect(kind(await hand.ask(getPollByLink, { token: 'x' }))).toBe('not_found');
      expect(kind(await hand.do(answerPollByLink, { token: 'x', answers: {} }))).toBe('not_found');
    }
    expect(kind(await house.visitor.do(beginPoll, { ...wish, participantIds: [ben] }))).toBe(
      'not_found',
    );
    const hand = await house.as(ana);
    const wrong = (more: object) =>
      hand.do(beginPoll, { ...wish, participantIds: [ben], ...more }).then(reason);
    expect(await wrong({ firstDay: '2026-01-01' })).toBe('calendar.meeting.over');
    expect(await wrong({ minutes: 5 })).toBe('calendar.poll.minutes');
    expect(await wrong({ participantIds: [] })).toBe('calendar.meeting.nobody');
    expect(await wrong({ participantIds: [stranger] })).toBe('calendar.meeting.unknown-person');
    expect((await hand.get(`/polls/${pollId}/withdraw`)).text).toContain('Stop asking');
    expect((await hand.post(`/polls/${pollId}/withdraw`)).status).toBe(303);
    expect((await hand.do(withdrawPoll, { pollId })).ok).toBe(true);
    expect(
      (await house.mails())
        .filter((m) => m.kind === 'poll-withdrawn')
        .map((m) => m.to_address)
        .sort(),
    ).toEqual(['ben@example.org', 'jose@example.org']);
    expect(kind(await hand.do(closePoll, { pollId, startsAt: late }))).toBe('conflict');
  });
});
