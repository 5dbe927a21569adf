import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    school_actions: {
      holds:
        'what a group of a school has taken on in a month, under the name the group gives itself, and which colleague said so; no pupil',
      why: 'so that the whole school takes part in a stay, and nothing is done twice or by nobody',
      keptFor: 'three years; colleagues alone read who said so',
      subject: 'taken_by',
    },
    school_events: {
      holds:
        'what a school has done and how many of each group it reached, in numbers, and which colleague noted it',
      why: 'to see and to show who was reached',
      keptFor: 'three years',
      subject: 'entered_by',
    },
    school_pages: {
      holds: 'the page of a school for everybody, without pupils, and who has opened it',
      why: 'to show what a school does, where it wants to',
      keptFor: 'until the school closes or changes it',
      subject: 'opened_by',
      after: { as: 'organisation' },
    },
  },
};
