import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chances, type Counted, chancesOf, type Stage, smallest, stages } from './chances.ts';

const many = (n: number, stage: Stage, groups: Record<string, string>): Counted[] =>
  Array.from({ length: n }, () => ({ stage, groups }));

describe('small numbers', () => {
  it('are hidden, and large ones shown', () => {
    const shown = chancesOf(
      [...many(9, 'selected', { g: 'a' }), ...many(8, 'selected', { g: 'b' })],
      ['g'],
    );
    expect(shown?.totals).toEqual([17, 17, 17, 17]);
    expect(shown?.tables[0]?.rows).toEqual([
      { group: 'a', counts: [9, 9, 9, 9] },
      { group: 'b', counts: [8, 8, 8, 8] },
    ]);
  });

  it('cannot be worked out from the total: another group is hidden with them', () => {
    const shown = chancesOf(
      [
        ...many(9, 'reached', { g: 'a' }),
        ...many(8, 'reached', { g: 'b' }),
        ...many(2, 'reached', { g: 'c' }),
      ],
      ['g'],
    );
    const reached = shown?.tables[0]?.rows.map((r) => r.counts[0]);
    expect(reached).toEqual([9, null, null]);
    expect(shown?.totals[0]).toBe(19);
  });

  it('cannot be worked out from another table with the same total', () => {
    const shown = chancesOf(many(3, 'reached', { g: 'a', h: 'x' }), ['g', 'h']);
    // three pupils in one group each: the totals are as small as the cells, and all are hidden
    expect(JSON.stringify(shown)).not.toContain('3');
  });
});

type Cell = { key: string; value: number };

/** What was published, as equations over what was not: hidden cells and totals. */
function equationsOf(shown: Chances, truth: Map<string, number>) {
  const hidden: Cell[] = [];
  const unknown = (key: string) => {
    let i = hidden.findIndex((h) => h.key === key);
    if (i < 0) i = hidden.push({ key, value: truth.get(key) as number }) - 1;
    return i;
  };
  const equations: { of: Map<number, number>; sum: number }[] = [];
  for (const [s] of stages.entries())
    for (const t of shown.tables) {
      const of = new Map<number, number>();
      let sum = 0;
      for (const r of t.rows) {
        const n = r.counts[s];
        if (n === null || n === undefined) of.set(unknown(`${t.dimension}/${r.group}/${s}`), 1);
        else sum -= n;
      }
      const total = shown.totals[s];
      if (total === null || total === undefined) of.set(unknown(`total/${s}`), -1);
      else sum += total;
      equations.push({ of, sum });
    }
  return { hidden, equations };
}

/** Unknowns that the equations fix, by elimination: the way somebody with the table and a pencil would go. */
function derivable(count: number, equations: { of: Map<number, number>; sum: number }[]): number[] {
  const rows = equations.map(({ of }) => Array.from({ length: count }, (_, i) => of.get(i) ?? 0));
  let lead = 0;
  for (let col = 0; col < count && lead < rows.length; col++) {
    const pivot = rows.findIndex((r, i) => i >= lead && Math.abs(r[col] ?? 0) > 1e-9);
    if (pivot < 0) continue;
    [rows[lead], rows[pivot]] = [rows[pivot] as number[], rows[lead] as number[]];
    const row = rows[lead] as number[];
    const by = row[col] as number;
    rows[lead] = row.map((x) => x / by);
    for (const [i, other] of rows.entries())
      if (i !== lead && Math.abs(other[col] ?? 0) > 1e-9) {
        const factor = other[col] as number;
        rows[i] = other.map((x, j) => x - factor * ((rows[lead] as number[])[j] as number));
      }
    lead++;
  }
  return rows.flatMap((r) => {
    const at = r.flatMap((x, i) => (Math.abs(x) > 1e-9 ? [i] : []));
    return at.length === 1 ? (at as [number]) : [];
  });
}

function truthOf(counted: readonly Counted[], dimensions: readonly string[]) {
  const truth = new Map<string, number>();
  for (const [s] of stages.entries()) {
    const reached = counted.filter((c) => stages.indexOf(c.stage) >= s);
    truth.set(`total/${s}`, reached.length);
    for (const d of dimensions)
      for (const group of new Set(counted.map((c) => c.groups[d] as string)))
        truth.set(`${d}/${group}/${s}`, reached.filter((c) => c.groups[d] === group).length);
  }
  return truth;
}

const pupils = fc.array(
  fc.record({
    stage: fc.constantFrom(...stages),
    groups: fc.record({
      gender: fc.constantFrom('f', 'm', 'x'),
      year: fc.constantFrom('3', '4', '5', '6'),
      support: fc.constantFrom('yes', 'no'),
    }),
  }),
  { maxLength: 70 },
);
const dimensions = ['gender', 'year', 'support'];

describe('whatever the pupils', () => {
  it('no small number is shown, and what is shown is true', () => {
    fc.assert(
      fc.property(pupils, (counted) => {
        const shown = chancesOf(counted, dimensions);
        if (!shown) return;
        const truth = truthOf(counted, dimensions);
        const all = [
          ...shown.totals.map((n, s) => [`total/${s}`, n] as const),
          ...shown.tables.flatMap((t) =>
            t.rows.flatMap((r) =>
              r.counts.map((n, s) => [`${t.dimension}/${r.group}/${s}`, n] as const),
            ),
          ),
        ];
        for (const [key, n] of all) {
          if (n === null) continue;
          expect(n, key).toBe(truth.get(key));
          expect(n === 0 || n >= smallest, key).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('no hidden number follows from the published ones by subtraction', () => {
    fc.assert(
      fc.property(pupils, (counted) => {
        const shown = chancesOf(counted, dimensions);
        if (!shown) return;
        const { hidden, equations } = equationsOf(shown, truthOf(counted, dimensions));
        expect(derivable(hidden.length, equations).map((i) => hidden[i])).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('nor from knowing besides that every stage is part of the one before', () => {
    // every table that fits what was published, for two groups: each hidden cell has at least two values in them
    const rows = (known: readonly (number | null)[], most: number): number[][] => {
      let found: number[][] = [[]];
      for (const n of known)
        found = found.flatMap((row) => {
          const before = row.at(-1) ?? most;
          const values = n === null ? Array.from({ length: before + 1 }, (_, v) => v) : [n];
          return values.filter((v) => v <= before).map((v) => [...row, v]);
        });
      return found;
    };
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            stage: fc.constantFrom(...stages),
            groups: fc.record({ g: fc.constantFrom('a', 'b', 'b') }),
          }),
          { maxLength: 18 },
        ),
        (counted) => {
          const shown = chancesOf(counted, ['g']);
          const [first, second] = shown?.tables[0]?.rows ?? [];
          if (!shown || !first || !second) return;
          const most = 20;
          const seen = [first, second].map(() => stages.map(() => new Set<number>()));
          // of the second group those that fill the shown totals up, found by what is left for them
          const left = (row: number[], of: (total: number, n: number) => number) =>
            stages
              .map((_, s) => {
                const total = shown.totals[s];
                return total === null || total === undefined ? '' : of(total, row[s] as number);
              })
              .join(' ');
          const seconds = Map.groupBy(rows(second.counts, most), (row) => left(row, (_, n) => n));
          const fitting = new Set<string>();
          for (const a of rows(first.counts, most)) {
            const key = left(a, (total, n) => total - n);
            if (!seconds.has(key)) continue;
            fitting.add(key);
            for (const [s, n] of a.entries()) seen[0]?.[s]?.add(n);
          }
          for (const key of fitting)
            for (const b of seconds.get(key) ?? [])
              for (const [s, n] of b.entries()) seen[1]?.[s]?.add(n);
          for (const [r, row] of [first, second].entries())
            for (const [s, n] of row.counts.entries())
              if (n === null) expect(seen[r]?.[s]?.size, JSON.stringify(shown)).toBeGreaterThan(1);
        },
      ),
      { numRuns: 25 },
    );
  });
});

it('still shows the whole where two of forty stand apart in one table', () => {
  const shown = chancesOf(
    [
      ...many(2, 'selected', { support: 'yes', gender: 'f' }),
      ...many(20, 'submitted', { support: 'no', gender: 'f' }),
      ...many(10, 'selected', { support: 'no', gender: 'm' }),
      ...many(10, 'reached', { support: 'no', gender: 'm' }),
    ],
    ['support', 'gender'],
  );
  expect(shown?.totals).toEqual([42, 32, 32, 12]);
  expect(shown?.tables[1]?.rows.map((r) => r.counts[0])).toEqual([22, 20]);
  expect(shown?.tables[0]?.rows.map((r) => r.counts[0])).toEqual([null, null]);
});

it('shows most of a table of ordinary size', () => {
  const counted = fc.sample(
    fc.record({
      stage: fc.constantFrom(...stages),
      groups: fc.record({ gender: fc.constantFrom('f', 'm') }),
    }),
    { numRuns: 120, seed: 5 },
  );
  const shown = chancesOf(counted, ['gender']);
  expect(shown?.totals.every((n) => n !== null)).toBe(true);
  expect(shown?.tables[0]?.rows.flatMap((r) => r.counts).every((n) => n !== null)).toBe(true);
});
