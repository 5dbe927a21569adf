import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  cancelJourney,
  confirmArrival,
  getJourneys,
  listOwnJourneys,
  listTravelDuties,
  notePaper,
  planJourney,
  recordDeparture,
  recordReturn,
  tellCancelled,
  travelFacts,
} from './index.ts';

let house: House;
let d: SharedDossier;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  house.setNow('2027-01-20T09:00:00Z');
  d = await openDossier(house, { state: 'ready' });
  await agree(d.guardian);
});

/** The binding consent, as somebody gave it before the tests begin. */
const agree = (who: Who, capacity: 'guardian' | 'pupil_of_age' = 'guardian') =>
  house.sql(
    `insert into consents (id, pupil_id, application_id, mobility_id, kind, wording, language, given_by, capacity, given_at)
     select $1, pupil_id, application_id, id, 'binding', 'I agree', 'en', $2, $3, '2027-01-10T09:00:00Z' from mobilities where id = $4`,
    [newId('con'), who, capacity, d.id],
  );

type Who = SharedDossier['pupil'];
const reason = (outcome: { ok: boolean }) =>
  (outcome as unknown as { faults: { reason: string }[] }).faults?.[0]?.reason;
const kind = (outcome: { ok: boolean }) => (outcome as unknown as { kind?: string }).kind;
const outward = () => ({
  mobilityId: d.id,
  direction: 'outward' as const,
  leavesOn: '2027-02-01',
  leavesAt: '8:00',
  arrivesOn: '2027-02-01',
  arrivesAt: '14:30',
  means: 'plane' as const,
  broughtBy: 'Carmen Ejemplo',
  metBy: 'Ilze Paraugs',
  metByPhone: '+371 0000',
});
const back = () => ({
  ...outward(),
  direction: 'return' as const,
  leavesOn: '2027-03-28',
  arrivesOn: '2027-03-28',
});
const plan = async (who: Who, input: object = {}) =>
  (await house.as(who)).do(planJourney, { ...outward(), ...input });
const depart = async (who: Who) => (await house.as(who)).do(recordDeparture, { mobilityId: d.id });
const arrive = async (who: Who) => (await house.as(who)).do(confirmArrival, { mobilityId: d.id });
const home = async (who: Who) => (await house.as(who)).do(recordReturn, { mobilityId: d.id });

describe('planning', () => {
  it('keeps times in the zones of both schools', async () => {
    expect((await plan(d.sender)).ok).toBe(true);
    const seen = await (await house.as(d.guardian)).ask(getJourneys, { mobilityId: d.id });
    expect(seen.ok && seen.view.outward?.leavesAt.toString()).toBe('2027-02-01T07:00:00Z');
    expect(seen.ok && seen.view.outward?.arrivesAt.toString()).toBe('2027-02-01T12:30:00Z');
    const page = await (await house.as(d.guardian)).get(`/mobilities/${d.id}/travel`);
    expect(page.text).toMatch(/1 February 2027 at 08:00, Madrid/);
    expect(page.text).toMatch(/1 February 2027 at 14:30, Riga/);
  });

  it('needs somebody who meets the pupil, and says so at the field', async () => {
    const page = await (await house.as(d.sender)).post(`/mobilities/${d.id}/travel/outward`, {
      'leavesOn.day': '1',
      'leavesOn.month': '2',
      'leavesOn.year': '2027',
      leavesAt: '8:00',
      'arrivesOn.day': '1',
      'arrivesOn.month': '2',
      'arrivesOn.year': '2027',
      arrivesAt: '14:30',
      means: 'train',
      details: 'two changes',
      broughtBy: 'Carmen Ejemplo',
      metBy: ' ',
      version: '0',
    });
    expect(page.status).toBe(400);
    expect(page.text).toContain('#f-metBy');
    expect(page.text).toContain('two changes');
  });

  it('is refused before the binding consent', async () => {
    for (const state of ['selected', 'placed', 'agreed'] as const) {
      await d.put(state);
      expect(reason(await plan(d.sender))).toBe('travel.refused.no-consent');
      expect(reason(await depart(d.pupil))).toBe('travel.refused.leaves-without-consent');
    }
    expect(
      (await (await house.as(d.sender)).get(`/mobilities/${d.id}/travel/outward`)).text,
    ).toContain('It is not given yet');
  });

  it('is refused outside of the stay and to those who only read', async () => {
    expect(reason(await plan(d.sender, { leavesOn: '2027-01-29', arrivesOn: '2027-01-29' }))).toBe(
      'travel.plan.outside-stay',
    );
    expect(reason(await plan(d.guardian))).toBe('mobilities.refused.not-your-part');
    expect(reason(await plan(d.family))).toBe('mobilities.refused.not-your-part');
    for (const who of [d.stranger, d.outsider]) expect(kind(await plan(who))).toBe('not_found');
  });

  it('of two people who edit at once keeps the first and tells the second', async () => {
    expect((await plan(d.sender)).ok).toBe(true);
    expect(kind(await plan(d.host, { metBy: 'Somebody else' }))).toBe('conflict');
    expect((await plan(d.host, { metBy: 'Somebody else', version: 1 })).ok).toBe(true);
    expect(reason(await plan(d.sender, { version: 1 }))).toBe('platform.error.changed-meanwhile');
  });
});

describe('leaving', () => {
  beforeEach(async () => {
    await plan(d.sender);
    house.setNow('2027-02-01T07:05:00Z');
  });

  it('moves the dossier once, however often it is tapped', async () => {
    const taps = await Promise.all([depart(d.pupil), depart(d.guardian)]);
    expect(taps.map((t) => t.ok).sort()).toEqual([false, true]);
    expect(reason(await depart(d.pupil))).toBe('platform.error.already-done');
    expect(await d.state()).toBe('departed');
    const audited = await house.sql(
      "select count(*)::int as n from audit_lines where mobility_id = $1 and command = 'travel.record-departure'",
      [d.id],
    );
    expect(audited[0].n).toBe(1);
  });

  it('offers one large button to the pupil, none to the host family', async () => {
    const pupil = await house.as(d.pupil);
    expect((await pupil.get(`/mobilities/${d.id}/travel`)).text).toContain('I have left');
    expect((await (await house.as(d.family)).get(`/mobilities/${d.id}/travel`)).text).not.toContain(
      'travel/depart',
    );
    const tapped = await pupil.post(`/mobilities/${d.id}/travel/depart`);
    expect([tapped.status, tapped.location]).toEqual([303, `/mobilities/${d.id}/travel`]);
    const again = await pupil.post(`/mobilities/${d.id}/travel/depart`);
    expect(again.status).toBe(409);
    expect(again.text).toContain('Nothing was done twice');
  });

  it('is refused before the consent, without a plan, and to others', async () => {
    for (const who of [d.family, d.host])
      expect(reason(await depart(who))).toBe('mobilities.refused.not-your-part');
    for (const who of [d.stranger, d.outsider]) expect(kind(await depart(who))).toBe('not_found');
    await d.put('agreed');
    expect(reason(await depart(d.pupil))).toBe('travel.refused.leaves-without-consent');
    const unplanned = await openDossier(house, { state: 'ready' });
    const outcome = await (await house.as(unplanned.pupil)).do(recordDeparture, {
      mobilityId: unplanned.id,
    });
    expect(reason(outcome)).toBe('travel.refused.not-planned');
  });
});

describe('a consent that no longer counts', () => {
  const late = async (who: Who) => {
    const tapped = await depart(who);
    expect(kind(tapped)).toBe('conflict');
    return reason(tapped);
  };
  const taken = async () => (await house.as(d.pupil)).get(`/mobilities/${d.id}/travel`);
  beforeEach(async () => {
    await plan(d.sender);
    house.setNow('2027-02-01T07:05:00Z');
  });

  it('stops the departure when a guardian was added whose consent is needed too, and names them', async () => {
    await house.sql('update organisations set country_code = $1 where id = $2', [
      'IT',
      d.sendingSchool,
    ]);
    const father = await house.person({ givenName: 'Marco', familyName: 'Esempio' });
    await house.guardian(d.pupil, father);
    for (const who of [d.pupil, d.guardian, d.sender])
      expect(await late(who)).toBe('travel.refused.consent-of');
    const page = await taken();
    expect(page.text).toContain('the binding consent is still needed from Marco Esempio');
    expect(page.text).not.toContain('travel/depart');
    for (const who of [d.family, d.host])
      expect((await (await house.as(who)).get(`/mobilities/${d.id}/travel`)).text).not.toContain(
        'waits for a consent',
      );
    expect((await (await house.as(father)).get('/')).text).toContain(`/mobilities/${d.id}/consent`);
    expect((await (await house.as(d.guardian)).get('/')).text).not.toContain(
      `/mobilities/${d.id}/consent`,
    );
    await agree(father);
    expect((await depart(d.pupil)).ok).toBe(true);
  });

  it('stops it from the 18th birthday until the pupil agrees', async () => {
    await house.sql('update persons set birth_date = $1 where id = $2', ['2009-02-01', d.pupil]);
    expect(await late(d.sender)).toBe('travel.refused.consent-of');
    expect((await taken()).text).toContain('still needed from Lucía Ejemplo');
    await agree(d.pupil, 'pupil_of_age');
    expect((await depart(d.pupil)).ok).toBe(true);
  });

  it('does not name who took it back, and still takes the arrival down', async () => {
    await house.sql(
      "update consents set withdrawn_at = '2027-01-30T09:00:00Z' where given_by = $1",
      [d.guardian],
    );
    expect(await late(d.pupil)).toBe('travel.refused.leaves-without-consent');
    // where a pupil is has to be known
    expect((await arrive(d.family)).ok).toBe(true);
    expect(await d.state()).toBe('departed');
  });
});

describe('arriving and coming home', () => {
  beforeEach(async () => {
    await plan(d.sender);
    house.setNow('2027-02-01T07:05:00Z');
    await depart(d.pupil);
    house.setNow('2027-02-01T12:40:00Z');
  });

  it('tells the guardians, without an address or the name of the family', async () => {
    expect((await arrive(d.family)).ok).toBe(true);
    expect(reason(await arrive(d.pupil))).toBe('platform.error.already-done');
    const mails = (await house.mails()).filter((m) => m.to_address === `${d.guardian}@example.org`);
    expect(mails.map((m) => m.subject)).toEqual(['Lucía Ejemplo has arrived']);
    expect(mails[0]?.body_text).toContain(`http://sojourn.test/mobilities/${d.id}`);
    expect(mails[0]?.body_text).not.toMatch(/Riga|Paraugu|\+371/);
    const page = await (await house.as(d.guardian)).get(`/mobilities/${d.id}`);
    expect(page.text).toContain('said by Ilze Paraugs');
    expect(page.text).toContain('confirmed the arrival');
  });

  it('is said by those who are there', async () => {
    for (const who of [d.guardian, d.sender])
      expect(reason(await arrive(who))).toBe('mobilities.refused.not-your-part');
    for (const who of [d.stranger, d.outsider]) expect(kind(await arrive(who))).toBe('not_found');
    await d.leave(d.family, '2027-01-31');
    expect(kind(await arrive(d.family))).toBe('not_found');
  });

  it('takes an arrival nobody announced as a departure too, but never without consent', async () => {
    const quiet = await openDossier(house, { state: 'ready' });
    await (await house.as(quiet.sender)).do(planJourney, { ...outward(), mobilityId: quiet.id });
    expect(
      (await (await house.as(quiet.family)).do(confirmArrival, { mobilityId: quiet.id })).ok,
    ).toBe(true);
    expect(await quiet.state()).toBe('departed');
    const early = await openDossier(house, { state: 'agreed' });
    expect(
      reason(await (await house.as(early.family)).do(confirmArrival, { mobilityId: early.id })),
    ).toBe('travel.refused.no-consent');
  });

  it('goes home only after the arrival and with a plan, and only once', async () => {
    expect(reason(await home(d.pupil))).toBe('travel.refused.not-arrived-yet');
    await arrive(d.host);
    expect(reason(await home(d.pupil))).toBe('travel.refused.return-not-planned');
    expect((await plan(d.sender, back())).ok).toBe(true);
    house.setNow('2027-03-28T13:00:00Z');
    expect(reason(await home(d.family))).toBe('mobilities.refused.not-your-part');
    expect(kind(await home(d.stranger))).toBe('not_found');
    expect((await home(d.guardian)).ok).toBe(true);
    expect(await d.state()).toBe('returned');
    expect(reason(await home(d.pupil))).toBe('platform.error.already-done');
    const sender = await house.as(d.sender);
    const facts = await reading(house.runtime.db, sender.actor, (read) =>
      travelFacts(read, d.intake),
    );
    expect(facts.map((f) => `${f.fact} ${f.on}`).sort()).toEqual([
      'arrived 2027-02-01',
      'departed 2027-02-01',
      'return-booked 2027-02-01',
      'returned 2027-03-28',
    ]);
  });

  it('is refused before leaving', async () => {
    const waiting = await openDossier(house, { state: 'ready' });
    expect(
      reason(await (await house.as(waiting.pupil)).do(recordReturn, { mobilityId: waiting.id })),
    ).toBe('travel.refused.not-left-yet');
  });
});

describe('the steps of the plan', () => {
  const facts = async () =>
    (
      await reading(house.runtime.db, (await house.as(d.sender)).actor, (read) =>
        travelFacts(read, d.intake),
      )
    )
      .map((f) => `${f.fact} ${f.on}`)
      .sort();
  const note = async (kindOf: string) =>
    (await house.as(d.guardian)).do(notePaper, {
      mobilityId: d.id,
      kind: kindOf,
      validUntil: '2028-01-01',
    } as never);
  const cancel = async (who: Who, change: object = {}) =>
    (await house.as(who)).do(cancelJourney, {
      mobilityId: d.id,
      direction: 'outward',
      version: 1,
      ...change,
    } as never);

  it('complete themselves with plan and papers, and are taken back with the plan', async () => {
    expect(await facts()).toEqual([]);
    await plan(d.sender);
    // tickets are no insurance
    expect(await facts()).toEqual([]);
    for (const each of ['ehic', 'insurance']) expect((await note(each)).ok).toBe(true);
    expect(await facts()).toEqual(['travel-arranged 2027-01-20']);
    house.setNow('2027-01-21T09:00:00Z');
    for (const each of ['identity', 'authorisation']) await note(each);
    expect(await facts()).toEqual(['papers-checked 2027-01-21', 'travel-arranged 2027-01-20']);
    // planned anew it stays planned since the same day
    await plan(d.sender, { version: 1, leavesAt: '9:00' });
    expect(await facts()).toContain('travel-arranged 2027-01-20');
    expect((await cancel(d.sender, { version: 2 })).ok).toBe(true);
    expect(await facts()).toEqual(['papers-checked 2027-01-21']);
  });

  it('of a plan that is taken back: those concerned are told once, others cannot', async () => {
    await plan(d.sender);
    for (const who of [d.stranger, d.outsider]) expect(kind(await cancel(who))).toBe('not_found');
    for (const who of [d.guardian, d.family, d.contact, d.hostTeacher])
      expect(reason(await cancel(who))).toBe('mobilities.refused.not-your-part');
    expect(reason(await cancel(d.sender, { version: 7 }))).toBe('platform.error.changed-meanwhile');
    expect(
      (await (await house.as(d.sender)).get(`/mobilities/${d.id}/travel/outward/cancel`)).text,
    ).toContain('Take the way there of Lucía Ejemplo back?');
    const taps = await Promise.all([cancel(d.sender), cancel(d.host)]);
    expect(taps.map((t) => t.ok).sort()).toEqual([false, true]);
    expect(reason(await cancel(d.sender))).toBe('platform.error.already-done');
    const job = {
      mobilityId: d.id,
      direction: 'outward' as const,
      by: d.sender,
      companionId: d.teacher,
      plannedAt: '2027-01-20T09:00:00Z',
    };
    for (let i = 0; i < 2; i += 1)
      expect((await execute(house.runtime, tellCancelled, system('test'), job)).ok).toBe(true);
    const told = (await house.mails()).filter((m) => m.subject.includes('does not take place'));
    const to = (who: Who) => told.filter((m) => m.to_address === `${who}@example.org`).length;
    const who = [d.pupil, d.guardian, d.family, d.host, d.teacher, d.sender, d.stranger];
    expect(who.map(to)).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(kind(await (await house.as(d.sender)).do(tellCancelled, job))).toBe('not_found');
    await plan(d.sender);
    await depart(d.pupil);
    expect(reason(await cancel(d.sender))).toBe('travel.refused.already-left');
  });
});

describe('who reads journeys', () => {
  it('is the table: parties who travel or wait, no former party, no stranger', async () => {
    await plan(d.sender);
    for (const who of [d.pupil, d.guardian, d.family, d.sender, d.host, d.hostTeacher, d.contact])
      expect((await (await house.as(who)).ask(getJourneys, { mobilityId: d.id })).ok).toBe(true);
    for (const who of [d.stranger, d.outsider]) {
      expect(kind(await (await house.as(who)).ask(getJourneys, { mobilityId: d.id }))).toBe(
        'not_found',
      );
      expect((await (await house.as(who)).get(`/mobilities/${d.id}/travel`)).status).toBe(404);
    }
    await d.leave(d.family, '2027-01-19');
    const family = await house.as(d.family);
    expect(kind(await family.ask(getJourneys, { mobilityId: d.id }))).toBe('not_found');
    const own = await family.ask(listOwnJourneys, {});
    expect(own.ok && own.view.rows).toEqual([]);
  });

  it('finds them in the calendar, with the zone of each place', async () => {
    await plan(d.sender);
    const own = await (await house.as(d.guardian)).ask(listOwnJourneys, {});
    expect(own.ok && own.view.rows).toMatchObject([
      { leavesZone: 'Europe/Madrid', arrivesZone: 'Europe/Riga', from: 'Madrid', to: 'Riga' },
    ]);
    const stranger = await (await house.as(d.stranger)).ask(listOwnJourneys, {});
    expect(stranger.ok && stranger.view.rows).toEqual([]);
  });

  it('knows whose turn it is', async () => {
    const duty = async (who: Who) => {
      const answer = await (await house.as(who)).ask(listTravelDuties, {});
      return answer.ok ? answer.view.rows.map((r) => [r.duty, r.mine]) : [];
    };
    expect(await duty(d.sender)).toEqual([['plan-outward', true]]);
    expect(await duty(d.guardian)).toEqual([['plan-outward', false]]);
    await plan(d.sender);
    expect(await duty(d.pupil)).toEqual([['depart', true]]);
    expect(await duty(d.sender)).toEqual([['depart', false]]);
    await depart(d.pupil);
    expect(await duty(d.family)).toEqual([['arrive', true]]);
    expect(await duty(d.guardian)).toEqual([['arrive', false]]);
    expect(await duty(d.outsider)).toEqual([]);
  });
});
