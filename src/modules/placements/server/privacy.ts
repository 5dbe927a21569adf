import { papersKept } from '#modules/projects/core/index.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';

export const privacy: PrivacyRegister = {
  tables: {
    placements: {
      holds:
        'which family and school were proposed to which pupil, when, and what spoke for and against',
      why: 'to decide where a pupil lives and to be able to say why',
      keptFor: `${inWords(papersKept)} after the last day of the project`,
      subject: null,
    },
    placement_answers: {
      holds: 'who said yes or no, with a short note',
      why: 'nobody is placed without the consent of school, family, pupil and guardian',
      keptFor: 'yes as the placement; notes of a no until the mobility has ended',
      subject: 'answered_by',
    },
  },
};
