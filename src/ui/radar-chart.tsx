import { Chart, type TableEqual } from './chart.tsx';

export interface RadarAxis {
  readonly id: string;
  readonly label: string;
  /** From 0 in the middle to `full` at the rim. */
  readonly value: number;
  /** A second value, drawn dashed where every axis has one or more. */
  readonly wished?: number | undefined;
}

export interface RadarChartProps {
  readonly title: string;
  readonly note?: string;
  /** Three to eight. */
  readonly axes: readonly RadarAxis[];
  /** The value at the rim. */
  readonly full: number;
  /** Words for the line and for the dashed line. */
  readonly valueText: string;
  readonly wishedText: string;
  readonly table: TableEqual;
}

const size = 320;
const middle = size / 2;
const reach = 118;

const at = (index: number, count: number, share: number) => {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
  const round = (n: number) => Math.round(n * 10) / 10;
  return {
    x: round(middle + Math.cos(angle) * reach * share),
    y: round(middle + Math.sin(angle) * reach * share),
  };
};

/** A few values around a middle. Its area means nothing: axes are numbered, and named in the list below. */
export function RadarChart(props: RadarChartProps) {
  const { axes, full } = props;
  const ring = (share: (index: number) => number) =>
    axes
      .map((_, i) => at(i, axes.length, share(i)))
      .map(({ x, y }) => `${x},${y}`)
      .join(' ');
  const hasWishes = axes.some((a) => a.wished !== undefined);
  return (
    <Chart kind="radar" title={props.title} note={props.note} table={props.table}>
      <svg
        class="chart-picture"
        viewBox={`0 0 ${size} ${size}`}
        width={size}
        height={size}
        role="img"
        aria-label={props.title}
      >
        {Array.from({ length: full }, (_, i) => (i + 1) / full).map((share) => (
          <polygon key={share} class="grid" fill="none" points={ring(() => share)} />
        ))}
        {axes.map((axis, i) => {
          const end = at(i, axes.length, 1);
          const label = at(i, axes.length, 1.18);
          return (
            <g key={axis.id}>
              <line class="grid" x1={middle} y1={middle} x2={end.x} y2={end.y} />
              <text x={label.x} y={label.y + 5} text-anchor="middle">
                {i + 1}
              </text>
            </g>
          );
        })}
        {hasWishes && (
          <polygon
            class="rail"
            fill="none"
            points={ring((i) => (axes[i]?.wished ?? axes[i]?.value ?? 0) / full)}
          />
        )}
        <polygon class="strand" points={ring((i) => (axes[i]?.value ?? 0) / full)} />
        {axes.map((axis, i) => {
          const { x, y } = at(i, axes.length, axis.value / full);
          return <circle key={axis.id} class="bead" cx={x} cy={y} r="4" />;
        })}
      </svg>
      <ul class="legend">
        <li>
          <svg width="22" height="10" aria-hidden="true" focusable="false">
            <line class="strand" x1="1" y1="5" x2="21" y2="5" />
          </svg>
          {props.valueText}
        </li>
        {hasWishes && (
          <li>
            <svg width="22" height="10" aria-hidden="true" focusable="false">
              <line class="rail" x1="1" y1="5" x2="21" y2="5" />
            </svg>
            {props.wishedText}
          </li>
        )}
      </ul>
      <div class="prose">
        <ol>
          {axes.map((axis) => (
            <li key={axis.id}>{axis.label}</li>
          ))}
        </ol>
      </div>
    </Chart>
  );
}
