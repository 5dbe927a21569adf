import { describe, expect, it } from 'vitest';
import { isOfAge, missingParts, placementWishesIn, waitingFor } from './lifecycle.ts';

const base = { hasFirstConsent: false, isOfAge: false, guardians: 1 };

describe('whose turn it is', () => {
  it('is the pupil’s, the guardians’, then the school’s', () => {
    expect(waitingFor({ ...base, state: 'draft' })).toBe('pupil-answers');
    expect(waitingFor({ ...base, state: 'submitted' })).toBe('guardian-consent');
    expect(waitingFor({ ...base, state: 'submitted', hasFirstConsent: true })).toBe(
      'school-decision',
    );
    expect(waitingFor({ ...base, state: 'selected' })).toBeNull();
  });
  it('is the pupil’s own at 18, and the school’s when no guardian is known', () => {
    expect(waitingFor({ ...base, state: 'submitted', isOfAge: true })).toBe('pupil-consent');
    expect(waitingFor({ ...base, state: 'submitted', guardians: 0 })).toBe('guardian-missing');
  });
});

it('counts somebody of age from the eighteenth birthday on', () => {
  const born = Temporal.PlainDate.from('2008-10-02');
  expect(isOfAge(born, Temporal.PlainDate.from('2026-10-01'))).toBe(false);
  expect(isOfAge(born, Temporal.PlainDate.from('2026-10-02'))).toBe(true);
  expect(isOfAge(null, Temporal.PlainDate.from('2026-10-02'))).toBe(false);
});

it('derives what is missing, and no wishes before both pages are there', () => {
  const food = { allergies: [], otherAllergy: '', diet: 'none' as const };
  expect(missingParts({ why: { why: 'x' }, food })).toEqual([
    'about',
    'languages',
    'home',
    'letter',
  ]);
  expect(placementWishesIn({ food })).toBeNull();
});
