import type { ComponentChildren } from 'preact';

/** `link` looks like a link in running text or a list: for small acts that are no link. */
export type ButtonKind = 'primary' | 'quiet' | 'danger' | 'link';

export interface ButtonProps {
  readonly children: ComponentChildren;
  /** One primary a page. */
  readonly kind?: ButtonKind;
  readonly type?: 'submit' | 'button';
  readonly name?: string;
  readonly value?: string;
  /** The form it sends when it stands outside of it. */
  readonly form?: string;
  /** Sends to another address than the form's own. */
  readonly formaction?: string;
  /** What is read aloud when the visible text is not enough. Must contain the visible text. */
  readonly label?: string;
}

/** A button; submits by default. */
export function Button(props: ButtonProps) {
  return (
    <button
      class={props.kind === 'link' ? 'link-button' : `button is-${props.kind ?? 'primary'}`}
      type={props.type ?? 'submit'}
      name={props.name}
      value={props.value}
      form={props.form}
      formAction={props.formaction}
      aria-label={props.label}
    >
      {props.children}
    </button>
  );
}

export interface LinkButtonProps {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly kind?: Exclude<ButtonKind, 'link'>;
  /** Id of a {@link Dialog} to open instead of following the link, where scripts run. */
  readonly dialog?: string;
  readonly label?: string;
}

/** A link that looks like a button: goes somewhere, changes nothing. */
export function LinkButton({ href, children, kind = 'quiet', dialog, label }: LinkButtonProps) {
  return (
    <a class={`button is-${kind}`} href={href} data-dialog={dialog} aria-label={label}>
      {children}
    </a>
  );
}

/** Buttons side by side, wrapping. */
export function ButtonRow({ children }: { readonly children: ComponentChildren }) {
  return <div class="button-row">{children}</div>;
}

/** Opens the browser's print dialog; not shown until a script can serve it. */
export function PrintButton({ text }: { readonly text: string }) {
  return (
    <button class="button is-quiet" type="button" data-print hidden>
      {text}
    </button>
  );
}
