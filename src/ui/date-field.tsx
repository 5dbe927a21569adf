import { describe, FieldGroup, type FieldProps, fieldId } from './field.tsx';

/** What was typed, untouched, so that a form can show it again. */
export interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export interface DateFieldProps extends FieldProps {
  readonly value?: DateParts | undefined;
  /** Labels of the three inputs. */
  readonly labels: { readonly day: string; readonly month: string; readonly year: string };
  /** The parts the error is about; all when left out. */
  readonly wrongParts?: readonly (keyof DateParts)[];
  /** A date of birth lets the browser fill the parts. */
  readonly birthday?: boolean;
}

const parts = ['day', 'month', 'year'] as const;

/** A date in three inputs, sent as `<name>.day`, `<name>.month`, `<name>.year`. The day owns `f-<name>`. */
export function DateField(props: DateFieldProps) {
  const wrong = props.error ? (props.wrongParts ?? parts) : [];
  return (
    <FieldGroup {...props}>
      <div class="date">
        {parts.map((part) => {
          const id = part === 'day' ? fieldId(props.name) : `${fieldId(props.name)}-${part}`;
          return (
            <div key={part}>
              <label for={id}>{props.labels[part]}</label>
              <input
                class={`input w-${part === 'year' ? 4 : 2}`}
                type="text"
                inputmode="numeric"
                id={id}
                name={`${props.name}.${part}`}
                value={props.value?.[part]}
                maxlength={part === 'year' ? 4 : 2}
                required={props.required}
                autocomplete={props.birthday ? `bday-${part}` : undefined}
                aria-invalid={wrong.includes(part) ? 'true' : undefined}
                aria-describedby={
                  wrong.includes(part) ? describe(props)['aria-describedby'] : undefined
                }
              />
            </div>
          );
        })}
      </div>
    </FieldGroup>
  );
}
