import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    mobilities: {
      holds: 'who goes where, when, and how far it has come',
      why: 'to run the mobility',
      keptFor: 'five years after the end of the project',
      subject: 'pupil_id',
    },
    mobility_parties: {
      holds: 'who belongs to a dossier, in which part, from when until when',
      why: 'to show a dossier to those who share it and to nobody else',
      keptFor: 'as the mobility',
      subject: 'person_id',
    },
  },
};
