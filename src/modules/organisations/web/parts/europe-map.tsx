/**
 * Europe as tiles of one size, each about where its country lies: column and row, from the north-west. Ours; a map of
 * borders would be larger than the page, and small countries could not be hit by a finger.
 */
const tiles: Record<string, [column: number, row: number]> = {
  IS: [0, 0],
  NO: [4, 0],
  SE: [5, 0],
  FI: [6, 0],
  DK: [4, 1],
  EE: [6, 1],
  IE: [0, 2],
  NL: [3, 2],
  LV: [6, 2],
  BE: [3, 3],
  DE: [4, 3],
  PL: [5, 3],
  LT: [6, 3],
  LU: [3, 4],
  CZ: [5, 4],
  SK: [6, 4],
  PT: [0, 5],
  ES: [1, 5],
  FR: [2, 5],
  LI: [3, 5],
  AT: [4, 5],
  HU: [5, 5],
  RO: [6, 5],
  IT: [3, 6],
  SI: [4, 6],
  HR: [5, 6],
  RS: [6, 6],
  BG: [7, 6],
  MT: [3, 7],
  MK: [6, 7],
  GR: [7, 7],
  TR: [8, 7],
  CY: [8, 8],
};
/** Others, drawn only where somebody is: the administrator says which take part. */
const neighbours: typeof tiles = {
  GB: [1, 2],
  CH: [2, 4],
  UA: [7, 4],
  MD: [7, 5],
  BA: [5, 7],
  ME: [5, 8],
  AL: [6, 8],
};
const side = 44;
const gap = 4;

/** Inks from few to many; the text of a tile is legible on its own ink in both schemes. */
const inks = [
  { fill: 'none', text: 'var(--ink-2)', line: 'var(--line)' },
  { fill: 'var(--accent-soft)', text: 'var(--ink)', line: 'var(--line-strong)' },
  { fill: 'var(--accent)', text: 'var(--on-accent)', line: 'var(--accent)' },
  { fill: 'var(--accent-strong)', text: 'var(--on-accent)', line: 'var(--accent-strong)' },
] as const;

function inkOf(count: number, most: number) {
  if (count === 0) return inks[0];
  if (count * 3 <= most) return inks[1];
  return count * 3 <= most * 2 ? inks[2] : inks[3];
}

/**
 * A picture for eyes and fingers: the table beside it says the same, so it is silent for screen readers and out of the
 * way of the keyboard.
 */
export function EuropeMap({
  counts,
  hrefOf,
  nameOf,
}: {
  counts: ReadonlyMap<string, number>;
  hrefOf: (country: string) => string;
  nameOf: (country: string) => string;
}) {
  const most = Math.max(1, ...counts.values());
  const step = side + gap;
  return (
    <svg
      viewBox={`0 0 ${9 * step} ${9 * step}`}
      width="100%"
      direction="ltr"
      aria-hidden="true"
      focusable="false"
    >
      {[
        ...Object.entries(tiles),
        ...Object.entries(neighbours).filter(([country]) => counts.has(country)),
      ].map(([country, [column, row]]) => {
        const count = counts.get(country) ?? 0;
        const ink = inkOf(count, most);
        const [x, y] = [column * step + 1, row * step + 1];
        const tile = (
          <>
            <title>{`${nameOf(country)}: ${count}`}</title>
            <rect x={x} y={y} width={side} height={side} rx="6" fill={ink.fill} stroke={ink.line} />
            <text x={x + side / 2} y={y + 18} text-anchor="middle" font-size="14" fill={ink.text}>
              {country}
            </text>
            {count > 0 && (
              <text
                x={x + side / 2}
                y={y + 36}
                text-anchor="middle"
                font-size="15"
                font-weight="700"
                fill={ink.text}
              >
                {count}
              </text>
            )}
          </>
        );
        return count > 0 ? (
          <a key={country} href={hrefOf(country)} tabindex={-1}>
            {tile}
          </a>
        ) : (
          <g key={country}>{tile}</g>
        );
      })}
    </svg>
  );
}
