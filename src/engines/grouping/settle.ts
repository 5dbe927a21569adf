import type { Crowd, Known, Limits, Peer, SettledGroup } from './model.ts';
import { bitsOf, levels, readCrowd } from './model.ts';
import { bestTheme, type Quality, qualityOf, sharedBy, startsIn, themesFor } from './quality.ts';

/** What these people and no others have in common, and what speaks for the group. */
export type Meeting = {
  theme: string;
  language: string;
  /** the half-hour at which they meet, and all at which they could */
  start: number;
  starts: number[];
  quality: Quality;
  /** members who have the theme among their own wishes */
  wantTheme: string[];
  /** who offers what others want to begin or to do better */
  offer: string[];
  /** who is new to it, who has done it often */
  fresh: string[];
  seasoned: string[];
  countries: string[];
  /** the only ones in their role */
  alone: string[];
};

/** A rule that people break together. */
export type GroupFault =
  | { kind: 'too-few'; count: number; least: number }
  | { kind: 'too-many'; count: number; most: number }
  | { kind: 'same-organisation'; people: string[] }
  | { kind: 'no-common-language' }
  | { kind: 'no-common-time' }
  | { kind: 'no-common-theme' };

/** How many people follow a language less well: the highest lowest level, then the highest sum. */
function bestLanguage(crowd: Crowd, members: readonly number[], mask: number): string {
  const scored = bitsOf(mask).map((bit) => {
    const code = crowd.languages[bit] as string;
    const known = members.map((p) =>
      Math.max(
        ...(crowd.peers[p] as Peer).languages
          .filter((l) => l.code === code)
          .map((l) => levels.indexOf(l.level)),
      ),
    );
    return { code, lowest: Math.min(...known), sum: known.reduce((a, b) => a + b, 0) };
  });
  scored.sort((a, b) => b.lowest - a.lowest || b.sum - a.sum || (a.code < b.code ? -1 : 1));
  return scored[0]?.code ?? '';
}

export function meetingOf(
  crowd: Crowd,
  members: readonly number[],
  kept: Partial<Pick<SettledGroup, 'theme' | 'language' | 'start'>> = {},
): Meeting {
  const { languages, starts } = sharedBy(crowd, members);
  const wished = kept.theme === undefined ? -1 : crowd.themes.indexOf(kept.theme);
  const allowed = wished >= 0 ? 1 << wished : themesFor(crowd, members);
  const { theme } = bestTheme(crowd, members, allowed);
  const common = startsIn(starts);
  const peers = members.map((p) => crowd.peers[p] as Peer);
  const name = crowd.themes[theme] ?? kept.theme ?? '';
  const intent = (p: number) =>
    (crowd.people[p] as Known).ranked.find((w) => w.theme === theme)?.intent;
  const roles = Map.groupBy(peers, (p) => p.role);
  const ids = (some: Peer[]) => some.map((p) => p.id).sort();
  return {
    theme: name,
    language:
      kept.language !== undefined && languages & (1 << crowd.languages.indexOf(kept.language))
        ? kept.language
        : bestLanguage(crowd, members, languages),
    start: kept.start !== undefined && common.includes(kept.start) ? kept.start : (common[0] ?? 0),
    starts: common,
    quality: qualityOf(crowd, members, allowed),
    wantTheme: members
      .filter((p) => intent(p) !== undefined)
      .map((p) => (crowd.peers[p] as Peer).id)
      .sort(),
    offer: members
      .filter((p) => intent(p) === 'offer')
      .map((p) => (crowd.peers[p] as Peer).id)
      .sort(),
    fresh: ids(peers.filter((p) => p.experience === 'new')),
    seasoned: ids(peers.filter((p) => p.experience === 'experienced')),
    countries: [...new Set(peers.map((p) => p.country))].sort(),
    alone:
      roles.size > 1
        ? ids([...roles.values()].flatMap((same) => (same.length === 1 ? same : [])))
        : [],
  };
}

function faultsIn(crowd: Crowd, members: readonly number[], theme?: string): GroupFault[] {
  const { least, most, ownTheme } = crowd.limits;
  const found: GroupFault[] = [];
  if (members.length < least) found.push({ kind: 'too-few', count: members.length, least });
  if (members.length > most) found.push({ kind: 'too-many', count: members.length, most });
  const orgs = Map.groupBy(members, (p) => (crowd.people[p] as Known).org);
  for (const same of orgs.values())
    if (same.length > 1)
      found.push({
        kind: 'same-organisation',
        people: same.map((p) => (crowd.peers[p] as Peer).id).sort(),
      });
  const { languages, themes, starts } = sharedBy(crowd, members);
  if (languages === 0) found.push({ kind: 'no-common-language' });
  if (starts.every((word) => word === 0)) found.push({ kind: 'no-common-time' });
  const wished = theme === undefined ? -1 : 1 << crowd.themes.indexOf(theme);
  if (
    ownTheme &&
    (theme !== undefined && !crowd.themes.includes(theme) ? true : (themes & wished) === 0)
  )
    found.push({ kind: 'no-common-theme' });
  return found;
}

/** Which hard rules these people break as one group; none when they can meet. */
export function groupFaults(people: readonly Peer[], limits: Limits, theme?: string): GroupFault[] {
  const crowd = readCrowd(people, limits);
  return faultsIn(crowd, [...crowd.people.keys()], theme);
}

/**
 * The meeting of exactly these people: theme, language and start as kept where they still hold, else the best for them.
 * Ask `groupFaults` first: people who break a rule have nothing in common to say.
 */
export function settleGroup(
  people: readonly Peer[],
  limits: Limits,
  kept: Partial<Pick<SettledGroup, 'theme' | 'language' | 'start'>> = {},
): Meeting {
  const crowd = readCrowd(people, limits);
  return meetingOf(crowd, [...crowd.people.keys()], kept);
}

/**
 * Who of those waiting can take a free place in a group as it is settled (its theme, language and start stay), the most
 * fitting first: who wants the theme most, then who brings what the group lacks, then by id.
 */
export function whoFits(
  group: SettledGroup,
  members: readonly Peer[],
  waiting: readonly Peer[],
  limits: Limits,
): string[] {
  const crowd = readCrowd(
    [...members, ...waiting.filter((w) => !members.some((m) => m.id === w.id))],
    limits,
  );
  const at = (p: Peer) => crowd.indexOf.get(p.id) as number;
  const present = members.map(at);
  const language = crowd.languages.indexOf(group.language);
  const theme = crowd.themes.indexOf(group.theme);
  const orgs = new Set(present.map((p) => (crowd.people[p] as Known).org));
  if (members.length >= limits.most || language < 0) return [];
  return waiting
    .flatMap((peer) => {
      const person = crowd.people[at(peer)] as Known;
      if (
        orgs.has(person.org) ||
        (person.languages & (1 << language)) === 0 ||
        !person.startList.includes(group.start) ||
        (limits.ownTheme && (theme < 0 || (person.themes & (1 << theme)) === 0))
      )
        return [];
      const quality = qualityOf(crowd, [...present, at(peer)], theme < 0 ? 0 : 1 << theme);
      return [{ id: peer.id, quality }];
    })
    .sort(
      (a, b) =>
        b.quality.fit - a.quality.fit ||
        b.quality.served - a.quality.served ||
        b.quality.mixed - a.quality.mixed ||
        b.quality.variety - a.quality.variety ||
        a.quality.alone - b.quality.alone ||
        (a.id < b.id ? -1 : 1),
    )
    .map((each) => each.id);
}
