import { describe, expect, it } from 'vitest';
import {
  assignRooms,
  protocolFor,
  protocols,
  roomMinutesOf,
  roomPointOf,
  roomsForFacilitator,
  seatLate,
  unseat,
  writtenSteps,
} from './rooms.ts';

const countries = ['FR', 'FR', 'LV', 'ES', 'ES', 'BE', 'MT', 'PL'];
const people = (count: number) =>
  countries.slice(0, count).map((countryCode, i) => ({ personId: `per_${i}`, countryCode }));

describe('protocols', () => {
  it('add up, and say who may speak', () => {
    for (const p of protocols)
      expect(p.steps.reduce((sum, s) => sum + s.minutes, 0)).toBe(p.minutes);
    expect(protocols.map((p) => p.minutes)).toEqual([22, 16]);
    expect(writtenSteps).toEqual(['strong', 'critique', 'advice']);
  });

  it('give every presenter of a room a round in the time of the meeting', () => {
    expect(roomPointOf('M3')).toBe(2);
    expect(roomPointOf('M1')).toBeNull();
    const minutes = roomMinutesOf('M3');
    for (const size of [2, 3, 4])
      expect(protocolFor(size).minutes * size).toBeLessThanOrEqual(minutes);
  });
});

describe('rooms', () => {
  it.each([
    [5, [3, 2]],
    [6, [3, 3]],
    [7, [4, 3]],
    [8, [4, 4]],
  ])('seat %i people as %j, each once, with at least two friends each', (count, sizes) => {
    const sittings = assignRooms(people(count));
    expect(new Set(sittings.map((s) => s.personId)).size).toBe(count);
    const rooms = Map.groupBy(sittings, (s) => s.room);
    expect([...rooms.values()].map((r) => r.length).sort((a, b) => b - a)).toEqual(sizes);
    for (const [room, those] of rooms) {
      expect(those.map((s) => s.place)).toEqual(those.map((_, i) => i + 1));
      const helped = roomsForFacilitator(sittings).includes(room) ? 1 : 0;
      expect(those.length - 1 + helped).toBeGreaterThanOrEqual(2);
    }
    // never more helpers than there are facilitators
    expect(roomsForFacilitator(sittings).length).toBeLessThanOrEqual(1);
  });

  it('part those of one country', () => {
    for (const count of [5, 6, 7, 8]) {
      const room = new Map(assignRooms(people(count)).map((s) => [s.personId, s.room]));
      expect(room.get('per_0')).not.toBe(room.get('per_1'));
      if (count >= 5) expect(room.get('per_3')).not.toBe(room.get('per_4'));
    }
  });

  it('are the same for the same people in any order, and others at another turn', () => {
    const some = people(7);
    expect(assignRooms(some.toReversed())).toEqual(assignRooms(some));
    expect(assignRooms(some, 1)).not.toEqual(assignRooms(some));
    expect(assignRooms([])).toEqual([]);
  });
});

describe('who comes late, and who is not there', () => {
  const seated = [
    { personId: 'a', room: 1, place: 1 },
    { personId: 'b', room: 1, place: 2 },
    { personId: 'c', room: 1, place: 3 },
    { personId: 'd', room: 2, place: 1 },
    { personId: 'e', room: 2, place: 2 },
  ];

  it('newcomers sit down in the smallest room, one after the other', () => {
    const all = seatLate(seated, ['f', 'a', 'g']);
    expect(all.slice(5)).toEqual([
      { personId: 'f', room: 2, place: 3 },
      { personId: 'g', room: 1, place: 4 },
    ]);
    expect(seatLate([], ['f'])).toEqual([]);
  });

  it('who is gone leaves the place to the next', () => {
    expect(unseat(seated, ['b', 'd'])).toEqual([
      { personId: 'a', room: 1, place: 1 },
      { personId: 'c', room: 1, place: 2 },
      { personId: 'e', room: 2, place: 1 },
    ]);
  });
});
