import { describe, expect, it } from 'vitest';
import type { Candidate, Profile, Wish } from '../types.ts';
import { matchHost, rankHosts, stayOf } from './matching.ts';

const wish: Wish = {
  pupils: 2,
  age: 16,
  language: 'es',
  level: 'B1',
  month: '2027-01',
  months: 3,
  country: '',
};
const fitting: Profile = {
  languages: { spoken: ['es', 'en'] },
  learning: { ageFrom: 12, ageTo: 18, years: '', subjects: [] },
  hosting: {
    autumn: 1,
    spring: 2,
    secondSemester: true,
    arrivalMonths: [1, 9],
    longestMonths: 3,
    level: 'B1',
  },
};
const host = (change: Partial<Candidate> = {}): Candidate => ({
  orgId: 'org_1',
  name: 'IES',
  kind: 'school',
  countryCode: 'ES',
  profile: fitting,
  networks: [],
  stays: 0,
  law: [],
  ...change,
});
const hosting = (change: Partial<NonNullable<Profile['hosting']>>): Candidate =>
  host({ profile: { ...fitting, hosting: { ...fitting.hosting, ...change } as never } });
const sides = (candidate: Candidate, w = wish) =>
  matchHost(w, candidate).reasons.map((r) => `${r.side} ${r.key}`);

describe('two pupils of 16 with Spanish B1, from January for three months', () => {
  it('fit where everything is there', () => {
    const match = matchHost(wish, host());
    expect(match.verdict).toBe('fits');
    expect(sides(host())).toEqual([
      'for places',
      'for arrival',
      'for length',
      'for age',
      'for language',
    ]);
  });

  it.each([
    ['too few places', hosting({ spring: 1 }), 'against places'],
    ['no place in this semester', hosting({ spring: 0 }), 'against no-places'],
    ['no second semester', hosting({ secondSemester: false }), 'against no-second-semester'],
    ['hosting nobody', hosting({ autumn: 0, spring: 0 }), 'against hosts-nobody'],
    ['other arrivals', hosting({ arrivalMonths: [9] }), 'against arrival'],
    ['shorter stays', hosting({ longestMonths: 2 }), 'against length'],
    ['a higher level', hosting({ level: 'B2' }), 'against level'],
    [
      'another language',
      host({ profile: { ...fitting, languages: { spoken: ['lv'] } } }),
      'against language',
    ],
    [
      'other ages',
      host({
        profile: { ...fitting, learning: { ageFrom: 17, ageTo: 19, years: '', subjects: [] } },
      }),
      'against age',
    ],
    [
      'the law of the country',
      host({ law: [{ rule: 'longest', limit: 60, source: 'Ministry' }] }),
      'against law-longest',
    ],
  ])('nearly fit with %s, and it is said', (_, candidate, reason) => {
    expect(matchHost(wish, candidate).verdict).toBe('nearly');
    expect(sides(candidate)).toContain(reason);
  });

  it('do not fit where two things are in the way', () => {
    expect(matchHost(wish, hosting({ spring: 0, longestMonths: 1 })).verdict).toBe('no');
  });

  it('may ask where little is told, and what is unknown is said', () => {
    const silent = host({ profile: {} });
    expect(matchHost(wish, silent).verdict).toBe('open');
    expect(sides(silent)).toEqual(['unknown places', 'unknown age', 'unknown language']);
  });

  it('are told of holidays: on arrival, in between, or most of the time', () => {
    const closed = (from: string, to: string) =>
      sides(host({ profile: { ...fitting, holidays: { periods: [{ name: 'H', from, to }] } } }));
    expect(closed('2026-12-23', '2027-01-06')).toContain('mind arrival-in-holidays');
    expect(closed('2027-02-15', '2027-02-19')).toContain('mind holidays');
    expect(closed('2027-02-01', '2027-03-31')).toContain('against mostly-holidays');
    expect(closed('2026-06-20', '2026-08-31').filter((s) => s.includes('holidays'))).toEqual([]);
    expect(closed('2027-04-01', '2027-04-05').filter((s) => s.includes('holidays'))).toEqual([]);
  });

  it('need no language where none was named', () => {
    expect(sides(host(), { ...wish, language: '' })).not.toContain('for language');
  });
});

describe('the order', () => {
  it('is the one that the page tells', () => {
    const partner = host({ orgId: 'org_2', name: 'Partner', stays: 3 });
    const network = host({ orgId: 'org_3', name: 'Network', networks: ['EFIL'] });
    const busy = host({
      orgId: 'org_4',
      name: 'Busy',
      stays: 9,
      profile: {
        ...fitting,
        holidays: { periods: [{ name: 'H', from: '2027-02-15', to: '2027-02-19' }] },
      },
    });
    const silent = host({ orgId: 'org_5', name: 'Silent', profile: {} });
    const nearly = { ...hosting({ spring: 1 }), orgId: 'org_6' as const, name: 'Almost' };
    const ranked = rankHosts(wish, [silent, nearly, busy, network, partner, host()]);
    expect(ranked.map((m) => m.candidate.name)).toEqual([
      'Partner',
      'Network',
      'IES',
      'Busy',
      'Silent',
      'Almost',
    ]);
  });

  it('leaves out networks and other countries than the one asked for', () => {
    const ranked = rankHosts({ ...wish, country: 'ES' }, [
      host({ kind: 'network' }),
      host({ countryCode: 'LV' }),
      host({ name: 'Here' }),
    ]);
    expect(ranked.map((m) => m.candidate.name)).toEqual(['Here']);
  });

  it('is the same whoever comes first', () => {
    const twins = [host({ orgId: 'org_b' }), host({ orgId: 'org_a' })];
    const ids = (list: Candidate[]) => rankHosts(wish, list).map((m) => m.candidate.orgId);
    expect(ids(twins)).toEqual(ids(twins.toReversed()));
  });
});

it('a stay ends on the day before the month would begin again', () => {
  const { from, until } = stayOf({ month: '2027-01', months: 3 });
  expect([from.toString(), until.toString()]).toEqual(['2027-01-01', '2027-03-31']);
});
