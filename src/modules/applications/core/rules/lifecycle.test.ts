import { describe, expect, it } from 'vitest';
import { isOfAge } from '#modules/people/core/index.ts';
import { firstConsentOf, waitingFor } from './lifecycle.ts';

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

describe('the first consent', () => {
  const at = Temporal.Instant.from('2026-10-01T10:00Z');
  const of = (by: 'per_a' | 'per_b' | 'per_p', withdrawn = false) => ({
    given_by: by,
    capacity: by === 'per_p' ? 'pupil_of_age' : 'guardian',
    given_at: at,
    withdrawn_at: withdrawn ? at.add({ hours: 1 }) : null,
  });
  const about = {
    state: 'submitted',
    pupilId: 'per_p',
    guardianIds: ['per_a', 'per_b'],
    ofAge: false,
    countryCode: 'BE',
  } as const;
  it('needs both before the decision, and stands after it until somebody takes it back', () => {
    expect(firstConsentOf([of('per_a')], about).complete).toBe(false);
    expect(firstConsentOf([of('per_a'), of('per_b')], about).complete).toBe(true);
    expect(firstConsentOf([of('per_a'), of('per_b', true)], about).complete).toBe(false);
    const selected = { ...about, state: 'selected' };
    // of age since: what was agreed to has happened
    expect(firstConsentOf([of('per_a')], { ...selected, ofAge: true }).complete).toBe(true);
    expect(firstConsentOf([of('per_a')], { ...about, ofAge: true }).complete).toBe(false);
    expect(firstConsentOf([of('per_a'), of('per_b', true)], selected).complete).toBe(false);
    expect(firstConsentOf([of('per_p')], { ...about, ofAge: true }).complete).toBe(true);
  });
});
