import type { Crowd, Known } from './model.ts';
import { bitsOf } from './model.ts';

/** How good a group is, each figure more important than all that follow. */
export type Quality = {
  /** twentieths of wishes that its theme meets */
  fit: number;
  /** members who want to begin or improve while somebody else offers */
  served: number;
  /** 1 when somebody experienced and somebody new are together */
  mixed: number;
  /** different countries and different roles */
  variety: number;
  /** members who are the only one in their role */
  alone: number;
};

type Shared = { languages: number; themes: number; starts: Uint32Array };

/** What all these people have in common. */
export function sharedBy(crowd: Crowd, members: readonly number[]): Shared {
  let [languages, themes] = [-1, -1];
  const starts = new Uint32Array(11).fill(0xffffffff);
  for (const p of members) {
    const person = crowd.people[p] as Known;
    languages &= person.languages;
    themes &= person.themes;
    for (let w = 0; w < starts.length; w++)
      starts[w] = (starts[w] as number) & (person.starts[w] as number);
  }
  return { languages, themes, starts };
}

export function startsIn(starts: Uint32Array): number[] {
  return [...starts].flatMap((word, w) => bitsOf(word).map((bit) => w * 32 + bit));
}

/** The best theme for these people out of a mask of themes, and what it is worth. Lower numbers win a tie. */
export function bestTheme(
  crowd: Crowd,
  members: readonly number[],
  allowed: number,
): { theme: number; fit: number; served: number } {
  let best = { theme: -1, fit: 0, served: 0 };
  for (let mask = allowed; mask !== 0; mask &= mask - 1) {
    const theme = 31 - Math.clz32(mask & -mask);
    let [fit, offers, learns] = [0, 0, 0];
    for (const p of members)
      for (const want of (crowd.people[p] as Known).ranked) {
        if (want.theme !== theme) continue;
        fit += want.weight;
        if (want.intent === 'offer') offers++;
        else learns++;
      }
    const served = offers > 0 ? learns : 0;
    if (best.theme < 0 || fit > best.fit || (fit === best.fit && served > best.served))
      best = { theme, fit, served };
  }
  return best;
}

/** The themes a group may have: those of everybody where that is asked, else those of anybody. */
export function themesFor(crowd: Crowd, members: readonly number[]): number {
  return crowd.limits.ownTheme
    ? sharedBy(crowd, members).themes
    : members.reduce((mask, p) => mask | (crowd.people[p] as Known).themes, 0);
}

export function qualityOf(crowd: Crowd, members: readonly number[], allowed: number): Quality {
  const { fit, served } = bestTheme(crowd, members, allowed);
  const countries = new Set<number>();
  const roles = new Map<number, number>();
  let [fresh, seasoned] = [0, 0];
  for (const p of members) {
    const person = crowd.people[p] as Known;
    countries.add(person.country);
    roles.set(person.role, (roles.get(person.role) ?? 0) + 1);
    if (person.experience === 'new') fresh++;
    if (person.experience === 'experienced') seasoned++;
  }
  let alone = 0;
  if (roles.size > 1) for (const count of roles.values()) if (count === 1) alone++;
  return {
    fit,
    served,
    mixed: fresh > 0 && seasoned > 0 ? 1 : 0,
    variety: countries.size + roles.size,
    alone,
  };
}

/**
 * One number that orders sums of qualities as they are ranked: each figure weighs more than all that the figures after it
 * can add up to. Whole numbers that stay exact for up to 300 people.
 */
export function scoreFor(people: number): (quality: Quality, size: number) => number {
  const n = people + 1;
  return (q, size) =>
    q.fit * 0.4 * n ** 5 +
    q.served * 0.4 * n ** 4 +
    q.mixed * 2 * n ** 3 +
    q.variety * n ** 2 -
    q.alone * n -
    // last of all, sizes near six
    (size - 6) ** 2;
}
