import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    reference_entries: {
      holds:
        'what is known of countries: holidays, limits of a stay, legal ages; nothing about people',
      why: 'plans rest on it',
      keptFor: 'as long as the installation',
      subject: null,
      after: { stays: 'what is known of countries' },
    },
    reference_versions: {
      holds: 'each version of such an entry, its source, and which administrator wrote it when',
      why: 'everybody can see where a date comes from, and a mistake can be undone',
      keptFor: 'as long as the installation',
      subject: 'changed_by',
      after: { stays: 'what is known of countries, and since when' },
    },
    country_policies: {
      holds:
        'what an organisation or a network goes by for stays in a country, its source, and who of its leaders wrote it when',
      why: 'plans of its own and of its members rest on it, and a mistake can be undone',
      keptFor: 'as the organisation',
      subject: 'changed_by',
      after: { as: 'organisation' },
    },
    organisation_calendars: {
      holds: 'which calendar of its country an organisation goes by; nothing about people',
      why: 'its school holidays count in plans',
      keptFor: 'as the organisation',
      subject: null,
      after: { as: 'organisation' },
    },
  },
};
