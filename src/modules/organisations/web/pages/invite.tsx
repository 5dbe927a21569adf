import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { orgKinds } from '../../core/index.ts';
import type { getOrganisation } from '../../server/index.ts';
import { languageOptions } from '../parts/place-fields.tsx';
import { paths } from '../paths.ts';

export function InviteColleaguePage({
  v,
  org,
  roles,
}: {
  v: View;
  org: ViewOf<typeof getOrganisation>;
  roles: readonly string[];
}) {
  const href = paths.inviteColleague.href({ orgId: org.id });
  const back = paths.organisation.href({ orgId: org.id });
  const f = bind(v, href, { language: org.language });
  return (
    <>
      <PageHead
        title={v.t('organisations.colleagues.invite')}
        lead={v.t('organisations.colleagues.invite-lead', { org: org.name })}
        breadcrumbs={[{ href: back, label: org.name }]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary title={v.t('organisations.form.errors')} errors={f.errors} />
      <Form action={href}>
        <TextField
          {...f.text('email')}
          label={v.t('organisations.field.email')}
          type="email"
          inputmode="email"
          required
        />
        <CheckboxGroup
          {...f.choices('roles')}
          label={v.t('organisations.colleagues.roles')}
          options={roles.map((role) => ({
            value: role,
            label: v.t(`organisations.role.${role}`),
            hint: v.t(`organisations.role-hint.${role}`),
          }))}
        />
        <SelectField
          {...f.text('language')}
          label={v.t('organisations.field.mail-language')}
          options={languageOptions(v)}
        />
        <ButtonRow>
          <Button>{v.t('organisations.form.send-invitation')}</Button>
          <LinkButton href={back}>{v.t('organisations.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function InviteOrganisationPage({ v }: { v: View }) {
  const href = paths.inviteOrganisation.href();
  const f = bind(v, href, { language: v.lang });
  return (
    <>
      <PageHead
        title={v.t('organisations.invite-organisation.title')}
        lead={v.t('organisations.invite-organisation.lead')}
        breadcrumbs={[
          { href: paths.directory.href(), label: v.t('organisations.directory.title') },
        ]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary title={v.t('organisations.form.errors')} errors={f.errors} />
      <Form action={href}>
        <TextField {...f.text('name')} label={v.t('organisations.field.name')} required />
        <RadioGroup
          {...f.text('kind')}
          label={v.t('organisations.field.kind')}
          options={orgKinds.map((kind) => ({
            value: kind,
            label: v.t(`organisations.kind.${kind}`),
          }))}
        />
        <TextField
          {...f.text('email')}
          label={v.t('organisations.field.email')}
          type="email"
          inputmode="email"
          required
        />
        <SelectField
          {...f.text('language')}
          label={v.t('organisations.field.mail-language')}
          options={languageOptions(v)}
        />
        <ButtonRow>
          <Button>{v.t('organisations.form.send-invitation')}</Button>
          <LinkButton href={paths.directory.href()}>{v.t('organisations.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
