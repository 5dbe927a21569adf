import { Chart, percent, type TableEqual } from './chart.tsx';

export interface BarKey {
  readonly key: string;
  readonly label: string;
  /** Ink of the part: `a` strongest to `c` lightest, `open` for what is not used yet. */
  readonly fill: 'a' | 'b' | 'c' | 'open';
}

export interface BarRow {
  readonly id: string;
  readonly label: string;
  /** Shown at the end of the line of the label, e.g. a sum. */
  readonly totalText?: string;
  /** By key; any unit, all at least 0. */
  readonly values: Readonly<Record<string, number>>;
}

export interface BarChartProps {
  readonly title: string;
  readonly note?: string;
  readonly keys: readonly BarKey[];
  readonly rows: readonly BarRow[];
  /** The value of a full bar; the largest row by default. */
  readonly full?: number;
  readonly table: TableEqual;
}

/** Stacked bars, one a row. */
export function BarChart({ title, note, keys, rows, full, table }: BarChartProps) {
  const sum = (row: BarRow) => keys.reduce((total, { key }) => total + (row.values[key] ?? 0), 0);
  const whole = full ?? Math.max(1e-9, ...rows.map(sum));
  return (
    <Chart kind="bars" title={title} note={note} table={table}>
      <ul class="legend">
        {keys.map((key) => (
          <li key={key.key}>
            <svg width="14" height="14" aria-hidden="true" focusable="false">
              <rect class={`part is-${key.fill}`} x="1" y="1" width="12" height="12" rx="2" />
            </svg>
            {key.label}
          </li>
        ))}
      </ul>
      <div class="bars" aria-hidden="true">
        {rows.map((row) => {
          let x = 0;
          return (
            <div key={row.id} class="bar-row">
              <p class="bar-label">
                <span>{row.label}</span>
                {row.totalText && <span class="bar-total">{row.totalText}</span>}
              </p>
              <svg width="100%" height="22">
                {keys.map((key) => {
                  const width = ((row.values[key.key] ?? 0) / whole) * 100;
                  const start = x;
                  x += width;
                  return width > 0 ? (
                    <rect
                      key={key.key}
                      class={`part is-${key.fill}`}
                      x={percent(start)}
                      y="1"
                      width={percent(width)}
                      height="20"
                    />
                  ) : null;
                })}
              </svg>
            </div>
          );
        })}
      </div>
    </Chart>
  );
}
