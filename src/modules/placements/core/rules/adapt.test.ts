import { describe, expect, it } from 'vitest';
import { can } from '#engines/workflow/index.ts';
import {
  allergyKinds,
  diets as pupilDiets,
  interests as pupilInterests,
} from '#modules/applications/core/index.ts';
import { adultAge, homeOf, referencesNeeded } from '#modules/hosting/core/index.ts';
import english from '../../../hosting/web/messages/en.json' with { type: 'json' };
import { familyFor, nothingDeclared, pupilFor } from './adapt.ts';
import { placementLifecycle, sidesAsked } from './lifecycle.ts';
import { hardRuleIds, policyFor, sourcesOf } from './matching.ts';

const day = (iso: string) => Temporal.PlainDate.from(iso);

const household = {
  id: 'fam_a' as const,
  languages: ['fr'],
  interests: ['music'],
  home: homeOf({
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
    beds: [{ kind: 'not_fixed' }, { kind: 'shared_room', sharedWith: ['fme_child'] }],
    activities: ['violin'],
    hostedBefore: 1,
  }),
  charterSignedOn: null,
  referenceCount: 0,
  homeVisitOn: null,
  minutesToSchool: null,
  members: [
    {
      id: 'fme_mother' as const,
      personId: 'per_mother' as const,
      givenName: 'An',
      birthDate: day('1980-01-01'),
      gender: 'f' as const,
      recordCheckValidUntil: null,
    },
    {
      id: 'fme_child' as const,
      personId: null,
      givenName: 'Di',
      birthDate: day('2011-01-01'),
      gender: 'f' as const,
      recordCheckValidUntil: null,
    },
  ],
};
const pupil = {
  id: 'per_pupil' as const,
  birthDate: day('2010-06-01'),
  gender: 'f' as const,
  countryCode: 'ES',
  languages: ['es'],
  interests: ['music'],
  mustContinue: 'Violin lessons',
  wishes: {
    allergies: [],
    otherAllergy: '',
    diet: 'none' as const,
    smokes: false,
    acceptsSmoking: 'yes' as const,
    acceptsPets: 'yes' as const,
    acceptsSharedRoom: 'yes' as const,
    acceptsSingleAdult: 'yes' as const,
  },
};

describe('a family as the rules read it', () => {
  it('puts the good bed first and names who shares its room', () => {
    const { beds } = familyFor(household, []);
    expect(beds.map((b) => [b.own, b.fixed, b.sharedWith?.length])).toEqual([
      [true, true, 1],
      [true, false, 0],
    ]);
  });

  it('lacks the good bed when another pupil sleeps in it', () => {
    const other = {
      countryCode: 'LV',
      language: 'lv',
      gender: 'f',
      consentBothFamilies: true,
    } as const;
    expect(familyFor(household, [other]).beds.map((b) => b.fixed)).toEqual([false]);
  });

  it('has no bed before the home is described', () => {
    expect(familyFor({ ...household, home: null }, []).beds).toEqual([]);
  });
});

describe('a pupil as the rules read one', () => {
  it('is related to a family in which a guardian lives', () => {
    expect(pupilFor(pupil, household, ['per_mother'], nothingDeclared).relatives).toEqual([
      'fme_mother',
    ]);
    expect(pupilFor(pupil, household, ['per_else'], nothingDeclared).relatives).toEqual([]);
  });

  it('takes free words on activities only where they meet', () => {
    expect(pupilFor(pupil, household, [], nothingDeclared).mustContinue).toEqual(['violin']);
    expect(
      pupilFor({ ...pupil, mustContinue: 'rowing' }, household, [], nothingDeclared).mustContinue,
    ).toEqual([]);
  });

  it('is known before, declared or related as the organisation says', () => {
    const said = (acquainted: 'known' | 'declared' | 'related') => {
      const p = pupilFor(pupil, household, [], { ...nothingDeclared, acquainted });
      return [p.relatives.length, p.acquaintances.length, p.directPlacementDeclared];
    };
    expect([said('known'), said('declared'), said('related')]).toEqual([
      [0, 2, false],
      [0, 2, true],
      [2, 0, false],
    ]);
  });
});

describe('words that must agree between the flats', () => {
  it('measures of readiness are those of the rules', () => {
    expect(policyFor('')).toMatchObject({ checkFromAge: adultAge, referencesNeeded });
  });

  it('families are asked the interests and diets that pupils are asked', () => {
    const keys = Object.keys(english);
    const of = (prefix: string) =>
      keys.filter((k) => k.startsWith(prefix)).map((k) => k.slice(prefix.length));
    expect(of('interest.')).toEqual([...pupilInterests]);
    expect(['none', ...of('diet.')]).toEqual([...pupilDiets]);
    expect(of('food.').filter((f) => !(allergyKinds as readonly string[]).includes(f))).toEqual([]);
  });

  it('every rule has a source', () => {
    for (const id of hardRuleIds) {
      expect(sourcesOf(id).length, id).toBeGreaterThan(0);
      // people read a title and not an address
      for (const { title } of sourcesOf(id)) expect(title).not.toContain('/');
    }
  });
});

describe('the life of a placement', () => {
  const needed = sidesAsked(day('2010-06-01'), day('2026-11-22'));

  it('asks the guardian of a pupil under 18 only', () => {
    expect(needed).toEqual(['host_school', 'host_family', 'pupil', 'guardian']);
    expect(sidesAsked(day('2008-11-22'), day('2026-11-22'))).not.toContain('guardian');
    expect(sidesAsked(day('2008-11-23'), day('2026-11-22'))).toContain('guardian');
    expect(sidesAsked(null, day('2026-11-22'))).toContain('guardian');
  });

  it('is accepted only when every side has said yes', () => {
    const asking = (yes: typeof needed) => ({ roles: ['pupil'], subject: { yes, needed } });
    expect(can(placementLifecycle, 'proposed', 'accept', asking(needed.slice(1)))).toEqual({
      ok: false,
      reason: 'guard',
      guard: 'everybody-said-yes',
    });
    expect(can(placementLifecycle, 'proposed', 'accept', asking(needed))).toMatchObject({
      to: 'accepted',
    });
    expect(can(placementLifecycle, 'declined', 'accept', asking(needed))).toMatchObject({
      reason: 'wrong_state',
    });
    expect(can(placementLifecycle, 'proposed', 'withdraw', asking([]))).toMatchObject({
      reason: 'not_yours',
    });
  });
});
