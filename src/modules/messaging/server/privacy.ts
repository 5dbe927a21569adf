import type { PrivacyRegister } from '#platform/privacy.ts';

const asThread = 'as the conversation';

export const privacy: PrivacyRegister = {
  tables: {
    threads: {
      holds: 'what a conversation is about, its subject, who began it and when',
      why: 'to talk with each other without passing on addresses',
      keptFor:
        'two years after the mobility, partnership, project or meeting it is about has ended; where that has no end, after its last message',
      subject: 'started_by',
    },
    thread_parties: {
      holds: 'who reads a conversation, in which part, from when until when',
      why: 'to show a conversation to those who belong to it and to nobody else',
      keptFor: asThread,
      subject: 'person_id',
    },
    thread_readers: {
      holds: 'how far somebody has read a conversation',
      why: 'to show what is new, and to send one mail instead of many',
      keptFor: asThread,
      subject: 'person_id',
    },
    thread_messages: {
      holds: 'what people wrote to each other, when and by which name',
      why: 'to talk with each other; where pupils under age take part, coordinators read along to protect them',
      keptFor: asThread,
      subject: 'author_id',
    },
    message_files: {
      holds: 'names and sizes of files that came with messages; the files lie encrypted',
      why: 'to pass on papers and pictures',
      keptFor: asThread,
      subject: null,
    },
    message_settings: {
      holds: 'when somebody wants mail about messages, and their quiet hours and time zone',
      why: 'to leave people in peace when they want it',
      keptFor: 'as the person',
      subject: 'person_id',
      after: { as: 'person' },
    },
    safeguarding_policies: {
      holds: 'who of an organisation reads along where pupils under age write',
      why: 'to protect pupils, and to tell them plainly who reads',
      keptFor: 'as the organisation',
      subject: 'changed_by',
      after: { as: 'organisation' },
    },
    held_messages: {
      holds: 'mails to somebody’s reply address that may have been sent by somebody else',
      why: 'nobody may write in another’s name',
      keptFor: 'until its person decides, at most 30 days',
      subject: 'person_id',
    },
    held_files: {
      holds: 'names and sizes of files that came with such mails; the files lie encrypted',
      why: 'they go into the conversation once its person says that the mail was theirs',
      keptFor: 'as the mail, at most 30 days',
      subject: null,
    },
  },
};
