import type { View } from '#platform/http/page.ts';

/** Clocks to choose from, by their places in the reader's words; the one that stands there is always among them. */
export function zoneOptions(
  v: Pick<View, 'fmt'>,
  zones: readonly string[],
  chosen: string,
): { value: string; label: string }[] {
  return [...new Set([...zones, ...(chosen ? [chosen] : [])])]
    .map((value) => ({ value, label: v.fmt.zone(value) }))
    .toSorted((a, b) => v.fmt.compare(a.label, b.label));
}
