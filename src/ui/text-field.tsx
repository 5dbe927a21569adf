import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { describe, type FieldProps, FieldShell, fieldId } from './field.tsx';

/** How wide the control is: in characters for short answers, else the measure. */
export type FieldWidth = 2 | 4 | 6 | 10 | 20 | 'full';

export interface TextFieldProps extends FieldProps {
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'number';
  /** HTML autocomplete token, e.g. `given-name`. */
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url';
  readonly width?: FieldWidth;
  readonly maxlength?: number;
  readonly spellcheck?: boolean;
  /** Language of what is typed, when it differs from the page. */
  readonly lang?: string;
  /** Shown before or after the control, e.g. a currency. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** Suggestions offered while typing (datalist). */
  readonly suggestions?: readonly string[];
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const id = fieldId(props.name);
  const { suggestions = [] } = props;
  // Preact types each input type apart; a field that lets the caller choose the type needs one loose object.
  const attributes: Record<string, unknown> = {
    class: `input w-${props.width ?? 'full'}`,
    id,
    name: props.name,
    type: props.type ?? 'text',
    value: props.value,
    required: props.required,
    autocomplete: props.autocomplete,
    inputmode: props.inputmode,
    maxlength: props.maxlength,
    spellcheck: props.spellcheck,
    lang: props.lang,
    list: suggestions.length > 0 ? `${id}-list` : undefined,
    ...describe(props),
  };
  return (
    <FieldShell {...props}>
      <Affixed prefix={props.prefix} suffix={props.suffix}>
        <input {...(attributes as InputHTMLAttributes<HTMLInputElement>)} />
      </Affixed>
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </FieldShell>
  );
}

function Affixed(props: { prefix?: string; suffix?: string; children: ComponentChildren }) {
  if (!props.prefix && !props.suffix) return <>{props.children}</>;
  return (
    <div class="affix">
      {props.prefix && <span aria-hidden="true">{props.prefix}</span>}
      {props.children}
      {props.suffix && <span aria-hidden="true">{props.suffix}</span>}
    </div>
  );
}

export interface TextAreaProps extends FieldProps {
  readonly value?: string | undefined;
  readonly rows?: number;
  readonly maxlength?: number;
  readonly lang?: string;
}

/** Several lines of text. */
export function TextArea(props: TextAreaProps) {
  return (
    <FieldShell {...props}>
      <textarea
        class="input"
        id={fieldId(props.name)}
        name={props.name}
        rows={props.rows ?? 5}
        required={props.required}
        maxlength={props.maxlength}
        lang={props.lang}
        {...describe(props)}
      >
        {props.value}
      </textarea>
    </FieldShell>
  );
}

export interface CodeFieldProps extends FieldProps {
  readonly value?: string | undefined;
  /** Number of characters of the code; 6 by default. */
  readonly length?: number;
}

/** A one-time code: phones offer it from the message. */
export function CodeField(props: CodeFieldProps) {
  return (
    <FieldShell {...props}>
      <input
        class="input is-code"
        type="text"
        id={fieldId(props.name)}
        name={props.name}
        value={props.value}
        required={props.required}
        autocomplete="one-time-code"
        inputmode="numeric"
        maxlength={(props.length ?? 6) + 4}
        spellcheck={false}
        {...describe(props)}
      />
    </FieldShell>
  );
}

/** A value that travels with the form. */
export function Hidden({ name, value }: { readonly name: string; readonly value: string }) {
  return <input type="hidden" name={name} value={value} />;
}
