import type { NavItem } from './layout.tsx';

export interface TabItem extends NavItem {
  /** E.g. a number of things behind it. */
  readonly count?: string;
}

export interface TabsProps {
  /** Names the navigation. */
  readonly label: string;
  readonly items: readonly TabItem[];
}

/** Parts of one thing, each a page of its own. */
export function Tabs({ label, items }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
              {item.count && <span class="tabs-count">{item.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
