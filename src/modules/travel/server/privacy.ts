import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { keptFor } from '../core/index.ts';

const tripsKept = `${inWords(keptFor.trips)} after the stay`;

export const privacy: PrivacyRegister = {
  tables: {
    journeys: {
      holds:
        'when and how a pupil travels, who brings and who meets them with a telephone number, when they left and arrived',
      why: 'so that nobody travels alone and parents know that their child has arrived',
      keptFor: 'as the mobility',
      subject: null,
    },
    journey_legs: {
      holds:
        'trains, buses and flights of a journey with their numbers, places and times, and what is late',
      why: 'so that those who bring and meet the pupil find the right platform',
      keptFor: 'as the mobility',
      subject: null,
    },
    journey_changes: {
      holds: 'what a journey looked like before it changed, who changed it and when',
      why: 'the old and the new time stand side by side, so that nobody waits at the wrong hour',
      keptFor: 'as the mobility',
      subject: 'made_by',
    },
    travel_groups: {
      holds: 'who goes along with a group of pupils, their telephone number and where they meet',
      why: 'one person answers for the group and counts the pupils in',
      keptFor: 'as the mobilities of the group',
      subject: 'companion_id',
    },
    travel_papers: {
      holds:
        'until when identity paper, EHIC, insurance and travel authorisation are valid, and who has looked; of the insurance its name, hotline and policy number. No number of a passport, identity card or EHIC',
      why: 'so that no paper ends before the stay does; read by those who see to it alone',
      keptFor: `${inWords(keptFor.papers)} after the stay`,
      subject: 'seen_by',
    },
    trips: {
      holds:
        'trips during the stay: where, when, with which adult (name, age, telephone), how, where the pupil sleeps',
      why: 'those who answer for the pupil agree to it, and where the pupil is at night is known',
      keptFor: `${tripsKept}; a draft ${inWords(keptFor.drafts)} after its last day`,
      subject: 'asked_by',
    },
    trip_answers: {
      holds: 'who said yes or no to a trip, when, and a sentence',
      why: 'to know that everybody who answers for the pupil has agreed',
      keptFor: 'as the trip',
      subject: 'answered_by',
    },
    trip_reminders: {
      holds: 'who was reminded of a trip, on which day, and by whom where somebody did it by hand',
      why: 'to remind nobody twice a day',
      keptFor: 'as the trip',
      subject: 'sent_by',
    },
    trip_changes: {
      holds: 'days and place of a trip before it changed, who changed it and when',
      why: 'those who had said yes see what is different',
      keptFor: 'as the trip',
      subject: 'made_by',
    },
  },
};
