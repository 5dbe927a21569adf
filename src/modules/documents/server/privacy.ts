import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    documents: {
      holds: 'agreements, complements and other papers of a mobility, encrypted, with their hash',
      why: 'proof of what was agreed and achieved',
      keptFor: 'five years after the end of the project',
      subject: null,
    },
  },
};
