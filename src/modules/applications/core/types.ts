import type { CalendarDate } from '#kernel/dates.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';

export type ApplicationState = 'draft' | 'submitted' | 'selected' | 'not_selected' | 'withdrawn';

/** Who belongs to an application: what every decision about it reads. */
export type ApplicationParties = {
  readonly pupilId: PersonId;
  readonly guardianIds: readonly PersonId[];
  readonly sendingSchoolId: OrgId;
  readonly sendingOrgId: OrgId | null;
};

export type ApplicationRole = 'pupil' | 'guardian' | 'school' | 'supporting';

/** Whose turn it is. Null when nobody has to do anything before the next event of the project. */
export type Waiting =
  | 'pupil-answers'
  | 'guardian-consent'
  | 'pupil-consent'
  | 'guardian-missing'
  | 'school-decision'
  | null;

export type GuardianRelation = 'mother' | 'father' | 'guardian';

/** What was submitted, in the words the pupil read. `sensitive` lines are for the pupil and the guardians alone. */
export type FrozenApplication = {
  readonly language: string;
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    readonly lines: readonly {
      readonly question: string;
      readonly answer: string;
      readonly sensitive?: boolean;
    }[];
  }[];
};

/** Somebody who is already in the intake, for the check of duplicates. */
export type KnownPupil = {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: CalendarDate | null;
};
