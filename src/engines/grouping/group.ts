import { improve } from './improve.ts';
import type { Crowd, Known, Limits, Locks, Peer } from './model.ts';
import { bitsOf, readCrowd } from './model.ts';
import { place } from './place.ts';
import { type Meeting, meetingOf } from './settle.ts';

export type PeerGroup = Meeting & {
  /** the id of the settled group or pin it came from; null when it is new */
  from: string | null;
  members: string[];
};

/**
 * Why somebody waits, the first that holds. `others` is how many people of other organisations could come at best, `needed`
 * how many of them a group takes.
 * - `held`: the caller keeps this person back
 * - `no-language`: follows a meeting in no language
 * - `no-time`: has no free time as long as a meeting
 * - `no-wish`: wants none of the themes on offer, though a group has to share one
 * - `few-in-language`, `few-at-time`, `few-for-theme`: too few share a language; of those, too few are free at the same
 *   time; of those, too few want one of the same themes
 * - `no-place`: a group would be possible, but then more others would wait
 */
export type WaitingReason =
  | 'held'
  | 'no-language'
  | 'no-time'
  | 'no-wish'
  | 'few-in-language'
  | 'few-at-time'
  | 'few-for-theme'
  | 'no-place';
export type Waiting = { id: string; reason: WaitingReason; others: number; needed: number };

export type Grouped = {
  groups: PeerGroup[];
  waiting: Waiting[];
  proof: {
    /** who is in a group, and how many nobody can exceed */
    placed: number;
    bound: number;
    /** people whom no language, time and theme brings together with enough others */
    unreachable: number;
    /** true when nothing better exists */
    exact: boolean;
    /** arrangements that were looked at to know it */
    steps: number;
  };
  /** ids of settled groups and pins that cannot be held as they are */
  broken: string[];
};

/** How many people of other organisations this one could meet at best, by language, time and theme. */
function othersFor(crowd: Crowd, p: number, among: readonly number[]) {
  const me = crowd.people[p] as Known;
  const orgs = (some: number[]) => new Set(some.map((q) => (crowd.people[q] as Known).org)).size;
  const others = among.filter((q) => q !== p && (crowd.people[q] as Known).org !== me.org);
  let [language, time, theme] = [0, 0, 0];
  for (const bit of bitsOf(me.languages)) {
    const speak = others.filter((q) => (crowd.people[q] as Known).languages & (1 << bit));
    language = Math.max(language, orgs(speak));
    for (const start of me.startList) {
      const free = speak.filter(
        (q) => ((crowd.people[q] as Known).starts[start >> 5] as number) & (1 << (start & 31)),
      );
      if (free.length <= Math.min(time, theme)) continue;
      time = Math.max(time, orgs(free));
      for (const each of me.ranked)
        theme = Math.max(
          theme,
          orgs(free.filter((q) => (crowd.people[q] as Known).themes & (1 << each.theme))),
        );
    }
  }
  return { language, time, theme };
}

function whyWaiting(crowd: Crowd, p: number, among: readonly number[]): Waiting {
  const me = crowd.people[p] as Known;
  const needed = crowd.limits.least - 1;
  const waits = (reason: WaitingReason, others = 0): Waiting => ({
    id: me.id,
    reason,
    others,
    needed,
  });
  if (me.languages === 0) return waits('no-language');
  if (me.startList.length === 0) return waits('no-time');
  if (crowd.limits.ownTheme && me.themes === 0) return waits('no-wish');
  const { language, time, theme } = othersFor(crowd, p, among);
  if (language < needed) return waits('few-in-language', language);
  if (time < needed) return waits('few-at-time', time);
  if (crowd.limits.ownTheme && theme < needed) return waits('few-for-theme', theme);
  return waits('no-place', crowd.limits.ownTheme ? theme : time);
}

/**
 * How much is looked at for so many people: a step costs about the square of their number, so that the whole stays within
 * seconds. Enough to prove every crowd of forty that was measured.
 */
const effortFor = (people: number) => ({
  steps: Math.ceil(24_000 * Math.min(1, (40 / Math.max(people, 1)) ** 2)),
  exchanges: 80_000,
});

/**
 * Proposes groups. First as many people as possible are placed, with proof; then, without placing anybody less, the theme
 * fits best, those who want to begin meet somebody who offers, new and experienced mix, countries and roles vary, nobody
 * is the only one in a role. The answer depends on who the people are, not on their order, and is the same every time.
 * @param effort how many arrangements the proof may look at, and how many exchanges may be tried to make groups better
 * @throws when somebody comes twice, or a lock names somebody who is not there
 */
export function groupPeers(
  peers: readonly Peer[],
  limits: Limits,
  locks: Locks = {},
  effort = effortFor(peers.length),
): Grouped {
  const crowd = readCrowd(peers, limits);
  const at = (id: string) => {
    const found = crowd.indexOf.get(id);
    if (found === undefined) throw new Error('a lock names somebody who is not in the round');
    return found;
  };
  const everybody = [...crowd.people.keys()];
  const held = new Set((locks.held ?? []).map(at));
  const settled = (locks.groups ?? []).map((g) => ({ ...g, at: g.members.map(at) }));
  const pins = (locks.pins ?? []).map((p) => {
    const theme = p.theme === undefined ? -1 : crowd.themes.indexOf(p.theme);
    return { id: p.id, members: p.members.map(at), theme: theme < 0 ? null : theme };
  });
  const away = new Set([
    ...held,
    ...settled.flatMap((g) => g.at),
    ...pins.flatMap((p) => p.members),
  ]);
  const pool = everybody.filter((p) => !away.has(p));
  const found = place(crowd, pool, pins, effort.steps);
  const groups = found.groups.map((g) => [...g.members]);
  const inGroup = new Set(groups.flat());
  const rest = everybody.filter(
    (p) => !held.has(p) && !settled.some((g) => g.at.includes(p)) && !inGroup.has(p),
  );
  const fixed = new Set(pins.flatMap((p, i) => (found.brokenPins.includes(i) ? [] : p.members)));
  const before = inGroup.size;
  const pinOfGroup = groups.map((members) =>
    pins.find(
      (p, i) => !found.brokenPins.includes(i) && p.members.some((m) => members.includes(m)),
    ),
  );
  const kept = pinOfGroup.map((pin) => (pin?.theme == null ? -1 : 1 << pin.theme));
  improve(crowd, groups, rest, kept, fixed, effort.exchanges);
  const placed = groups.flat().length;
  const named = groups.map((members, g): PeerGroup => {
    const pin = pinOfGroup[g];
    const theme = pin?.theme == null ? {} : { theme: crowd.themes[pin.theme] as string };
    return {
      from: pin?.id ?? null,
      members: members.map((p) => (crowd.people[p] as Known).id).sort(),
      ...meetingOf(crowd, members, theme),
    };
  });
  const whole = settled.map(
    (g): PeerGroup => ({
      from: g.id,
      members: [...g.members].sort(),
      ...meetingOf(crowd, g.at, g),
    }),
  );
  const key = (g: PeerGroup) =>
    `${g.theme} ${String(g.start).padStart(3, '0')} ${g.members.join()}`;
  const inSettled = whole.reduce((sum, g) => sum + g.members.length, 0);
  const among = everybody.filter((p) => !held.has(p) && !settled.some((g) => g.at.includes(p)));
  const bound = Math.max(found.bound, before, placed) + inSettled;
  return {
    groups: [...whole, ...named].sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    waiting: [
      ...rest.map((p) => whyWaiting(crowd, p, among)),
      ...[...held].map(
        (p): Waiting => ({
          id: (crowd.people[p] as Known).id,
          reason: 'held',
          others: 0,
          needed: limits.least - 1,
        }),
      ),
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    proof: {
      placed: placed + inSettled,
      bound,
      unreachable: found.unreachable.length,
      exact: placed + inSettled === bound,
      steps: found.steps,
    },
    broken: [
      ...found.brokenPins.map((i) => (pins[i] as (typeof pins)[number]).id),
      ...whole
        .filter((g) => g.starts.length === 0 || g.language === '')
        .map((g) => g.from as string),
    ].sort(),
  };
}

/**
 * Which later group is which earlier one: those that have most people in common are the same.
 * @returns number of the earlier group by number of the later; groups that are new are missing
 */
export function sameGroups(
  before: readonly (readonly string[])[],
  after: readonly (readonly string[])[],
): Map<number, number> {
  const pairs = after
    .flatMap((later, to) =>
      before.map((earlier, from) => ({
        from,
        to,
        both: earlier.filter((id) => later.includes(id)).length,
      })),
    )
    .filter((p) => p.both > 0)
    .sort((a, b) => b.both - a.both || a.to - b.to || a.from - b.from);
  const same = new Map<number, number>();
  const taken = new Set<number>();
  for (const { from, to } of pairs) {
    if (same.has(to) || taken.has(from)) continue;
    same.set(to, from);
    taken.add(from);
  }
  return same;
}
