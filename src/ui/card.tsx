import type { ComponentChildren } from 'preact';

export interface CardProps {
  readonly href: string;
  readonly title: string;
  /** Under the title: what one needs to choose this card. */
  readonly children?: ComponentChildren;
  /** Above the title, e.g. a status. */
  readonly top?: ComponentChildren;
  readonly level?: 2 | 3;
}

/** A thing one can open; the whole card is the link. No other links or buttons inside. */
export function Card({ href, title, children, top, level = 3 }: CardProps) {
  const link = <a href={href}>{title}</a>;
  return (
    <article class="card">
      {top && <div class="card-top">{top}</div>}
      {level === 2 ? <h2>{link}</h2> : <h3>{link}</h3>}
      {children && <div class="card-text">{children}</div>}
    </article>
  );
}

/** Cards side by side, as many as fit. */
export function CardGrid({ children }: { readonly children: ComponentChildren }) {
  return <div class="cards">{children}</div>;
}
