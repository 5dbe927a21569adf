import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    organisations: {
      holds: 'name, place, contact address of a school or supporting organisation',
      why: 'so that partners find and reach each other',
      keptFor: 'while it takes part, then ten years as the papers of its projects',
      subject: null,
    },
    memberships: {
      holds: 'who works for which organisation, in which roles, from when to when',
      why: 'to know who may do what',
      keptFor: 'as the organisation',
      subject: 'person_id',
    },
    invitations: {
      holds: 'the address of who was invited, by whom and to what; of the link only a hash',
      why: 'to let people join whom somebody vouches for',
      keptFor: 'one year after it was answered or ended',
      subject: 'accepted_by',
    },
  },
};
