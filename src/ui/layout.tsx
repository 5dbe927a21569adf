import { type ComponentChildren, Fragment, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** One link of a navigation. `current` marks the page (or the part of the product) one is in. */
export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
  /** Under which words it stands among the later places, e.g. `Partners`. */
  readonly group?: string;
}

export interface LayoutProps {
  /** BCP 47 tag of the page, e.g. `fr`. */
  readonly lang: string;
  readonly dir?: 'ltr' | 'rtl';
  /** Whole text of `<title>`, most specific part first. */
  readonly title: string;
  readonly description?: string;
  readonly productName: string;
  readonly homeHref: string;
  readonly stylesheetUrl: string;
  /** Module scripts, in order. Pages work without them. */
  readonly scriptUrls?: readonly string[];
  readonly iconUrl?: string;
  /** What a phone needs to keep the product on its home screen: the web app manifest, and a picture for those without. */
  readonly manifestUrl?: string;
  readonly touchIconUrl?: string;
  /** The script that keeps pages for times without a connection; browsers that have no such thing pass it by. */
  readonly workerUrl?: string;
  readonly skipText: string;
  /** Name of the main navigation for screen readers; needed when there are nav items. */
  readonly navLabel: string;
  readonly nav?: readonly NavItem[];
  /** Opens the places that do not fit into the first line; needed when there are more than {@link navAtOnce}. */
  readonly moreLabel?: string;
  /** Who is signed in, language, sign out. */
  readonly account?: ComponentChildren;
  /** A strip above everything, e.g. that this is a demonstration. */
  readonly banner?: ComponentChildren;
  readonly footer?: ComponentChildren;
  /** `wide` for tables and charts; the default keeps a reading width. */
  readonly width?: 'reading' | 'wide';
  readonly children: ComponentChildren;
}

/** So many places to go are seen at once; the rest stands behind "more", so that a phone shows a page and no menu. */
const navAtOnce = 5;

function NavLinks({
  items,
  children,
}: {
  items: readonly NavItem[];
  children?: ComponentChildren;
}) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href} aria-current={item.current ? 'page' : undefined}>
            {item.label}
          </a>
        </li>
      ))}
      {children}
    </ul>
  );
}

/** One line of places; where there are many, the later ones in a list that opens without script too. */
function Nav({ items, label, more }: { items: readonly NavItem[]; label: string; more: string }) {
  const folded = items.length > navAtOnce + 1;
  const later = folded ? items.slice(navAtOnce) : [];
  const here = later.find((item) => item.current);
  const groups = Map.groupBy(later, (item) => item.group);
  return (
    <nav class="nav" aria-label={label}>
      <NavLinks items={folded ? items.slice(0, navAtOnce) : items}>
        {folded && (
          <li>
            <details class={here ? 'nav-more is-here' : 'nav-more'}>
              <summary>{here ? here.label : more}</summary>
              <div>
                {[...groups].map(([group, grouped]) => (
                  <Fragment key={group}>
                    {group && <p>{group}</p>}
                    <NavLinks items={grouped} />
                  </Fragment>
                ))}
              </div>
            </details>
          </li>
        )}
      </NavLinks>
    </nav>
  );
}

/** The whole HTML document. Render it by {@link renderDocument}, which puts the doctype in front. */
export function Layout(props: LayoutProps) {
  const { nav = [], scriptUrls = [], width = 'wide' } = props;
  return (
    <html lang={props.lang} dir={props.dir ?? 'ltr'} data-worker={props.workerUrl}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title}</title>
        {props.description && <meta name="description" content={props.description} />}
        <link rel="stylesheet" href={props.stylesheetUrl} />
        {props.iconUrl && <link rel="icon" href={props.iconUrl} />}
        {props.touchIconUrl && <link rel="apple-touch-icon" href={props.touchIconUrl} />}
        {props.manifestUrl && <link rel="manifest" href={props.manifestUrl} />}
        {scriptUrls.map((url) => (
          <script key={url} type="module" src={url} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          {props.skipText}
        </a>
        <header class="top">
          {props.banner && <div class="banner">{props.banner}</div>}
          <div class="top-in">
            <a class="brand" href={props.homeHref}>
              <svg class="brand-mark" width="44" height="16" aria-hidden="true" focusable="false">
                <line x1="8" y1="8" x2="36" y2="8" />
                <circle class="is-full" cx="8" cy="8" r="5" />
                <circle cx="35" cy="8" r="6" />
              </svg>
              {props.productName}
            </a>
            {nav.length > 0 && (
              <Nav items={nav} label={props.navLabel} more={props.moreLabel ?? ''} />
            )}
            {props.account && <div class="account">{props.account}</div>}
          </div>
        </header>
        <main id="main" class={`page is-${width}`} tabindex={-1}>
          {props.children}
        </main>
        {props.footer && (
          <footer class="foot">
            <div class="foot-in">{props.footer}</div>
          </footer>
        )}
      </body>
    </html>
  );
}

/** A {@link Layout} element as a full HTML document, doctype included. */
export function renderDocument(page: VNode<object>): string {
  return `<!doctype html>${renderToString(page)}`;
}
