import type { FormDefinition, PageState } from '#engines/forms/index.ts';
import type { FormRequestId, FormVersionId, OrgId, PersonId } from '#kernel/ids.ts';

export const requestStates = [
  'asked',
  'opened',
  'draft',
  'submitted',
  'declined',
  'recalled',
] as const;
export type RequestState = (typeof requestStates)[number];

/** Why somebody does not answer. */
export const declineReasons = ['not-mine', 'relative', 'other'] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** Who has to do with a request: what every decision about it reads. */
export type RequestParties = {
  readonly addresseeId: PersonId | null;
  readonly askedBy: PersonId | null;
  readonly askingOrgId: OrgId;
  readonly subjectId: PersonId | null;
  readonly readerOrgs: readonly OrgId[];
  readonly readerPersons: readonly PersonId[];
  readonly state: RequestState;
};

/** What is true of a request on a day, beside its own row. */
export type RequestCircumstances = {
  /** until when it can be answered */
  readonly expiresAt: Temporal.Instant;
  readonly asGuardian: boolean;
  readonly subjectIsOfAge: boolean;
  /** asked as guardian with an account, and still holds parental responsibility; true when that cannot be known */
  readonly stillGuards: boolean;
};

/** A page of a form as it is drawn: the engine's state and what stands in its fields. */
export type FormPage = PageState & {
  /** of the wording */
  readonly language: string;
  /** by name of the field, as `readPage` takes them */
  readonly fields: Readonly<Record<string, readonly string[]>>;
};

/** A published version, as data. */
export type PublishedForm = {
  readonly id: FormVersionId;
  readonly key: string;
  readonly number: number;
  /** null for the product's own */
  readonly orgId: OrgId | null;
  readonly definition: FormDefinition;
};

/** A request as others see it: who was asked for what, and where that stands. */
export type RequestSummary = {
  readonly id: FormRequestId;
  readonly formKey: string;
  /** the section's title, in the reader's language */
  readonly title: string;
  readonly capacity: string;
  readonly state: RequestState;
  readonly addressee: {
    readonly id: PersonId | null;
    readonly name: string;
    readonly email: string;
  };
  readonly askedAt: Temporal.Instant;
  readonly submittedAt: Temporal.Instant | null;
  readonly remindedAt: Temporal.Instant | null;
  readonly reminded: number;
  readonly expiresAt: Temporal.Instant;
  /** when their mail server refused our mail for good */
  readonly refusedAt: Temporal.Instant | null;
  /** asked of a guardian who is not asked any more: the pupil is of age, or responsibility has ended */
  readonly over: 'of-age' | 'not-guardian' | null;
  readonly decline: { readonly reason: DeclineReason; readonly note: string } | null;
  readonly mayManage: boolean;
  readonly mayRead: boolean;
  /** it is the reader who was asked */
  readonly mine: boolean;
};
