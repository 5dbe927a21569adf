import type { ApplicationId, IntakeId, OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';

/** What can make going abroad harder, in plain words. Nobody has to choose one. */
export const barrierKinds = [
  'money',
  'distance',
  'family_duties',
  'learning',
  'health',
  'background',
  'never_travelled',
  'discrimination',
  'other',
] as const;
export type BarrierKind = (typeof barrierKinds)[number];

/** As whom somebody wrote a wish or a barrier down. */
export const writers = ['pupil', 'guardian', 'contact'] as const;
export type Writer = (typeof writers)[number];

/** What a wish says. It lies sealed with the pupil's key; none of it has to be there but one of the three. */
export type WishContent = { kind: BarrierKind | null; words: string; wish: string };

/** Where the money for a measure comes from (Programme: inclusion support for organisations and for participants). */
export const budgetLines = [
  'none',
  'inclusion_organisation',
  'inclusion_participant',
  'individual_support',
  'school',
  'other',
] as const;
export type BudgetLine = (typeof budgetLines)[number];

export const opinions = ['yes', 'no'] as const;
export type Opinion = (typeof opinions)[number];

/** Who says apart from the others whether a measure helped. */
export const judges = ['pupil', 'guardian', 'doer'] as const;
export type Judge = (typeof judges)[number];

/** Whose a step of the pupil's plan is. */
export const stepOwners = ['pupil', 'guardian', 'doer', 'contact'] as const;
export type StepOwner = (typeof stepOwners)[number];

export const anchors = ['departure', 'arrival', 'return'] as const;
export type Anchor = (typeof anchors)[number];

/** What a step is for: getting ready, settling in, coming home. */
export type Part = 'preparation' | 'integration' | 're_entry';

/** What the parents at home are offered. */
export const talkKinds = ['call', 'meeting', 'material', 'call_back'] as const;
export type TalkKind = (typeof talkKinds)[number];

export const partsOfDay = ['any', 'morning', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof partsOfDay)[number];

/** Whom families can turn to at an organisation. */
export type Contact = { orgId: OrgId; personId: PersonId; name: string };

/** Whom a decision about a pupil's plan is made on. */
export type InclusionCase = {
  applicationId: ApplicationId;
  applicationState: string;
  projectId: ProjectId;
  intakeId: IntakeId;
  /** who coordinates the project */
  coordinatorId: OrgId;
  pupilId: PersonId;
  pupilName: string;
  /** the pupil is 18 and decides alone */
  ofAge: boolean;
  /** a pupil of age asked the parents to go on seeing the plan */
  familyStays: boolean;
  /** those who are guardians today */
  guardians: readonly { id: PersonId; name: string; language: string }[];
  sendingSchoolId: OrgId;
  sendingOrgId: OrgId | null;
  /** live contacts of the sending side, without those who rate this pupil just now */
  contacts: readonly Contact[];
  /** the stay, or the stay applied for */
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  /** null until the pupil is selected, and for those who do not share it */
  dossier: Dossier | null;
};

/** Who carries a measure out: somebody of the parties, or an organisation of theirs. */
export type Doer = { personId: PersonId | null; orgId: OrgId | null };
