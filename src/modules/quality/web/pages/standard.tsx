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
  TextArea,
} from '#ui/index.ts';
import type { getStandards } from '../../server/index.ts';
import { draftOf } from '../parts/draft.tsx';
import { paths } from '../paths.ts';

type Standards = ViewOf<typeof getStandards>;

/** One's own words on one standard, beginning with what the answers give. */
export function StandardPage({
  v,
  found: s,
  standard,
}: {
  v: View;
  found: Standards;
  standard: Standards['standards'][number];
}) {
  const at = { assessmentId: s.id };
  const href = paths.standard.href({ ...at, standardId: standard.id });
  const f = bind(v, href, { words: standard.words ?? draftOf(v, standard, s.questionnaire) });
  return (
    <>
      <PageHead
        title={standard.heading}
        {...(v.lang === 'en' ? {} : { titleLang: 'en' })}
        lead={v.t('quality.standards.change-lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          { href: paths.standards.href(at), label: v.t('quality.standards.title') },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id={`standard-${s.id}-${standard.id}`} keep>
        <Hidden name="seen" value={standard.editedAt?.toString() ?? ''} />
        <TextArea
          {...f.text('words')}
          label={v.t('quality.standards.words')}
          hint={v.t('quality.standards.words-hint')}
          rows={14}
        />
        <ButtonRow>
          <Button>{v.t('quality.criterion.save')}</Button>
          <LinkButton href={paths.standards.href(at)}>{v.t('quality.criterion.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
