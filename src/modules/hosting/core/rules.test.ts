import { describe, expect, it } from 'vitest';
import { familyReadiness, isOfFamilyItself, needsCheck, vettedOn, wordsOf } from './rules.ts';
import { homeOf } from './schema.ts';
import type { FamilyFacts } from './types.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);
const stay = { from: day('2027-02-01'), until: day('2027-03-31'), today: day('2026-11-22') };

const home = homeOf({
  smoking: 'none',
  acceptsSmoker: 'yes',
  dietsAccepted: {
    vegetarian: 'yes',
    vegan: 'yes',
    halal: 'yes',
    kosher: 'yes',
    'gluten-free': 'yes',
    'lactose-free': 'yes',
  },
  beds: [{ kind: 'own_room' }],
  hostedBefore: 0,
});
const jeanne: FamilyFacts['members'][number] = {
  id: 'fme_jeanne',
  givenName: 'Jeanne',
  birthDate: day('1980-05-01'),
  recordCheckValidUntil: day('2027-03-31'),
};
const ready: FamilyFacts = {
  members: [jeanne],
  home,
  languages: ['fr'],
  letter: 'Bonjour',
  charterSignedOn: day('2026-10-01'),
  referenceCount: 2,
  homeVisitOn: day('2026-10-02'),
  checkFromAge: 18,
};
const missing = (change: Partial<FamilyFacts>) =>
  familyReadiness({ ...ready, ...change }, stay).map((m) => [
    m.id,
    Object.fromEntries(Object.entries(m.params).map(([k, v]) => [k, v.toString()])),
  ]);
const child = (birthDate: string, valid: string | null = null) => ({
  id: 'fme_lou' as const,
  givenName: 'Lou',
  birthDate: day(birthDate),
  recordCheckValidUntil: valid === null ? null : day(valid),
});

describe('needsCheck', () => {
  it.each<[string, boolean]>([
    ['1980-05-01', true],
    // comes of age on the last day
    ['2009-03-31', true],
    ['2009-04-01', false],
    ['2011-05-01', false],
  ])('born on %s: %s', (born, needed) => {
    expect(needsCheck(day(born), stay.until, 18)).toBe(needed);
  });

  it('begins earlier where the country asks for it', () => {
    expect(needsCheck(day('2013-03-31'), stay.until, 14)).toBe(true);
    expect(needsCheck(day('2013-04-01'), stay.until, 14)).toBe(false);
    expect(missing({ members: [jeanne, child('2013-03-01')], checkFromAge: 14 })).toEqual([
      ['check-birthday', { name: 'Lou', date: '2027-03-01', age: '14' }],
    ]);
    // a family of children alone is none, whatever the age of checks
    expect(missing({ members: [child('2010-01-01', '2027-03-31')], checkFromAge: 14 })).toEqual([
      ['adult', {}],
    ]);
  });
});

describe('isOfFamilyItself', () => {
  it('tells what a family says of itself from what its organisation has to see', () => {
    const nothing = { members: [], home: null, languages: [], letter: '' };
    const all = familyReadiness(
      { ...ready, ...nothing, charterSignedOn: null, referenceCount: 0, homeVisitOn: null },
      stay,
    );
    expect(all.filter(isOfFamilyItself).map((m) => m.id)).toEqual([
      'adult',
      'bed',
      'languages',
      'letter',
    ]);
  });
});

describe('familyReadiness', () => {
  it.each<[string, Partial<FamilyFacts>, unknown[]]>([
    ['a ready family', {}, []],
    [
      'a check that ends one day early',
      { members: [{ ...jeanne, recordCheckValidUntil: day('2027-03-30') }] },
      [['check-ends', { name: 'Jeanne', date: '2027-03-30' }]],
    ],
    [
      'a check that has ended',
      { members: [{ ...jeanne, recordCheckValidUntil: day('2026-11-21') }] },
      [['check-ended', { name: 'Jeanne', date: '2026-11-21' }]],
    ],
    [
      'no check',
      { members: [{ ...jeanne, recordCheckValidUntil: null }] },
      [['check-none', { name: 'Jeanne' }]],
    ],
    ['a child', { members: [jeanne, child('2015-01-01')] }, []],
    [
      'a child who turns 18 on the last day',
      { members: [jeanne, child('2009-03-31')] },
      [['check-birthday', { name: 'Lou', date: '2027-03-31', age: '18' }]],
    ],
    ['a child who turns 18 the day after', { members: [jeanne, child('2009-04-01')] }, []],
    [
      'a child who turns 18 and was checked',
      { members: [jeanne, child('2009-03-01', '2027-12-31')] },
      [],
    ],
    [
      'born on 29 February',
      { members: [jeanne, child('2008-02-29'), { ...jeanne }] },
      [['check-none', { name: 'Lou' }]],
    ],
    ['nobody of age', { members: [child('2015-01-01')] }, [['adult', {}]]],
    ['an empty household', { members: [] }, [['adult', {}]]],
    ['no charter', { charterSignedOn: null }, [['charter', {}]]],
    ['one reference', { referenceCount: 1 }, [['references', { missing: '1' }]]],
    ['no visit', { homeVisitOn: null }, [['visit', {}]]],
    ['no home', { home: null }, [['bed', {}]]],
    [
      'a sofa bed',
      { home: home && { ...home, beds: [{ kind: 'not_fixed', sharedWith: [] }] } },
      [['bed', {}]],
    ],
    ['no language', { languages: [] }, [['languages', {}]]],
    ['an empty letter', { letter: ' \n' }, [['letter', {}]]],
  ])('%s', (_, change, expected) => {
    expect(missing(change)).toEqual(expected);
  });

  it('lists everything at once', () => {
    expect(
      missing({
        members: [],
        home: null,
        languages: [],
        letter: '',
        charterSignedOn: null,
        referenceCount: 0,
        homeVisitOn: null,
      }).map(([id]) => id),
    ).toEqual(['adult', 'charter', 'references', 'visit', 'bed', 'languages', 'letter']);
  });
});

describe('the home', () => {
  it('is null until it was described, and when a shared room names nobody', () => {
    expect(home).not.toBeNull();
    expect(homeOf({})).toBeNull();
    expect(homeOf({ ...home, beds: [{ kind: 'shared_room', sharedWith: [] }] })).toBeNull();
  });
});

it('vetted on the day of the last check', () => {
  expect(
    vettedOn({ ...ready, members: [{ recordCheckSeenOn: day('2026-11-01') }] }).toString(),
  ).toBe('2026-11-01');
});

it('words come apart at commas and lines, each once', () => {
  expect(wordsOf(' Quiet, outdoors\nquiet;;early risers ')).toEqual([
    'quiet',
    'outdoors',
    'early risers',
  ]);
});
