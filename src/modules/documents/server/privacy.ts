import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    documents: {
      holds: 'agreements, complements and other papers of a mobility, encrypted, with their hash',
      why: 'proof of what was agreed and achieved',
      keptFor: 'five years after the end of the project',
      subject: null,
    },
    removed_files: {
      holds: 'under which key a file lay whose row is gone; nothing about anybody',
      why: 'so that the file goes too, whatever happens meanwhile',
      keptFor: 'until the file is gone, an hour at most',
      subject: null,
    },
  },
};
