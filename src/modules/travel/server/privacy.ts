import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    journeys: {
      holds: 'when and how a pupil travels, who meets them, when they left and arrived',
      why: 'so that nobody travels alone and parents know that their child has arrived',
      keptFor: 'as the mobility',
      subject: null,
    },
  },
};
