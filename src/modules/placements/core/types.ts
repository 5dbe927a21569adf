import type { CalendarDate } from '#kernel/dates.ts';
import type { FamilyId, FamilyMemberId, OrgId, PersonId } from '#kernel/ids.ts';

/** Somebody of a household: by their person where they sign in, else by their line in the household. */
export type SomebodyId = PersonId | FamilyMemberId;

/** How somebody takes to a thing. A strong objection rules a placement out, "rather not" only weighs. */
export type TriState = 'yes' | 'rather_not' | 'strongly_object';

export type Gender = 'f' | 'm' | 'x';

export type PetKind = 'cat' | 'dog' | 'rodent' | 'horse' | 'bird' | 'other';
export type FoodAllergen = 'nuts' | 'gluten' | 'dairy' | 'eggs' | 'fish' | 'shellfish' | 'soy';
/** `pollen` and `dust` meet no pet and no food: they are shown to people, no rule reads them. */
export type AllergyKind = Exclude<PetKind, 'other'> | FoodAllergen | 'pollen' | 'dust';
export type Allergy = { readonly kind: AllergyKind; readonly severity: 'mild' | 'serious' };

export type Diet =
  | 'none'
  | 'vegetarian'
  | 'vegan'
  | 'halal'
  | 'kosher'
  | 'gluten-free'
  | 'lactose-free';

/** What matching reads of a pupil's dossier. */
export type PlacementPupil = {
  readonly id: PersonId;
  readonly birthDate: CalendarDate;
  readonly gender: Gender;
  /** ISO 3166-1. */
  readonly countryCode: string;
  /** ISO 639-1; the first one is the mother tongue. */
  readonly languages: readonly string[];
  readonly allergies: readonly Allergy[];
  readonly diet: Diet;
  readonly smokes: boolean;
  readonly acceptsSmoking: TriState;
  readonly acceptsPets: TriState;
  readonly acceptsSharedRoom: TriState;
  readonly acceptsSingleAdult: TriState;
  /** Pupil and parents agreed in writing to a single adult without children. */
  readonly singleAdultApproved: boolean;
  /** Person or member ids. */
  readonly relatives: readonly SomebodyId[];
  /** Person or member ids of people known before, other than relatives. */
  readonly acquaintances: readonly SomebodyId[];
  /** A placement with a family known before was declared to the organisations. */
  readonly directPlacementDeclared: boolean;
  readonly interests: readonly string[];
  /** Words of the shared list on values and habits ("quiet", "outdoors"). */
  readonly style: readonly string[];
  readonly religion: string | null;
  /** Activity that must go on during the stay. */
  readonly mustContinue: readonly string[];
  readonly wishes: { readonly countries: readonly string[]; readonly languages: readonly string[] };
};

export type FamilyMember = {
  readonly id: SomebodyId;
  readonly name: string;
  readonly birthDate: CalendarDate;
  readonly gender: Gender;
  /** Last day on which a clean record check counts; null when there is none. */
  readonly recordCheckValidUntil: CalendarDate | null;
  /** Person ids of relatives of this member. */
  readonly relatedTo?: readonly SomebodyId[];
};

export type Bed = {
  /** For this pupil alone. */
  readonly own: boolean;
  /** Neither convertible nor inflatable. */
  readonly fixed: boolean;
  /** Everybody else who sleeps in the room; empty or null when nobody does. */
  readonly sharedWith:
    | readonly { readonly gender: Gender; readonly birthDate: CalendarDate }[]
    | null;
};

export type CurrentPupil = {
  readonly countryCode: string;
  /** Mother tongue, ISO 639-1. */
  readonly language: string;
  readonly gender: Gender;
  /** The families of both pupils agreed in writing. */
  readonly consentBothFamilies: boolean;
};

/** What matching reads of a host family. */
export type PlacementFamily = {
  readonly id: FamilyId;
  /** Everybody who lives there; staying ten days or more counts as living there. */
  readonly members: readonly FamilyMember[];
  readonly pets: readonly { readonly kind: PetKind; readonly indoors: boolean }[];
  readonly smoking: 'none' | 'outdoors' | 'indoors';
  readonly acceptsSmoker: TriState;
  readonly dietsAccepted: Readonly<Record<Exclude<Diet, 'none'>, TriState>>;
  /** Allergens that the family cannot keep off the table. */
  readonly foodsServed: readonly FoodAllergen[];
  readonly beds: readonly Bed[];
  readonly charterSignedOn: CalendarDate | null;
  /** References taken up, not from relatives. */
  readonly referencesCount: number;
  readonly homeVisitPassedOn: CalendarDate | null;
  /** Other pupils who live there at any time of the stay. */
  readonly currentPupils: readonly CurrentPupil[];
  readonly languages: readonly string[];
  readonly interests: readonly string[];
  readonly style: readonly string[];
  readonly religion: string | null;
  /** Activities within reach. */
  readonly activities: readonly string[];
  /** Door to door; null when not known. */
  readonly minutesToSchool: number | null;
  readonly genderPreference: Gender | null;
  readonly wishes: { readonly countries: readonly string[]; readonly languages: readonly string[] };
  /** A child of the family goes to the host school, even to the pupil's class. */
  readonly atHostSchool: 'no' | 'school' | 'class';
  /** Pupils hosted before. */
  readonly hostedBefore: number;
};

/** Somebody who could be the pupil's contact person. */
export type PlacementContact = {
  readonly personId: SomebodyId;
  /** Relatives of this person: ids of persons or members. */
  readonly relatedTo: readonly SomebodyId[];
  readonly closeFriendOf: readonly SomebodyId[];
  readonly teachesPupil: boolean;
  readonly coachesPupil: boolean;
  /** To the host family's home; null when not known. */
  readonly distanceKm: number | null;
};

/** Both days belong to the stay. */
export type Stay = { readonly from: CalendarDate; readonly until: CalendarDate };

export type HardRuleId =
  | 'allergy-pet'
  | 'diet-strong-object'
  | 'smoking-strong-object'
  | 'own-bed'
  | 'female-all-male'
  | 'checks'
  | 'single-no-child'
  | 'double'
  | 'not-related'
  | 'contact-person-independent';

/** Which rules count, and their measures. Made by `policyFor` or `makePolicy`. */
export type RulePolicy = {
  /** Rules switched off. Those that can never be off are judged even when they stand here. */
  readonly off: readonly HardRuleId[];
  /** Age from which a member needs a record check. */
  readonly checkFromAge: number;
  readonly referencesNeeded: number;
  /** Years between two who share a room, at most. */
  readonly nearAgeYears: number;
  readonly contactReachKm: number;
};

/** Values of a sentence. Dates stay dates: the page writes them in the reader's way. */
export type SentenceParams = Readonly<Record<string, string | number | CalendarDate>>;

export type BrokenRule = {
  readonly rule: HardRuleId;
  readonly messageKey: `rules.${HardRuleId}`;
  readonly params: SentenceParams;
};

export type SoftCriterionId =
  | 'siblings'
  | 'interests'
  | 'values-and-family-style'
  | 'languages'
  | 'pet-attitude'
  | 'distance-to-school'
  | 'gender-preference'
  | 'country-language-wish'
  | 'diet-prefer-not'
  | 'religion'
  | 'activity-must-continue'
  | 'family-in-host-school-or-class'
  | 'previous-hosting';

export type FitReason = {
  readonly id: SoftCriterionId;
  readonly tone: 1 | -1;
  /** tone x weight of the criterion. */
  readonly points: number;
  readonly messageKey: `fit.${SoftCriterionId}`;
  readonly params: SentenceParams;
};

export type Fit = { readonly score: number; readonly reasons: readonly FitReason[] };

/** Who is asked about a placement, each with one answer. */
export const sides = ['host_school', 'host_family', 'pupil', 'guardian'] as const;
export type Side = (typeof sides)[number];

/** Of each host school that offers places for a dossier's intake: who proposes families there, by its table with the hosting organisation. */
export type Placing = {
  schools: readonly {
    orgId: OrgId;
    name: string;
    hostingPlaces: boolean;
    schoolPlaces: boolean;
    /** recruits families itself, and the two work together in writing: the hosting organisation may propose them too */
    schoolRecruits: boolean;
  }[];
};
