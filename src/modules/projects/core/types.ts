import type { PlanStep } from '#engines/planner/index.ts';

/** Timelines that the product ships; own ones are made from them. */
export const templates = ['january', 'september', 'short'] as const;
export type TemplateName = (typeof templates)[number];

/** Whose turn a step of the timeline is. `sending` and `host` are school and organisation of a side together. */
export const sides = [
  'sendingSchool',
  'sendingOrg',
  'sending',
  'hostSchool',
  'hostOrg',
  'host',
  'pupil',
  'all',
] as const;
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

type Days = readonly { from: Temporal.PlainDate; until: Temporal.PlainDate }[];

/** Closed days on a side of the timeline: of the country, of a school, of the office of who supports it. */
export type PlaceDays = { part: 'sending' | 'host'; public?: Days; school?: Days; office?: Days };
