import { beforeAll, describe, expect, it } from 'vitest';
import { reading } from '#platform/database/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  chooseHostingSide,
  getBindingConsent,
  getDossier,
  giveBindingConsent,
  listChoices,
  listMobilities,
  listOpenDecisions,
  mobilities,
  mobilityFacts,
  nameContactTeacher,
  takeBackBindingConsent,
  tellConsentTakenBack,
} from './index.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-01-12T09:00:00Z');
});

const reason = (outcome: { ok: boolean }) =>
  (outcome as unknown as { faults: { reason: string }[] }).faults[0]?.reason;
const kind = (outcome: { ok: boolean }) => (outcome as unknown as { kind: string }).kind;

describe('a dossier', () => {
  let d: SharedDossier;
  beforeAll(async () => {
    d = await openDossier(house);
  });

  it('is found by every party and by nobody else', async () => {
    for (const who of [
      d.pupil,
      d.guardian,
      d.family,
      d.contact,
      d.mentor,
      d.sender,
      d.host,
      d.hostTeacher,
    ])
      expect((await (await house.as(who)).ask(getDossier, { mobilityId: d.id })).ok).toBe(true);
    for (const who of [d.stranger, d.outsider])
      expect(kind(await (await house.as(who)).ask(getDossier, { mobilityId: d.id }))).toBe(
        'not_found',
      );
    expect(kind(await house.visitor.ask(getDossier, { mobilityId: d.id }))).toBe('not_found');
  });

  it('is a page for a party and a 404 for a stranger and another organisation', async () => {
    const page = await (await house.as(d.guardian)).get(`/mobilities/${d.id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Lucía Ejemplo');
    expect(page.text).toContain('Carmen Ejemplo can give the binding consent');
    expect(page.text).toContain('Your next step');
    expect(page.text).toContain(`/mobilities/${d.id}/consent`);
    expect(page.text).toContain('data-print');
    for (const who of [d.stranger, d.outsider])
      expect((await (await house.as(who)).get(`/mobilities/${d.id}`)).status).toBe(404);
    expect((await house.visitor.get(`/mobilities/${d.id}`)).status).toBe(303);
  });

  it('lists its parts, and folds those that are over without leaving them out', async () => {
    const page = async (x: SharedDossier) =>
      (await (await house.as(x.sender)).get(`/mobilities/${x.id}`)).text;
    const open = await page(d);
    expect(open).toContain('<a href="#story">');
    expect(open).not.toContain('class="fold ');
    const over = await page(await openDossier(house, { state: 'recognised' }));
    for (const part of ['placement', 'agreement', 'travel', 'support']) {
      expect(over).toContain(`<a href="#${part}">`);
      expect(over).toContain(`<div class="fold-body" id="${part}">`);
    }
  });

  it('asks for a contact teacher while nobody is named, and then offers a change', async () => {
    const x = await openDossier(house, { state: 'placed' });
    await house.sql('update mobilities set contact_teacher_id = null where id = $1', [x.id]);
    const sender = await house.as(x.sender);
    const before = (await sender.get(`/mobilities/${x.id}`)).text;
    expect(before).toContain('Name the contact teacher');
    await sender.do(nameContactTeacher, { mobilityId: x.id, personId: x.teacher });
    const after = (await sender.get(`/mobilities/${x.id}`)).text;
    expect(after).toContain('Change the contact teacher');
    expect(after).not.toContain('Name the contact teacher');
    const facts = await reading(house.runtime.db, sender.actor, (read) =>
      mobilityFacts(read, x.intake),
    );
    expect(facts.filter((f) => f.fact === 'mentors-named').map((f) => `${f.on}`)).toEqual([
      '2027-01-12',
    ]);
  });

  it('has its mentors named only when there are a mentor and a contact teacher', async () => {
    const x = await openDossier(house, { state: 'placed', mentor: false });
    const facts = await reading(house.runtime.db, (await house.as(x.sender)).actor, (read) =>
      mobilityFacts(read, x.intake),
    );
    expect(facts.map((f) => f.fact)).not.toContain('mentors-named');
  });

  it('is closed to a former party from the day after', async () => {
    const past = await openDossier(house);
    await past.leave(past.family, '2027-01-12');
    expect((await (await house.as(past.family)).get(`/mobilities/${past.id}`)).status).toBe(200);
    await past.leave(past.family, '2027-01-11');
    expect((await (await house.as(past.family)).get(`/mobilities/${past.id}`)).status).toBe(404);
  });

  it('shows no address to whom the table gives none', async () => {
    const open = await openDossier(house, { state: 'selected' });
    const answer = await (await house.as(open.hostTeacher)).ask(getDossier, {
      mobilityId: open.id,
    });
    expect(answer.ok && answer.view.sees.contact).toBe(false);
    expect(answer.ok && answer.view.people.every((p) => p.person.email === null)).toBe(true);
  });

  it('stands in the list of its parties only, with whose turn it is', async () => {
    const list = await (await house.as(d.sender)).ask(listMobilities, {});
    expect(list.ok && list.view.rows.map((r) => r.id)).toEqual([d.id]);
    const none = await (await house.as(d.outsider)).ask(listMobilities, {});
    expect(none.ok && none.view.rows).toEqual([]);
    const page = await (await house.as(d.sender)).get('/mobilities');
    expect(page.text).toContain('a guardian of Lucía Ejemplo can give the binding consent');
    expect((await (await house.as(d.outsider)).get('/mobilities')).text).toContain(
      'No dossier yet',
    );
    const filtered = await (await house.as(d.sender)).get('/mobilities?state=returned');
    expect(filtered.text).not.toContain(d.id);
  });
});

describe('the binding consent', () => {
  it('is refused while something is missing, in the sentence that says what', async () => {
    const give = async (x: SharedDossier) =>
      (await house.as(x.guardian)).do(giveBindingConsent, {
        mobilityId: x.id,
        language: 'en',
        agrees: true,
      });
    expect(reason(await give(await openDossier(house, { state: 'selected' })))).toBe(
      'mobilities.refused.no-family-yet',
    );
    expect(reason(await give(await openDossier(house, { state: 'placed', mentor: false })))).toBe(
      'mobilities.refused.no-mentor-yet',
    );
    const placed = await openDossier(house, { state: 'placed' });
    expect(reason(await give(placed))).toBe('mobilities.refused.no-agreement-yet');
    const page = await (await house.as(placed.guardian)).get(`/mobilities/${placed.id}/consent`);
    expect(page.text).toContain('The learning agreement is not signed by all yet');
    expect(page.text).not.toContain('name="agrees"');
  });

  it('keeps the words in the language they were read in, and only once', async () => {
    const d = await openDossier(house);
    const mother = await house.as(d.guardian);
    const path = `/mobilities/${d.id}/consent`;
    const asked = await mother.ask(getBindingConsent, { mobilityId: d.id, language: 'fr' });
    const wording = asked.ok ? asked.view.wording : '';
    expect(wording).toContain(
      'Je connais la famille d’accueil (Ilze Paraugs), le mentor dans l’établissement (Jānis Skolotājs)',
    );
    const untouched = await mother.post(path, { language: 'fr', wording });
    expect(untouched.status).toBe(400);
    expect(untouched.text).toContain('Please tick the box');
    // browsers send line ends as CR LF
    const sent = await mother.post(path, {
      language: 'fr',
      wording: wording.replaceAll('\n', '\r\n'),
      agrees: 'on',
    });
    expect([sent.status, sent.location]).toEqual([303, `/mobilities/${d.id}`]);
    expect(await d.state()).toBe('ready');
    const [kept] = await house.sql(
      "select wording, language, given_by, capacity from consents where mobility_id = $1 and kind = 'binding'",
      [d.id],
    );
    expect(kept).toEqual({ wording, language: 'fr', given_by: d.guardian, capacity: 'guardian' });
    const again = await mother.do(giveBindingConsent, {
      mobilityId: d.id,
      language: 'en',
      agrees: true,
    });
    expect([kind(again), reason(again)]).toEqual(['conflict', 'platform.error.already-done']);
    expect(
      (await house.sql('select count(*)::int as n from consents where mobility_id = $1', [d.id]))[0]
        .n,
    ).toBe(1);
    expect((await mother.get(`/mobilities/${d.id}`)).text).toContain('gave the binding consent');
  });

  it('is not taken for words that are no longer true', async () => {
    const d = await openDossier(house);
    const mother = await house.as(d.guardian);
    const asked = await mother.ask(getBindingConsent, { mobilityId: d.id });
    await d.leave(d.family, '2027-01-01');
    const outcome = await mother.do(giveBindingConsent, {
      mobilityId: d.id,
      language: 'en',
      wording: asked.ok ? asked.view.wording : '',
      agrees: true,
    });
    expect([kind(outcome), reason(outcome)]).toEqual([
      'conflict',
      'mobilities.refused.facts-changed',
    ]);
    expect(await d.state()).toBe('agreed');
  });

  it('belongs to the guardian', async () => {
    const d = await openDossier(house);
    const give = async (who: typeof d.pupil) =>
      (await house.as(who)).do(giveBindingConsent, {
        mobilityId: d.id,
        language: 'en',
        agrees: true,
      });
    for (const who of [d.pupil, d.sender, d.host, d.family])
      expect(reason(await give(who))).toBe('mobilities.refused.guardian-consents');
    for (const who of [d.stranger, d.outsider]) expect(kind(await give(who))).toBe('not_found');
    for (const who of [d.family, d.stranger, d.hostTeacher])
      expect((await (await house.as(who)).get(`/mobilities/${d.id}/consent`)).status).toBe(404);
  });
});

describe('the choice of the hosting side', () => {
  it('is the school’s, among the organisations of the project', async () => {
    const d = await openDossier(house, { state: 'selected', hosted: false });
    const choose = async (who: typeof d.pupil, hostingOrgId = d.hostingOrg) =>
      (await house.as(who)).do(chooseHostingSide, { mobilityId: d.id, hostingOrgId });
    expect(reason(await choose(d.teacher))).toBe('mobilities.refused.school-decides');
    expect(reason(await choose(d.pupil))).toBe('mobilities.refused.not-your-part');
    expect(kind(await choose(d.stranger))).toBe('not_found');
    expect(kind(await choose(d.outsider))).toBe('not_found');
    const foreign = await house.organisation({ kind: 'supporting', name: 'Not in the project' });
    expect(reason(await choose(d.sender, foreign))).toBe('platform.invalid.choose');
    expect(reason(await choose(d.sender, d.sendingOrg))).toBe('platform.invalid.choose');
    const sender = await house.as(d.sender);
    const before = await sender.ask(listOpenDecisions, {});
    expect(before.ok && before.view.rows.find((r) => r.id === d.id)).toMatchObject({
      decision: 'hosting-side',
      mine: true,
    });
    const path = `/mobilities/${d.id}/hosting-side`;
    const page = await sender.get(path);
    expect(page.text).toContain('Latvia: Atbalsts');
    expect(page.text).not.toContain('Apoyo Ejemplo');
    expect((await sender.post(path, { hostingOrgId: '' })).status).toBe(400);
    expect((await sender.post(path, { hostingOrgId: d.hostingOrg })).status).toBe(303);
    expect(kind(await choose(d.sender))).toBe('conflict');
    expect((await (await house.as(d.host)).get(`/mobilities/${d.id}`)).status).toBe(200);
    for (const who of [d.host, d.stranger])
      expect(kind(await (await house.as(who)).ask(listChoices, { mobilityId: d.id }))).toBe(
        'not_found',
      );
  });

  it('is closed once a family is found', async () => {
    const d = await openDossier(house, { state: 'placed' });
    const outcome = await (await house.as(d.sender)).do(chooseHostingSide, {
      mobilityId: d.id,
      hostingOrgId: d.hostingOrg,
    });
    expect(reason(outcome)).toBe('mobilities.refused.already-placed');
  });

  it('names a contact teacher among the school’s own people', async () => {
    const d = await openDossier(house, { state: 'selected' });
    const sender = await house.as(d.sender);
    expect(
      reason(await sender.do(nameContactTeacher, { mobilityId: d.id, personId: d.mentor })),
    ).toBe('platform.invalid.choose');
    expect(
      (await sender.post(`/mobilities/${d.id}/contact-teacher`, { personId: d.teacher })).status,
    ).toBe(303);
    const page = await sender.get(`/mobilities/${d.id}`);
    expect(page.text).toContain('Tomás Enseña');
    expect(page.text).toContain('named the contact teacher');
    expect(
      kind(
        await (await house.as(d.outsider)).do(nameContactTeacher, {
          mobilityId: d.id,
          personId: d.outsider,
        }),
      ),
    ).toBe('not_found');
  });
});

describe('the page on who sees what', () => {
  it('is open to everybody and prints the table in words', async () => {
    const page = await house.visitor.get('/privacy/who-sees-what');
    expect(page.status).toBe(200);
    expect(page.text).toContain('reads once a family is found');
    expect(page.text).not.toContain('⟦');
  });
});

describe('taking back the binding consent', () => {
  const agree = async (x: SharedDossier, who = x.guardian) =>
    (await house.as(who)).do(giveBindingConsent, {
      mobilityId: x.id,
      language: 'en',
      agrees: true,
    });
  const takeBack = async (x: SharedDossier, who: typeof x.guardian, why = '') =>
    (await house.as(who)).do(takeBackBindingConsent, { mobilityId: x.id, reason: why });
  const stateOf = async (x: SharedDossier) =>
    (await house.sql('select state from mobilities where id = $1', [x.id]))[0].state;
  /** Does the waiting work, as the worker would. */
  async function runJobs() {
    const [handler] = mobilities.handlers?.(house.runtime) ?? [];
    for (const { data } of await house.sql(
      "select data from jobs.job where name = 'mobilities.tell-consent-taken-back' and state = 'created'",
    ))
      await handler?.handle(data);
    await house.sql("update jobs.job set state = 'completed' where name like 'mobilities.%'");
  }

  it('is for whoever gave it, with a private reason, and the mobility waits until there is a new one', async () => {
    const x = await openDossier(house, { state: 'agreed' });
    expect(await agree(x)).toMatchObject({ ok: true });
    expect(await stateOf(x)).toBe('ready');
    for (const who of [x.pupil, x.sender, x.host, x.family, x.mentor])
      expect(reason(await takeBack(x, who))).toBe('mobilities.refused.guardian-consents');
    for (const who of [x.stranger, x.outsider])
      expect(kind(await takeBack(x, who))).toBe('not_found');
    expect(kind(await house.visitor.do(takeBackBindingConsent, { mobilityId: x.id }))).toBe(
      'not_found',
    );
    const mother = await house.as(x.guardian);
    expect((await mother.get(`/mobilities/${x.id}/consent`)).text).toContain(
      'Take the consent back',
    );
    const secret = 'Her grandmother is very ill.';
    const sent = await mother.post(`/mobilities/${x.id}/consent/take-back`, { reason: secret });
    expect(sent.status).toBe(303);
    expect(await stateOf(x)).toBe('agreed');
    expect(reason(await takeBack(x, x.guardian))).toBe('mobilities.refused.no-consent-of-yours');
    const [kept] = await house.sql(
      "select wording <> '' as worded, withdrawn_at is not null as ended, withdrawn_by from consents where mobility_id = $1 and kind = 'binding'",
      [x.id],
    );
    expect(kept).toEqual({ worded: true, ended: true, withdrawn_by: x.guardian });
    // shown to all who follow it; why, to her and to those who decide at the school
    const page = async (who: typeof x.guardian, at = '/consent') =>
      (await (await house.as(who)).get(`/mobilities/${x.id}${at}`)).text;
    for (const who of [x.guardian, x.sender]) expect(await page(who)).toContain(secret);
    for (const who of [x.pupil, x.teacher]) {
      expect(await page(who)).toContain('was taken back');
      expect(await page(who)).not.toContain(secret);
    }
    for (const who of [x.host, x.family, x.sender]) {
      expect(await page(who, '')).toContain('Taken back on');
      expect(await page(who, '')).not.toContain(secret);
    }
    expect(JSON.stringify(await house.sql('select details from audit_lines'))).not.toContain(
      secret,
    );
    // and can be given again
    expect(await agree(x)).toMatchObject({ ok: true });
    expect(await stateOf(x)).toBe('ready');
    expect(await page(x.guardian, '')).not.toContain('Taken back on');
    expect(await page(x.guardian)).toContain('Taken back before');
  });

  it('is told to those who act on it, without who and why', async () => {
    const x = await openDossier(house, { state: 'agreed' });
    await agree(x);
    const before = (await house.mails()).length;
    await takeBack(x, x.guardian, 'A secret of ours');
    await runJobs();
    const told = (await house.mails()).slice(before);
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((m) => m.kind === 'consent-taken-back')).toBe(true);
    expect(JSON.stringify(told)).not.toMatch(/Carmen|secret of ours/);
    const to = (await house.sql('select id, email from persons')) as {
      id: string;
      email: string;
    }[];
    const address = (id: string) => to.find((p) => p.id === id)?.email;
    const reached = JSON.stringify(told);
    for (const who of [x.sender, x.host]) expect(reached).toContain(address(who));
    for (const who of [x.guardian, x.family, x.mentor]) expect(reached).not.toContain(address(who));
    const consentId = (await house.sql('select id from consents where mobility_id = $1', [x.id]))[0]
      .id;
    expect(
      kind(
        await (await house.as(x.sender)).do(tellConsentTakenBack, {
          mobilityId: x.id,
          consentId,
        }),
      ),
    ).toBe('not_found');
  });

  it('ends with the departure: then people are called, by name', async () => {
    const x = await openDossier(house, { state: 'agreed' });
    await agree(x);
    await house.sql("update mobilities set state = 'departed' where id = $1", [x.id]);
    const refused = await takeBack(x, x.guardian);
    expect(reason(refused)).toBe('mobilities.refused.left-already');
    expect(kind(refused)).toBe('conflict');
    const { text } = await (await house.as(x.guardian)).get(`/mobilities/${x.id}/consent`);
    expect(text).toContain('Please call');
    expect(text).not.toContain('Take the consent back');
  });

  it('of a pupil who is of age is the pupil’s own', async () => {
    const x = await openDossier(house, { state: 'agreed' });
    await house.sql("update persons set birth_date = '2008-01-01' where id = $1", [x.pupil]);
    expect(await agree(x, x.pupil)).toMatchObject({ ok: true });
    expect(reason(await takeBack(x, x.guardian))).toBe('mobilities.refused.guardian-consents');
    expect(await takeBack(x, x.pupil)).toMatchObject({ ok: true });
    expect(await stateOf(x)).toBe('agreed');
  });
});
