import type { ComponentChildren } from 'preact';
import { Avatar } from './status.tsx';

export interface PersonItem {
  readonly id: string;
  readonly initials: string;
  /** The name, or a control that carries it. */
  readonly name: ComponentChildren;
  readonly note?: ComponentChildren;
}

/** People side by side as far as there is room, each with one line about them. */
export function PersonList({ items }: { readonly items: readonly PersonItem[] }) {
  return (
    <ul class="persons">
      {items.map((item) => (
        <li key={item.id}>
          <Avatar initials={item.initials} />
          <div>
            <div class="person-name">{item.name}</div>
            {item.note && <div class="person-note">{item.note}</div>}
          </div>
        </li>
      ))}
    </ul>
  );
}
