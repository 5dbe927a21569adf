import type { ComponentChildren } from 'preact';

/** What every field takes. `#f-<name>` is always an element that can take focus, so errors can link to it. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** Help under the label. Phrasing content only (no paragraphs). */
  readonly hint?: ComponentChildren;
  /** The whole sentence shown at the field, already in the person's language. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** E.g. "(optional)"; shown after the label when the field is not required. */
  readonly optionalLabel?: string;
}

/** The id of a field's (first) control. Error summaries link to `#` + this. */
export function fieldId(name: string): string {
  return `f-${name}`;
}

/** `aria-describedby` and `aria-invalid` of a control. */
export function describe({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const ids = [hint && `${fieldId(name)}-hint`, error && `${fieldId(name)}-error`].filter(Boolean);
  return {
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': error ? ('true' as const) : undefined,
  };
}

function LabelText({ label, required, optionalLabel }: FieldProps) {
  return (
    <>
      {label}
      {!required && optionalLabel && <span class="field-optional"> {optionalLabel}</span>}
    </>
  );
}

function HintAndError({ name, hint, error }: FieldProps) {
  return (
    <>
      {hint && (
        <div class="hint" id={`${fieldId(name)}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="field-error" id={`${fieldId(name)}-error`}>
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
            <path d="M9 1.6 17 16H1Z" />
            <path class="cut" d="M9 7v4.2M9 13.2v.6" />
          </svg>
          <span>{error}</span>
        </p>
      )}
    </>
  );
}

/** Label, hint, error and one control. */
export function FieldShell(props: FieldProps & { readonly children: ComponentChildren }) {
  return (
    <div class={props.error ? 'field is-wrong' : 'field'}>
      <label class="label" for={fieldId(props.name)}>
        <LabelText {...props} />
      </label>
      <HintAndError {...props} />
      {props.children}
    </div>
  );
}

/** Legend, hint, error and several controls that answer one question. */
export function FieldGroup(props: FieldProps & { readonly children: ComponentChildren }) {
  return (
    <fieldset
      class={props.error ? 'field is-wrong' : 'field'}
      aria-describedby={describe(props)['aria-describedby']}
    >
      <legend class="label">
        <LabelText {...props} />
      </legend>
      <HintAndError {...props} />
      {props.children}
    </fieldset>
  );
}
