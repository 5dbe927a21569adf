/** A paragraph is what stands between empty lines. */
const paragraphsOf = (text: string): string[] =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n+/)
    .map((p) => p.trim())
    .filter(Boolean);

/** Pairs of equal paragraphs in the order of both texts, as many as there can be (longest common subsequence). */
function commonOf(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i * width + j] =
        a[i] === b[j]
          ? (best[(i + 1) * width + j + 1] as number) + 1
          : Math.max(best[(i + 1) * width + j] as number, best[i * width + j + 1] as number);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((best[(i + 1) * width + j] as number) >= (best[i * width + j + 1] as number)) i++;
    else j++;
  }
  return pairs;
}

export type Change = { kind: 'same' | 'added' | 'removed'; text: string };

/** What changed from one text to another, paragraph by paragraph. */
export function changesBetween(before: string, after: string): Change[] {
  const [a, b] = [paragraphsOf(before), paragraphsOf(after)];
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonOf(a, b), [a.length, b.length] as const]) {
    while (i < x) changes.push({ kind: 'removed', text: a[i++] as string });
    while (j < y) changes.push({ kind: 'added', text: b[j++] as string });
    if (x < a.length) changes.push({ kind: 'same', text: a[x] as string });
    i = x + 1;
    j = y + 1;
  }
  return changes;
}

/**
 * Brings two people's work on one report together. Where they wrote in different places both are kept; where both changed
 * the same place, somebody has to look.
 * @param base what both began with
 * @returns the text with both, or null when the same place was changed in two ways
 */
export function mergeReports(base: string, mine: string, theirs: string): string | null {
  const [o, a, b] = [paragraphsOf(base), paragraphsOf(mine), paragraphsOf(theirs)];
  const inMine = new Map(commonOf(o, a));
  const inTheirs = new Map(commonOf(o, b));
  const merged: string[] = [];
  let [i, j, k] = [0, 0, 0];
  const same = (x: readonly string[], y: readonly string[]) =>
    x.length === y.length && x.every((p, n) => p === y[n]);
  // from one paragraph that all three have to the next
  for (let n = 0; n <= o.length; n++) {
    const x = n === o.length ? a.length : inMine.get(n);
    const y = n === o.length ? b.length : inTheirs.get(n);
    if (x === undefined || y === undefined) continue;
    const [was, my, their] = [o.slice(i, n), a.slice(j, x), b.slice(k, y)];
    if (same(my, their) || same(their, was)) merged.push(...my);
    else if (same(my, was)) merged.push(...their);
    else return null;
    if (n < o.length) merged.push(o[n] as string);
    [i, j, k] = [n + 1, x + 1, y + 1];
  }
  return merged.join('\n\n');
}
