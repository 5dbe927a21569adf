import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  PageHead,
  RadioGroup,
  SelectField,
  TextField,
} from '#ui/index.ts';
import type { AskKind } from '../../core/schema.ts';
import type { getApplication, getAsked } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** Asks somebody for their part, by name and address: the mail brings a link, no account is needed. */
export function AskPage({
  v,
  a,
  asked,
  what,
}: {
  v: View;
  a: ViewOf<typeof getApplication>;
  asked: ViewOf<typeof getAsked>;
  what: AskKind;
}) {
  const at = { applicationId: a.id, what };
  const action = paths.ask.href(at);
  const family = what === 'family-part';
  const guardians = family ? asked.guardians : [];
  const f = bind(v, action, { guardianId: guardians[0]?.id ?? '', language: v.lang });
  return (
    <>
      <PageHead
        kicker={a.pupil}
        title={v.t(`applications.asked.ask.${what}`)}
        lead={v.t(`applications.asked.lead.${what}`, { pupil: a.pupil })}
        breadcrumbs={[
          {
            href: paths.application.href(at),
            label: v.t('applications.application.title-of', { pupil: a.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <ErrorSummary title={v.t('applications.asked.errors')} errors={f.errors} />
      <Form action={action}>
        {guardians.length > 0 && (
          <RadioGroup
            {...f.text('guardianId')}
            label={v.t('applications.asked.whom')}
            options={[
              ...guardians.map((g) => ({ value: g.id, label: g.name })),
              { value: '', label: v.t('applications.asked.somebody-else') },
            ]}
          />
        )}
        <TextField
          {...f.text('name')}
          label={v.t('applications.asked.name')}
          optionalLabel={guardians.length > 0 ? v.t('applications.asked.when-else') : ''}
          width={20}
          autocomplete="off"
        />
        <TextField
          {...f.text('email')}
          label={v.t('applications.asked.email')}
          optionalLabel={guardians.length > 0 ? v.t('applications.asked.when-else') : ''}
          type="email"
          width={20}
          autocomplete="off"
        />
        <SelectField
          {...f.text('language')}
          label={v.t('applications.asked.language')}
          options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
        />
        <ButtonRow>
          <Button>{v.t('applications.asked.send')}</Button>
          <a href={paths.application.href(at)}>{v.t('applications.asked.back')}</a>
        </ButtonRow>
      </Form>
    </>
  );
}
