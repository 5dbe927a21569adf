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
      noValidate
    >
      {props.children}
    </form>
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
