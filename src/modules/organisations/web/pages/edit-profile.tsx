import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  TextField,
} from '#ui/index.ts';
import type { Country } from '../../core/index.ts';
import type { getOrganisation } from '../../server/index.ts';
import { PlaceFields } from '../parts/place-fields.tsx';
import { paths } from '../paths.ts';

export function EditProfilePage({
  v,
  org,
  countries,
}: {
  v: View;
  org: ViewOf<typeof getOrganisation>;
  countries: readonly Country[];
}) {
  const href = paths.editProfile.href({ orgId: org.id });
  const back = paths.organisation.href({ orgId: org.id });
  const f = bind(v, href, {
    name: org.name,
    country: org.countryCode,
    city: org.city,
    timeZone: org.timeZone,
    language: org.language,
    oid: org.oid,
    email: org.email,
    phone: org.phone,
    street: org.street,
    postalCode: org.postalCode,
  });
  const optional = v.t('organisations.field.optional');
  return (
    <>
      <PageHead
        title={v.t('organisations.profile.edit')}
        kicker={org.name}
        breadcrumbs={[{ href: back, label: org.name }]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary title={v.t('organisations.form.errors')} errors={f.errors} />
      <Form action={href}>
        <Hidden name="version" value={String(org.version)} />
        <TextField {...f.text('name')} label={v.t('organisations.field.name')} required />
        <PlaceFields
          v={v}
          f={f}
          languageField="language"
          countries={countries}
          kept={{ code: org.countryCode, timeZones: [org.timeZone] }}
        />
        <TextField
          {...f.text('street')}
          label={v.t('organisations.field.street')}
          optionalLabel={optional}
          autocomplete="address-line1"
        />
        <TextField
          {...f.text('postalCode')}
          label={v.t('organisations.field.postal-code')}
          optionalLabel={optional}
          autocomplete="postal-code"
          width={10}
        />
        <TextField
          {...f.text('email')}
          label={v.t('organisations.field.contact-email')}
          hint={v.t('organisations.field.contact-email-hint')}
          optionalLabel={optional}
          type="email"
        />
        <TextField
          {...f.text('phone')}
          label={v.t('organisations.field.phone')}
          optionalLabel={optional}
          type="tel"
          width={20}
        />
        <TextField
          {...f.text('oid')}
          label={v.t('organisations.field.oid')}
          hint={v.t('organisations.field.oid-hint')}
          optionalLabel={optional}
          width={10}
        />
        <ButtonRow>
          <Button>{v.t('organisations.form.save')}</Button>
          <LinkButton href={back}>{v.t('organisations.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
