export const templates = ['january', 'september'] as const;
export type TemplateName = (typeof templates)[number];

/** Whose turn a step of the timeline is. `sending` is school and organisation of the sending side together. */
export const sides = ['sendingSchool', 'sending', 'hostSchool', 'hostOrg', 'pupil', 'all'] as const;
export type Side = (typeof sides)[number];

export type PartyRole = 'school' | 'supporting';

/** Since when a fact of the product holds for an intake, by the fact's name in the templates (`completes`). */
export type StepFacts = Record<string, Temporal.PlainDate>;
