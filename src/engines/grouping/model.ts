/** The levels of the Common European Framework, the lowest first. */
export const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
export type Level = (typeof levels)[number];

/** What somebody wants of a theme: begin with it, do it better, or give of what they know. */
export type Intent = 'start' | 'improve' | 'offer';
export type Experience = 'new' | 'some' | 'experienced';

/** Half-hours of a week, counted from Monday 00:00. */
export const weekHalfHours = 336;

/** Somebody who looks for a group. Ids, themes, roles and countries are the caller's own words. */
export type Peer = {
  id: string;
  organisation: string;
  country: string;
  role: string;
  languages: readonly { code: string; level: Level }[];
  /** half-hours of one common week (0 to 335) in which this person is free, whatever the caller's zone */
  free: readonly number[];
  experience: Experience;
  /** best first; only the first three count */
  wants: readonly { theme: string; intent: Intent }[];
};

export type Limits = {
  least: number;
  most: number;
  /** the lowest level at which somebody follows a meeting */
  level: Level;
  /** length of a meeting in half-hours */
  meeting: number;
  /** true: a theme must be among what every member wants; false: the best theme is chosen for those who come together */
  ownTheme: boolean;
  /** themes on offer; empty means every theme */
  themes: readonly string[];
};

/** A group that is not to change at all. */
export type SettledGroup = {
  id: string;
  members: readonly string[];
  theme: string;
  language: string;
  start: number;
};
/** People who stay together, whoever else joins them. */
export type Pin = { id: string; members: readonly string[]; theme?: string };
export type Locks = {
  groups?: readonly SettledGroup[];
  pins?: readonly Pin[];
  /** people who are not placed by this run */
  held?: readonly string[];
};

/** Weights of a first, second and third wish (1, 0.7, 0.45), in twentieths so that sums stay whole. */
export const wishWeights = [20, 14, 9] as const;
const levelRank = (level: Level) => levels.indexOf(level);
/** masks are one machine word: with more, the rarest are left aside */
const maskSize = 31;

export type Known = {
  id: string;
  org: number;
  /** of several people of this organisation */
  shared: boolean;
  country: number;
  role: number;
  languages: number;
  /** bit per start of the week */
  starts: Uint32Array;
  startList: number[];
  themes: number;
  /** theme number by rank */
  ranked: { theme: number; weight: number; intent: Intent }[];
  experience: Experience;
};

export type Crowd = {
  people: Known[];
  peers: Peer[];
  indexOf: Map<string, number>;
  languages: string[];
  themes: string[];
  limits: Limits;
};

/** Numbers for words, the most used first and then by the word, so that the order of the input never matters. */
function numbered(words: Iterable<string>, most = Number.POSITIVE_INFINITY): string[] {
  const count = new Map<string, number>();
  for (const word of words) count.set(word, (count.get(word) ?? 0) + 1);
  return [...count]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([word]) => word)
    .sort();
}

/** The starts at which a meeting of this length is wholly in free time. */
export function startsOf(free: readonly number[], meeting: number): number[] {
  const has = new Set(free);
  const found: number[] = [];
  for (let start = 0; start + meeting <= weekHalfHours; start++) {
    let whole = true;
    for (let i = 0; whole && i < meeting; i++) whole = has.has(start + i);
    if (whole) found.push(start);
  }
  return found;
}

/**
 * Makes people comparable: sorted by id, words as numbers, sets as bits.
 * @throws when an id comes twice
 */
export function readCrowd(input: readonly Peer[], limits: Limits): Crowd {
  const peers = [...input].sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexOf = new Map(peers.map((p, i) => [p.id, i]));
  if (indexOf.size < peers.length) throw new Error('somebody is in the round twice');
  const offered = new Set(limits.themes);
  const wants = peers.map((p) =>
    p.wants
      .map((w, rank) => ({ ...w, rank }))
      .filter((w) => w.rank < wishWeights.length && (offered.size === 0 || offered.has(w.theme))),
  );
  const speaks = peers.map((p) =>
    p.languages.filter((l) => levelRank(l.level) >= levelRank(limits.level)).map((l) => l.code),
  );
  const languages = numbered(
    speaks.flatMap((codes) => [...new Set(codes)]),
    maskSize,
  );
  const themes = numbered(
    wants.flatMap((own) => own.map((w) => w.theme)),
    maskSize,
  );
  const orgs = numbered(peers.map((p) => p.organisation));
  const countries = numbered(peers.map((p) => p.country));
  const roles = numbered(peers.map((p) => p.role));
  const place = (list: string[]) => new Map(list.map((word, i) => [word, i]));
  const [orgAt, countryAt, roleAt] = [place(orgs), place(countries), place(roles)];
  const [languageAt, themeAt] = [place(languages), place(themes)];
  const perOrg = Map.groupBy(peers, (p) => p.organisation);
  const mask = (words: readonly string[], at: Map<string, number>) =>
    words.reduce((bits, word) => {
      const i = at.get(word);
      return i === undefined ? bits : bits | (1 << i);
    }, 0);
  const people = peers.map((p, i): Known => {
    const startList = startsOf(p.free, limits.meeting);
    const starts = new Uint32Array(Math.ceil(weekHalfHours / 32));
    for (const s of startList) starts[s >> 5] = (starts[s >> 5] as number) | (1 << (s & 31));
    const ranked = (wants[i] ?? []).flatMap((w) => {
      const theme = themeAt.get(w.theme);
      return theme === undefined
        ? []
        : [{ theme, weight: wishWeights[w.rank] as number, intent: w.intent }];
    });
    return {
      id: p.id,
      org: orgAt.get(p.organisation) as number,
      shared: (perOrg.get(p.organisation)?.length ?? 0) > 1,
      country: countryAt.get(p.country) as number,
      role: roleAt.get(p.role) as number,
      languages: mask(speaks[i] ?? [], languageAt),
      starts,
      startList,
      themes: ranked.reduce((bits, w) => bits | (1 << w.theme), 0),
      ranked,
      experience: p.experience,
    };
  });
  return { people, peers, indexOf, languages, themes, limits };
}

/** Numbers of the bits that are set. */
export function bitsOf(mask: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < 32; i++) if (mask & (1 << i)) found.push(i);
  return found;
}

/** Where people can meet: a language, a start and, where everybody must want it, a theme. */
export type Anchor = {
  language: number;
  start: number;
  /** -1 where the theme is free */
  theme: number;
  people: number[];
  has: Uint8Array;
  /** members of this pin stay together here; -1 for anybody */
  pin: number;
};

const orgsOf = (crowd: Crowd, people: readonly number[]) =>
  new Set(people.map((p) => (crowd.people[p] as Known).org)).size;

/** All places where the given people could meet, each with everybody who could come. */
function everyAnchor(crowd: Crowd, among: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const { limits, themes, languages } = crowd;
  for (const p of among) {
    const person = crowd.people[p] as Known;
    const wanted = limits.ownTheme ? bitsOf(person.themes) : [themes.length];
    for (const theme of wanted)
      for (const language of bitsOf(person.languages))
        for (const start of person.startList) {
          const key = (theme * (languages.length + 1) + language) * weekHalfHours + start;
          const there = found.get(key);
          if (there) there.push(p);
          else found.set(key, [p]);
        }
  }
  return found;
}

function anchorOf(crowd: Crowd, key: number, people: number[], pin: number): Anchor {
  const has = new Uint8Array(crowd.people.length);
  for (const p of people) has[p] = 1;
  const rest = Math.floor(key / weekHalfHours);
  const theme = Math.floor(rest / (crowd.languages.length + 1));
  return {
    language: rest % (crowd.languages.length + 1),
    start: key % weekHalfHours,
    theme: crowd.limits.ownTheme ? theme : -1,
    people,
    has,
    pin,
  };
}

/**
 * Keeps the places that no other contains: whoever meets at a contained one can meet at the other, so nobody is lost for
 * counting who can be placed.
 */
function widest(crowd: Crowd, all: Map<number, number[]>, pin: number): Anchor[] {
  const distinct = new Map<string, [number, number[]]>();
  for (const [key, people] of [...all].sort(([a], [b]) => a - b)) {
    const name = people.join();
    if (!distinct.has(name) && orgsOf(crowd, people) >= crowd.limits.least)
      distinct.set(name, [key, people]);
  }
  const bySize = [...distinct.values()].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const keptAt: Anchor[][] = crowd.people.map(() => []);
  const kept: Anchor[] = [];
  for (const [key, people] of bySize) {
    // a set that contains these people is kept at each of them, so the one with the fewest is enough to ask
    let rare = people[0] as number;
    for (const p of people)
      if ((keptAt[p] as Anchor[]).length < (keptAt[rare] as Anchor[]).length) rare = p;
    if ((keptAt[rare] as Anchor[]).some((a) => people.every((p) => a.has[p] === 1))) continue;
    const anchor = anchorOf(crowd, key, people, pin);
    kept.push(anchor);
    for (const p of people) (keptAt[p] as Anchor[]).push(anchor);
  }
  return kept;
}

/** The widest places for people who may be with anybody. */
export function freeAnchors(crowd: Crowd, pool: readonly number[]): Anchor[] {
  return widest(crowd, everyAnchor(crowd, pool), -1);
}

/** The widest places at which everybody of a pin can come, with all who could join them. */
export function pinnedAnchors(
  crowd: Crowd,
  pool: readonly number[],
  pinned: readonly number[],
  pin: number,
  theme: number | null,
): Anchor[] {
  const sorted = [...pool, ...pinned].sort((a, b) => a - b);
  const all = everyAnchor(crowd, sorted);
  const taken = new Set(pinned.map((p) => (crowd.people[p] as Known).org));
  for (const [key, people] of all) {
    const anchor = anchorOf(crowd, key, [], pin);
    const there = new Set(people);
    if (
      !pinned.every((p) => there.has(p)) ||
      (theme !== null && anchor.theme >= 0 && anchor.theme !== theme)
    )
      all.delete(key);
    // nobody of an organisation that is in the group already
    else
      all.set(
        key,
        people.filter((p) => pinned.includes(p) || !taken.has((crowd.people[p] as Known).org)),
      );
  }
  return widest(crowd, all, pin);
}
