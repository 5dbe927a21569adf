import { sessionDays } from '#platform/http/session.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { codeKept, personKept, toldBefore } from '../core/rules.ts';

export const privacy: PrivacyRegister = {
  tables: {
    persons: {
      holds: 'name, address for mail, birth date, gender, language',
      why: 'to know who takes part and to reach them',
      keptFor: `as long as they belong to a dossier, an organisation or a club, and then until ${inWords(personKept)} have gone without a sign-in; they are told by mail ${inWords(toldBefore)} before. A row without a name stays, so that what others decided keeps its hand`,
      subject: 'id',
      after: { bare: ['email', 'phone', 'birth_date', 'preferred_name', 'family_name'] },
    },
    guardianships: {
      holds: 'who holds parental responsibility for whom',
      why: 'consents and signatures of guardians',
      keptFor: 'as the pupil',
      subject: 'pupil_id',
      after: { as: 'person' },
    },
    consents: {
      holds:
        'who agreed or did not agree to what, in which words, as whom and when, and when it was taken back',
      why: 'proof of consent',
      keptFor: 'as the dossier; of an application that led to no stay, as long as the application',
      subject: 'pupil_id',
    },
    login_codes: {
      holds: 'address and the hash of a one-time code',
      why: 'sign-in',
      keptFor: inWords(codeKept),
      subject: null,
    },
    sessions: {
      holds: 'hash of a session, device name',
      why: 'sign-in',
      keptFor: inWords({ days: sessionDays }),
      subject: 'person_id',
    },
    feeds: {
      holds: 'that a person has a calendar address',
      why: 'private calendar feed',
      keptFor: 'as the person; switched off, its number stays so that no old address opens',
      subject: 'person_id',
      after: { as: 'person' },
    },
  },
};
