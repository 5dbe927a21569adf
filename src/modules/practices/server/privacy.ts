import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    practices: {
      holds:
        'good-practice cards: what an organisation does and why it works, who wrote it, and the name under which they want it to be public, if any',
      why: 'learning among peers; what its author releases is read by everybody',
      keptFor: 'until its author withdraws it; drafts two years after their last change',
      subject: 'author_id',
    },
    practice_marks: {
      holds: 'who would do what a card describes, and who has',
      why: 'to begin a plan of one’s own and to show what is of use',
      keptFor: 'as the card',
      subject: 'person_id',
    },
    practice_reports: {
      holds: 'who has reported a card of the public catalogue, and why',
      why: 'so that what should not be public is looked at',
      keptFor: 'as the card',
      subject: 'person_id',
    },
  },
};
