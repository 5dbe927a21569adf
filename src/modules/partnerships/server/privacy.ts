import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { letterKept, partnershipKept } from '../core/index.ts';

const asLong = `as long as the partnership, and ${inWords(partnershipKept)} after it ended`;
const withDecision = `${inWords(partnershipKept)} after the decision`;

export const privacy: PrivacyRegister = {
  tables: {
    first_contacts: {
      holds: 'a first letter between two organisations and its answer, with the name of who wrote',
      why: 'schools and organisations find partners without giving out addresses',
      keptFor: `${inWords(letterKept)} after its last word`,
      subject: 'sent_by',
    },
    contact_choices: {
      holds: 'whether an organisation wants to be written to',
      why: 'to leave organisations in peace that want no letters',
      keptFor: 'as long as the organisation is here',
      subject: 'changed_by',
      after: { as: 'organisation' },
    },
    partnerships: {
      holds: 'which two organisations work together, since when, and who proposed and ended it',
      why: 'the frame in which mobilities are shared',
      keptFor: asLong,
      subject: 'proposed_by',
      after: { as: 'organisation' },
    },
    partnership_versions: {
      holds: 'the words of a cooperation agreement and who wrote at it',
      why: 'proof of what was agreed; the programme asks for it where a service is paid',
      keptFor: asLong,
      subject: 'edited_by',
      after: { as: 'organisation' },
    },
    partnership_edits: {
      holds: 'who changed which words of an agreement, and how they stood before',
      why: 'two who write together see what the other did',
      keptFor: asLong,
      subject: 'by_id',
      after: { as: 'organisation' },
    },
    partnership_acceptances: {
      holds: 'who accepted an agreement for an organisation, under which words',
      why: 'proof of what was agreed',
      keptFor: asLong,
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    partnership_tasks: {
      holds: 'which task was given to whom otherwise than usual, and who proposed it',
      why: 'everybody knows who does what; permissions follow it',
      keptFor: asLong,
      subject: 'proposed_by',
      after: { as: 'organisation' },
    },
    shared_decisions: {
      holds: 'a question to the partners, its options, what was decided, by whom and why',
      why: 'decisions are shared and can be read again',
      keptFor: withDecision,
      subject: 'asked_by',
      after: { as: 'organisation' },
    },
    shared_decision_parties: {
      holds: 'which organisations share a decision',
      why: 'only they read it',
      keptFor: withDecision,
      subject: null,
      after: { as: 'organisation' },
    },
    shared_decision_opinions: {
      holds: 'what an organisation thinks of a question, and who wrote it',
      why: 'each side is heard before it is decided',
      keptFor: withDecision,
      subject: 'by_id',
      after: { as: 'organisation' },
    },
  },
};
