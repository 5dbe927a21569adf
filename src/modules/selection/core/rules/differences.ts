import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import type { Rating } from '../types.ts';

/** Raters are asked to talk where they are this far apart, or further. */
const farApart = 2;

export type Difference = {
  readonly applicationId: ApplicationId;
  readonly criterion: string;
  readonly why: 'far_apart' | 'order_turns';
  /** the pupil whom one rater puts before this one and another behind, for `order_turns` */
  readonly other: ApplicationId | null;
  readonly raterIds: readonly [PersonId, PersonId];
  readonly gap: number;
};

/**
 * Where raters differ: by two points or more, or so that the order of two pupils turns with the rater. One entry for each
 * pupil and criterion, the widest gap first; a turn is told only where no gap of the same criterion is told already.
 */
export function differencesIn(complete: readonly Rating[]): Difference[] {
  const found: Difference[] = [];
  const byCriterion = Map.groupBy(complete, (r) => r.criterion);
  for (const [criterion, ratings] of byCriterion) {
    const byPupil = Map.groupBy(ratings, (r) => r.applicationId);
    const told = new Set<ApplicationId>();
    for (const [applicationId, own] of byPupil) {
      const sorted = [...own].sort((a, b) => a.points - b.points);
      const [least, most] = [sorted[0], sorted.at(-1)];
      if (!least || !most || most.points - least.points < farApart) continue;
      told.add(applicationId);
      found.push({
        applicationId,
        criterion,
        why: 'far_apart',
        other: null,
        raterIds: [least.raterId, most.raterId],
        gap: most.points - least.points,
      });
    }
    const pupils = [...byPupil.keys()].sort();
    for (const [i, a] of pupils.entries())
      for (const b of pupils.slice(i + 1)) {
        if (told.has(a) || told.has(b)) continue;
        const turn = turnOf(byPupil.get(a) ?? [], byPupil.get(b) ?? []);
        if (!turn) continue;
        told.add(a);
        found.push({
          applicationId: a,
          criterion,
          why: 'order_turns',
          other: b,
          raterIds: turn,
          gap: 1,
        });
      }
  }
  return found.sort((a, b) => b.gap - a.gap);
}

/** Two raters of whom one puts the first pupil before the second and the other behind. */
function turnOf(first: readonly Rating[], second: readonly Rating[]): [PersonId, PersonId] | null {
  let before: PersonId | null = null;
  let behind: PersonId | null = null;
  for (const one of first) {
    const other = second.find((r) => r.raterId === one.raterId);
    if (!other) continue;
    if (one.points > other.points) before ??= one.raterId;
    if (one.points < other.points) behind ??= one.raterId;
  }
  return before && behind ? [before, behind] : null;
}
