import { expect, it } from 'vitest';
import { readCalendarDays } from './calendar-days.ts';

const file = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', ...events, 'END:VCALENDAR'].join(
    '\r\n',
  );
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

it('reads whole days, the end as the last day', async () => {
  const read = await readCalendarDays(
    file(
      event('SUMMARY:Autumn', 'DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261031'),
      event('SUMMARY:A day', 'DTSTART;VALUE=DATE:20270504'),
    ),
  );
  expect(read?.days.map((d) => `${d.row} ${d.from} ${d.until} ${d.name}`)).toEqual([
    '1 2026-10-26 2026-10-30 Autumn',
    '2 2027-05-04 2027-05-04 A day',
  ]);
  expect(read?.faults).toEqual([]);
});

it('says by event what it cannot take', async () => {
  const read = await readCalendarDays(
    file(
      event('SUMMARY:Concert', 'DTSTART:20261026T190000Z', 'DTEND:20261026T210000Z'),
      event('SUMMARY:Nothing'),
      event('SUMMARY:Yearly', 'DTSTART;VALUE=DATE:20261111', 'RRULE:FREQ=YEARLY'),
    ),
  );
  expect(read?.faults.map((f) => `${f.row} ${f.what} ${f.name}`)).toEqual([
    '1 not-whole-days Concert',
    '2 no-day Nothing',
    '3 repeats Yearly',
  ]);
  expect(read?.days.map((d) => d.row)).toEqual([3]);
});

it.each(['', 'from;until', 'BEGIN:VEVENT\r\nEND:VEVENT', 'BEGIN:VCALENDAR'])(
  'knows that %j is no calendar',
  async (text) => expect(await readCalendarDays(text)).toBeNull(),
);
