import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import { SelectField, TextField } from '#ui/index.ts';
import type { Country } from '../../core/index.ts';
import { countriesByName } from './choices.ts';

type Fields = ReturnType<typeof bind>;

export function languageOptions(v: View) {
  return languages.map((code) => ({ value: code, label: v.fmt.language(code) }));
}

/** Where an organisation is and which language it is written to in. */
export function PlaceFields({
  v,
  f,
  languageField,
  countries,
  kept,
}: {
  v: View;
  f: Fields;
  languageField: string;
  /** those there are to choose from */
  countries: readonly Country[];
  /** where the organisation is already: it may stay there */
  kept?: Country;
}) {
  const zones = new Map(countries.map((c) => [c.code, c.timeZones]));
  if (kept)
    zones.set(kept.code, [...new Set([...(zones.get(kept.code) ?? []), ...kept.timeZones])]);
  const choices = countriesByName(v, [...zones.keys()].sort());
  return (
    <>
      <SelectField
        {...f.text('country')}
        label={v.t('organisations.field.country')}
        emptyLabel={v.t('organisations.field.choose')}
        options={choices}
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
        options={choices.map((country) => ({
          label: country.label,
          options: (zones.get(country.value) ?? []).map((zone) => ({
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
