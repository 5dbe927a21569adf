import { papersKept } from '#modules/projects/core/index.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';

export const privacy: PrivacyRegister = {
  tables: {
    mobilities: {
      holds: 'who goes where, when, and how far it has come',
      why: 'to run the mobility',
      keptFor: `${inWords(papersKept)} after the last day of the project`,
      subject: 'pupil_id',
    },
    consent_reasons: {
      holds: 'why a binding consent was taken back, where somebody wanted to say',
      why: 'so that the sending school understands; read by who wrote it and by that school',
      keptFor: 'as the consent',
      subject: 'written_by',
    },
    mobility_parties: {
      holds: 'who belongs to a dossier, in which part, from when until when',
      why: 'to show a dossier to those who share it and to nobody else',
      keptFor: 'as the mobility',
      subject: 'person_id',
    },
  },
};
