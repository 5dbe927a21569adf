import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { daysSealKept, lettersKept, monthsKept } from '../core/rules/index.ts';

export const privacy: PrivacyRegister = {
  tables: {
    applications: {
      holds:
        'what a pupil wrote to apply: about themselves, languages, home and placement wishes; allergies and diet, sealed with a key of the application’s own, which the pupil and the guardians read and the rules of placement open',
      why: 'to choose who goes, and to find a fitting host family',
      keptFor: `not selected or withdrawn: ${inWords({ months: monthsKept })} after the decision; selected: ${inWords(lettersKept)} after the stay; allergies and diet: ${daysSealKept} days after it. That there was an application stays as long as the project`,
      subject: 'pupil_id',
    },
    application_photos: {
      holds:
        'up to six pictures a pupil put beside the letter to the host family, drawn anew without place and device, and what can be seen on them',
      why: 'so that a host family gets to know the pupil',
      keptFor: 'as the application, or until the pupil takes them away',
      subject: null,
    },
    application_greetings: {
      holds:
        'a recording of the pupil’s voice for the host family, without place and device, and what is said in it',
      why: 'so that a host family gets to know the pupil',
      keptFor: 'as the application, or until the pupil takes it away',
      subject: null,
    },
    import_mappings: {
      holds: 'which header of a school’s lists means what, and who said so; no cell below a header',
      why: 'so that the next list is understood at once',
      keptFor: 'until somebody of the school forgets it',
      subject: 'saved_by',
      after: { as: 'organisation' },
    },
  },
};
