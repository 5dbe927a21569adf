import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { RadioGroup, TextField } from '#ui/index.ts';
import { certainties } from '../../core/types.ts';

/** Where something that others plan by comes from, and how sure that is. */
export function SourceFields({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  return (
    <>
      <TextField
        {...f.text('sourceTitle')}
        label={v.t('reference.field.source')}
        hint={v.t('reference.field.source-hint')}
        required
      />
      <TextField
        {...f.text('sourceLink')}
        label={v.t('reference.field.link')}
        optionalLabel={v.t('reference.optional')}
        type="url"
      />
      <RadioGroup
        {...f.text('certainty')}
        label={v.t('reference.field.certainty')}
        options={certainties.map((c) => ({
          value: c,
          label: v.t(`reference.certainty.${c}`),
          hint: v.t(`reference.certainty-hint.${c}`),
        }))}
      />
    </>
  );
}
