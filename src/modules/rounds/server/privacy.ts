import type { PrivacyRegister } from '#platform/privacy.ts';

const keptFor = 'a year after the round is closed';

export const privacy: PrivacyRegister = {
  tables: {
    club_rounds: {
      holds:
        'name, themes, languages and dates of a round, who leads it, and numbers of the last grouping',
      why: 'so that people who want to learn the same come together',
      keptFor,
      subject: 'facilitator_id',
    },
    round_entries: {
      holds:
        'what somebody told when registering: organisation, role, experience, languages with level, free half-hours of a week, themes they want; and why they wait',
      why: 'to find a group with a language, an hour and a theme in common',
      keptFor,
      subject: 'person_id',
    },
    round_groups: {
      holds: 'theme, language and hour of a group',
      why: 'to propose it to its members',
      keptFor,
      subject: null,
    },
    round_places: {
      holds: 'who is proposed for a group and what they answered',
      why: 'to ask the members and to offer a free place on',
      keptFor,
      subject: 'person_id',
    },
    round_arrivals: {
      holds:
        'name, mail address and organisation of somebody who came by the link of a round, until the address is proven',
      why: 'so that nobody is registered with an address that is not theirs',
      keptFor: 'seven days when it is not used, else a year after the round is closed',
      subject: null,
    },
  },
};
