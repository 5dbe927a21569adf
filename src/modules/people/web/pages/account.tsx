import { auditPaths } from '#modules/audit/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Hidden,
  PageHead,
  Section,
  SelectField,
  Table,
  TextField,
} from '#ui/index.ts';
import type { getOwnAccount } from '../../server/index.ts';
import { paths } from '../paths.ts';

export function AccountPage({ v, account }: { v: View; account: ViewOf<typeof getOwnAccount> }) {
  const ours = languages.find((code) => code === account.language);
  const f = bind(v, paths.account.pattern, { ...account, language: ours ?? '', sessions: null });
  return (
    <>
      <PageHead title={v.t('people.account.title')} lead={account.email ?? undefined} />
      <ErrorSummary title={v.t('people.form.errors')} errors={f.errors} />
      <Form action={paths.account.href()}>
        <Hidden name="version" value={String(account.version)} />
        <TextField
          {...f.text('givenName')}
          label={v.t('people.field.given-name')}
          autocomplete="given-name"
          required
          width={20}
        />
        <TextField
          {...f.text('familyName')}
          label={v.t('people.field.family-name')}
          autocomplete="family-name"
          required
          width={20}
        />
        <TextField
          {...f.text('preferredName')}
          label={v.t('people.field.preferred-name')}
          hint={v.t('people.field.preferred-name-hint')}
          width={20}
        />
        <TextField
          {...f.text('phone')}
          label={v.t('people.field.phone')}
          type="tel"
          autocomplete="tel"
          width={20}
        />
        <SelectField
          {...f.text('language')}
          label={v.t('people.field.language')}
          // somebody who speaks another language keeps it: the pages come in the nearest one there is
          {...(ours
            ? {}
            : {
                emptyLabel: v.t('people.field.language-kept', {
                  language: v.fmt.language(account.language),
                  shown: v.fmt.language(v.lang),
                }),
              })}
          options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
        />
        <ButtonRow>
          <Button>{v.t('people.account.save')}</Button>
        </ButtonRow>
      </Form>
      <Section title={v.t('people.account.done-title')}>
        <p>
          <a href={auditPaths.activity.href()}>{v.t('people.account.done-link')}</a>
        </p>
      </Section>
      <Section title={v.t('people.account.devices')}>
        <Table
          caption={v.t('people.account.devices')}
          hideCaption
          rowHeader="device"
          columns={[
            { key: 'device', label: v.t('people.account.device') },
            { key: 'since', label: v.t('people.account.since') },
            { key: 'lastSeen', label: v.t('people.account.last-seen') },
          ]}
          rows={account.sessions.map((s) => ({
            id: s.id,
            cells: {
              device: s.device || v.t('people.account.unknown-device'),
              since: v.fmt.moment(s.since),
              lastSeen: v.fmt.moment(s.lastSeen),
            },
          }))}
        />
        <Form action={paths.signOutEverywhere.href()}>
          <ButtonRow>
            <Button kind="quiet">{v.t('people.account.sign-out-everywhere')}</Button>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}
