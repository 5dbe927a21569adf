import type { ComponentChildren } from 'preact';
import { type Tone, ToneMark } from './status.tsx';

export interface NoticeProps {
  /** `now` to inform, `done`, `late` to warn, `stop` for what went wrong. */
  readonly tone?: Tone;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Something to know on this page. */
export function Notice({ tone = 'now', title, children }: NoticeProps) {
  return (
    <div class={`notice is-${tone}`}>
      <ToneMark tone={tone} />
      <div class="notice-text">
        <p class="notice-title">{title}</p>
        {children}
      </div>
    </div>
  );
}

export interface FlashProps {
  readonly tone?: Tone;
  /** What just happened, one sentence. */
  readonly text: string;
  /** E.g. a link that undoes it. */
  readonly action?: ComponentChildren;
}

/** The answer to what the person just did; read aloud at once. */
export function Flash({ tone = 'done', text, action }: FlashProps) {
  return (
    <div class={`notice is-flash is-${tone}`} role="status">
      <ToneMark tone={tone} />
      <p class="notice-text">{text}</p>
      {action}
    </div>
  );
}

export interface EmptyStateProps {
  readonly title: string;
  /** What will be here and who makes it. */
  readonly text: ComponentChildren;
  readonly action?: ComponentChildren;
  /** 2 on a page of its own, 3 inside a section. */
  readonly level?: 2 | 3;
}

/** An empty page that teaches. */
export function EmptyState({ title, text, action, level = 2 }: EmptyStateProps) {
  return (
    <div class="empty">
      <svg class="empty-mark" width="96" height="20" aria-hidden="true" focusable="false">
        <line x1="10" y1="10" x2="86" y2="10" />
        <circle cx="10" cy="10" r="6" />
        <circle cx="48" cy="10" r="6" />
        <circle cx="86" cy="10" r="6" />
      </svg>
      {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
      <div class="empty-text">{text}</div>
      {action && <div class="empty-action">{action}</div>}
    </div>
  );
}
