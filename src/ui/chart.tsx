import type { ComponentChildren } from 'preact';
import { type Column, type Row, Table } from './table.tsx';

/** The table that says the same as a picture. */
export interface TableEqual {
  /** Text of the line that opens the table: "Show as a table". */
  readonly summary: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

interface ChartProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly kind: string;
  readonly table: TableEqual;
  readonly children: ComponentChildren;
}

/** Title, picture, and the table equal to it. */
export function Chart({ title, note, kind, table, children }: ChartProps) {
  return (
    <figure class={`chart is-${kind}`}>
      <figcaption class="chart-title">{title}</figcaption>
      {note && <p class="chart-note">{note}</p>}
      {children}
      <details class="details chart-equal">
        <summary>{table.summary}</summary>
        <Table caption={title} hideCaption columns={table.columns} rows={table.rows} dense />
      </details>
    </figure>
  );
}

/** A number as a percentage for SVG, two decimals. */
export function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
