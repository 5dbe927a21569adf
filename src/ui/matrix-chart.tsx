import type { ComponentChildren } from 'preact';
import { type Tone, ToneMark } from './status.tsx';

export interface MatrixRow<K extends string = string> {
  readonly id: string;
  readonly label: ComponentChildren;
  /** Key of the chosen column; left out when nothing is chosen yet. */
  readonly chosen?: K | undefined;
  readonly priority?: boolean;
  /** One line under the criterion. */
  readonly note?: ComponentChildren;
}

export interface MatrixChartProps<K extends string = string> {
  readonly title: string;
  /** Head of the first column. */
  readonly rowLabel: string;
  readonly columns: readonly { readonly key: K; readonly label: string; readonly tone: Tone }[];
  readonly rows: readonly MatrixRow<K>[];
  /** The word for a priority. */
  readonly priorityText: string;
  /** Said of a criterion where nothing is chosen. */
  readonly unchosenText: string;
}

/** Criteria by level: a picture that is a table. Below 600 px each criterion shows its chosen level alone. */
export function MatrixChart<K extends string>(props: MatrixChartProps<K>) {
  return (
    <div class="table-wrap">
      <table class="matrix">
        <caption>{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{props.rowLabel}</th>
            {props.columns.map((column) => (
              <th key={column.key} scope="col" class="level">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id} class={row.priority ? 'is-priority' : undefined}>
              <th scope="row">
                {row.label}{' '}
                {row.priority && (
                  <span class="priority">
                    <svg
                      width="12"
                      height="14"
                      viewBox="0 0 12 14"
                      aria-hidden="true"
                      focusable="false"
                    >
                      <path d="M1 13V1h10L8.4 4.5 11 8H1" />
                    </svg>
                    {props.priorityText}
                  </span>
                )}
                {row.note && <span class="matrix-note">{row.note}</span>}
                {row.chosen === undefined && (
                  <span class="matrix-note is-open">{props.unchosenText}</span>
                )}
              </th>
              {props.columns.map((column) =>
                column.key === row.chosen ? (
                  <td key={column.key} class="is-chosen">
                    <span class={`status is-${column.tone}`}>
                      <ToneMark tone={column.tone} />
                      <span>{column.label}</span>
                    </span>
                  </td>
                ) : (
                  <td key={column.key} class="is-free" />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
