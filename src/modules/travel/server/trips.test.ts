import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { newToken } from '#platform/dice.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  addTicket,
  answerTrip,
  askTrip,
  awayOn,
  callOffTrip,
  changeTrip,
  countGreen,
  draftTrip,
  getGroup,
  getGroupForm,
  getJourneys,
  getPapers,
  getTrip,
  listGroups,
  listOwnTrips,
  listPaperDuties,
  listTrips,
  notePaper,
  planGroup,
  planJourney,
  reportDelay,
  tellJourneyChange,
  tellTrip,
  tickOff,
  writeLegs,
} from './index.ts';

let house: House;
let d: SharedDossier;
type Who = SharedDossier['pupil'];

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  house.setNow('2027-02-10T09:00:00Z');
  d = await openDossier(house, { state: 'settled' });
});

const reasons = (o: { ok: boolean }) =>
  (o as unknown as { faults?: { reason: string }[] }).faults?.map((f) => f.reason);
const kind = (o: { ok: boolean }) => (o as unknown as { kind?: string }).kind;

/** Friday after school until Sunday, in the country. */
const weekend = (change: object = {}) => ({
  place: 'Cēsis',
  countryCode: 'LV',
  purpose: 'Grandparents of the host family',
  leavesOn: '2027-02-12',
  leavesAt: '16:30',
  returnsOn: '2027-02-14',
  returnsAt: '19:00',
  adultName: 'Ilze Paraugs',
  adultAge: '44',
  adultPhone: '+371 2000 0000',
  adultRelation: 'host_family' as const,
  means: 'train' as const,
  sleepsAt: 'With the grandparents',
  insured: true,
  papersReady: false,
  ...change,
});
const draft = async (who: Who, change: object = {}) =>
  (await house.as(who)).do(draftTrip, {
    mobilityId: d.id,
    sendKey: newToken(),
    ...weekend(change),
  } as never);
const look = async (who: Who, tripId: string) => {
  const seen = await (await house.as(who)).ask(getTrip, { tripId });
  if (!seen.ok) throw new Error(`${who} does not see it`);
  return seen.view;
};
async function asked(who: Who = d.pupil, change: object = {}): Promise<string> {
  const made = await draft(who, change);
  if (!made.ok) throw new Error(JSON.stringify(made));
  const { tripId } = made as unknown as { tripId: string };
  const sent = await (await house.as(who)).do(askTrip, { tripId, version: 1 });
  if (!sent.ok) throw new Error(JSON.stringify(sent));
  return tripId;
}
const say = async (
  who: Who,
  tripId: string,
  seat: string,
  answer: 'yes' | 'no' = 'yes',
  note = '',
  round = 1,
) => (await house.as(who)).do(answerTrip, { tripId, seat, answer, note, round });
const tell = (tripId: string, news: 'ask' | 'agreed' | 'declined' | 'called_off') =>
  execute(house.runtime, tellTrip, system('test'), { tripId, news });
const mailsAbout = async (tripId: string) =>
  (await house.mails()).filter((m) => m.body_text.includes(`/trips/${tripId}`));
const everybody = async (tripId: string) => {
  const guardian = `guardian:${d.guardian}`;
  for (const [who, seat] of [
    [d.family, 'host_family'],
    [d.contact, 'contact_person'],
    [d.guardian, guardian],
    [d.sender, 'school'],
  ] as const)
    expect((await say(who, tripId, seat)).ok).toBe(true);
};

describe('a trip in one thread', () => {
  it('is asked for after the rules, one side after the other, and then everybody knows', async () => {
    const tripId = await asked();
    expect((await look(d.pupil, tripId)).seats.map((s) => [s.side, s.name, s.turn])).toEqual([
      ['host_family', 'Ilze Paraugs', true],
      ['contact_person', 'Marta Palīgs', false],
      ['guardian', 'Carmen Ejemplo', false],
      ['school', 'IES Ejemplo', false],
    ]);
    await tell(tripId, 'ask');
    const mails = await mailsAbout(tripId);
    expect(mails.map((m) => m.to_address)).toEqual([`${d.family}@example.org`]);
    // no number, no roof in a mail
    expect(mails[0]?.body_text).not.toMatch(/\+371|grandparents/);
    // nobody is asked before their turn, and nobody answers for another
    for (const [who, seat] of [
      [d.sender, 'school'],
      [d.contact, 'contact_person'],
    ] as const)
      expect(reasons(await say(who, tripId, seat))).toEqual(['travel.trip.refused.not-your-turn']);
    for (const who of [d.pupil, d.guardian, d.sender])
      expect(reasons(await say(who, tripId, 'host_family'))).toEqual([
        'travel.trip.refused.not-asked',
      ]);
    expect(await look(d.family, tripId)).toMatchObject({ state: 'asked' });
    await everybody(tripId);
    expect(reasons(await say(d.sender, tripId, 'school'))).toEqual(['platform.error.already-done']);
    await tell(tripId, 'agreed');
    expect((await mailsAbout(tripId)).filter((m) => m.subject.includes('may go')).length).toBe(5);
    const night = Temporal.PlainDate.from('2027-02-13');
    const away = (on: Temporal.PlainDate, who: Who) =>
      house.as(who).then((h) => reading(house.runtime.db, h.actor, (read) => awayOn(read, on)));
    expect(await away(night, d.host)).toEqual([
      {
        mobilityId: d.id,
        place: 'Cēsis',
        adult: 'Ilze Paraugs',
        phone: '+371 2000 0000',
        sleepsAt: 'With the grandparents',
        until: Temporal.PlainDate.from('2027-02-14'),
      },
    ]);
    // on the last evening they sleep at home again; strangers see nobody
    expect(await away(night.add({ days: 1 }), d.host)).toEqual([]);
    expect(await away(night, d.outsider)).toEqual([]);
  });

  it('stands in calendars and home pages, of those who have a part', async () => {
    const tripId = await asked();
    const home = async (who: Who) => (await (await house.as(who)).get('/')).text;
    expect(await home(d.family)).toContain('Say yes or no to a trip: Cēsis');
    expect(await home(d.pupil)).toContain('Ilze Paraugs');
    expect(await home(d.sender)).not.toContain('Say yes or no to a trip: Cēsis');
    await everybody(tripId);
    expect(await home(d.family)).not.toContain('Say yes or no to a trip: Cēsis');
    for (const who of [d.stranger, d.outsider]) {
      const hand = await house.as(who);
      expect(kind(await hand.ask(getTrip, { tripId }))).toBe('not_found');
      expect(kind(await hand.ask(listTrips, { mobilityId: d.id }))).toBe('not_found');
      const own = await hand.ask(listOwnTrips, {});
      expect(own.ok && own.view.rows).toEqual([]);
      expect((await hand.get(`/trips/${tripId}`)).status).toBe(404);
      expect(kind(await say(who, tripId, 'school'))).toBe('not_found');
      expect(kind(await draft(who))).toBe('not_found');
      for (const command of [askTrip, callOffTrip])
        expect(kind(await hand.do(command, { tripId, version: 1 }))).toBe('not_found');
    }
  });

  it('lets those who ask say yes for themselves, and the organisation for a seat that is empty', async () => {
    const tripId = await asked(d.family);
    const seats = (await look(d.family, tripId)).seats;
    expect(seats.map((s) => [s.side, s.answer])).toEqual([
      ['host_family', 'yes'],
      ['contact_person', null],
      ['guardian', null],
      ['school', null],
    ]);
    expect((await say(d.host, tripId, 'contact_person')).ok).toBe(true);
    await d.leave(d.family, '2027-02-09');
    const other = await asked(d.pupil, { place: 'Sigulda' });
    expect((await look(d.pupil, other)).seats[0]?.name).toBe('Atbalsts');
    expect((await say(d.host, other, 'host_family')).ok).toBe(true);
  });

  it('is not sent while a rule stands against it, and says which', async () => {
    const cases: [object, string][] = [
      [{ adultName: '', adultAge: '' }, 'travel.rule.adult.nobody'],
      [{ adultAge: '17' }, 'travel.rule.adult.too-young'],
      [{ adultPhone: '' }, 'travel.rule.adult.no-phone'],
      [{ leavesAt: '8:00' }, 'travel.rule.school.catch-up'],
      [{ countryCode: 'EE', place: 'Tartu' }, 'travel.rule.entry.unchecked'],
      [{ insured: false }, 'travel.rule.insurance.unchecked'],
      [{ returnsOn: '2027-03-30' }, 'travel.rule.dates.outside'],
    ];
    for (const [change, reason] of cases) {
      const made = await draft(d.pupil, change);
      const { tripId } = made as unknown as { tripId: string };
      const sent = await (await house.as(d.pupil)).do(askTrip, { tripId, version: 1 });
      expect(reasons(sent), reason).toContain(reason);
      expect((await look(d.pupil, tripId)).may.ask).toBe(false);
      // a draft is its writer's alone
      expect(kind(await (await house.as(d.family)).ask(getTrip, { tripId }))).toBe('not_found');
    }
    // advice does not stop: 21 years, and papers that are said to be fine
    const tripId = await asked(d.pupil, {
      adultAge: '21',
      countryCode: 'EE',
      place: 'Tartu',
      papersReady: true,
    });
    expect((await look(d.family, tripId)).findings.map((f) => [f.rule, f.standing])).toMatchObject([
      ['dates', 'fine'],
      ['adult', 'advice'],
      ['school', 'fine'],
      ['entry', 'fine'],
      ['insurance', 'fine'],
    ]);
  });

  it('knows of papers that end too early, without showing their dates to others', async () => {
    const note = { mobilityId: d.id, kind: 'insurance' as const, validUntil: '2027-02-13' };
    expect((await (await house.as(d.guardian)).do(notePaper, note)).ok).toBe(true);
    const made = await draft(d.family);
    const { tripId } = made as unknown as { tripId: string };
    const family = await house.as(d.family);
    expect(reasons(await family.do(askTrip, { tripId, version: 1 }))).toEqual([
      'travel.rule.insurance.expires',
    ]);
    expect(kind(await family.ask(getPapers, { mobilityId: d.id }))).toBe('not_found');
    expect((await family.get(`/trips/${tripId}`)).text).not.toContain('13 February');
  });

  it('ends kindly with a no, that needs words', async () => {
    const tripId = await asked();
    await say(d.family, tripId, 'host_family');
    expect(reasons(await say(d.contact, tripId, 'contact_person', 'no'))).toEqual([
      'travel.trip.no-needs-words',
    ]);
    const words = 'The orientation is on that day, you would be missed';
    expect((await say(d.contact, tripId, 'contact_person', 'no', words)).ok).toBe(true);
    const page = await (await house.as(d.pupil)).get(`/trips/${tripId}`);
    expect(page.text).toContain('This trip does not take place');
    expect(page.text).toContain(words);
    await tell(tripId, 'declined');
    for (const mail of await mailsAbout(tripId)) expect(mail.body_text).not.toContain(words);
    expect(reasons(await say(d.guardian, tripId, `guardian:${d.guardian}`))).toEqual([
      'platform.error.already-done',
    ]);
  });

  it('asks those again whom a change concerns', async () => {
    const tripId = await asked();
    await say(d.family, tripId, 'host_family');
    await say(d.contact, tripId, 'contact_person');
    const change = async (who: Who, version: number, what: object) =>
      (await house.as(who)).do(changeTrip, { tripId, version, ...weekend(what) } as never);
    const { version } = await look(d.pupil, tripId);
    // the train is nothing the contact person was asked about
    expect((await change(d.pupil, version, { means: 'bus' })).ok).toBe(true);
    expect((await look(d.pupil, tripId)).seats.map((s) => [s.answer, s.again])).toEqual([
      [null, true],
      ['yes', false],
      [null, false],
      [null, false],
    ]);
    // who read the old one cannot agree to the new one unseen
    expect(reasons(await say(d.family, tripId, 'host_family'))).toEqual([
      'travel.trip.changed-meanwhile',
    ]);
    expect((await say(d.family, tripId, 'host_family', 'yes', '', 2)).ok).toBe(true);
    const later = (await look(d.pupil, tripId)).version;
    const moved = { means: 'bus', leavesOn: '2027-02-19', returnsOn: '2027-02-21' };
    expect(reasons(await change(d.pupil, later, { ...moved, returnsOn: '2027-04-01' }))).toContain(
      'travel.rule.dates.outside',
    );
    expect((await change(d.pupil, later, moved)).ok).toBe(true);
    expect((await look(d.pupil, tripId)).seats.every((s) => s.answer === null)).toBe(true);
    const page = await (await house.as(d.family)).get(`/trips/${tripId}`);
    expect(page.text).toMatch(/12 Feb at 16:30[\s\S]*19 Feb at 16:30/);
    await tell(tripId, 'ask');
    const mail = (await mailsAbout(tripId)).find((m) => m.subject.includes('has changed'));
    expect(mail?.body_text).toMatch(/Before: Cēsis, 12 February[\s\S]*Now: Cēsis, 19 February/);
    // neither the school nor a stranger changes it, and not by an old version
    expect(kind(await change(d.outsider, later, {}))).toBe('not_found');
    expect(reasons(await change(d.sender, later, {}))).toEqual([
      'mobilities.refused.not-your-part',
    ]);
    expect(reasons(await change(d.pupil, later, {}))).toEqual(['platform.error.changed-meanwhile']);
  });

  it('is one, however often the form is sent, and two answers at once are one', async () => {
    const sendKey = newToken();
    const pupil = await house.as(d.pupil);
    const send = () => pupil.do(draftTrip, { mobilityId: d.id, sendKey, ...weekend() } as never);
    const first = await send();
    expect(await send()).toEqual(first);
    const tripId = await asked();
    const both = await Promise.all([
      say(d.family, tripId, 'host_family'),
      say(d.family, tripId, 'host_family'),
    ]);
    expect(both.map((b) => b.ok).sort()).toEqual([false, true]);
  });

  it('is called off by a guardian at any time, and told', async () => {
    const tripId = await asked();
    await everybody(tripId);
    const { version } = await look(d.pupil, tripId);
    const off = await (await house.as(d.hostTeacher)).do(callOffTrip, { tripId, version });
    expect(reasons(off)).toEqual(['mobilities.refused.not-your-part']);
    expect((await (await house.as(d.guardian)).do(callOffTrip, { tripId, version })).ok).toBe(true);
    await tell(tripId, 'called_off');
    expect((await mailsAbout(tripId)).some((m) => m.subject.includes('trip is off'))).toBe(true);
  });
});

const plan = (change: object = {}) => ({
  direction: 'return' as const,
  leavesOn: '2027-03-28',
  leavesAt: '8:00',
  arrivesOn: '2027-03-28',
  arrivesAt: '14:30',
  means: 'plane' as const,
  broughtBy: 'Ilze Paraugs',
  metBy: 'Carmen Ejemplo',
  metByPhone: '+34 600 000 000',
  ...change,
});
const journey = async (who: Who) => {
  const seen = await (await house.as(who)).ask(getJourneys, { mobilityId: d.id });
  return seen.ok ? seen.view.back : null;
};

describe('a journey in detail', () => {
  beforeEach(async () => {
    await (await house.as(d.sender)).do(planJourney, { mobilityId: d.id, ...plan() });
  });

  it('is refused without somebody who brings and somebody who meets', async () => {
    const sender = await house.as(d.sender);
    for (const missing of ['broughtBy', 'metBy']) {
      const answer = await sender.do(planJourney, {
        mobilityId: d.id,
        ...plan({ [missing]: ' ' }),
        version: 1,
      });
      expect(answer.ok).toBe(false);
      expect((answer as unknown as { faults: { field: string }[] }).faults[0]?.field).toBe(missing);
    }
  });

  it('tells at once what changed, the old beside the new, without a number', async () => {
    house.setNow('2027-03-27T09:00:00Z');
    const sender = await house.as(d.sender);
    const later = plan({ leavesAt: '10:00', arrivesAt: '16:30', metBy: 'Marco Ejemplo' });
    expect((await sender.do(planJourney, { mobilityId: d.id, ...later, version: 1 })).ok).toBe(
      true,
    );
    const change = { mobilityId: d.id, direction: 'return' as const, number: 1 };
    await execute(house.runtime, tellJourneyChange, system('test'), change);
    await execute(house.runtime, tellJourneyChange, system('test'), change);
    const mails = (await house.mails()).filter((m) =>
      m.body_text.includes(`/mobilities/${d.id}/travel`),
    );
    const to = (who: Who) => mails.filter((m) => m.to_address === `${who}@example.org`);
    for (const who of [d.pupil, d.guardian, d.family, d.contact, d.host])
      expect(to(who).length, who).toBe(1);
    expect(to(d.sender).length + to(d.stranger).length + to(d.hostTeacher).length).toBe(0);
    expect(to(d.guardian)[0]?.body_text).toMatch(
      /Arrival in Madrid: before 28 March 2027 at 14:30, now 28 March 2027 at 16:30/,
    );
    expect(to(d.guardian)[0]?.body_text).not.toMatch(/\+34|Marco/);
    expect((await (await house.as(d.family)).get(`/mobilities/${d.id}/travel`)).text).toContain(
      'Changed as well: who meets the pupil',
    );
    expect(kind(await (await house.as(d.stranger)).do(tellJourneyChange, change))).toBe(
      'not_found',
    );
    expect(kind(await (await house.as(d.host)).do(tellJourneyChange, change))).toBe('not_found');
  });

  it('is late by one tap, once however often it is tapped', async () => {
    const late = async (who: Who, version = 1) =>
      (await house.as(who)).do(reportDelay, {
        mobilityId: d.id,
        direction: 'return',
        minutes: '30',
        version,
      });
    expect(reasons(await late(d.pupil))).toEqual(['travel.refused.not-under-way']);
    house.setNow('2027-03-28T04:00:00Z');
    for (const who of [d.stranger, d.outsider]) expect(kind(await late(who))).toBe('not_found');
    const taps = await Promise.all([late(d.pupil), late(d.guardian)]);
    expect(taps.map((t) => t.ok).sort()).toEqual([false, true]);
    expect((await journey(d.family))?.changes).toMatchObject([{ kind: 'delay', what: ['times'] }]);
    expect((await journey(d.family))?.arrivesAt.toString()).toBe('2027-03-28T13:00:00Z');
  });

  it('has legs with the clock of each place, and counts as green by the main part', async () => {
    const leg = (change: object = {}) => ({
      means: 'train' as const,
      number: 'R 12',
      fromPlace: 'Riga',
      leavesOn: '2027-03-28',
      leavesAt: '8:05',
      leavesZone: 'Europe/Riga',
      toPlace: 'Warsaw',
      arrivesOn: '2027-03-28',
      arrivesAt: '10:00',
      arrivesZone: 'Europe/Warsaw',
      ...change,
    });
    const flight = leg({
      means: 'plane',
      fromPlace: 'Warsaw',
      leavesAt: '11:00',
      leavesZone: 'Europe/Warsaw',
      toPlace: 'Madrid',
      arrivesAt: '14:30',
      arrivesZone: 'Europe/Madrid',
    });
    const write = async (who: Who, legs: object[], version: number, mainlyGreen = false) =>
      (await house.as(who)).do(writeLegs, {
        mobilityId: d.id,
        direction: 'return',
        legs,
        mainlyGreen,
        version,
      } as never);
    for (const who of [d.stranger, d.outsider])
      expect(kind(await write(who, [leg()], 1))).toBe('not_found');
    expect(reasons(await write(d.family, [leg()], 1))).toEqual([
      'mobilities.refused.not-your-part',
    ]);
    expect(reasons(await write(d.sender, [leg({ leavesAt: '7:00' })], 1))).toEqual([
      'travel.legs.before-journey',
    ]);
    expect((await write(d.sender, [leg(), flight], 1)).ok).toBe(true);
    expect((await journey(d.family))?.green).toBe(false);
    const counted = async () => {
      const answer = await (await house.as(d.sender)).ask(countGreen, {});
      return answer.ok && answer.view.rows.map((r) => [r.journeys, r.green]);
    };
    expect(await counted()).toEqual([[1, 0]]);
    expect((await write(d.sender, [leg(), flight], 2, true)).ok).toBe(true);
    expect(await counted()).toEqual([[1, 1]]);
    expect(kind(await (await house.as(d.stranger)).ask(countGreen, {}))).toBe('not_found');
    const elsewhere = await (await house.as(d.outsider)).ask(countGreen, {});
    expect(elsewhere.ok && elsewhere.view.rows).toEqual([]);
  });

  it('has tickets that are what they say', async () => {
    const add = async (who: Who, bytes: string) =>
      (await house.as(who)).do(addTicket, {
        mobilityId: d.id,
        title: 'Flight',
        content: Buffer.from(bytes).toString('base64'),
      });
    expect(reasons(await add(d.pupil, '<script>'))).toEqual(['travel.ticket.kind']);
    expect((await add(d.pupil, '%PDF-1.7 example')).ok).toBe(true);
    expect(reasons(await add(d.family, '%PDF-1.7'))).toEqual(['mobilities.refused.not-your-part']);
    expect(kind(await add(d.stranger, '%PDF-1.7'))).toBe('not_found');
    expect((await (await house.as(d.family)).get(`/mobilities/${d.id}/travel`)).text).toContain(
      'Flight',
    );
  });
});

describe('papers', () => {
  it('are for those who see to it, are checked against the stay, and keep no number', async () => {
    house.setNow('2027-01-10T09:00:00Z');
    await d.put('ready');
    const note = async (who: Who, paper: object) =>
      (await house.as(who)).do(notePaper, { mobilityId: d.id, ...paper } as never);
    for (const who of [d.pupil, d.guardian, d.sender])
      expect((await (await house.as(who)).ask(getPapers, { mobilityId: d.id })).ok).toBe(true);
    for (const who of [d.family, d.contact, d.hostTeacher, d.mentor]) {
      expect(kind(await (await house.as(who)).ask(getPapers, { mobilityId: d.id }))).toBe(
        'not_found',
      );
      expect(reasons(await note(who, { kind: 'ehic', validUntil: '2027-12-01' }))).toEqual([
        'mobilities.refused.not-your-part',
      ]);
    }
    for (const who of [d.stranger, d.outsider])
      expect(kind(await note(who, { kind: 'ehic', validUntil: '2027-12-01' }))).toBe('not_found');
    const duty = async (who: Who) => {
      const answer = await (await house.as(who)).ask(listPaperDuties, {});
      return answer.ok && answer.view.rows.map((r) => [r.open, r.mine]);
    };
    expect(await duty(d.guardian)).toEqual([[4, true]]);
    expect(await duty(d.sender)).toEqual([[4, false]]);
    expect(await duty(d.family)).toEqual([]);
    await note(d.guardian, { kind: 'ehic', validUntil: '2027-04-30', policyNumber: '80756' });
    await note(d.guardian, { kind: 'identity', validUntil: '2027-04-01' });
    const seen = await (await house.as(d.sender)).ask(getPapers, { mobilityId: d.id });
    expect(seen.ok && seen.view.papers.map((p) => [p.kind, p.standing])).toEqual([
      ['identity', 'short'],
      ['ehic', 'fine'],
      ['insurance', 'missing'],
      ['authorisation', 'missing'],
    ]);
    const rows = await house.sql('select policy_number from travel_papers where mobility_id = $1', [
      d.id,
    ]);
    expect(rows.map((r: { policy_number: string }) => r.policy_number)).toEqual(['', '']);
    expect(reasons(await note(d.pupil, { kind: 'ehic', validUntil: '2027-05-01' }))).toEqual([
      'platform.error.changed-meanwhile',
    ]);
  });
});

describe('a group', () => {
  it('has one plan and one companion, who counts each pupil in; arrivals stay their own', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    await d.put('ready');
    await house.sql(
      `insert into consents (id, pupil_id, application_id, mobility_id, kind, wording, language, given_by, capacity, given_at)
       select 'con_' || substr(id, 5), pupil_id, application_id, id, 'binding', 'I agree', 'en', $1, 'guardian', '2027-01-10T09:00:00Z'
       from mobilities where id = $2`,
      [d.guardian, d.id],
    );
    const form = { orgId: d.sendingSchool, direction: 'outward' as const };
    const input = (change: object = {}) => ({
      ...plan({ leavesOn: '2027-02-01', arrivesOn: '2027-02-01' }),
      ...form,
      intakeId: d.intake,
      mobilityIds: [d.id],
      companionId: d.teacher,
      ...change,
    });
    const make = async (who: Who, change: object = {}) =>
      (await house.as(who)).do(planGroup, input(change) as never);
    for (const who of [d.stranger, d.outsider, d.host, d.pupil]) {
      expect(kind(await make(who)), who).toBe('not_found');
      expect(kind(await (await house.as(who)).ask(getGroupForm, form))).toBe('not_found');
    }
    expect(reasons(await make(d.sender, { companionId: d.contact }))).toEqual([
      'travel.group.not-of-yours',
    ]);
    const made = await make(d.sender);
    expect(made.ok).toBe(true);
    const { groupId } = made as unknown as { groupId: string };
    const tick = async (who: Who, here = true) =>
      (await house.as(who)).do(tickOff, { groupId, mobilityId: d.id, here });
    expect(reasons(await tick(d.teacher))).toEqual(['travel.group.too-early']);
    house.setNow('2027-02-01T06:30:00Z');
    for (const who of [d.pupil, d.family, d.host, d.stranger, d.outsider]) {
      expect(kind(await tick(who)), who).toBe('not_found');
      expect(kind(await (await house.as(who)).ask(getGroup, { groupId }))).toBe('not_found');
      const list = await (await house.as(who)).ask(listGroups, {});
      expect(list.ok && list.view.rows).toEqual([]);
    }
    expect((await (await house.as(d.teacher)).get('/')).text).toContain(
      `/travel/groups/${groupId}`,
    );
    const taps = await Promise.all([tick(d.teacher), tick(d.sender)]);
    expect(taps.map((t) => t.ok).sort()).toEqual([false, true]);
    expect(await d.state()).toBe('departed');
    const page = await (await house.as(d.teacher)).get(`/travel/groups/${groupId}`);
    expect(page.text).toContain('All 1 are there');
    expect((await (await house.as(d.pupil)).get(`/mobilities/${d.id}/travel`)).text).toContain(
      'Tomás Enseña',
    );
  });
});
