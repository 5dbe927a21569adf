import { questionnaire, wordingFor } from '#modules/quality/core/index.ts';
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
  SelectField,
} from '#ui/index.ts';
import type { getClub } from '../../server/index.ts';
import { Questions } from '../parts/questions.tsx';
import { paths } from '../paths.ts';

/** What the kick-off has chosen: one theme, three or four questions. They may be worded anew while the club runs. */
export function ThemePage({ v, club: c }: { v: View; club: ViewOf<typeof getClub> }) {
  const words = wordingFor(v.lang);
  const href = paths.theme.href({ clubId: c.id });
  const f = bind(v, href, {
    criterionId: c.criterionId,
    ...Object.fromEntries(c.questions.map((question, i) => [`questions.${i}`, question])),
  });
  return (
    <>
      <PageHead
        title={v.t('clubs.theme.title')}
        lead={v.t('clubs.theme.lead')}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          { href: paths.club.href({ clubId: c.id }), label: c.name },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary
        title={v.t('clubs.form.errors')}
        lead={v.t('clubs.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href}>
        <Hidden name="version" value={String(c.version)} />
        <SelectField
          {...f.text('criterionId')}
          label={v.t('clubs.form.theme')}
          hint={v.t('clubs.form.theme-hint')}
          options={questionnaire.criteria.map((each) => ({
            value: each.id,
            label: words.criterion(each.id).text,
          }))}
        />
        <Questions v={v} f={f} />
        <ButtonRow>
          <Button>{v.t('clubs.theme.button')}</Button>
          <LinkButton href={paths.club.href({ clubId: c.id })}>
            {v.t('clubs.kick-off.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
