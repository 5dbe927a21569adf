import { describe, expect, it } from 'vitest';
import { programmeCountries } from '#kernel/countries.ts';
import { allZones, invitationState, oidPattern, zonesOf } from './joining.ts';

const at = (text: string) => Temporal.Instant.from(text);

describe('an invitation', () => {
  const open = {
    expires_at: at('2026-03-22T10:00:00Z'),
    accepted_at: null,
    withdrawn_at: null,
  };
  it.each([
    ['open', open, '2026-03-22T09:59:59Z'],
    ['expired', open, '2026-03-22T10:00:00Z'],
    ['used', { ...open, accepted_at: at('2026-03-02T10:00:00Z') }, '2027-01-01T00:00:00Z'],
    ['withdrawn', { ...open, withdrawn_at: at('2026-03-02T10:00:00Z') }, '2026-03-03T00:00:00Z'],
  ])('is %s', (state, invitation, now) => {
    expect(invitationState(invitation, at(now))).toBe(state);
  });
});

describe('time zones', () => {
  it('knows at least one for every country of the programme, and every one is real', () => {
    for (const country of programmeCountries) expect(zonesOf(country).length).toBeGreaterThan(0);
    for (const zone of allZones)
      expect(() =>
        Temporal.Instant.from('2026-01-01T00:00Z').toZonedDateTimeISO(zone),
      ).not.toThrow();
  });
});

it('knows the shape of an organisation ID', () => {
  expect(
    ['E10000001', 'e10000001', 'E1000001', 'X10000001'].map((t) => oidPattern.test(t)),
  ).toEqual([true, false, false, false]);
});
