import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    assessments: {
      holds: 'that an organisation assessed its own work, and who began it',
      why: 'quality of mobility, and invitations to peer-learning clubs',
      keptFor: 'as long as the organisation takes part, to show its change over time',
      subject: 'person_id',
    },
    assessment_answers: {
      holds:
        'the state of an organisation’s work point by point, with names of reviewers; nothing about pupils',
      why: 'to see one’s own quality and what is open',
      keptFor: 'as the assessment',
      subject: null,
    },
    assessment_priorities: {
      holds: 'what an organisation wants to learn about with others',
      why: 'facilitators propose clubs from it',
      keptFor: 'as the assessment',
      subject: null,
    },
  },
};
