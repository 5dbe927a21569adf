import type { ComponentChildren } from 'preact';

export interface Column<K extends string = string> {
  readonly key: K;
  /** Also labels the value where rows are stacked on small screens. */
  readonly label: string;
  /** Stands in the head instead of the label, e.g. a {@link SortLink}. */
  readonly head?: ComponentChildren;
  readonly numeric?: boolean;
  readonly sort?: 'ascending' | 'descending' | undefined;
  /** The label is read aloud but not shown, e.g. for a column of checkboxes. */
  readonly hideLabel?: boolean;
}

export interface Row<K extends string = string> {
  readonly id: string;
  readonly cells: Readonly<Record<K, ComponentChildren>>;
}

export interface TableProps<K extends string = string> {
  readonly caption: string;
  /** The caption is read aloud but not shown, where a heading says the same. */
  readonly hideCaption?: boolean;
  readonly columns: readonly Column<K>[];
  readonly rows: readonly Row<K>[];
  /** The column that names the row; the first by default. */
  readonly rowHeader?: K;
  /** Shown instead of the table when there are no rows. */
  readonly empty?: ComponentChildren;
  readonly dense?: boolean;
}

/** Comparing things. Below 600 px each row becomes a block of labelled lines. */
export function Table<K extends string>(props: TableProps<K>) {
  const { columns, rows, rowHeader = columns[0]?.key } = props;
  if (rows.length === 0 && props.empty) return <>{props.empty}</>;
  return (
    <div class="table-wrap">
      <table class={props.dense ? 'table is-dense' : 'table'}>
        <caption class={props.hideCaption ? 'hidden' : undefined}>{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={column.numeric ? 'num' : undefined}
                aria-sort={column.sort}
              >
                {column.hideLabel ? (
                  <span class="hidden">{column.label}</span>
                ) : (
                  (column.head ?? column.label)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) =>
                column.key === rowHeader ? (
                  <th key={column.key} scope="row">
                    {row.cells[column.key]}
                  </th>
                ) : (
                  <td
                    key={column.key}
                    class={column.numeric ? 'num' : undefined}
                    data-label={column.hideLabel ? undefined : column.label}
                  >
                    <div>{row.cells[column.key]}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export interface SortLinkProps {
  /** Leads to the list sorted the other way, or by this column. */
  readonly href: string;
  readonly label: string;
  readonly direction?: 'ascending' | 'descending' | undefined;
}

/** Column head that sorts; set `sort` of the column to the same direction. */
export function SortLink({ href, label, direction }: SortLinkProps) {
  return (
    <a class="sort" href={href}>
      {label}
      <svg width="10" height="14" viewBox="0 0 10 14" aria-hidden="true" focusable="false">
        {direction !== 'descending' && (
          <path class={direction ? 'on' : undefined} d="M5 1 9 6H1Z" />
        )}
        {direction !== 'ascending' && (
          <path class={direction ? 'on' : undefined} d="M5 13 1 8h8Z" />
        )}
      </svg>
    </a>
  );
}

export interface PagerProps {
  readonly previousHref?: string | undefined;
  readonly nextHref?: string | undefined;
  readonly labels: {
    /** Names the navigation. */
    readonly nav: string;
    readonly previous: string;
    readonly next: string;
    /** E.g. "26 to 50 of 312". */
    readonly position?: string;
  };
}

/** Earlier and later pages of a list. Draws nothing when there is only one page and no position. */
export function Pager({ previousHref, nextHref, labels }: PagerProps) {
  if (!previousHref && !nextHref && !labels.position) return null;
  return (
    <nav class="pager" aria-label={labels.nav}>
      {previousHref && (
        <a class="button is-quiet" href={previousHref} rel="prev">
          {labels.previous}
        </a>
      )}
      {labels.position && <span class="pager-position">{labels.position}</span>}
      {nextHref && (
        <a class="button is-quiet" href={nextHref} rel="next">
          {labels.next}
        </a>
      )}
    </nav>
  );
}
