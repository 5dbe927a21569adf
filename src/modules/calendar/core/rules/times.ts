import type { Fault } from '#kernel/outcome.ts';
import type { Occasion } from '../types.ts';

/** A meeting over several days is several meetings. */
const longestHours = 24;

/** A deadline has no length; programs show what is shorter than half an hour badly. */
const deadlineMinutes = 30;

/**
 * A clock time at a place as a moment. In the night in which clocks go back a time happens twice, and in the one in
 * which they go forward an hour is missing.
 */
export type LocalMoment =
  | { is: 'once'; at: Temporal.ZonedDateTime }
  | { is: 'twice'; first: Temporal.ZonedDateTime; second: Temporal.ZonedDateTime }
  /** `next`: the first time that is there, one hour of the clock further */
  | { is: 'missing'; next: Temporal.ZonedDateTime };

export function localMoment(
  day: Temporal.PlainDate,
  time: Temporal.PlainTime,
  timeZone: string,
): LocalMoment {
  const local = day.toPlainDateTime(time);
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier.equals(later)) return { is: 'once', at: earlier };
  if (earlier.toPlainDateTime().equals(local))
    return { is: 'twice', first: earlier, second: later };
  const next = earlier.getTimeZoneTransition('next');
  return { is: 'missing', next: next ?? later };
}

const minute = (at: Temporal.ZonedDateTime) =>
  at.toPlainTime().toString({ smallestUnit: 'minute' });

/** One end of a meeting: the moment, or what has to be asked. */
function oneOf(
  moment: LocalMoment,
  which: Occasion | '',
  field: 'from' | 'until',
): { at: Temporal.ZonedDateTime; fault: null } | { at: null; fault: Fault } {
  if (moment.is === 'once') return { at: moment.at, fault: null };
  if (moment.is === 'missing')
    return {
      at: null,
      fault: {
        reason: 'calendar.meeting.missing-hour',
        field,
        params: { next: minute(moment.next) },
      },
    };
  if (which) return { at: moment[which], fault: null };
  return {
    at: null,
    fault: {
      reason: 'calendar.meeting.twice',
      field: `${field}Which`,
      params: { time: minute(moment.first) },
    },
  };
}

export type MeetingTimes =
  | { startsAt: Temporal.Instant; endsAt: Temporal.Instant; faults: null }
  | { startsAt: null; endsAt: null; faults: Fault[] };

/**
 * A meeting's beginning and end out of what people type: a day and two clock times where it happens. An end before the
 * start is taken to be on the next day only when that is what is meant, so it is refused. Of an end that happens twice
 * only those after the start are asked about.
 * @param when.from `HH:MM`
 * @param when.until `HH:MM`; '' for a deadline, which is a moment
 * @param when.fromWhich which of the two, where the clock shows `from` twice; '' when nobody was asked
 */
export function meetingTimes(when: {
  day: Temporal.PlainDate;
  from: string;
  until: string;
  timeZone: string;
  fromWhich?: Occasion | '';
  untilWhich?: Occasion | '';
}): MeetingTimes {
  const wrong = (...faults: Fault[]): MeetingTimes => ({ startsAt: null, endsAt: null, faults });
  const moment = (time: string) =>
    localMoment(when.day, Temporal.PlainTime.from(time), when.timeZone);
  const start = oneOf(moment(when.from), when.fromWhich ?? '', 'from');
  if (start.fault) return wrong(start.fault);
  const startsAt = start.at.toInstant();
  if (!when.until)
    return { startsAt, endsAt: startsAt.add({ minutes: deadlineMinutes }), faults: null };
  let ends = moment(when.until);
  if (ends.is === 'twice' && Temporal.ZonedDateTime.compare(ends.first, start.at) <= 0)
    ends = { is: 'once', at: ends.second };
  const end = oneOf(ends, when.untilWhich ?? '', 'until');
  if (end.fault) return wrong(end.fault);
  const endsAt = end.at.toInstant();
  const hours = startsAt.until(endsAt).total('hours');
  if (hours <= 0 || hours > longestHours)
    return wrong({ reason: 'calendar.meeting.end-before-start', field: 'until' });
  return { startsAt, endsAt, faults: null };
}

/** Which of two a moment is, where its clock shows the same time twice; null where it does not. */
export function occasionOf(at: Temporal.ZonedDateTime): Occasion | null {
  const moment = localMoment(at.toPlainDate(), at.toPlainTime(), at.timeZoneId);
  if (moment.is !== 'twice') return null;
  return moment.first.equals(at) ? 'first' : 'second';
}

/**
 * Key of the words for a clock time: where autumn shows it twice they say which of the two it is, since the first is the
 * last of summer time. Their gap is `time`; null where the time alone says all.
 */
export function seasonKey(
  at: Temporal.Instant,
  timeZone: string,
): 'calendar.time.first' | 'calendar.time.second' | null {
  const occasion = occasionOf(at.toZonedDateTimeISO(timeZone));
  return occasion && `calendar.time.${occasion}`;
}

/** Before 7 and after 21 on somebody's own clock nobody should be asked to meet without noticing. */
export function isOddHour(at: Temporal.ZonedDateTime, minutes: number): boolean {
  const end = at.add({ minutes });
  const sameDay = end.toPlainDate().equals(at.toPlainDate());
  return at.hour < 7 || !sameDay || end.hour * 60 + end.minute > 21 * 60;
}

/** The days a month's table shows: whole weeks from Monday. */
export function weeksOf(month: Temporal.PlainYearMonth): Temporal.PlainDate[][] {
  const first = month.toPlainDate({ day: 1 });
  const last = month.toPlainDate({ day: month.daysInMonth });
  const weeks: Temporal.PlainDate[][] = [];
  for (
    let monday = first.subtract({ days: first.dayOfWeek - 1 });
    Temporal.PlainDate.compare(monday, last) <= 0;
    monday = monday.add({ days: 7 })
  )
    weeks.push(Array.from({ length: 7 }, (_, i) => monday.add({ days: i })));
  return weeks;
}
