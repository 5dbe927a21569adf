import type { ComponentChildren } from 'preact';
import { describe, FieldGroup, type FieldProps, fieldId } from './field.tsx';

/**
 * Several whole fields that answer one question, such as an address or a row of a list. What is wrong with all of it
 * stands above, and its place can take focus.
 */
export function FieldSet(props: FieldProps & { readonly children: ComponentChildren }) {
  return (
    <div id={fieldId(props.name)} tabindex={-1} class="field-set" {...describe(props)}>
      <FieldGroup {...props}>
        <div class="field-set-fields">{props.children}</div>
      </FieldGroup>
    </div>
  );
}
