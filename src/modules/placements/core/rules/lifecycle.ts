import { defineWorkflow, type StateOf } from '#engines/workflow/index.ts';
import { ageOn, type CalendarDate } from '#kernel/dates.ts';
import { type Side, sides } from '../types.ts';

/** The life of a placement: proposed by the hosting organisation, accepted when every side that is asked says yes. */
export const placementLifecycle = defineWorkflow({
  name: 'placement',
  initial: 'proposed',
  states: {
    proposed: {},
    accepted: {},
    declined: { final: true },
    withdrawn: { final: true },
    ended: { final: true },
  },
  transitions: [
    {
      name: 'accept',
      from: ['proposed'],
      to: 'accepted',
      by: sides,
      guards: [
        {
          id: 'everybody-said-yes',
          test: (asked: { yes: readonly Side[]; needed: readonly Side[] }) =>
            asked.needed.every((side) => asked.yes.includes(side)),
        },
      ],
      follows: ['placements.accepted'],
    },
    { name: 'decline', from: ['proposed'], to: 'declined', by: sides },
    { name: 'withdraw', from: ['proposed'], to: 'withdrawn', by: ['hosting_support'] },
    { name: 'end', from: ['accepted'], to: 'ended', by: ['hosting_support'] },
  ],
});

export type PlacementState = StateOf<typeof placementLifecycle>;

/** Sides that have to answer: a pupil of 18 answers alone, without a guardian. */
export function sidesAsked(pupilBirthDate: CalendarDate | null, today: CalendarDate): Side[] {
  const ofAge = pupilBirthDate !== null && ageOn(pupilBirthDate, today) >= 18;
  return sides.filter((side) => side !== 'guardian' || !ofAge);
}

/** Where a placement is read and answered; mails cannot ask the pages. */
export const placementAddress = (mobilityId: string) => `/mobilities/${mobilityId}/placement`;

/** The task of the table of responsibilities by which families are proposed for pupils. */
export const placeTask = 'place-pupils';
