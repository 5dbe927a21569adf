import type { ComponentChildren } from 'preact';
import { describe, FieldGroup, type FieldProps, FieldShell, fieldId } from './field.tsx';

export interface Option {
  readonly value: string;
  readonly label: string;
  /** What is read out instead, where the label alone says too little; begins with the label. */
  readonly spoken?: string | undefined;
  /** Help for this answer; not shown in a select. */
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
}

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

export interface SelectFieldProps extends FieldProps {
  readonly value?: string | undefined;
  readonly options: readonly (Option | OptionGroup)[];
  /** Text of the empty first choice; none is offered when left out. */
  readonly emptyLabel?: string;
  readonly autocomplete?: string;
}

/** Choice from a long list. Up to about seven answers prefer {@link RadioGroup}. */
export function SelectField(props: SelectFieldProps) {
  const item = (option: Option) => (
    <option
      key={option.value}
      value={option.value}
      selected={option.value === props.value}
      disabled={option.disabled}
    >
      {option.label}
    </option>
  );
  return (
    <FieldShell {...props}>
      <div class="select">
        <select
          class="input"
          id={fieldId(props.name)}
          name={props.name}
          required={props.required}
          autocomplete={props.autocomplete}
          {...describe(props)}
        >
          {props.emptyLabel !== undefined && <option value="">{props.emptyLabel}</option>}
          {props.options.map((option) =>
            'options' in option ? (
              <optgroup key={option.label} label={option.label}>
                {option.options.map(item)}
              </optgroup>
            ) : (
              item(option)
            ),
          )}
        </select>
      </div>
    </FieldShell>
  );
}

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly id: string;
  readonly name: string;
  readonly option: Option;
  readonly checked: boolean;
  readonly required?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
}

function Choice({ type, id, name, option, checked, required, describedBy, invalid }: ChoiceProps) {
  const hintId = option.hint ? `${id}-about` : undefined;
  const common = {
    id,
    name,
    value: option.value,
    checked,
    required,
    disabled: option.disabled,
    'aria-label': option.spoken,
    'aria-describedby': [describedBy, hintId].filter(Boolean).join(' ') || undefined,
  };
  return (
    <div class="choice">
      {type === 'radio' ? (
        <input type="radio" {...common} />
      ) : (
        <input type="checkbox" {...common} aria-invalid={invalid ? 'true' : undefined} />
      )}
      <label for={id}>{option.label}</label>
      {option.hint && (
        <div class="hint" id={hintId}>
          {option.hint}
        </div>
      )}
    </div>
  );
}

/** The first answer owns `f-<name>`, so that an error can link to it. */
function choiceId(name: string, index: number): string {
  return index === 0 ? fieldId(name) : `${fieldId(name)}-${index + 1}`;
}

export interface RadioGroupProps extends FieldProps {
  readonly value?: string | undefined;
  readonly options: readonly Option[];
  /** Side by side when there is room; for two or three short answers. */
  readonly inline?: boolean;
}

/** One answer of a few. */
export function RadioGroup(props: RadioGroupProps) {
  return (
    <FieldGroup {...props}>
      <div class={props.inline ? 'choices is-inline' : 'choices'}>
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="radio"
            id={choiceId(props.name, index)}
            name={props.name}
            option={option}
            checked={option.value === props.value}
            required={props.required}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

export interface CheckboxGroupProps extends FieldProps {
  readonly values?: readonly string[] | undefined;
  readonly options: readonly Option[];
  readonly inline?: boolean;
}

/** Any number of answers; all are sent under the same name. */
export function CheckboxGroup(props: CheckboxGroupProps) {
  return (
    <FieldGroup {...props}>
      <div class={props.inline ? 'choices is-inline' : 'choices'}>
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="checkbox"
            id={choiceId(props.name, index)}
            name={props.name}
            option={option}
            checked={props.values?.includes(option.value) ?? false}
            invalid={Boolean(props.error)}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

export interface CheckboxProps extends Omit<FieldProps, 'optionalLabel'> {
  readonly checked?: boolean | undefined;
  /** What is sent when checked; `on` by default. */
  readonly value?: string;
}

/** A single yes. */
export function Checkbox(props: CheckboxProps) {
  const id = fieldId(props.name);
  return (
    <div class={props.error ? 'field is-wrong' : 'field'}>
      {props.error && (
        <p class="field-error" id={`${id}-error`}>
          <span>{props.error}</span>
        </p>
      )}
      <Choice
        type="checkbox"
        id={id}
        name={props.name}
        option={{ value: props.value ?? 'on', label: props.label, hint: props.hint }}
        checked={props.checked ?? false}
        required={props.required}
        describedBy={props.error ? `${id}-error` : undefined}
        invalid={Boolean(props.error)}
      />
    </div>
  );
}

export interface RowCheckboxProps {
  readonly name: string;
  readonly value: string;
  /** What is chosen by it; read aloud, not shown. */
  readonly label: string;
  readonly checked?: boolean;
}

/** A bare checkbox for a table row in a bulk form. */
export function RowCheckbox({ name, value, label, checked }: RowCheckboxProps) {
  return (
    <input
      class="row-check"
      type="checkbox"
      name={name}
      value={value}
      checked={checked}
      aria-label={label}
    />
  );
}
