import type { ComponentChildren } from 'preact';
import type { View } from '#platform/http/page.ts';
import { Table, Tag } from '#ui/index.ts';
import {
  type AgreementRow,
  type Cell,
  cells,
  diffWords,
  type RowChange,
} from '../../core/index.ts';

/** Text as it was typed, line by line. */
export function Lines({ text }: { text: string }) {
  const lines = text.split('\n');
  return (
    <>
      {lines.map((line, i) => (
        <>
          {i > 0 && <br />}
          {line}
        </>
      ))}
    </>
  );
}

function columns(v: View) {
  return cells.map((key) => ({ key, label: v.t(`learning.cell.${key}`) }));
}

/** The table of the agreement; on a phone each row is a block of its own. */
export function AgreementRows({ v, rows }: { v: View; rows: readonly AgreementRow[] }) {
  return (
    <Table
      caption={v.t('learning.rows.title')}
      hideCaption
      rowHeader="subject"
      columns={columns(v)}
      rows={rows.map((row, i) => ({
        id: String(i),
        cells: Object.fromEntries(
          cells.map((cell) => [cell, <Lines text={row[cell]} />]),
        ) as Record<Cell, ComponentChildren>,
      }))}
    />
  );
}

/** Words taken out and put in, marked for eyes and said for ears. */
export function WordDiff({ v, before, after }: { v: View; before: string; after: string }) {
  return (
    <>
      {diffWords(before, after).map((part) => {
        if (part.kind === 'same') return <Lines text={part.text} />;
        const said = <span class="hidden">{v.t(`learning.diff.${part.kind}`)} </span>;
        return part.kind === 'removed' ? (
          <del>
            {said}
            <Lines text={part.text} />
          </del>
        ) : (
          <ins>
            {said}
            <Lines text={part.text} />
          </ins>
        );
      })}
    </>
  );
}

/** The rows of two versions as one table: what stayed, changed, came and went. */
export function RowChanges({ v, changes }: { v: View; changes: readonly RowChange[] }) {
  const cellOf = (change: RowChange, cell: Cell) => {
    const mark =
      cell === 'subject' && change.kind !== 'same' ? (
        <>
          <Tag text={v.t(`learning.change.${change.kind}`)} />{' '}
        </>
      ) : null;
    return (
      <>
        {mark}
        <WordDiff v={v} before={change.before?.[cell] ?? ''} after={change.after?.[cell] ?? ''} />
      </>
    );
  };
  return (
    <Table
      caption={v.t('learning.diff.title')}
      hideCaption
      rowHeader="subject"
      columns={columns(v)}
      rows={changes.map((change, i) => ({
        id: String(i),
        cells: Object.fromEntries(cells.map((cell) => [cell, cellOf(change, cell)])) as Record<
          Cell,
          ComponentChildren
        >,
      }))}
    />
  );
}
