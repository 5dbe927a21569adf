import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { fieldId, TextField } from '#ui/index.ts';
import { questionCount } from '../../core/rules/index.ts';

/** The three or four guiding questions of a theme. */
export function Questions({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  const { error } = f.text('questions');
  return (
    <fieldset class="field" id={fieldId('questions')} tabIndex={-1}>
      <legend class="label">{v.t('clubs.field.questions')}</legend>
      <div class="hint">{v.t('clubs.field.questions-hint')}</div>
      {error && <p class="field-error">{error}</p>}
      {Array.from({ length: questionCount.most }, (_, index) => (
        <TextField
          key={String(index)}
          {...f.text(`questions.${index}`)}
          label={v.t('clubs.field.question', { number: index + 1 })}
          {...(index >= questionCount.least ? { optionalLabel: v.t('clubs.field.optional') } : {})}
        />
      ))}
    </fieldset>
  );
}
