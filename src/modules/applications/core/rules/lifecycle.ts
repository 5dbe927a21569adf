import { defineWorkflow, isState as isStateOf } from '#engines/workflow/index.ts';
import { ageOn } from '#kernel/dates.ts';
import { type Answers, type Part, type PlacementWishes, parts } from '../schema.ts';
import type { ApplicationState, Waiting } from '../types.ts';

type Subject = { readonly complete: boolean; readonly hasFirstConsent: boolean };

/** From a pupil's first look to the school's decision. The consent of the guardians runs beside it, in any order. */
export const lifecycle = defineWorkflow({
  name: 'application',
  initial: 'draft',
  states: {
    draft: {},
    submitted: {},
    selected: { final: true },
    not_selected: { final: true },
    withdrawn: { final: true },
  },
  transitions: [
    {
      name: 'submit',
      from: ['draft'],
      to: 'submitted',
      by: ['pupil'],
      guards: [{ id: 'complete', test: (a: Subject) => a.complete }],
    },
    {
      name: 'select',
      from: ['submitted'],
      to: 'selected',
      by: ['school'],
      guards: [{ id: 'first-consent', test: (a: Subject) => a.hasFirstConsent }],
      follows: ['applications.pupil-selected'],
    },
    { name: 'decline', from: ['submitted'], to: 'not_selected', by: ['school'] },
    { name: 'withdraw', from: ['draft', 'submitted'], to: 'withdrawn', by: ['pupil'] },
  ],
});

export function isState(word: string): word is ApplicationState {
  return isStateOf(lifecycle, word);
}

export function partsDone(answers: Answers): Part[] {
  return parts.filter((part) => answers[part] !== undefined);
}

export function missingParts(answers: Answers): Part[] {
  return parts.filter((part) => answers[part] === undefined);
}

/** Eighteen is the age of majority in every country of the programme but Scotland's 16, which takes no part. */
export function isOfAge(
  birthDate: Temporal.PlainDate | null | undefined,
  today: Temporal.PlainDate,
): boolean {
  return birthDate ? ageOn(birthDate, today) >= 18 : false;
}

/**
 * Whose turn it is.
 * @param a.guardians how many people hold parental responsibility today
 */
export function waitingFor(a: {
  state: ApplicationState;
  hasFirstConsent: boolean;
  isOfAge: boolean;
  guardians: number;
}): Waiting {
  if (a.state === 'draft') return 'pupil-answers';
  if (a.state !== 'submitted') return null;
  if (a.hasFirstConsent) return 'school-decision';
  if (a.isOfAge) return 'pupil-consent';
  return a.guardians > 0 ? 'guardian-consent' : 'guardian-missing';
}

/** What placement has to know, or null while the pupil has not answered both parts. */
export function placementWishesIn(answers: Answers): PlacementWishes | null {
  return answers.food && answers.home ? { ...answers.food, ...answers.home } : null;
}
