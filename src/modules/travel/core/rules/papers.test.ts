import { expect, it } from 'vitest';
import type { Paper } from '../types.ts';
import {
  checkPapers,
  isGreen,
  papersAskedUntil,
  papersDue,
  papersReminder,
  papersSince,
} from './index.ts';

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

it('papers are in order since the last was looked at, and not while one ends too early', () => {
  const at = (iso: string) => Temporal.Instant.from(iso);
  const all = (['identity', 'ehic', 'insurance', 'authorisation'] as const).map((kind, i) =>
    paper({ kind, seenAt: at(`2027-01-0${i + 1}T10:00:00Z`) }),
  );
  const since = (papers: Paper[]) => papersSince(checkPapers(papers, stay, false));
  expect(since(all)).toEqual({
    all: at('2027-01-04T10:00:00Z'),
    covered: at('2027-01-03T10:00:00Z'),
  });
  expect(since(all.slice(1))).toEqual({ all: null, covered: at('2027-01-03T10:00:00Z') });
  expect(since([])).toEqual({ all: null, covered: null });
  const short = all.map((p) => (p.kind === 'ehic' ? { ...p, validUntil: day('2027-03-01') } : p));
  expect(since(short).covered).toBeNull();
});

it('open papers are asked for two weeks before they are needed, and from the eve on', () => {
  // needed by 4 January
  const which = (today: string) => papersReminder(stay.startsOn, day(today));
  expect(which('2026-12-20')).toBeNull();
  expect(which('2026-12-21')).toBe('first');
  expect(which('2027-01-02')).toBe('first');
  expect(which('2027-01-03')).toBe('last');
  expect(which('2027-01-31')).toBe('last');
  expect(which('2027-02-01')).toBeNull();
  expect(papersAskedUntil(day('2026-12-21'))).toEqual(stay.startsOn);
});
