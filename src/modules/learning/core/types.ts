/** One thing the pupil is to learn: the row of the agreement. */
export type AgreementRow = {
  subject: string;
  outcome: string;
  /** how it is learned */
  learned: string;
  /** how it is assessed */
  assessed: string;
  /** how it is recognised afterwards */
  recognised: string;
};

export const cells = ['subject', 'outcome', 'learned', 'assessed', 'recognised'] as const;
export type Cell = (typeof cells)[number];

/** In which part somebody signs. Supporting organisations help and read; they are no party to the agreement. */
export const signatoryRoles = ['pupil', 'guardian', 'sending_school', 'host_school'] as const;
export type SignatoryRole = (typeof signatoryRoles)[number];

export const contactRoles = [
  'pupil',
  'guardian',
  'contact_teacher',
  'mentor',
  'contact_person',
] as const;
export type ContactRole = (typeof contactRoles)[number];

export type SchoolFacts = { name: string; city: string; country: string; oid: string | null };

/**
 * What is signed, as it stood when the version was opened. Its SHA-256 over the canonical JSON is what every signature
 * carries. Days are `YYYY-MM-DD`.
 */
export type AgreementContent = {
  form: 'sojourn-learning-agreement/1';
  mobilityId: string;
  number: number;
  project: { code: string; title: string };
  pupil: { name: string };
  sending: SchoolFacts;
  host: SchoolFacts;
  stay: { from: string; until: string };
  contacts: { role: ContactRole; name: string; email: string; phone: string }[];
  rows: AgreementRow[];
  monitoring: string;
  reintegration: string;
  changeReason: string;
};

export const results = ['achieved', 'partly', 'not'] as const;
export type ResultOfRow = { position: number; result: (typeof results)[number]; remark: string };

export const decisions = ['recognised', 'partly', 'not_recognised'] as const;
export type RecognitionDecision = (typeof decisions)[number];

/** A fact that completes a step of the timeline. */
export type LearningFact = {
  mobilityId: `mob_${string}`;
  fact: 'agreement-signed' | 'host-report' | 'recognised';
  at: Temporal.Instant;
};
