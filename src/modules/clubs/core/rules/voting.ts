/** Dots each member lays at the kick-off; one theme may carry several of them. Source: the meeting template M1. */
export const dotsEach = 3;

/** Dots by theme, the most first; the same number in the order of the themes. */
export function dotsOf(
  votes: readonly { themes: readonly string[] }[],
): { theme: string; dots: number }[] {
  const all = votes.flatMap((vote) => vote.themes);
  return [...Map.groupBy(all, (theme) => theme)]
    .map(([theme, those]) => ({ theme, dots: those.length }))
    .sort((a, b) => b.dots - a.dots || a.theme.localeCompare(b.theme, 'en'));
}

export type SharedPriority = { who: string; criterionId: string; rank: number; intent: string };

/**
 * Where the members' priorities lie, the warmest theme first: how many chose it, and how many before everything else.
 */
export function heatOf(
  priorities: readonly SharedPriority[],
): { criterionId: string; people: SharedPriority[]; first: number }[] {
  return [...Map.groupBy(priorities, (p) => p.criterionId)]
    .map(([criterionId, those]) => {
      // one who marked two points of a theme counts once, by the higher one
      const best = [...Map.groupBy(those, (p) => p.who).values()].flatMap((own) =>
        own.toSorted((a, b) => a.rank - b.rank).slice(0, 1),
      );
      return { criterionId, people: best, first: best.filter((p) => p.rank === 1).length };
    })
    .sort(
      (a, b) =>
        b.people.length - a.people.length ||
        b.first - a.first ||
        a.criterionId.localeCompare(b.criterionId, 'en'),
    );
}
