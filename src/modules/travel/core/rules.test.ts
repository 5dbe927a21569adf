import { describe, expect, it } from 'vitest';
import {
  brokenAt,
  connectionsOf,
  currentLeg,
  delayLeg,
  expectedOf,
  instantIn,
  leavesSoon,
  planInput,
  planProblem,
  reconnect,
  stageOf,
  zonesOf,
} from './index.ts';
import type { Leg } from './types.ts';

const day = Temporal.PlainDate.from;
const zones = { home: 'Europe/Madrid', host: 'Europe/Riga' };
const stay = { startsOn: day('2027-02-01'), endsOn: day('2027-03-28') };
const out = (leaves: [string, string], arrives: [string, string]) => ({
  direction: 'outward' as const,
  leavesAt: instantIn(day(leaves[0]), leaves[1], zones.home),
  arrivesAt: instantIn(day(arrives[0]), arrives[1], zones.host),
});

describe('times of a journey', () => {
  it('are those of the clock at each end', () => {
    expect(zonesOf('outward', zones)).toEqual({ leaves: 'Europe/Madrid', arrives: 'Europe/Riga' });
    expect(zonesOf('return', zones)).toEqual({ leaves: 'Europe/Riga', arrives: 'Europe/Madrid' });
    expect(instantIn(day('2027-02-01'), '09:05', 'Europe/Riga').toString()).toBe(
      '2027-02-01T07:05:00Z',
    );
    // on the night of the change of clocks 3:30 does not exist: it is taken as the clock would go on
    expect(instantIn(day('2027-03-28'), '03:30', 'Europe/Riga').toString()).toBe(
      '2027-03-28T01:30:00Z',
    );
  });

  it('may look wrong on paper and be right: an hour later there is the same instant', () => {
    expect(
      planProblem(out(['2027-02-01', '10:00'], ['2027-02-01', '10:30']), stay, zones, null),
    ).toMatchObject({
      reason: 'travel.plan.arrives-first',
    });
    expect(
      planProblem(out(['2027-02-01', '10:00'], ['2027-02-01', '11:30']), stay, zones, null),
    ).toBeNull();
  });

  it.each([
    ['9:05', '09:05'],
    ['09.05', '09:05'],
    ['9h05', '09:05'],
    ['23:59', '23:59'],
  ])('reads %s', (typed, read) => {
    expect(planInput.shape.leavesAt.parse(typed)).toBe(read);
  });

  it.each(['24:00', '9', 'noon', '12:60', ''])('does not read “%s”', (typed) => {
    expect(planInput.shape.leavesAt.safeParse(typed).success).toBe(false);
  });
});

describe('a plan', () => {
  it('lies within the stay, two days before and after at most', () => {
    const problem = (d: string) => planProblem(out([d, '08:00'], [d, '14:00']), stay, zones, null);
    expect(problem('2027-01-30')).toBeNull();
    expect(problem('2027-01-29')).toEqual({
      reason: 'travel.plan.outside-stay',
      field: 'leavesOn',
    });
    expect(problem('2027-03-30')).toBeNull();
    expect(problem('2027-03-31')).toEqual({
      reason: 'travel.plan.outside-stay',
      field: 'leavesOn',
    });
    expect(
      planProblem(out(['2027-03-30', '23:00'], ['2027-03-31', '04:00']), stay, zones, null),
    ).toEqual({
      reason: 'travel.plan.outside-stay',
      field: 'arrivesOn',
    });
  });

  it('takes three days at most', () => {
    expect(
      planProblem(out(['2027-02-01', '08:00'], ['2027-02-05', '08:00']), stay, zones, null)?.reason,
    ).toBe('travel.plan.too-long');
  });

  it('goes back only after the way there', () => {
    const outward = out(['2027-02-01', '08:00'], ['2027-02-01', '15:00']);
    const back = (d: string) => ({
      direction: 'return' as const,
      leavesAt: instantIn(day(d), '10:00', zones.host),
      arrivesAt: instantIn(day(d), '15:00', zones.home),
    });
    expect(planProblem(back('2027-02-01'), stay, zones, outward)?.reason).toBe(
      'travel.plan.return-first',
    );
    expect(planProblem(back('2027-03-28'), stay, zones, outward)).toBeNull();
  });
});

describe('where a journey stands', () => {
  const at = Temporal.Instant.from('2027-02-01T08:00:00Z');
  it('follows what was tapped', () => {
    expect(stageOf(null)).toBe('unplanned');
    expect(stageOf({ departedAt: null, arrivedAt: null })).toBe('planned');
    expect(stageOf({ departedAt: at, arrivedAt: null })).toBe('under_way');
    expect(stageOf({ departedAt: at, arrivedAt: at })).toBe('arrived');
  });

  it('asks for the tap from the day before on', () => {
    expect(leavesSoon(at, Temporal.Instant.from('2027-01-30T19:00:00Z'))).toBe(false);
    expect(leavesSoon(at, Temporal.Instant.from('2027-01-31T08:00:00Z'))).toBe(true);
    expect(leavesSoon(at, Temporal.Instant.from('2027-02-03T08:00:00Z'))).toBe(true);
  });
});

describe('a part that is late', () => {
  const at = (time: string) => Temporal.Instant.from(`2027-02-01T${time}:00Z`);
  const leg = (leaves: string, arrives: string): Leg => ({
    means: 'train',
    number: '',
    fromPlace: 'A',
    toPlace: 'B',
    leavesAt: at(leaves),
    leavesZone: 'UTC',
    arrivesAt: at(arrives),
    arrivesZone: 'UTC',
    leavesLate: 0,
    arrivesLate: 0,
  });
  const legs = [leg('08:00', '09:00'), leg('09:20', '11:00'), leg('11:05', '12:00')];
  const journey = { leavesAt: at('07:30'), arrivesAt: at('12:30'), departedAt: null };
  const late = (which: number, minutes: number, now: string) =>
    delayLeg(journey, legs, which, minutes, at(now));

  it('leaves the others as they are: connections are reached, tight or missed', () => {
    // a change of five minutes that was planned so is nothing to tell
    expect(connectionsOf(legs)).toEqual(['fine', 'fine', 'fine']);
    expect(connectionsOf(late(0, 10, '08:30').legs)).toEqual(['fine', 'fine', 'fine']);
    expect(connectionsOf(late(0, 11, '08:30').legs)).toEqual(['fine', 'tight', 'fine']);
    expect(connectionsOf(late(0, 20, '08:30').legs)).toEqual(['fine', 'tight', 'fine']);
    expect(connectionsOf(late(0, 21, '08:30').legs)).toEqual(['fine', 'missed', 'fine']);
    // the next is late as well: it is reached again
    const first = late(0, 30, '08:30');
    const both = delayLeg({ ...journey, ...first }, first.legs, 1, 30, at('08:30'));
    expect(connectionsOf(both.legs)).toEqual(['fine', 'fine', 'missed']);
    expect(expectedOf(both.legs[1] as Leg)).toEqual({
      leavesAt: at('09:50'),
      arrivesAt: at('11:30'),
    });
  });

  it('moves the departure only before it, and the arrival only at the end', () => {
    expect(late(0, 15, '07:00')).toMatchObject({ leavesAt: at('07:45'), arrivesAt: at('12:30') });
    expect(late(0, 15, '08:30')).toMatchObject({ leavesAt: at('07:30'), arrivesAt: at('12:30') });
    expect(late(1, 60, '08:30')).toMatchObject({ leavesAt: at('07:30'), arrivesAt: at('12:30') });
    expect(late(2, 60, '08:30')).toMatchObject({ leavesAt: at('07:30'), arrivesAt: at('13:30') });
    expect(expectedOf(late(0, 15, '08:30').legs[0] as Leg).leavesAt).toEqual(at('08:00'));
  });

  it('is followed by another way: what came before stays, the new parts say when it arrives', () => {
    const missed = late(0, 30, '08:30').legs;
    expect(brokenAt(missed, at('08:30'))).toBe(1);
    expect(brokenAt(legs, at('11:30'))).toBe(2);
    expect(brokenAt([], at('08:00'))).toBe(0);
    const anew = [leg('10:00', '12:10'), leg('12:30', '14:00')];
    expect(reconnect(journey, missed, 1, anew)).toEqual({
      legs: [missed[0], ...anew],
      leavesAt: at('07:30'),
      arrivesAt: at('14:00'),
    });
    // a cancelled first part moves the departure while nobody has left
    const first = [leg('08:30', '13:00')];
    expect(reconnect(journey, legs, 0, first)).toMatchObject({ leavesAt: at('08:30') });
    const left = { ...journey, departedAt: at('07:30') };
    expect(reconnect(left, legs, 0, first)).toMatchObject({ leavesAt: at('07:30') });
    const wrong = (fresh: Leg[]) => reconnect(journey, missed, 1, fresh);
    expect(wrong([leg('09:25', '12:00')])).toMatchObject({
      reason: 'travel.connection.before-there',
      at: 0,
    });
    expect(wrong([leg('10:00', '12:00'), leg('11:00', '13:00')])).toMatchObject({
      reason: 'travel.legs.before-last',
      at: 1,
    });
    const days = { ...leg('10:00', '12:00'), arrivesAt: at('10:00').add({ hours: 80 }) };
    expect(wrong([days])).toMatchObject({ reason: 'travel.plan.too-long', at: 0 });
  });

  it('is the one that is on its way, or comes next', () => {
    expect(currentLeg(legs, at('06:00'))).toBe(0);
    expect(currentLeg(legs, at('09:00'))).toBe(1);
    expect(currentLeg(late(0, 30, '08:30').legs, at('09:10'))).toBe(0);
    expect(currentLeg(legs, at('23:00'))).toBe(2);
  });
});
