import type { ComponentChildren } from 'preact';

export interface FormProps {
  readonly action: string;
  readonly method?: 'get' | 'post';
  readonly id?: string;
  /** Needed when the form holds a file field. */
  readonly multipart?: boolean;
  /** Keep what is typed in this tab until it is sent. */
  readonly keep?: boolean;
  /** Never keep anything typed here, whatever `keep` says: health, safeguarding, money. */
  readonly sensitive?: boolean;
  /**
   * Address that takes what is typed as JSON every few seconds, where the page has the script `autosave`. The form
   * holds an {@link AutosaveState} and a hidden field `seen`.
   */
  readonly autosave?: string | undefined;
  /** Names the form when a page has several. */
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A form. The browser's own checks are off: the server answers in the person's language. */
export function Form(props: FormProps) {
  return (
    <form
      class="form"
      id={props.id}
      action={props.action}
      method={props.method ?? 'post'}
      encType={props.multipart ? 'multipart/form-data' : undefined}
      aria-label={props.label}
      data-keep={props.keep || undefined}
      data-sensitive={props.sensitive || undefined}
      data-autosave={props.autosave}
      noValidate
    >
      {props.children}
    </form>
  );
}

export interface AutosaveStateProps {
  /** Before anything was typed; also all there is without scripts. */
  readonly text: string;
  /** All of it lies on the server. */
  readonly saved: string;
  /** No connection: it is kept in this browser. */
  readonly offline: string;
  /** No connection, and it is not kept here. */
  readonly unsaved: string;
  /** What was kept in this browser stands in the fields again. */
  readonly restored: string;
  /** Somebody changed it on another device. */
  readonly elsewhere: string;
}

/** Says where what is typed is kept, and is read aloud when that changes. */
export function AutosaveState({ text, ...sentences }: AutosaveStateProps) {
  return (
    <p
      class="hint autosave"
      role="status"
      data-autosave-state
      data-saved={sentences.saved}
      data-offline={sentences.offline}
      data-unsaved={sentences.unsaved}
      data-restored={sentences.restored}
      data-elsewhere={sentences.elsewhere}
    >
      {text}
    </p>
  );
}

export interface ErrorItem {
  /** `#` + `fieldId(name)`. */
  readonly href: string;
  readonly text: string;
}

export interface ErrorSummaryProps {
  readonly title: string;
  readonly errors: readonly ErrorItem[];
  /** E.g. that nothing typed is lost. */
  readonly lead?: string;
}

/** All errors of a form on top of the page; takes focus. Draws nothing when there are none. */
export function ErrorSummary({ title, errors, lead }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabindex={-1} data-focus>
      <h2>{title}</h2>
      {lead && <p>{lead}</p>}
      <ul>
        {errors.map((error) => (
          <li key={error.href + error.text}>
            <a href={error.href}>{error.text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
