import ICAL from 'ical.js';
import { tzlib_get_ical_block } from 'timezones-ical-library';

/** What the file is for: a feed to read (`PUBLISH`), an invitation, taking it back, or keeping the time against a COUNTER. */
export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL' | 'DECLINECOUNTER';

export type CalendarPerson = { name?: string; email: string };

export type CalendarAttendee = CalendarPerson & {
  /** default `needs-action` */
  answer?: 'needs-action' | 'accepted' | 'declined' | 'tentative';
  optional?: boolean;
};

export type CalendarRepeat = {
  every: 'day' | 'week' | 'month';
  /** every n-th; default 1 */
  interval?: number;
  /** how many times in all */
  count: number;
};

type Common = {
  /** stays the same for the life of the event */
  uid: string;
  /** raised by one with every change that a participant must see; starts at 0 */
  sequence: number;
  /** when this version was made */
  stamp: Temporal.Instant;
  summary: string;
  description?: string;
  location?: string;
  url?: string;
  /** where one joins online, apart from the page about it (RFC 7986) */
  conference?: string;
  organizer?: CalendarPerson;
  attendees?: readonly CalendarAttendee[];
  status?: 'tentative' | 'confirmed' | 'cancelled';
  repeat?: CalendarRepeat;
};

/** Whole days: `end` is the last day that belongs to it. With a time: `end` is when it is over. */
export type CalendarEvent =
  | (Common & { start: Temporal.PlainDate; end: Temporal.PlainDate })
  | (Common & { start: Temporal.ZonedDateTime; end: Temporal.ZonedDateTime });

/**
 * A calendar file by RFC 5545: CRLF, lines of at most 75 octets, one VTIMEZONE for each zone used,
 * stamps in UTC. A meeting keeps the clock of its zone over the change of summer time.
 *
 * @param calendar.method default `PUBLISH`
 * @throws RangeError for what no calendar program accepts (RFC 5546): an end before the start, a
 *   published event with attendees, a request without organizer or attendees, an address or link
 *   that is none, one UID twice
 */
export function buildCalendar(calendar: {
  name: string;
  method?: CalendarMethod;
  events: readonly CalendarEvent[];
}): string {
  const method = calendar.method ?? 'PUBLISH';
  const root = new ICAL.Component('vcalendar');
  root.addPropertyWithValue('prodid', '-//Sojourn//Sojourn//EN');
  root.addPropertyWithValue('version', '2.0');
  root.addPropertyWithValue('calscale', 'GREGORIAN');
  root.addPropertyWithValue('method', method);
  // RFC 7986 and what calendars read that are older than it.
  text(root, 'name', calendar.name);
  text(root, 'x-wr-calname', calendar.name);

  const zones = new Map<string, ICAL.Component>();
  const seen = new Set<string>();
  const events = calendar.events.map((event) => {
    refuse(event, method);
    if (seen.has(event.uid)) throw new RangeError(`two events have the UID ${event.uid}`);
    seen.add(event.uid);
    return component(event, zones);
  });
  for (const zone of zones.values()) root.addSubcomponent(zone);
  for (const event of events) root.addSubcomponent(event);
  return folded(root.toString());
}

/** The library counts letters outside the basic plane short: lines are folded again here. */
function folded(written: string): string {
  let file = '';
  for (const line of written.replaceAll('\r\n ', '').split('\r\n')) {
    let octets = 0;
    for (const letter of line) {
      const size = Buffer.byteLength(letter);
      if (octets + size > 75) {
        file += '\r\n ';
        octets = 1;
      }
      file += letter;
      octets += size;
    }
    file += '\r\n';
  }
  return file;
}

function refuse(event: CalendarEvent, method: CalendarMethod): void {
  const wrong = (why: string): never => {
    throw new RangeError(`event ${event.uid}: ${why}`);
  };
  if (cleaned(event.uid).trim() === '' || cleaned(event.uid) !== event.uid) wrong('no proper UID');
  if (!Number.isSafeInteger(event.sequence) || event.sequence < 0) wrong('no proper sequence');
  if (compare(event) < 0) wrong('it ends before it begins');
  const attendees = event.attendees ?? [];
  if (method === 'PUBLISH' && attendees.length > 0) wrong('a published event has no attendees');
  if (method !== 'PUBLISH' && (!event.organizer || attendees.length === 0))
    wrong('an invitation needs an organizer and attendees');
  for (const person of [event.organizer, ...attendees])
    if (person && !/^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+$/.test(person.email))
      wrong('no proper mail address');
  for (const link of [event.url, event.conference])
    if (link !== undefined && (!URL.canParse(link) || /\s/.test(link))) wrong('no proper link');
  const repeat = event.repeat;
  if (repeat && !(Number.isSafeInteger(repeat.count) && repeat.count > 0)) wrong('no proper count');
  if (
    repeat?.interval !== undefined &&
    !(Number.isSafeInteger(repeat.interval) && repeat.interval > 0)
  )
    wrong('no proper interval');
}

function compare(event: CalendarEvent): number {
  return isWholeDays(event)
    ? Temporal.PlainDate.compare(event.end, event.start)
    : Temporal.Instant.compare(event.end.toInstant(), event.start.toInstant());
}

function isWholeDays(
  event: CalendarEvent,
): event is Common & { start: Temporal.PlainDate; end: Temporal.PlainDate } {
  return event.start instanceof Temporal.PlainDate;
}

function component(event: CalendarEvent, zones: Map<string, ICAL.Component>): ICAL.Component {
  const made = new ICAL.Component('vevent');
  text(made, 'uid', event.uid);
  made.addPropertyWithValue('dtstamp', utc(event.stamp));
  made.addPropertyWithValue('sequence', event.sequence);
  if (isWholeDays(event)) {
    made.addPropertyWithValue('dtstart', day(event.start));
    made.addPropertyWithValue('dtend', day(event.end.add({ days: 1 })));
    // Days of a stay are to be seen, but they do not make a person busy.
    made.addPropertyWithValue('transp', 'TRANSPARENT');
  } else {
    const repeats = event.repeat !== undefined;
    moment(made, 'dtstart', event.start, repeats, zones);
    moment(made, 'dtend', event.end, repeats, zones);
  }
  if (event.repeat) {
    const { every, interval, count } = event.repeat;
    const freq = ({ day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' } as const)[every];
    made.addPropertyWithValue(
      'rrule',
      ICAL.Recur.fromData({ freq, count, ...(interval && interval > 1 ? { interval } : {}) }),
    );
  }
  text(made, 'summary', event.summary);
  if (event.description) text(made, 'description', event.description);
  if (event.location) text(made, 'location', event.location);
  if (event.url) made.addPropertyWithValue('url', event.url);
  // written with its type, which the standard demands
  if (event.conference)
    made.addProperty(new ICAL.Property(['conference', {}, 'uri', event.conference]));
  if (event.status) made.addPropertyWithValue('status', event.status.toUpperCase());
  if (event.organizer) person(made, 'organizer', event.organizer);
  for (const attendee of event.attendees ?? []) {
    const property = person(made, 'attendee', attendee);
    const answer = attendee.answer ?? 'needs-action';
    property.setParameter('role', attendee.optional ? 'OPT-PARTICIPANT' : 'REQ-PARTICIPANT');
    property.setParameter('partstat', answer.toUpperCase());
    if (answer === 'needs-action') property.setParameter('rsvp', 'TRUE');
  }
  return made;
}

function person(event: ICAL.Component, kind: string, who: CalendarPerson): ICAL.Property {
  const property = event.addPropertyWithValue(kind, `mailto:${who.email}`);
  const name = who.name === undefined ? '' : cleaned(who.name).replaceAll(/\s+/g, ' ').trim();
  if (name !== '') property.setParameter('cn', name);
  return property;
}

function text(owner: ICAL.Component, name: string, value: string): void {
  // A name this library does not know would be written without escapes.
  const property = new ICAL.Property([name, {}, 'text', '']);
  property.setValue(cleaned(value));
  owner.addProperty(property);
}

/** RFC 5545 allows line feed (escaped) and tab, no other control character. */
function cleaned(value: string): string {
  return (
    value
      .replaceAll(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .toWellFormed()
  );
}

function day(date: Temporal.PlainDate): ICAL.Time {
  return ICAL.Time.fromData({ year: date.year, month: date.month, day: date.day, isDate: true });
}

function utc(instant: Temporal.Instant): ICAL.Time {
  return clock(instant.toZonedDateTimeISO('UTC'), ICAL.Timezone.utcTimezone);
}

function clock(at: Temporal.ZonedDateTime, zone: ICAL.Timezone): ICAL.Time {
  const { year, month, day, hour, minute, second } = at;
  return ICAL.Time.fromData({ year, month, day, hour, minute, second, isDate: false }, zone);
}

function moment(
  event: ICAL.Component,
  name: 'dtstart' | 'dtend',
  at: Temporal.ZonedDateTime,
  repeats: boolean,
  zones: Map<string, ICAL.Component>,
): void {
  // In the hour that autumn repeats, programs differ about which of the two a local time means. A
  // series keeps its zone, or its other meetings would move.
  const zone = !repeats && isTwofold(at) ? null : zoneOf(at, zones);
  if (!zone) {
    event.addPropertyWithValue(name, utc(at.toInstant()));
    return;
  }
  const property = event.addPropertyWithValue(name, clock(at, ICAL.Timezone.localTimezone));
  property.setParameter('tzid', zone);
}

function isTwofold(at: Temporal.ZonedDateTime): boolean {
  const local = at.toPlainDateTime();
  const earlier = local.toZonedDateTime(at.timeZoneId, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(at.timeZoneId, { disambiguation: 'later' });
  return !earlier.equals(later);
}

/** Zones whose rules the library gets wrong: their moments are written in UTC. */
const misknown = new Set(['Africa/Casablanca', 'Africa/El_Aaiun']);

/** Name of the zone in this file, or `null` when the moment is better written in UTC. */
function zoneOf(at: Temporal.ZonedDateTime, zones: Map<string, ICAL.Component>): string | null {
  // A zone that is but an offset begins with its sign.
  if (/^(?:UTC$|[+-])/.test(at.timeZoneId) || misknown.has(at.timeZoneId)) return null;
  const block = tzlib_get_ical_block(at.timeZoneId);
  const [definition, id] = Array.isArray(block) ? block : [];
  if (!definition || !id) return null;
  // Two names of one zone (Bratislava, Prague) share a definition, which carries one of them.
  const zone = id.replace(/^TZID=/, '');
  if (!zones.has(zone)) zones.set(zone, new ICAL.Component(ICAL.parse(definition)));
  return zone;
}

/** What a calendar program answers an invitation with (RFC 5546 3.2.3 and 3.2.7), as it says it: nothing is proven. */
export type CalendarReply = {
  method: 'REPLY' | 'COUNTER';
  uid: string;
  sequence: number;
  attendee: string;
  answer: NonNullable<CalendarAttendee['answer']>;
  stamp: Temporal.Instant | null;
  /** the times it names: of a COUNTER those that are proposed */
  start: Temporal.Instant | null;
  end: Temporal.Instant | null;
  comment: string;
};

const answersByName: Record<string, CalendarReply['answer']> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

/** Reads the calendar part of an answering mail; null for what is no answer, or no calendar. */
export function readCalendarReply(content: string): CalendarReply | null {
  let root: ICAL.Component;
  try {
    root = new ICAL.Component(ICAL.parse(content));
  } catch {
    return null;
  }
  const method = String(root.getFirstPropertyValue('method') ?? '').toUpperCase();
  const event = root.getFirstSubcomponent('vevent');
  const attendees = event?.getAllProperties('attendee') ?? [];
  const [attendee] = attendees;
  // an answer is of one person (RFC 5546 3.2.3)
  if ((method !== 'REPLY' && method !== 'COUNTER') || !event || !attendee || attendees.length > 1)
    return null;
  const said = (name: string) => String(event.getFirstPropertyValue(name) ?? '');
  const sequence = Number(said('sequence') || '0');
  return {
    method,
    uid: said('uid'),
    sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : 0,
    attendee: String(attendee.getFirstValue() ?? '').replace(/^mailto:/i, ''),
    answer:
      answersByName[String(attendee.getParameter('partstat') ?? '').toUpperCase()] ??
      'needs-action',
    stamp: momentIn(root, event, 'dtstamp'),
    start: momentIn(root, event, 'dtstart'),
    end: momentIn(root, event, 'dtend'),
    comment: said('comment'),
  };
}

/** A time of a foreign file; its own definition of a zone counts where the name is none we know. */
function momentIn(
  root: ICAL.Component,
  event: ICAL.Component,
  name: 'dtstamp' | 'dtstart' | 'dtend',
): Temporal.Instant | null {
  const property = event.getFirstProperty(name);
  const time = property?.getFirstValue();
  if (!property || !(time instanceof ICAL.Time) || time.isDate) return null;
  const { year, month, day, hour, minute, second } = time;
  const zone = String(property.getParameter('tzid') ?? '');
  try {
    const local = Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second },
      { overflow: 'reject' },
    );
    if (!zone) return local.toZonedDateTime('UTC').toInstant();
    if (Intl.supportedValuesOf('timeZone').includes(zone))
      return local.toZonedDateTime(zone).toInstant();
    const given = root
      .getAllSubcomponents('vtimezone')
      .find((z) => z.getFirstPropertyValue('tzid') === zone);
    if (!given) return null;
    const placed = time.clone();
    placed.zone = new ICAL.Timezone(given);
    return Temporal.Instant.fromEpochMilliseconds(placed.toUnixTime() * 1000);
  } catch {
    return null;
  }
}
