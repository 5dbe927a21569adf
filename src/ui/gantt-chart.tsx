import { Chart, percent, type TableEqual } from './chart.tsx';
import { type Tone, toneShapes } from './status.tsx';

interface GanttBase {
  readonly id: string;
  readonly label: string;
  readonly tone: Tone;
  /** Rows of the same lane stand together under its name, in the order given. */
  readonly lane?: string;
}

/** A span from start to end (both days included), or one day. */
export type GanttRow =
  | (GanttBase & { readonly start: Temporal.PlainDate; readonly end: Temporal.PlainDate })
  | (GanttBase & { readonly point: Temporal.PlainDate });

export interface GanttChartProps {
  readonly title: string;
  readonly note?: string;
  readonly rows: readonly GanttRow[];
  /** First and last day shown. */
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  /** The word at today's line. */
  readonly todayText: string;
  /** First day and name of each month shown. */
  readonly months: readonly { readonly start: Temporal.PlainDate; readonly label: string }[];
  readonly table: TableEqual;
}

const rowHeight = 44;
const laneHeight = 40;
const headHeight = 36;

/** Spans and dates over months, with today's line. */
export function GanttChart(props: GanttChartProps) {
  const { from, to } = props;
  const length = Math.max(1, from.until(to, { largestUnit: 'day' }).days + 1);
  const at = (day: Temporal.PlainDate) =>
    clamp((from.until(day, { largestUnit: 'day' }).days / length) * 100);
  let y = headHeight;
  let lane: string | undefined;
  const placed = props.rows.map((row) => {
    const heading = row.lane !== undefined && row.lane !== lane ? row.lane : undefined;
    lane = row.lane;
    const laneY = y;
    if (heading !== undefined) y += laneHeight;
    const top = y;
    y += rowHeight;
    return { row, heading, laneY, top };
  });
  const height = y + 8;
  const todayShown =
    from.until(props.today, { largestUnit: 'day' }).days >= 0 &&
    props.today.until(to, { largestUnit: 'day' }).days >= 0;
  return (
    <Chart kind="gantt" title={props.title} note={props.note} table={props.table}>
      <svg class="chart-picture" width="100%" height={height} role="img" aria-label={props.title}>
        {props.months.map((month, index) => (
          <g key={month.start.toString()}>
            <line
              class="grid"
              x1={percent(at(month.start))}
              x2={percent(at(month.start))}
              y1={headHeight - 10}
              y2={height}
            />
            <text
              class={index % 2 === 1 ? 'axis is-second' : 'axis'}
              x={percent(at(month.start))}
              y={16}
              text-anchor="start"
            >
              {month.label}
            </text>
          </g>
        ))}
        {todayShown && (
          <line
            class="today"
            x1={percent(at(props.today))}
            x2={percent(at(props.today))}
            y1={headHeight - 10}
            y2={height}
          />
        )}
        {placed.map(({ row, heading, laneY, top }) => {
          const start = at('point' in row ? row.point : row.start);
          const end = 'point' in row ? start : at(row.end.add({ days: 1 }));
          // Names of bars that begin late on the axis end with the bar, so that they are not cut off.
          const right = start > 50;
          const room = Math.floor(
            (((right ? end : 100 - start) / 100) * narrowest - 30) / letterWidth,
          );
          // A point is drawn around its day; its name begins where the diamond begins.
          const shift = 'point' in row ? (right ? 8 : -8) : 0;
          return (
            <g key={row.id} class={`gantt-row is-${row.tone}`}>
              {heading !== undefined && (
                <text class="lane" x="0" y={laneY + 26}>
                  {heading}
                </text>
              )}
              <svg
                x={percent(right ? end : start)}
                y={top + 4}
                width="1"
                height="1"
                overflow="visible"
              >
                <text
                  class="gantt-label"
                  x={(right ? -22 : 22) + shift}
                  y="13"
                  text-anchor={right ? 'end' : 'start'}
                >
                  {fitted(row.label, room)}
                </text>
                <g
                  class={`mark is-${row.tone}`}
                  transform={`translate(${(right ? -16 : 0) + shift})`}
                >
                  {toneShapes[row.tone]}
                </g>
              </svg>
              {'point' in row ? (
                <svg x={percent(start)} y={top + 31} width="1" height="1" overflow="visible">
                  <path class="bar" d="M0-8 8 0 0 8-8 0Z" />
                </svg>
              ) : (
                <rect
                  class="bar"
                  x={percent(start)}
                  y={top + 25}
                  width={percent(Math.max(0.4, end - start))}
                  height="11"
                  rx="5.5"
                />
              )}
            </g>
          );
        })}
        {todayShown && (
          <text
            class="today-text"
            x={percent(at(props.today))}
            y={headHeight - 2}
            text-anchor={at(props.today) > 80 ? 'end' : 'start'}
            dx={at(props.today) > 80 ? -6 : 6}
          >
            {props.todayText}
          </text>
        )}
      </svg>
    </Chart>
  );
}

/** Width in pixels below which the picture scrolls, and that of an average letter in it. */
const narrowest = 900;
const letterWidth = 7.4;

/** A name cut to the room it has; the table under the picture says it whole. */
function fitted(label: string, letters: number): string {
  return label.length <= letters ? label : `${label.slice(0, Math.max(1, letters - 1)).trimEnd()}…`;
}

function clamp(value: number): number {
  return Math.min(100, Math.max(0, value));
}
