import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { DateField, RadioGroup, SelectField, TextField } from '#ui/index.ts';
import { genders, relations } from '../../core/schema.ts';

type Bound = ReturnType<typeof bind>;

export const dateLabels = (v: View) => ({
  day: v.t('hosting.date.day'),
  month: v.t('hosting.date.month'),
  year: v.t('hosting.date.year'),
});

/** Name, place and way to school: asked when a family is entered and when its details change. */
export function FamilyFields({
  v,
  f,
  countries,
}: {
  v: View;
  f: Bound;
  countries: readonly string[];
}) {
  return (
    <>
      <TextField
        {...f.text('name')}
        label={v.t('hosting.field.family-name')}
        hint={v.t('hosting.field.family-name-hint')}
        width={20}
      />
      <TextField
        {...f.text('street')}
        label={v.t('hosting.field.street')}
        optionalLabel={v.t('hosting.optional')}
      />
      <TextField
        {...f.text('postcode')}
        label={v.t('hosting.field.postcode')}
        optionalLabel={v.t('hosting.optional')}
        width={10}
      />
      <TextField {...f.text('city')} label={v.t('hosting.field.city')} width={20} />
      <SelectField
        {...f.text('countryCode')}
        label={v.t('hosting.field.country')}
        emptyLabel={v.t('hosting.choose')}
        options={countries
          .map((code) => ({ value: code, label: v.fmt.country(code) }))
          .sort((a, b) => v.fmt.compare(a.label, b.label))}
      />
      <TextField
        {...f.text('minutesToSchool')}
        label={v.t('hosting.field.minutes')}
        hint={v.t('hosting.field.minutes-hint')}
        optionalLabel={v.t('hosting.optional')}
        inputmode="numeric"
        width={4}
        suffix={v.t('hosting.field.minutes-unit')}
      />
    </>
  );
}

/** Somebody of the household. */
export function MemberFields({ v, f }: { v: View; f: Bound }) {
  return (
    <>
      <TextField {...f.text('givenName')} label={v.t('hosting.field.given-name')} width={20} />
      <TextField {...f.text('familyName')} label={v.t('hosting.field.surname')} width={20} />
      <DateField
        {...f.date('birthDate')}
        label={v.t('hosting.field.birth-date')}
        labels={dateLabels(v)}
      />
      <RadioGroup
        {...f.text('gender')}
        label={v.t('hosting.field.gender')}
        inline
        options={genders.map((g) => ({ value: g, label: v.t(`hosting.gender.${g}`) }))}
      />
      <RadioGroup
        {...f.text('relation')}
        label={v.t('hosting.field.relation')}
        inline
        options={relations.map((r) => ({ value: r, label: v.t(`hosting.relation.${r}`) }))}
      />
    </>
  );
}
