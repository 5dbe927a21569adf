import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { SelectField, TextField } from '#ui/index.ts';

/** By which clock of which zone meetings stand, and where they are held. */
export function ClockFields({
  v,
  f,
  zoneHint,
  zones,
}: {
  v: View;
  f: ReturnType<typeof bind>;
  zoneHint: string;
  zones: { value: string; label: string }[];
}) {
  return (
    <>
      <TextField
        {...f.text('time')}
        label={v.t('clubs.field.time')}
        hint={v.t('clubs.field.time-hint')}
        width={6}
      />
      <SelectField
        {...f.text('timeZone')}
        label={v.t('clubs.field.time-zone')}
        hint={zoneHint}
        options={zones}
      />
    </>
  );
}

export function PlaceField({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  return (
    <TextField
      {...f.text('url')}
      label={v.t('clubs.field.url')}
      hint={v.t('clubs.field.url-hint')}
      optionalLabel={v.t('clubs.field.optional')}
      type="url"
    />
  );
}
