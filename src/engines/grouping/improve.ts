import type { Crowd, Known } from './model.ts';
import { qualityOf, scoreFor, sharedBy, themesFor } from './quality.ts';

/** Numbers that look random and are the same every time. */
function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

type Rest = { languages: number; themes: number; starts: Uint32Array; orgs: Set<number> };

/**
 * Makes groups better without placing anybody less: exchanges members, takes people who wait for members who then wait,
 * moves members. After no single exchange helps, shakes a few places and keeps what came out better.
 * @param groups members by group; changed in place
 * @param waiting who is in none; changed in place
 * @param kept the theme a group keeps, as a mask; -1 where it may have any
 * @param fixed people who stay where they are
 * @param budget exchanges that may be looked at
 */
export function improve(
  crowd: Crowd,
  groups: number[][],
  waiting: number[],
  kept: readonly number[],
  fixed: ReadonlySet<number>,
  budget: number,
): void {
  const { people, limits } = crowd;
  const person = (p: number) => people[p] as Known;
  const score = scoreFor(people.length);
  let looked = 0;
  const worth = (g: number, members: readonly number[]) => {
    looked++;
    const allowed = themesFor(crowd, members) & (kept[g] as number);
    return score(qualityOf(crowd, members, allowed), members.length);
  };
  const values = groups.map((members, g) => worth(g, members));
  /** for each member what the others have in common; for nobody leaving at -1 */
  const restOfThese = (others: readonly number[], g: number): Rest => {
    const shared = sharedBy(crowd, others);
    const orgs = new Set(others.map((p) => person(p).org));
    return { ...shared, themes: shared.themes & (kept[g] as number), orgs };
  };
  const restsOf = (members: readonly number[], g: number): Map<number, Rest> =>
    new Map(
      [-1, ...members].map((out) => {
        const others = members.filter((p) => p !== out);
        return [out, restOfThese(others, g)];
      }),
    );
  const rests = groups.map(restsOf);
  const goesWith = (p: number, rest: Rest) => {
    const { languages, themes, starts, org } = person(p);
    if ((languages & rest.languages) === 0 || rest.orgs.has(org)) return false;
    if (limits.ownTheme && (themes & rest.themes) === 0) return false;
    for (let w = 0; w < starts.length; w++)
      if (((starts[w] as number) & (rest.starts[w] as number)) !== 0) return true;
    return false;
  };
  const restOf = (g: number, out: number) => (rests[g] as Map<number, Rest>).get(out) as Rest;
  const settle = (g: number, members: number[], value: number) => {
    groups[g] = members;
    values[g] = value;
    rests[g] = restsOf(members, g);
  };
  const group = (g: number) => groups[g] as number[];
  const replaced = (g: number, out: number, into: number) =>
    group(g).map((p) => (p === out ? into : p));

  /** p of g and q of h change places; true when that was better, or when it was only asked to be possible. */
  const exchange = (g: number, p: number, h: number, q: number, anyway: boolean): boolean => {
    if (!goesWith(q, restOf(g, p)) || !goesWith(p, restOf(h, q))) return false;
    const [one, other] = [replaced(g, p, q), replaced(h, q, p)];
    const [a, b] = [worth(g, one), worth(h, other)];
    if (!anyway && a + b <= (values[g] as number) + (values[h] as number)) return false;
    settle(g, one, a);
    settle(h, other, b);
    return true;
  };
  const callIn = (g: number, p: number, w: number, anyway: boolean): boolean => {
    const into = waiting[w] as number;
    if (!goesWith(into, restOf(g, p))) return false;
    const one = replaced(g, p, into);
    const a = worth(g, one);
    if (!anyway && a <= (values[g] as number)) return false;
    settle(g, one, a);
    waiting[w] = p;
    return true;
  };
  const move = (g: number, p: number, h: number, anyway: boolean): boolean => {
    if (group(g).length <= limits.least || group(h).length >= limits.most) return false;
    if (!goesWith(p, restOf(h, -1))) return false;
    const [one, other] = [group(g).filter((x) => x !== p), [...group(h), p]];
    const [a, b] = [worth(g, one), worth(h, other)];
    if (!anyway && a + b <= (values[g] as number) + (values[h] as number)) return false;
    settle(g, one, a);
    settle(h, other, b);
    return true;
  };
  const sweep = (): boolean => {
    let better = false;
    for (let g = 0; g < groups.length; g++) {
      for (const p of [...group(g)]) {
        if (fixed.has(p)) continue;
        let here = true;
        for (let w = 0; here && w < waiting.length; w++) if (callIn(g, p, w, false)) here = false;
        for (let h = 0; here && h < groups.length; h++) {
          if (h === g) continue;
          if (move(g, p, h, false)) here = false;
          if (h < g) continue;
          for (const q of here ? group(h) : [])
            if (!fixed.has(q) && exchange(g, p, h, q, false)) {
              here = false;
              break;
            }
        }
        better ||= !here;
        if (looked >= budget) return false;
      }
    }
    return better;
  };
  const total = () => values.reduce((sum, v) => sum + v, 0);
  const snapshot = () => ({
    groups: groups.map((g) => [...g]),
    waiting: [...waiting],
    total: total(),
  });
  const restore = (kept: ReturnType<typeof snapshot>) => {
    for (const [g, members] of kept.groups.entries())
      if (members.join() !== group(g).join()) settle(g, members, worth(g, members));
    waiting.splice(0, waiting.length, ...kept.waiting);
  };
  // whoever waits and fits where there is room comes in first of all
  for (let w = 0; w < waiting.length; w++) {
    const p = waiting[w] as number;
    const g = groups.findIndex(
      (members, i) => members.length < limits.most && goesWith(p, restOf(i, -1)),
    );
    if (g < 0) continue;
    const members = [...group(g), p];
    settle(g, members, worth(g, members));
    waiting.splice(w--, 1);
  }
  while (sweep());
  if (groups.length === 0) return;
  let best = snapshot();
  const dice = sequence(0x50c1a1);
  // a small crowd has soon seen all that shaking can find
  const patience = 50 + 10 * people.length;
  for (let idle = 0; looked < budget && idle < patience; idle++) {
    for (let tries = 0, done = 0; tries < 60 && done < 3; tries++) {
      looked++;
      const g = dice(groups.length);
      const p = group(g)[dice(group(g).length)] as number;
      if (fixed.has(p)) continue;
      if (waiting.length > 0 && dice(4) === 0) {
        if (callIn(g, p, dice(waiting.length), true)) done++;
        continue;
      }
      const h = dice(groups.length);
      const q = group(h)[dice(group(h).length)] as number;
      if (h === g || fixed.has(q)) continue;
      if (dice(5) === 0 ? move(g, p, h, true) : exchange(g, p, h, q, true)) done++;
    }
    while (sweep());
    if (total() > best.total) {
      best = snapshot();
      idle = 0;
    } else restore(best);
  }
  restore(best);
}
