import { expect, it } from 'vitest';
import type { Paper } from '../types.ts';
import { checkPapers, isGreen, papersDue } from './index.ts';

const day = Temporal.PlainDate.from;
const stay = { startsOn: day('2027-02-01'), endsOn: day('2027-03-28') };
const paper = (change: Partial<Paper>): Paper => ({
  kind: 'identity',
  validFrom: null,
  validUntil: day('2028-01-01'),
  insurer: '',
  hotline: '',
  policyNumber: '',
  seenBy: 'per_x',
  seenAt: Temporal.Instant.from('2027-01-01T10:00:00Z'),
  version: 1,
  ...change,
});
const standing = (change: Partial<Paper>) =>
  checkPapers([paper(change)], stay, false).find((c) => c.kind === (change.kind ?? 'identity'))
    ?.standing;

it('papers last for the stay, with room for a journey home that is late', () => {
  expect(checkPapers([], stay, false).map((c) => c.standing)).toEqual([
    'missing',
    'missing',
    'missing',
    'missing',
  ]);
  expect(standing({ validUntil: day('2027-04-27') })).toBe('fine');
  expect(standing({ validUntil: day('2027-04-26') })).toBe('short');
  expect(standing({ kind: 'ehic', validUntil: day('2027-03-28') })).toBe('fine');
  expect(standing({ kind: 'insurance', validUntil: day('2027-03-29') })).toBe('short');
  expect(standing({ kind: 'insurance', validFrom: day('2027-02-02') })).toBe('late');
  expect(papersDue(stay.startsOn).toString()).toBe('2027-01-04');
});

it('somebody of 18 needs nobody’s authorisation', () => {
  expect(checkPapers([], stay, true).map((c) => c.kind)).toEqual(['identity', 'ehic', 'insurance']);
});

it('a journey is green by its main part', () => {
  const way = (means: 'train' | 'plane', mainlyGreen = false) => ({ means, mainlyGreen });
  expect(isGreen(way('train'), [])).toBe(true);
  expect(isGreen(way('plane', true), [])).toBe(false);
  expect(isGreen(way('plane'), [{ means: 'train' }, { means: 'shared_car' }])).toBe(true);
  expect(isGreen(way('plane'), [{ means: 'train' }, { means: 'plane' }])).toBe(false);
  expect(isGreen(way('plane', true), [{ means: 'train' }, { means: 'plane' }])).toBe(true);
});
