import type { AssessmentReviewerId, PersonId } from '#kernel/ids.ts';

export const statuses = [
  'not_started',
  'in_progress',
  'implemented',
  'documented_audited',
  'not_applicable',
] as const;
/** The four statuses of the Quality Development Tool, and "not applicable". */
export type Status = (typeof statuses)[number];
/** A status that says how far a point has come. */
export type Level = Exclude<Status, 'not_applicable'>;

export const scopes = ['quick', 'full'] as const;
export type Scope = (typeof scopes)[number];

export const roles = ['sending_school', 'host_school', 'supporting_organisation'] as const;
/** In which role an organisation looks at itself. */
export type Role = (typeof roles)[number];

export const intents = ['start', 'improve', 'offer'] as const;
export type Intent = (typeof intents)[number];

/**
 * Where the look of another person stands: asked for, given, or not given. `named` stands in assessments from before
 * reviewers confirmed by themselves: one was named, and nobody asked.
 */
export type Review = 'asked' | 'confirmed' | 'declined' | 'named';

export type Item = {
  id: string;
  criterion: string;
  text: string;
  evidence: string[];
  standards: { framework: string; ref: string; verified: boolean }[];
  /** quality standards that an answer to this point speaks about */
  eqsIds: string[];
  appliesTo: string[];
  core: boolean;
  critical: boolean;
};

export type Criterion = { id: string; phase: string; title: string };

export type Questionnaire = {
  version: string;
  minutes: Record<Scope, number>;
  minimumAnsweredShare: number;
  phases: { id: string; title: string; question: string }[];
  criteria: Criterion[];
  frameworks: Record<string, { name: string; url?: string }>;
  items: Item[];
};

/** How a version of the questionnaire that came before differed from the one in force. */
export type EarlierVersion = {
  version: string;
  /** the words of points that were worded otherwise, by language */
  reworded: Record<string, Record<string, string>>;
  /** points it did not ask yet */
  addedLater: string[];
  /** points that it asked and that are asked no longer */
  dropped: Item[];
};

/** A colleague, or somebody from elsewhere whom the team has invited. */
export type ReviewerId = PersonId | AssessmentReviewerId;

export type Answer = {
  itemId: string;
  status: Status;
  /** why it does not apply */
  reason: string;
  /** for colleagues and the report on standards; never read by others */
  note: string;
  evidence: string;
  evidenceOn: Temporal.PlainDate | null;
  /** who looks at it without carrying it out, and confirms it */
  reviewerId: ReviewerId | null;
};

/** What the rules read of an answer that is kept. */
export type Standing = Pick<Answer, 'status'> & { review?: Review | null; lookAgain?: boolean };

export type Priority = { rank: number; itemId: string; intent: Intent };

/** Words of the questionnaire. `lang` is set when they are in another language than was asked for. */
export type Worded = { text: string; lang?: string };
