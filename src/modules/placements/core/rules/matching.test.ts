import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import data from '../data/hard-rules.json' with { type: 'json' };
import type { HardRuleId, PlacementContact, PlacementFamily, PlacementPupil } from '../types.ts';
import {
  alwaysOn,
  checkContactPerson,
  checkHardRules,
  fitReasons,
  hardRuleIds,
  makePolicy,
  policyFor,
} from './matching.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);
/** Temporal dates have no own properties, so toEqual would call any two of them equal: compare texts. */
const words = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const stay = { from: day('2027-09-01'), until: day('2028-06-30') };
const policy = policyFor('BE');

const pupil: PlacementPupil = {
  id: 'per_ines',
  birthDate: day('2011-03-10'),
  gender: 'f',
  countryCode: 'IT',
  languages: ['it', 'en'],
  allergies: [],
  diet: 'none',
  smokes: false,
  acceptsSmoking: 'yes',
  acceptsPets: 'yes',
  acceptsSharedRoom: 'yes',
  acceptsSingleAdult: 'yes',
  singleAdultApproved: false,
  relatives: [],
  acquaintances: [],
  directPlacementDeclared: false,
  interests: [],
  style: [],
  religion: null,
  mustContinue: [],
  wishes: { countries: [], languages: [] },
};
const checked = day('2028-12-31');
const mother = {
  id: 'fme_an',
  name: 'An',
  birthDate: day('1980-01-01'),
  gender: 'f',
  recordCheckValidUntil: checked,
} as const;
const father = {
  id: 'fme_bo',
  name: 'Bo',
  birthDate: day('1979-01-01'),
  gender: 'm',
  recordCheckValidUntil: checked,
} as const;
const daughter = {
  id: 'fme_di',
  name: 'Di',
  birthDate: day('2012-01-01'),
  gender: 'f',
  recordCheckValidUntil: null,
} as const;
const son = { ...daughter, id: 'fme_sam', name: 'Sam', gender: 'm' } as const;
const family: PlacementFamily = {
  id: 'fam_1',
  members: [mother, father],
  pets: [],
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
  foodsServed: [],
  beds: [{ own: true, fixed: true, sharedWith: null }],
  charterSignedOn: day('2027-05-01'),
  referencesCount: 2,
  homeVisitPassedOn: day('2027-05-01'),
  currentPupils: [],
  languages: [],
  interests: [],
  style: [],
  religion: null,
  activities: [],
  minutesToSchool: null,
  genderPreference: null,
  wishes: { countries: [], languages: [] },
  atHostSchool: 'no',
  hostedBefore: 0,
};
const other = {
  countryCode: 'ES',
  language: 'es',
  gender: 'm',
  consentBothFamilies: true,
} as const;
const room = (gender: 'f' | 'm', birthDate: string) => ({
  beds: [{ own: true, fixed: true, sharedWith: [{ gender, birthDate: day(birthDate) }] }],
});

type Case = [
  what: string,
  pupil: Partial<PlacementPupil>,
  family: Partial<PlacementFamily>,
  params: object[],
];
const judge = (p: Partial<PlacementPupil>, f: Partial<PlacementFamily>, off: HardRuleId[] = []) =>
  checkHardRules({ ...pupil, ...p }, { ...family, ...f }, { ...stay, policy: makePolicy({ off }) });

const cases: Record<Exclude<HardRuleId, 'contact-person-independent'>, Case[]> = {
  'allergy-pet': [
    [
      'a cat indoors',
      { allergies: [{ kind: 'cat', severity: 'serious' }] },
      {
        pets: [
          { kind: 'cat', indoors: true },
          { kind: 'cat', indoors: true },
        ],
      },
      [{ problem: 'pet', what: 'cat' }],
    ],
    [
      'a cat outdoors',
      { allergies: [{ kind: 'cat', severity: 'serious' }] },
      { pets: [{ kind: 'cat', indoors: false }] },
      [],
    ],
    [
      'a mild allergy',
      { allergies: [{ kind: 'cat', severity: 'mild' }] },
      { pets: [{ kind: 'cat', indoors: true }] },
      [],
    ],
    [
      'another animal',
      { allergies: [{ kind: 'cat', severity: 'serious' }] },
      { pets: [{ kind: 'dog', indoors: true }] },
      [],
    ],
    [
      'food on the table',
      { allergies: [{ kind: 'nuts', severity: 'serious' }] },
      { foodsServed: ['dairy', 'nuts'] },
      [{ problem: 'food', what: 'nuts' }],
    ],
  ],
  'diet-strong-object': [
    [
      'a strong objection',
      { diet: 'vegan' },
      { dietsAccepted: { ...family.dietsAccepted, vegan: 'strongly_object' } },
      [{ diet: 'vegan' }],
    ],
    [
      'a diet of two words',
      { diet: 'gluten-free' },
      { dietsAccepted: { ...family.dietsAccepted, 'gluten-free': 'strongly_object' } },
      [{ diet: 'gluten_free' }],
    ],
    [
      'a preference',
      { diet: 'vegan' },
      { dietsAccepted: { ...family.dietsAccepted, vegan: 'rather_not' } },
      [],
    ],
    [
      'an objection to another diet',
      { diet: 'halal' },
      { dietsAccepted: { ...family.dietsAccepted, vegan: 'strongly_object' } },
      [],
    ],
  ],
  'smoking-strong-object': [
    [
      'a pupil who smokes',
      { smokes: true },
      { acceptsSmoker: 'strongly_object' },
      [{ problem: 'pupil_smokes' }],
    ],
    [
      'a family that smokes',
      { acceptsSmoking: 'strongly_object' },
      { smoking: 'outdoors' },
      [{ problem: 'family_smokes_outdoors' }],
    ],
    [
      'objections where nobody smokes',
      { acceptsSmoking: 'strongly_object' },
      { acceptsSmoker: 'strongly_object' },
      [],
    ],
  ],
  'own-bed': [
    ['no bed', {}, { beds: [] }, [{ problem: 'no_bed', years: 3 }]],
    [
      'a sofa',
      {},
      { beds: [{ own: true, fixed: false, sharedWith: null }] },
      [{ problem: 'not_fixed', years: 3 }],
    ],
    [
      'a bed with somebody',
      {},
      { beds: [{ own: false, fixed: true, sharedWith: null }] },
      [{ problem: 'not_own', years: 3 }],
    ],
    [
      'a room with two',
      {},
      { beds: [{ own: true, fixed: true, sharedWith: [daughter, daughter] }] },
      [{ problem: 'crowded', years: 3 }],
    ],
    ['a room with a boy', {}, room('m', '2011-01-01'), [{ problem: 'other_gender', years: 3 }]],
    ['a room with a girl of the age', {}, room('f', '2011-01-01'), []],
    ['a girl three years younger to the day', {}, room('f', '2014-03-10'), []],
    [
      'a girl three years and a day younger',
      {},
      room('f', '2014-03-11'),
      [{ problem: 'age_gap', years: 3 }],
    ],
    [
      'a girl who comes of age on the last day',
      {},
      room('f', '2010-06-30'),
      [{ problem: 'adult_in_room', years: 3 }],
    ],
    ['a girl who comes of age the day after', {}, room('f', '2010-07-01'), []],
    ['two who come of age together', { birthDate: day('2010-01-01') }, room('f', '2010-01-01'), []],
    [
      'an objection to sharing',
      { acceptsSharedRoom: 'strongly_object' },
      room('f', '2011-01-01'),
      [{ problem: 'pupil_objects', years: 3 }],
    ],
    [
      'one good bed among bad ones',
      {},
      { beds: [{ own: false, fixed: false, sharedWith: null }, ...family.beds] },
      [],
    ],
  ],
  'female-all-male': [
    [
      'a girl among men',
      {},
      { members: [father, { ...father, id: 'fme_x' }] },
      [{ problem: 'all_male' }],
    ],
    ['a boy among men', { gender: 'm' }, { members: [father, { ...father, id: 'fme_x' }] }, []],
    [
      'a pupil of another gender among men',
      { gender: 'x' },
      { members: [father, { ...father, id: 'fme_x' }] },
      [{ problem: 'all_male' }],
    ],
    [
      'a girl who is not alone',
      {},
      { members: [father, { ...father, id: 'fme_x' }], currentPupils: [{ ...other, gender: 'f' }] },
      [],
    ],
    [
      'a single father with a daughter',
      {},
      { members: [father, daughter] },
      [{ problem: 'single_man', name: 'Bo' }],
    ],
    ['a single mother with a son', {}, { members: [mother, son] }, []],
    ['a boy with a single mother', { gender: 'm' }, { members: [mother, son] }, []],
  ],
  checks: [
    [
      'no check',
      {},
      { members: [mother, { ...father, recordCheckValidUntil: null }] },
      [{ problem: 'check_missing', name: 'Bo' }],
    ],
    [
      'a check that ends a day early',
      {},
      { members: [mother, { ...father, recordCheckValidUntil: day('2028-06-29') }] },
      [{ problem: 'check_expires', name: 'Bo', date: '2028-06-29', until: '2028-06-30' }],
    ],
    [
      'a check until the last day',
      {},
      { members: [mother, { ...father, recordCheckValidUntil: stay.until }] },
      [],
    ],
    [
      'two without',
      {},
      { members: [mother, father].map((m) => ({ ...m, recordCheckValidUntil: null })) },
      [
        { problem: 'check_missing', name: 'An' },
        { problem: 'check_missing', name: 'Bo' },
      ],
    ],
    [
      'a son who comes of age on the last day',
      {},
      { members: [mother, { ...son, birthDate: day('2010-06-30') }] },
      [{ problem: 'check_from_birthday', name: 'Sam', date: '2028-06-30', age: 18 }],
    ],
    [
      'a son who comes of age the day after',
      {},
      { members: [mother, { ...son, birthDate: day('2010-07-01') }] },
      [],
    ],
    [
      'a son who comes of age with a check',
      {},
      {
        members: [mother, { ...son, birthDate: day('2010-06-30'), recordCheckValidUntil: checked }],
      },
      [],
    ],
    ['no charter', {}, { charterSignedOn: null }, [{ problem: 'charter_missing' }]],
    [
      'a charter signed after arrival',
      {},
      { charterSignedOn: day('2027-09-02') },
      [{ problem: 'charter_late', date: '2027-09-02' }],
    ],
    ['one reference', {}, { referencesCount: 1 }, [{ problem: 'references', missing: 1 }]],
    ['no visit', {}, { homeVisitPassedOn: null }, [{ problem: 'visit_missing' }]],
    [
      'a visit after arrival',
      {},
      { homeVisitPassedOn: day('2027-09-02') },
      [{ problem: 'visit_late', date: '2027-09-02' }],
    ],
    ['nobody of age', {}, { members: [daughter] }, [{ problem: 'no_adult' }]],
    ['nobody at all', {}, { members: [] }, [{ problem: 'no_adult' }]],
  ],
  'single-no-child': [
    ['not approved', {}, { members: [mother] }, [{ problem: 'not_approved', name: 'An' }]],
    ['approved', { singleAdultApproved: true }, { members: [mother] }, []],
    [
      'approved, but the pupil objects',
      { singleAdultApproved: true, acceptsSingleAdult: 'strongly_object' },
      { members: [mother] },
      [{ problem: 'objects', name: 'An' }],
    ],
    ['with a child', {}, { members: [mother, daughter] }, []],
  ],
  double: [
    ['one more, agreed', {}, { currentPupils: [other] }, []],
    [
      'not agreed',
      {},
      { currentPupils: [{ ...other, consentBothFamilies: false }] },
      [{ problem: 'no_consent' }],
    ],
    [
      'of the same country and language',
      {},
      { currentPupils: [{ ...other, countryCode: 'IT', language: 'it' }] },
      [
        { problem: 'same_country', country: 'IT' },
        { problem: 'same_language', language: 'it' },
      ],
    ],
    [
      'of the same mother tongue in words',
      { languages: ['Arbëresh', 'it'] },
      { currentPupils: [{ ...other, language: 'arbëresh' }] },
      [{ problem: 'same_language', language: 'arbëresh' }],
    ],
    [
      'of no mother tongue told',
      { languages: [] },
      { currentPupils: [{ ...other, language: '' }] },
      [],
    ],
    ['of a language only learnt', {}, { currentPupils: [{ ...other, language: 'en' }] }, []],
    ['a third', {}, { currentPupils: [other, other] }, [{ problem: 'full', count: 2 }]],
  ],
  'not-related': [
    [
      'a relative by the pupil',
      { relatives: ['fme_an'] },
      {},
      [{ problem: 'related', name: 'An' }],
    ],
    [
      'a relative by the family',
      {},
      { members: [{ ...mother, relatedTo: ['per_ines'] }, father] },
      [{ problem: 'related', name: 'An' }],
    ],
    [
      'known and not declared',
      { acquaintances: ['fme_an'] },
      {},
      [{ problem: 'not_declared', name: 'An' }],
    ],
    ['known and declared', { acquaintances: ['fme_an'], directPlacementDeclared: true }, {}, []],
    [
      'related, whatever was declared',
      { relatives: ['fme_an'], acquaintances: ['fme_an'], directPlacementDeclared: true },
      {},
      [{ problem: 'related', name: 'An' }],
    ],
  ],
};

describe('checkHardRules', () => {
  it('finds nothing wrong with a good family', () => {
    expect(judge({}, {})).toEqual([]);
  });

  describe.each(Object.entries(cases))('%s', (rule, list) => {
    it.each(list)('%s', (_what, p, f, params) => {
      const found = judge(p, f).filter((b) => b.rule === rule);
      expect(words(found)).toEqual(
        params.map((part) => ({ rule, messageKey: `rules.${rule}`, params: part })),
      );
    });

    it('can be off only where the data says so', () => {
      const [, p, f] = list.find(([, , , params]) => params.length > 0) as Case;
      const id = rule as HardRuleId;
      const canBeOff = data.rules.find((r) => r.id === id)?.canBeOff;
      if (canBeOff) expect(judge(p, f, [id]).map((b) => b.rule)).not.toContain(id);
      else {
        expect(() => makePolicy({ off: [id] })).toThrow(/can never be off/);
        const forced = checkHardRules(
          { ...pupil, ...p },
          { ...family, ...f },
          { ...stay, policy: { ...policy, off: [id] } },
        );
        expect(forced.map((b) => b.rule)).toContain(id);
      }
    });
  });

  it('tells every broken rule at once', () => {
    const found = judge(
      { relatives: ['fme_bo'], diet: 'vegan' },
      {
        members: [father],
        charterSignedOn: null,
        dietsAccepted: { ...family.dietsAccepted, vegan: 'strongly_object' },
      },
    );
    expect(found.map((b) => b.rule)).toEqual([
      'diet-strong-object',
      'female-all-male',
      'checks',
      'single-no-child',
      'not-related',
    ]);
  });

  it('judges by the measures of the policy', () => {
    const strict = makePolicy({ checkFromAge: 14 });
    const found = checkHardRules(
      pupil,
      { ...family, members: [mother, { ...son, birthDate: day('2013-12-24') }] },
      { ...stay, policy: strict },
    );
    expect(words(found.map((b) => b.params))).toEqual([
      { problem: 'check_from_birthday', name: 'Sam', date: '2027-12-24', age: 14 },
    ]);
  });

  it('knows when somebody born on a leap day comes of age', () => {
    const leap = { ...family, members: [mother, { ...son, birthDate: day('2008-02-29') }] };
    const until = (iso: string) =>
      checkHardRules(pupil, leap, {
        from: day('2027-09-01').subtract({ years: 2 }),
        until: day(iso),
        policy,
      }).filter((b) => b.params.name === 'Sam');
    expect(words(until('2026-02-28'))).toEqual([]);
    expect(words(until('2026-03-01').map((b) => b.params))).toEqual([
      { problem: 'check_from_birthday', name: 'Sam', date: '2026-03-01', age: 18 },
    ]);
  });

  it('refuses a stay that ends before it begins', () => {
    expect(() =>
      checkHardRules(pupil, family, { from: stay.until, until: stay.from, policy }),
    ).toThrow(/before it begins/);
  });

  it('never lets anybody of age live there without a check for every day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 15000 }),
        fc.option(fc.integer({ min: -400, max: 800 })),
        fc.integer({ min: 0, max: 330 }),
        (bornAfter, valid, length) => {
          const until = stay.from.add({ days: length });
          const member = {
            ...son,
            birthDate: day('1985-01-01').add({ days: bornAfter }),
            recordCheckValidUntil: valid === null ? null : stay.from.add({ days: valid }),
          };
          const broken = checkHardRules(
            pupil,
            { ...family, members: [mother, member] },
            { from: stay.from, until, policy },
          ).some((b) => b.rule === 'checks');
          let unchecked = false;
          for (
            let d = stay.from;
            Temporal.PlainDate.compare(d, until) <= 0;
            d = d.add({ days: 1 })
          ) {
            const ofAge = member.birthDate.until(d, { largestUnit: 'years' }).years >= 18;
            const covered =
              member.recordCheckValidUntil !== null &&
              Temporal.PlainDate.compare(member.recordCheckValidUntil, d) >= 0;
            if (ofAge && !covered) unchecked = true;
          }
          expect(broken).toBe(unchecked);
        },
      ),
    );
  });

  it('a shorter stay inside the first breaks no further rule', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.nat(300),
        fc.nat(400),
        fc.integer({ min: 6200, max: 6700 }),
        (a, b, valid, born) => {
          const f = {
            ...family,
            members: [mother, { ...father, recordCheckValidUntil: stay.from.add({ days: valid }) }],
            beds: [
              {
                own: true,
                fixed: true,
                sharedWith: [
                  { gender: 'f', birthDate: stay.from.subtract({ days: born }) } as const,
                ],
              },
            ],
          };
          const at = (days: number) =>
            checkHardRules(pupil, f, {
              from: stay.from,
              until: stay.from.add({ days }),
              policy,
            }).map((r) => r.rule);
          expect(at(Math.max(a, b))).toEqual(expect.arrayContaining(at(Math.min(a, b))));
        },
      ),
    );
  });
});

describe('checkContactPerson', () => {
  const contact: PlacementContact = {
    personId: 'per_zoe',
    relatedTo: [],
    closeFriendOf: [],
    teachesPupil: false,
    coachesPupil: false,
    distanceKm: 12,
  };
  const problems = (part: Partial<PlacementContact>, p: Partial<PlacementPupil> = {}) =>
    checkContactPerson({ ...contact, ...part }, { ...pupil, ...p }, family, policy).map(
      (b) => b.params,
    );

  it.each<[string, Partial<PlacementContact>, Partial<PlacementPupil>, object[]]>([
    ['a stranger nearby', {}, {}, []],
    ['a host parent', { personId: 'fme_an' }, {}, [{ problem: 'host_family' }]],
    ['a relative of the pupil', {}, { relatives: ['per_zoe'] }, [{ problem: 'related' }]],
    ['a relative of the family', { relatedTo: ['fme_bo'] }, {}, [{ problem: 'related' }]],
    ['a close friend', { closeFriendOf: ['fme_an'] }, {}, [{ problem: 'close_friend' }]],
    [
      'a teacher who coaches',
      { teachesPupil: true, coachesPupil: true },
      {},
      [{ problem: 'teacher' }, { problem: 'coach' }],
    ],
    ['the very limit', { distanceKm: 193 }, {}, []],
    ['too far', { distanceKm: 194 }, {}, [{ problem: 'too_far', km: 194, limit: 193 }]],
    [
      'nobody knows how far',
      { distanceKm: null },
      {},
      [{ problem: 'distance_unknown', limit: 193 }],
    ],
  ])('%s', (_what, part, p, params) => {
    expect(problems(part, p)).toEqual(params);
  });

  it('can be switched off', () => {
    expect(
      checkContactPerson(
        { ...contact, teachesPupil: true },
        pupil,
        family,
        makePolicy({ off: ['contact-person-independent'] }),
      ),
    ).toEqual([]);
  });
});

describe('policy', () => {
  it('has all rules on by default, and the data knows each of them', () => {
    expect(policy.off).toEqual([]);
    expect(data.rules.map((r) => r.id)).toEqual(hardRuleIds);
    expect(
      data.rules
        .filter((r) => !r.canBeOff)
        .map((r) => r.id)
        .sort(),
    ).toEqual([...alwaysOn].sort());
  });

  it('refuses nonsense', () => {
    expect(() => makePolicy({ off: ['moon' as HardRuleId] })).toThrow(/no rule "moon"/);
    expect(() => makePolicy({ checkFromAge: 21 })).toThrow(/at most 18/);
    expect(() => makePolicy({ referencesNeeded: Number.NaN })).toThrow(/referencesNeeded/);
  });

  it('is not fooled by inherited names', () => {
    expect(policyFor('constructor')).toEqual(policyFor('BE'));
  });
});

describe('fitReasons', () => {
  const weigh = (p: Partial<PlacementPupil>, f: Partial<PlacementFamily>) =>
    fitReasons({ ...pupil, ...p }, { ...family, ...f }, stay);
  const one = (id: string, points: number, params: object) => ({
    id,
    tone: Math.sign(points),
    points,
    messageKey: `fit.${id}`,
    params: { tone: points > 0 ? 'plus' : 'minus', ...params },
  });

  it('says nothing where nothing is known', () => {
    expect(weigh({}, {})).toEqual({ score: 0, reasons: [] });
  });

  it.each<[string, Partial<PlacementPupil>, Partial<PlacementFamily>, object[]]>([
    [
      'a sister of the age',
      {},
      { members: [mother, father, daughter] },
      [one('siblings', 3, { name: 'Di', age: 15 })],
    ],
    [
      'a baby',
      {},
      { members: [mother, father, { ...daughter, birthDate: day('2026-01-01') }] },
      [],
    ],
    [
      'shared interests',
      { interests: ['chess', 'judo', 'choir'] },
      { interests: ['choir', 'chess'] },
      [one('interests', 3, { what: 'chess, choir' })],
    ],
    [
      'no shared interests',
      { interests: ['judo'] },
      { interests: ['choir'] },
      [one('interests', -3, { what: '' })],
    ],
    [
      'shared style',
      { style: ['quiet'] },
      { style: ['quiet'] },
      [one('values-and-family-style', 2, { problem: 'none', what: 'quiet' })],
    ],
    [
      'rather no single parent',
      { acceptsSingleAdult: 'rather_not' },
      { members: [mother, { ...daughter, birthDate: day('2020-01-01') }] },
      [one('values-and-family-style', -2, { problem: 'single_adult', what: '' })],
    ],
    [
      'rather no shared room',
      { acceptsSharedRoom: 'rather_not' },
      room('f', '2011-01-01'),
      [one('values-and-family-style', -2, { problem: 'shared_room', what: '' })],
    ],
    [
      'rather no smoke',
      { acceptsSmoking: 'rather_not' },
      { smoking: 'outdoors' },
      [one('values-and-family-style', -2, { problem: 'smoking', what: '' })],
    ],
    [
      'a shared language',
      {},
      { languages: ['nl', 'en'] },
      [one('languages', 2, { language: 'en' })],
    ],
    [
      'a shared language that is on no list, written in two ways',
      { languages: ['Arbëresh'] },
      { languages: ['nl', 'arberesh '] },
      [one('languages', 2, { language: 'Arbëresh' })],
    ],
    [
      'a shared language, once by its code and once in words',
      { languages: ['lb'] },
      { languages: ['Lëtzebuergesch'] },
      [one('languages', 2, { language: 'lb' })],
    ],
    ['no shared language', {}, { languages: ['nl'] }, [one('languages', -2, { language: '' })]],
    [
      'a welcome dog',
      {},
      { pets: [{ kind: 'dog', indoors: true }] },
      [one('pet-attitude', 2, { problem: 'none', what: '' })],
    ],
    [
      'an unwelcome dog',
      { acceptsPets: 'strongly_object' },
      { pets: [{ kind: 'dog', indoors: false }] },
      [one('pet-attitude', -2, { problem: 'objects', what: '' })],
    ],
    [
      'a mild allergy',
      { allergies: [{ kind: 'dog', severity: 'mild' }] },
      { pets: [{ kind: 'dog', indoors: true }] },
      [one('pet-attitude', -2, { problem: 'allergy', what: 'dog' })],
    ],
    ['a short way', {}, { minutesToSchool: 30 }, [one('distance-to-school', 3, { minutes: 30 })]],
    ['a way between', {}, { minutesToSchool: 60 }, []],
    ['a long way', {}, { minutesToSchool: 61 }, [one('distance-to-school', -3, { minutes: 61 })]],
    ['a wish for a boy', {}, { genderPreference: 'm' }, [one('gender-preference', -2, {})]],
    [
      'a wished country',
      {},
      { wishes: { countries: ['IT'], languages: [] } },
      [one('country-language-wish', 1, { problem: 'country', country: 'IT', language: '' })],
    ],
    [
      'a wished language',
      {},
      { wishes: { countries: [], languages: ['it'] } },
      [one('country-language-wish', 1, { problem: 'language', country: '', language: 'it' })],
    ],
    [
      'a diet taken on without joy',
      { diet: 'vegan' },
      { dietsAccepted: { ...family.dietsAccepted, vegan: 'rather_not' } },
      [one('diet-prefer-not', -2, { diet: 'vegan' })],
    ],
    [
      'the same religion',
      { religion: 'orthodox' },
      { religion: 'orthodox' },
      [one('religion', 1, { what: 'orthodox' })],
    ],
    [
      'an activity that cannot go on',
      { mustContinue: ['cello', 'judo'] },
      { activities: ['judo'] },
      [one('activity-must-continue', -2, { what: 'cello' })],
    ],
    [
      'an activity that can go on',
      { mustContinue: ['judo'] },
      { activities: ['judo'] },
      [one('activity-must-continue', 2, { what: 'judo' })],
    ],
    [
      'a child in the class',
      {},
      { atHostSchool: 'class' },
      [one('family-in-host-school-or-class', 3, { where: 'class' })],
    ],
    ['hosted before', {}, { hostedBefore: 2 }, [one('previous-hosting', 1, { count: 2 })]],
  ])('%s', (_what, p, f, reasons) => {
    expect(weigh(p, f).reasons).toEqual(reasons);
  });

  it('adds up the points', () => {
    const { score, reasons } = weigh(
      { interests: ['chess'] },
      { interests: ['chess'], minutesToSchool: 75, hostedBefore: 1 },
    );
    expect([score, reasons.map((r) => r.points)]).toEqual([1, [3, -3, 1]]);
  });
});
