import { describe, expect, it } from 'vitest';
import { meetingStart } from './forming.ts';
import { roadmapOf, seriesFaults, shiftsIn } from './series.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const days = (of: Record<string, string>) =>
  new Map(Object.entries(of).map(([id, on]) => [id, day(on)]));

describe('the roadmap', () => {
  it('has no dates before the kick-off is planned, then one about each month', () => {
    expect(roadmapOf(new Map()).every((stop) => !stop.on && !stop.about)).toBe(true);
    const stops = roadmapOf(days({ M1: '2027-01-10' }));
    expect(stops[0]?.on?.toString()).toBe('2027-01-10');
    expect(stops.slice(1).map((s) => s.about?.toString())).toEqual([
      '2027-02-07',
      '2027-03-07',
      '2027-04-04',
    ]);
    expect(roadmapOf(new Map(), 'extended5')).toHaveLength(5);
  });
});

describe('the distance between meetings', () => {
  it('is 21 to 70 days, the ends among them', () => {
    expect(seriesFaults(days({ M1: '2027-01-10', M2: '2027-01-31' }), 'standard4')).toEqual([]);
    expect(seriesFaults(days({ M1: '2027-01-10', M2: '2027-03-21' }), 'standard4')).toEqual([]);
    expect(
      seriesFaults(days({ M1: '2027-01-10', M2: '2027-01-30', M3: '2027-04-12' }), 'standard4'),
    ).toEqual([
      {
        reason: 'clubs.invalid.apart',
        field: 'dates.M2',
        params: { apart: 20, least: 21, most: 70 },
      },
      {
        reason: 'clubs.invalid.apart',
        field: 'dates.M3',
        params: { apart: 72, least: 21, most: 70 },
      },
    ]);
  });

  it('is never backwards', () => {
    const [fault] = seriesFaults(days({ M1: '2027-02-10', M2: '2027-01-10' }), 'standard4');
    expect(fault?.params?.apart).toBe(-31);
  });
});

describe('a series across the change of clocks', () => {
  // Europe changes on 28 March 2027, the United States on 14 March, Iceland never
  const starts = ['2027-03-04', '2027-03-18', '2027-04-01'].map((on) => {
    const start = meetingStart(day(on), '16:00', 'Europe/Oslo');
    if (!start.ok) throw new Error('no time');
    return { on, startsAt: start.at.toInstant() };
  });
  const told = (zone: string) =>
    shiftsIn(starts, zone).map((s) => `${s.meeting.on} ${s.time} not ${s.usual}`);

  it('stays at the wall clock of the club, in winter and summer', () => {
    expect(starts.map((s) => s.startsAt.toString())).toEqual([
      '2027-03-04T15:00:00Z',
      '2027-03-18T15:00:00Z',
      '2027-04-01T14:00:00Z',
    ]);
    expect(told('Europe/Oslo')).toEqual([]);
    expect(told('Europe/Lisbon')).toEqual([]);
  });

  it('is told to those whose own clock differs, each for their own meetings', () => {
    expect(told('Atlantic/Reykjavik')).toEqual(['2027-04-01 14:00 not 15:00']);
    expect(told('America/New_York')).toEqual(['2027-03-18 11:00 not 10:00']);
    expect(shiftsIn([], 'Europe/Oslo')).toEqual([]);
  });
});
