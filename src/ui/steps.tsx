import type { ComponentChildren } from 'preact';

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly text?: ComponentChildren;
}

/** What happens, in order. */
export function Steps({ items }: { readonly items: readonly Step[] }) {
  return (
    <ol class="steps">
      {items.map((step) => (
        <li key={step.id}>
          <p class="steps-title">{step.title}</p>
          {step.text && <div class="steps-text">{step.text}</div>}
        </li>
      ))}
    </ol>
  );
}

export interface Happening {
  readonly id: string;
  readonly dateText: string;
  /** Machine form of the date for `<time>`. */
  readonly datetime?: string;
  readonly who: string;
  readonly what: ComponentChildren;
  /** A button or form that belongs to it. */
  readonly act?: ComponentChildren;
}

/** What happened, newest first or as given. */
export function Timeline({ items }: { readonly items: readonly Happening[] }) {
  return (
    <ol class="timeline">
      {items.map((item) => (
        <li key={item.id}>
          <time class="timeline-date" datetime={item.datetime}>
            {item.dateText}
          </time>
          <p class="timeline-what">
            <b>{item.who}</b> {item.what}
          </p>
          {item.act}
        </li>
      ))}
    </ol>
  );
}
