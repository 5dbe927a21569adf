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

export const intents = ['start', 'improve', 'deepen'] as const;
export type Intent = (typeof intents)[number];

export type Item = {
  id: string;
  criterion: string;
  text: string;
  evidence: string[];
  standards: { framework: string; ref: string; verified: boolean }[];
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

export type Answer = {
  itemId: string;
  status: Status;
  /** why it does not apply */
  reason: string;
  evidence: string;
  evidenceOn: Temporal.PlainDate | null;
  /** who looked at it without carrying it out */
  reviewer: string;
};

export type Priority = { rank: number; itemId: string; intent: Intent };

/** Words of the questionnaire. `lang` is set when they are in another language than was asked for. */
export type Worded = { text: string; lang?: string };
