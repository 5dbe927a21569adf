import { questionnaire, wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Filters,
  Form,
  Hidden,
  PageHead,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { clubSize } from '../../core/rules/index.ts';
import type { listCandidates } from '../../server/index.ts';
import { Anyway, CandidateTable } from '../parts/candidates.tsx';
import { Questions } from '../parts/questions.tsx';
import { paths } from '../paths.ts';

type Candidates = ViewOf<typeof listCandidates>['candidates'];

/** Languages a club may speak, from those its candidates read and those of the product. */
function languagesOf(candidates: Candidates): string[] {
  return [...new Set(['en', 'fr', ...candidates.flatMap((c) => c.languages)])];
}

/** First the theme, then who: ticks, name and questions stay when something is refused. */
export function FormClubPage({
  v,
  candidates,
  criterionId,
}: {
  v: View;
  candidates: Candidates;
  criterionId: string;
}) {
  const words = wordingFor(v.lang);
  const asked = new Map(
    questionnaire.criteria.map((c) => [
      c.id,
      new Set(
        candidates
          .filter((each) => each.priorities.some((p) => p.criterionId === c.id))
          .map((each) => each.orgId),
      ).size,
    ]),
  );
  const chosen = candidates.filter((c) => c.priorities.some((p) => p.criterionId === criterionId));
  return (
    <>
      <PageHead
        title={v.t('clubs.form.title')}
        lead={v.t('clubs.form.lead', { least: clubSize.min, most: clubSize.max })}
        breadcrumbs={[{ href: paths.clubs.href(), label: v.t('clubs.nav') }]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      {candidates.length === 0 ? (
        <EmptyState title={v.t('clubs.form.nobody')} text={v.t('clubs.form.nobody-text')} />
      ) : (
        <>
          <Filters
            action={paths.form.href()}
            label={v.t('clubs.form.theme-choice')}
            applyText={v.t('clubs.form.show')}
            clearHref={criterionId ? paths.form.href() : undefined}
            clearText={v.t('clubs.form.clear')}
          >
            <SelectField
              name="criterion"
              label={v.t('clubs.form.theme')}
              hint={v.t('clubs.form.theme-hint')}
              emptyLabel={v.t('clubs.form.choose')}
              value={criterionId}
              options={questionnaire.criteria
                .filter((c) => (asked.get(c.id) ?? 0) > 0)
                .sort((a, b) => (asked.get(b.id) ?? 0) - (asked.get(a.id) ?? 0))
                .map((c) => ({
                  value: c.id,
                  label: v.t('clubs.form.theme-option', {
                    theme: words.criterion(c.id).text,
                    count: asked.get(c.id) ?? 0,
                  }),
                }))}
            />
          </Filters>
          {criterionId && <Members v={v} candidates={chosen} criterionId={criterionId} />}
        </>
      )}
    </>
  );
}

function Members({
  v,
  candidates,
  criterionId,
}: {
  v: View;
  candidates: Candidates;
  criterionId: string;
}) {
  const f = bind(v, paths.form.href(), { language: v.lang });
  const ticks = f.choices('members');
  return (
    <>
      <ErrorSummary
        title={v.t('clubs.form.errors')}
        lead={v.t('clubs.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={paths.form.href(undefined, { criterion: criterionId })}>
        <Hidden name="criterionId" value={criterionId} />
        <TextField
          {...f.text('name')}
          label={v.t('clubs.field.name')}
          hint={v.t('clubs.field.name-hint')}
        />
        <SelectField
          {...f.text('language')}
          label={v.t('clubs.field.language')}
          options={languagesOf(candidates).map((code) => ({
            value: code,
            label: v.fmt.language(code),
          }))}
        />
        <Questions v={v} f={f} />
        <CandidateTable v={v} candidates={candidates} criterionId={criterionId} ticks={ticks} />
        <Anyway v={v} f={f} />
        <p>{v.t('clubs.form.then')}</p>
        <ButtonRow>
          <Button>{v.t('clubs.form.button')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}
