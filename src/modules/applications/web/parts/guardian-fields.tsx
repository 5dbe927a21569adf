import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { RadioGroup, SelectField, TextField } from '#ui/index.ts';

/**
 * Who somebody is that holds parental responsibility, and in which language they are written to.
 * @param names the names of the fields in the form
 * @param sameLanguage what stands for "no language of their own", where that is an answer
 */
export function GuardianFields({
  v,
  f,
  names,
  languages,
  sameLanguage,
}: {
  v: View;
  f: ReturnType<typeof bind>;
  names: Record<'givenName' | 'familyName' | 'email' | 'relation' | 'language', string>;
  languages: { value: string; label: string }[];
  sameLanguage?: string;
}) {
  const required = sameLanguage === undefined;
  return (
    <>
      <TextField
        {...f.text(names.givenName)}
        label={v.t('applications.field.given-name')}
        required={required}
        width={20}
      />
      <TextField
        {...f.text(names.familyName)}
        label={v.t('applications.field.family-name')}
        required={required}
        width={20}
      />
      <TextField
        {...f.text(names.email)}
        label={v.t('applications.field.email')}
        type="email"
        inputmode="email"
        required={required}
      />
      <RadioGroup
        {...f.text(names.relation)}
        label={v.t('applications.field.relation')}
        inline
        options={(['mother', 'father', 'guardian'] as const).map((r) => ({
          value: r,
          label: v.t(`applications.relation.${r}`),
        }))}
        required={required}
      />
      <SelectField
        {...f.text(names.language)}
        label={v.t('applications.field.language')}
        {...(sameLanguage === undefined ? { required } : { emptyLabel: sameLanguage })}
        options={languages}
      />
    </>
  );
}
