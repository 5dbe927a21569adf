import { papersKept } from '#modules/projects/core/index.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { familyKept } from '../core/rules.ts';

export const privacy: PrivacyRegister = {
  tables: {
    host_offers: {
      holds: 'the mentor a host school names',
      why: 'pupils and schools know whom to turn to',
      keptFor: `${inWords(papersKept)} after the last day of the project`,
      subject: 'mentor_id',
    },
    host_families: {
      holds:
        'address, home, languages, interests, religion if told, a letter, dates of charter and home visit',
      why: 'to find the right home for a pupil and to keep the pupil safe',
      keptFor: `${inWords(familyKept)} after the family last hosted or anybody did anything about it; where a dossier names it, a row without a name as long as that`,
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
