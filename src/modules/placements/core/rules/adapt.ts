import type { CalendarDate } from '#kernel/dates.ts';
import type { FamilyId, FamilyMemberId, PersonId } from '#kernel/ids.ts';
import type { PlacementWishes } from '#modules/applications/core/index.ts';
import type { Home } from '#modules/hosting/core/index.ts';
import type {
  CurrentPupil,
  Gender,
  PlacementFamily,
  PlacementPupil,
  SomebodyId,
} from '../types.ts';

/** What is known of a pupil beside the answers of the application, for the rules. */
export type PupilFacts = {
  id: PersonId;
  birthDate: CalendarDate;
  gender: Gender;
  countryCode: string;
  languages: readonly string[];
  interests: readonly string[];
  mustContinue: string;
  wishes: PlacementWishes;
};

/** What the hosting organisation declares with a proposal, since no form of the pupil asks it. */
export type Declared = {
  /** whether pupil and family know each other */
  acquainted: 'no' | 'known' | 'declared' | 'related';
  /** pupil and parents agreed in writing to a single adult */
  singleAdultApproved: boolean;
  /** the families of both pupils agreed in writing to live under one roof */
  bothFamiliesAgreed: boolean;
};

export const nothingDeclared: Declared = {
  acquainted: 'no',
  singleAdultApproved: false,
  bothFamiliesAgreed: false,
};

type HouseholdOf = {
  id: FamilyId;
  languages: readonly string[];
  interests: readonly string[];
  home: Home | null;
  charterSignedOn: CalendarDate | null;
  referenceCount: number;
  homeVisitOn: CalendarDate | null;
  minutesToSchool: number | null;
  members: readonly {
    id: FamilyMemberId;
    personId: PersonId | null;
    givenName: string;
    birthDate: CalendarDate;
    gender: Gender;
    recordCheckValidUntil: CalendarDate | null;
  }[];
};

/**
 * The pupil as the rules read one.
 *
 * @param kin persons who hold parental responsibility: if one of them lives in the family, the two are relatives
 */
export function pupilFor(
  pupil: PupilFacts,
  family: HouseholdOf,
  kin: readonly PersonId[],
  declared: Declared,
): PlacementPupil {
  const household: SomebodyId[] = family.members.map((m) => m.id);
  const related = family.members
    .filter((m) => m.personId !== null && kin.includes(m.personId))
    .map((m): SomebodyId => m.id);
  const reach = family.home?.activities ?? [];
  // free words: only a match says something, a miss may be another word for the same
  const goesOn = reach.filter((a) => pupil.mustContinue.toLowerCase().includes(a));
  return {
    id: pupil.id,
    birthDate: pupil.birthDate,
    gender: pupil.gender,
    countryCode: pupil.countryCode,
    languages: pupil.languages,
    allergies: pupil.wishes.allergies,
    diet: pupil.wishes.diet,
    smokes: pupil.wishes.smokes,
    acceptsSmoking: pupil.wishes.acceptsSmoking,
    acceptsPets: pupil.wishes.acceptsPets,
    acceptsSharedRoom: pupil.wishes.acceptsSharedRoom,
    acceptsSingleAdult: pupil.wishes.acceptsSingleAdult,
    singleAdultApproved: declared.singleAdultApproved,
    relatives: declared.acquainted === 'related' ? household : related,
    acquaintances:
      declared.acquainted === 'known' || declared.acquainted === 'declared' ? household : [],
    directPlacementDeclared: declared.acquainted === 'declared',
    interests: pupil.interests,
    style: [],
    religion: null,
    mustContinue: goesOn,
    wishes: { countries: [], languages: [] },
  };
}

/**
 * The family as the rules read one, with the beds that other pupils of the same time leave free. What was never told
 * counts as "rather not": a placement is not possible anyway before a bed is described.
 */
export function familyFor(
  family: HouseholdOf,
  currentPupils: readonly CurrentPupil[],
): PlacementFamily {
  const home = family.home;
  const beds = (home?.beds ?? [])
    .map((b) => ({
      own: b.kind !== 'not_own',
      fixed: b.kind === 'own_room' || b.kind === 'shared_room',
      sharedWith: family.members
        .filter((m) => b.sharedWith.includes(m.id))
        .map((m) => ({ gender: m.gender, birthDate: m.birthDate })),
    }))
    .sort((a, b) => Number(b.own && b.fixed) - Number(a.own && a.fixed));
  return {
    id: family.id,
    members: family.members.map((m) => ({
      id: m.id,
      name: m.givenName,
      birthDate: m.birthDate,
      gender: m.gender,
      recordCheckValidUntil: m.recordCheckValidUntil,
    })),
    pets: home?.pets ?? [],
    smoking: home?.smoking ?? 'none',
    acceptsSmoker: home?.acceptsSmoker ?? 'rather_not',
    dietsAccepted: home?.dietsAccepted ?? {
      vegetarian: 'rather_not',
      vegan: 'rather_not',
      halal: 'rather_not',
      kosher: 'rather_not',
      'gluten-free': 'rather_not',
      'lactose-free': 'rather_not',
    },
    foodsServed: home?.foodsServed ?? [],
    // each pupil who lives there already sleeps in one of the good beds
    beds: beds.slice(currentPupils.length),
    charterSignedOn: family.charterSignedOn,
    referencesCount: family.referenceCount,
    homeVisitPassedOn: family.homeVisitOn,
    currentPupils,
    languages: family.languages,
    interests: family.interests,
    style: home?.style ?? [],
    religion: home?.religion ?? null,
    activities: home?.activities ?? [],
    minutesToSchool: family.minutesToSchool,
    genderPreference: home?.genderPreference ?? null,
    wishes: home?.wishes ?? { countries: [], languages: [] },
    atHostSchool: home?.atHostSchool ?? 'no',
    hostedBefore: home?.hostedBefore ?? 0,
  };
}
