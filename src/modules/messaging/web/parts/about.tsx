import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, LinkButton } from '#ui/index.ts';
import type { AboutRef } from '../../core/index.ts';
import type { listThreads } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { ThreadRows } from './rows.tsx';

export type MessagesAbout = { about: AboutRef; list: ViewOf<typeof listThreads> };

/** Conversations about something, and the way to begin another. */
export function MessagesAboutPart({ v, about, list }: { v: View } & MessagesAbout) {
  return (
    <>
      {list.rows.length > 0 ? (
        <ThreadRows v={v} rows={list.rows} timeZone={list.timeZone} />
      ) : (
        <p>{v.t('messaging.about.none')}</p>
      )}
      {list.mayBegin && (
        <ButtonRow>
          <LinkButton href={paths.newThread.href(undefined, { kind: about.kind, about: about.id })}>
            {v.t('messaging.about.write')}
          </LinkButton>
        </ButtonRow>
      )}
    </>
  );
}
