import { describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import french from './data/questionnaire-fr.json' with { type: 'json' };
import {
  aboutIn,
  allAtTop,
  answerFaults,
  byCriterion,
  changesSince,
  checkedStandards,
  countedStatus,
  criticalNotices,
  earlierQuestionnaire,
  gapOf,
  guessRole,
  itemById,
  itemsFor,
  itemsOfStandard,
  keptAnswer,
  matrixOf,
  mayAnswerAs,
  medianStatus,
  missingItems,
  missingProof,
  questionnaire,
  questionnaireOf,
  radarOf,
  rankPriorities,
  standards,
  versionChange,
  wishGaps,
  wordingFor,
} from './rules/index.ts';
import { answerInput } from './schema.ts';
import type { Item, Level, Status } from './types.ts';

const today = Temporal.PlainDate.from('2026-10-01');
const answer = (given: Record<string, string>) => answerInput.parse(given);
const answers = (given: Record<string, Status>) =>
  new Map(Object.entries(given).map(([id, status]) => [id, { status }]));
const all = (ids: string[], status: Status) =>
  answers(Object.fromEntries(ids.map((id) => [id, status])));

describe('the questionnaire', () => {
  it('is whole: 4 phases, 17 criteria, 69 points, 33 core, 8 critical', () => {
    expect(questionnaire.phases).toHaveLength(4);
    expect(questionnaire.criteria).toHaveLength(17);
    expect(questionnaire.items).toHaveLength(69);
    expect(questionnaire.items.filter((i) => i.core)).toHaveLength(33);
    expect(questionnaire.items.filter((i) => i.critical)).toHaveLength(8);
    expect(new Set(questionnaire.items.map((i) => i.id)).size).toBe(69);
  });

  it('asks each role only what concerns it', () => {
    expect(itemsFor('full', 'sending_school')).toHaveLength(59);
    expect(itemsFor('full', 'host_school')).toHaveLength(57);
    expect(itemsFor('full', 'supporting_organisation')).toHaveLength(63);
    expect(itemsFor('quick', 'sending_school').every((i) => i.core)).toBe(true);
    expect(itemsFor('quick', 'sending_school').map((i) => i.id)).not.toContain('PR-14');
  });

  it('never shows an unchecked heading as a reference', () => {
    const item = itemById('PL-06');
    if (!item) throw new Error('PL-06 is gone');
    expect(item.standards.some((s) => !s.verified)).toBe(true);
    const shown = checkedStandards(item).map((s) => s.ref);
    for (const s of item.standards) expect(shown.includes(s.ref)).toBe(s.verified);
  });

  it('has every word in French, and falls back to English that says so', () => {
    expect(Object.keys(french.items).sort()).toEqual(questionnaire.items.map((i) => i.id).sort());
    const fr = wordingFor('fr');
    for (const item of questionnaire.items) {
      expect(fr.item(item.id).lang).toBeUndefined();
      expect(fr.evidence(item.id)).toHaveLength(item.evidence.length);
      expect(fr.evidence(item.id).every((e) => e.lang === undefined)).toBe(true);
    }
    expect(wordingFor('lv').item('PL-01')).toEqual({
      text: itemById('PL-01')?.text,
      lang: 'en',
    });
    expect(wordingFor('en').item('PL-01').lang).toBeUndefined();
  });
});

describe('roles', () => {
  it('are guessed from the kind and refused against it', () => {
    expect(guessRole('school')).toBe('sending_school');
    expect(guessRole('supporting')).toBe('supporting_organisation');
    expect(mayAnswerAs('school', 'host_school')).toBe(true);
    expect(mayAnswerAs('school', 'supporting_organisation')).toBe(false);
    expect(mayAnswerAs('supporting', 'sending_school')).toBe(false);
  });
});

describe('an answer', () => {
  it('needs a reason when it does not apply', () => {
    expect(answerFaults('PL-01', answer({ status: 'not_applicable' }), today)).toEqual([
      { field: 'answers.PL-01.reason', reason: 'quality.invalid.reason' },
    ]);
    expect(
      answerFaults('PL-01', answer({ status: 'not_applicable', reason: 'We only host' }), today),
    ).toEqual([]);
  });

  const me = 'per_00000000000000000000000001' as PersonId;
  const other = 'per_00000000000000000000000002' as PersonId;
  const proven = {
    status: 'documented_audited',
    evidence: 'Plan, page 4',
    evidenceOn: '2026-09-01',
    reviewerId: other,
  };

  it('of documented / audited is saved as far as it is, and says what it lacks', () => {
    const bare = answer({ status: 'documented_audited' });
    expect(answerFaults('PL-01', bare, today)).toEqual([]);
    const kept = keptAnswer('PL-01', { ...bare, status: 'documented_audited' });
    expect(missingProof(kept)).toEqual(['evidence', 'day', 'reviewer']);
    expect(
      missingProof(keptAnswer('PL-01', { ...answer(proven), status: 'documented_audited' })),
    ).toEqual(['confirmation']);
    expect(missingProof({ ...kept, review: 'named' })).toEqual([]);
    expect(missingProof({ ...kept, status: 'implemented' })).toEqual([]);
  });

  it('of documented / audited takes no day to come, nor oneself or the doer as reviewer', () => {
    expect(answerFaults('PL-01', answer(proven), today, me)).toEqual([]);
    expect(answerFaults('PL-01', answer({ ...proven, evidenceOn: '2026-10-02' }), today)).toEqual([
      { field: 'answers.PL-01.evidenceOn', reason: 'quality.invalid.evidence-ahead' },
    ]);
    expect(answerFaults('PL-01', answer(proven), today, other)).toEqual([
      { field: 'answers.PL-01.reviewerId', reason: 'quality.invalid.reviewer-self' },
    ]);
    expect(answerFaults('PL-01', answer(proven), today, me, other)).toEqual([
      { field: 'answers.PL-01.reviewerId', reason: 'quality.invalid.reviewer-does' },
    ]);
    expect(
      answerInput.safeParse({ ...proven, evidenceOn: '2026-02-30' }).error?.issues[0],
    ).toMatchObject({ path: ['evidenceOn'], message: 'platform.invalid.date' });
  });

  it('of documented / audited counts as implemented until the reviewer has confirmed it', () => {
    const claimed = { status: 'documented_audited' as const };
    expect(countedStatus(claimed)).toBe('implemented');
    expect(countedStatus({ ...claimed, review: 'asked' })).toBe('implemented');
    expect(countedStatus({ ...claimed, review: 'declined' })).toBe('implemented');
    expect(countedStatus({ ...claimed, review: 'confirmed' })).toBe('documented_audited');
    expect(countedStatus({ ...claimed, review: 'named' })).toBe('documented_audited');
    expect(countedStatus({ status: 'in_progress', review: 'confirmed' })).toBe('in_progress');
  });

  it('is worth a word when everything is at the top, but not when two points are', () => {
    const top = (n: number) =>
      Array.from({ length: n }, () => ({ status: 'documented_audited' as const }));
    expect(allAtTop(top(12))).toBe(true);
    expect(allAtTop([...top(12), { status: 'not_applicable' }])).toBe(true);
    expect(allAtTop([...top(12), { status: 'implemented' }])).toBe(false);
    expect(allAtTop(top(2))).toBe(false);
    expect(allAtTop([])).toBe(false);
  });

  it('keeps only what belongs to its status', () => {
    const typed = answer({
      status: 'implemented',
      reason: 'left over',
      reviewerId: other,
      note: 'ours',
    });
    expect(keptAnswer('PL-01', { ...typed, status: 'implemented' })).toEqual({
      itemId: 'PL-01',
      status: 'implemented',
      reason: '',
      note: 'ours',
      evidence: '',
      evidenceOn: null,
      reviewerId: null,
    });
  });
});

describe('versions of the questionnaire', () => {
  const old = questionnaireOf('0.1.0');

  it('keep the words they were answered to, in every language', () => {
    expect(old.items).toHaveLength(69);
    expect(wordingFor('en', '0.1.0').item('FU-10').text).toContain('last year');
    expect(wordingFor('en', '0.1.0').item('FU-10').text).not.toBe(
      wordingFor('en').item('FU-10').text,
    );
    expect(wordingFor('fr', '0.1.0').item('PL-03').text).toContain('quelques objectifs mesurables');
    expect(wordingFor('fr', '0.1.0').item('PL-01')).toEqual(wordingFor('fr').item('PL-01'));
  });

  it('tell what was reworded, what is new and what is gone', () => {
    expect(versionChange(old, questionnaire)).toEqual({
      reworded: ['PL-03', 'PR-22', 'IM-10', 'FU-10'],
      added: [],
      dropped: [],
    });
    const gone = { ...questionnaire.items[0], id: 'PL-99', text: 'Gone' } as Item;
    const was = earlierQuestionnaire(questionnaire, {
      version: '0.0.9',
      reworded: { 'PL-01': { en: 'Older words' } },
      addedLater: ['PL-02'],
      dropped: [gone],
    });
    expect(versionChange(was, questionnaire)).toEqual({
      reworded: ['PL-01'],
      added: ['PL-02'],
      dropped: ['PL-99'],
    });
  });

  it('make reworded points wait for another look before submission, also those that are not core', () => {
    const items = itemsFor('full', 'sending_school');
    const given = new Map(
      items.map((i) => [
        i.id,
        { status: 'implemented' as const, lookAgain: i.id === 'PL-03' || i.id === 'FU-10' },
      ]),
    );
    expect(missingItems('full', items, given)).toEqual(['PL-03', 'FU-10']);
  });

  it('are not compared where the words changed', () => {
    const [before, after] = [
      answers({ 'PL-03': 'not_started', 'PL-01': 'not_started' }),
      answers({ 'PL-03': 'implemented', 'PL-01': 'implemented' }),
    ];
    expect(
      changesSince(before, after, { before: '0.1.0', after: questionnaire.version }).map(
        (c) => c.itemId,
      ),
    ).toEqual(['PL-01']);
  });
});

describe('quality standards', () => {
  it('are those with a checked heading, and every point that names one finds it', () => {
    const checked = new Set(
      questionnaire.items.flatMap((i) =>
        i.standards.filter((s) => s.framework === 'EQS' && s.verified).map((s) => s.ref),
      ),
    );
    for (const s of standards) expect(checked).toContain(`${s.part} ${s.heading}`);
    const covered = new Set(standards.flatMap((s) => s.eqsIds));
    expect(covered.size).toBe(24);
    for (const item of questionnaire.items)
      for (const id of item.eqsIds) expect(covered).toContain(id);
    for (const s of standards) {
      expect(itemsOfStandard(s, questionnaire.items).length).toBeGreaterThan(0);
      expect(aboutIn(s.about, 'fr').lang).toBeUndefined();
    }
  });
});

describe('wishes and the radar', () => {
  const items = itemsFor('full', 'sending_school');
  const given = answers({
    'PL-01': 'implemented',
    'PL-02': 'not_started',
    'PL-05': 'in_progress',
    'PL-10': 'implemented',
  });
  const matrix = matrixOf(items, given);
  const wishes = new Map<string, Level>([
    ['C01', 'implemented'],
    ['C02', 'documented_audited'],
    ['C03', 'in_progress'],
  ]);

  it('show the widest way first, with the points below', () => {
    expect(wishGaps(matrix, wishes, items, given)).toEqual([
      {
        criterionId: 'C01',
        wished: 'implemented',
        median: 'not_started',
        steps: 2,
        itemIds: ['PL-02'],
      },
      {
        criterionId: 'C02',
        wished: 'documented_audited',
        median: 'in_progress',
        steps: 2,
        itemIds: ['PL-05'],
      },
      { criterionId: 'C03', wished: 'in_progress', median: 'implemented', steps: 0, itemIds: [] },
    ]);
  });

  it('draw from three to eight axes, of chosen criteria that have a middle', () => {
    expect(radarOf(['C01', 'C02', 'C03', 'C04'], matrix, wishes)?.map((a) => a.value)).toEqual([
      0, 1, 2,
    ]);
    expect(radarOf(['C01', 'C02'], matrix, wishes)).toBeNull();
    const full = matrixOf(
      items,
      all(
        items.map((i) => i.id),
        'implemented',
      ),
    );
    expect(
      radarOf(
        full.map((r) => r.criterionId),
        full,
        new Map(),
      ),
    ).toHaveLength(8);
  });
});

describe('priorities', () => {
  const asked = itemsFor('quick', 'sending_school');
  it('close up and are ranked from one', () => {
    expect(
      rankPriorities(
        [
          { itemId: '', intent: '' },
          { itemId: 'PL-01', intent: 'start' },
          { itemId: 'IM-05', intent: 'offer' },
        ],
        asked,
      ),
    ).toEqual({
      ok: true,
      priorities: [
        { rank: 1, itemId: 'PL-01', intent: 'start' },
        { rank: 2, itemId: 'IM-05', intent: 'offer' },
      ],
    });
  });

  it('refuse a fourth, a double, one without intent, and a point that was not asked', () => {
    const reasons = (wanted: Parameters<typeof rankPriorities>[0]) => {
      const ranked = rankPriorities(wanted, asked);
      return ranked.ok ? [] : ranked.faults.map((f) => `${f.field} ${f.reason}`);
    };
    expect(
      reasons(
        ['PL-01', 'PL-02', 'PL-05', 'PL-06'].map((itemId) => ({
          itemId,
          intent: 'start' as const,
        })),
      ),
    ).toEqual(['priorities.3.itemId quality.invalid.priority-many']);
    expect(
      reasons([
        { itemId: 'PL-01', intent: 'start' },
        { itemId: 'PL-01', intent: 'improve' },
      ]),
    ).toEqual(['priorities.1.itemId quality.invalid.priority-twice']);
    expect(reasons([{ itemId: 'PL-01', intent: '' }])).toEqual([
      'priorities.0.intent quality.invalid.priority-intent',
    ]);
    expect(reasons([{ itemId: '', intent: 'start' }])).toEqual([
      'priorities.0.itemId quality.invalid.priority-point',
    ]);
    expect(reasons([{ itemId: 'PR-14', intent: 'start' }])).toEqual([
      'priorities.0.itemId platform.invalid.value',
    ]);
  });
});

describe('what is missing', () => {
  it('is every open core point in the quick scan', () => {
    const items = itemsFor('quick', 'sending_school');
    const ids = items.map((i) => i.id);
    expect(missingItems('quick', items, new Map())).toEqual(ids);
    expect(missingItems('quick', items, all(ids.slice(1), 'in_progress'))).toEqual([ids[0]]);
    expect(missingItems('quick', items, all(ids, 'not_applicable'))).toEqual([]);
  });

  it('is also the rest in the full assessment, until seven of ten points are answered', () => {
    const items = itemsFor('full', 'sending_school');
    const core = items.filter((i) => i.core).map((i) => i.id);
    const rest = items.filter((i) => !i.core).map((i) => i.id);
    const need = Math.ceil(items.length * 0.7) - core.length;
    expect(
      missingItems('full', items, all([...core, ...rest.slice(0, need)], 'implemented')),
    ).toEqual([]);
    expect(
      missingItems('full', items, all([...core, ...rest.slice(0, need - 1)], 'implemented')).length,
    ).toBe(rest.length - need + 1);
    expect(missingItems('full', items, all([...core.slice(1), ...rest], 'implemented'))).toEqual([
      core[0],
    ]);
  });
});

describe('the matrix', () => {
  it('takes the middle status, the lower of two, and leaves out what does not apply', () => {
    expect(medianStatus(['not_started', 'implemented', 'documented_audited'])).toBe('implemented');
    expect(medianStatus(['in_progress', 'implemented'])).toBe('in_progress');
    expect(medianStatus(['not_applicable', 'documented_audited'])).toBe('documented_audited');
    expect(medianStatus(['not_applicable'])).toBeNull();
    expect(medianStatus([])).toBeNull();
  });

  it('counts each criterion once, with what is open', () => {
    const items = itemsFor('full', 'sending_school');
    const rows = matrixOf(
      items,
      answers({ 'PL-01': 'implemented', 'PL-02': 'not_started', 'PL-03': 'not_applicable' }),
    );
    expect(rows).toHaveLength(byCriterion(items).length);
    expect(rows[0]).toEqual({
      criterionId: 'C01',
      phaseId: 'planning',
      counts: {
        not_started: 1,
        in_progress: 0,
        implemented: 1,
        documented_audited: 0,
        not_applicable: 1,
      },
      unanswered: 1,
      median: 'not_started',
    });
  });

  it('lists what is not yet implemented', () => {
    const items = itemsFor('quick', 'sending_school');
    expect(
      gapOf(
        items,
        answers({ 'PL-01': 'in_progress', 'PL-02': 'implemented', 'PL-05': 'not_applicable' }),
      ),
    ).toEqual([{ itemId: 'PL-01', status: 'in_progress' }]);
  });
});

describe('safety points', () => {
  it('warn below "implemented", and tell what was left out', () => {
    const notices = criticalNotices(
      'quick',
      'supporting_organisation',
      answers({
        'PR-14': 'in_progress',
        'PR-15': 'implemented',
        'PR-17': 'documented_audited',
        'PR-18': 'not_started',
        'PR-19': 'not_applicable',
      }),
    );
    expect(Object.fromEntries(notices.map((n) => [n.itemId, n.why]))).toEqual({
      'PR-14': 'below',
      'PR-18': 'below',
      'PR-19': 'not_applicable',
      'PR-21': 'not_asked',
      'IM-09': 'unanswered',
      'IM-11': 'not_asked',
    });
  });
});

describe('change', () => {
  it('compares only what applied both times', () => {
    expect(
      changesSince(
        answers({
          'PL-01': 'not_started',
          'PL-02': 'implemented',
          'PL-05': 'not_applicable',
          'PL-06': 'implemented',
        }),
        answers({
          'PL-01': 'implemented',
          'PL-02': 'in_progress',
          'PL-05': 'implemented',
          'PL-06': 'implemented',
        }),
      ),
    ).toEqual([
      { itemId: 'PL-01', from: 'not_started', to: 'implemented', steps: 2 },
      { itemId: 'PL-02', from: 'implemented', to: 'in_progress', steps: -1 },
    ]);
  });
});
