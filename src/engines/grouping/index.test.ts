import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockMoves,
  commonWeek,
  groupFaults,
  groupPeers,
  type Limits,
  type Peer,
  sameGroups,
  settleGroup,
  startsOf,
  whoFits,
} from './index.ts';

const limits: Limits = {
  least: 5,
  most: 8,
  level: 'B1',
  meeting: 3,
  ownTheme: true,
  themes: [],
};
/** small groups make small crowds difficult */
const small: Limits = { ...limits, least: 2, most: 3, meeting: 1 };

const tuesday = [68, 69, 70];
const peer = (id: string, more: Partial<Peer> = {}): Peer => ({
  id,
  organisation: `org-${id}`,
  country: 'FR',
  role: 'sending',
  languages: [{ code: 'en', level: 'B2' }],
  free: tuesday,
  experience: 'some',
  wants: [{ theme: 'C02', intent: 'start' }],
  ...more,
});
const peers = (n: number, more: (i: number) => Partial<Peer> = () => ({})) =>
  Array.from({ length: n }, (_, i) => peer(`p${String(i).padStart(2, '0')}`, more(i)));

const anybody = (most: number) =>
  fc
    .array(
      fc.record({
        organisation: fc.integer({ min: 0, max: 6 }),
        languages: fc.subarray(['en', 'fr', 'es'], { minLength: 0 }),
        level: fc.constantFrom('A2' as const, 'B1' as const, 'C1' as const),
        free: fc.subarray([20, 21, 22, 23, 24]),
        wants: fc.subarray(['C01', 'C02', 'C03']),
        intent: fc.constantFrom('start' as const, 'improve' as const, 'offer' as const),
        country: fc.constantFrom('FR', 'LV', 'ES'),
        role: fc.constantFrom('sending', 'hosting'),
        experience: fc.constantFrom('new' as const, 'some' as const, 'experienced' as const),
      }),
      { minLength: 0, maxLength: most },
    )
    .map((list) =>
      list.map(
        (each, i): Peer => ({
          id: `p${String(i).padStart(2, '0')}`,
          organisation: `o${each.organisation}`,
          country: each.country,
          role: each.role,
          languages: each.languages.map((code) => ({ code, level: each.level })),
          free: each.free,
          experience: each.experience,
          wants: each.wants.map((theme) => ({ theme, intent: each.intent })),
        }),
      ),
    );

/** The greatest number that can be placed, by trying every division of the people. */
function byForce(list: Peer[], rules: Limits): number {
  const possible = (mask: number) =>
    groupFaults(
      list.filter((_, i) => mask & (1 << i)),
      rules,
    ).length === 0;
  const groups: number[] = [];
  for (let mask = 1; mask < 1 << list.length; mask++) {
    const size = mask.toString(2).replaceAll('0', '').length;
    if (size >= rules.least && size <= rules.most && possible(mask)) groups.push(mask);
  }
  const seen = new Map<number, number>();
  const most = (left: number): number => {
    if (left === 0) return 0;
    const known = seen.get(left);
    if (known !== undefined) return known;
    const first = left & -left;
    let best = most(left & ~first);
    for (const g of groups)
      if (g & first && (g & left) === g)
        best = Math.max(best, g.toString(2).replaceAll('0', '').length + most(left & ~g));
    seen.set(left, best);
    return best;
  };
  return most((1 << list.length) - 1);
}

const effort = { steps: 3000, exchanges: 400 };

describe('hard rules', () => {
  it('hold in every group, and everybody is in one group or waits', () => {
    fc.assert(
      fc.property(anybody(24), fc.boolean(), (list, ownTheme) => {
        const rules = { ...small, ownTheme };
        const { groups, waiting, proof } = groupPeers(list, rules, {}, effort);
        for (const g of groups) {
          const members = list.filter((p) => g.members.includes(p.id));
          expect(groupFaults(members, rules, ownTheme ? g.theme : undefined)).toEqual([]);
          expect(members.every((p) => p.free.includes(g.start))).toBe(true);
          expect(
            members.every((p) =>
              p.languages.some((l) => l.code === g.language && l.level !== 'A2'),
            ),
          ).toBe(true);
        }
        expect([...groups.flatMap((g) => g.members), ...waiting.map((w) => w.id)].sort()).toEqual(
          list.map((p) => p.id),
        );
        expect(proof.placed).toBe(list.length - waiting.length);
        expect(proof.bound).toBeGreaterThanOrEqual(proof.placed);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('the number placed is the greatest there is, and the proof says so', () => {
    fc.assert(
      fc.property(anybody(10), fc.boolean(), (list, ownTheme) => {
        const rules = { ...small, ownTheme };
        const { proof } = groupPeers(list, rules, {}, effort);
        const best = byForce(list, rules);
        expect(proof).toMatchObject({ placed: best, bound: best, exact: true });
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  it('sizes that do not divide leave one out: nine are one group of eight', () => {
    expect(groupPeers(peers(9), limits).proof).toMatchObject({ placed: 8, bound: 8, exact: true });
    expect(groupPeers(peers(10), limits).groups.map((g) => g.members.length)).toEqual([5, 5]);
  });

  it('colleagues never meet in one group', () => {
    const list = peers(12, (i) => ({ organisation: `o${i % 6}` }));
    const { groups, proof } = groupPeers(list, limits);
    expect(proof).toMatchObject({ placed: 12, exact: true });
    for (const g of groups)
      expect(new Set(g.members.map((id) => Number(id.slice(1)) % 6)).size).toBe(6);
  });
});

describe('the answer', () => {
  it('does not depend on the order in which people come', () => {
    fc.assert(
      fc.property(
        anybody(14).chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
          ),
        ),
        ([list, shuffled]) => {
          expect(groupPeers(shuffled, small, {}, effort)).toEqual(
            groupPeers(list, small, {}, effort),
          );
        },
      ),
      { numRuns: 25, seed: 11 },
    );
  });

  it('places people first, then fits themes, then brings learners to those who offer', () => {
    const list = [
      ...peers(10, (i) => ({
        wants: [
          { theme: i < 5 ? 'C02' : 'C05', intent: 'start' },
          { theme: i < 5 ? 'C05' : 'C02', intent: i === 0 ? 'offer' : 'start' },
        ],
      })),
    ];
    const { groups } = groupPeers(list, limits);
    expect(groups.map((g) => [g.theme, g.members.length, g.quality.fit])).toEqual([
      ['C02', 5, 100],
      ['C05', 5, 100],
    ]);
    const offers = groupPeers(
      peers(6, (i) => ({ wants: [{ theme: 'C02', intent: i === 3 ? 'offer' : 'start' }] })),
      limits,
    ).groups[0];
    expect(offers?.offer).toEqual(['p03']);
    expect(offers?.quality.served).toBe(5);
  });

  it('without own themes brings people together over the theme of most', () => {
    const list = peers(5, (i) => ({ wants: [{ theme: i < 4 ? 'C02' : 'C09', intent: 'start' }] }));
    expect(groupPeers(list, limits).groups).toEqual([]);
    const { groups } = groupPeers(list, { ...limits, ownTheme: false });
    expect(groups[0]).toMatchObject({ theme: 'C02', wantTheme: ['p00', 'p01', 'p02', 'p03'] });
  });

  it('knows the proof of forty within its steps', () => {
    const list = peers(40, (i) => ({
      free: Array.from({ length: 6 }, (_, h) => 64 + ((i * 7) % 5) * 48 + h),
      wants: [
        { theme: `C0${i % 4}`, intent: 'start' },
        { theme: `C0${(i + 1) % 4}`, intent: 'start' },
      ],
    }));
    const { proof } = groupPeers(list, limits);
    expect(proof.exact).toBe(true);
    expect(proof.steps).toBeLessThan(24_000);
  });
});

describe('who waits', () => {
  const reasonOf = (list: Peer[], id: string, rules = limits) =>
    groupPeers(list, rules).waiting.find((w) => w.id === id);

  it('is told the first reason that holds', () => {
    const five = peers(5);
    const cases: [Partial<Peer>, object][] = [
      [{ languages: [{ code: 'en', level: 'A2' }] }, { reason: 'no-language' }],
      [{ free: [68, 69] }, { reason: 'no-time' }],
      [{ wants: [] }, { reason: 'no-wish' }],
      [
        { languages: [{ code: 'mt', level: 'C2' }] },
        { reason: 'few-in-language', others: 0, needed: 4 },
      ],
      [{ free: [20, 21, 22] }, { reason: 'few-at-time', others: 0 }],
      [{ wants: [{ theme: 'C16', intent: 'start' }] }, { reason: 'few-for-theme', others: 0 }],
    ];
    for (const [more, expected] of cases)
      expect(reasonOf([...five, peer('x', more)], 'x')).toMatchObject(expected);
    expect(groupPeers(peers(9), limits).waiting).toEqual([
      expect.objectContaining({ reason: 'no-place', others: 8 }),
    ]);
  });
});

describe('locks', () => {
  const list = peers(12);
  it('hold settled groups, people together and people back', () => {
    const settled = {
      id: 'g1',
      members: ['p00', 'p02', 'p04', 'p06', 'p08'],
      theme: 'C02',
      language: 'en',
      start: 68,
    };
    const found = groupPeers(list, limits, {
      groups: [settled],
      pins: [{ id: 'g2', members: ['p10', 'p01'] }],
      held: ['p11'],
    });
    expect(found.broken).toEqual([]);
    expect(found.groups.find((g) => g.from === 'g1')?.members).toEqual(settled.members);
    expect(found.groups.find((g) => g.from === 'g2')?.members).toEqual(
      expect.arrayContaining(['p01', 'p10']),
    );
    expect(found.waiting).toEqual([{ id: 'p11', reason: 'held', others: 0, needed: 4 }]);
    expect(found.proof).toMatchObject({ placed: 11, bound: 11, exact: true });
  });

  it('that cannot be held are named, and their people are placed all the same', () => {
    const apart = [...peers(6), peer('x', { free: [20, 21, 22] })];
    const found = groupPeers(apart, limits, { pins: [{ id: 'g', members: ['p00', 'x'] }] });
    expect(found.broken).toEqual(['g']);
    expect(found.groups[0]?.members).toHaveLength(6);
    const rivals = groupPeers(peers(7), limits, {
      pins: [
        { id: 'a', members: ['p00'] },
        { id: 'b', members: ['p01'] },
      ],
    });
    expect(rivals.broken).toEqual(['b']);
    expect(rivals.proof).toMatchObject({ placed: 7, exact: true });
  });

  it('keeping together never places more, and brute force agrees with the rest', () => {
    fc.assert(
      fc.property(anybody(10), (crowd) => {
        const free = groupPeers(crowd, small, {}, effort);
        const [group] = free.groups;
        if (!group) return;
        const again = groupPeers(
          crowd,
          small,
          { pins: [{ id: 'g', members: group.members.slice(0, 2), theme: group.theme }] },
          effort,
        );
        expect(again.broken).toEqual([]);
        expect(again.proof.placed).toBe(free.proof.placed);
        const held = again.groups.find((g) => g.from === 'g');
        expect(held?.members).toEqual(expect.arrayContaining(group.members.slice(0, 2)));
        expect(held?.theme).toBe(group.theme);
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});

describe('by hand', () => {
  it('says what a move breaks', () => {
    const group = [...peers(4), peer('x', { organisation: 'org-p00', free: [20, 21, 22] })];
    expect(groupFaults(group, limits)).toEqual([
      { kind: 'same-organisation', people: ['p00', 'x'] },
      { kind: 'no-common-time' },
    ]);
    expect(groupFaults(peers(4), limits)).toEqual([{ kind: 'too-few', count: 4, least: 5 }]);
    expect(groupFaults(peers(9), limits)).toEqual([{ kind: 'too-many', count: 9, most: 8 }]);
    expect(groupFaults(peers(5), limits, 'C09')).toEqual([{ kind: 'no-common-theme' }]);
  });

  it('settles exactly these people and keeps what still holds', () => {
    const free = [68, 69, 70, 71];
    const list = peers(5, () => ({ free }));
    expect(settleGroup(list, limits)).toMatchObject({
      theme: 'C02',
      language: 'en',
      start: 68,
      starts: [68, 69],
    });
    expect(settleGroup(list, limits, { start: 69 })).toMatchObject({ start: 69 });
    expect(settleGroup(list, limits, { start: 20 })).toMatchObject({ start: 68 });
  });

  it('offers a free place to those who can take it, the keenest first', () => {
    const group = { id: 'g', members: [], theme: 'C02', language: 'en', start: 68 };
    const second = [
      { theme: 'C05', intent: 'start' as const },
      { theme: 'C02', intent: 'start' as const },
    ];
    const waiting = [
      peer('a', { wants: second }),
      peer('b'),
      peer('c', { organisation: 'org-p00' }),
      peer('d', { free: [20, 21, 22] }),
      peer('e', { languages: [{ code: 'fr', level: 'C1' }] }),
      peer('f', { wants: [{ theme: 'C05', intent: 'start' }] }),
    ];
    expect(whoFits(group, peers(5), waiting, limits)).toEqual(['b', 'a']);
    expect(whoFits(group, peers(8), waiting, limits)).toEqual([]);
  });

  it('knows groups again after another run', () => {
    const before = [['a', 'b', 'c'], ['d', 'e'], ['x']];
    const after = [['d', 'e', 'c'], ['a', 'b', 'f'], ['y']];
    expect([...sameGroups(before, after)]).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

describe('weeks', () => {
  const mondays = (...days: string[]) => days.map((d) => Temporal.PlainDate.from(d));
  // Europe leaves summer time on 25 October 2026, New York on 1 November; Tunis never changes
  const autumn = {
    timeZone: 'Europe/Brussels',
    weeks: mondays('2026-10-19', '2026-10-26', '2026-11-23'),
  };
  const at = (clock: string) => Number(clock.slice(0, 2)) * 2 + (clock.endsWith('30') ? 1 : 0);

  it('keeps only what is free at every meeting when clocks change on different days', () => {
    // 14:00 to 17:00 in Brussels is 8:00 to 11:00 in New York, but 9:00 to 12:00 in the week between
    const morning = [
      at('08:00'),
      at('08:30'),
      at('09:00'),
      at('09:30'),
      at('10:00'),
      at('10:30'),
      at('11:00'),
      at('11:30'),
    ];
    expect(commonWeek(morning, 'America/New_York', autumn)).toEqual([
      at('14:00'),
      at('14:30'),
      at('15:00'),
      at('15:30'),
      at('16:00'),
      at('16:30'),
    ]);
    // Tunis is an hour behind in summer and level in winter
    expect(commonWeek([at('14:00'), at('14:30'), at('15:00')], 'Africa/Tunis', autumn)).toEqual([
      at('15:00'),
    ]);
    // zones that change together lose nothing
    expect(commonWeek(tuesday, 'Europe/Riga', autumn)).toEqual(tuesday.map((h) => h - 2));
  });

  it('four zones meet in what is left, and each knows its own clock', () => {
    const zones = [
      'Europe/Brussels',
      'America/New_York',
      'Africa/Tunis',
      'Europe/Riga',
      'Europe/Lisbon',
    ];
    const wide = Array.from({ length: 48 }, (_, i) => i).filter(
      (h) => h >= at('08:00') && h < at('19:00'),
    );
    const list = zones.map((zone, i) => peer(`z${i}`, { free: commonWeek(wide, zone, autumn) }));
    const [group] = groupPeers(list, limits).groups;
    expect(group?.starts).toEqual([
      at('14:00'),
      at('14:30'),
      at('15:00'),
      at('15:30'),
      at('16:00'),
      at('16:30'),
    ]);
    expect(
      clockMoves(group?.start ?? 0, 'America/New_York', autumn).map((m) =>
        m.toPlainTime().toString(),
      ),
    ).toEqual(['08:00:00', '09:00:00', '08:00:00']);
  });

  it('leaves out hours that a clock skips, and asks for both halves in zones a quarter off', () => {
    const spring = { timeZone: 'Europe/Brussels', weeks: mondays('2027-03-22') };
    const night = [6 * 48 + 3, 6 * 48 + 4, 6 * 48 + 5, 6 * 48 + 6];
    expect(commonWeek(night, 'Europe/Brussels', spring)).toEqual([night[0], night[3]]);
    // Kathmandu is 4:45 ahead of Brussels in winter
    const plan = { timeZone: 'Europe/Brussels', weeks: mondays('2026-12-07') };
    expect(commonWeek([at('14:30'), at('15:00'), at('15:30')], 'Asia/Kathmandu', plan)).toEqual([
      at('10:00'),
      at('10:30'),
    ]);
  });

  it('needs the whole meeting in free time', () => {
    expect(startsOf([1, 2, 3, 4, 7, 8], 3)).toEqual([1, 2]);
    expect(startsOf([334, 335, 0], 3)).toEqual([]);
  });
});
