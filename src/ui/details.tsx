import type { ComponentChildren } from 'preact';

export interface DetailsProps {
  readonly summary: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** More, for those who want it. */
export function Details({ summary, open, children }: DetailsProps) {
  return (
    <details class="details" open={open}>
      <summary>{summary}</summary>
      <div class="details-text">{children}</div>
    </details>
  );
}
