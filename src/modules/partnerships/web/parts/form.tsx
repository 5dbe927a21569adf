import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { ErrorSummary, Hidden, RadioGroup } from '#ui/index.ts';

type Fields = ReturnType<typeof bind>;

/** What was wrong in the forms of a page; what was typed is still there. */
export function Faults({ v, of }: { v: View; of: readonly Fields[] }) {
  return (
    <ErrorSummary
      title={v.t('partnerships.errors')}
      lead={v.t('partnerships.nothing-lost')}
      errors={of.flatMap((f) => f.errors)}
    />
  );
}

/** In whose name: asked only from those who lead several organisations. */
export function InName({
  v,
  f,
  own,
  name,
}: {
  v: View;
  f: Fields;
  own: readonly { orgId: string; name: string }[];
  name: string;
}) {
  const [first] = own;
  return own.length === 1 && first ? (
    <Hidden name={name} value={first.orgId} />
  ) : (
    <RadioGroup
      {...f.text(name)}
      label={v.t('partnerships.in-name')}
      options={own.map((o) => ({ value: o.orgId, label: o.name }))}
    />
  );
}
