import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  fieldId,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Prose,
  Section,
  TaskList,
} from '#ui/index.ts';
import { questionnaire, wordingFor } from '../../core/index.ts';
import type { getAssessment } from '../../server/index.ts';
import { Said } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Assessment = ViewOf<typeof getAssessment>;

/** The list of criteria by phase with how far each has come, and the one next step. */
export function AssessmentPage({ v, assessment: a }: { v: View; assessment: Assessment }) {
  const words = wordingFor(v.lang);
  const at = { assessmentId: a.id };
  const f = bind(v, paths.submit.href(at));
  return (
    <>
      <PageHead
        kicker={a.orgName}
        title={v.t(`quality.scope.${a.scope}`)}
        lead={`${v.t(`quality.role.${a.appliesAs}`)} · ${v.t('quality.progress', { answered: a.answered, total: a.total })}`}
        breadcrumbs={[{ href: paths.quality.href(), label: v.t('quality.nav') }]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary title={v.t('quality.form.errors')} errors={f.errors} />
      <Next v={v} a={a} />
      {questionnaire.phases.map((phase) => {
        const criteria = a.criteria.filter((c) => c.phaseId === phase.id);
        if (criteria.length === 0) return null;
        const said = words.phase(phase.id);
        return (
          <section class="section" key={phase.id}>
            <div class="section-head">
              <h2>
                <Said words={said.title} />
              </h2>
            </div>
            <div class="section-lead">
              <Said words={said.question} />
            </div>
            <TaskList
              items={criteria.map((c) => ({
                id: c.id,
                title: words.criterion(c.id).text,
                href: paths.criterion.href({ ...at, criterionId: c.id }),
                tone: c.answered === c.total ? 'done' : c.answered > 0 ? 'now' : 'none',
                statusText: v.t('quality.progress', { answered: c.answered, total: c.total }),
              }))}
            />
          </section>
        );
      })}
      <Section title={v.t('quality.priorities.title')} lead={v.t('quality.priorities.short')}>
        {a.priorities.length > 0 && (
          <Prose>
            <ol>
              {a.priorities.map((p) => (
                <li key={p.itemId}>
                  <Said words={words.item(p.itemId)} /> ({v.t(`quality.intent.${p.intent}`)})
                </li>
              ))}
            </ol>
          </Prose>
        )}
        <LinkButton href={paths.priorities.href(at)}>
          {v.t(a.priorities.length > 0 ? 'quality.priorities.change' : 'quality.priorities.mark')}
        </LinkButton>
      </Section>
      {a.state === 'open' && a.missing.length > 0 && (
        <Section title={v.t('quality.submit.title')}>
          <div id={fieldId('missing')} tabIndex={-1}>
            <p>{v.t('quality.submit.missing', { count: a.missing.length })}</p>
            {f.errors.length > 0 && <MissingList v={v} a={a} />}
          </div>
          <Form action={paths.submit.href(at)}>
            <ButtonRow>
              <Button kind="quiet">{v.t('quality.submit.button')}</Button>
              <LinkButton href={paths.result.href(at)}>{v.t('quality.result.so-far')}</LinkButton>
            </ButtonRow>
          </Form>
        </Section>
      )}
    </>
  );
}

function MissingList({ v, a }: { v: View; a: Assessment }) {
  const words = wordingFor(v.lang);
  return (
    <Prose>
      <ul>
        {a.criteria.flatMap((c) =>
          c.items
            .filter((item) => a.missing.includes(item.id))
            .map((item) => (
              <li key={item.id}>
                <a
                  href={`${paths.criterion.href({ assessmentId: a.id, criterionId: c.id })}#${fieldId(`answers.${item.id}.status`)}`}
                >
                  <Said words={words.item(item.id)} />
                </a>
              </li>
            )),
        )}
      </ul>
    </Prose>
  );
}

function Next({ v, a }: { v: View; a: Assessment }) {
  const at = { assessmentId: a.id };
  if (a.state === 'submitted') {
    return (
      <Notice tone="done" title={v.t('quality.submitted.title')}>
        <p>{v.t('quality.submitted.text')}</p>
        <LinkButton kind="primary" href={paths.result.href(at)}>
          {v.t('quality.result.open')}
        </LinkButton>
      </Notice>
    );
  }
  const open = a.criteria.find((c) => c.items.some((item) => a.missing.includes(item.id)));
  if (open) {
    return (
      <NextStep
        kicker={v.t('quality.next')}
        title={v.t(a.answered === 0 ? 'quality.next.begin' : 'quality.next.go-on')}
        about={<Said words={wordingFor(v.lang).criterion(open.id)} />}
        action={
          <LinkButton kind="primary" href={paths.criterion.href({ ...at, criterionId: open.id })}>
            {v.t('quality.next.answer')}
          </LinkButton>
        }
      />
    );
  }
  if (a.priorities.length === 0) {
    return (
      <NextStep
        kicker={v.t('quality.next')}
        title={v.t('quality.priorities.mark')}
        about={v.t('quality.priorities.short')}
        action={
          <>
            <LinkButton kind="primary" href={paths.priorities.href(at)}>
              {v.t('quality.priorities.mark')}
            </LinkButton>
            <Form action={paths.submit.href(at)}>
              <Button kind="quiet">{v.t('quality.submit.without')}</Button>
            </Form>
          </>
        }
      />
    );
  }
  return (
    <NextStep
      kicker={v.t('quality.next')}
      title={v.t('quality.submit.title')}
      about={v.t('quality.submit.about')}
      action={
        <Form action={paths.submit.href(at)}>
          <Button>{v.t('quality.submit.button')}</Button>
        </Form>
      }
    />
  );
}
