import type { PersonId } from '#kernel/ids.ts';

/** What is agreed to. The first and the binding consent are given on pages of their own; the others are all optional. */
export const consentKinds = ['first', 'binding', 'photo', 'data_transfer', 'medical'] as const;
export type ConsentKind = (typeof consentKinds)[number];

/** Each stands for itself, and none is a condition of anything. */
export const optionalKinds = ['photo', 'data_transfer', 'medical'] as const;
export type OptionalKind = (typeof optionalKinds)[number];

export type ConsentCapacity = 'guardian' | 'pupil_of_age' | 'guardian_with_pupil';

/** What somebody said once; a later word of the same person takes its place. */
export type ConsentVoice = {
  readonly givenBy: PersonId;
  readonly capacity: ConsentCapacity;
  readonly answer: 'yes' | 'no';
  readonly givenAt: Temporal.Instant;
  readonly withdrawnAt: Temporal.Instant | null;
};

/** How many of those who hold parental responsibility must agree, and how sure that is. */
export type HolderRule = {
  readonly holders: 'one' | 'both';
  /** found: the source says so; unclear: it speaks of something near; unknown: nothing was found */
  readonly certainty: 'found' | 'unclear' | 'unknown';
  readonly source: string | null;
};

/** Where a consent stands today. Derived, never kept. */
export type ConsentStanding = {
  /** it counts: everybody whose word is needed agrees today */
  readonly complete: boolean;
  /** whose word is asked today: the pupil of age, or who holds parental responsibility */
  readonly asked: readonly PersonId[];
  /** those of them who agree */
  readonly agreed: readonly PersonId[];
  /** those who have not said anything yet */
  readonly open: readonly PersonId[];
  /** somebody who is asked has said no, or has taken back a yes */
  readonly disagrees: boolean;
  /** guardians agreed, but the pupil is of age meanwhile and is asked */
  readonly outgrown: boolean;
};
