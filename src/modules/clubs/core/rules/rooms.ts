import data from '../data/protocols.json' with { type: 'json' };
import type { Protocol } from '../types.ts';
import { templateById } from './forming.ts';

export const protocols: readonly Protocol[] = data.protocols as Protocol[];

/** Which point of the agenda is held in rooms, by template: there the protocol runs on the clock of that point. */
const roomPoints: Readonly<Record<string, number>> = data.where;

/** The point of a meeting that is held in rooms; null where all stay together. */
export function roomPointOf(templateId: string): number | null {
  return roomPoints[templateId] ?? null;
}

/** Minutes there are for the rounds of a meeting. */
export function roomMinutesOf(templateId: string): number {
  const point = roomPointOf(templateId);
  const line = point === null ? undefined : templateById(templateId)?.agenda[point];
  return line ? line.end - line.start : 0;
}

export function protocolById(id: string): Protocol | undefined {
  return protocols.find((p) => p.id === id);
}

/** A room of four goes a little faster, so that all four are heard in the time of three. */
export function protocolFor(presenters: number): Protocol {
  const found = protocols.find((p) => p.size >= presenters) ?? protocols.at(-1);
  if (!found) throw new Error('there is no protocol');
  return found;
}

/** The steps about which friends leave a word. */
export const writtenSteps: readonly string[] = [
  ...new Set(protocols.flatMap((p) => p.steps.filter((s) => s.written).map((s) => s.id))),
];

export type Sitting = { personId: string; room: number; place: number };

/**
 * Who sits with whom, so that everybody gets feedback in one meeting: rooms of three or four. Of five, three sit together
 * and two with the facilitator, who is the second friend there. Neighbours (the same country) are spread over the rooms,
 * since colleagues who know each other's schools ask less. The same people always give the same rooms; another `turn`
 * gives others.
 * @param people who presents, in any order, five to eight of them
 * @returns one line each: the room and the place in the order of presenting, both from 1
 */
export function assignRooms(
  people: readonly { personId: string; countryCode: string }[],
  turn = 0,
): Sitting[] {
  const count = Math.max(1, Math.ceil(people.length / 4));
  const sorted = [...people].sort(
    (a, b) =>
      a.countryCode.localeCompare(b.countryCode, 'en') ||
      a.personId.localeCompare(b.personId, 'en'),
  );
  const cut = sorted.length === 0 ? 0 : turn % sorted.length;
  const turned = [...sorted.slice(cut), ...sorted.slice(0, cut)];
  const places = new Map<number, number>();
  return turned.map(({ personId }, i) => {
    const room = (i % count) + 1;
    const place = (places.get(room) ?? 0) + 1;
    places.set(room, place);
    return { personId, room, place };
  });
}

/**
 * Whoever comes late sits down in the smallest room, as the last to present there; of equally small ones in the first.
 * @param seated who sits where already
 * @returns the whole seating with the newcomers; unchanged while there are no rooms
 */
export function seatLate(seated: readonly Sitting[], newcomers: readonly string[]): Sitting[] {
  const all = [...seated];
  for (const personId of newcomers) {
    if (all.length === 0 || all.some((s) => s.personId === personId)) continue;
    const sizes = [...Map.groupBy(all, (s) => s.room)].sort(
      ([a, x], [b, y]) => x.length - y.length || a - b,
    );
    const [room = 1, there = []] = sizes[0] ?? [];
    all.push({ personId, room, place: Math.max(...there.map((s) => s.place)) + 1 });
  }
  return all;
}

/** The seating without those who are not there after all; the others move up. */
export function unseat(seated: readonly Sitting[], gone: readonly string[]): Sitting[] {
  const rooms = Map.groupBy(
    seated.filter((s) => !gone.includes(s.personId)),
    (s) => s.room,
  );
  return [...rooms.values()].flatMap((those) =>
    those.toSorted((a, b) => a.place - b.place).map((s, i) => ({ ...s, place: i + 1 })),
  );
}

/** Rooms in which two sit have too few friends: there the facilitator joins. */
export function roomsForFacilitator(sittings: readonly { room: number }[]): number[] {
  const sizes = Map.groupBy(sittings, (s) => s.room);
  return [...sizes].filter(([, those]) => those.length < 3).map(([room]) => room);
}
