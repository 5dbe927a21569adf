import type { PlanStep } from '#engines/planner/index.ts';

/** Timelines that the product ships; own ones are made from them. */
export const templates = ['january', 'september', 'short'] as const;
export type TemplateName = (typeof templates)[number];

/** Whose turn a step of the timeline is. `sending` is school and organisation of the sending side together. */
export const sides = ['sendingSchool', 'sending', 'hostSchool', 'hostOrg', 'pupil', 'all'] as const;
export type Side = (typeof sides)[number];

export type PartyRole = 'school' | 'supporting';

/** Since when a fact of the product holds for an intake, by the fact's name in the templates (`completes`). */
export type StepFacts = Record<string, Temporal.PlainDate>;

/** A step of somebody's own timeline: with words of its own where it is not one that is shipped. */
export type TimelineStep = PlanStep & {
  readonly title?: { readonly en: string; readonly fr: string };
  /** left out of the plan; what waits for it waits for what it waits for */
  readonly hidden?: boolean;
};

/** Closed days of a place, and whom of the timeline they concern. */
export type PlaceDays = {
  part: 'sending' | 'host';
  public: readonly { from: Temporal.PlainDate; until: Temporal.PlainDate }[];
  school: readonly { from: Temporal.PlainDate; until: Temporal.PlainDate }[];
};
