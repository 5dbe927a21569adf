import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { invitationKept, organisationKept } from '../core/rules/index.ts';

export const privacy: PrivacyRegister = {
  tables: {
    organisations: {
      holds: 'name, place, contact address of a school or supporting organisation',
      why: 'so that partners find and reach each other',
      keptFor: `while a project of it is kept, and until ${inWords(organisationKept)} after anybody of it last signed in`,
      subject: null,
      after: { as: 'organisation' },
    },
    memberships: {
      holds: 'who works for which organisation, in which roles, from when to when',
      why: 'to know who may do what',
      keptFor: 'as the organisation',
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    profile_parts: {
      holds:
        'what an organisation tells about itself, part by part, who may read it, and who changed it last',
      why: 'so that partners find each other and know what to expect',
      keptFor: 'as the organisation',
      subject: 'changed_by',
      after: { as: 'organisation' },
    },
    directory_entries: {
      holds:
        'of each organisation the name, the place and what it tells everybody, as it is searched',
      why: 'so that a search over all of Europe answers at once',
      keptFor: 'as the organisation; made anew with every change',
      subject: null,
      after: { as: 'organisation' },
    },
    directory_words: {
      holds: 'every word of the name or the place of an organisation, once, with nothing beside it',
      why: 'so that a word typed wrong finds the right one',
      keptFor: 'for good',
      subject: null,
      after: { stays: 'single words, with nothing beside them' },
    },
    network_members: {
      holds: 'which organisation belongs to which network, asks to or is invited, and who began it',
      why: 'so that networks share what they use',
      keptFor: 'until either side ends it',
      subject: 'begun_by',
      after: { as: 'organisation' },
    },
    shared_choices: {
      holds: 'whose forms, timelines, policies and resources an organisation uses, and who chose',
      why: 'so that everybody there is asked the same',
      keptFor: 'as the organisation',
      subject: 'chosen_by',
      after: { as: 'organisation' },
    },
    invitations: {
      holds: 'the address of who was invited, by whom and to what; of the link only a hash',
      why: 'to let people join whom somebody vouches for',
      keptFor: `${inWords(invitationKept)} after it was answered or ended`,
      subject: 'accepted_by',
    },
  },
};
