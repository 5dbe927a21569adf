import type ICAL from 'ical.js';

/** One event of a calendar file that lasts whole days; both ends included. */
export type CalendarDays = {
  /** place of the event in the file, from 1 */
  row: number;
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
  name: string;
};

export type CalendarDaysFault = {
  row: number;
  name: string;
  /** it has a time of the day, it repeats, or it has no day at all */
  what: 'not-whole-days' | 'repeats' | 'no-day';
};

/**
 * Reads the events of a calendar file (RFC 5545) that last whole days, such as lists of holidays. Never throws for what is
 * in the file. The end of such an event is the day after (3.6.1); here it is its last day.
 *
 * @returns null when the text is no calendar
 */
export async function readCalendarDays(
  content: string,
): Promise<{ days: CalendarDays[]; faults: CalendarDaysFault[] } | null> {
  // a large library that few ever need
  const { default: Ical } = await import('ical.js');
  let events: ICAL.Component[];
  try {
    const root = new Ical.Component(Ical.parse(content));
    if (root.name !== 'vcalendar') return null;
    events = root.getAllSubcomponents('vevent');
  } catch {
    return null;
  }
  const days: CalendarDays[] = [];
  const faults: CalendarDaysFault[] = [];
  for (const [i, event] of events.entries()) {
    const row = i + 1;
    const name = String(event.getFirstPropertyValue('summary') ?? '').trim();
    const from = dayOf(event.getFirstPropertyValue('dtstart'));
    if (from === null) {
      faults.push({ row, name, what: 'no-day' });
      continue;
    }
    if (from === 'time') {
      faults.push({ row, name, what: 'not-whole-days' });
      continue;
    }
    if (event.getFirstProperty('rrule') || event.getFirstProperty('rdate'))
      faults.push({ row, name, what: 'repeats' });
    const end = dayOf(event.getFirstPropertyValue('dtend'));
    const until = end instanceof Temporal.PlainDate ? end.subtract({ days: 1 }) : from;
    days.push({ row, from, until, name });
  }
  return { days, faults };
}

function dayOf(value: unknown): Temporal.PlainDate | 'time' | null {
  const time = value as { year?: number; month?: number; day?: number; isDate?: boolean } | null;
  if (!time?.year || !time.month || !time.day) return null;
  if (!time.isDate) return 'time';
  try {
    return Temporal.PlainDate.from(
      { year: time.year, month: time.month, day: time.day },
      { overflow: 'reject' },
    );
  } catch {
    return null;
  }
}
