import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, Notice, PageHead, Pager, SearchBox } from '#ui/index.ts';
import type { listThreads } from '../../server/index.ts';
import { ThreadRows } from '../parts/rows.tsx';
import { paths } from '../paths.ts';

type Props = { v: View; list: ViewOf<typeof listThreads>; q: string; after: string };

export function ThreadsPage({ v, list, q, after }: Props) {
  return (
    <>
      <PageHead
        title={v.t('messaging.list.title')}
        lead={<p>{v.t('messaging.list.lead')}</p>}
        actions={
          <LinkButton href={paths.settings.href()}>{v.t('messaging.settings.title')}</LinkButton>
        }
      />
      {list.held > 0 && (
        <Notice tone="late" title={v.t('messaging.held.waiting', { count: list.held })}>
          <p>
            <a href={paths.held.href()}>{v.t('messaging.held.look')}</a>
          </p>
        </Notice>
      )}
      {(list.rows.length > 0 || q !== '') && (
        <SearchBox
          action={paths.threads.href()}
          label={v.t('messaging.list.search')}
          value={q}
          buttonText={v.t('messaging.list.find')}
        />
      )}
      <div data-live={q || after ? undefined : paths.stream.href()}>
        {list.rows.length > 0 ? (
          <ThreadRows v={v} rows={list.rows} timeZone={list.timeZone} />
        ) : (
          <EmptyState
            title={v.t(q ? 'messaging.list.none-found' : 'messaging.list.none')}
            text={v.t(q ? 'messaging.list.none-found-text' : 'messaging.list.none-text')}
          />
        )}
      </div>
      {(list.next || after) && (
        <Pager
          previousHref={after ? paths.threads.href(undefined, { q }) : undefined}
          nextHref={list.next ? paths.threads.href(undefined, { q, after: list.next }) : undefined}
          labels={{
            nav: v.t('messaging.list.pages'),
            previous: v.t('messaging.list.first-page'),
            next: v.t('messaging.list.next-page'),
          }}
        />
      )}
    </>
  );
}
