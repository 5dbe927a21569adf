import type { ComponentChildren } from 'preact';

export interface Breadcrumb {
  readonly href: string;
  readonly label: string;
}

export interface PageHeadProps {
  /** The h1. */
  readonly title: string;
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
          <h1>{props.title}</h1>
        </div>
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
      {props.lead && <div class="lead">{props.lead}</div>}
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
  readonly children: ComponentChildren;
}

/** A titled part of a page, set apart by space. */
export function Section({ title, id, lead, action, level = 2, children }: SectionProps) {
  return (
    <section class="section" id={id}>
      <div class="section-head">
        {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
        {action}
      </div>
      {lead && <div class="section-lead">{lead}</div>}
      {children}
    </section>
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
