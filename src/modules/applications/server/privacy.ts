import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    applications: {
      holds:
        'what a pupil wrote to apply: about themselves, languages, home and placement wishes; allergies and diet, which only the pupil and the guardians read here',
      why: 'to choose who goes, and to find a fitting host family',
      keptFor:
        'not selected or withdrawn: six months after the decision; selected: two years after the mobility',
      subject: 'pupil_id',
    },
  },
};
