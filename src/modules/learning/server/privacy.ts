import { papersKept } from '#modules/projects/core/index.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';

const keptFor = `${inWords(papersKept)} after the last day of the project`;

export const privacy: PrivacyRegister = {
  tables: {
    agreement_versions: {
      holds: 'what a pupil is to learn, with names and addresses of those in charge, and its hash',
      why: 'the Learning Agreement of the mobility',
      keptFor,
      subject: null,
    },
    agreement_rows: {
      holds: 'the rows of the agreement',
      why: 'the Learning Agreement of the mobility',
      keptFor,
      subject: null,
    },
    agreement_signatures: {
      holds: 'who signed what, in which words, part and language, and when',
      why: 'proof of the signature',
      keptFor,
      subject: 'person_id',
    },
    complements: {
      holds: 'what the pupil achieved, row by row',
      why: 'basis of recognition',
      keptFor,
      subject: null,
    },
    recognition_decisions: {
      holds: 'what the sending school recognised, and why not',
      why: 'recognition of the time abroad',
      keptFor,
      subject: null,
    },
  },
};
