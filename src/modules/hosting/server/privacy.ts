import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    host_offers: {
      holds: 'the mentor a host school names',
      why: 'pupils and schools know whom to turn to',
      keptFor: 'five years after the end of the project',
      subject: 'mentor_id',
    },
    host_families: {
      holds:
        'address, home, languages, interests, religion if told, a letter, dates of charter and home visit',
      why: 'to find the right home for a pupil and to keep the pupil safe',
      keptFor: 'two years after the family last hosted or offered to',
      subject: null,
    },
    family_members: {
      holds:
        'name, birth date, gender, and of a record check only that it was seen, when, by whom and until when it counts',
      why: 'to match a household and to know that every adult was checked',
      keptFor: 'as the family',
      subject: 'person_id',
    },
  },
};
