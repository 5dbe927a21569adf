import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    clubs: {
      holds: 'name, theme and questions of a peer-learning club and who leads it',
      why: 'learning among peers about the quality of mobility',
      keptFor: 'two years after its last meeting',
      subject: 'facilitator_id',
    },
    club_members: {
      holds: 'who was asked to join a club, for which organisation, and the answer',
      why: 'to form the club and to invite its members',
      keptFor: 'as the club',
      subject: 'person_id',
    },
  },
};
