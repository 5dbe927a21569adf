import type { PrivacyRegister } from '#platform/privacy.ts';

const talks = 'two years after the return';
const asCase = 'as the support case';

export const privacy: PrivacyRegister = {
  tables: {
    check_ins: {
      holds:
        'how a pupil and a host family are doing: five points, short answers, words, a promise',
      why: 'so that a pupil abroad is not left alone with a worry',
      keptFor: talks,
      subject: null,
    },
    stay_visits: {
      holds: 'who visited a pupil at home during the stay, and when',
      why: 'so that a second person has seen how a pupil lives',
      keptFor: talks,
      subject: 'visited_by',
    },
    contact_covers: {
      holds: 'who stands in for a contact person, from when until when',
      why: 'so that a pupil has somebody to talk with in the holidays too',
      keptFor: 'two years after the last day',
      subject: 'person_id',
    },
    contact_asks: {
      holds: 'for which talk somebody was asked by mail, and when',
      why: 'to ask once, and to see when a mail does not arrive',
      keptFor: talks,
      subject: 'person_id',
    },
    contact_thanks: {
      holds: 'a kind word from one person to another',
      why: 'to thank people; nobody counts it',
      keptFor: 'a year',
      subject: 'to_id',
    },
    support_cases: {
      holds: 'that a pupil needs more support, how serious it is, who handles it and how it ended',
      why: 'so that a worry reaches the right person in time',
      keptFor: 'two years after the return, once it is closed',
      subject: null,
    },
    support_reasons: {
      holds: 'which answers or which silence a support case was opened for',
      why: 'so that nobody has to guess why',
      keptFor: asCase,
      subject: null,
    },
    support_steps: {
      holds: 'what was decided in a support case, by whom, and who confirmed it',
      why: 'so that a letter, a move or an early return is decided by two',
      keptFor: asCase,
      subject: 'planned_by',
    },
    support_notes: {
      holds: 'notes of a support case; confidential ones are sealed with the pupil’s own key',
      why: 'to help together, and to keep what hurts among those who decide',
      keptFor: 'as the support case; confidential notes half a year after it was closed',
      subject: 'written_by',
    },
    support_plans: {
      holds:
        'what was agreed to help a pupil, in words for the pupil: aims, who does what, when it is looked at again',
      why: 'so that whoever is helped knows it and has a say',
      keptFor: asCase,
      subject: 'shared_by',
    },
    support_plan_answers: {
      holds:
        'whether the pupil, a parent or the host family agreed to a plan or asked to change it',
      why: 'so that nothing is agreed over somebody’s head',
      keptFor: asCase,
      subject: 'person_id',
    },
    concerns: {
      holds:
        'that somebody said in confidence that something is not right, about whom, and when they were answered',
      why: 'so that nobody depends on the person they complain about',
      keptFor:
        'a year after the stay, once it was answered; a case that came out of it goes with it',
      subject: 'raised_by',
    },
    concern_readers: {
      holds: 'who was asked to read a concern and when they did',
      why: 'so that whoever writes knows who reads',
      keptFor: 'as the concern',
      subject: 'person_id',
    },
    concern_words: {
      holds: 'what was said in a concern, sealed with the key of whoever raised it',
      why: 'to answer, in confidence',
      keptFor: 'as the concern',
      subject: 'author_id',
    },
    evaluations: {
      holds: 'how somebody looks back on a mobility: five points and words',
      why: 'to do better next time',
      keptFor: 'five years after the end of the project',
      subject: 'person_id',
    },
  },
};
