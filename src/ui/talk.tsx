import type { ComponentChildren } from 'preact';
import { Avatar } from './status.tsx';

export interface Said {
  /** Unique on the page: links lead to it, and scripts know by it what is there already. */
  readonly id: string;
  readonly timeText: string;
  readonly datetime: string;
  /** Left out where nobody speaks: then `text` says what happened. */
  readonly who?: string;
  readonly initials?: string;
  /** As what they speak. */
  readonly part?: string;
  /** Written by the reader. */
  readonly isOwn?: boolean;
  /** As it was written, with its lines. */
  readonly text: string;
  /** Files and the like. */
  readonly more?: ComponentChildren;
  /** A quiet note below, e.g. who has read up to here. */
  readonly note?: string | undefined;
}

export type TalkItem =
  | ({ readonly kind: 'said' } & Said)
  /** A line across: a day, or where the new begins. */
  | { readonly kind: 'line'; readonly id: string; readonly text: string; readonly isNew?: boolean };

export interface TalkProps {
  readonly items: readonly TalkItem[];
  readonly label: string;
  /** Where news come from, for the script `talk`; nothing happens without it. */
  readonly live?: { readonly url: string; readonly thread: string; readonly newest: string };
}

/** What people said to each other, the oldest first. */
export function Talk({ items, label, live }: TalkProps) {
  return (
    <section aria-label={label}>
      <ol class="talk" data-live={live?.url} data-thread={live?.thread} data-newest={live?.newest}>
        {items.map((item) =>
          item.kind === 'line' ? (
            <li key={item.id} class={item.isNew ? 'talk-line is-new' : 'talk-line'}>
              {item.text}
            </li>
          ) : item.who === undefined ? (
            <li key={item.id} id={item.id} class="talk-event">
              {item.text} <time datetime={item.datetime}>{item.timeText}</time>
            </li>
          ) : (
            <li key={item.id} id={item.id} class={item.isOwn ? 'talk-said is-own' : 'talk-said'}>
              <Avatar initials={item.initials ?? ''} />
              <div>
                <p class="talk-who">
                  <b>{item.who}</b>
                  {item.part && <span>{item.part}</span>}
                  <time datetime={item.datetime}>{item.timeText}</time>
                </p>
                <div class="talk-text" dir="auto">
                  {item.text}
                </div>
                {item.more}
                {item.note && <p class="talk-note">{item.note}</p>}
              </div>
            </li>
          ),
        )}
      </ol>
    </section>
  );
}
