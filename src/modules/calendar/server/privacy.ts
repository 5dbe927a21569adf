import type { PrivacyRegister } from '#platform/privacy.ts';

const asTheMeeting = 'as the meeting';

export const privacy: PrivacyRegister = {
  tables: {
    calendar_events: {
      holds: 'meetings: title, time, place, agenda, who called them',
      why: 'to meet',
      keptFor: 'two years after they took place',
      subject: 'organiser_id',
    },
    calendar_participants: {
      holds: 'who was invited to a meeting, what they answered, whether they were there',
      why: 'to meet',
      keptFor: asTheMeeting,
      subject: 'person_id',
    },
    event_minutes: {
      holds: 'what was said and agreed at a meeting, in all versions, and who wrote it',
      why: 'to remember together',
      keptFor: asTheMeeting,
      subject: 'written_by',
    },
    event_minutes_confirmations: {
      holds: 'who found the minutes of a meeting right',
      why: 'to remember together',
      keptFor: asTheMeeting,
      subject: 'person_id',
    },
    event_tasks: {
      holds: 'what somebody agreed to do after a meeting, by when, and whether it is done',
      why: 'so that what was agreed happens',
      keptFor: asTheMeeting,
      subject: 'person_id',
    },
    event_proposals: {
      holds: 'another time that somebody suggested for a meeting',
      why: 'to meet when people can',
      keptFor: asTheMeeting,
      subject: 'person_id',
    },
    calendar_settings: {
      holds:
        'what somebody wants in their private feed, whether they are reminded, their time zone',
      why: 'so that the calendar fits them',
      keptFor: 'as the account',
      subject: 'person_id',
      after: { as: 'person' },
    },
    date_polls: {
      holds: 'what a date is looked for, and who asks',
      why: 'to find a date',
      keptFor: 'two years',
      subject: 'organiser_id',
    },
    date_poll_times: {
      holds: 'proposed times, nothing about anybody',
      why: 'to find a date',
      keptFor: 'as the poll',
      subject: null,
    },
    date_poll_people: {
      holds: 'who is asked when they can',
      why: 'to find a date',
      keptFor: 'as the poll',
      subject: 'person_id',
    },
    date_poll_answers: {
      holds: 'which of the proposed times suit somebody',
      why: 'to find a date',
      keptFor: 'as the poll',
      subject: 'person_id',
    },
  },
};
