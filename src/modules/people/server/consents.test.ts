import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import { addPhoto, applications, listPhotos } from '#modules/applications/server/index.ts';
import { giveBindingConsent } from '#modules/mobilities/server/index.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import { answerConsent, getConsents, listOwnConsents, withdrawConsent } from './index.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-20T10:00:00Z');
});

const reasons = (outcome: Outcome) => (outcome.ok ? [] : outcome.faults.map((f) => f.reason));
const kindOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.kind);

type Family = SharedDossier & {
  applicationId: ApplicationId;
  father: PersonId;
  mother: Hand;
  dad: Hand;
  child: Hand;
  school: Hand;
};

/** A dossier whose pupil has two guardians. */
async function family(options: Parameters<typeof openDossier>[1] = {}): Promise<Family> {
  const d = await openDossier(house, options);
  const father = await house.person({ givenName: 'Luis', familyName: 'Ejemplo' });
  await house.guardian(d.pupil, father, 'father');
  const [row] = await house.sql('select application_id from mobilities where id = $1', [d.id]);
  return {
    ...d,
    applicationId: row.application_id,
    father,
    mother: await house.as(d.guardian),
    dad: await house.as(father),
    child: await house.as(d.pupil),
    school: await house.as(d.sender),
  };
}

const photo = (d: Family) =>
  ({ pupilId: d.pupil, applicationId: d.applicationId, kind: 'photo' }) as const;

async function standing(hand: Hand, d: Family, kind = 'photo') {
  const asked = await hand.ask(getConsents, { pupilId: d.pupil });
  if (!asked.ok) return null;
  const found = asked.view.occasions[0]?.kinds.find((k) => k.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

async function tellSchool(): Promise<number> {
  const handler = applications
    .handlers?.(house.runtime)
    .find((h) => h.job.name === 'applications.tell-consent-lost');
  const waiting = await house.sql(
    "select id, data from jobs.job where name = 'applications.tell-consent-lost' and state = 'created'",
  );
  for (const { id, data } of waiting) {
    await handler?.handle(data);
    await house.sql("update jobs.job set state = 'completed' where id = $1", [id]);
  }
  return waiting.length;
}

describe('an optional consent', () => {
  it('counts when both have agreed, and is kept in the words and the capacity of each', async () => {
    const d = await family();
    const yes = { ...photo(d), answer: 'yes' as const };
    expect(await standing(d.mother, d)).toMatchObject({
      complete: false,
      mine: 'open',
      waiting: 2,
    });
    expect(
      await d.mother.do(answerConsent, { ...yes, withPupil: true, language: 'fr' }),
    ).toMatchObject({ ok: true, complete: false });
    expect(kindOf(await d.mother.do(answerConsent, yes))).toBe('conflict');
    // the school learns neither who has answered nor who has not
    expect(await standing(d.school, d)).toMatchObject({
      complete: false,
      mine: null,
      records: [],
      told: [],
    });
    expect(await d.dad.do(answerConsent, yes)).toMatchObject({ ok: true, complete: true });
    const whole = await standing(d.school, d);
    expect(whole).toMatchObject({ complete: true });
    expect(whole?.records.map((r) => `${r.name} ${r.capacity} ${r.language}`).sort()).toEqual([
      'Carmen Ejemplo guardian_with_pupil fr',
      'Luis Ejemplo guardian en',
    ]);
    expect(whole?.records.find((r) => r.language === 'fr')?.wording).toContain(
      'Je soussigné(e) Carmen Ejemplo exerce l’autorité parentale sur Lucía Ejemplo',
    );
    // the others are untouched
    expect(await standing(d.school, d, 'medical')).toMatchObject({ complete: false });
  });

  it('is refused to everybody who is not asked', async () => {
    const d = await family();
    const yes = { ...photo(d), answer: 'yes' as const };
    expect(reasons(await d.child.do(answerConsent, yes))).toEqual([
      'people.refused.guardians-answer',
    ]);
    for (const hand of [d.school, await house.as(d.host)])
      expect(reasons(await hand.do(answerConsent, yes))).toEqual(['people.refused.family-answers']);
    for (const who of [d.stranger, d.outsider]) {
      const hand = await house.as(who);
      expect(kindOf(await hand.do(answerConsent, yes))).toBe('not_found');
      expect(kindOf(await hand.do(withdrawConsent, photo(d)))).toBe('not_found');
      expect((await hand.ask(getConsents, { pupilId: d.pupil })).ok).toBe(false);
      expect((await hand.get(`/consents/${d.pupil}`)).status).toBe(404);
    }
    expect(kindOf(await house.visitor.do(answerConsent, yes))).toBe('not_found');
    expect(kindOf(await d.mother.do(withdrawConsent, photo(d)))).toBe('conflict');
    expect(reasons(await d.mother.do(answerConsent, { ...yes, wording: 'Other words.' }))).toEqual([
      'people.refused.words-changed',
    ]);
    await house.sql('update intakes set starts_on = $2, ends_on = $3 where id = $1', [
      d.intake,
      '2026-01-01',
      '2026-02-01',
    ]);
    expect(reasons(await d.mother.do(answerConsent, yes))).toEqual(['people.refused.stay-over']);
  });

  it('that one of two takes back counts no more; the school reads that, and not who', async () => {
    const d = await family();
    const yes = { ...photo(d), answer: 'yes' as const };
    await d.mother.do(answerConsent, yes);
    await d.dad.do(answerConsent, yes);
    const before = (await house.mails()).length;
    expect(await d.dad.do(withdrawConsent, photo(d))).toMatchObject({ ok: true });
    expect(await tellSchool()).toBe(1);
    const mails = (await house.mails()).slice(before);
    expect(mails.map((m) => m.kind)).toEqual(['applications.consent-lost']);
    expect(mails[0]?.body_text).not.toMatch(/Luis|Carmen|photo/i);
    for (const hand of [d.school, await house.as(d.host)]) {
      const seen = await hand.ask(getConsents, { pupilId: d.pupil });
      expect(JSON.stringify(seen)).not.toContain('Luis');
      expect(await standing(hand, d)).toMatchObject({ complete: false, disagrees: true, told: [] });
    }
    const page = await d.school.get(`/consents/${d.pupil}`);
    expect(page.text).toContain('Not everybody agrees yet');
    expect(page.text).not.toContain('Luis');
    expect((await d.school.get(`/mobilities/${d.id}`)).text).not.toContain('Luis Ejemplo took');
    // he sees what he took back, and may let the school know
    expect((await d.dad.get(`/consents/${d.pupil}`)).text).toContain('and took it back on');
    await d.dad
      .do(answerConsent, { ...yes, answer: 'no', tellSchool: true })
      .then((o) => expect(kindOf(o)).toBe('conflict'));
    expect(await d.dad.do(answerConsent, yes)).toMatchObject({ ok: true, complete: true });
    expect(await d.dad.do(answerConsent, { ...yes, answer: 'no', tellSchool: true })).toMatchObject(
      { ok: true, complete: false },
    );
    expect(await standing(d.school, d)).toMatchObject({
      told: [{ name: 'Luis Ejemplo' }],
      complete: false,
    });
  });

  it('of somebody who no longer holds parental responsibility neither counts nor is seen', async () => {
    const d = await family();
    const yes = { ...photo(d), answer: 'yes' as const };
    await d.mother.do(answerConsent, yes);
    await d.dad.do(answerConsent, { ...yes, answer: 'no' });
    expect(await standing(d.mother, d)).toMatchObject({ complete: false, disagrees: true });
    await house.sql("update guardianships set until_on = '2026-11-19' where guardian_id = $1", [
      d.father,
    ]);
    expect(await standing(d.mother, d)).toMatchObject({ complete: true, disagrees: false });
    expect(await standing(d.dad, d)).toBeNull();
    expect((await d.dad.get(`/consents/${d.pupil}`)).status).toBe(404);
    expect((await d.dad.get(`/mobilities/${d.id}`)).status).toBe(404);
    expect(await d.dad.ask(listOwnConsents, {})).toMatchObject({ view: { pupils: [] } });
    expect(kindOf(await d.dad.do(answerConsent, yes))).toBe('not_found');
  });

  it('passes to the pupil on the eighteenth birthday, on its own', async () => {
    const d = await family();
    const yes = { ...photo(d), answer: 'yes' as const };
    await d.mother.do(answerConsent, yes);
    await d.dad.do(answerConsent, yes);
    await house.sql("update persons set birth_date = '2008-12-01' where id = $1", [d.pupil]);
    const before = await d.mother.get(`/consents/${d.pupil}`);
    expect(before.text).toContain('On 1 December 2026 this changes hands');
    expect(await standing(d.school, d)).toMatchObject({ complete: true });
    house.setNow('2026-12-01T10:00:00Z');
    try {
      expect(await standing(d.school, d)).toMatchObject({ complete: false, outgrown: true });
      expect(await d.child.ask(listOwnConsents, {})).toMatchObject({
        view: { pupils: [{ self: true, ofAge: true, open: 3, outgrown: true }] },
      });
      const own = await d.child.get(`/consents/${d.pupil}`);
      expect(own.text).toContain('You are 18 now');
      expect(own.text).toContain('You are of age and answer for yourself');
      expect((await d.child.get('/')).text).toContain('your own consent is asked');
      expect(reasons(await d.mother.do(answerConsent, yes))).toEqual([
        'people.refused.pupil-answers',
      ]);
      expect(await d.child.do(answerConsent, yes)).toMatchObject({ ok: true, complete: true });
      expect(await standing(d.school, d)).toMatchObject({
        complete: true,
        records: [{ capacity: 'pupil_of_age', name: 'Lucía Ejemplo' }],
      });
    } finally {
      house.setNow('2026-11-20T10:00:00Z');
    }
  });

  it('is asked for each of two siblings on a page of their own', async () => {
    const d = await family();
    const e = await family();
    await house.sql("update persons set given_name = 'Mateo' where id = $1", [e.pupil]);
    await house.guardian(e.pupil, d.guardian);
    const listed = await d.mother.ask(listOwnConsents, {});
    expect(listed).toMatchObject({
      view: {
        pupils: [
          { name: 'Lucía Ejemplo', open: 3 },
          { name: 'Mateo Ejemplo', open: 3 },
        ],
      },
    });
    const home = (await d.mother.get('/')).text;
    expect(home).toContain('3 questions about consent for Lucía Ejemplo');
    expect(home).toContain('3 questions about consent for Mateo Ejemplo');
    await d.mother.do(answerConsent, { ...photo(d), answer: 'yes' });
    expect(await d.mother.ask(listOwnConsents, {})).toMatchObject({
      view: { pupils: [{ open: 2 }, { open: 3 }] },
    });
    expect((await d.mother.get(`/consents/${e.pupil}`)).text).not.toContain('Lucía');
  });

  it('says in whose name one acts where mother and child share an address, and lets them switch', async () => {
    const d = await family();
    await house.sql("update persons set email = 'casa@example.org' where id = any($1)", [
      [d.pupil, d.guardian],
    ]);
    const page = await d.mother.get(`/consents/${d.pupil}`);
    expect(page.text).toContain('You act as Carmen Ejemplo');
    expect(page.text).toContain('Lucía Ejemplo and Carmen Ejemplo sign in with the same e-mail');
    const away = await d.mother.post('/sign-out', { next: `/consents/${d.pupil}` });
    expect(away.location).toBe(`/sign-in?next=${encodeURIComponent(`/consents/${d.pupil}`)}`);
    expect(away.headers.get('set-cookie')).toMatch(/session=;/);
    expect((await d.dad.get(`/consents/${d.pupil}`)).text).not.toContain('the same e-mail');
    const elsewhere = await d.child.post('/sign-out', { next: 'https://evil.example' });
    expect(elsewhere.location).not.toContain('evil');
  });

  it('is answered on its page, by a yes or a no that weigh the same', async () => {
    const d = await family();
    const path = `/consents/${d.pupil}/${d.applicationId}/photo`;
    const page = await d.mother.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Whatever the answer, Lucía can take part.');
    expect(page.text).not.toMatch(/type="radio"[^>]*checked/);
    const empty = await d.mother.post(path, { language: 'en' });
    expect(empty.status).toBe(400);
    expect(empty.text).toContain('Please choose yes or no');
    const no = await d.mother.post(path, { language: 'en', answer: 'no' });
    expect([no.status, no.location]).toEqual([303, `/consents/${d.pupil}`]);
    expect((await d.mother.get(`${path}/withdraw`)).status).toBe(404);
    expect((await d.mother.post(path, { language: 'en', answer: 'yes' })).status).toBe(303);
    expect((await d.mother.get(`${path}/withdraw`)).text).toContain('printed already');
    expect((await d.mother.post(`${path}/withdraw`, {})).status).toBe(303);
    expect((await d.school.get(path)).status).toBe(404);
    expect((await d.child.get(path)).status).toBe(404);
  });
});

describe('photos in a dossier', () => {
  it('are seen by the host family once it is introduced, and by nobody before', async () => {
    const d = await family({ state: 'placed' });
    const content = (
      await sharp({ create: { width: 60, height: 40, channels: 3, background: '#357' } })
        .png()
        .toBuffer()
    ).toString('base64');
    const at = { applicationId: d.applicationId };
    expect(await d.child.do(addPhoto, { ...at, alt: 'A blue sea', content })).toMatchObject({
      ok: true,
    });
    await house.sql('update applications set submitted_at = now() where id = $1', [
      d.applicationId,
    ]);
    const host = await house.as(d.family);
    const sees = async (hand: Hand) => {
      const asked = await hand.ask(listPhotos, at);
      return asked.ok ? asked.view.photos.length : null;
    };
    expect(await sees(host)).toBe(1);
    expect((await host.get(`/mobilities/${d.id}`)).text).toContain('alt="A blue sea"');
    for (const who of [d.stranger, d.outsider]) expect(await sees(await house.as(who))).toBeNull();
    // before the match, as after a pupil has stepped back, the table of the dossier closes the profile to the family
    await house.sql("update mobilities set state = 'selected' where id = $1", [d.id]);
    expect(await sees(host)).toBeNull();
    expect(await sees(await house.as(d.host))).toBe(1);
  });
});

describe('the binding consent', () => {
  it('binds once both guardians have given it', async () => {
    const d = await family({ state: 'agreed' });
    const give = (hand: Hand) =>
      hand.do(giveBindingConsent, { mobilityId: d.id, language: 'en', wording: '', agrees: true });
    expect(await give(d.mother)).toMatchObject({ ok: true, complete: false });
    const state = async () =>
      (await house.sql('select state from mobilities where id = $1', [d.id]))[0].state;
    expect(await state()).toBe('agreed');
    expect(kindOf(await give(d.mother))).toBe('conflict');
    expect((await d.dad.get(`/mobilities/${d.id}/consent`)).text).toContain('name="agrees"');
    expect(await give(d.dad)).toMatchObject({ ok: true, complete: true });
    expect(await state()).toBe('ready');
    expect(await standing(d.mother, d, 'binding')).toMatchObject({ complete: true });
  });
});
