import { defineWorkflow, isState as isStateOf } from '#engines/workflow/index.ts';
import type { RoundState } from '../types.ts';

type Subject = {
  /** criteria that are written out, raters named, dates in order */
  readonly ready: boolean;
  readonly candidates: number;
  /** every pupil has been rated completely by two people or more */
  readonly enoughRatings: boolean;
  /** every pupil's letter is written for the result that is planned */
  readonly lettersWritten: boolean;
};

/** From the first criteria to the last word. Nothing that was published changes once somebody has rated. */
export const lifecycle = defineWorkflow({
  name: 'selection-round',
  initial: 'draft',
  states: {
    draft: {},
    published: {},
    rating: {},
    calibrating: {},
    decided: {},
    closed: { final: true },
    cancelled: { final: true },
  },
  transitions: [
    {
      name: 'publish',
      from: ['draft'],
      to: 'published',
      by: ['school'],
      guards: [{ id: 'ready', test: (s: Subject) => s.ready }],
    },
    {
      name: 'take-back',
      from: ['published'],
      to: 'draft',
      by: ['school'],
    },
    {
      name: 'open-rating',
      from: ['published'],
      to: 'rating',
      by: ['school', 'supporting'],
      guards: [{ id: 'candidates', test: (s: Subject) => s.candidates > 0 }],
    },
    {
      name: 'calibrate',
      from: ['rating'],
      to: 'calibrating',
      by: ['school', 'supporting'],
      guards: [{ id: 'enough-ratings', test: (s: Subject) => s.enoughRatings }],
    },
    {
      name: 'decide',
      from: ['calibrating'],
      to: 'decided',
      by: ['school'],
      guards: [{ id: 'letters-written', test: (s: Subject) => s.lettersWritten }],
    },
    { name: 'close', from: ['decided'], to: 'closed', by: ['school'] },
    // after the decision everybody has been told: then there is a review, and no way back
    {
      name: 'cancel',
      from: ['published', 'rating', 'calibrating'],
      to: 'cancelled',
      by: ['school'],
    },
  ],
});

export function isRoundState(word: string): word is RoundState {
  return isStateOf(lifecycle, word);
}

/** What was said of pupils in a round that was stopped is kept this long, in case somebody asks, and then erased. */
export const cancelledDays = 180;

export const reviewDays = 14;

/** The last day on which somebody may ask for a review. */
export function reviewUntil(toldOn: Temporal.PlainDate): Temporal.PlainDate {
  return toldOn.add({ days: reviewDays });
}
