import type { ApplicationId, OrgId, PersonId } from '#kernel/ids.ts';

export type RoundState =
  | 'draft'
  | 'published'
  | 'rating'
  | 'calibrating'
  | 'decided'
  | 'closed'
  | 'cancelled';

export const results = ['selected', 'reserve', 'not_selected'] as const;
export type Result = (typeof results)[number];

/** What keeps somebody from rating one pupil fairly. */
export const conflictKinds = ['own_child', 'relative', 'own_class', 'other'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export const reviewAnswers = ['upheld', 'looked_again', 'changed'] as const;
export type ReviewAnswer = (typeof reviewAnswers)[number];

/** How a score looks in words. */
export type Level = 'low' | 'middle' | 'high';

/** What goes first when two pupils have the same score, in the order chosen beforehand. The lot always comes last. */
export type TieRule =
  | { readonly kind: 'criterion'; readonly key: string }
  | { readonly kind: 'never_abroad' }
  | { readonly kind: 'lot' };

/** Who runs a round: what every decision about it reads. */
export type RoundParties = {
  readonly schoolId: OrgId;
  readonly supportOrgId: OrgId | null;
  readonly state: RoundState;
  readonly raterIds: readonly PersonId[];
};

export type Criterion = {
  readonly key: string;
  readonly weight: number;
};

/** One rater's points for one pupil and one criterion. */
export type Rating = {
  readonly applicationId: ApplicationId;
  readonly raterId: PersonId;
  readonly criterion: string;
  readonly points: number;
  readonly reason: string;
};

export type Candidate = {
  readonly applicationId: ApplicationId;
  /** what raters call the pupil in a blind round */
  readonly code: string;
  /** a longer stay abroad before; null when nobody said */
  readonly wasAbroad: boolean | null;
};
