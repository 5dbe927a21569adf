import type { PrivacyRegister } from '#platform/privacy.ts';

const end = 'until 90 days after the last stay, or until the family has it destroyed';

export const privacy: PrivacyRegister = {
  tables: {
    vault_keys: {
      holds: 'the sealed key of a person, by which what is sealed about them opens',
      why: 'so that nobody reads a health record who is not let in, and destroying one key destroys it all',
      keptFor: `${end}; that it was destroyed stays`,
      subject: 'person_id',
      after: { bare: ['wrapped'] },
    },
    health_records: {
      holds: 'that there is a health record, when it was confirmed and when it was destroyed',
      why: 'so that school and organisations see that it is complete, and nothing else of it',
      keptFor: 'the dates five years after the end of the project',
      subject: 'pupil_id',
    },
    health_parts: {
      holds: 'what family and physician say about a pupil’s health, sealed',
      why: 'to look after a pupil abroad, above all in an emergency; with explicit consent',
      keptFor: end,
      subject: 'pupil_id',
    },
    health_links: {
      holds: 'that a physician was asked by a link, and the hash of it',
      why: 'so that a physician can answer without an account',
      keptFor: end,
      subject: 'pupil_id',
    },
    health_looks: {
      holds: 'who opened a health record in an emergency, when, and sealed why',
      why: 'so that pupil and guardians see each look',
      keptFor: 'five years after the end of the project; the reasons as the record',
      subject: 'pupil_id',
    },
    care_notes: {
      holds: 'what a host family must know to look after a pupil, sealed',
      why: 'so that a family can care for a guest without reading a health record',
      keptFor: end,
      subject: 'pupil_id',
    },
  },
};
