import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  SelectField,
} from '#ui/index.ts';
import type { getContact } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type ContactChoice = ViewOf<typeof getContact>;

/** Names whom the families of a school or organisation can turn to. */
export function ContactPage({ v, choice }: { v: View; choice: ContactChoice }) {
  const action = paths.contact.href({ orgId: choice.orgId });
  const f = bind(v, action, { personId: choice.current?.id ?? '' });
  return (
    <>
      <PageHead
        kicker={choice.org}
        title={v.t('inclusion.contact.title')}
        lead={<p>{v.t('inclusion.contact.lead')}</p>}
        breadcrumbs={[{ href: paths.plans.href(), label: v.t('inclusion.plans.title') }]}
        breadcrumbsLabel={v.t('inclusion.crumbs')}
      />
      <ErrorSummary title={v.t('inclusion.form.errors')} errors={f.errors} />
      <Notice title={v.t('inclusion.contact.what')}>
        <p>{v.t('inclusion.contact.what-text')}</p>
      </Notice>
      <Form action={action}>
        <SelectField
          {...f.text('personId')}
          label={v.t('inclusion.contact.person')}
          hint={v.t('inclusion.contact.hint')}
          emptyLabel={v.t('inclusion.choose')}
          options={choice.members.map((m) => ({ value: m.id, label: m.name }))}
        />
        <ButtonRow>
          <Button>{v.t('inclusion.contact.save')}</Button>
          <LinkButton href={paths.plans.href()}>{v.t('inclusion.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
