import { programmeCountries } from '#kernel/countries.ts';
import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import { SelectField, TextField } from '#ui/index.ts';
import { zonesOf } from '../../core/index.ts';
import { byLabel, onceALanguage } from './choices.ts';

type Fields = ReturnType<typeof bind>;

export function languageOptions(v: View) {
  return languages.map((code) => ({ value: code, label: v.fmt.language(code) }));
}

export const countriesByName = onceALanguage((v) => byLabel(v, programmeCountries, v.fmt.country));

/** Where an organisation is and which language it is written to in. */
export function PlaceFields({
  v,
  f,
  languageField,
}: {
  v: View;
  f: Fields;
  languageField: string;
}) {
  const countries = countriesByName(v);
  return (
    <>
      <SelectField
        {...f.text('country')}
        label={v.t('organisations.field.country')}
        emptyLabel={v.t('organisations.field.choose')}
        options={countries}
        required
      />
      <TextField
        {...f.text('city')}
        label={v.t('organisations.field.city')}
        autocomplete="address-level2"
        width={20}
        required
      />
      <SelectField
        {...f.text('timeZone')}
        label={v.t('organisations.field.time-zone')}
        hint={v.t('organisations.field.time-zone-hint')}
        optionalLabel={v.t('organisations.field.optional')}
        emptyLabel={v.t('organisations.field.time-zone-capital')}
        options={countries.map((country) => ({
          label: country.label,
          options: zonesOf(country.value).map((zone) => ({
            value: zone,
            label: zone.replace(/^.*\//, '').replaceAll('_', ' '),
          })),
        }))}
      />
      <SelectField
        {...f.text(languageField)}
        label={v.t('organisations.field.org-language')}
        options={languageOptions(v)}
      />
    </>
  );
}
