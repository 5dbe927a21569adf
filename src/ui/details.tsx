import type { ComponentChildren } from 'preact';

export interface DetailsProps {
  readonly summary: string;
  readonly open?: boolean;
  /** Belongs on paper: print shows it open. */
  readonly printed?: boolean;
  /** Holds a table or a picture and not running text. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** More, for those who want it. */
export function Details({ summary, open, printed, wide, children }: DetailsProps) {
  return (
    <details class={printed ? 'details is-printed' : 'details'} open={open}>
      <summary>{summary}</summary>
      <div class={wide ? 'details-text is-wide' : 'details-text'}>{children}</div>
    </details>
  );
}
