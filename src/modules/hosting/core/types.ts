import type { CalendarDate } from '#kernel/dates.ts';
import type { FamilyMemberId, PersonId } from '#kernel/ids.ts';
import type { Home } from './schema.ts';

export type Gender = 'f' | 'm' | 'x';
export type Relation = 'parent' | 'child' | 'other';

export type HouseholdMember = {
  id: FamilyMemberId;
  /** set when they sign in themselves */
  personId: PersonId | null;
  givenName: string;
  familyName: string;
  birthDate: CalendarDate;
  gender: Gender;
  relation: Relation;
  recordCheckSeenOn: CalendarDate | null;
  /** last day on which the check counts */
  recordCheckValidUntil: CalendarDate | null;
};

/** What readiness is judged by. */
export type FamilyFacts = {
  members: readonly Pick<
    HouseholdMember,
    'id' | 'givenName' | 'birthDate' | 'recordCheckValidUntil'
  >[];
  /** null until the family has described it */
  home: Home | null;
  languages: readonly string[];
  letter: string;
  charterSignedOn: CalendarDate | null;
  referenceCount: number;
  homeVisitOn: CalendarDate | null;
  /** from this age members need a clean record check where the family lives; 18 at most */
  checkFromAge: number;
};

export type MissingId =
  | 'adult'
  | 'check-none'
  | 'check-ends'
  | 'check-ended'
  | 'check-birthday'
  | 'charter'
  | 'references'
  | 'visit'
  | 'bed'
  | 'languages'
  | 'letter';

/** One thing that a family still lacks, as a sentence. */
export type MissingItem = {
  id: MissingId;
  messageKey: `hosting.missing.${MissingId}`;
  params: Record<string, string | number | CalendarDate>;
};
