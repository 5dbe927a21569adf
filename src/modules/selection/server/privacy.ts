import type { PrivacyRegister } from '#platform/privacy.ts';

const round = 'as long as the project’s documents; two years after the stay';
const ratings =
  'as long as the application: six months after the decision for who did not go, two years after the stay for who went; 180 days where the round was stopped';

export const privacy: PrivacyRegister = {
  tables: {
    selection_rounds: {
      holds: 'how a school chooses for an intake: places, dates, rules, who decided and when',
      why: 'so that everybody chooses and is chosen by the same rules, published beforehand',
      keptFor: round,
      subject: null,
    },
    selection_criteria: {
      holds: 'the criteria, their weights and what scores look like in words',
      why: 'pupils read them before anybody rates',
      keptFor: round,
      subject: null,
    },
    selection_raters: {
      holds: 'who rates in a round',
      why: 'two or more people rate, from the school and its supporting organisation',
      keptFor: ratings,
      subject: 'person_id',
    },
    selection_candidates: {
      holds: 'the pupils of a round with their neutral name, rank and planned result',
      why: 'to rate without names, and to move the reserve list up in its order',
      keptFor: ratings,
      subject: 'pupil_id',
    },
    selection_conflicts: {
      holds: 'that a rater is too close to a pupil to rate them, and in which of four ways',
      why: 'they are left out for this pupil',
      keptFor: ratings,
      subject: 'person_id',
    },
    selection_ratings: {
      holds: 'points and reasons of a rater about a pupil, by criterion',
      why: 'to choose; read by their rater alone until all have rated, never by other families',
      keptFor: ratings,
      subject: 'rater_id',
    },
    selection_revisions: {
      holds: 'what a rater had said before they thought again, and why',
      why: 'so that a change can be followed',
      keptFor: ratings,
      subject: 'rater_id',
    },
    selection_interviews: {
      holds: 'notes of an interview with a pupil',
      why: 'to choose by more than what is written',
      keptFor: ratings,
      subject: 'rater_id',
    },
    selection_news: {
      holds: 'the letter to a pupil: the result, one strength, and how each criterion was seen',
      why: 'to tell the pupil kindly; read by the pupil, the guardians and who runs the round',
      keptFor: ratings,
      subject: 'pupil_id',
    },
    selection_reviews: {
      holds: 'that a family asked to look at a decision again, in their words, and the answer',
      why: 'another person looks again and answers with a reason',
      keptFor: ratings,
      subject: 'pupil_id',
    },
  },
};
