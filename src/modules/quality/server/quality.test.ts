import { beforeAll, describe, expect, it } from 'vitest';
import type { AssessmentId, OrgId, PersonId } from '#kernel/ids.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { itemsFor } from '../core/index.ts';
import {
  answerItems,
  getAssessment,
  getResult,
  listAssessments,
  priorityHolders,
  setPriorities,
  startAssessment,
  submitAssessment,
} from './index.ts';

const now = '2026-10-05T09:00:00Z';
let house: House;
let school: OrgId;
let teacher: Hand;
let colleague: Hand;
let stranger: Hand;
let teacherId: PersonId;

beforeAll(async () => {
  house = await openHouse();
  house.setNow(now);
  school = await house.organisation({ name: 'Example Lyceum', countryCode: 'LV' });
  teacherId = await house.person({ givenName: 'Ilze', familyName: 'Example', language: 'fr' });
  const colleagueId = await house.person();
  const strangerId = await house.person();
  await house.member(school, teacherId, ['teacher']);
  await house.member(school, colleagueId, ['head']);
  await house.member(await house.organisation({ name: 'Other School' }), strangerId, [
    'coordinator',
    'facilitator',
  ]);
  teacher = await house.as(teacherId);
  colleague = await house.as(colleagueId);
  stranger = await house.as(strangerId);
});

async function start(who: Hand, scope: 'quick' | 'full' = 'quick'): Promise<AssessmentId> {
  const started = await who.do(startAssessment, { orgId: school, scope });
  if (!started.ok) throw new Error(started.faults[0].reason);
  return started.assessmentId as AssessmentId;
}

type Given = {
  status?: string;
  reason?: string;
  evidence?: string;
  evidenceOn?: string;
  reviewerId?: string;
};

async function answerAll(who: Hand, id: AssessmentId, given: (itemId: string) => Given) {
  const asked = await who.ask(getAssessment, { assessmentId: id });
  if (!asked.ok) throw new Error('not seen');
  for (const criterion of asked.view.criteria) {
    const saved = await who.do(answerItems, {
      assessmentId: id,
      criterionId: criterion.id,
      seen: criterion.seen?.toString() ?? '',
      answers: Object.fromEntries(criterion.items.map((i) => [i.id, given(i.id)])) as never,
    });
    expect(saved).toMatchObject({ ok: true });
  }
}

const reasonOf = (outcome: object) =>
  'faults' in outcome ? (outcome.faults as { reason: string; field?: string }[])[0]?.reason : 'ok';

describe('an assessment', () => {
  it('is started once, however often the button is pressed, in the role guessed from the kind', async () => {
    // the teacher begins, so that the tests below know whose priorities they are
    const first = await start(teacher);
    expect(await Promise.all([start(teacher), start(colleague)])).toEqual([first, first]);
    const list = await teacher.ask(listAssessments, {});
    expect(list).toMatchObject({
      ok: true,
      view: {
        assessments: [{ id: first, appliesAs: 'sending_school', state: 'open', answered: 0 }],
      },
    });
  });

  it('is one as well when two colleagues press the button at the same moment', async () => {
    const [one, two] = await Promise.all([start(teacher, 'full'), start(colleague, 'full')]);
    expect(one).toBe(two);
    await house.sql('delete from assessments where id = $1', [one]);
  });

  it('is refused in a role that does not fit', async () => {
    const outcome = await teacher.do(startAssessment, {
      orgId: school,
      scope: 'full',
      appliesAs: 'supporting_organisation',
    });
    expect(reasonOf(outcome)).toBe('quality.invalid.role');
  });

  it('is hidden from everybody else: stranger, visitor, reading and writing', async () => {
    const id = await start(teacher);
    for (const who of [stranger, house.visitor]) {
      expect(await who.do(startAssessment, { orgId: school, scope: 'quick' })).toMatchObject({
        kind: 'not_found',
      });
      for (const answered of [
        await who.ask(getAssessment, { assessmentId: id }),
        await who.ask(getResult, { assessmentId: id }),
      ])
        expect(answered).toMatchObject({ kind: 'not_found' });
      for (const outcome of [
        await who.do(answerItems, {
          assessmentId: id,
          criterionId: 'C01',
          answers: { 'PL-01': { status: 'implemented' } },
        }),
        await who.do(setPriorities, { assessmentId: id, version: 1, priorities: [] }),
        await who.do(submitAssessment, { assessmentId: id }),
      ])
        expect(outcome).toMatchObject({ ok: false, kind: 'not_found' });
    }
    expect(await stranger.ask(listAssessments, {})).toMatchObject({ view: { assessments: [] } });
    expect(await house.visitor.ask(listAssessments, {})).toMatchObject({ kind: 'not_found' });
    expect(await house.sql('select * from assessment_answers')).toEqual([]);
  });

  it('tells a bad answer at its field and keeps nothing of the page', async () => {
    const id = await start(teacher);
    const outcome = await teacher.do(answerItems, {
      assessmentId: id,
      criterionId: 'C01',
      answers: {
        'PL-01': { status: 'implemented' },
        'PL-02': { status: 'documented_audited', evidenceOn: '2026-10-06' },
      },
    });
    expect(outcome).toMatchObject({
      kind: 'invalid',
      faults: [{ field: 'answers.PL-02.evidenceOn', reason: 'quality.invalid.evidence-ahead' }],
    });
    expect(await house.sql('select * from assessment_answers')).toEqual([]);
    expect(
      reasonOf(
        await teacher.do(answerItems, {
          assessmentId: id,
          criterionId: 'C01',
          answers: { 'IM-01': { status: 'implemented' } },
        }),
      ),
    ).toBe('platform.invalid.value');
  });

  it('does not let two people overwrite each other, but takes the same answer twice', async () => {
    const id = await start(teacher);
    const save = (who: Hand, status: 'implemented' | 'in_progress', seen = '') =>
      who.do(answerItems, {
        assessmentId: id,
        criterionId: 'C01',
        seen,
        answers: { 'PL-01': { status } },
      });
    expect(await save(teacher, 'implemented')).toMatchObject({ ok: true, saved: 1 });
    expect(await save(teacher, 'implemented')).toMatchObject({ ok: true, saved: 0 });
    expect(await save(colleague, 'in_progress')).toMatchObject({
      kind: 'conflict',
      faults: [{ reason: 'platform.error.changed-meanwhile' }],
    });
    expect(await save(colleague, 'in_progress', now)).toMatchObject({ ok: true, saved: 1 });
  });

  it('names what is missing, is submitted once complete, and then stands', async () => {
    const id = await start(teacher);
    expect(await teacher.do(submitAssessment, { assessmentId: id })).toMatchObject({
      faults: [
        { reason: 'quality.invalid.missing', params: { items: expect.stringContaining('PL-02') } },
      ],
    });
    await answerAll(colleague, id, (itemId) =>
      itemId === 'PR-17' ? { status: 'in_progress' } : { status: 'implemented' },
    );
    expect(
      await teacher.do(setPriorities, {
        assessmentId: id,
        version: 1,
        priorities: [
          { itemId: 'PR-17', intent: 'start' },
          { itemId: 'PL-01', intent: 'offer' },
        ],
      }),
    ).toMatchObject({ ok: true, count: 2 });
    expect(
      await colleague.do(setPriorities, { assessmentId: id, version: 1, priorities: [] }),
    ).toMatchObject({ kind: 'conflict' });
    expect(await teacher.do(submitAssessment, { assessmentId: id })).toMatchObject({ ok: true });
    expect(await teacher.do(submitAssessment, { assessmentId: id })).toMatchObject({
      kind: 'conflict',
    });
    expect(
      await teacher.do(answerItems, {
        assessmentId: id,
        criterionId: 'C01',
        answers: { 'PL-01': { status: 'not_started' } },
      }),
    ).toMatchObject({ kind: 'refused', faults: [{ reason: 'quality.refused.submitted' }] });
    const result = await colleague.ask(getResult, { assessmentId: id });
    expect(result).toMatchObject({
      ok: true,
      view: {
        state: 'submitted',
        previous: null,
        gap: [{ itemId: 'PR-17', status: 'in_progress' }],
        critical: expect.arrayContaining([
          expect.objectContaining({ itemId: 'PR-17', why: 'below' }),
        ]),
        priorities: [
          { rank: 1, itemId: 'PR-17', intent: 'start', status: 'in_progress' },
          { rank: 2, itemId: 'PL-01', intent: 'offer', status: 'implemented' },
        ],
      },
    });
  });

  it('shows the change against the one before', async () => {
    house.setNow('2027-04-05T09:00:00Z');
    const id = await start(colleague);
    await answerAll(colleague, id, (itemId) =>
      itemId === 'PL-01' ? { status: 'in_progress' } : { status: 'implemented' },
    );
    await colleague.do(submitAssessment, { assessmentId: id });
    const result = await teacher.ask(getResult, { assessmentId: id });
    expect(result.ok && result.view.previous?.changes).toEqual([
      { itemId: 'PL-01', from: 'implemented', to: 'in_progress', steps: -1 },
      { itemId: 'PR-17', from: 'in_progress', to: 'implemented', steps: 1 },
    ]);
  });

  it('gives clubs the newest priorities of people who still belong, and no status', async () => {
    const { reading } = await import('#platform/database/index.ts');
    const { system } = await import('#kernel/actor.ts');
    const holders = (items: string[]) =>
      reading(house.runtime.db, system('test'), (read) =>
        priorityHolders(read, items, Temporal.PlainDate.from('2027-04-06')),
      );
    const found = await holders(['PR-17']);
    expect(found.map((f) => [f.person_id, f.item_id, f.rank])).toEqual([
      [teacherId, 'PR-17', 1],
      [teacherId, 'PL-01', 2],
    ]);
    expect(Object.keys(found[0] ?? {})).not.toContain('status');
    expect(await holders(['IM-05'])).toEqual([]);
    await house.sql("update memberships set until_on = '2027-04-01' where person_id = $1", [
      teacherId,
    ]);
    expect(await holders(['PR-17'])).toEqual([]);
    await house.sql('update memberships set until_on = null where person_id = $1', [teacherId]);
  });
});

describe('the pages', () => {
  it('walk from the start to the matrix, in French, keeping what was typed', async () => {
    house.setNow('2027-05-05T09:00:00Z');
    const home = await teacher.get('/quality');
    expect(home.status).toBe(200);
    expect(home.text).toContain('Diagnostic rapide');
    const started = await teacher.post('/quality', {
      orgId: school,
      scope: 'quick',
      appliesAs: 'host_school',
    });
    expect(started.status).toBe(303);
    const at = started.location ?? '';
    expect((await teacher.get(at)).text).toContain('Planification');

    const page = await teacher.get(`${at}/criteria/C01`);
    expect(page.text).toContain('Notre organisation a fixé par écrit un but');
    const refused = await teacher.post(`${at}/criteria/C01`, {
      seen: '',
      next: 'C02',
      'answers.PL-01.status': 'documented_audited',
      'answers.PL-01.evidence': 'Plan, page quatre',
      'answers.PL-01.reviewerId': teacherId,
      'answers.PL-02.status': 'implemented',
    });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Plan, page quatre');
    expect(refused.text).toContain('choisissez «\u00a0Mis en œuvre\u00a0»');

    for (const [criterionId, items] of Map.groupBy(
      itemsFor('quick', 'host_school'),
      (i) => i.criterion,
    )) {
      const saved = await teacher.post(`${at}/criteria/${criterionId}`, {
        seen: '',
        next: '',
        ...Object.fromEntries(
          items.map((i) => [
            `answers.${i.id}.status`,
            i.id === 'PR-14' ? 'in_progress' : 'implemented',
          ]),
        ),
      });
      expect(saved.status).toBe(303);
    }
    expect((await teacher.get(at)).text).toContain('Signaler vos priorités');
    const without = await teacher.post(`${at}/priorities`, {
      version: '1',
      'priorities.0.itemId': 'PR-14',
    });
    expect(without.status).toBe(400);
    expect(without.text).toContain('Dites ce que vous voulez');
    expect(
      (
        await teacher.post(`${at}/priorities`, {
          version: '1',
          'priorities.0.itemId': 'PR-14',
          'priorities.0.intent': 'improve',
        })
      ).status,
    ).toBe(303);
    const sent = await teacher.post(`${at}/submit`);
    expect(sent.location).toBe(`${at}/result`);
    const result = await teacher.get(`${at}/result`);
    expect(result.status).toBe(200);
    expect(result.text).toContain('1 point demande votre attention');
    expect(result.text).toContain('1 × En cours');
    expect((await teacher.get(`${at}/criteria/C01`)).text).not.toContain('<textarea');
    expect((await teacher.get(`${at}/criteria/C99`)).status).toBe(404);

    for (const path of ['', '/criteria/C01', '/priorities', '/result'])
      expect((await stranger.get(at + path)).status).toBe(404);
    expect((await stranger.post(`${at}/submit`)).status).toBe(404);
    expect((await house.visitor.get(at)).location).toContain('/sign-in');
  });
});
