import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import type { Candidate, Criterion, Level, Rating, Result, TieRule } from '../types.ts';

/** A sum and how many it is of: kept as whole numbers so that equal scores are equal, whatever the order of adding. */
export type Mean = { readonly sum: number; readonly of: number };

export function asNumber(mean: Mean): number {
  return mean.of === 0 ? 0 : mean.sum / mean.of;
}

/** Greater, equal or smaller, without dividing. */
export function compareMeans(a: Mean, b: Mean): number {
  return Math.sign(a.sum * b.of - b.sum * a.of);
}

/** The ratings of people who rated every criterion of a pupil and declared no conflict. Half a rating would weigh unevenly. */
export function completeRatings(
  ratings: readonly Rating[],
  criteria: readonly Criterion[],
  conflicts: readonly { applicationId: ApplicationId; personId: PersonId }[],
): Rating[] {
  const out = new Set(conflicts.map((c) => `${c.applicationId} ${c.personId}`));
  const keys = new Set(criteria.map((c) => c.key));
  const said = new Map<string, Set<string>>();
  const keyOf = (r: Rating) => `${r.applicationId} ${r.raterId}`;
  for (const r of ratings)
    if (keys.has(r.criterion) && r.reason.trim() !== '')
      said.set(keyOf(r), (said.get(keyOf(r)) ?? new Set()).add(r.criterion));
  return ratings.filter(
    (r) => keys.has(r.criterion) && said.get(keyOf(r))?.size === keys.size && !out.has(keyOf(r)),
  );
}

/**
 * The order of a lot, the same for the same number: a shuffle of the codes in alphabetical order by a small generator
 * (mulberry32), so that anybody can draw it again.
 * @param number the lot's number, a whole number of 32 bits
 */
export function drawLots(codes: readonly string[], number: number): string[] {
  let state = number >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const order = [...codes].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j] as string, order[i] as string];
  }
  return order;
}

export type Placed = {
  readonly applicationId: ApplicationId;
  readonly code: string;
  readonly rank: number;
  readonly score: Mean;
  readonly byCriterion: Readonly<Record<string, Mean>>;
  readonly proposed: Result;
  /** pupils with the very same score */
  readonly tiedWith: readonly string[];
  /** the rules of the tie that had a say here, in their order; the last one decided */
  readonly decidedBy: readonly TieRule[];
};

type Scored = Omit<Placed, 'rank' | 'proposed' | 'tiedWith' | 'decidedBy'> & {
  readonly wasAbroad: boolean | null;
};

/** Groups of what compares as equal, in order, the greatest first. */
function grouped<T>(items: readonly T[], compare: (a: T, b: T) => number): T[][] {
  const sorted = [...items].sort((a, b) => -compare(a, b));
  const groups: T[][] = [];
  for (const item of sorted) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && compare(last[0], item) === 0) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Splits those who are still equal by one rule after another; each carries the rules that separated it from somebody. */
function untie(
  group: readonly Scored[],
  rules: readonly TieRule[],
  lot: readonly string[],
  used: readonly TieRule[],
): { who: Scored; used: readonly TieRule[] }[] {
  const [rule, ...rest] = rules;
  const [only] = group;
  if (group.length === 1 && only) return [{ who: only, used }];
  if (!rule || rule.kind === 'lot') {
    const at = (s: Scored) => lot.indexOf(s.code);
    return [...group]
      .sort((a, b) => at(a) - at(b))
      .map((who) => ({ who, used: [...used, { kind: 'lot' }] }));
  }
  // where one answer is missing the rule would compare a pupil with nobody: it is passed over for the whole group
  if (rule.kind === 'never_abroad' && group.some((s) => s.wasAbroad === null))
    return untie(group, rest, lot, used);
  const split = grouped(group, (a, b) =>
    rule.kind === 'criterion'
      ? compareMeans(
          a.byCriterion[rule.key] ?? { sum: 0, of: 1 },
          b.byCriterion[rule.key] ?? { sum: 0, of: 1 },
        )
      : Number(b.wasAbroad) - Number(a.wasAbroad),
  );
  return split.flatMap((part) => untie(part, rest, lot, split.length > 1 ? [...used, rule] : used));
}

/**
 * The proposal: weighted means of complete ratings, ranked, equal scores put in order by the rule chosen beforehand.
 * Pupils whom nobody rated completely come last. The decision is the school's, not this function's.
 * @param round.lotNumber the number the lot is drawn with
 */
export function proposeOutcome(
  candidates: readonly Candidate[],
  ratings: readonly Rating[],
  round: {
    readonly criteria: readonly Criterion[];
    readonly places: number;
    readonly reservePlaces: number;
    readonly tieRules: readonly TieRule[];
    readonly lotNumber: number;
    readonly conflicts: readonly { applicationId: ApplicationId; personId: PersonId }[];
  },
): Placed[] {
  const complete = completeRatings(ratings, round.criteria, round.conflicts);
  const weights = round.criteria.reduce((sum, c) => sum + c.weight, 0);
  const scored = candidates.map((candidate): Scored => {
    const own = complete.filter((r) => r.applicationId === candidate.applicationId);
    const raters = new Set(own.map((r) => r.raterId)).size;
    const sumOf = (key: string) =>
      own.filter((r) => r.criterion === key).reduce((sum, r) => sum + r.points, 0);
    return {
      applicationId: candidate.applicationId,
      code: candidate.code,
      wasAbroad: candidate.wasAbroad,
      score: {
        sum: round.criteria.reduce((sum, c) => sum + c.weight * sumOf(c.key), 0),
        of: Math.max(1, raters * weights),
      },
      byCriterion: Object.fromEntries(
        round.criteria.map((c) => [c.key, { sum: sumOf(c.key), of: Math.max(1, raters) }]),
      ),
    };
  });
  const lot = drawLots(
    candidates.map((c) => c.code),
    round.lotNumber,
  );
  return grouped(scored, (a, b) => compareMeans(a.score, b.score))
    .flatMap((group) => {
      const codes = group.map((s) => s.code).sort();
      return untie(group, round.tieRules, lot, []).map(({ who, used }) => ({
        who,
        used,
        tiedWith: codes.filter((c) => c !== who.code),
      }));
    })
    .map(({ who: { wasAbroad: _, ...who }, used, tiedWith }, i) => ({
      ...who,
      rank: i + 1,
      proposed:
        i < round.places
          ? 'selected'
          : i < round.places + round.reservePlaces
            ? 'reserve'
            : 'not_selected',
      tiedWith,
      decidedBy: used,
    }));
}

/** In which third of the scale a mean lies: what the pupil reads instead of a number. */
export function levelOf(mean: Mean, pointsMax: number): Level {
  const share = (asNumber(mean) - 1) / (pointsMax - 1);
  return share < 1 / 3 ? 'low' : share < 2 / 3 ? 'middle' : 'high';
}

/** The criteria in which a pupil was seen strongest, for the one true strength of the letter. */
export function strengthsOf(placed: Pick<Placed, 'byCriterion'>): string[] {
  return Object.entries(placed.byCriterion)
    .sort(([a, x], [b, y]) => compareMeans(y, x) || (a < b ? -1 : 1))
    .map(([key]) => key);
}
