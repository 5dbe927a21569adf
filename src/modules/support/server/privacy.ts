import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    check_ins: {
      holds: 'how a pupil and a host family are doing: five points, words, a promise',
      why: 'so that a pupil abroad is not left alone with a worry',
      keptFor: 'two years after the return',
      subject: null,
    },
    evaluations: {
      holds: 'how somebody looks back on a mobility: five points and words',
      why: 'to do better next time',
      keptFor: 'five years after the end of the project',
      subject: 'person_id',
    },
  },
};
