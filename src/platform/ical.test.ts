import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { buildCalendar, type CalendarEvent } from './ical.ts';

const stamp = Temporal.Instant.from('2026-11-01T10:00:00.123Z');
const zoned = (text: string) => Temporal.ZonedDateTime.from(text);
const meeting: CalendarEvent = {
  uid: 'meeting-1@sojourn.example',
  sequence: 0,
  stamp,
  start: zoned('2026-10-19T15:30[Europe/Athens]'),
  end: zoned('2026-10-19T16:30[Europe/Athens]'),
  summary: 'Συνάντηση',
};
const days: CalendarEvent = {
  uid: 'stay-1@sojourn.example',
  sequence: 2,
  stamp,
  start: Temporal.PlainDate.from('2027-01-30'),
  end: Temporal.PlainDate.from('2027-01-31'),
  summary: 'Orientation',
};
const invitation = {
  organizer: { name: 'Anna', email: 'anna@example.org' },
  attendees: [{ email: 'bo@example.org' }],
};

/** Parse as another program would: with the zones of the file, not those of this machine. */
function parsed(file: string) {
  const root = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  const zones = root.getAllSubcomponents('vtimezone');
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  return {
    root,
    zones: zones.map((zone) => String(zone.getFirstPropertyValue('tzid'))),
    events: root.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)),
  };
}
const instantOf = (time: ICAL.Time) =>
  Temporal.Instant.fromEpochMilliseconds(time.toUnixTime() * 1000).toString();
const unfolded = (file: string) => file.replaceAll('\r\n ', '').split('\r\n');

function wellFormed(file: string): void {
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of file.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toContain('\uFFFD');
  }
  // A fold inside a letter would show when the octets of each line are decoded alone.
  const bytes = Buffer.from(file);
  expect(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toBe(file);
}

describe('a calendar file', () => {
  it('has CRLF, lines of 75 octets and a stamp in UTC', () => {
    const summary = 'Μια πολύ μεγάλη περιγραφή — dlhý text – garš teksts 🧭 '.repeat(9);
    const file = buildCalendar({ name: 'Ζαχαρίας', events: [{ ...meeting, summary }, days] });
    wellFormed(file);
    expect(file.split('\r\n').some((line) => Buffer.byteLength(line) >= 70)).toBe(true);
    expect(unfolded(file).filter((line) => line.startsWith('DTSTAMP'))).toEqual([
      'DTSTAMP:20261101T100000Z',
      'DTSTAMP:20261101T100000Z',
    ]);
    expect(parsed(file).events[0]?.summary).toBe(summary);
    expect(unfolded(file)).toEqual(
      expect.arrayContaining(['VERSION:2.0', 'METHOD:PUBLISH', 'X-WR-CALNAME;VALUE=TEXT:Ζαχαρίας']),
    );
  });

  it('says where one joins, with the type the standard demands', () => {
    const conference = 'https://call.example.org/a;b,c?x=1';
    const file = buildCalendar({ name: 'x', events: [{ ...meeting, conference }] });
    wellFormed(file);
    expect(unfolded(file)).toContain(`CONFERENCE;VALUE=URI:${conference}`);
  });

  it('keeps the clock of Athens over the end of summer time', () => {
    const weekly: CalendarEvent = { ...meeting, repeat: { every: 'week', count: 3 } };
    const { events, zones } = parsed(buildCalendar({ name: 'x', events: [weekly] }));
    expect(zones).toEqual(['Europe/Athens']);
    const walk = events[0]?.iterator();
    const starts = Array.from({ length: 4 }, () => walk?.next()).map(
      (one) => one && instantOf(one),
    );
    expect(starts).toEqual([
      '2026-10-19T12:30:00Z',
      '2026-10-26T13:30:00Z',
      '2026-11-02T13:30:00Z',
      undefined,
    ]);
    expect(events[0]?.startDate.toString()).toBe('2026-10-19T15:30:00');
  });

  it('names each zone once, also under its other name', () => {
    const at = (zone: string, uid: string): CalendarEvent => ({
      ...meeting,
      uid,
      start: zoned(`2027-06-01T09:00[${zone}]`),
      end: zoned(`2027-06-01T10:00[${zone}]`),
    });
    const all = [
      at('Europe/Prague', 'a'),
      at('Europe/Bratislava', 'b'),
      at('Europe/Prague', 'c'),
      at('Europe/Lisbon', 'd'),
      at('UTC', 'e'),
      at('+02:00', 'f'),
      at('Africa/Casablanca', 'g'),
    ];
    const file = buildCalendar({ name: 'x', events: all });
    const { zones, events } = parsed(file);
    expect(zones).toEqual(['Europe/Prague', 'Europe/Lisbon']);
    expect(events.map((one) => instantOf(one.startDate))).toEqual(
      all.map((one) => (one.start as Temporal.ZonedDateTime).toInstant().toString()),
    );
    expect(file).toContain('DTSTART:20270601T070000Z');
  });

  it('writes the hour that autumn repeats so that nobody can mistake it', () => {
    for (const [offset, utc] of [
      ['+03:00', '2026-10-25T00:30:00Z'],
      ['+02:00', '2026-10-25T01:30:00Z'],
    ]) {
      const start = zoned(`2026-10-25T03:30${offset}[Europe/Athens]`);
      const file = buildCalendar({
        name: 'x',
        events: [{ ...meeting, start, end: start.add({ hours: 3 }) }],
      });
      const event = parsed(file).events[0];
      expect(event && instantOf(event.startDate)).toBe(utc);
      expect(event && instantOf(event.endDate)).toBe(
        start.add({ hours: 3 }).toInstant().toString(),
      );
    }
  });

  it('ends whole days on the day after the last', () => {
    const file = buildCalendar({ name: 'x', events: [days] });
    expect(unfolded(file)).toEqual(
      expect.arrayContaining([
        'DTSTART;VALUE=DATE:20270130',
        'DTEND;VALUE=DATE:20270201',
        'SEQUENCE:2',
      ]),
    );
    const event = parsed(file).events[0];
    expect(event?.duration.toString()).toBe('P2D');
    expect(parsed(file).zones).toEqual([]);
  });

  it('escapes what a person wrote', () => {
    const wild = 'a;b,c\\d\nEND:VEVENT\r\nX-EVIL:1\u0000\u0007 "q" \\n :end';
    const file = buildCalendar({
      name: wild,
      method: 'REQUEST',
      events: [
        {
          ...meeting,
          summary: wild,
          description: wild,
          location: wild,
          organizer: { name: 'O"Neill; X:Y, ^\nZ', email: 'o@example.org' },
          attendees: [{ name: 'ATTENDEE:mailto:x@y.z', email: 'b@example.org', optional: true }],
        },
      ],
    });
    wellFormed(file);
    const { events, root } = parsed(file);
    const clean = 'a;b,c\\d\nEND:VEVENT\nX-EVIL:1 "q" \\n :end';
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ summary: clean, description: clean, location: clean });
    expect(root.getFirstPropertyValue('name')).toBe(clean);
    expect(unfolded(file).some((line) => line.startsWith('X-EVIL'))).toBe(false);
    const organizer = events[0]?.component.getFirstProperty('organizer');
    expect(organizer?.getParameter('cn')).toBe('O"Neill; X:Y, ^ Z');
    expect(organizer?.getFirstValue()).toBe('mailto:o@example.org');
    expect(events[0]?.attendees).toHaveLength(1);
    expect(events[0]?.attendees[0]?.getParameter('role')).toBe('OPT-PARTICIPANT');
  });

  it('invites and takes back', () => {
    const request = buildCalendar({
      name: 'x',
      method: 'REQUEST',
      events: [{ ...meeting, ...invitation }],
    });
    expect(unfolded(request)).toEqual(
      expect.arrayContaining([
        'METHOD:REQUEST',
        'ORGANIZER;CN=Anna:mailto:anna@example.org',
        'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bo@example.org',
      ]),
    );
    const cancel = buildCalendar({
      name: 'x',
      method: 'CANCEL',
      events: [{ ...meeting, ...invitation, sequence: 1, status: 'cancelled' }],
    });
    expect(unfolded(cancel)).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:1']),
    );
  });

  it.each<[string, Parameters<typeof buildCalendar>[0]]>([
    ['attendees in a feed', { name: 'x', events: [{ ...meeting, ...invitation }] }],
    ['an invitation to nobody', { name: 'x', method: 'REQUEST', events: [meeting] }],
    [
      'an end before the start',
      { name: 'x', events: [{ ...days, end: days.start.subtract({ days: 1 }) } as CalendarEvent] },
    ],
    ['one UID twice', { name: 'x', events: [meeting, meeting] }],
    ['a UID of two lines', { name: 'x', events: [{ ...meeting, uid: 'a\r\nb' }] }],
    ['a broken address of a call', { name: 'x', events: [{ ...meeting, conference: 'call' }] }],
    ['a broken link', { name: 'x', events: [{ ...meeting, url: 'https://a b' }] }],
    ['a link with a line break', { name: 'x', events: [{ ...meeting, url: 'https://a/\r\nX:1' }] }],
    [
      'a broken address',
      {
        name: 'x',
        method: 'REQUEST',
        events: [{ ...meeting, ...invitation, organizer: { email: 'a@b\r\nX:1' } }],
      },
    ],
    [
      'a series without end',
      { name: 'x', events: [{ ...meeting, repeat: { every: 'day', count: 0 } }] },
    ],
  ])('refuses %s', (_what, calendar) => {
    expect(() => buildCalendar(calendar)).toThrow(RangeError);
  });

  it('comes back as it was, whatever is written', () => {
    const words = fc
      .oneof(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: fc.constantFrom(';', ',', '\\', '\n', '"', ':', 'ж', '😀', 'n', ' ') }),
      )
      // the mark of a broken letter is what a wrong fold is known by
      .filter((text) => !text.includes('\uFFFD'));
    fc.assert(
      fc.property(words, words, fc.integer({ min: 0, max: 2000 }), (summary, location, hours) => {
        const start = zoned('2026-01-01T00:30[Europe/Riga]').add({ hours });
        const file = buildCalendar({
          name: 'x',
          events: [
            { ...meeting, summary, location: `.${location}`, start, end: start.add({ hours: 1 }) },
          ],
        });
        wellFormed(file);
        const event = parsed(file).events[0];
        expect(event?.summary).toBe(summary);
        expect(event?.location).toBe(`.${location}`);
        expect(event && instantOf(event.startDate)).toBe(start.toInstant().toString());
      }),
    );
  });
});
