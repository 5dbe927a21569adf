import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
  SearchBox,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { paths } from '../paths.ts';

export type InvitePartnerProps = {
  project: { id: string; title: string };
  /** what the list was searched for */
  q: string;
  /** whether the list holds only the first of many */
  more: boolean;
  /** organisations that are here and not yet in the project */
  organisations: { id: string; name: string; city: string }[];
};

export function InvitePartnerPage({
  v,
  project,
  q,
  more,
  organisations,
}: { v: View } & InvitePartnerProps) {
  const href = paths.invitePartner.href({ projectId: project.id });
  const back = paths.project.href({ projectId: project.id });
  const f = bind(v, href, { language: v.lang });
  return (
    <>
      <PageHead
        title={v.t('projects.partner.title')}
        lead={v.t('projects.partner.lead', { project: project.title })}
        breadcrumbs={[{ href: back, label: project.title }]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        lead={v.t('projects.form.nothing-lost')}
        errors={f.errors}
      />
      {(more || q) && (
        <SearchBox
          action={href}
          label={v.t('projects.partner.find')}
          value={q}
          buttonText={v.t('projects.partner.find-button')}
        />
      )}
      {more && <p>{v.t('projects.partner.more')}</p>}
      <Form action={href} id="invite-partner" keep>
        {organisations.length > 0 && (
          <SelectField
            {...f.text('orgId')}
            label={v.t('projects.partner.known')}
            hint={v.t('projects.partner.known-hint')}
            optionalLabel={v.t('projects.form.optional')}
            emptyLabel={v.t('projects.partner.new-one')}
            options={organisations.map((o) => ({ value: o.id, label: `${o.name}, ${o.city}` }))}
          />
        )}
        <Section
          title={v.t('projects.partner.new')}
          lead={organisations.length > 0 ? v.t('projects.partner.new-lead') : undefined}
        >
          <TextField
            {...f.text('orgName')}
            label={v.t('projects.parties.name')}
            autocomplete="off"
          />
          <RadioGroup
            {...f.text('role')}
            label={v.t('projects.parties.role')}
            options={(['school', 'supporting'] as const).map((role) => ({
              value: role,
              label: v.t(`projects.role.${role}`),
              hint: v.t(`projects.role-hint.${role}`),
            }))}
          />
        </Section>
        <Section title={v.t('projects.partner.mail')}>
          <TextField
            {...f.text('email')}
            label={v.t('projects.partner.email')}
            hint={v.t('projects.partner.email-hint')}
            type="email"
            inputmode="email"
          />
          <SelectField
            {...f.text('language')}
            label={v.t('projects.partner.language')}
            options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
          />
        </Section>
        <ButtonRow>
          <Button>{v.t('projects.partner.send')}</Button>
          <LinkButton href={back}>{v.t('projects.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
