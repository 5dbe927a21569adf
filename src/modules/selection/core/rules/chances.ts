/** How far somebody has come, each a part of the one before. */
export const stages = ['reached', 'applied', 'submitted', 'selected'] as const;
export type Stage = (typeof stages)[number];

/** Counts below this are not shown: they would point at single pupils. */
export const smallest = 5;

/** One pupil, without anything that names them: to which group they belong in each table, and how far they came. */
export type Counted = { readonly stage: Stage; readonly groups: Readonly<Record<string, string>> };

/** A count as it is shown: null is hidden. */
export type Shown = number | null;
export type ChancesTable = {
  readonly dimension: string;
  readonly rows: readonly { readonly group: string; readonly counts: readonly Shown[] }[];
};
export type Chances = {
  readonly totals: readonly Shown[];
  readonly tables: readonly ChancesTable[];
};

type Cells = { dimension: string; groups: string[]; counts: number[][]; hidden: boolean[][] };

/**
 * Counts by group, with small numbers hidden, and as many others as it takes that no hidden one can be computed: from a
 * total by subtraction, from another table with the same totals, or from the stage before or after (who was selected had
 * applied). A hidden cell stays hidden when the published numbers also fit with one pupil more or less in it; the proof is
 * looked for, and where there is none more is hidden. Null when even that does not do: then nothing is shown.
 * @param dimensions tables to make, by the key of `groups`
 */
export function chancesOf(
  counted: readonly Counted[],
  dimensions: readonly string[],
): Chances | null {
  const reaches = (one: Counted, stage: number) => stages.indexOf(one.stage) >= stage;
  const tables = dimensions.map((dimension): Cells => {
    const groups = [...new Set(counted.map((c) => c.groups[dimension] ?? 'unknown'))].sort(
      // class 10 after class 9
      (a, b) => Number(a) - Number(b) || (a < b ? -1 : 1),
    );
    const counts = groups.map((group) =>
      stages.map(
        (_, s) =>
          counted.filter((c) => (c.groups[dimension] ?? 'unknown') === group && reaches(c, s))
            .length,
      ),
    );
    return {
      dimension,
      groups,
      counts,
      hidden: counts.map((row) => row.map((n) => n > 0 && n < smallest)),
    };
  });
  const totals = stages.map((_, s) => counted.filter((c) => reaches(c, s)).length);
  const totalHidden = totals.map((n) => n > 0 && n < smallest);
  return hideUntilSafe(tables, totals, totalHidden)
    ? {
        totals: totals.map((n, s) => (totalHidden[s] ? null : n)),
        tables: tables.map((t) => ({
          dimension: t.dimension,
          rows: t.groups.map((group, r) => ({
            group,
            counts: (t.counts[r] ?? []).map((n, s) => (t.hidden[r]?.[s] ? null : n)),
          })),
        })),
      }
    : null;
}

const at = (table: Cells, row: number, stage: number) => table.counts[row]?.[stage] ?? 0;
const isHidden = (table: Cells, row: number, stage: number) => table.hidden[row]?.[stage] === true;

/** Neighbouring stages of one row, moved together: where a row is as large in two stages, one cannot grow alone. */
type Run = { readonly from: number; readonly to: number };

const runsWith = (stage: number): Run[] =>
  stages.flatMap((_, from) =>
    stages.flatMap((__, to) => (from <= stage && stage <= to ? [{ from, to }] : [])),
  );

/** Whether the hidden cells of the run could all hold one more (or less) with all others as they are. */
function couldMove(table: Cells, row: number, { from, to }: Run, by: 1 | -1): boolean {
  for (let stage = from; stage <= to; stage++) if (!isHidden(table, row, stage)) return false;
  return by === 1
    ? from === 0 || at(table, row, from) + 1 <= at(table, row, from - 1)
    : // never to nothing: who guesses that only small numbers are hidden, and no zeros, learns as little
      at(table, row, to) - 1 >= Math.max(1, to === stages.length - 1 ? 0 : at(table, row, to + 1));
}

/** Whether some other row could take the opposite. */
function otherCould(table: Cells, row: number, run: Run, by: 1 | -1): boolean {
  return table.groups.some((_, other) => other !== row && couldMove(table, other, run, by));
}

const anyCould = (table: Cells, run: Run, by: 1 | -1) =>
  table.groups.some((_, row) => couldMove(table, row, run, by));

const opposite = (by: 1 | -1) => (by === 1 ? -1 : 1);

function hideUntilSafe(tables: Cells[], totals: number[], totalHidden: boolean[]): boolean {
  // a single hidden cell of a column is its total less the others: a second one first, everywhere
  for (const table of tables)
    for (const [stage] of stages.entries())
      if (table.hidden.filter((row) => row[stage]).length === 1) hideSmallest([table], stage);
  const size = tables.reduce((n, t) => n + t.groups.length, 0) * stages.length + stages.length;
  // every round hides one cell or total more, so it ends
  for (let round = 0; round <= size; round++) {
    const weak = firstWeak(tables, totalHidden);
    if (!weak) return true;
    if (!hideOneMore(tables, totals, totalHidden, weak)) return false;
  }
  return false;
}

type Place = { table: Cells | null; stage: number };

/** A hidden cell or total for which no second fitting value was found. */
function firstWeak(tables: readonly Cells[], totalHidden: readonly boolean[]): Place | null {
  const totalsHidden = ({ from, to }: Run) =>
    totalHidden.slice(from, to + 1).every((hidden) => hidden);
  const ways = [1, -1] as const;
  for (const [stage] of stages.entries()) {
    const runs = runsWith(stage);
    if (totalHidden[stage]) {
      const moves = runs.some(
        (run) => totalsHidden(run) && ways.some((by) => tables.every((t) => anyCould(t, run, by))),
      );
      if (!moves)
        return {
          table:
            tables.find((t) => !runs.some((run) => ways.some((by) => anyCould(t, run, by)))) ??
            null,
          stage,
        };
    }
    for (const table of tables)
      for (const [row] of table.groups.entries()) {
        if (!isHidden(table, row, stage)) continue;
        const safe = runs.some((run) =>
          ways.some(
            (by) =>
              couldMove(table, row, run, by) &&
              (otherCould(table, row, run, opposite(by)) ||
                (totalsHidden(run) && tables.every((t) => t === table || anyCould(t, run, by)))),
          ),
        );
        if (!safe) return { table, stage };
      }
  }
  return null;
}

/** Hides the smallest shown cell of a column; false when there is none. */
function hideSmallest(some: readonly (Cells | null)[], stage: number): boolean {
  const [next] = some
    .filter((t) => t !== null)
    .flatMap((t) => t.groups.map((_, row) => ({ t, row, n: at(t, row, stage) })))
    .filter(({ t, row }) => !isHidden(t, row, stage))
    // zeros last: to hide one protects least
    .sort((a, b) => Number(a.n === 0) - Number(b.n === 0) || a.n - b.n);
  const line = next?.t.hidden[next.row];
  if (!next || !line) return false;
  line[stage] = true;
  return true;
}

/** Hides the smallest shown cell of the column, else its total, else of any table, else of the columns beside it. */
function hideOneMore(
  tables: Cells[],
  totals: number[],
  totalHidden: boolean[],
  { table, stage }: Place,
): boolean {
  if (hideSmallest([table], stage)) return true;
  if (!totalHidden[stage] && (totals[stage] ?? 0) > 0) {
    totalHidden[stage] = true;
    return true;
  }
  if (hideSmallest(tables, stage)) return true;
  for (const beside of [stage - 1, stage + 1])
    if (beside >= 0 && beside < stages.length && hideSmallest(tables, beside)) return true;
  return false;
}
