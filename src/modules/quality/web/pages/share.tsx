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
  Notice,
  PageHead,
  Section,
  SelectField,
} from '#ui/index.ts';
import { questionnaire, wordingFor } from '../../core/index.ts';
import type { getAssessment } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Assessment = ViewOf<typeof getAssessment>;

/** Who knows this? Each criterion may be given to a colleague, who gets one mail with theirs. */
export function SharePage({ v, assessment: a }: { v: View; assessment: Assessment }) {
  const words = wordingFor(v.lang, a.questionnaire);
  const at = { assessmentId: a.id };
  const href = paths.share.href(at);
  const f = bind(
    v,
    href,
    Object.fromEntries(a.criteria.map((c) => [`shares.${c.id}`, c.sharedWith?.id ?? ''])),
  );
  return (
    <>
      <PageHead
        title={v.t('quality.share.title')}
        lead={v.t('quality.share.lead')}
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
        errors={f.errors}
      />
      {a.people.length < 2 && (
        <Notice title={v.t('quality.share.alone')}>
          <p>{v.t('quality.share.alone-text')}</p>
        </Notice>
      )}
      <Form action={href}>
        <Hidden name="version" value={String(a.version)} />
        {questionnaire.phases.map((phase) => {
          const criteria = a.criteria.filter((c) => c.phaseId === phase.id);
          if (criteria.length === 0) return null;
          return (
            <Section key={phase.id} title={words.phase(phase.id).title.text}>
              {criteria.map((c) => (
                <SelectField
                  key={c.id}
                  {...f.text(`shares.${c.id}`)}
                  label={words.criterion(c.id).text}
                  hint={v.t('quality.progress', { answered: c.answered, total: c.total })}
                  emptyLabel={v.t('quality.share.anybody')}
                  options={a.people.map((p) => ({ value: p.id, label: p.name }))}
                />
              ))}
            </Section>
          );
        })}
        <ButtonRow>
          <Button>{v.t('quality.share.save')}</Button>
          <LinkButton href={paths.assessment.href(at)}>{v.t('quality.criterion.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
