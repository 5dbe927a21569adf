import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import { historyPages, signAll, statementPages, tokenOf } from '#tests/support/health.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  answerNote,
  askDestruction,
  askPhysician,
  breakGlass,
  confirmRecord,
  destroyDueRecords,
  destroyRecord,
  endNote,
  getAnswers,
  getCareNote,
  getEnvelope,
  getNoteToCheck,
  getNoteToWrite,
  getRecord,
  getStatement,
  keepRecord,
  listDestructions,
  listDuties,
  listLooks,
  listOwnRecords,
  lookInside,
  proposeNote,
  readRecord,
  remindFamily,
  saveAnswers,
  saveStatement,
  signHistory,
  signStatement,
  withdrawLink,
} from './index.ts';

let house: House;
let d: SharedDossier;
let admin: PersonId;
beforeAll(async () => {
  house = await openHouse();
  admin = await house.person({ givenName: 'Ada', isAdmin: true });
});
beforeEach(async () => {
  house.setNow('2027-02-10T09:00:00Z');
  d = await openDossier(house, { state: 'departed' });
});

const reason = (outcome: unknown) =>
  (outcome as { faults?: { reason: string }[] }).faults?.[0]?.reason;
const kind = (outcome: unknown) => (outcome as { kind?: string }).kind;
const as = (who: PersonId) => house.as(who);
const why = 'Fell from a horse, the hospital asks about medicines';
const own = () => ({ pupilId: d.pupil });
const here = () => ({ mobilityId: d.id });
const view = async <T>(asked: Promise<{ ok: boolean } & ({ ok: true; view: T } | object)>) => {
  const answered = (await asked) as { ok: true; view: T };
  if (!answered.ok) throw new Error(`not answered: ${JSON.stringify(answered)}`);
  return answered.view;
};
const mailsTo = async (who: PersonId) =>
  (await house.mails()).filter((m) => m.to_address === `${who}@example.org`);

describe('a record', () => {
  it('is filled page by page, sealed, and signed in the words it was read in', async () => {
    const guardian = await as(d.guardian);
    const [first] = historyPages('unheardofword');
    const saved = await guardian.do(saveAnswers, { ...own(), ...first, version: 0, draft: false });
    expect(saved).toMatchObject({ ok: true, version: 1 });
    expect(reason(await guardian.do(signHistory, { ...own(), version: 1, language: 'en' }))).toBe(
      'health.refused.incomplete',
    );
    await signAll(house, d, 'unheardofword');
    const read = await view(guardian.ask(readRecord, own()));
    expect(read.parts.map((p) => [p.part, p.by])).toEqual([
      ['guardian', 'Carmen Ejemplo'],
      ['physician', 'Greta Salva'],
    ]);
    expect(JSON.stringify(read.parts)).toContain('unheardofword');
    expect(read.missing).toEqual([]);
    // nothing of it stands anywhere in the tables
    const [dump] = await house.sql(
      "select string_agg(p::text, '') || (select string_agg(l::text, '') from audit_lines l) as text from health_parts p",
    );
    expect(dump.text).not.toContain('unheardofword');
    expect(dump.text).not.toContain(Buffer.from('unheardofword').toString('hex'));
  });

  it('keeps what is right, says what is missing, and refuses what somebody changed meanwhile', async () => {
    const guardian = await as(d.guardian);
    const [, allergies] = historyPages('x');
    const half = { ...allergies, fields: { allergies: ['yes'] } };
    const sent = await guardian.do(saveAnswers, {
      ...own(),
      ...half,
      version: 0,
      draft: false,
    });
    expect(kind(sent)).toBe('invalid');
    const kept = await view(guardian.ask(getAnswers, { ...own(), page: 'allergies' }));
    expect(kept.version).toBe(1);
    expect(kept.page?.fields.allergies).toEqual(['yes']);
    const stale = await guardian.do(saveAnswers, {
      ...own(),
      ...half,
      version: 0,
      draft: true,
    });
    expect(kind(stale)).toBe('conflict');
    const nowhere = await guardian.do(saveAnswers, {
      ...own(),
      page: 'no-such-page',
      fields: {},
      version: 1,
    });
    expect(kind(nowhere)).toBe('not_found');
    // a page of the physician is not the guardian's
    const foreign = await guardian.do(saveAnswers, {
      ...own(),
      page: 'findings',
      fields: {},
      version: 1,
    });
    expect(kind(foreign)).toBe('not_found');
  });

  it('is signed again after a change, and the old words hold until then', async () => {
    await signAll(house, d, 'oldword');
    const guardian = await as(d.guardian);
    const { version } = await view(guardian.ask(getAnswers, own()));
    const [first] = historyPages('newword');
    await guardian.do(saveAnswers, { ...own(), ...first, version });
    const record = await view(guardian.ask(getRecord, own()));
    expect(record.parts[0]).toMatchObject({ state: 'signed', changed: true });
    expect(JSON.stringify(await view(guardian.ask(readRecord, own())))).toContain('oldword');
    expect(reason(await guardian.do(confirmRecord, { ...own(), sure: true }))).toBe(
      'health.refused.sign-changes',
    );
    await guardian.do(signHistory, { ...own(), version: version + 1, language: 'fr' });
    const again = await view(guardian.ask(readRecord, own()));
    expect(JSON.stringify(again)).toContain('newword');
    expect(again.parts[0]?.frozen.language).toBe('fr');
  });

  it('belongs to the guardians of today: who lost custody reads nothing, though the dossier names them', async () => {
    await signAll(house, d, 'x');
    const father = await house.person({ givenName: 'Juan' });
    await house.guardian(d.pupil, father, 'father');
    expect((await (await as(father)).ask(readRecord, own())).ok).toBe(true);
    await house.sql("update guardianships set until_on = '2027-02-09' where guardian_id = $1", [
      d.guardian,
    ]);
    const mother = await as(d.guardian);
    for (const query of [getRecord, readRecord, listLooks, getAnswers])
      expect(kind(await mother.ask(query as typeof getRecord, own()))).toBe('not_found');
    expect(kind(await mother.ask(getEnvelope, here()))).toBe('not_found');
    expect(kind(await mother.do(askDestruction, { ...own(), sure: true }))).toBe('not_found');
    expect(await view(mother.ask(listOwnRecords, {}))).toEqual({ records: [] });
    expect((await mother.get(`/sealed/${d.pupil}`)).status).toBe(404);
  });

  it('is the pupil’s alone from 18 on, and the page says so to the guardian', async () => {
    await signAll(house, d, 'x');
    await house.sql("update persons set birth_date = '2009-02-10' where id = $1", [d.pupil]);
    const mother = await as(d.guardian);
    expect(kind(await mother.ask(readRecord, own()))).toBe('not_found');
    const page = await mother.get('/sealed');
    expect(page.text).toContain('is 18 and decides alone');
    expect((await mother.get(`/sealed/${d.pupil}/read`)).status).toBe(404);
    const pupil = await as(d.pupil);
    expect((await pupil.ask(readRecord, own())).ok).toBe(true);
    expect((await pupil.do(confirmRecord, { ...own(), sure: true })).ok).toBe(true);
    // the day before, it was the other way round
    await house.sql("update persons set birth_date = '2009-02-11' where id = $1", [d.pupil]);
    expect(kind(await pupil.do(confirmRecord, { ...own(), sure: true }))).toBe('not_found');
    expect((await mother.do(confirmRecord, { ...own(), sure: true })).ok).toBe(true);
  });

  it('of two siblings is told apart by name and birth date', async () => {
    await signAll(house, d, 'x');
    const sister = await house.person({ givenName: 'Nora', birthDate: '2012-03-01' });
    await house.guardian(sister, d.guardian);
    const mother = await as(d.guardian);
    const page = await mother.get('/sealed');
    expect(page.text).toMatch(
      /Lucía Ejemplo[\s\S]*4 May 2010[\s\S]*Nora Example[\s\S]*1 March 2012/,
    );
    expect(page.text).toContain('Look at name and birth date before you write');
    const hers = await mother.get(`/sealed/${sister}/history/past`);
    expect(hers.text).toContain('Nora Example, born 1 March 2012');
    expect(hers.text).toMatch(/<form[^>]*data-sensitive/);
    expect(hers.text).not.toContain('data-keep');
  });
});

describe('the physician', () => {
  it('answers by a link that writes and reads nothing of the history', async () => {
    const guardian = await as(d.guardian);
    await guardian.do(saveAnswers, {
      ...own(),
      ...historyPages('secretword')[0],
      version: 0,
    });
    await guardian.do(askPhysician, { ...own(), email: 'praxis@example.com', language: 'fr' });
    const token = await tokenOf(house, d);
    const [mail] = (await house.mails()).filter((m) => m.to_address === 'praxis@example.com');
    expect(mail?.body_text).toContain(token);
    expect(mail?.body_text).not.toContain('Lucía');
    const page = await house.visitor.get(`/statement/${token}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Lucía Ejemplo');
    expect(page.text).not.toContain('secretword');
    expect(page.headers.get('cache-control')).toContain('no-store');
    const fill = await house.visitor.get(`/statement/${token}/page/findings`);
    expect(fill.text).toMatch(/<form[^>]*data-sensitive/);
    // a page of the history is not theirs
    expect((await house.visitor.get(`/statement/${token}/page/past`)).text).not.toContain(
      'secretword',
    );
    let version = 0;
    for (const page of statementPages('finding')) {
      const saved = await house.visitor.do(saveStatement, { token, ...page, version });
      expect(saved).toMatchObject({ ok: true });
      version = (saved as { version: number }).version;
    }
    expect((await house.visitor.do(signStatement, { token, version, language: 'en' })).ok).toBe(
      true,
    );
    const after = await house.visitor.get(`/statement/${token}`);
    expect(after.text).toContain('This link is closed');
    expect(after.text).not.toMatch(/Lucía|finding/);
    expect(kind(await house.visitor.do(signStatement, { token, version, language: 'en' }))).toBe(
      'not_found',
    );
    const told = (await mailsTo(d.guardian)).find((m) => m.kind === 'health-signed');
    expect(told?.subject).toBe('The physician has signed for Lucía Ejemplo');
  });

  it('finds a closed door when the link is another’s, withdrawn, replaced or over', async () => {
    const guardian = await as(d.guardian);
    const closed = async (token: string) => {
      const { view: seen } = (await house.visitor.ask(getStatement, { token })) as never as {
        view: { open: unknown };
      };
      return seen.open === null;
    };
    expect(await closed('no-such-token-at-all-here')).toBe(true);
    await guardian.do(askPhysician, own());
    const first = await tokenOf(house, d);
    expect(await closed(first)).toBe(false);
    await guardian.do(askPhysician, own());
    const second = await tokenOf(house, d);
    expect([await closed(first), await closed(second)]).toEqual([true, false]);
    expect((await guardian.do(withdrawLink, own())).ok).toBe(true);
    expect(kind(await guardian.do(withdrawLink, own()))).toBe('conflict');
    expect(await closed(second)).toBe(true);
    await guardian.do(askPhysician, own());
    const third = await tokenOf(house, d);
    house.setNow('2027-03-13T09:00:00Z');
    expect(await closed(third)).toBe(true);
  });
});

describe('others', () => {
  it('see the envelope: what is missing and from whom, never what it says', async () => {
    const guardian = await as(d.guardian);
    await guardian.do(saveAnswers, {
      ...own(),
      ...historyPages('secretword')[0],
      version: 0,
    });
    for (const who of [d.sender, d.host, d.hostTeacher, d.contact, d.mentor]) {
      const hand = await as(who);
      const envelope = await view(hand.ask(getEnvelope, here()));
      expect(envelope.missing).toEqual(['guardian', 'physician']);
      expect(envelope.deciders).toEqual(['Carmen Ejemplo']);
      for (const path of ['', '/sealed', '/sealed/emergency', '/care-note/write']) {
        const page = await hand.get(`/mobilities/${d.id}${path}`);
        expect(page.text, path).not.toContain('secretword');
      }
    }
    await signAll(house, d, 'secretword');
    const envelope = await view((await as(d.sender)).ask(getEnvelope, here()));
    expect(envelope.missing).toEqual([]);
    expect(envelope.confirmedAt).not.toBeNull();
  });

  it('remind the family with one click, once a day', async () => {
    const sender = await as(d.sender);
    expect((await sender.post(`/mobilities/${d.id}/sealed/remind`)).status).toBe(303);
    const mail = (await mailsTo(d.guardian)).at(-1);
    expect(mail?.subject).toBe('Lucía Ejemplo’s sealed record is waiting for you');
    expect(mail?.body_text).toContain(`/sealed/${d.pupil}`);
    expect(reason(await sender.do(remindFamily, here()))).toBe('health.remind.today-already');
    house.setNow('2027-02-11T10:00:00Z');
    expect((await sender.do(remindFamily, here())).ok).toBe(true);
    expect(kind(await (await as(d.family)).do(remindFamily, here()))).toBe('not_found');
  });
});

describe('an emergency', () => {
  it('opens for an hour with a reason, tells the family at once, and each look is a line', async () => {
    await signAll(house, d, 'penicillin');
    const contact = await as(d.contact);
    expect(reason(await contact.do(breakGlass, { ...here(), reason: 'please' }))).toBe(
      'health.emergency.reason-short',
    );
    expect(reason(await contact.do(lookInside, here()))).toBe('health.emergency.closed');
    const opened = await contact.post(`/mobilities/${d.id}/sealed/emergency`, { reason: why });
    expect(opened.status).toBe(303);
    for (const who of [d.pupil, d.guardian]) {
      const mail = (await mailsTo(who)).find((m) => m.kind === 'health-opened');
      expect(mail?.body_text).toContain('Marta Palīgs');
      expect(`${mail?.subject} ${mail?.body_text} ${mail?.body_html}`).not.toMatch(
        /horse|penicillin/,
      );
    }
    const inside = await contact.get(`/mobilities/${d.id}/sealed/emergency`);
    expect(inside.text).toContain('penicillin');
    expect(inside.text).toContain('Open for you until');
    // sent twice: open once, told once
    await contact.do(breakGlass, { ...here(), reason: `${why} again` });
    const log = await view((await as(d.pupil)).ask(listLooks, own()));
    expect(log.openings).toHaveLength(1);
    expect(log.openings[0]).toMatchObject({ by: 'Marta Palīgs', org: '', reason: why });
    expect(log.openings[0]?.looks).toHaveLength(1);
    const page = await (await as(d.guardian)).get(`/sealed/${d.pupil}/looks`);
    expect(page.text).toContain('Fell from a horse');
    // nobody else's opening is one's own
    expect(reason(await (await as(d.host)).do(lookInside, here()))).toBe('health.emergency.closed');
    house.setNow('2027-02-10T10:00:01Z');
    expect(reason(await contact.do(lookInside, here()))).toBe('health.emergency.closed');
    const shut = await contact.get(`/mobilities/${d.id}/sealed/emergency`);
    expect(shut.text).not.toContain('penicillin');
    expect((await contact.do(breakGlass, { ...here(), reason: why })).ok).toBe(true);
  });

  it('tells every guardian of today, also one the dossier does not know', async () => {
    await signAll(house, d, 'x');
    const father = await house.person({ givenName: 'Juan', language: 'fr' });
    await house.guardian(d.pupil, father, 'father');
    await (await as(d.host)).do(breakGlass, { ...here(), reason: why });
    const mail = (await mailsTo(father)).find((m) => m.kind === 'health-opened');
    expect(mail?.body_text).toContain('Anna Vadītāja (Atbalsts)');
  });

  it('needs something signed, and a stay', async () => {
    const host = await as(d.host);
    expect(reason(await host.do(breakGlass, { ...here(), reason: why }))).toBe(
      'health.emergency.empty',
    );
    await signAll(house, d, 'x');
    house.setNow('2027-06-30T09:00:00Z');
    expect(reason(await host.do(breakGlass, { ...here(), reason: why }))).toBe(
      'health.emergency.over',
    );
  });

  it('leaves a log that nobody in a request can change', async () => {
    await signAll(house, d, 'x');
    await (await as(d.host)).do(breakGlass, { ...here(), reason: why });
    const client = await house.runtime.db.request.connect();
    for (const text of [
      "update health_looks set kind = 'looked'",
      'delete from health_looks',
      'truncate health_looks',
    ]) {
      await client.query("begin; set local app.system = 'on'");
      await expect(client.query(text), text).rejects.toMatchObject({ code: '42501' });
      await client.query('rollback');
    }
    client.release();
    const [row] = await house.sql('select reason from health_looks where pupil_id = $1', [d.pupil]);
    expect(row.reason.includes('horse')).toBe(false);
  });

  it('is no line of the story that host family and school read', async () => {
    await signAll(house, d, 'x');
    await (await as(d.host)).do(breakGlass, { ...here(), reason: why });
    const lines = await house.sql(
      "select mobility_id, details from audit_lines where command = 'health.break-glass' and subject_id = $1",
      [d.pupil],
    );
    expect(lines).toEqual([{ mobility_id: null, details: {} }]);
  });
});

describe('the care note', () => {
  const text = 'Keeps a green bag with the inhaler. Eats no nuts.';
  const propose = async (who: PersonId, words = text) =>
    (await as(who)).do(proposeNote, { ...here(), text: words });
  const answer = async (who: PersonId, number: number, rest: object) =>
    (await as(who)).do(answerNote, { ...here(), number, ...rest } as never) as Promise<
      Outcome<{ state: string }>
    >;
  const reads = async (who: PersonId) => {
    const seen = await (await as(who)).ask(getCareNote, here());
    return seen.ok ? (seen.view.note?.text ?? null) : kind(seen);
  };

  it('is read by the family only once the guardian accepted it', async () => {
    expect((await propose(d.contact)).ok).toBe(true);
    for (const who of [d.family, d.mentor, d.pupil]) expect(await reads(who)).toBeNull();
    const check = await view((await as(d.guardian)).ask(getNoteToCheck, here()));
    expect(check.proposed?.text).toBe(text);
    expect(reason(await answer(d.guardian, 1, { answer: 'send_back' }))).toBe(
      'health.note.say-what',
    );
    await answer(d.guardian, 1, { answer: 'send_back', remark: 'Please leave out the bag' });
    const mine = await view((await as(d.contact)).ask(getNoteToWrite, here()));
    expect(mine).toMatchObject({ remark: 'Please leave out the bag', text });
    await propose(d.contact, 'Eats no nuts.');
    expect(kind(await answer(d.guardian, 1, { answer: 'accept' }))).toBe('conflict');
    expect(await answer(d.guardian, 2, { answer: 'accept' })).toMatchObject({ state: 'accepted' });
    for (const who of [d.family, d.mentor, d.pupil, d.guardian, d.contact])
      expect(await reads(who)).toBe('Eats no nuts.');
    for (const who of [d.sender, d.host, d.hostTeacher, d.teacher, d.stranger, d.outsider])
      expect(await reads(who)).toBe('not_found');
    const mail = (await mailsTo(d.family)).find((m) => m.kind === 'health-note-to-read');
    expect(mail).toBeDefined();
    expect(mail?.body_text).not.toContain('nuts');
    expect((await (await as(d.family)).get(`/mobilities/${d.id}/care-note/print`)).text).toContain(
      'Eats no nuts.',
    );
  });

  it('keeps its versions, and a new one takes its place only when accepted', async () => {
    await propose(d.contact, 'first');
    await answer(d.guardian, 1, { answer: 'accept' });
    await propose(d.host, 'second');
    expect(await reads(d.family)).toBe('first');
    await answer(d.guardian, 2, { answer: 'accept' });
    expect(await reads(d.family)).toBe('second');
    const { versions } = await view((await as(d.guardian)).ask(getNoteToCheck, here()));
    expect(versions.map((n) => n.state)).toEqual(['accepted', 'replaced']);
  });

  it('is withdrawn by the family at any time, and by its writer only before the answer', async () => {
    await propose(d.contact);
    expect((await (await as(d.contact)).do(endNote, { ...here(), number: 1 })).ok).toBe(true);
    await propose(d.contact);
    await answer(d.guardian, 2, { answer: 'accept' });
    const refused = await (await as(d.contact)).do(endNote, { ...here(), number: 2 });
    expect(reason(refused)).toBe('health.refused.family-ends');
    // two guardians who disagree: what one accepted the other can withdraw, and it is said who did
    const father = await house.person({ givenName: 'Juan' });
    await house.guardian(d.pupil, father, 'father');
    expect((await (await as(father)).do(endNote, { ...here(), number: 2 })).ok).toBe(true);
    expect(await reads(d.family)).toBeNull();
    const told = (await mailsTo(d.contact)).find((m) => m.kind === 'health-note-withdrawn');
    expect(told?.body_text).toContain('Juan Example withdrew');
  });

  it('is for the family of an accepted placement: not before, and not after it left', async () => {
    await propose(d.contact);
    await answer(d.guardian, 1, { answer: 'accept' });
    await d.put('selected');
    expect(await reads(d.family)).toBe('not_found');
    await d.put('departed');
    expect(await reads(d.family)).toBe(text);
    await d.leave(d.family, '2027-02-09');
    expect(await reads(d.family)).toBe('not_found');
  });
});

describe('destroying', () => {
  it('is asked for by the family, told to all, can be taken back, and is then for good', async () => {
    await signAll(house, d, 'secretword');
    await (await as(d.contact)).do(proposeNote, { ...here(), text: 'Eats no nuts.' });
    await (await as(d.guardian)).do(answerNote, {
      ...here(),
      number: 1,
      answer: 'accept',
    });
    await (await as(d.host)).do(breakGlass, { ...here(), reason: why });
    const guardian = await as(d.guardian);
    expect(reason(await guardian.do(askDestruction, { ...own(), sure: false as never }))).toBe(
      'health.tick-sure',
    );
    const find = async () =>
      (await view((await as(admin)).ask(listDestructions, {}))).rows.find(
        (r) => r.pupil === 'Lucía Ejemplo',
      );
    const [{ id: recordId }] = await house.sql(
      'select id from health_records where pupil_id = $1',
      [d.pupil],
    );
    const destroy = async () => (await as(admin)).do(destroyRecord, { recordId, sure: true });
    expect(reason(await destroy())).toBe('health.refused.nobody-asked');
    expect((await guardian.do(askDestruction, { ...own(), sure: true })).ok).toBe(true);
    expect((await mailsTo(d.pupil)).map((m) => m.kind)).toContain('health-destruction-asked');
    expect((await guardian.do(keepRecord, own())).ok).toBe(true);
    expect(await find()).toBeUndefined();
    await guardian.do(askDestruction, { ...own(), sure: true });
    expect((await find())?.recordId).toBe(recordId);
    for (const who of [d.guardian, d.host, d.stranger])
      expect(kind(await (await as(who)).do(destroyRecord, { recordId, sure: true }))).toBe(
        'not_found',
      );
    expect((await destroy()).ok).toBe(true);
    expect(kind(await destroy())).toBe('conflict');

    const page = await guardian.get(`/sealed/${d.pupil}`);
    expect(page.text).toContain('This health record was destroyed on 10 February 2027');
    const read = await view(guardian.ask(readRecord, own()));
    expect(read.parts).toEqual([]);
    expect(read.goneSince).not.toBeNull();
    expect((await (await as(d.family)).get(`/mobilities/${d.id}/care-note`)).text).toContain(
      'was destroyed on',
    );
    const log = await view(guardian.ask(listLooks, own()));
    expect(log.openings[0]).toMatchObject({ reason: null, by: 'Anna Vadītāja' });
    expect(reason(await (await as(d.host)).do(lookInside, here()))).toBe('health.emergency.closed');

    // a new one can be begun, with a key of its own
    await signAll(house, d, 'newword');
    expect(JSON.stringify(await view(guardian.ask(readRecord, own())))).toContain('newword');
  });

  it('happens by itself 90 days after the last stay, and not a day earlier', async () => {
    await signAll(house, d, 'x');
    const sweep = () =>
      import('#platform/command.ts').then(({ execute }) =>
        execute(house.runtime, destroyDueRecords, { kind: 'system', reason: 'retention' }, {}),
      );
    const [{ ends_on: ends }] = await house.sql('select ends_on from mobilities where id = $1', [
      d.id,
    ]);
    const last = (ends as Temporal.PlainDate).add({ days: 90 });
    const state = async () =>
      (await house.sql('select destroyed_at from health_records where pupil_id = $1', [d.pupil]))[0]
        .destroyed_at;
    house.setNow(`${last}T12:00:00Z`);
    await sweep();
    expect(await state()).toBeNull();
    house.setNow(`${last.add({ days: 1 })}T12:00:00Z`);
    await sweep();
    expect(await state()).not.toBeNull();
    expect(kind(await (await as(admin)).do(destroyDueRecords, {}))).toBe('not_found');
  });
});

describe('what is due', () => {
  const duties = async (who: PersonId) =>
    (await view((await as(who)).ask(listDuties, {}))).rows
      .filter((r) => r.mobilityId === d.id)
      .map((r) => `${r.duty} ${r.waitingFor ?? 'mine'}`);

  it('is the guardian’s until it is signed, then the physician’s, then asked again before departure', async () => {
    house.setNow('2026-11-10T09:00:00Z');
    await d.put('agreed');
    expect(await duties(d.guardian)).toEqual(['history mine', 'physician mine']);
    expect(await duties(d.pupil)).toEqual([]);
    await (await as(d.guardian)).do(askPhysician, own());
    expect(await duties(d.guardian)).toEqual(['history mine', 'physician ']);
    await signAll(house, d, 'x');
    expect(await duties(d.guardian)).toEqual([]);
    house.setNow('2026-12-22T09:00:00Z');
    expect(await duties(d.guardian)).toEqual(['confirm mine']);
    await (await as(d.guardian)).do(confirmRecord, { ...own(), sure: true });
    expect(await duties(d.guardian)).toEqual([]);
  });

  it('tells the sending school whom it waits for, and the contact person that a note is to be written', async () => {
    house.setNow('2027-01-10T09:00:00Z');
    await d.put('agreed');
    expect(await duties(d.sender)).toEqual(['record Carmen Ejemplo']);
    expect(await duties(d.contact)).toEqual(['write-note mine']);
    expect(await duties(d.host)).toEqual([]);
    await (await as(d.contact)).do(proposeNote, { ...here(), text: 'Eats no nuts.' });
    expect(await duties(d.contact)).toEqual([]);
    expect(await duties(d.guardian)).toContain('check-note mine');
    const home = await (await as(d.guardian)).get('/');
    expect(home.text).toContain('Care note to check');
  });
});
