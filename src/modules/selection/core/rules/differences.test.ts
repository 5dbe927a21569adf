import { describe, expect, it } from 'vitest';
import { criteriaFaults, shareOf, shippedCriteria, tieRuleIn } from './criteria.ts';
import { differencesIn } from './differences.ts';
import { codeAt, maskNames } from './masking.ts';

const said = (code: string, rater: string, points: number, criterion = 'openness') => ({
  applicationId: `app_${code}` as const,
  raterId: `per_${rater}` as const,
  criterion,
  points,
  reason: 'because',
});

describe('where raters differ', () => {
  it('is two points or more, the widest first', () => {
    const found = differencesIn([
      said('a', 'x', 1),
      said('a', 'y', 3),
      said('b', 'x', 2),
      said('b', 'y', 3),
      said('b', 'x', 1, 'motivation'),
      said('b', 'y', 5, 'motivation'),
    ]);
    expect(found.map((d) => [d.applicationId, d.criterion, d.why, d.gap])).toEqual([
      ['app_b', 'motivation', 'far_apart', 4],
      ['app_a', 'openness', 'far_apart', 2],
    ]);
    expect(found[0]?.raterIds).toEqual(['per_x', 'per_y']);
  });

  it('is also a point, when the order of two pupils turns with it', () => {
    const found = differencesIn([
      said('a', 'x', 3),
      said('a', 'y', 2),
      said('b', 'x', 2),
      said('b', 'y', 3),
    ]);
    expect(found).toEqual([
      expect.objectContaining({ why: 'order_turns', applicationId: 'app_a', other: 'app_b' }),
    ]);
  });

  it('is nothing when one is only stricter', () => {
    expect(
      differencesIn([said('a', 'x', 3), said('a', 'y', 2), said('b', 'x', 2), said('b', 'y', 1)]),
    ).toEqual([]);
  });
});

describe('masking', () => {
  const mask = (text: string, ...names: (string | null)[]) => maskNames(text, names, '▢');

  it('finds whole names in whatever case and with or without marks', () => {
    expect(mask('Je m’appelle Anaïs, ANAIS ou anaïs Lœuillet.', 'Anaïs', 'Lœuillet', null)).toBe(
      'Je m’appelle ▢, ▢ ou ▢ ▢.',
    );
    expect(mask('Anai\u0308s', 'Anaïs')).toBe('▢');
    expect(mask('Jean-Luc et Marie', 'Jean-Luc')).toBe('▢-▢ et Marie');
  });

  it('leaves short parts and other words alone', () => {
    expect(mask('Ní fheicim de la mer', 'Aoife', 'Ní Bhraonáin')).toBe('Ní fheicim de la mer');
    expect(mask('Rosette aime les roses', 'Rose')).toBe('Rosette aime les roses');
  });

  it('finds declined names and addresses', () => {
    expect(mask('Rūdolfam patīk; sauc Rūdolfu.', 'Rūdolfs')).toBe('▢ patīk; sauc ▢.');
    expect(mask('Write to zoe.mbuyi@example.org', 'Zoé')).toBe('Write to ▢');
  });

  it('a name of signs breaks nothing', () => {
    expect(mask('a (b', '(', '')).toBe('a (b');
  });
});

it('names pupils by letters that look like no rank', () => {
  const codes = Array.from({ length: 60 }, (_, i) => codeAt(i));
  expect(codes.slice(0, 3)).toEqual(['A', 'B', 'C']);
  expect(codes[24]).toBe('AA');
  expect(new Set(codes).size).toBe(60);
  expect(codes.join('')).not.toMatch(/[IO0-9]/);
});

describe('criteria', () => {
  const ours = shippedCriteria.map((c) => ({ ...c, title: c.key }));
  it('as shipped can be published', () => {
    expect(criteriaFaults(ours)).toEqual([]);
    expect(ours.reduce((sum, c) => sum + shareOf(c.weight, ours), 0)).toBeGreaterThan(97);
  });
  it('are at least three, none by marks, none decisive alone, none twice', () => {
    const three = [
      { key: 'a', weight: 5, title: 'School marks' },
      { key: 'b', weight: 1, title: 'Remarkable ideas' },
      { key: 'b', weight: 1, title: 'Openness' },
    ];
    expect(criteriaFaults(three)).toEqual([
      { reason: 'selection.criteria.marks', index: 0 },
      { reason: 'selection.criteria.decisive', index: 0 },
      { reason: 'selection.criteria.twice', index: 2 },
    ]);
    expect(criteriaFaults(ours.slice(0, 2))[0]?.reason).toBe('selection.criteria.too-few');
  });
  it('rules are read as they are kept', () => {
    expect(
      ['criterion:motivation', 'never_abroad', 'lot', 'criterion:', 'x'].map(tieRuleIn),
    ).toEqual([
      { kind: 'criterion', key: 'motivation' },
      { kind: 'never_abroad' },
      { kind: 'lot' },
      null,
      null,
    ]);
  });
});
