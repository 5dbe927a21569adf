import { describe, expect, it } from 'vitest';
import { can } from '#engines/workflow/index.ts';
import rates from './data/rates.json' with { type: 'json' };
import {
  type Asked,
  type CostRow,
  callBackBy,
  costSums,
  familyAnswer,
  familyMoment,
  familyMoments,
  measureLifecycle,
  organisationRate,
  partOf,
  shownCount,
  stepDay,
} from './rules.ts';
import { estimate, real, wishInput } from './schema.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const stay = { startsOn: day('2027-02-01'), endsOn: day('2027-03-28') };

describe('a measure', () => {
  const agree = (said: Asked['said'], talkedWithBoth = false) =>
    can(measureLifecycle, 'proposed', 'agree', {
      roles: ['contact'],
      subject: { said, talkedWithBoth },
    });

  it('is agreed when nobody is against it, also while nobody has spoken', () => {
    expect(agree([])).toMatchObject({ ok: true, to: 'agreed' });
    expect(agree([{ as: 'guardian', says: 'yes' }])).toMatchObject({ ok: true });
  });

  it('is not agreed against the pupil, whatever the parents say', () => {
    expect(
      agree(
        [
          { as: 'pupil', says: 'no' },
          { as: 'guardian', says: 'yes' },
        ],
        true,
      ),
    ).toEqual({ ok: false, reason: 'guard', guard: 'pupil-against' });
  });

  it('waits for a talk with both when parents differ, and for another idea when all are against it', () => {
    const no = { as: 'guardian', says: 'no' } as const;
    const yes = { as: 'guardian', says: 'yes' } as const;
    expect(agree([no])).toMatchObject({ guard: 'family-against' });
    expect(agree([no], true)).toMatchObject({ guard: 'family-against' });
    expect(agree([yes, no])).toMatchObject({ guard: 'talk-with-both' });
    expect(agree([yes, no], true)).toMatchObject({ ok: true });
    expect([familyAnswer([]), familyAnswer([no, no]), familyAnswer([yes, no])]).toEqual([
      'none',
      'no',
      'differs',
    ]);
  });

  it('is agreed and dropped by the contact alone; who does it starts and finishes it', () => {
    const by = (role: string, from: 'proposed' | 'agreed', name: 'agree' | 'drop' | 'finish') =>
      can(measureLifecycle, from, name, {
        roles: [role],
        subject: { said: [], talkedWithBoth: false },
      }).ok;
    expect([by('doer', 'proposed', 'agree'), by('pupil', 'proposed', 'agree')]).toEqual([
      false,
      false,
    ]);
    expect([by('doer', 'agreed', 'drop'), by('doer', 'agreed', 'finish')]).toEqual([false, true]);
  });
});

describe('steps', () => {
  it('move with the stay', () => {
    expect(stepDay({ anchor: 'departure', days: -14 }, stay)).toEqual(day('2027-01-18'));
    expect(stepDay({ anchor: 'arrival', days: 3 }, stay)).toEqual(day('2027-02-04'));
    expect(stepDay({ anchor: 'return', days: 7 }, stay)).toEqual(day('2027-04-04'));
  });

  it('prepare, help to settle in, or help to come home', () => {
    expect(partOf({ anchor: 'departure', days: 3 })).toBe('preparation');
    expect(partOf({ anchor: 'arrival', days: -1 })).toBe('preparation');
    expect(partOf({ anchor: 'arrival', days: 0 })).toBe('integration');
    expect(partOf({ anchor: 'return', days: -7 })).toBe('re_entry');
  });
});

describe('a call back', () => {
  it.each([
    ['2026-11-23', '2026-11-25'],
    ['2026-11-26', '2026-11-30'],
    ['2026-11-27', '2026-12-01'],
    ['2026-11-28', '2026-12-01'],
    ['2026-11-29', '2026-12-01'],
  ])('asked on %s is promised by %s', (asked, by) => {
    expect(callBackBy(day(asked)).toString()).toBe(by);
  });
});

describe('costs', () => {
  const row = (
    pupil: number,
    line: CostRow['line'],
    cents: number,
    more: Partial<CostRow> = {},
  ) => ({
    measureId: `m${pupil}${line}`,
    planId: `p${pupil}`,
    state: 'agreed',
    line,
    estimateCents: cents,
    realCents: null,
    ...more,
  });
  const nobody = () => false;
  const five = [1, 2, 3, 4, 5].map((n) => row(n, 'inclusion_participant', 100));

  it('are summed by line, real and expected, of agreed measures only', () => {
    const { lines, total } = costSums(
      [
        ...five,
        row(1, 'inclusion_participant', 50, { realCents: 40 }),
        row(9, 'school', 999, { state: 'proposed' }),
        row(8, 'other', 999, { state: 'dropped' }),
      ],
      () => true,
    );
    expect(lines).toEqual([
      { line: 'inclusion_participant', estimateCents: 550, realCents: 40, pupils: 5 },
    ]);
    expect(total).toMatchObject({ estimateCents: 550, pupils: 5 });
  });

  it('hide numbers under five of pupils whom the reader does not know', () => {
    expect([0, 1, 4, 5, 6].map(shownCount)).toEqual([0, null, null, 5, 6]);
    const { lines, total } = costSums([row(1, 'school', 300), row(2, 'other', 200)], nobody);
    expect(lines).toEqual([{ line: null, estimateCents: 500, realCents: 0, pupils: null }]);
    expect(total.pupils).toBe(null);
    expect(costSums([row(1, 'school', 300)], () => true).lines).toMatchObject([
      { line: 'school', pupils: 1 },
    ]);
  });

  it('put a second line to a small one, so that it is not told by taking away', () => {
    const { lines } = costSums([...five, row(6, 'school', 300)], nobody);
    expect(lines).toEqual([{ line: null, estimateCents: 800, realCents: 0, pupils: 6 }]);
  });
});

describe('rates', () => {
  it('are shown only where one was found, each with its source', () => {
    expect(organisationRate('2026-1-ES01-KA122-SCH-000012345')).toMatchObject({ cents: 12500 });
    expect(organisationRate('2022-1-ES01-KA122-SCH-000012345')).toMatchObject({ cents: 10000 });
    // neither found nor guessed
    for (const call of ['2020', '2024', '2025', '2027', 'XXXX'])
      expect(organisationRate(`${call}-1-ES01-KA122-SCH-000012345`)).toBe(null);
    for (const rate of [...rates.organisation, rates.participant]) {
      expect(rate.certainty).toBe('found');
      expect(rate.source).toMatch(/^https:\/\//);
    }
  });
});

describe('what is typed', () => {
  it('is an amount in any of the usual ways', () => {
    const cents = ['120', '120,5', '120.50', '1 200,00', ''].map((v) => estimate.parse(v));
    expect(cents).toEqual([12000, 12050, 12050, 120000, 0]);
    expect(real.parse('')).toBe(null);
    for (const wrong of ['-5', '12,345', 'ten', '1e3', '100001', '1,2,3'])
      expect(estimate.safeParse(wrong).success, wrong).toBe(false);
  });

  it('is a wish with any one of the three, never with a reason asked for', () => {
    const applicationId = `app_${'0'.repeat(26)}`;
    const ok = (more: object) => wishInput.safeParse({ applicationId, ...more }).success;
    expect([ok({ wish: 'x' }), ok({ words: 'x' }), ok({ kind: 'money' })]).toEqual([
      true,
      true,
      true,
    ]);
    expect([ok({}), ok({ kind: 'rich' }), ok({ wish: 'x'.repeat(2001) })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the parents at home', () => {
  it('hear where the pupil is, by application and dossier', () => {
    const heard = [
      familyMoment('draft', null),
      familyMoment('submitted', null),
      familyMoment('selected', 'selected'),
      familyMoment('selected', 'placed'),
      familyMoment('selected', 'agreed'),
      familyMoment('selected', 'ready'),
      familyMoment('selected', 'settled'),
      familyMoment('selected', 'recognised'),
      familyMoment('withdrawn', null),
    ];
    expect(heard).toEqual([...familyMoments]);
    expect(familyMoment('selected', 'withdrawn')).toBe('ended');
    expect(familyMoment('selected', 'departed')).toBe('abroad');
    expect(familyMoment('not_selected', null)).toBe('ended');
  });
});
