import type { View } from '#platform/http/page.ts';
import { RadioGroup } from '#ui/index.ts';

/** Five points in one row, for a thumb; what they mean stands above them. */
export function Points(props: {
  v: View;
  field: { name: string; value: string; error: string | undefined };
  label: string;
  /** what the points mean stands once above several of these */
  said?: boolean;
}) {
  return (
    <RadioGroup
      {...props.field}
      label={props.label}
      hint={props.said ? undefined : props.v.t('support.points.scale')}
      inline
      options={[1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: String(n) }))}
    />
  );
}
