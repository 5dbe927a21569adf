import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag, Table } from '#ui/index.ts';
import type { listThreads } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { partText } from './readers.tsx';
import { shortMoment } from './times.ts';

type Rows = ViewOf<typeof listThreads>['rows'];

/** Conversations one under the other: what is new first, each with what was said last. */
export function ThreadRows({ v, rows, timeZone }: { v: View; rows: Rows; timeZone: string }) {
  const said = (r: Rows[number]) => {
    if (r.note) return partText(v, r.note);
    return r.author ? v.t('messaging.list.said', { who: r.author, what: r.excerpt }) : r.excerpt;
  };
  return (
    <Table
      caption={v.t('messaging.list.title')}
      hideCaption
      rowHeader="subject"
      columns={[
        { key: 'subject', label: v.t('messaging.list.subject') },
        // on a phone what was said takes the whole line
        { key: 'last', label: v.t('messaging.list.last'), hideLabel: true },
        { key: 'when', label: v.t('messaging.list.when') },
      ]}
      rows={rows.map((r) => ({
        id: r.id,
        cells: {
          subject: (
            <>
              <a href={paths.thread.href({ threadId: r.id })}>{r.subject}</a>
              {r.about && r.about !== r.subject && <div class="hint">{r.about}</div>}
            </>
          ),
          last: (
            <>
              {r.unread && <StatusTag tone="now" text={v.t('messaging.list.new')} />}{' '}
              {r.readsAs === 'safeguarding' && (
                <StatusTag tone="none" text={v.t('messaging.list.along')} />
              )}{' '}
              {r.closed && <StatusTag tone="done" text={v.t('messaging.list.closed')} />}
              <div>{said(r)}</div>
            </>
          ),
          when: shortMoment(v, r.lastAt, timeZone).replaceAll(' ', '\u00a0'),
        },
      }))}
    />
  );
}
