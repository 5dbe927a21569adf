import type { ComponentChildren } from 'preact';
import { describe, type FieldProps, FieldShell, fieldId } from './field.tsx';

export interface FileFieldProps extends FieldProps {
  /** HTML accept list, e.g. `.pdf,image/*`. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Opens the camera on phones. */
  readonly capture?: 'environment' | 'user';
  /** What is already there, e.g. a link to the file sent before. */
  readonly present?: ComponentChildren;
}

/** File choice; the form needs `multipart`. */
export function FileField(props: FileFieldProps) {
  return (
    <FieldShell {...props}>
      {props.present && <div class="file-present">{props.present}</div>}
      <input
        class="file"
        type="file"
        id={fieldId(props.name)}
        name={props.name}
        accept={props.accept}
        multiple={props.multiple}
        capture={props.capture}
        required={props.required}
        {...describe(props)}
      />
    </FieldShell>
  );
}
