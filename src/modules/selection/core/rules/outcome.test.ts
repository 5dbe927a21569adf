import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import type { Candidate, Rating, TieRule } from '../types.ts';
import {
  asNumber,
  completeRatings,
  drawLots,
  levelOf,
  proposeOutcome,
  strengthsOf,
} from './outcome.ts';

const app = (code: string): ApplicationId => `app_${code.toLowerCase()}`;
const per = (n: string): PersonId => `per_${n}`;
const pupil = (code: string, wasAbroad: boolean | null = null): Candidate => ({
  applicationId: app(code),
  code,
  wasAbroad,
});
const criteria = [
  { key: 'motivation', weight: 3 },
  { key: 'openness', weight: 1 },
];
const rated = (code: string, rater: string, motivation: number, openness: number): Rating[] =>
  [
    ['motivation', motivation],
    ['openness', openness],
  ].map(([criterion, points]) => ({
    applicationId: app(code),
    raterId: per(rater),
    criterion: criterion as string,
    points: points as number,
    reason: 'because',
  }));
const round = (tieRules: TieRule[] = [{ kind: 'lot' }], lotNumber = 7) => ({
  criteria,
  places: 1,
  reservePlaces: 1,
  tieRules,
  lotNumber,
  conflicts: [] as { applicationId: ApplicationId; personId: PersonId }[],
});
const codes = (placed: readonly { code: string }[]) => placed.map((p) => p.code);

describe('the proposal', () => {
  it('weighs, ranks, and fills places and the reserve list in order', () => {
    const placed = proposeOutcome(
      [pupil('A'), pupil('B'), pupil('C')],
      [
        ...rated('A', 'x', 2, 5),
        ...rated('A', 'y', 3, 5),
        ...rated('B', 'x', 5, 1),
        ...rated('B', 'y', 4, 1),
        ...rated('C', 'x', 1, 1),
        ...rated('C', 'y', 1, 1),
      ],
      round(),
    );
    expect(placed.map((p) => [p.code, p.rank, asNumber(p.score), p.proposed])).toEqual([
      ['B', 1, (3 * 4.5 + 1) / 4, 'selected'],
      ['A', 2, (3 * 2.5 + 5) / 4, 'reserve'],
      ['C', 3, 1, 'not_selected'],
    ]);
  });

  it('leaves out half a rating, a rating without a reason, and who is too close', () => {
    const ratings = [
      ...rated('A', 'x', 5, 5),
      ...rated('A', 'half', 1, 1).slice(0, 1),
      ...rated('A', 'mute', 1, 1).map((r) => ({ ...r, reason: ' ' })),
      ...rated('A', 'mother', 1, 1),
    ];
    const conflicts = [{ applicationId: app('A'), personId: per('mother') }];
    expect(completeRatings(ratings, criteria, conflicts).map((r) => r.raterId)).toEqual([
      per('x'),
      per('x'),
    ]);
  });

  it('does not let more raters outweigh fewer', () => {
    const placed = proposeOutcome(
      [pupil('A'), pupil('B')],
      [
        ...rated('A', 'x', 3, 3),
        ...rated('A', 'y', 3, 3),
        ...rated('A', 'z', 3, 3),
        ...rated('B', 'x', 4, 4),
      ],
      round(),
    );
    expect(codes(placed)).toEqual(['B', 'A']);
  });

  it('sees equal scores as equal, whatever the number of raters', () => {
    // 10/3 of three raters and of six is one score: added as fractions it would not be
    const thirds = (code: string, raters: string[]) =>
      raters.flatMap((r, i) =>
        rated(code, r, [3, 3, 4][i % 3] as number, [3, 3, 4][i % 3] as number),
      );
    const placed = proposeOutcome(
      [pupil('A'), pupil('B')],
      [...thirds('A', ['a', 'b', 'c']), ...thirds('B', ['a', 'b', 'c', 'd', 'e', 'f'])],
      round(),
    );
    expect(placed.map((p) => p.tiedWith)).toEqual([[placed[1]?.code], [placed[0]?.code]]);
  });
});

describe('equal scores', () => {
  const rules: TieRule[] = [
    { kind: 'criterion', key: 'motivation' },
    { kind: 'never_abroad' },
    { kind: 'lot' },
  ];
  const equal = ['A', 'B', 'C'].flatMap((c) => rated(c, 'x', 3, 3));

  it('go by the criterion first', () => {
    const placed = proposeOutcome(
      [pupil('A'), pupil('B')],
      [...rated('A', 'x', 2, 5), ...rated('B', 'x', 3, 2)],
      round(rules),
    );
    expect(placed.map((p) => [p.code, p.decidedBy])).toEqual([
      ['B', [rules[0]]],
      ['A', [rules[0]]],
    ]);
  });

  it('then by who was never abroad', () => {
    const placed = proposeOutcome(
      [pupil('A', true), pupil('B', false), pupil('C', true)],
      equal,
      round(rules),
    );
    expect(placed[0]?.code).toBe('B');
    expect(placed[0]?.decidedBy).toEqual([{ kind: 'never_abroad' }]);
    expect(placed[1]?.decidedBy).toEqual([{ kind: 'never_abroad' }, { kind: 'lot' }]);
  });

  it('pass the rule over where one answer is missing', () => {
    const placed = proposeOutcome(
      [pupil('A', true), pupil('B', false), pupil('C')],
      equal,
      round(rules),
    );
    expect(placed.every((p) => p.decidedBy.length === 1 && p.decidedBy[0]?.kind === 'lot')).toBe(
      true,
    );
    expect(codes(placed)).toEqual(drawLots(['C', 'B', 'A'], 7));
  });
});

describe('the lot', () => {
  it('is the same for the same number, in whatever order the names are given', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...'ABCDEFGH'), { minLength: 1 }),
        fc.nat(999_999),
        (names, number) => {
          expect(drawLots(names.toReversed(), number)).toEqual(drawLots(names, number));
          expect(drawLots(names, number).toSorted()).toEqual(names.toSorted());
        },
      ),
    );
  });

  it('favours nobody', () => {
    const first: Record<string, number> = {};
    for (let n = 0; n < 6000; n++) {
      const [winner] = drawLots(['A', 'B', 'C'], n);
      first[winner as string] = (first[winner as string] ?? 0) + 1;
    }
    for (const code of ['A', 'B', 'C'])
      expect(Math.abs((first[code] ?? 0) - 2000)).toBeLessThan(200);
  });
});

it('the same candidates and ratings in another order give the same proposal', () => {
  const some = ['A', 'B', 'C', 'D'];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 8, maxLength: 8 }),
      fc.nat(999),
      fc.shuffledSubarray(some, { minLength: 4 }),
      (points, lot, order) => {
        const ratings = some.flatMap((code, i) =>
          ['x', 'y'].flatMap((r, j) => {
            const [m, o] = points[i * 2 + j] as [number, number];
            return rated(code, r, m + 1, o + 1);
          }),
        );
        const one = proposeOutcome(
          some.map((c) => pupil(c)),
          ratings,
          round(undefined, lot),
        );
        const two = proposeOutcome(
          order.map((c) => pupil(c)),
          ratings.toReversed(),
          round(undefined, lot),
        );
        expect(codes(two)).toEqual(codes(one));
      },
    ),
  );
});

it('says scores in words, and names the strongest first', () => {
  expect([1, 2, 3, 4, 5].map((p) => levelOf({ sum: p, of: 1 }, 5))).toEqual([
    'low',
    'low',
    'middle',
    'high',
    'high',
  ]);
  expect(
    strengthsOf({
      byCriterion: { a: { sum: 3, of: 2 }, b: { sum: 4, of: 2 }, c: { sum: 4, of: 2 } },
    }),
  ).toEqual(['b', 'c', 'a']);
});
