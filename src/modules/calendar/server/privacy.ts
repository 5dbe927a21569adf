import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    calendar_events: {
      holds: 'meetings: title, time, place, agenda, who called them',
      why: 'to meet',
      keptFor: 'two years after they took place',
      subject: 'organiser_id',
    },
    calendar_participants: {
      holds: 'who was invited to a meeting and what they answered',
      why: 'to meet',
      keptFor: 'as the meeting',
      subject: 'person_id',
    },
  },
};
