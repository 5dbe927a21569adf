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
  connectGroup,
  countGreen,
  delayGroup,
  draftTrip,
  forgetOld,
  getGroup,
  getGroupForm,
  getJourneys,
  getPapers,
  getTrip,
  keepTravel,
  listGroups,
  listOwnTrips,
  listPaperDuties,
  listTickets,
  listTrips,
  notePaper,
  planGroup,
  planJourney,
  remindPapers,
  remindTravel,
  remindTrip,
  removeTicket,
  reportDelay,
  tellJourneyChange,
  tellReminder,
  tellTrip,
  tickOff,
  writeConnection,
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

/** A part of a journey on the day of the return. */
const legOn = (change: object) => ({
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

  it('loses a ticket by whoever added it or coordinates, with its file', async () => {
    const add = async (who: Who, title: string) => {
      const added = await (await house.as(who)).do(addTicket, {
        mobilityId: d.id,
        title,
        content: Buffer.from('%PDF-1.7 example').toString('base64'),
      });
      return (added as unknown as { documentId: string }).documentId;
    };
    const remove = async (who: Who, documentId: string) =>
      (await house.as(who)).do(removeTicket, { mobilityId: d.id, documentId });
    const own = await add(d.pupil, 'Train');
    const other = await add(d.sender, 'Flight');
    for (const who of [d.stranger, d.outsider]) {
      expect(kind(await remove(who, own))).toBe('not_found');
      expect(kind(await (await house.as(who)).ask(listTickets, { mobilityId: d.id }))).toBe(
        'not_found',
      );
    }
    for (const who of [d.family, d.guardian, d.contact])
      expect(reasons(await remove(who, own))).toEqual(['mobilities.refused.not-your-part']);
    expect(reasons(await remove(d.pupil, other))).toEqual(['travel.ticket.not-yours']);
    expect((await (await house.as(d.pupil)).get(`/mobilities/${d.id}/travel`)).text).toContain(
      'Delete Train',
    );
    const page = (id: string) => `/mobilities/${d.id}/travel/tickets/${id}/remove`;
    expect((await (await house.as(d.pupil)).get(page(other))).status).toBe(404);
    const asked = await (await house.as(d.pupil)).get(page(own));
    expect(asked.text).toContain('Delete “Train”?');
    const [row] = await house.sql('select storage_key from documents where id = $1', [own]);
    const { storage_key: key } = row as { storage_key: string };
    expect(await house.runtime.files.get(key)).toBeTruthy();
    const taps = await Promise.all([remove(d.pupil, own), remove(d.sender, own)]);
    expect(taps.map((t) => t.ok).sort()).toEqual([false, true]);
    expect((await remove(d.sender, other)).ok).toBe(true);
    await house.removeFiles();
    expect(await house.runtime.files.get(key)).toBeNull();
    const left = await (await house.as(d.pupil)).ask(listTickets, { mobilityId: d.id });
    expect(left.ok && left.view.rows).toEqual([]);
  });

  it('misses a connection when a part is late, in words, on the page and by mail', async () => {
    const bus = legOn({
      means: 'bus',
      number: 'B 7',
      fromPlace: 'Warsaw',
      leavesAt: '10:20',
      leavesZone: 'Europe/Warsaw',
      toPlace: 'Madrid',
      arrivesAt: '14:00',
      arrivesZone: 'Europe/Madrid',
    });
    const write = { mobilityId: d.id, direction: 'return' as const, version: 1 };
    expect(
      (
        await (
          await house.as(d.sender)
        ).do(writeLegs, { ...write, legs: [legOn({}), bus] } as never)
      ).ok,
    ).toBe(true);
    house.setNow('2027-03-28T05:30:00Z');
    const late = async (minutes: string, version: number, which?: string) =>
      (await house.as(d.pupil)).do(reportDelay, {
        mobilityId: d.id,
        direction: 'return',
        minutes,
        version,
        ...(which === undefined ? {} : { leg: which }),
      } as never);
    expect(reasons(await late('30', 2, '2'))).toEqual(['platform.invalid.choose']);
    // nothing said about which part: the train that is on its way
    expect((await late('30', 2)).ok).toBe(true);
    const seen = await journey(d.family);
    expect(seen?.legs.map((l) => l.connection)).toEqual(['fine', 'missed']);
    expect(seen?.legsOutside).toBe(false);
    expect(seen?.arrivesAt.toString()).toBe('2027-03-28T12:30:00Z');
    expect(seen?.changes[0]?.what).toEqual(['leg']);
    const page = (await (await house.as(d.family)).get(`/mobilities/${d.id}/travel`)).text;
    expect(page).toMatch(
      /A connection is missed[\s\S]*Bus or coach B 7 leaves Warsaw before you are there/,
    );
    expect(page).toMatch(/by the timetable 28 March 2027 at 10:00/);
    await execute(house.runtime, tellJourneyChange, system('test'), {
      mobilityId: d.id,
      direction: 'return',
      number: 1,
    });
    const mail = (await house.mails()).find(
      (m) => m.to_address === `${d.guardian}@example.org` && m.subject.includes('is late'),
    );
    expect(mail?.body_text).toMatch(
      /Train R 12 is late\. Arrival in Warsaw: before 28 March 2027 at 10:00, now 28 March 2027 at 10:30/,
    );
    expect(mail?.body_text).toContain('A connection is missed: Bus or coach B 7');
    expect(mail?.body_text).toMatch(/ says how it goes on as soon as it is clear/);
    expect(page).toContain('Not known yet. Planned: 28 March 2027 at 14:30');
    expect(page).not.toContain('/return/connection');
    // the bus waits: it is reached, and the arrival moves with the last part
    expect((await late('60', 3, '1')).ok).toBe(true);
    const after = await journey(d.family);
    expect(after?.legs.map((l) => l.connection)).toEqual(['fine', 'fine']);
    expect(after?.arrivesAt.toString()).toBe('2027-03-28T13:30:00Z');
    // the way anew: nothing of it is late, and everybody is told
    const anew = { ...write, version: 4, legs: [legOn({ number: 'R 14' })] };
    expect((await (await house.as(d.sender)).do(writeLegs, anew as never)).ok).toBe(true);
    const changed = await journey(d.family);
    expect(changed?.legs.map((l) => [l.number, l.connection])).toEqual([['R 14', 'fine']]);
    expect(changed?.changes[0]).toMatchObject({ kind: 'plan', what: ['leg'], leg: null });
    await execute(house.runtime, tellJourneyChange, system('test'), {
      mobilityId: d.id,
      direction: 'return',
      number: 3,
    });
    const told = (await house.mails()).filter(
      (m) =>
        m.to_address === `${d.family}@example.org` &&
        m.body_text.includes('Changed as well: trains, buses and flights'),
    );
    expect(told.length).toBe(1);
  });

  it('goes on another way after a missed connection: written once, told to everybody at once', async () => {
    const bus = (leavesAt: string, arrivesAt: string, change: object = {}) =>
      legOn({
        means: 'bus',
        number: 'B 9',
        fromPlace: 'Warsaw',
        leavesAt,
        leavesZone: 'Europe/Warsaw',
        toPlace: 'Μαδρίτη',
        arrivesAt,
        arrivesZone: 'Europe/Madrid',
        ...change,
      });
    const here = { mobilityId: d.id, direction: 'return' as const };
    const legs = {
      ...here,
      version: 1,
      legs: [legOn({}), bus('10:20', '14:00', { number: 'B 7' })],
    };
    expect((await (await house.as(d.sender)).do(writeLegs, legs as never)).ok).toBe(true);
    const write = async (who: Who, change: object = {}) =>
      (await house.as(who)).do(writeConnection, {
        ...here,
        from: '1',
        version: 3,
        legs: [bus('11:40', '15:20')],
        ...change,
      } as never);
    // days before anybody leaves the plan itself is changed
    expect(reasons(await write(d.sender, { version: 2 }))).toEqual([
      'travel.refused.not-under-way',
    ]);
    house.setNow('2027-03-28T05:30:00Z');
    const late = { ...here, minutes: '30', version: 2 };
    expect((await (await house.as(d.pupil)).do(reportDelay, late as never)).ok).toBe(true);
    for (const who of [d.stranger, d.outsider]) expect(kind(await write(who))).toBe('not_found');
    for (const who of [d.family, d.guardian, d.contact, d.hostTeacher])
      expect((await write(who)).ok, who).toBe(false);
    const address = `/mobilities/${d.id}/travel/return/connection`;
    const pupil = await house.as(d.pupil);
    const travel = (await pupil.get(`/mobilities/${d.id}/travel`)).text;
    expect(travel).toContain(`href="${address}"`);
    expect(travel).toContain('near the information desk');
    const form = (await pupil.get(address)).text;
    expect(form).toMatch(/So far[\s\S]*Train R 12[\s\S]*Part 2[\s\S]*value="Warsaw"/);
    expect(form).not.toContain('value="B 7"');
    expect(form).toContain('Please call there as well');
    // it leaves before the train is there, arrives before it leaves, takes days, or is nothing at all
    for (const [change, reason] of [
      [{ legs: [bus('10:10', '15:20')] }, 'travel.connection.before-there'],
      [{ legs: [bus('11:40', '11:30')] }, 'travel.plan.arrives-first'],
      [{ legs: [bus('11:40', '15:20', { arrivesOn: '2027-04-02' })] }, 'travel.plan.too-long'],
      [{ legs: [] }, 'travel.connection.nothing'],
      [{ from: '7' }, 'platform.invalid.choose'],
      [{ version: 2 }, 'platform.error.changed-meanwhile'],
    ] as const)
      expect(reasons(await write(d.pupil, change)), reason).toEqual([reason]);
    // two know of it in the same moment: one is written, the other reads what it says now
    const both = await Promise.all([write(d.pupil), write(d.sender)]);
    expect(both.map((b) => b.ok).sort()).toEqual([false, true]);
    const after = await journey(d.family);
    expect(after?.legs.map((l) => [l.number, l.connection])).toEqual([
      ['R 12', 'fine'],
      ['B 9', 'fine'],
    ]);
    expect(after?.arrivesAt.toString()).toBe('2027-03-28T13:20:00Z');
    expect(after?.legsOutside).toBe(false);
    expect(after?.changes[0]).toMatchObject({ kind: 'plan', what: ['times', 'leg'] });
    await execute(house.runtime, tellJourneyChange, system('test'), { ...here, number: 2 });
    const [told] = (await house.mails()).filter(
      (m) => m.to_address === `${d.family}@example.org` && m.body_text.includes('B 9'),
    );
    expect(told?.body_text).toMatch(
      /Arrival in Madrid: before 28 March 2027 at 14:30, now 28 March 2027 at 15:20/,
    );
    expect(told?.body_text).toContain(
      'Bus or coach B 9: Warsaw, 28 March 2027 at 11:40 – Μαδρίτη, 28 March 2027 at 15:20.',
    );
    // once more, by the form itself: nothing of the first part is asked again
    const posted = await pupil.post(address, {
      from: 1,
      version: 4,
      ...Object.fromEntries(
        Object.entries(bus('12:00', '16:00')).map(([name, value]) => [`legs.0.${name}`, value]),
      ),
      ...Object.fromEntries(
        ['leavesOn', 'arrivesOn'].flatMap((field) => [
          [`legs.0.${field}.day`, '28'],
          [`legs.0.${field}.month`, '3'],
          [`legs.0.${field}.year`, '2027'],
        ]),
      ),
    });
    expect([posted.status, posted.location]).toEqual([303, `/mobilities/${d.id}/travel`]);
    expect((await journey(d.family))?.arrivesAt.toString()).toBe('2027-03-28T14:00:00Z');
  });
});

describe('who says nothing about a trip', () => {
  const remind = async (who: Who, tripId: string) =>
    (await house.as(who)).do(remindTrip, { tripId });
  const reminders = async (tripId: string) =>
    (await mailsAbout(tripId)).filter((m) => m.subject.includes('waits for your answer'));

  it('is reminded after two days and on the eve, never twice', async () => {
    const tripId = await asked();
    const morning = async (iso: string) => {
      house.setNow(iso);
      // two servers in the same morning
      await Promise.all([remindTravel(house.runtime), remindTravel(house.runtime)]);
      return (await reminders(tripId)).length;
    };
    // asked on Wednesday, leaves on Friday: the eve is its only reminder
    expect(await morning('2027-02-10T21:00:00Z')).toBe(0);
    expect(await morning('2027-02-11T05:11:00Z')).toBe(1);
    expect(await morning('2027-02-11T20:00:00Z')).toBe(1);
    expect(await morning('2027-02-12T05:11:00Z')).toBe(1);
    const [mail] = await reminders(tripId);
    expect(mail?.to_address).toBe(`${d.family}@example.org`);
    expect(mail?.body_text).toContain('Tomorrow Lucía Ejemplo would leave');
    expect(mail?.body_text).not.toMatch(/\+371|grandparents/);
    house.setNow('2027-02-10T09:00:00Z');
    const later = { leavesOn: '2027-02-26', returnsOn: '2027-02-28' };
    const far = await asked(d.pupil, { place: 'Sigulda', ...later });
    const at = async (iso: string) => {
      house.setNow(iso);
      await remindTravel(house.runtime);
      return (await reminders(far)).map((m) => m.to_address).sort();
    };
    const [family, contact] = [d.family, d.contact].map((who) => `${who}@example.org`);
    expect(await at('2027-02-11T05:11:00Z')).toEqual([]);
    expect(await at('2027-02-12T05:11:00Z')).toEqual([family]);
    expect(await at('2027-02-13T05:11:00Z')).toEqual([family]);
    // the turn goes on, and two days begin again
    expect((await say(d.family, far, 'host_family')).ok).toBe(true);
    expect(await at('2027-02-14T05:11:00Z')).toEqual([family]);
    expect(await at('2027-02-15T05:11:00Z')).toEqual([contact, family].sort());
  });

  it('is seen by the coordinator, who asks again by one tap a day', async () => {
    const later = { leavesOn: '2027-02-26', returnsOn: '2027-02-28' };
    const tripId = await asked(d.pupil, later);
    expect(reasons(await remind(d.host, tripId))).toEqual(['travel.trip.refused.not-silent']);
    expect(await look(d.host, tripId)).toMatchObject({ may: { remind: false } });
    house.setNow('2027-02-12T09:00:00Z');
    for (const who of [d.stranger, d.outsider])
      expect(kind(await remind(who, tripId))).toBe('not_found');
    for (const who of [d.family, d.contact, d.guardian, d.mentor])
      expect(reasons(await remind(who, tripId)), who).toEqual(['mobilities.refused.not-your-part']);
    expect(await look(d.family, tripId)).toMatchObject({ may: { remind: false } });
    const home = async (who: Who) => (await (await house.as(who)).get('/')).text;
    const task = 'Ask Ilze Paraugs for an answer by 25 February 2027: Cēsis';
    expect(await home(d.host)).toContain(task);
    expect(await home(d.sender)).toContain(task);
    expect((await (await house.as(d.host)).get(`/trips/${tripId}`)).text).toContain(
      'No answer yet from Ilze Paraugs',
    );
    const taps = await Promise.all([remind(d.host, tripId), remind(d.pupil, tripId)]);
    expect(taps.map((t) => t.ok).sort()).toEqual([false, true]);
    expect(reasons(await remind(d.sender, tripId))).toEqual(['travel.trip.refused.reminded-today']);
    expect(await home(d.host)).not.toContain(task);
    const job = { tripId, by: d.host, day: '2027-02-12', seats: ['host_family'] };
    for (let i = 0; i < 2; i += 1)
      expect((await execute(house.runtime, tellReminder, system('test'), job)).ok).toBe(true);
    expect(kind(await (await house.as(d.host)).do(tellReminder, job as never))).toBe('not_found');
    const mails = await reminders(tripId);
    expect(mails.map((m) => m.to_address)).toEqual([`${d.family}@example.org`]);
    expect(mails[0]?.body_text).toContain('Anna Vadītāja asks for your answer');
    // the installation leaves alone who was reminded by hand
    await remindTravel(house.runtime);
    expect((await reminders(tripId)).length).toBe(1);
    house.setNow('2027-02-13T09:00:00Z');
    expect((await remind(d.host, tripId)).ok).toBe(true);
    expect((await look(d.host, tripId)).seats[0]).toMatchObject({
      silentSince: Temporal.PlainDate.from('2027-02-10'),
      remindedAt: Temporal.Instant.from('2027-02-13T09:00:00Z'),
    });
  });

  it('comes from the mail to the question, by a code', async () => {
    const tripId = await asked();
    const away = await house.visitor.get(`/trips/${tripId}`);
    expect(away.status).toBe(303);
    expect(decodeURIComponent(away.location ?? '')).toContain(`next=/trips/${tripId}`);
  });

  it('answers until the moment of leaving, by the clock of the place', async () => {
    const tripId = await asked();
    // 16:30 in Riga
    house.setNow('2027-02-12T14:29:00Z');
    expect((await say(d.family, tripId, 'host_family')).ok).toBe(true);
    house.setNow('2027-02-12T14:30:00Z');
    expect(reasons(await say(d.contact, tripId, 'contact_person'))).toEqual([
      'travel.trip.refused.too-late',
    ]);
    expect(reasons(await remind(d.pupil, tripId))).toEqual(['travel.trip.refused.too-late']);
    const late = (await draft(d.pupil)) as unknown as { tripId: string };
    const ask = await (await house.as(d.pupil)).do(askTrip, { tripId: late.tripId, version: 1 });
    expect(reasons(ask)).toEqual(['travel.rule.dates.past']);
    expect(await look(d.contact, tripId)).toMatchObject({ tooLate: true });
    const list = await (await house.as(d.pupil)).ask(listTrips, { mobilityId: d.id });
    const row = list.ok && list.view.rows.find((r) => r.id === tripId);
    expect(row).toMatchObject({ tooLate: true, waitingFor: '', mine: false });
  });
});

describe('what is hard about trips', () => {
  it('a guardian who has agreed takes it back after the school said yes', async () => {
    const tripId = await asked();
    await everybody(tripId);
    expect(
      reasons(await say(d.guardian, tripId, `guardian:${d.guardian}`, 'no', 'Please stay')),
    ).toEqual(['platform.error.already-done']);
    const { version, may } = await look(d.guardian, tripId);
    expect(may.callOff).toBe(true);
    expect((await (await house.as(d.guardian)).do(callOffTrip, { tripId, version })).ok).toBe(true);
    expect(await look(d.pupil, tripId)).toMatchObject({ state: 'called_off' });
  });

  it('a pupil who turns 18 meanwhile: parents answer for the day of leaving, not for today', async () => {
    const born = (day: string) =>
      house.sql('update persons set birth_date = $1 where id = $2', [day, d.pupil]);
    await born('2009-02-12');
    const tripId = await asked();
    expect((await look(d.pupil, tripId)).seats.map((s) => s.side)).not.toContain('guardian');
    await born('2009-02-13');
    // 17 on the day of leaving, 18 on the way
    expect((await look(d.pupil, tripId)).seats.map((s) => s.side)).toContain('guardian');
    await born('2010-05-04');
  });

  it('a country outside of Europe: the card may not count there, and papers are made sure of', async () => {
    const made = await draft(d.pupil, { place: 'Tbilisi', countryCode: 'GE', papersReady: true });
    const { tripId } = made as unknown as { tripId: string };
    const found = (await look(d.pupil, tripId)).findings;
    expect(found.find((f) => f.rule === 'entry')?.key).toBe('entry.border');
    expect(found.find((f) => f.rule === 'insurance')?.key).toBe('insurance.no-ehic');
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

describe('open papers and what is kept', () => {
  const papersMails = async () =>
    (await house.mails()).filter((m) => m.body_text.includes(`/mobilities/${d.id}/papers`));

  it('are asked for before they are needed, without saying which', async () => {
    await d.put('ready');
    const morning = async (iso: string) => {
      house.setNow(iso);
      await remindTravel(house.runtime);
      await remindTravel(house.runtime);
      return (await papersMails()).map((m) => m.to_address).sort();
    };
    const family = [d.pupil, d.guardian].map((who) => `${who}@example.org`).sort();
    expect(await morning('2026-12-20T05:11:00Z')).toEqual([]);
    expect(await morning('2026-12-21T05:11:00Z')).toEqual(family);
    expect(await morning('2027-01-02T05:11:00Z')).toEqual(family);
    expect((await morning('2027-01-03T05:11:00Z')).length).toBe(4);
    for (const mail of await papersMails())
      expect(mail.body_text + mail.subject).not.toMatch(/passport|identity|health|EHIC|insurance/i);
    house.setNow('2027-01-04T09:00:00Z');
    for (const who of [d.stranger, d.sender, d.guardian])
      expect(kind(await (await house.as(who)).do(remindPapers, { mobilityId: d.id }))).toBe(
        'not_found',
      );
  });

  it('go a year and two years after the stay, drafts a month after their last day', async () => {
    const tripId = await asked();
    const dreamt = await draft(d.pupil, { place: 'Sigulda' });
    house.setNow('2027-02-10T10:00:00Z');
    await (await house.as(d.guardian)).do(notePaper, {
      mobilityId: d.id,
      kind: 'ehic',
      validUntil: '2028-01-01',
    } as never);
    const left = async (iso: string) => {
      house.setNow(iso);
      await Promise.all([keepTravel(house.runtime), keepTravel(house.runtime)]);
      const count = async (table: string, column: string, id: string) =>
        (await house.sql(`select 1 from ${table} where ${column} = $1`, [id])).length;
      return [
        await count('trips', 'id', (dreamt as unknown as { tripId: string }).tripId),
        await count('travel_papers', 'mobility_id', d.id),
        await count('trips', 'id', tripId),
        await count('trip_answers', 'trip_id', tripId),
      ];
    };
    await say(d.family, tripId, 'host_family');
    // the stay ends on 28 March, the draft would have ended on 14 February
    expect(await left('2027-03-16T10:00:00Z')).toEqual([1, 1, 1, 1]);
    expect(await left('2027-03-17T10:00:00Z')).toEqual([0, 1, 1, 1]);
    expect(await left('2028-03-28T10:00:00Z')).toEqual([0, 1, 1, 1]);
    expect(await left('2028-03-29T10:00:00Z')).toEqual([0, 0, 1, 1]);
    expect(await left('2029-03-28T10:00:00Z')).toEqual([0, 0, 1, 1]);
    expect(await left('2029-03-29T10:00:00Z')).toEqual([0, 0, 0, 0]);
    for (const who of [d.stranger, d.sender])
      expect((await (await house.as(who)).do(forgetOld, {})).ok).toBe(false);
  });
});

describe('a group', () => {
  it('is late as a whole whoever says so, and a pupil of another organisation is not taken in', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    await d.put('ready');
    const other = await openDossier(house, { state: 'ready' });
    const input = (mobilityIds: string[]) => ({
      ...plan({ leavesOn: '2027-02-01', arrivesOn: '2027-02-01' }),
      orgId: d.sendingSchool,
      direction: 'outward' as const,
      intakeId: d.intake,
      mobilityIds,
      companionId: d.teacher,
    });
    const sender = await house.as(d.sender);
    expect(kind(await sender.do(planGroup, input([d.id, other.id]) as never))).toBe('not_found');
    const made = await sender.do(planGroup, input([d.id]) as never);
    expect(made.ok).toBe(true);
    const { groupId } = made as unknown as { groupId: string };
    // a second pupil of the same way, written straight into the table
    await house.sql(
      `insert into journeys (mobility_id, direction, leaves_at, arrives_at, means, details, met_by, group_id)
       select $1, direction, leaves_at, arrives_at, means, details, met_by, group_id from journeys
       where mobility_id = $2 and direction = 'outward'`,
      [other.id, d.id],
    );
    house.setNow('2027-02-01T06:30:00Z');
    const page = await (await house.as(d.teacher)).get(`/travel/groups/${groupId}`);
    expect(page.text).toContain('One tap for the whole group');
    const said = await (await house.as(d.guardian)).do(reportDelay, {
      mobilityId: d.id,
      direction: 'outward',
      minutes: '30',
      version: 2,
    } as never);
    expect(said.ok).toBe(true);
    const job = {
      mobilityId: d.id,
      direction: 'outward' as const,
      groupId,
      minutes: 30,
      leg: null,
      by: d.guardian,
      at: '2027-02-01T06:30:00Z',
    };
    expect(kind(await (await house.as(d.sender)).do(delayGroup, job as never))).toBe('not_found');
    for (let i = 0; i < 2; i += 1)
      expect((await execute(house.runtime, delayGroup, system('test'), job as never)).ok).toBe(
        true,
      );
    const arrivals = await house.sql(
      "select distinct arrives_at from journeys where mobility_id = any($1) and direction = 'outward'",
      [[d.id, other.id]],
    );
    expect(arrivals.length).toBe(1);
    const noted = await house.sql('select 1 from journey_changes where mobility_id = $1', [
      other.id,
    ]);
    expect(noted.length).toBe(1);
  });

  it('goes on another way together: the companion writes it, no pupil parts from the group', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    await d.put('ready');
    const other = await openDossier(house, { state: 'ready' });
    const made = await (await house.as(d.sender)).do(planGroup, {
      ...plan({ leavesOn: '2027-02-01', arrivesOn: '2027-02-01' }),
      orgId: d.sendingSchool,
      direction: 'outward' as const,
      intakeId: d.intake,
      mobilityIds: [d.id],
      companionId: d.teacher,
    } as never);
    const { groupId } = made as unknown as { groupId: string };
    await house.sql(
      `insert into journeys (mobility_id, direction, leaves_at, arrives_at, means, details, met_by, group_id)
       select $1, direction, leaves_at, arrives_at, means, details, met_by, group_id from journeys
       where mobility_id = $2 and direction = 'outward'`,
      [other.id, d.id],
    );
    house.setNow('2027-02-01T06:30:00Z');
    const write = async (who: Who) =>
      (await house.as(who)).do(writeConnection, {
        mobilityId: d.id,
        direction: 'outward',
        from: '0',
        version: 2,
        legs: [
          {
            means: 'bus',
            number: 'N 1',
            fromPlace: 'Madrid',
            leavesOn: '2027-02-01',
            leavesAt: '12:00',
            leavesZone: 'Europe/Madrid',
            toPlace: 'Riga',
            arrivesOn: '2027-02-02',
            arrivesAt: '9:00',
            arrivesZone: 'Europe/Riga',
          },
        ],
      } as never);
    expect(reasons(await write(d.pupil))).toEqual(['travel.connection.companion-writes']);
    expect(kind(await write(d.stranger))).toBe('not_found');
    const page = (await (await house.as(d.teacher)).get(`/travel/groups/${groupId}`)).text;
    const address = `/mobilities/${d.id}/travel/outward/connection`;
    expect(page).toContain(`href="${address}"`);
    expect((await (await house.as(d.teacher)).get(address)).text).toContain(
      `name="groupId" value="${groupId}"`,
    );
    expect((await write(d.teacher)).ok).toBe(true);
    const job = {
      mobilityId: d.id,
      direction: 'outward' as const,
      groupId,
      by: d.teacher,
      at: '2027-02-01T06:30:00Z',
    };
    expect(kind(await (await house.as(d.sender)).do(connectGroup, job as never))).toBe('not_found');
    for (let i = 0; i < 2; i += 1)
      expect((await execute(house.runtime, connectGroup, system('test'), job as never)).ok).toBe(
        true,
      );
    const ways = await house.sql(
      `select j.arrives_at, l.number, (select count(*)::int from journey_changes c where c.mobility_id = j.mobility_id) as changes
       from journeys j join journey_legs l using (mobility_id, direction) where j.mobility_id = any($1) and direction = 'outward'`,
      [[d.id, other.id]],
    );
    expect(ways.map((w) => [String(w.arrives_at), w.number, w.changes])).toEqual(
      Array.from({ length: 2 }, () => ['2027-02-02T07:00:00Z', 'N 1', 1]),
    );
  });

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
    // a colleague who plans reads what stands on the list, and counts nobody in
    const colleague = await house.person({ givenName: 'Nuria' });
    await house.member(d.sendingSchool, colleague, ['teacher']);
    const read = await house.as(colleague);
    const listed = await read.ask(listGroups, {});
    expect(listed.ok && listed.view.rows.map((r) => r.id)).toEqual([groupId]);
    const seen = await read.ask(getGroup, { groupId });
    expect(seen.ok && [seen.view.mayTick, seen.view.goesOnIn, seen.view.pupils.length]).toEqual([
      false,
      null,
      1,
    ]);
    expect(kind(await read.do(tickOff, { groupId, mobilityId: d.id, here: true }))).toBe(
      'not_found',
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
