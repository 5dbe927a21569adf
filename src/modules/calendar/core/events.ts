import { defineEvent } from '#kernel/event.ts';
import type { EventId } from '#kernel/ids.ts';

/** Who was at a meeting has been noted in the calendar, or corrected: what the meeting belongs to follows it. */
export const attendanceRecorded = defineEvent<{ eventId: EventId }>()(
  'calendar.attendance-recorded',
);
