import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { system } from '#kernel/actor.ts';
import type { DutyGroupId, Id, IncidentId, OrgId, PersonId } from '#kernel/ids.ts';
import { openCase } from '#modules/support/server/index.ts';
import { execute } from '#platform/command.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { sendPush } from '#platform/push.ts';
import { answer } from '#platform/query.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openPushService } from '#tests/support/push-receiver.ts';
import { readPdf } from '#tests/support/read-pdf.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import { sentencesFor } from '../core/index.ts';
import {
  acceptSwap,
  addMember,
  askSwap,
  changeGroup,
  chooseKind,
  closeIncident,
  declineSwap,
  endAway,
  forgetOld,
  getAlarm,
  getCard,
  getIncident,
  getNewGroup,
  getPlan,
  getRota,
  getStart,
  getWay,
  listDevices,
  listDuty,
  listIncidents,
  listTonight,
  markAway,
  markStep,
  openGroup,
  passOn,
  planShifts,
  printCard,
  printCrisisPlan,
  printPlan,
  pushAlarm,
  raiseAlarm,
  raiseFromCase,
  readHandover,
  removeMember,
  removeShift,
  saveCard,
  sendText,
  setOwnNumber,
  startDrill,
  takeAlarm,
  takeOver,
  turnOffDevice,
  turnOnDevice,
  watchAlarms,
  writeHandover,
  writeNote,
} from './index.ts';

let house: House;
let d: SharedDossier;
let hands: Record<
  | 'pupil'
  | 'guardian'
  | 'family'
  | 'contact'
  | 'host'
  | 'second'
  | 'partner'
  | 'outsider'
  | 'stranger'
  | 'mentor'
  | 'senderLead',
  Hand
>;
let second: PersonId;
let partner: PersonId;
let groupId: DutyGroupId;

const night = '2027-02-10T22:00:00Z';
const who = (hand: Hand) =>
  hand.actor.kind === 'person' ? hand.actor.personId : ('per_none' as PersonId);

async function done<T extends { ok: boolean }>(
  asked: Promise<T>,
): Promise<Extract<T, { ok: true }>> {
  const result = await asked;
  expect(result).toMatchObject({ ok: true });
  return result as Extract<T, { ok: true }>;
}
const hidden = { ok: false, kind: 'not_found' };

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-02-01T08:00:00Z');
  d = await openDossier(house, { state: 'settled' });
  second = await house.person({ givenName: 'Juris', familyName: 'Naktī', language: 'fr' });
  partner = await house.person({ givenName: 'Rosa', familyName: 'Guardia' });
  const senderLead = await house.person({ givenName: 'Luz', familyName: 'Directora' });
  await house.member(d.hostingOrg, second, ['volunteer']);
  await house.member(d.sendingOrg, partner, ['volunteer']);
  await house.member(d.sendingOrg, senderLead, ['head']);
  hands = {
    pupil: await house.as(d.pupil),
    guardian: await house.as(d.guardian),
    family: await house.as(d.family),
    contact: await house.as(d.contact),
    host: await house.as(d.host),
    mentor: await house.as(d.mentor),
    second: await house.as(second),
    partner: await house.as(partner),
    senderLead: await house.as(senderLead),
    outsider: await house.as(d.outsider),
    stranger: await house.as(d.stranger),
  };
  const opened = await done(
    hands.host.do(openGroup, {
      orgId: d.hostingOrg,
      partnerOrgId: d.sendingOrg,
      name: 'Night watch',
      phone: '+371 20 000 000',
    }),
  );
  groupId = opened.id;
  for (const personId of [d.contact, second, partner])
    await done(hands.host.do(addMember, { groupId, personId }));
});

beforeEach(async () => {
  house.setNow(night);
  await house.sql('delete from duty_shifts');
  await house.sql('delete from duty_absences');
  await house.sql('delete from incidents');
  await house.sql('delete from mails');
  await house.sql('delete from push_devices');
});

const hours = (personId: PersonId, from = '2027-02-10', until = '2027-02-11', weeks = 1) =>
  done(
    hands.host.do(planShifts, {
      groupId,
      personId,
      fromOn: from,
      fromTime: '20:00',
      untilOn: until,
      untilTime: '08:00',
      weeks,
    }),
  );

const told = async (): Promise<string[]> =>
  (await house.mails()).map((m: { to_address: string }) => m.to_address.split('@')[0] as string);

const look = (incidentId: IncidentId) =>
  execute(house.runtime, passOn, system('test'), { incidentId });

const raised = async () =>
  (await done(hands.pupil.do(raiseAlarm, { mobilityId: d.id }))).id as IncidentId;

describe('the rota', () => {
  it('shows who is on duty, by the clock of the place, and the hours nobody covers', async () => {
    await hours(d.contact, '2027-02-10', '2027-02-11', 3);
    const rota = await hands.partner.ask(getRota, { groupId });
    if (!rota.ok) throw new Error('hidden');
    expect(rota.view.onDuty).toEqual([d.contact]);
    expect(rota.view.shifts).toHaveLength(3);
    // the organisation stands in Brussels: eight in the evening is seven in UTC
    expect(String(rota.view.shifts[0]?.from)).toBe('2027-02-10T19:00:00Z');
    expect(rota.view.gaps[0]).toMatchObject({
      from: Temporal.Instant.from('2027-02-11T07:00:00Z'),
    });
    const list = await hands.host.ask(listDuty, {});
    expect(list).toMatchObject({
      view: { groups: [{ now: [{ name: 'Marta Palīgs' }], leads: true, shares: false }] },
    });
  });

  it('keeps the hours of the clock over the night in which it is changed, and over New Year', async () => {
    const times = async () => {
      const rota = await hands.host.ask(getRota, { groupId });
      if (!rota.ok) throw new Error('hidden');
      return rota.view;
    };
    house.setNow('2027-03-27T18:00:00Z');
    await hours(d.contact, '2027-03-27', '2027-03-28', 2);
    // an hour is missing in this night, and nobody is missing in it
    expect((await times()).shifts.map((s) => [String(s.from), String(s.until)])).toEqual([
      ['2027-03-27T19:00:00Z', '2027-03-28T06:00:00Z'],
      ['2027-04-03T18:00:00Z', '2027-04-04T06:00:00Z'],
    ]);
    await house.sql('delete from duty_shifts');
    house.setNow('2026-12-31T12:00:00Z');
    await hours(d.contact, '2026-12-31', '2027-01-01');
    await hours(second, '2027-01-01', '2027-01-02');
    // New Year's Day is nobody's: red, and an alarm in it goes to the next one and to everybody who leads
    expect((await times()).gaps[1]).toEqual({
      from: Temporal.Instant.from('2027-01-01T07:00:00Z'),
      until: Temporal.Instant.from('2027-01-01T19:00:00Z'),
    });
    house.setNow('2027-01-01T12:00:00Z');
    await raised();
    expect(await told()).toEqual(expect.arrayContaining([second, d.host]));
  });

  it('opens hours that fall into a holiday, and closes them again', async () => {
    await hours(d.contact);
    const away = { groupId, fromOn: '2027-02-10', untilOn: '2027-02-12' };
    await done(hands.contact.do(markAway, away));
    const rota = async () => {
      const asked = await hands.contact.ask(getRota, { groupId });
      if (!asked.ok) throw new Error('hidden');
      return asked.view;
    };
    expect((await rota()).onDuty).toEqual([]);
    expect((await rota()).shifts[0]?.away).toBe(true);
    expect(await hands.contact.do(markAway, away)).toMatchObject({ kind: 'conflict' });
    await done(hands.contact.do(endAway, { groupId, fromOn: '2027-02-10' }));
    expect((await rota()).onDuty).toEqual([d.contact]);
  });

  it('lets hours be swapped: asked, told, accepted once', async () => {
    await hours(d.contact);
    const rota = await hands.contact.ask(getRota, { groupId });
    if (!rota.ok) throw new Error('hidden');
    const shiftId = rota.view.shifts[0]?.id as Id<'dsh'>;
    expect(await hands.second.do(askSwap, { shiftId, version: 1, with: null })).toMatchObject({
      kind: 'refused',
    });
    await done(hands.contact.do(askSwap, { shiftId, version: 1, with: second }));
    expect(await told()).toEqual([second]);
    expect(await hands.partner.do(acceptSwap, { shiftId, version: 2 })).toMatchObject({
      kind: 'refused',
    });
    await done(hands.second.do(acceptSwap, { shiftId, version: 2 }));
    // sent twice it is theirs already
    await done(hands.second.do(acceptSwap, { shiftId, version: 2 }));
    const after = await hands.second.ask(getRota, { groupId });
    expect(after).toMatchObject({ view: { onDuty: [second] } });
    expect(await hands.host.do(removeShift, { shiftId, version: 1 })).toMatchObject({
      kind: 'conflict',
    });
    await done(hands.host.do(removeShift, { shiftId, version: 3 }));
  });

  it('asks one person, who says yes or no; both are told, and another one can be asked', async () => {
    await hours(d.contact);
    const shift = async (hand: Hand) => {
      const rota = await hand.ask(getRota, { groupId });
      if (!rota.ok || !rota.view.shifts[0]) throw new Error('hidden');
      return rota.view.shifts[0];
    };
    const { id: shiftId } = await shift(hands.contact);
    await done(hands.contact.do(askSwap, { shiftId, version: 1, with: second }));
    expect(await shift(hands.second)).toMatchObject({ isAskedOfMe: true, mayAccept: true });
    expect(await shift(hands.partner)).toMatchObject({
      askedOf: 'Juris Naktī',
      isAskedOfMe: false,
      mayAccept: false,
    });
    expect(await hands.partner.do(declineSwap, { shiftId, version: 2 })).toMatchObject({
      kind: 'refused',
    });
    for (const hand of [hands.stranger, hands.outsider, hands.pupil])
      expect(await hand.do(declineSwap, { shiftId, version: 2 })).toMatchObject(hidden);
    const page = await hands.second.get(`/emergency/duty/${groupId}`);
    expect(page.text).toContain(`/shifts/${shiftId}/decline`);
    await done(hands.second.do(declineSwap, { shiftId, version: 2 }));
    expect(await hands.second.do(declineSwap, { shiftId, version: 2 })).toMatchObject({
      kind: 'conflict',
    });
    expect((await house.mails()).map((m) => [m.to_address.split('@')[0], m.kind])).toEqual([
      [second, 'emergency-swap-asked'],
      [d.contact, 'emergency-swap-declined'],
    ]);
    await done(hands.contact.do(askSwap, { shiftId, version: 3, with: partner }));
    // whoever is asked instead: the one before need not answer, and cannot any more
    await done(hands.contact.do(askSwap, { shiftId, version: 4, with: second }));
    expect(await hands.partner.do(acceptSwap, { shiftId, version: 5 })).toMatchObject({
      kind: 'refused',
    });
    await house.sql('delete from mails');
    await done(hands.second.do(acceptSwap, { shiftId, version: 5 }));
    const mails = (await house.mails()).map((m) => [m.to_address.split('@')[0], m.kind]);
    expect(new Map(mails as [string, string][])).toEqual(
      new Map([
        [d.contact, 'emergency-swap-accepted'],
        [second, 'emergency-swap-yours'],
      ]),
    );
    const [yours] = (await house.mails()).filter((m) => m.kind === 'emergency-swap-yours');
    expect(yours?.subject).toContain('Marta Palīgs');
  });

  it('counts nobody who has left the organisations, and shows their hours as a gap', async () => {
    await hours(second);
    const leave = (on: string | null) =>
      house.sql('update memberships set until_on = $2 where person_id = $1', [second, on]);
    const id = await raised();
    expect(await told()).toEqual([second]);
    await leave('2027-02-09');
    try {
      const gone = await house.as(second);
      const rota = await hands.host.ask(getRota, { groupId });
      if (!rota.ok) throw new Error('hidden');
      expect(rota.view.onDuty).toEqual([]);
      expect(rota.view.gaps[0]?.from).toEqual(Temporal.Instant.from(night));
      expect(rota.view.members.map((m) => m.id)).not.toContain(second);
      // they see nothing of what is still open, and are told of nothing new
      const actor = { ...gone.actor, orgs: [] } as typeof gone.actor;
      expect(await answer(house.runtime, getIncident, actor, { incidentId: id })).toMatchObject(
        hidden,
      );
      expect(await answer(house.runtime, listIncidents, actor, {})).toMatchObject({
        view: { incidents: [] },
      });
      expect(await execute(house.runtime, takeAlarm, actor, { incidentId: id })).toMatchObject(
        hidden,
      );
      await house.sql('delete from incidents');
      await house.sql('delete from mails');
      await raised();
      expect(await told()).not.toContain(second);
      expect(await told()).toContain(d.host);
    } finally {
      await leave(null);
    }
  });

  it('hands over with a note, and shows open matters beside it', async () => {
    const note = await done(
      hands.contact.do(writeHandover, { groupId, words: 'Call Riga at eight.', key: 'note-0001' }),
    );
    const id = await raised();
    const rota = await hands.second.ask(getRota, { groupId });
    expect(rota).toMatchObject({
      view: { handovers: [{ words: 'Call Riga at eight.', mayRead: true }], matters: [{ id }] },
    });
    await done(hands.second.do(readHandover, { handoverId: note.id }));
    expect(await hands.stranger.do(readHandover, { handoverId: note.id })).toMatchObject(hidden);
  });

  it('refuses what makes no sense', async () => {
    const plan = (more: object) =>
      hands.host.do(planShifts, {
        groupId,
        personId: d.contact,
        fromOn: '2027-02-10',
        fromTime: '20:00',
        untilOn: '2027-02-11',
        untilTime: '08:00',
        ...more,
      });
    expect(await plan({ untilOn: '2027-02-10' })).toMatchObject({ faults: [{ field: 'untilOn' }] });
    expect(await plan({ fromTime: '25:00' })).toMatchObject({ faults: [{ field: 'fromTime' }] });
    expect(await plan({ untilOn: '2027-03-10' })).toMatchObject({ faults: [{ field: 'untilOn' }] });
    expect(await plan({ personId: d.mentor })).toMatchObject({ faults: [{ field: 'personId' }] });
    expect(await plan({ fromOn: '2027-01-10', untilOn: '2027-01-11' })).toMatchObject({
      ok: false,
    });
    expect(
      await hands.contact.do(setOwnNumber, { groupId, phone: '', takesSms: true }),
    ).toMatchObject({ faults: [{ field: 'phone' }] });
    expect(
      await hands.contact.do(setOwnNumber, { groupId, phone: '0471 00', takesSms: false }),
    ).toMatchObject({ faults: [{ reason: 'emergency.invalid.phone' }] });
    expect(await hands.host.do(addMember, { groupId, personId: d.stranger })).toMatchObject({
      ok: false,
    });
  });

  it('is made by those who lead, read by those who share or work there, and hidden from others', async () => {
    for (const hand of [
      hands.stranger,
      hands.outsider,
      hands.pupil,
      hands.guardian,
      hands.family,
    ]) {
      expect(await hand.ask(getRota, { groupId })).toMatchObject(hidden);
      expect(
        await hand.do(changeGroup, { groupId, name: 'x', phone: '', version: 1 }),
      ).toMatchObject(hidden);
      expect(await hand.do(addMember, { groupId, personId: who(hand) })).toMatchObject(hidden);
      expect(await hand.do(removeMember, { groupId, personId: d.contact })).toMatchObject(hidden);
      expect(await hand.do(startDrill, { groupId })).toMatchObject(hidden);
      expect(await hand.do(setOwnNumber, { groupId, phone: '', takesSms: false })).toMatchObject(
        hidden,
      );
      expect(
        await hand.do(markAway, { groupId, fromOn: '2027-02-10', untilOn: '2027-02-12' }),
      ).toMatchObject(hidden);
      expect(await hand.do(endAway, { groupId, fromOn: '2027-02-10' })).toMatchObject(hidden);
      expect(await hand.do(writeHandover, { groupId, words: 'x', key: 'note-0002' })).toMatchObject(
        hidden,
      );
      expect(await hand.do(openGroup, { orgId: d.hostingOrg, name: 'x', phone: '' })).toMatchObject(
        hidden,
      );
      expect(await hand.ask(getNewGroup, { orgId: d.hostingOrg })).toMatchObject(hidden);
    }
    expect(
      await hands.contact.do(changeGroup, { groupId, name: 'x', phone: '', version: 1 }),
    ).toMatchObject({ kind: 'refused' });
    await hours(d.contact);
    const shown = await hands.host.ask(getRota, { groupId });
    if (!shown.ok) throw new Error('hidden');
    const shiftId = shown.view.shifts[0]?.id as Id<'dsh'>;
    expect(await hands.outsider.do(acceptSwap, { shiftId, version: 1 })).toMatchObject(hidden);
    expect(await hands.outsider.do(askSwap, { shiftId, version: 1 })).toMatchObject(hidden);
    expect(await hands.outsider.do(removeShift, { shiftId, version: 1 })).toMatchObject(hidden);
    expect(await hands.host.ask(getNewGroup, { orgId: d.hostingOrg })).toMatchObject({
      view: { partners: [{ id: d.sendingOrg }] },
    });
  });
});

describe('an alarm', () => {
  it('reaches whoever is on duty with one tap, and a second tap changes nothing', async () => {
    await hours(d.contact);
    const first = await raised();
    expect(await told()).toEqual([d.contact]);
    const again = await Promise.all([raised(), raised()]);
    expect(again).toEqual([first, first]);
    expect(await told()).toEqual([d.contact]);
    const [mail] = await house.mails();
    // no name, no place, no reason
    expect(`${mail?.subject} ${mail?.body_text}`).not.toMatch(/Lucía|Riga|Ejemplo|pupil/);
    expect(mail?.body_text).toContain(`/emergency/incidents/${first}`);
    const alarm = await hands.pupil.ask(getAlarm, { incidentId: first });
    expect(alarm).toMatchObject({
      view: { state: 'alarm', nobodyOnDuty: false, told: [{ who: 'Marta Palīgs' }] },
    });
  });

  it('goes on after a quarter of an hour, and in the end to everybody', async () => {
    await hours(d.contact);
    await hours(second, '2027-02-11', '2027-02-12');
    const id = await raised();
    house.setNow('2027-02-10T22:14:59Z');
    await look(id);
    expect(await told()).toEqual([d.contact]);
    house.setNow('2027-02-10T22:15:00Z');
    await Promise.all([look(id), look(id)]);
    expect(await told()).toEqual([d.contact, second]);
    house.setNow('2027-02-10T22:30:00Z');
    await watchAlarms(house.runtime);
    expect(await told()).toEqual([d.contact, second, partner]);
    house.setNow('2027-02-10T22:45:00Z');
    await watchAlarms(house.runtime);
    const last = (await told()).slice(3);
    expect(last).toEqual(
      expect.arrayContaining([d.contact, second, partner, d.host, who(hands.senderLead)]),
    );
    // those who live it are never told of it as if it were work
    expect(last).not.toContain(d.family);
    expect(last).not.toContain(d.pupil);
  });

  it('goes on at once from a mailbox that refuses', async () => {
    await hours(d.contact);
    await hours(second, '2027-02-11', '2027-02-12');
    const id = await raised();
    await house.sql('update mails set failed_at = $1, error = $2', [night, '550']);
    house.setNow('2027-02-10T22:00:08Z');
    await look(id);
    expect(await told()).toEqual([d.contact, second]);
    // the next alarm knows: both are told in the same moment
    await done(hands.contact.do(takeAlarm, { incidentId: id }));
    await house.sql('update mails set sent_at = $1 where failed_at is null', [night]);
    await raised();
    expect((await told()).toSorted()).toEqual([d.contact, d.contact, second, second].toSorted());
  });

  it('goes to everybody who leads when nobody is on duty, and says so', async () => {
    const id = await raised();
    expect(await told()).toEqual(expect.arrayContaining([d.host, who(hands.senderLead)]));
    expect(await hands.pupil.ask(getAlarm, { incidentId: id })).toMatchObject({
      view: { nobodyOnDuty: true, orgName: 'Atbalsts', phone: '+371 20 000 000' },
    });
    const page = await hands.pupil.get(`/emergency/alarms/${id}`);
    expect(page.text.indexOf('112')).toBeLessThan(page.text.indexOf('Nobody is on duty'));
  });

  it('is raised by pupil, host family, contact person and coordinator, each their own', async () => {
    const ids = new Set<string>();
    for (const hand of [hands.pupil, hands.family, hands.contact, hands.host, hands.senderLead])
      ids.add((await done(hand.do(raiseAlarm, { mobilityId: d.id }))).id);
    expect(ids.size).toBe(5);
    for (const hand of [hands.guardian, hands.mentor, hands.outsider, hands.stranger])
      expect(await hand.do(raiseAlarm, { mobilityId: d.id })).toMatchObject(hidden);
    // nobody sees an alarm that somebody else has raised
    const [other] = ids;
    expect(await hands.family.ask(getAlarm, { incidentId: other as IncidentId })).toMatchObject(
      hidden,
    );
    house.setNow('2027-06-01T10:00:00Z');
    await d.put('returned');
    expect(await hands.pupil.do(raiseAlarm, { mobilityId: d.id })).toMatchObject({
      kind: 'refused',
    });
    await d.put('settled');
  });

  it('about one pupil from two sides is seen as one night, and told to whoever has the first', async () => {
    await hours(d.contact);
    const first = await raised();
    await done(hands.second.do(takeAlarm, { incidentId: first }));
    await house.sql('delete from mails');
    const { id } = await done(hands.family.do(raiseAlarm, { mobilityId: d.id }));
    expect((await told()).toSorted()).toEqual([d.contact, second].toSorted());
    const seen = async (incidentId: IncidentId) => {
      const asked = await hands.contact.ask(getIncident, { incidentId });
      return asked.ok ? asked.view.others : [];
    };
    expect(await seen(first)).toMatchObject([{ id, raisedAs: 'host_family', state: 'alarm' }]);
    expect(await seen(id as IncidentId)).toMatchObject([{ id: first, state: 'taken' }]);
    const page = await hands.contact.get(`/emergency/incidents/${id}`);
    expect(page.text).toContain('There is another alarm about Lucía Ejemplo');
  });

  it('works from a few days before a stay until a few days after it, and says so at any other time', async () => {
    const asIn = (state: string, startsOn: string, endsOn: string) =>
      house.sql('update mobilities set state = $1, starts_on = $2, ends_on = $3', [
        state,
        startsOn,
        endsOn,
      ]);
    const raise = () => hands.pupil.do(raiseAlarm, { mobilityId: d.id });
    const [was] = await house.sql(
      'select state, starts_on::text as "from", ends_on::text as until from mobilities',
    );
    try {
      const late = { kind: 'refused', faults: [{ reason: 'emergency.refused.not-now' }] };
      await asIn('selected', '2027-02-12', '2027-04-12');
      expect(await raise()).toMatchObject(late);
      await asIn('ready', '2027-02-16', '2027-04-12');
      expect(await raise()).toMatchObject(late);
      await asIn('returned', '2027-01-01', '2027-02-04');
      expect(await raise()).toMatchObject(late);
      await asIn('returned', '2027-01-01', '2027-02-05');
      expect(await raise()).toMatchObject({ ok: true });
      await asIn('ready', '2027-02-15', '2027-04-12');
      expect(await raise()).toMatchObject({ ok: true });
      // overdue at home, and nobody has said that the stay is over
      await asIn('settled', '2026-09-01', '2026-12-20');
      expect(await raise()).toMatchObject({ ok: true });
    } finally {
      await asIn(was.state, was.from, was.until);
    }
  });

  it('of a pupil whom no rota answers for goes to those who lead both organisations', async () => {
    await hours(d.contact);
    // the rota is shared with another organisation than the one that sends this pupil
    await house.sql('update duty_groups set partner_org_id = $1', [d.hostSchool]);
    try {
      const id = await raised();
      expect(await house.sql('select group_id from incidents where id = $1', [id])).toEqual([
        { group_id: null },
      ]);
      expect((await told()).toSorted()).toEqual([d.host, who(hands.senderLead)].toSorted());
    } finally {
      await house.sql('update duty_groups set partner_org_id = $1', [d.sendingOrg]);
    }
  });

  it('is taken by one of two who take it at once; the other sees who', async () => {
    await hours(d.contact);
    const incidentId = await raised();
    const both = await Promise.all(
      [hands.contact, hands.second].map((hand) => hand.do(takeAlarm, { incidentId })),
    );
    const winners = both.filter((r) => r.ok);
    expect(winners).toHaveLength(1);
    const name = both[0]?.ok ? 'Marta Palīgs' : 'Juris Naktī';
    expect(both.find((r) => !r.ok)).toMatchObject({
      kind: 'conflict',
      faults: [{ reason: 'emergency.incident.taken-by', params: { who: name } }],
    });
    house.setNow('2027-02-10T23:00:00Z');
    await watchAlarms(house.runtime);
    expect(await told()).toEqual([d.contact]);
    expect(await hands.pupil.ask(getAlarm, { incidentId })).toMatchObject({
      view: { state: 'taken', takenBy: name },
    });
  });

  it('comes from a support case that has become an emergency, once', async () => {
    const opened = await done(
      hands.contact.do(openCase, {
        mobilityId: d.id,
        level: 'emergency',
        words: 'She must leave the house tonight.',
      }),
    );
    const queued = await house.sql("select data from jobs.job where name = 'emergency.from-case'");
    expect(queued).toHaveLength(1);
    const raise = () => execute(house.runtime, raiseFromCase, system('test'), queued[0].data);
    const first = await done(raise());
    expect(await done(raise())).toEqual(first);
    const seen = await hands.host.ask(getIncident, { incidentId: first.id as IncidentId });
    expect(seen).toMatchObject({ view: { caseId: opened.id, raisedAs: 'case' } });
  });

  it('queues its next look in the same transaction, for its very time and half a minute later', async () => {
    await hours(d.contact);
    const id = await raised();
    const rows = await house.sql(
      "select start_after from jobs.job where name = 'emergency.pass-on' and data->>'incidentId' = $1 order by start_after",
      [id],
    );
    expect(rows.map((r: { start_after: unknown }) => String(r.start_after))).toEqual([
      '2027-02-10T22:00:08Z',
      '2027-02-10T22:00:25Z',
      '2027-02-10T22:15:00Z',
      '2027-02-10T22:15:30Z',
    ]);
  });
});

describe('a text message', () => {
  it('is given to the gateway without a word of what happened, tried again, and passed on when it fails', async () => {
    const received: { url: string; auth: string; key: string; body: string }[] = [];
    const answers = [503, 200];
    const gateway = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({
          url: request.url ?? '',
          auth: request.headers.authorization ?? '',
          key: String(request.headers['idempotency-key']),
          body,
        });
        response.writeHead(answers.shift() ?? 400).end('{}');
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    house.runtime.config.sms = {
      url: `http://127.0.0.1:${port}/messages`,
      token: 'secret',
      body: { recipients: ['{to}'], content: { text: '{text}' } },
    };
    try {
      await hours(d.contact);
      await hours(second, '2027-02-11', '2027-02-12');
      await done(
        hands.contact.do(setOwnNumber, { groupId, phone: '00371 (20) 111-222', takesSms: true }),
      );
      const id = await raised();
      const [telling] = await house.sql(
        "select id from incident_tellings where incident_id = $1 and channel = 'sms'",
        [id],
      );
      await expect(sendText(house.runtime, telling.id)).rejects.toThrow('503');
      await sendText(house.runtime, telling.id);
      expect(received).toHaveLength(2);
      expect(received[0]).toEqual(received[1]);
      expect(received[0]?.auth).toBe('Bearer secret');
      expect(JSON.parse(received[0]?.body ?? '')).toEqual({
        recipients: ['+37120111222'],
        content: { text: `ALARM. Open Sojourn: http://sojourn.test/emergency/incidents/${id}` },
      });
      // taken by the gateway: it is not sent again
      await sendText(house.runtime, telling.id);
      expect(received).toHaveLength(2);

      // refused, and the mailbox is dead: the next person at once
      await house.sql('delete from incidents');
      const other = await raised();
      const [refused] = await house.sql(
        "select id from incident_tellings where incident_id = $1 and channel = 'sms'",
        [other],
      );
      await house.sql("update mails set failed_at = $1, error = '550'", [night]);
      await sendText(house.runtime, refused.id);
      await look(other);
      expect(await told()).toContain(second);
    } finally {
      house.runtime.config.sms = undefined;
      await hands.contact.do(setOwnNumber, { groupId, phone: '', takesSms: false });
      gateway.close();
    }
  });
});

describe('a device', () => {
  const sessionFor = async (personId: PersonId, until = '2027-03-10T00:00:00Z') => {
    const token = newToken();
    const id = newId('ses');
    await house.sql(
      "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, $4, $4, $5, 'Firefox · Android')",
      [id, hashToken(token), personId, night, until],
    );
    return { token, id };
  };
  const pushesOf = (id: IncidentId) =>
    house.sql(
      "select id, sent_at, failed_at from incident_tellings where incident_id = $1 and channel = 'push' order by id",
      [id],
    );

  it('shows an alarm without a word about it, sealed for its browser alone', async () => {
    let status: number = 503;
    const browser = await openPushService(house, () => status);
    try {
      await hours(second);
      const { token } = await sessionFor(second);
      const device = { groupId, endpoint: `${browser.origin}/send/one`, ...browser.keys, token };
      await done(hands.second.do(turnOnDevice, device));
      const id = await raised();
      const [telling] = await pushesOf(id);
      await expect(pushAlarm(house.runtime, telling.id)).rejects.toThrow('503');
      status = 201;
      await pushAlarm(house.runtime, telling.id);
      // taken by the service: it is not sent again
      await pushAlarm(house.runtime, telling.id);
      expect(browser.received).toHaveLength(2);
      const { headers, body, path } = browser.received[1] as (typeof browser.received)[number];
      expect(path).toBe('/send/one');
      expect(headers).toMatchObject({ ttl: '1800', urgency: 'high', topic: id.slice(-26) });
      // RFC 8292: a token for this service alone, by the key the browser was given
      const [, jwt, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
      const listed = await hands.second.ask(listDevices, {});
      expect(listed).toMatchObject({
        view: { publicKey: key, devices: [{ name: 'Firefox · Android' }] },
      });
      const claims = JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString());
      expect(claims).toMatchObject({ aud: browser.origin, sub: 'mailto:sojourn@example.org' });
      expect(browser.open(body)).toEqual({
        title: 'Alarme',
        body: 'Ouvrez Sojourn maintenant.',
        url: `/emergency/incidents/${id}`,
      });
      // somebody has taken it: nobody is woken any more
      await house.sql('delete from incidents');
      const other = await raised();
      const [late] = await pushesOf(other);
      await done(hands.contact.do(takeAlarm, { incidentId: other }));
      await pushAlarm(house.runtime, late.id);
      expect(browser.received).toHaveLength(2);
    } finally {
      browser.close();
    }
  });

  it('never keeps an alarm from going on: not when it was sent, and not when its service says nothing', async () => {
    const browser = await openPushService(house, () => 201);
    try {
      await hours(d.contact);
      await hours(second, '2027-02-11', '2027-02-12');
      const { token } = await sessionFor(d.contact);
      const endpoint = `${browser.origin}/send/two`;
      await done(hands.contact.do(turnOnDevice, { groupId, endpoint, ...browser.keys, token }));
      const id = await raised();
      const [telling] = await pushesOf(id);
      await pushAlarm(house.runtime, telling.id);
      // it lies on a phone; the mailbox refuses: the next person at once
      await house.sql("update mails set failed_at = $1, error = '550'", [night]);
      await look(id);
      expect(await told()).toEqual([d.contact, second]);
      // nobody with a device alone has been told either
      await house.sql('delete from incidents');
      await house.sql('delete from mails');
      await house.sql('update persons set email = null where id = $1', [d.contact]);
      const other = await raised();
      expect(await told()).toEqual([second]);
      expect(await pushesOf(other)).toHaveLength(1);
    } finally {
      await house.sql("update persons set email = id || '@example.org' where id = $1", [d.contact]);
      browser.close();
    }
    const silent = await openPushService(house, () => 'silence');
    try {
      const to = { endpoint: `${silent.origin}/send/two`, ...silent.keys };
      const message = { title: 'x', body: 'x', url: '/' };
      await expect(
        sendPush(house.runtime.config, to, message, { topic: 'x', secondsToLive: 1 }, 50),
      ).rejects.toThrow();
      expect(silent.received).toHaveLength(1);
    } finally {
      silent.close();
    }
  });

  it('is forgotten with its session, when its service says that it is gone, and when it is turned off', async () => {
    const browser = await openPushService(house, () => 410);
    const devices = async (hand: Hand) => {
      const asked = await hand.ask(listDevices, {});
      if (!asked.ok) throw new Error('hidden');
      return asked.view.devices;
    };
    const turnOn = async (hand: Hand, path: string, session: { token: string }) =>
      done(
        hand.do(turnOnDevice, {
          groupId,
          endpoint: `${browser.origin}/${path}`,
          ...browser.keys,
          token: session.token,
        }),
      );
    try {
      await hours(second);
      const [first, last] = [
        await sessionFor(second),
        await sessionFor(second, '2027-02-11T00:00:00Z'),
      ];
      await turnOn(hands.second, 'gone', first);
      const id = await raised();
      const [telling] = await pushesOf(id);
      await pushAlarm(house.runtime, telling.id);
      expect(await devices(hands.second)).toEqual([]);
      expect(await pushesOf(id)).toMatchObject([{ sent_at: null }]);
      // one browser is one device, however often it asks
      await turnOn(hands.second, 'kept', first);
      await turnOn(hands.second, 'kept', last);
      await turnOn(hands.second, 'other', first);
      expect(await devices(hands.second)).toHaveLength(2);
      // signed out
      await house.sql('delete from sessions where id = $1', [first.id]);
      expect(await devices(hands.second)).toHaveLength(1);
      const [kept] = await devices(hands.second);
      // nobody else's, and nobody else's to turn off
      expect(await devices(hands.contact)).toEqual([]);
      for (const hand of [hands.contact, hands.host, hands.stranger, hands.outsider])
        expect(await hand.do(turnOffDevice, { deviceId: kept?.id as Id<'pdv'> })).toMatchObject(
          hidden,
        );
      // its session is over by itself: nothing is sent, and in the night it goes
      house.setNow('2027-02-12T00:00:00Z');
      expect(await devices(hands.second)).toEqual([]);
      await execute(house.runtime, forgetOld, system('test'), {});
      expect(await house.sql('select id from push_devices')).toEqual([]);
      house.setNow(night);
      await turnOn(hands.second, 'kept', last);
      const [again] = await devices(hands.second);
      await done(hands.second.do(turnOffDevice, { deviceId: again?.id as Id<'pdv'> }));
      expect(await devices(hands.second)).toEqual([]);
    } finally {
      browser.close();
    }
  });

  it('is taken only at push services that are known, from those who share duty or lead, in their own session', async () => {
    const browser = await openPushService(house, () => 201);
    try {
      const { token } = await sessionFor(second);
      const on = (hand: Hand, more: object = {}) =>
        hand.do(turnOnDevice, {
          groupId,
          endpoint: 'https://push.example.org/x',
          ...browser.keys,
          token,
          ...more,
        });
      for (const endpoint of [
        'http://push.example.org/x',
        'https://push.example.org:8443/x',
        'https://push.example.org.evil.test/x',
        'https://evil.test/push.example.org',
        'https://someone@push.example.org/x',
        'https://10.0.0.1/x',
        'https://[::1]/x',
        'http://169.254.169.254/latest',
        'file:///etc/passwd',
        'no address',
      ])
        expect(await on(hands.second, { endpoint }), endpoint).toMatchObject({
          faults: [{ reason: 'emergency.device.unknown-service' }],
        });
      expect(await on(hands.second, { p256dh: 'short' })).toMatchObject({
        faults: [{ field: 'p256dh' }],
      });
      for (const wrong of [null, 'another', (await sessionFor(d.contact)).token])
        expect(await on(hands.second, { token: wrong })).toMatchObject({
          faults: [{ reason: 'emergency.device.sign-in-first' }],
        });
      for (const hand of [
        hands.stranger,
        hands.outsider,
        hands.pupil,
        hands.family,
        hands.guardian,
      ])
        expect(await on(hand)).toMatchObject(hidden);
      expect(
        await house.visitor.do(turnOnDevice, {
          groupId,
          endpoint: 'https://push.example.org/x',
          ...browser.keys,
          token,
        }),
      ).toMatchObject(hidden);
      expect(await house.visitor.ask(listDevices, {})).toMatchObject(hidden);
      await done(on(hands.second));
      // who knows an address, but not what its browser knows, cannot take it away
      const { token: theirs } = await sessionFor(d.contact);
      const auth = randomBytes(16).toString('base64url');
      expect(await on(hands.contact, { token: theirs, auth })).toMatchObject({ kind: 'conflict' });
      // whoever has the browser now is alarmed on it, and nobody else any more
      await done(on(hands.contact, { token: theirs }));
      const listed = await hands.second.ask(listDevices, {});
      expect(listed).toMatchObject({ view: { devices: [] } });
      const page = await hands.contact.get(`/emergency/duty/${groupId}`);
      expect(page.text).toContain('Show alarms on this device');
      house.runtime.config.push = undefined;
      expect(await on(hands.second)).toMatchObject({
        faults: [{ reason: 'emergency.device.not-here' }],
      });
      const without = await hands.contact.get(`/emergency/duty/${groupId}`);
      expect(without.text).not.toContain('Show alarms on this device');
    } finally {
      browser.close();
    }
  });
});

describe('an incident', () => {
  const taken = async () => {
    await hours(d.contact);
    const incidentId = await raised();
    await done(hands.contact.do(takeAlarm, { incidentId }));
    return incidentId;
  };
  const seen = async (hand: Hand, incidentId: IncidentId) => {
    const asked = await hand.ask(getIncident, { incidentId });
    if (!asked.ok) throw new Error('hidden');
    return asked.view;
  };

  it('has steps with a clock, done by whom and when, two where two must be there', async () => {
    const incidentId = await taken();
    expect(await hands.contact.do(markStep, { incidentId, step: 'safe-now' })).toMatchObject({
      kind: 'conflict',
    });
    const { version } = await seen(hands.contact, incidentId);
    await done(hands.contact.do(chooseKind, { incidentId, version, kind: 'unsafe_home' }));
    expect(
      await hands.contact.do(chooseKind, { incidentId, version, kind: 'hospital' }),
    ).toMatchObject({ kind: 'conflict' });
    await done(
      hands.contact.do(markStep, { incidentId, step: 'safe-now', words: 'At the station.' }),
    );
    expect(await hands.contact.do(markStep, { incidentId, step: 'move' })).toMatchObject({
      faults: [{ reason: 'emergency.incident.needs-two', field: 'second.move' }],
    });
    expect(
      await hands.contact.do(markStep, { incidentId, step: 'move', second: 'marta palīgs' }),
    ).toMatchObject({ faults: [{ reason: 'emergency.incident.second-is-you' }] });
    await done(hands.second.do(markStep, { incidentId, step: 'move', second: 'Ilze' }));
    await done(hands.contact.do(markStep, { incidentId, step: 'move', second: 'Nobody' }));
    house.setNow('2027-02-11T02:00:00Z');
    const { steps, people } = await seen(hands.host, incidentId);
    expect(steps.find((s) => s.id === 'move')?.done).toMatchObject({
      who: 'Juris Naktī',
      second: 'Ilze',
    });
    expect(steps.find((s) => s.id === 'parents')).toMatchObject({ late: true, done: null });
    expect(people.map((p) => p.what)).toEqual(
      expect.arrayContaining(['pupil', 'contact_person', 'guardian', 'sending_org']),
    );
  });

  it('keeps its log: no role changes or deletes a line, and confidential words are sealed apart', async () => {
    const incidentId = await taken();
    await done(
      hands.contact.do(writeNote, { incidentId, words: 'Called twice.', key: 'line-0001' }),
    );
    expect(
      await hands.contact.do(writeNote, { incidentId, words: 'Called twice.', key: 'line-0001' }),
    ).toMatchObject({ kind: 'conflict' });
    await done(
      hands.contact.do(writeNote, {
        incidentId,
        confidential: true,
        words: 'She was hit.',
        key: 'line-0002',
      }),
    );
    const view = await seen(hands.senderLead, incidentId);
    expect(view.notes.map((n) => n.words)).toEqual(['She was hit.']);
    expect(view.lines.map((l) => l.kind)).toEqual([
      'raised',
      'told',
      'taken',
      'note',
      'confidential',
    ]);
    expect(JSON.stringify(view.lines)).not.toContain('hit');
    const stored = await house.sql('select sealed from incident_notes');
    expect(String(stored[0].sealed)).not.toContain('hit');
    // not even as the owner of the database
    await expect(house.sql("update incident_lines set words = ''")).rejects.toThrow(
      'stays as it is',
    );
    await expect(house.sql('delete from incident_lines')).rejects.toThrow('stays as it is');
  });

  it('is handed on, closed with a report, and then stays', async () => {
    const incidentId = await taken();
    let { version } = await seen(hands.second, incidentId);
    await done(hands.second.do(takeOver, { incidentId, version }));
    ({ version } = await seen(hands.second, incidentId));
    const report = { incidentId, version, happened: 'A quarrel.', learned: 'Call earlier.' };
    expect(await hands.second.do(closeIncident, { ...report, version: version - 1 })).toMatchObject(
      {
        kind: 'conflict',
      },
    );
    await done(hands.second.do(closeIncident, report));
    expect(await hands.second.do(closeIncident, report)).toMatchObject({ kind: 'conflict' });
    // what somebody was writing meanwhile is not lost
    await done(
      hands.contact.do(writeNote, { incidentId, words: 'She is in bed.', key: 'line-0010' }),
    );
    const over = await seen(hands.contact, incidentId);
    expect(over.lines.at(-1)?.words).toBe('She is in bed.');
    expect([over.home, over.people]).toEqual([null, []]);
    expect(await hands.second.do(takeAlarm, { incidentId })).toMatchObject({ kind: 'conflict' });
    expect(await seen(hands.partner, incidentId)).toMatchObject({
      state: 'closed',
      learned: 'Call earlier.',
    });
    expect(await hands.pupil.ask(getAlarm, { incidentId })).toMatchObject({
      view: { state: 'closed' },
    });
    house.setNow('2029-03-01T00:00:00Z');
    await execute(house.runtime, forgetOld, system('test'), {});
    expect(await house.sql('select id from incident_lines')).toEqual([]);
  });

  it('is found by kind, by how it stands and by the pupil’s name, a page at a time', async () => {
    await house.sql(
      `insert into incidents (id, group_id, org_id, partner_org_id, mobility_id, pupil_id, raised_as, raised_at, state, kind, procedure)
       select 'ind_' || lpad(n::text, 26, '0'), $1, $2, $3, $4, $5, 'pupil', timestamptz '2027-01-01' + n * interval '1 minute',
         case when n % 10 = 0 then 'taken' else 'closed' end, case when n % 2 = 0 then 'hospital' else 'police' end, '1'
       from generate_series(1, 60) n`,
      [groupId, d.hostingOrg, d.sendingOrg, d.id, d.pupil],
    );
    const list = async (hand: Hand, asked: z.input<typeof listIncidents.input> = {}) => {
      const found = await hand.ask(listIncidents, asked);
      if (!found.ok) throw new Error('hidden');
      return found.view;
    };
    const first = await list(hands.partner);
    expect(first.incidents).toHaveLength(25);
    const next = await list(hands.partner, { after: first.next });
    const last = await list(hands.partner, { after: next.next });
    expect(last.next).toBeNull();
    const all = [first, next, last].flatMap((page) => page.incidents.map((i) => i.id));
    expect(new Set(all).size).toBe(60);
    expect(all).toEqual(all.toSorted().toReversed());
    expect((await list(hands.host, { state: 'open' })).incidents).toHaveLength(6);
    expect((await list(hands.host, { kind: 'police', name: 'EJEMPLO' })).next).not.toBeNull();
    expect((await list(hands.host, { kind: 'police', state: 'open' })).incidents).toEqual([]);
    expect((await list(hands.host, { name: 'lucia' })).incidents).toHaveLength(25);
    expect((await list(hands.host, { name: 'nobody is called so' })).incidents).toEqual([]);
    for (const hand of [
      hands.pupil,
      hands.guardian,
      hands.family,
      hands.mentor,
      hands.outsider,
      hands.stranger,
    ])
      expect((await list(hand)).incidents).toEqual([]);
    const page = await hands.host.get('/emergency/incidents?name=luc%C3%ADa&kind=police');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Crime, police or arrest');
    // an address that makes no sense shows all
    expect((await hands.host.get('/emergency/incidents?kind=x&after=y')).text).toContain('Older');
  });

  it('is for those on duty and those who lead: nobody who lives it, no school, no stranger', async () => {
    const incidentId = await taken();
    // a host parent who is a member of the hosting organisation as well
    await house.member(d.hostingOrg, d.family, ['coordinator']);
    const both = await house.as(d.family);
    const blind = [both, hands.pupil, hands.guardian, hands.mentor, hands.outsider, hands.stranger];
    for (const hand of blind) {
      expect(await hand.ask(getIncident, { incidentId })).toMatchObject(hidden);
      expect(await hand.do(takeAlarm, { incidentId })).toMatchObject(hidden);
      expect(await hand.do(takeOver, { incidentId, version: 1 })).toMatchObject(hidden);
      expect(await hand.do(chooseKind, { incidentId, version: 1, kind: 'other' })).toMatchObject(
        hidden,
      );
      expect(await hand.do(markStep, { incidentId, step: 'safe-now' })).toMatchObject(hidden);
      expect(await hand.do(writeNote, { incidentId, words: 'x', key: 'line-0009' })).toMatchObject(
        hidden,
      );
      expect(
        await hand.do(closeIncident, { incidentId, version: 1, happened: 'x', learned: 'x' }),
      ).toMatchObject(hidden);
      expect(await hand.ask(listIncidents, {})).toMatchObject({ view: { incidents: [] } });
    }
    await house.sql('delete from memberships where person_id = $1', [d.family]);
    for (const hand of [hands.contact, hands.second, hands.partner, hands.host, hands.senderLead])
      expect(await hand.ask(listIncidents, {})).toMatchObject({
        view: { incidents: [{ id: incidentId }] },
      });
  });

  it('can be tried out: every message says drill, and a report shows how long it took', async () => {
    await hours(d.contact);
    const { id } = await done(hands.host.do(startDrill, { groupId }));
    const incidentId = id as IncidentId;
    expect(await done(hands.host.do(startDrill, { groupId }))).toMatchObject({ id });
    const [mail] = await house.mails();
    expect(mail?.subject).toMatch(/^Drill/);
    house.setNow('2027-02-10T22:04:00Z');
    await done(hands.contact.do(takeAlarm, { incidentId }));
    expect(
      await hands.contact.do(writeNote, {
        incidentId,
        confidential: true,
        words: 'x',
        key: 'line-0003',
      }),
    ).toMatchObject({ ok: false });
    const { version } = await seen(hands.contact, incidentId);
    await done(
      hands.contact.do(closeIncident, {
        incidentId,
        version,
        happened: 'All went well.',
        learned: 'Nothing.',
      }),
    );
    const page = await hands.host.get(`/emergency/incidents/${id}`);
    expect(page.text).toContain('Report of the drill');
    expect(page.text).toContain('4 minutes');
  });
});

describe('the card', () => {
  const fill = (hand: Hand, more: object) =>
    hand.do(saveCard, {
      mobilityId: d.id,
      version: 0,
      insurer: 'Example Insurance',
      policy: 'EX-1',
      insurerPhone: '+32 2 000 00 00',
      ownPhone: '',
      health: '',
      agree: false,
      ...more,
    });

  it('says what to say, where one is and who is on duty, and holds health words only as the family decides', async () => {
    await hours(d.contact);
    await done(fill(hands.pupil, { health: 'Allergic to nuts', agree: true }));
    const card = async (hand: Hand) => {
      const asked = await hand.ask(getCard, { mobilityId: d.id, language: 'en' });
      if (!asked.ok) throw new Error('hidden');
      return asked.view;
    };
    // a pupil under age cannot put it there
    expect((await card(hands.pupil)).words?.health).toBe('');
    expect(await fill(hands.guardian, { version: 1, health: 'Allergic to nuts' })).toMatchObject({
      faults: [{ field: 'agree' }],
    });
    await done(fill(hands.guardian, { version: 1, health: 'Allergic to nuts', agree: true }));
    await done(fill(hands.pupil, { version: 2, insurer: 'Other' }));
    const shown = await card(hands.pupil);
    expect(shown.words).toMatchObject({ insurer: 'Other', health: 'Allergic to nuts' });
    expect(shown.sentences[0]?.said[0]).toEqual({
      language: 'lv',
      text: 'Labdien, man vajag palīdzību.',
    });
    expect(shown.shifts[0]).toMatchObject({ name: 'Marta Palīgs' });
    expect((await card(hands.family)).words).toBeNull();
    expect(String((await house.sql('select sealed from emergency_cards'))[0].sealed)).not.toContain(
      'nuts',
    );
    await done(fill(hands.guardian, { version: 3, health: '', agree: false }));
    expect((await card(hands.guardian)).words?.health).toBe('');
    const page = await hands.pupil.get('/emergency/card');
    expect(page.text).toContain('data-duty');
    for (const hand of [hands.outsider, hands.stranger, hands.mentor]) {
      expect(await hand.ask(getCard, { mobilityId: d.id, language: 'en' })).toMatchObject(hidden);
      expect((await fill(hand, { version: 4 })).ok).toBe(false);
    }
    expect(await fill(hands.family, { version: 4 })).toMatchObject({ kind: 'refused' });
    const ways = async (hand: Hand) => (await hand.ask(getWay, { mobilityId: d.id })).ok;
    for (const hand of [hands.pupil, hands.guardian, hands.family, hands.contact, hands.host])
      expect(await ways(hand)).toBe(true);
    // a mentor has the plan on paper, and no card
    expect(await hands.mentor.ask(getWay, { mobilityId: d.id })).toMatchObject({
      view: { card: false, mayRaise: false },
    });
    for (const hand of [hands.outsider, hands.stranger]) expect(await ways(hand)).toBe(false);
    expect(await hands.pupil.ask(getStart, {})).toMatchObject({
      view: { stays: [{ id: d.id, isMine: true }], seesTonight: false },
    });
    expect(await hands.outsider.ask(getStart, {})).toMatchObject({ view: { stays: [] } });
  });
});

describe('tonight', () => {
  it('shows who sleeps where, and who must say for a pupil between two families', async () => {
    const rows = async (hand: Hand) => {
      const asked = await hand.ask(listTonight, {});
      if (!asked.ok) throw new Error('hidden');
      return asked.view.rows;
    };
    expect(await rows(hands.host)).toMatchObject([
      { pupil: 'Lucía Ejemplo', sleeps: 'unknown', asks: 'Marta Palīgs' },
    ]);
    const family = await home(d.hostingOrg);
    await place(family, 'main', '2027-02-01', '2027-03-28');
    expect(await rows(hands.senderLead)).toMatchObject([
      { sleeps: 'family', place: 'Example family' },
    ]);
    await place(family, 'temporary', '2027-02-10', '2027-02-11');
    expect(await rows(hands.contact)).toMatchObject([{ sleeps: 'temporary' }]);
    for (const hand of [hands.pupil, hands.family, hands.outsider, hands.stranger])
      expect(await rows(hand)).toEqual([]);
  });

  async function home(orgId: OrgId): Promise<string> {
    const id = 'fam_00000000000000000000000001';
    await house.sql(
      "insert into host_families (id, org_id, name, country_code, city, created_at) values ($1, $2, 'Example family', 'LV', 'Riga', $3)",
      [id, orgId, night],
    );
    return id;
  }
  async function place(family: string, kind: string, from: string, until: string) {
    const offer = 'off_00000000000000000000000001';
    await house.sql(
      "insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, created_at) values ($1, $2, $3, $4, 1, 'lv', $5) on conflict do nothing",
      [offer, d.intake, d.hostSchool, d.hostingOrg, night],
    );
    await house.sql(
      `insert into placements (mobility_id, id, host_school_id, host_offer_id, family_id, kind, state, from_on, until_on, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, $6, 'accepted', $7, $8, $9, $10)`,
      [
        d.id,
        `pla_0000000000000000000000000${kind.length}`,
        d.hostSchool,
        offer,
        family,
        kind,
        from,
        until,
        d.host,
        night,
      ],
    );
  }
});

describe('on paper', () => {
  const planFor = async (hand: Hand) => {
    const asked = await hand.ask(getPlan, { mobilityId: d.id });
    if (!asked.ok) throw new Error('hidden');
    return asked.view;
  };
  const insured = () =>
    house.sql(
      `insert into travel_papers (mobility_id, kind, valid_until, insurer, hotline, policy_number, seen_by, seen_at)
       values ($1, 'insurance', '2027-08-01', 'Journey Mutual', '+32 2 000 00 07', 'JM 7', $2, $3) on conflict do nothing`,
      [d.id, d.host, night],
    );

  it('the crisis action plan has every field filled or open to be written in, and steps for every case', async () => {
    await hours(d.contact);
    await insured();
    await house.sql('delete from emergency_cards');
    const plan = await planFor(hands.pupil);
    expect(plan).toMatchObject({
      pupil: { name: 'Lucía Ejemplo' },
      insurance: { name: 'Journey Mutual', policy: 'JM 7', phone: '+32 2 000 00 07' },
      hostingOrg: { line: '+371 20 000 000' },
      shifts: [{ name: 'Marta Palīgs' }],
    });
    const { bytes } = await printCrisisPlan(plan, 'en');
    const pdf = readPdf(bytes);
    expect([pdf.lang, pdf.claimsUa, pdf.untagged]).toEqual(['en', true, 0]);
    const squeeze = (text: string) => text.replaceAll(/\s/g, '');
    // forms.json, crisisActionPlan: its fields in its order
    for (const label of [
      'Lucía Ejemplo',
      'Date of birth',
      'Nationality',
      'Languages',
      'Host family',
      'Phones',
      'Mentor',
      'Hours of the mentor',
      'Who stands in for the mentor',
      'Head of the school',
      'Contact teacher',
      'Who stands in for the contact teacher',
      'Number for any hour',
      'Number for any hour in the home country',
      'Languages of the parents',
      'Number of the policy',
      'Number of the European health card',
      'Embassy or consulate',
      'National agency',
      '112',
      'Nearest hospital',
      'Doctor',
      'Who decides, who tells whom',
      'Telling the parents',
      'Telling authorities',
      'Accident, hospital or serious illness',
      'Missing or run away',
      'Sexual misconduct, as victim or accused',
      'Crime, police or arrest',
      'A death or serious illness in the family at home',
      'Disaster or attack where the pupil is',
      'The pupil must leave the host family at once',
      'Thoughts of suicide or self-harm',
      'In confidence',
      'never alone on the way',
      'no official form',
      'steps of version',
      'Read and agreed',
      'JM 7',
    ])
      expect(pdf.squeezed, label).toContain(squeeze(label));
    expect(pdf.pages).toBeLessThan(12);
  });

  it('the plan is for who lives the stay and stands by; insurance for the family and who calls the insurer', async () => {
    await insured();
    for (const hand of [hands.pupil, hands.guardian, hands.host, hands.senderLead, hands.second])
      expect((await planFor(hand)).insurance).not.toBeNull();
    for (const hand of [hands.family, hands.mentor])
      expect((await planFor(hand)).insurance).toBeNull();
    for (const hand of [hands.outsider, hands.stranger]) {
      expect(await hand.ask(getPlan, { mobilityId: d.id })).toMatchObject(hidden);
      for (const file of ['crisis-plan', 'emergency-card'])
        expect((await hand.get(`/mobilities/${d.id}/${file}.pdf`)).status).toBe(404);
    }
    expect((await hands.mentor.get(`/mobilities/${d.id}/crisis-plan.pdf`)).status).toBe(200);
    expect((await hands.mentor.get(`/mobilities/${d.id}/emergency-card.pdf`)).status).toBe(404);
  });

  it('the card fits one page, with the longest words a country needs', async () => {
    await hours(d.contact);
    await insured();
    const asked = await hands.guardian.ask(getCard, { mobilityId: d.id, language: 'fr' });
    if (!asked.ok) throw new Error('hidden');
    const { view } = asked;
    const home = { name: 'A'.repeat(60), address: 'Piemēra iela 9, LV-1010 Riga', country: 'LV' };
    const belgian = sentencesFor('BE', 'en');
    for (const card of [view, { ...view, home, sentences: belgian }]) {
      const pdf = readPdf((await printCard(card, 'fr')).bytes);
      expect([pdf.pages, pdf.lang, pdf.untagged]).toEqual([1, 'fr', 0]);
      expect(pdf.squeezed).toContain('JM7');
      expect(pdf.squeezed).toContain('+37120000000');
      for (const { said } of card.sentences)
        for (const { text } of said) expect(pdf.squeezed).toContain(text.replaceAll(/\s/g, ''));
    }
  });
});

describe('the plan of a duty group', () => {
  it('fills itself with people, hours and steps', async () => {
    await hours(d.contact);
    const rota = await hands.host.ask(getRota, { groupId });
    if (!rota.ok) throw new Error('hidden');
    const { bytes } = await printPlan(rota.view, 'fr');
    expect(String.fromCharCode(...bytes.slice(0, 5))).toBe('%PDF-');
    expect(bytes.length).toBeGreaterThan(10_000);
    const page = await hands.stranger.get(`/emergency/duty/${groupId}/plan.pdf`);
    expect(page.status).toBe(404);
  });
});
