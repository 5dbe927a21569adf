import { groupPeers, type Level, type Limits, type Peer } from '#engines/grouping/index.ts';
import { median } from './machine.ts';

const limits: Limits = {
  least: 5,
  most: 8,
  level: 'B1',
  meeting: 3,
  ownTheme: true,
  themes: [],
};

/** The same people every time: a sequence that looks random. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** People of as many organisations in eight countries, with the popular themes more often wished for than the others. */
function crowd(count: number, seed: number): Peer[] {
  const next = sequence(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return Array.from({ length: count }, (_, i): Peer => {
    const free = Array.from({ length: 20 }, (_, block) => block)
      .filter(() => next() < 0.4)
      .flatMap((block) =>
        Array.from({ length: 6 }, (_, h) => Math.floor(block / 4) * 48 + 16 + (block % 4) * 6 + h),
      );
    const languages: { code: string; level: Level }[] = [];
    if (next() < 0.85) languages.push({ code: 'en', level: one(['A2', 'B1', 'B2', 'C1']) });
    if (next() < 0.4) languages.push({ code: 'fr', level: 'B2' });
    if (next() < 0.2) languages.push({ code: 'es', level: 'B1' });
    const themes = new Set<string>();
    while (themes.size < 3) themes.add(`C${Math.floor(next() * next() * 17) + 1}`);
    return {
      id: `p${String(i).padStart(3, '0')}`,
      organisation: `o${i}`,
      country: one(['FR', 'BE', 'ES', 'LV', 'IT', 'PT', 'FI', 'AT']),
      role: one(['sending', 'hosting', 'supporting']),
      languages,
      free,
      experience: one(['new', 'some', 'experienced']),
      wants: [...themes].map((theme) => ({ theme, intent: one(['start', 'improve', 'offer']) })),
    };
  });
}

/**
 * Milliseconds to group people of 40 and of 200 organisations, the slowest of five crowds each after one to warm up, and how
 * many of the five are proven to have nothing better.
 */
export function measureGrouping(): {
  count: number;
  ms: number;
  typical: number;
  proven: number;
}[] {
  groupPeers(crowd(40, 99), limits);
  return [40, 200].map((count) => {
    const runs = [1, 2, 3, 4, 5].map((seed) => {
      const people = crowd(count, seed);
      const begun = performance.now();
      const { proof } = groupPeers(people, limits);
      return { ms: performance.now() - begun, exact: proof.exact };
    });
    const times = runs.map((r) => r.ms);
    return {
      count,
      ms: Math.max(...times),
      typical: median(times),
      proven: runs.filter((r) => r.exact).length,
    };
  });
}
