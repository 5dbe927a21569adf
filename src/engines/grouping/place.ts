import type { Anchor, Crowd, Known } from './model.ts';
import { freeAnchors, pinnedAnchors } from './model.ts';

/** Groups by the place where they meet, and what is known of how many can be placed at all. */
export type Placement = {
  groups: { members: number[]; anchor: Anchor }[];
  placed: number;
  /** nobody can place more than these */
  bound: number;
  /** people whom no place has enough others for */
  unreachable: number[];
  steps: number;
  /** the search looked at everything it had to */
  complete: boolean;
  /** pins that cannot be held */
  brokenPins: number[];
};

type Open = { anchor: Anchor; fewest: number; greatest: number };
type Flow = { at: Int32Array; count: Int32Array; competitors(p: number): number[] };

/**
 * Spreads people over open places: each gets its least, then as many as possible come. Augmenting paths, so the number is
 * the greatest there is. Null when some place cannot have its least.
 * @param order people in the order in which they are tried
 */
function spread(
  crowd: Crowd,
  order: readonly number[],
  open: readonly Open[],
  pinOf: Int32Array,
): Flow | null {
  const { least, most } = crowd.limits;
  const n = crowd.people.length;
  const person = (p: number) => crowd.people[p] as Known;
  const at = new Int32Array(n).fill(-1);
  const count = new Int32Array(open.length);
  const cap = new Int32Array(open.length);
  const placesOf: number[][] = crowd.people.map(() => []);
  for (const [o, { anchor, fewest }] of open.entries()) {
    cap[o] = least * fewest;
    for (const p of anchor.people) (placesOf[p] as number[]).push(o);
  }
  const sameOrg = (o: number, org: number) => {
    let found = 0;
    for (const q of (open[o] as Open).anchor.people)
      if (at[q] === o && person(q).org === org) found++;
    return found;
  };
  const by = new Int32Array(n);
  /** Brings `p` in if it can; `seen` then tells who stands in the way. */
  const bring = (p: number, seen: Uint8Array): boolean => {
    const full = new Uint8Array(open.length);
    const queue = [p];
    seen[p] = 1;
    by[p] = -1;
    for (let head = 0; head < queue.length; head++) {
      const q = queue[head] as number;
      const { org, shared } = person(q);
      for (const o of placesOf[q] as number[]) {
        if (full[o] === 1 || at[q] === o) continue;
        const { anchor, greatest } = open[o] as Open;
        const tight = shared && sameOrg(o, org) >= greatest;
        if (!tight) {
          if ((count[o] as number) < (cap[o] as number)) {
            count[o] = (count[o] as number) + 1;
            let [who, to] = [q, o];
            while (true) {
              const from = at[who] as number;
              at[who] = to;
              if (who === p) return true;
              to = from;
              who = by[who] as number;
            }
          }
          full[o] = 1;
        }
        for (const r of anchor.people) {
          if (at[r] !== o || seen[r] === 1 || pinOf[r] !== -1) continue;
          if (tight && person(r).org !== org) continue;
          seen[r] = 1;
          by[r] = q;
          queue.push(r);
        }
      }
    }
    return false;
  };
  let needed = 0;
  for (const [o, { anchor }] of open.entries()) {
    needed += cap[o] as number;
    if (anchor.pin < 0) continue;
    for (const p of anchor.people)
      if (pinOf[p] === anchor.pin) {
        at[p] = o;
        count[o] = (count[o] as number) + 1;
      }
    // more are held together than the least: they come on top
    cap[o] = Math.max(cap[o] as number, count[o] as number);
    needed += Math.max(0, (count[o] as number) - least);
  }
  let have = count.reduce((sum, each) => sum + each, 0);
  for (const p of order) {
    if (have === needed) break;
    if (at[p] === -1 && (placesOf[p] as number[]).length > 0 && bring(p, new Uint8Array(n))) have++;
  }
  if (have < needed) return null;
  for (const [o, { greatest }] of open.entries()) cap[o] = most * greatest;
  for (const p of order)
    if (at[p] === -1 && (placesOf[p] as number[]).length > 0) bring(p, new Uint8Array(n));
  return {
    at,
    count,
    competitors: (p) => {
      // whoever has no open place stands in nobody's way
      if ((placesOf[p] as number[]).length === 0) return [p];
      const seen = new Uint8Array(n);
      bring(p, seen);
      return [...seen.keys()].filter((q) => seen[q] === 1);
    },
  };
}

/** How many groups these people at one place make; null when they do not divide into groups of the right size. */
function groupsFor(crowd: Crowd, people: readonly number[]): number | null {
  const { least, most } = crowd.limits;
  const perOrg = new Map<number, number>();
  for (const p of people) {
    const { org } = crowd.people[p] as Known;
    perOrg.set(org, (perOrg.get(org) ?? 0) + 1);
  }
  const groups = Math.max(Math.ceil(people.length / most), ...perOrg.values(), 0);
  return groups <= Math.floor(people.length / least) ? groups : null;
}

/** Deals people out so that sizes are even and nobody of one organisation meets a colleague. */
function deal(crowd: Crowd, people: readonly number[], groups: number): number[][] {
  const org = (p: number) => (crowd.people[p] as Known).org;
  const sorted = [...people].sort((a, b) => org(a) - org(b) || a - b);
  return Array.from({ length: groups }, (_, g) => sorted.filter((_p, i) => i % groups === g));
}

/** The number that can be in groups of the right size when this many could all meet: the rest cannot be divided. */
function divisible(n: number, least: number, most: number): number {
  for (let fit = n; fit >= least; fit--)
    if (Math.ceil(fit / most) <= Math.floor(fit / least)) return fit;
  return 0;
}

/** People who are connected through places, however far; between two such circles no group is possible. */
function circlesOf(anchors: readonly Anchor[], pool: readonly number[]): number[][] {
  const root = new Map(pool.map((p) => [p, p]));
  const find = (p: number): number => {
    let at = p;
    while (root.get(at) !== at) at = root.get(at) as number;
    return at;
  };
  for (const { people } of anchors) {
    const first = find(people[0] as number);
    for (const p of people) root.set(find(p), first);
  }
  return [...Map.groupBy(pool, find).values()];
}

/**
 * How many people can be in a group, by searching which places to open. Opening a place obliges it to take at least one
 * whole group. The search asks for 0, 1, 2, … people left out: each number that it rules out completely is a proof, and
 * the first it can do is the answer.
 * @param pool people to place
 * @param pins people who stay together, with their theme if it is settled
 * @param budget steps of the search; with too few, the bound stays what was proven
 */
export function place(
  crowd: Crowd,
  pool: readonly number[],
  pins: readonly { members: readonly number[]; theme: number | null }[],
  budget: number,
): Placement {
  const { least, most } = crowd.limits;
  const pinOf = new Int32Array(crowd.people.length).fill(-1);
  const brokenPins: number[] = [];
  const choices: Anchor[][] = [];
  const loose = [...pool];
  const pinned: number[] = [];
  for (const [i, pin] of pins.entries()) {
    const orgs = new Set(pin.members.map((p) => (crowd.people[p] as Known).org));
    const options =
      pin.members.length > most || orgs.size < pin.members.length
        ? []
        : pinnedAnchors(crowd, pool, pin.members, i, pin.theme);
    if (options.length === 0) {
      brokenPins.push(i);
      loose.push(...pin.members);
      continue;
    }
    choices.push(options);
    pinned.push(...pin.members);
    for (const p of pin.members) pinOf[p] = i;
  }
  loose.sort((a, b) => a - b);
  const anchors = freeAnchors(crowd, loose);
  const everywhere = [...anchors, ...choices.flat()];
  const reach = new Uint8Array(crowd.people.length);
  for (const { people } of everywhere) for (const p of people) reach[p] = 1;
  const live = [...loose, ...pinned].filter((p) => reach[p] === 1);
  const unreachable = loose.filter((p) => reach[p] === 0);
  const anchorsOf: number[][] = crowd.people.map(() => []);
  for (const [a, { people }] of anchors.entries())
    for (const p of people) (anchorsOf[p] as number[]).push(a);
  // who has the fewest places is tried first
  const order = [...live].sort(
    (a, b) => (anchorsOf[a] as number[]).length - (anchorsOf[b] as number[]).length || a - b,
  );
  // nobody can be with people who are not connected with them, and some numbers do not divide into groups
  let bound = circlesOf(everywhere, live).reduce(
    (sum, circle) => sum + divisible(circle.length, least, most),
    0,
  );

  let best: { at: Int32Array; open: Open[]; placed: number } | null = null;
  let steps = 0;
  let budgetNow = budget;
  const closed = new Uint8Array(anchors.length);
  const isOpen = new Uint8Array(anchors.length);

  const keep = (flow: Flow, open: readonly Open[]) => {
    // even with everybody who came it would be no better
    if (best && flow.count.reduce((sum, each) => sum + each, 0) <= best.placed) return;
    const at = flow.at.slice();
    let placed = 0;
    for (const [o, { anchor }] of open.entries()) {
      const there = anchor.people.filter((p) => at[p] === o);
      // one too many for one group and too few for two: somebody has to wait, unless they are held here
      while (groupsFor(crowd, there) === null && there.length > least) {
        const i = there.findLastIndex((p) => pinOf[p] === -1);
        if (i < 0) break;
        at[there[i] as number] = -1;
        there.splice(i, 1);
      }
      if (groupsFor(crowd, there) === null) return;
      if (anchor.pin >= 0 && there.length > most) return;
      placed += there.length;
    }
    if (!best || placed > best.placed) best = { at, open: [...open], placed };
  };

  const fits = (flow: Flow, open: readonly Open[]) =>
    open.findIndex(
      ({ anchor }, o) =>
        groupsFor(
          crowd,
          anchor.people.filter((p) => flow.at[p] === o),
        ) === null,
    );

  /** Whether all but `out` of the living can be placed from here on. */
  const search = (open: Open[], pending: number, out: number): 'yes' | 'no' | 'unknown' => {
    if (steps >= budgetNow) return 'unknown';
    steps++;
    const options = choices[pending];
    if (options) {
      let sure: 'no' | 'unknown' = 'no';
      for (const anchor of options) {
        const answer = search([...open, { anchor, fewest: 1, greatest: 1 }], pending + 1, out);
        if (answer === 'yes') return 'yes';
        if (answer === 'unknown') sure = 'unknown';
      }
      return sure;
    }
    const flow = spread(crowd, order, open, pinOf);
    if (!flow) return 'no';
    keep(flow, open);
    if (best && live.length - best.placed <= out) return 'yes';
    const missing = live.filter((p) => flow.at[p] === -1);
    if (missing.length <= out) {
      // all come, but somewhere they do not divide into groups: fewer groups there, or more
      const o = fits(flow, open);
      if (o < 0) return 'yes';
      const bad = open[o] as Open;
      const some = Math.floor((flow.count[o] as number) / least);
      let sure: 'no' | 'unknown' = 'no';
      for (const part of [
        { ...bad, greatest: some },
        { ...bad, fewest: some + 1 },
      ]) {
        if (part.fewest > part.greatest || part.greatest < 1) continue;
        const answer = search(open.with(o, part), pending, out);
        if (answer === 'yes') return 'yes';
        if (answer === 'unknown') sure = 'unknown';
      }
      return sure;
    }
    let lost = 0;
    let chosen: number[] | null = null;
    const roads: number[][] = [];
    for (const p of missing) {
      const ways = new Set<number>();
      for (const q of flow.competitors(p))
        for (const a of anchorsOf[q] as number[])
          if (closed[a] === 0 && isOpen[a] === 0) ways.add(a);
      if (ways.size === 0) lost++;
      else {
        const list = [...ways];
        roads.push(list);
        if (!chosen || list.length < chosen.length) chosen = list;
      }
      if (lost > out) return 'no';
    }
    if (!chosen) return 'no';
    // people who have no way in common each need a place of their own, and each place a whole group
    const used = new Uint8Array(anchors.length);
    let apart = 0;
    for (const ways of roads.sort((a, b) => a.length - b.length)) {
      if (ways.some((a) => used[a] === 1)) continue;
      apart++;
      for (const a of ways) used[a] = 1;
    }
    const more = apart - (out - lost);
    const demand = open.reduce((sum, each) => sum + each.fewest * least, 0);
    if (more > 0 && demand + more * least > live.length) return 'no';
    const wanted = new Uint8Array(crowd.people.length);
    for (const p of missing) wanted[p] = 1;
    const gain = (a: number) =>
      (anchors[a] as Anchor).people.reduce((sum, p) => sum + (wanted[p] as number), 0);
    const ordered = chosen
      .map((a) => ({ a, gain: gain(a) }))
      .sort((x, y) => y.gain - x.gain || x.a - y.a);
    let sure: 'yes' | 'no' | 'unknown' = 'no';
    for (const { a } of ordered) {
      const anchor = anchors[a] as Anchor;
      isOpen[a] = 1;
      const greatest = Math.max(1, Math.floor(anchor.people.length / least));
      sure = search([...open, { anchor, fewest: 1, greatest }], pending, out);
      isOpen[a] = 0;
      if (sure !== 'no') break;
      closed[a] = 1;
    }
    if (sure === 'no') sure = search(open, pending, out);
    for (const { a } of ordered) closed[a] = 0;
    return sure;
  };

  let complete = true;
  if (live.length > 0) {
    const first = live.length - bound;
    for (let out = first; out <= live.length; out++) {
      // most of what is left goes into this number: a proof is worth more than a try at the next
      budgetNow = steps + Math.ceil((budget - steps) * (complete ? 0.7 : 0.5));
      const answer = search([], 0, out);
      closed.fill(0);
      isOpen.fill(0);
      if (answer === 'yes') break;
      if (answer === 'unknown') complete = false;
      else if (complete) bound = live.length - out - 1;
      const found = best as { placed: number } | null;
      if (found && live.length - found.placed <= out) break;
      if (!complete && steps >= budget) break;
    }
  }
  const found = best as { at: Int32Array; open: Open[]; placed: number } | null;
  const last = pins.length - 1;
  if (!found && choices.length > 0) {
    // pins that can each be held, but not all at once: the last gives way
    const freed = (pins[last] as (typeof pins)[number]).members;
    const without = place(crowd, [...pool, ...freed], pins.slice(0, last), budget);
    return { ...without, brokenPins: [...without.brokenPins, last] };
  }
  const groups = (found?.open ?? []).flatMap(({ anchor }, o) => {
    const there = anchor.people.filter((p) => found?.at[p] === o);
    return deal(crowd, there, groupsFor(crowd, there) ?? 0).map((members) => ({ members, anchor }));
  });
  const placed = found?.placed ?? 0;
  return {
    groups,
    placed,
    bound: Math.max(bound, placed),
    unreachable,
    steps,
    complete: complete || placed === bound,
    brokenPins,
  };
}
