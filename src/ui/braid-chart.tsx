import { Chart, percent, type TableEqual } from './chart.tsx';

export interface BraidStrand {
  readonly id: string;
  /** Whose way it is; written at the end of a late strand. */
  readonly label: string;
  /** Index of the station reached last, counted from 0. */
  readonly reached: number;
  /** Bends out of the braid at `reached`. */
  readonly late?: boolean;
}

export interface BraidChartProps {
  readonly title: string;
  readonly note?: string;
  readonly stations: readonly { readonly id: string; readonly label: string }[];
  readonly strands: readonly BraidStrand[];
  readonly table: TableEqual;
}

const gap = 7;
const lateGap = 26;
const top = 44;

/** A cohort: each way a thin line, those in time bundled, late ones bending out below, with their names. */
export function BraidChart({ title, note, stations, strands, table }: BraidChartProps) {
  const last = Math.max(1, stations.length - 1);
  // Room for the late mark behind the last station.
  const at = (station: number) => 1 + (Math.min(station, last) / last) * 95;
  const punctual = strands
    .filter((strand) => !strand.late)
    .toSorted((a, b) => b.reached - a.reached);
  const late = strands.filter((strand) => strand.late).toSorted((a, b) => b.reached - a.reached);
  const braidHeight = (punctual.length + late.length - 1) * gap;
  const lateTop = top + Math.max(0, braidHeight) + 34;
  const height = lateTop + late.length * lateGap;
  const strandY = (index: number) => top + index * gap;
  return (
    <Chart kind="braid" title={title} note={note} table={table}>
      <svg class="chart-picture" width="100%" height={height} role="img" aria-label={title}>
        {stations.map((station, index) => (
          <g key={station.id} class="braid-station">
            <line
              class="grid"
              x1={percent(at(index))}
              x2={percent(at(index))}
              y1={top - 12}
              y2={lateTop - 16}
            />
            <text
              class={index % 4 === 0 || index === last ? 'axis' : 'axis is-second'}
              x={index === 0 ? '0' : percent(index === last ? 100 : at(index))}
              y={18}
              text-anchor={index === 0 ? 'start' : index === last ? 'end' : 'middle'}
            >
              {station.label}
            </text>
          </g>
        ))}
        <svg width="100%" height={height} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none">
          {punctual.map((strand, index) => (
            <path
              key={strand.id}
              class="strand"
              d={`M${at(0) * 10} ${strandY(index)}H${round(at(strand.reached) * 10)}`}
              vector-effect="non-scaling-stroke"
            />
          ))}
          {late.map((strand, index) => {
            const from = strandY(punctual.length + index);
            const to = lateTop + index * lateGap;
            const x = at(strand.reached) * 10;
            const before = Math.max(at(0) * 10, x - 43);
            const end = x + 36;
            return (
              <path
                key={strand.id}
                class="strand is-late"
                d={`M${at(0) * 10} ${from}H${round(before)}C${round(x)} ${from} ${round(x - 20)} ${to} ${round(end)} ${to}`}
                vector-effect="non-scaling-stroke"
              />
            );
          })}
        </svg>
        {punctual.map((strand, index) => (
          <circle
            key={strand.id}
            class="bead"
            cx={percent(at(strand.reached))}
            cy={strandY(index)}
            r="3"
          />
        ))}
        {late.map((strand, index) => {
          const x = at(strand.reached) + 3.6;
          const y = lateTop + index * lateGap;
          const right = x > 70;
          return (
            <g key={strand.id}>
              <svg x={percent(x)} y={y} width="1" height="1" overflow="visible">
                <path class="bead is-late" d="M0-7 7.5 6h-15Z" />
                <text
                  class="strand-name"
                  x={right ? -14 : 14}
                  y="5"
                  text-anchor={right ? 'end' : 'start'}
                >
                  {strand.label}
                </text>
              </svg>
            </g>
          );
        })}
      </svg>
    </Chart>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
