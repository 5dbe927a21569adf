import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reading } from '#platform/database/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  getEvaluation,
  listCaseDuties,
  listCheckIns,
  listSupportDuties,
  lookAt,
  recordCheckIn,
  submitEvaluation,
  supportFacts,
} from './index.ts';

let house: House;
let d: SharedDossier;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  house.setNow('2027-02-10T09:00:00Z');
  d = await openDossier(house, { state: 'departed' });
});

type Who = SharedDossier['pupil'];
const reason = (outcome: { ok: boolean }) =>
  (outcome as unknown as { faults: { reason: string }[] }).faults?.[0]?.reason;
const kind = (outcome: { ok: boolean }) => (outcome as unknown as { kind?: string }).kind;
const fine = { wellBeing: 4, family: 4, school: 3, friends: 3, language: 3 };
const talk = async (who: Who, input: object = {}) =>
  (await house.as(who)).do(recordCheckIn, {
    mobilityId: d.id,
    with: 'pupil',
    heldOn: '2027-02-09',
    way: 'in_person',
    ratings: fine,
    note: 'Misses her dog, laughs about it',
    promise: 'Bring the bus map',
    ...input,
  });
const read = async (who: Who) => (await house.as(who)).ask(listCheckIns, { mobilityId: d.id });
const points = { preparation: 4, family: 5, school: 3, support: 5, recommend: 5 };

/** What the queue does after each talk. */
const lookAtTalks = async () => {
  for (const { id } of await house.sql('select id from check_ins where mobility_id = $1', [d.id]))
    await lookAt(house.runtime, { mobilityId: d.id, checkInId: id });
};

describe('a check-in', () => {
  it('with the pupil settles the mobility; with the family it does not', async () => {
    expect(await talk(d.contact, { with: 'host_family' })).toMatchObject({
      ok: true,
      worrying: false,
    });
    expect(await d.state()).toBe('departed');
    expect((await talk(d.contact)).ok).toBe(true);
    expect(await d.state()).toBe('settled');
    const host = await house.as(d.host);
    const facts = await reading(house.runtime.db, host.actor, (r) => supportFacts(r, d.intake));
    expect(facts.map((f) => `${f.fact} ${f.on}`)).toEqual(['first-check-in 2027-02-09']);
  });

  it('is kept apart: nobody hears what the other side said', async () => {
    await talk(d.contact, { note: 'said by the pupil' });
    await talk(d.contact, { with: 'host_family', note: 'said by the family' });
    const heard = async (who: Who) => {
      const answer = await read(who);
      return answer.ok ? answer.view.rows.map((r) => r.note).sort() : kind(answer);
    };
    for (const who of [d.contact, d.host, d.sender])
      expect(await heard(who)).toEqual(['said by the family', 'said by the pupil']);
    expect(await heard(d.pupil)).toEqual(['said by the pupil']);
    for (const who of [d.family, d.guardian, d.hostTeacher, d.mentor, d.stranger, d.outsider])
      expect(await heard(who)).toBe('not_found');
    for (const who of [d.family, d.guardian]) {
      const hand = await house.as(who);
      expect((await hand.get(`/mobilities/${d.id}/check-ins`)).status).toBe(404);
      const dossier = await hand.get(`/mobilities/${d.id}`);
      expect(dossier.status).toBe(200);
      expect(dossier.text).not.toMatch(/said by the|check-ins/);
    }
    const pupil = await (await house.as(d.pupil)).get(`/mobilities/${d.id}/check-ins`);
    expect(pupil.text).toContain('said by the pupil');
    expect(pupil.text).not.toContain('said by the family');
    expect(pupil.text).not.toContain('With the host family');
  });

  it('leaves neither answers nor the partner in the audit line', async () => {
    await talk(d.contact, { ratings: { ...fine, family: 1 } });
    const [line] = await house.sql(
      "select details from audit_lines where mobility_id = $1 and command = 'support.record-check-in'",
      [d.id],
    );
    expect(line.details).toEqual({});
  });

  it('is written by the contact person and the hosting organisation only', async () => {
    for (const who of [d.pupil, d.family, d.guardian, d.sender, d.hostTeacher])
      expect(reason(await talk(who))).toBe('mobilities.refused.not-your-part');
    for (const who of [d.stranger, d.outsider]) expect(kind(await talk(who))).toBe('not_found');
    await d.leave(d.contact, '2027-02-09');
    expect(kind(await talk(d.contact))).toBe('not_found');
    expect(kind(await read(d.contact))).toBe('not_found');
    expect((await talk(d.host)).ok).toBe(true);
  });

  it('has a day that has been, and is kept once', async () => {
    expect(reason(await talk(d.contact, { heldOn: '2027-02-11' }))).toBe(
      'support.check-in.in-future',
    );
    expect(reason(await talk(d.contact, { heldOn: '2026-12-24' }))).toBe(
      'support.check-in.before-stay',
    );
    const sent = await Promise.all([talk(d.contact), talk(d.contact)]);
    expect(sent.map((s) => s.ok).sort()).toEqual([false, true]);
    expect(reason(await talk(d.contact))).toBe('support.check-in.twice');
    await d.put('ready');
    expect(reason(await talk(d.contact, { heldOn: '2027-02-10' }))).toBe(
      'support.refused.not-abroad',
    );
  });

  it('shows the promise of last time first, and keeps what was typed when an answer is missing', async () => {
    await talk(d.contact);
    const contact = await house.as(d.contact);
    const path = `/mobilities/${d.id}/check-ins/new?with=pupil`;
    expect((await contact.get(path)).text).toMatch(
      /<form[^>]*data-sensitive[\s\S]*Promised on 9 February 2027[\s\S]*Bring the bus map[\s\S]*How are you doing/,
    );
    const family = await contact.get(`/mobilities/${d.id}/check-ins/new?with=host_family`);
    expect(family.text).not.toContain('Bring the bus map');
    const missing = await contact.post(path, {
      'ratings.wellBeing': '4',
      'ratings.family': '4',
      'ratings.school': '4',
      'ratings.friends': '4',
      note: 'typed on a bus',
      way: 'phone',
      'heldOn.day': '10',
      'heldOn.month': '2',
      'heldOn.year': '2027',
    });
    expect(missing.status).toBe(400);
    expect(missing.text).toContain('#f-ratings.language');
    expect(missing.text).toContain('typed on a bus');
  });
});

describe('a poor answer', () => {
  it('opens a case for the coordinator: a mail without content, and a task', async () => {
    const contact = await house.as(d.contact);
    const sent = await contact.post(`/mobilities/${d.id}/check-ins/new?with=pupil`, {
      'ratings.wellBeing': '2',
      'ratings.family': '4',
      'ratings.school': '4',
      'ratings.friends': '4',
      'ratings.language': '4',
      note: 'cries at night',
      way: 'in_person',
      'heldOn.day': '9',
      'heldOn.month': '2',
      'heldOn.year': '2027',
    });
    expect(sent.status).toBe(303);
    expect(sent.headers.get('set-cookie')).toContain('support.check-in.saved-alert');
    await lookAtTalks();
    const [found] = await house.sql('select id, level from support_cases where mobility_id = $1', [
      d.id,
    ]);
    expect(found.level).toBe('moderate');
    const mails = (await house.mails()).filter((m) => m.body_text.includes(found.id));
    expect(mails.map((m) => m.to_address)).toEqual([`${d.host}@example.org`]);
    const text = `${mails[0]?.subject} ${mails[0]?.body_text} ${mails[0]?.body_html}`;
    expect(text).toContain('Please take something up');
    expect(text).not.toMatch(/cries|Luc|Ejemplo|Ilze|Marta/);
    // looked at once more, nothing is opened or sent twice
    await lookAtTalks();
    expect((await house.mails()).filter((m) => m.body_text.includes(found.id))).toHaveLength(1);
    const asked = async (who: Who) => {
      const answer = await (await house.as(who)).ask(listCaseDuties, {});
      return answer.ok ? answer.view.rows.filter((r) => r.id === found.id).length : -1;
    };
    expect(await asked(d.host)).toBe(1);
    for (const who of [d.sender, d.family, d.pupil, d.stranger]) expect(await asked(who)).toBe(0);
  });
});

describe('what is due', () => {
  it('is the first talk with both within two weeks, the contact person’s by name', async () => {
    const due = async (who: Who) => {
      const answer = await (await house.as(who)).ask(listSupportDuties, {});
      return answer.ok
        ? answer.view.rows
            .filter((r) => r.id === d.id)
            .map((r) => [r.duty, r.first, r.waitingFor, String(r.due)])
        : [];
    };
    expect(await due(d.contact)).toEqual([
      ['pupil', true, null, '2027-02-15'],
      ['host_family', true, null, '2027-02-15'],
    ]);
    expect((await due(d.host)).map((r) => r[2])).toEqual(['Marta Palīgs', 'Marta Palīgs']);
    for (const who of [d.stranger, d.outsider, d.family, d.guardian])
      expect(await due(who)).toEqual([]);
    await talk(d.contact);
    expect(await due(d.contact)).toEqual([['host_family', true, null, '2027-02-15']]);
    house.setNow('2027-03-01T09:00:00Z');
    expect((await due(d.contact)).map((r) => [r[0], r[1], r[3]])).toEqual([
      ['pupil', false, '2027-03-11'],
      ['host_family', true, '2027-02-15'],
    ]);
  });
});

describe('an evaluation', () => {
  const look = async (
    who: Who,
    role: 'pupil' | 'guardian' | 'host_family' | 'host_school' | 'sending_school',
  ) =>
    (await house.as(who)).do(submitEvaluation, {
      mobilityId: d.id,
      role,
      ratings: points,
      best: `best of ${role}`,
      change: '',
    });

  it('comes after the return, from each side for itself, once', async () => {
    expect(reason(await look(d.pupil, 'pupil'))).toBe('support.refused.not-returned');
    await d.put('returned');
    expect(reason(await look(d.pupil, 'guardian'))).toBe('support.refused.not-your-evaluation');
    expect(reason(await look(d.host, 'pupil'))).toBe('support.refused.not-your-evaluation');
    for (const who of [d.stranger, d.outsider])
      expect(kind(await look(who, 'pupil'))).toBe('not_found');
    expect((await look(d.pupil, 'pupil')).ok).toBe(true);
    expect([kind(await look(d.pupil, 'pupil')), reason(await look(d.pupil, 'pupil'))]).toEqual([
      'conflict',
      'support.evaluation.once',
    ]);
    expect((await look(d.sender, 'sending_school')).ok).toBe(true);
    expect(reason(await look(d.teacher, 'sending_school'))).toBe('support.evaluation.once');
    await d.leave(d.family, '2027-02-09');
    expect(kind(await look(d.family, 'host_family'))).toBe('not_found');
  });

  it('is counted for the organisations and read in words by who wrote it', async () => {
    await d.put('returned');
    for (const [who, role] of [
      [d.pupil, 'pupil'],
      [d.guardian, 'guardian'],
      [d.family, 'host_family'],
      [d.hostTeacher, 'host_school'],
      [d.sender, 'sending_school'],
    ] as const)
      expect((await look(who, role)).ok).toBe(true);
    const ask = async (who: Who) => {
      const answer = await (await house.as(who)).ask(getEvaluation, { mobilityId: d.id });
      return answer.ok ? answer.view : null;
    };
    const host = await ask(d.host);
    expect(host?.counts?.answered.map((a) => a.count)).toEqual([1, 1, 1, 1, 1]);
    expect(host?.counts?.topics.find((t) => t.topic === 'school')?.points).toEqual([0, 0, 5, 0, 0]);
    expect(JSON.stringify(host)).not.toContain('best of');
    const pupil = await ask(d.pupil);
    expect(pupil?.counts).toBeNull();
    expect(pupil?.mine.map((m) => m.best)).toEqual(['best of pupil']);
    for (const who of [d.stranger, d.outsider]) expect(await ask(who)).toBeNull();
    const page = await (await house.as(d.sender)).get(`/mobilities/${d.id}/evaluation`);
    expect(page.text).toContain('best of sending_school');
    expect(page.text).not.toContain('best of pupil');
    const sender = await house.as(d.sender);
    const facts = await reading(house.runtime.db, sender.actor, (r) => supportFacts(r, d.intake));
    expect(facts.map((f) => f.fact)).toEqual(['evaluated']);
  });

  it('is asked for on the home page and sent by a form', async () => {
    await d.put('returned');
    const guardian = await house.as(d.guardian);
    expect((await guardian.get('/')).text).toContain('Look back on the mobility');
    const path = `/mobilities/${d.id}/evaluation`;
    const fields = Object.fromEntries(
      Object.entries(points).map(([k, n]) => [`ratings.${k}`, String(n)]),
    );
    expect(
      (await guardian.post(path, { ...fields, 'ratings.family': '', role: 'guardian' })).status,
    ).toBe(400);
    expect(
      (await guardian.post(path, { ...fields, role: 'guardian', best: 'She cooks now' })).status,
    ).toBe(303);
    const again = await guardian.post(path, { ...fields, role: 'guardian' });
    expect(again.status).toBe(409);
    expect((await guardian.get(path)).text).toContain('She cooks now');
    expect((await guardian.get('/')).text).not.toContain('Look back on the mobility');
  });
});
