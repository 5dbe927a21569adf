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
  Section,
  SelectField,
} from '#ui/index.ts';
import { questionnaire, wordingFor } from '../../core/index.ts';
import type { getResult } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Result = ViewOf<typeof getResult>;

/** Where does each criterion shall come to? Left open is as good an answer. */
export function WishesPage({ v, result: r }: { v: View; result: Result }) {
  const words = wordingFor(v.lang, r.questionnaire);
  const at = { assessmentId: r.id };
  const href = paths.wishes.href(at);
  const f = bind(
    v,
    href,
    Object.fromEntries(r.matrix.map((row) => [`wishes.${row.criterionId}`, row.wished ?? ''])),
  );
  return (
    <>
      <PageHead
        kicker={r.orgName}
        title={v.t('quality.wishes.title')}
        lead={v.t('quality.wishes.lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          { href: paths.result.href(at), label: v.t('quality.result.title') },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href}>
        <Hidden name="version" value={String(r.version)} />
        {questionnaire.phases.map((phase) => {
          const rows = r.matrix.filter((row) => row.phaseId === phase.id);
          if (rows.length === 0) return null;
          return (
            <Section key={phase.id} title={words.phase(phase.id).title.text}>
              {rows.map((row) => (
                <SelectField
                  key={row.criterionId}
                  {...f.text(`wishes.${row.criterionId}`)}
                  label={words.criterion(row.criterionId).text}
                  hint={
                    row.median
                      ? v.t('quality.wishes.today', { status: words.status(row.median).text })
                      : v.t('quality.result.unchosen')
                  }
                  emptyLabel={v.t('quality.wishes.none')}
                  options={(['in_progress', 'implemented', 'documented_audited'] as const).map(
                    (level) => ({ value: level, label: words.status(level).text }),
                  )}
                />
              ))}
            </Section>
          );
        })}
        <ButtonRow>
          <Button>{v.t('quality.wishes.save')}</Button>
          <LinkButton href={paths.result.href(at)}>{v.t('quality.criterion.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
