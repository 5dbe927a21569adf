import type { ComponentChildren } from 'preact';

export interface DialogProps {
  /** Opened by a {@link LinkButton} with the same `dialog`. */
  readonly id: string;
  readonly title: string;
  readonly closeText: string;
  readonly children: ComponentChildren;
}

/**
 * A question above the page. Without scripts it never opens: the link that opens it leads to a page with the
 * same question as a {@link ConfirmPanel}.
 */
export function Dialog({ id, title, closeText, children }: DialogProps) {
  return (
    <dialog class="dialog" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <div class="dialog-text">{children}</div>
      <form method="dialog">
        <button class="button is-quiet" type="submit">
          {closeText}
        </button>
      </form>
    </dialog>
  );
}

export interface ConfirmPanelProps {
  readonly title: string;
  /** 1 where the question is the page's own heading. */
  readonly level?: 1 | 2;
  /** What will happen, who will know, whether it can be undone. */
  readonly children: ComponentChildren;
  readonly action: string;
  readonly confirmText: string;
  readonly danger?: boolean;
  readonly cancelHref: string;
  readonly cancelText: string;
  /** Hidden fields and questions that belong to the answer. */
  readonly fields?: ComponentChildren;
}

/** A page that asks before something happens. */
export function ConfirmPanel(props: ConfirmPanelProps) {
  const Heading = props.level === 1 ? 'h1' : 'h2';
  return (
    <section class="confirm">
      <Heading>{props.title}</Heading>
      <div class="confirm-text">{props.children}</div>
      <form class="form" action={props.action} method="post" noValidate>
        {props.fields}
        <div class="button-row">
          <button class={`button is-${props.danger ? 'danger' : 'primary'}`} type="submit">
            {props.confirmText}
          </button>
          <a href={props.cancelHref}>{props.cancelText}</a>
        </div>
      </form>
    </section>
  );
}
