import { papersKept } from '#modules/projects/core/index.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { contactKept, planKept, wishesKept } from '../core/index.ts';

const asPlan = `${inWords(planKept)} after the return`;

export const privacy: PrivacyRegister = {
  tables: {
    inclusion_contacts: {
      holds: 'whom families of a school or organisation can turn to, and since when',
      why: 'so that a family knows who reads what it writes before it writes',
      keptFor: `${inWords(contactKept)} after another was named; whoever is named now, as the organisation`,
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    inclusion_plans: {
      holds: 'that somebody wrote a wish or thought of a measure for a pupil',
      why: 'to make going abroad possible for those who would not have applied',
      keptFor: asPlan,
      subject: 'pupil_id',
    },
    inclusion_asked: {
      holds: 'who has answered what would make it easier; not what',
      why: 'so that nobody is asked twice',
      keptFor: asPlan,
      subject: 'person_id',
    },
    inclusion_wishes: {
      holds: 'barriers and wishes, sealed with the pupil’s key',
      why: 'to think of what helps',
      keptFor: `${inWords(wishesKept)} after the return, or as soon as the writer takes it back`,
      subject: 'pupil_id',
    },
    inclusion_measures: {
      holds: 'what is done for a pupil, by whom, by when; the words for the doer sealed',
      why: 'so that what was agreed happens',
      keptFor: asPlan,
      subject: 'pupil_id',
    },
    inclusion_costs: {
      holds: 'what measures cost and from which budget line; no pupil and no reason',
      why: 'to account for inclusion support',
      keptFor: `${inWords(papersKept)} after the last day of the project`,
      subject: null,
    },
    inclusion_opinions: {
      holds: 'whether pupil and parents want a measure',
      why: 'so that nothing is done over their heads',
      keptFor: asPlan,
      subject: 'person_id',
    },
    inclusion_effects: {
      holds: 'whether a measure helped: five points, words sealed',
      why: 'to do what helps again',
      keptFor: asPlan,
      subject: 'person_id',
    },
    inclusion_steps: {
      holds: 'steps of a pupil’s own plan in neutral words, and when they were done',
      why: 'to prepare, settle in and come home as it suits this pupil',
      keptFor: asPlan,
      subject: 'pupil_id',
    },
    family_talks: {
      holds: 'calls, meetings and materials for the parents at home: who, when, in which language',
      why: 'so that the parents at home are not left alone',
      keptFor: asPlan,
      subject: 'guardian_id',
    },
  },
};
