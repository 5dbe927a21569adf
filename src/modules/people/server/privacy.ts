import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    persons: {
      holds: 'name, address for mail, birth date, gender, language',
      why: 'to know who takes part and to reach them',
      keptFor: 'until two years after the last mobility, project or club they belong to',
      subject: 'id',
    },
    guardianships: {
      holds: 'who holds parental responsibility for whom',
      why: 'consents and signatures of guardians',
      keptFor: 'as the pupil',
      subject: 'pupil_id',
    },
    consents: {
      holds:
        'who agreed or did not agree to what, in which words, as whom and when, and when it was taken back',
      why: 'proof of consent',
      keptFor:
        'five years after the end of the project; of an application that led to no stay, as long as the application',
      subject: 'pupil_id',
    },
    login_codes: {
      holds: 'address and the hash of a one-time code',
      why: 'sign-in',
      keptFor: 'one day',
      subject: null,
    },
    sessions: {
      holds: 'hash of a session, device name',
      why: 'sign-in',
      keptFor: '30 days',
      subject: 'person_id',
    },
    feeds: {
      holds: 'that a person has a calendar address',
      why: 'private calendar feed',
      keptFor: 'until revoked',
      subject: 'person_id',
    },
  },
};
