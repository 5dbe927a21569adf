import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { linesKept, mailsKept } from '../core/rules.ts';

export const privacy: PrivacyRegister = {
  tables: {
    audit_lines: {
      holds: 'who did what and when, as ids, states and numbers',
      why: 'to answer for decisions about young people, and to find out what went wrong',
      keptFor: inWords(linesKept),
      subject: 'actor_id',
    },
    mails: {
      holds: 'mails that were sent: address, subject, text',
      why: 'to send them, and to see whether they went out',
      keptFor: inWords(mailsKept),
      subject: 'to_person_id',
    },
    rate_limits: {
      holds: 'how often a network address tried something, for minutes',
      why: 'to stop guessing',
      keptFor: 'an hour',
      subject: null,
    },
    schema_migrations: {
      holds: 'which changes of the database were made; nothing about people',
      why: 'upgrades',
      keptFor: 'for ever',
      subject: null,
      after: { stays: 'names of changes of the database' },
    },
  },
};
