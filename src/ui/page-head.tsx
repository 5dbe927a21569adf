import type { ComponentChildren } from 'preact';

export interface Breadcrumb {
  readonly href: string;
  readonly label: string;
}

export interface PageHeadProps {
  /** The h1. */
  readonly title: string;
  /** The language of the title, where it is not the page's. */
  readonly titleLang?: string;
  /** A small line above the title, e.g. the kind of thing. */
  readonly kicker?: string;
  /** One or two sentences: what this page is for, or the state of the thing. */
  readonly lead?: ComponentChildren;
  /** The way here, without the page itself. */
  readonly breadcrumbs?: readonly Breadcrumb[];
  /** Names the trail for screen readers; needed with breadcrumbs. */
  readonly breadcrumbsLabel?: string;
  /** Buttons of the page as a whole. */
  readonly actions?: ComponentChildren;
}

/** Title block: the only h1 of a page. */
export function PageHead(props: PageHeadProps) {
  const crumbs = props.breadcrumbs ?? [];
  return (
    <div class="page-head">
      {crumbs.length > 0 && (
        <nav class="crumbs" aria-label={props.breadcrumbsLabel}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.href}>
                <a href={crumb.href}>{crumb.label}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div class="page-head-row">
        <div>
          {props.kicker && <p class="kicker">{props.kicker}</p>}
          <h1 lang={props.titleLang}>{props.title}</h1>
          {props.lead && <div class="lead">{props.lead}</div>}
        </div>
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
    </div>
  );
}

export interface SectionProps {
  readonly title: string;
  /** Also the target of links; must be unique on the page. */
  readonly id?: string;
  readonly lead?: ComponentChildren;
  /** A quiet link or button beside the title. */
  readonly action?: ComponentChildren;
  /** 2 for parts of a page, 3 inside such a part. */
  readonly level?: 2 | 3;
  /** Closed until somebody opens it, follows a link to its id, or prints: for parts that are over. */
  readonly folded?: boolean;
  readonly children: ComponentChildren;
}

/** A titled part of a page, set apart by space. */
export function Section({ title, id, lead, action, level = 2, folded, children }: SectionProps) {
  const heading = level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>;
  if (folded)
    return (
      <section class="section is-folded">
        <details class="fold is-printed">
          <summary>{heading}</summary>
          {/* the id stands inside, so that a link to it opens what is closed */}
          <div class="fold-body" id={id}>
            {lead && <div class="section-lead">{lead}</div>}
            {children}
            {action}
          </div>
        </details>
      </section>
    );
  return (
    <section class="section" id={id}>
      <div class="section-head">
        {heading}
        {action}
      </div>
      {lead && <div class="section-lead">{lead}</div>}
      {children}
    </section>
  );
}

export interface ContentsProps {
  /** Names the list: "On this page". */
  readonly label: string;
  readonly items: readonly { readonly id: string; readonly title: string }[];
}

/** Links to the parts of a long page, by their ids. */
export function Contents({ label, items }: ContentsProps) {
  return (
    <nav class="contents" aria-label={label}>
      <p class="contents-label">{label}</p>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <a href={`#${item.id}`}>{item.title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export interface ColumnsProps {
  /** The wide column. */
  readonly children: ComponentChildren;
  /** The narrow column; stands below on small screens. */
  readonly aside: ComponentChildren;
}

/** Main column and a narrow one beside it. */
export function Columns({ children, aside }: ColumnsProps) {
  return (
    <div class="columns">
      <div class="columns-main">{children}</div>
      <div class="columns-aside">{aside}</div>
    </div>
  );
}

/** Running text kept at a readable width. */
export function Prose({ children }: { readonly children: ComponentChildren }) {
  return <div class="prose">{children}</div>;
}
