import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId, PersonId, PracticeId } from '#kernel/ids.ts';
import { now as clockNow } from '#platform/clock.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { forgetDrafts } from './commands.ts';
import {
  changePractice,
  draftPractice,
  getPractice,
  getPracticeForm,
  keepPractices,
  listOwnPractices,
  listReports,
  markPractice,
  releasePractice,
  reportPractice,
  searchPractices,
  settleReport,
  sharePractice,
  withdrawPractice,
} from './index.ts';

let house: House;
let author: Hand;
let reader: Hand;
let stranger: Hand;
let admin: Hand;
let authorId: PersonId;
let orgId: OrgId;
let practiceId: PracticeId;

const words = {
  title: 'Une lettre au tuteur',
  criterionId: 'C08',
  language: 'fr',
  problem: 'Les tuteurs ne savaient rien des élèves.',
  steps: 'Écrire une page.\nL’envoyer deux semaines avant.',
  checkedOn: '2027-01-02',
};
const reasons = (outcome: object) =>
  'faults' in outcome ? (outcome.faults as { reason: string }[]).map((f) => f.reason) : [];
const release = () => ({
  practiceId,
  licence: 'CC-BY-4.0' as const,
  namedAs: '',
  noPersons: true as const,
});

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-01-04T09:00:00Z');
  orgId = await house.organisation({ name: 'Lycée de Tours', countryCode: 'FR' });
  authorId = await house.person({ givenName: 'Anne', familyName: 'Exemple' });
  await house.member(orgId, authorId, ['teacher']);
  author = await house.as(authorId);
  const other = await house.organisation({ name: 'Other' });
  const readerId = await house.person({ givenName: 'Rita' });
  await house.member(other, readerId, ['coordinator']);
  reader = await house.as(readerId);
  stranger = await house.as(await house.person({ givenName: 'Odd' }));
  admin = await house.as(await house.person({ givenName: 'Ada', isAdmin: true }));
});

describe('a draft', () => {
  it('is its author’s alone', async () => {
    const drafted = await author.do(draftPractice, words);
    if (!drafted.ok) throw new Error(drafted.faults[0].reason);
    practiceId = drafted.practiceId as PracticeId;
    expect((await author.get(`/practices/${practiceId}`)).text).toContain(
      'Nobody reads this draft',
    );
    for (const who of [reader, stranger, house.visitor]) {
      expect(await who.ask(getPractice, { practiceId })).toMatchObject({ kind: 'not_found' });
      for (const outcome of [
        await who.do(changePractice, { ...words, practiceId, version: 1 }),
        await who.do(sharePractice, { practiceId }),
        await who.do(releasePractice, release()),
        await who.do(withdrawPractice, { practiceId }),
        await who.do(markPractice, { practiceId, mark: 'adopted' }),
        await who.do(reportPractice, { practiceId, reason: 'Bad' }),
        await who.do(settleReport, { practiceId }),
      ])
        expect(outcome).toMatchObject({ ok: false, kind: 'not_found' });
      expect((await who.get(`/practices/${practiceId}`)).status).toBe(404);
    }
  });

  it('needs an organisation, words, and a day that has been', async () => {
    for (const who of [stranger, house.visitor]) {
      expect(await who.do(draftPractice, words)).toMatchObject({ kind: 'not_found' });
      expect(await who.ask(getPracticeForm, {})).toMatchObject({ kind: 'not_found' });
    }
    expect(await reader.do(draftPractice, { ...words, orgId })).toMatchObject({
      kind: 'not_found',
    });
    expect(reasons(await author.do(draftPractice, { ...words, checkedOn: '2027-02-01' }))).toEqual([
      'practices.invalid.checked-later',
    ]);
    expect(await author.do(draftPractice, { ...words, steps: '' })).toMatchObject({
      faults: [{ field: 'steps', reason: 'platform.invalid.required' }],
    });
    const page = await author.post('/practices/new', { title: 'Kept title', problem: 'Kept' });
    expect(page.status).toBe(400);
    expect(page.text).toContain('Kept title');
    expect(reasons(await author.do(sharePractice, { practiceId }))).toEqual([
      'practices.invalid.no-club',
    ]);
  });

  it('is changed by one window after the other', async () => {
    const change = { ...words, practiceId, version: 1, evidence: 'Onze élèves sur douze.' };
    expect(await author.do(changePractice, change)).toMatchObject({ ok: true });
    expect(await author.do(changePractice, change)).toMatchObject({ kind: 'conflict' });
  });
});

describe('what is released', () => {
  it('is read by everybody without an account, and names nobody who does not want it', async () => {
    expect(
      reasons(
        await author.do(releasePractice, { ...release(), noPersons: false as unknown as true }),
      ),
    ).toEqual(['practices.invalid.no-persons']);
    expect(await author.do(releasePractice, release())).toMatchObject({ ok: true });
    expect(await author.do(releasePractice, release())).toMatchObject({ kind: 'conflict' });
    for (const address of [`/practices/${practiceId}`, '/practices']) {
      const page = await house.visitor.get(address);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Une lettre au tuteur');
      expect(page.text).not.toContain('Exemple');
      expect(page.text).not.toContain('Tours');
      expect(page.text).toContain('France');
    }
    expect((await house.visitor.get(`/practices/${practiceId}`)).text).toContain(
      'https://creativecommons.org/licenses/by/4.0/',
    );
    await author.do(withdrawPractice, { practiceId });
    expect((await house.visitor.get(`/practices/${practiceId}`)).status).toBe(404);
    await author.do(releasePractice, { ...release(), namedAs: 'Anne E., Lycée de Tours' });
    expect((await house.visitor.get('/practices')).text).toContain('Anne E., Lycée de Tours');
  });

  it('is found by words without accents, theme, language and country', async () => {
    const found = async (filter: object) => {
      const answer = await house.visitor.ask(searchPractices, filter);
      return answer.ok ? answer.view.practices.length : -1;
    };
    expect(await found({ q: 'eleves tuteurs' })).toBe(1);
    expect(await found({ q: 'LETTRE' })).toBe(1);
    expect(await found({ q: 'nothing of it' })).toBe(0);
    expect(await found({ theme: 'C08', language: 'fr', country: 'FR' })).toBe(1);
    expect(await found({ theme: 'C01' })).toBe(0);
    expect(await found({ country: 'LV' })).toBe(0);
    expect(await found({ after: 'never' })).toBe(-1);
  });

  it('is marked by who would do it, and not by its author or a visitor', async () => {
    expect(await reader.do(markPractice, { practiceId, mark: 'would_adopt' })).toMatchObject({
      ok: true,
    });
    expect((await reader.get(`/practices/${practiceId}`)).text).toContain('You would do this too.');
    expect(await author.do(markPractice, { practiceId, mark: 'adopted' })).toMatchObject({
      kind: 'refused',
    });
    expect(await house.visitor.do(markPractice, { practiceId, mark: 'adopted' })).toMatchObject({
      kind: 'not_found',
    });
    const mine = await author.ask(getPractice, { practiceId });
    expect(mine).toMatchObject({ view: { wouldAdopt: 1, adopted: 0 } });
    await reader.do(markPractice, { practiceId, mark: '' });
    expect(await author.ask(getPractice, { practiceId })).toMatchObject({
      view: { wouldAdopt: 0 },
    });
  });

  it('is changed and withdrawn by nobody else, but can be reported', async () => {
    expect(await reader.do(changePractice, { ...words, practiceId, version: 5 })).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'practices.refused.author-only' }],
    });
    expect(await reader.do(withdrawPractice, { practiceId })).toMatchObject({ kind: 'refused' });
    expect((await reader.get(`/practices/${practiceId}/edit`)).status).toBe(404);
    expect((await reader.get(`/practices/${practiceId}/release`)).status).toBe(404);
    expect(await author.do(reportPractice, { practiceId, reason: 'x' })).toMatchObject({
      kind: 'refused',
    });
    expect(
      await reader.do(reportPractice, { practiceId, reason: 'It tells of one pupil.' }),
    ).toMatchObject({ ok: true });
    for (const who of [author, reader, stranger, house.visitor]) {
      expect(await who.ask(listReports, {})).toMatchObject({ kind: 'not_found' });
      expect(await who.do(settleReport, { practiceId })).toMatchObject({ kind: 'not_found' });
    }
    expect(await admin.ask(listReports, {})).toMatchObject({
      view: { reports: [{ title: 'Une lettre au tuteur', reason: 'It tells of one pupil.' }] },
    });
    expect((await admin.get('/practices/reports')).text).toContain('It tells of one pupil.');
    expect(await admin.do(settleReport, { practiceId })).toMatchObject({ ok: true });
    expect(await admin.ask(listReports, {})).toMatchObject({ view: { reports: [] } });
    await reader.do(reportPractice, { practiceId, reason: 'Still.' });
    expect(await admin.do(withdrawPractice, { practiceId })).toMatchObject({ ok: true });
    expect((await house.visitor.get(`/practices/${practiceId}`)).status).toBe(404);
    const [mail] = (await house.mails()).filter((m) => m.kind === 'practice-withdrawn');
    expect(mail?.body_text).toContain('Une lettre au tuteur');
    expect(mail?.body_text).not.toContain('Rita');
    expect(await author.ask(listOwnPractices, {})).toMatchObject({
      view: { own: [{ state: 'withdrawn', mine: true }] },
    });
    expect(await house.visitor.ask(listOwnPractices, {})).toMatchObject({ kind: 'not_found' });
  });
});

describe('drafts', () => {
  it('are deleted two years after their last change, by the installation alone', async () => {
    const drafts = async () =>
      (await house.sql("select count(*)::int as n from practices where state = 'draft'"))[0]
        .n as number;
    await house.sql(
      `insert into practices (id, author_id, org_id, criterion_id, language, title, problem, steps, checked_on, created_at, changed_at)
       select 'prc_old00001', author_id, org_id, criterion_id, language, 'Old', 'x', 'y', checked_on, $1::timestamptz, $1::timestamptz
       from practices limit 1`,
      [String(clockNow().subtract({ hours: 24 * 740 }))],
    );
    const before = await drafts();
    for (const who of [author, reader, admin, house.visitor])
      expect(await who.do(forgetDrafts, {})).toMatchObject({ ok: false });
    expect(await keepPractices(house.runtime)).toBe(1);
    expect(await keepPractices(house.runtime)).toBe(0);
    expect(await drafts()).toBe(before - 1);
  });
});
