import { describe, expect, it } from 'vitest';
import { fitOf, type KnownPeer } from './fitting.ts';

const monday = Temporal.PlainDate.from('2027-02-15');
/** Tuesday from the half-hour `from` on, so many halves. */
const tuesday = (from: number, halves: number) =>
  Array.from({ length: halves }, (_, i) => 48 + from + i);
const peer = (personId: string, more: Partial<KnownPeer>): KnownPeer => ({
  personId,
  languages: [{ code: 'en', level: 'B2' }],
  free: tuesday(28, 4),
  timeZone: 'Europe/Brussels',
  ...more,
});

describe('people who would form a club by hand', () => {
  it('fit when all speak the language and have 90 minutes in common', () => {
    expect(fitOf([peer('a', {}), peer('b', {})], 'en', monday)).toEqual({
      below: [],
      noHour: false,
    });
  });

  it('names whose level is too low, or who does not speak it', () => {
    const people = [
      peer('a', { languages: [{ code: 'en', level: 'A2' }] }),
      peer('b', { languages: [{ code: 'fr', level: 'C1' }] }),
      peer('c', {}),
    ];
    expect(fitOf(people, 'en', monday).below).toEqual(['a', 'b']);
  });

  it('sees that an hour is missing, by the clock of each', () => {
    // the same half-hours on the wall are an hour apart in Riga
    const people = [peer('a', {}), peer('b', { timeZone: 'Europe/Riga' })];
    expect(fitOf(people, 'en', monday).noHour).toBe(true);
    const later = [peer('a', {}), peer('b', { timeZone: 'Europe/Riga', free: tuesday(30, 4) })];
    expect(fitOf(later, 'en', monday).noHour).toBe(false);
  });

  it('says nothing of an hour where less than two are known', () => {
    expect(fitOf([peer('a', { free: [] })], 'en', monday).noHour).toBe(false);
    expect(fitOf([], 'en', monday)).toEqual({ below: [], noHour: false });
  });
});
