import type { ComponentChildren } from 'preact';

export interface Fact {
  readonly label: string;
  readonly value: ComponentChildren;
  /** E.g. a "Change" link. */
  readonly action?: ComponentChildren;
}

/** What is known about a thing, label by label. */
export function Facts({ items }: { readonly items: readonly Fact[] }) {
  return (
    <dl class="facts">
      {items.map((fact) => (
        <div key={fact.label} class="fact">
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
          {fact.action && <dd class="fact-action">{fact.action}</dd>}
        </div>
      ))}
    </dl>
  );
}
