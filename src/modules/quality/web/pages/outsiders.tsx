import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import type { getAssessment } from '../../server/index.ts';
import { paths } from '../paths.ts';

const languages = ['en', 'fr'];

/** People from elsewhere who may look at what the team calls documented. */
export function OutsidersPage({
  v,
  assessment: a,
}: {
  v: View;
  assessment: ViewOf<typeof getAssessment>;
}) {
  const at = { assessmentId: a.id };
  const href = paths.outsiders.href(at);
  const f = bind(v, href, { language: v.lang });
  const removals = a.outsiders.flatMap(
    (o) => bind(v, paths.removeOutsider.href({ ...at, reviewerId: o.id })).errors,
  );
  return (
    <>
      <PageHead
        title={v.t('quality.outsiders.title')}
        lead={v.t('quality.outsiders.lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          {
            href: paths.assessment.href(at),
            label: v.t(`quality.scope.${a.scope}-for`, { organisation: a.orgName }),
          },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={[...f.errors, ...removals]}
      />
      {a.outsiders.length > 0 && (
        <Section title={v.t('quality.outsiders.list')}>
          <ul>
            {a.outsiders.map((o) => (
              <li key={o.id}>
                {[o.name, o.organisation].filter(Boolean).join(', ')}{' '}
                <span class="hint">{o.email}</span>
                {a.state === 'open' && (
                  <Form action={paths.removeOutsider.href({ ...at, reviewerId: o.id })}>
                    <Button kind="quiet">{v.t('quality.outsiders.remove', { who: o.name })}</Button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={v.t('quality.outsiders.invite')}>
        <Form action={href}>
          <TextField {...f.text('name')} label={v.t('quality.field.outsider-name')} />
          <TextField
            {...f.text('organisation')}
            label={v.t('quality.field.outsider-organisation')}
            optionalLabel={v.t('quality.field.optional')}
          />
          <TextField {...f.text('email')} label={v.t('quality.field.outsider-mail')} type="email" />
          <SelectField
            {...f.text('language')}
            label={v.t('quality.field.outsider-language')}
            options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
          />
          <ButtonRow>
            <Button>{v.t('quality.outsiders.button')}</Button>
            <LinkButton href={paths.assessment.href(at)}>
              {v.t('quality.criterion.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}
