import type { PartyRole } from '#modules/mobilities/core/index.ts';

/** With whom a contact person talks: apart from each other, and kept apart. */
export const talkPartners = ['pupil', 'host_family'] as const;
export type TalkPartner = (typeof talkPartners)[number];

export const ways = ['in_person', 'phone', 'video', 'message'] as const;
export type Way = (typeof ways)[number];

/** What a check-in asks, in five points. */
export const checkInTopics = ['wellBeing', 'family', 'school', 'friends', 'language'] as const;
export type CheckInTopic = (typeof checkInTopics)[number];
export type CheckInRatings = Record<CheckInTopic, number>;

/** What became of the promise of last time. */
export const promiseStates = ['kept', 'not_yet'] as const;
export type PromiseState = (typeof promiseStates)[number];

/** A talk as the rules need it. */
export type Talk = {
  with: TalkPartner;
  heldOn: Temporal.PlainDate;
  way: Way;
  promise: string;
  lastPromise: PromiseState | null;
};

/** What can be due of a contact person: a talk with each side, and the second visit at home. */
export const contactKinds = [...talkPartners, 'visit'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** Who looks back after the return. */
export const evaluationRoles = [
  'pupil',
  'guardian',
  'host_family',
  'host_school',
  'sending_school',
] as const;
export type EvaluationRole = (typeof evaluationRoles)[number];

/** What an evaluation asks, in five points. */
export const evaluationTopics = [
  'preparation',
  'family',
  'school',
  'support',
  'recommend',
] as const;
export type EvaluationTopic = (typeof evaluationTopics)[number];
export type EvaluationRatings = Record<EvaluationTopic, number>;

/** How bad it is, from what is normal to what is about safety. */
export const caseLevels = ['mild', 'moderate', 'serious', 'emergency'] as const;
export type CaseLevel = (typeof caseLevels)[number];

/** As what somebody works on cases: not a role of the dossier but what follows from it and from their organisation. */
export const caseParts = [
  'contact_person',
  'hosting_lead',
  'sending_lead',
  'school_lead',
  // of a case that came out of a concern: those who were asked by name to read it, and nobody else
  'circle',
] as const;
export type CasePart = (typeof caseParts)[number];

export const caseOutcomes = ['settled', 'moved', 'returned_early', 'handed_on', 'no_need'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

export const caseTools = [
  'talk',
  'plan_for_success',
  'mediation',
  'support_agreement',
  'joint_call',
  'letter',
  'move',
  'early_return',
] as const;
export type CaseTool = (typeof caseTools)[number];

/** Tools of which the pupil reads a plan and answers it. */
export const planTools = ['plan_for_success', 'support_agreement'] as const satisfies CaseTool[];
export type PlanTool = (typeof planTools)[number];

/** As what somebody lives it and reads a plan of support. */
export const planParts = ['pupil', 'guardian', 'host_family'] as const;
export type PlanPart = (typeof planParts)[number];
export const planAnswers = ['agree', 'change'] as const;
export type PlanAnswer = (typeof planAnswers)[number];

export const noteKinds = ['shared', 'confidential'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** What made the product look up. */
export const signalKinds = ['poor', 'alarming', 'contradiction', 'falling', 'silence'] as const;
export type SignalKind = (typeof signalKinds)[number];

/** One reason for a case, as data: `sign` names what it was seen in, so that it opens nothing twice. */
export type Signal = {
  kind: SignalKind;
  sign: string;
  level: CaseLevel;
  /** topic, partner, points: filled into a sentence */
  params: Record<string, string | number>;
  thresholds: string;
};

/** Who may raise a concern. */
export const concernRaisers = ['pupil', 'host_family', 'guardian'] as const;
export type ConcernRaiser = (typeof concernRaisers)[number];

/** Whom a concern can be about. */
export const concernSubjects = [
  'host_family',
  'contact_person',
  'hosting_org',
  'host_school',
  'sending_school',
  'sending_org',
  'other',
] as const;
export type ConcernSubject = (typeof concernSubjects)[number];

/** The parties of a dossier that can be asked to read a concern. */
export type ConcernReader = Extract<
  PartyRole,
  'sending_support' | 'sending_school' | 'hosting_support'
>;
