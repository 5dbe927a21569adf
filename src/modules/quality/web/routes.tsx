import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import type { PageContext, Task, View } from '#platform/http/page.ts';
import { action, page, type Route } from '#platform/http/page.ts';
import { isCriterion, questionnaire, wordingFor } from '../core/index.ts';
import { maxPriorities } from '../core/rules.ts';
import {
  answerItems,
  getAssessment,
  getResult,
  listAssessments,
  setPriorities,
  startAssessment,
  submitAssessment,
} from '../server/index.ts';
import { AssessmentPage } from './pages/assessment.tsx';
import { CriterionPage } from './pages/criterion.tsx';
import { PrioritiesPage } from './pages/priorities.tsx';
import { QualityPage } from './pages/quality.tsx';
import { ResultPage } from './pages/result.tsx';
import { paths } from './paths.ts';

const qualityPage = page({
  path: paths.quality,
  access: 'person',
  load: async ({ ask }) => ({ list: await ask(listAssessments, {}) }),
  title: (v) => v.t('quality.home.title'),
  view: (v, data) => <QualityPage v={v} {...data} />,
});

const assessmentPage = page({
  path: paths.assessment,
  access: 'person',
  load: async ({ ask, params }) => ({
    assessment: await ask(getAssessment, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v, { assessment: a }) => v.t(`quality.scope.${a.scope}-for`, { organisation: a.orgName }),
  view: (v, data) => <AssessmentPage v={v} {...data} />,
});

const criterionPage = page({
  path: paths.criterion,
  access: 'person',
  load: async ({ ask, params }) => {
    const assessment = await ask(getAssessment, { assessmentId: idIn(params.assessmentId) });
    const criterion = assessment.criteria.find((c) => c.id === params.criterionId);
    if (!criterion) throw new Refusal(notFound);
    return { assessment, criterion };
  },
  title: (v, { criterion }) => wordingFor(v.lang).criterion(criterion.id).text,
  view: (v, data) => <CriterionPage v={v} {...data} />,
});

const prioritiesPage = page({
  path: paths.priorities,
  access: 'person',
  load: async ({ ask, params }) => ({
    assessment: await ask(getAssessment, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v) => v.t('quality.priorities.title'),
  view: (v, data) => <PrioritiesPage v={v} {...data} />,
});

const resultPage = page({
  path: paths.result,
  access: 'person',
  load: async ({ ask, params }) => ({
    result: await ask(getResult, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v) => v.t('quality.result.title'),
  view: (v, data) => <ResultPage v={v} {...data} />,
});

/** An address that is no id of ours is simply not there. */
function idIn(text: string): string {
  if (!/^ass_[0-9a-z]{4,40}$/.test(text)) throw new Refusal(notFound);
  return text;
}

/** What was typed on a criterion's page, point by point. */
function answersIn(form: FormData, criterionId: string) {
  return Object.fromEntries(
    questionnaire.items
      .filter((item) => item.criterion === criterionId)
      .map((item) => {
        const name = (field: string) => `answers.${item.id}.${field}`;
        return [
          item.id,
          {
            status: form.text(name('status')),
            reason: form.text(name('reason')),
            evidence: form.text(name('evidence')),
            evidenceOn: form.date(name('evidenceOn')),
            reviewer: form.text(name('reviewer')),
          },
        ] as const;
      })
      .filter(([, answer]) => answer.status !== ''),
  );
}

export const routes: Route[] = [
  qualityPage,
  assessmentPage,
  criterionPage,
  prioritiesPage,
  resultPage,
  action({
    path: paths.quality,
    access: 'person',
    command: startAssessment,
    input: ({ form }) => ({
      orgId: form.text('orgId'),
      scope: form.text('scope'),
      appliesAs: form.text('appliesAs'),
    }),
    done: ({ assessmentId }) => ({ to: paths.assessment.href({ assessmentId }) }),
    page: qualityPage,
  }),
  action({
    path: paths.criterion,
    access: 'person',
    command: answerItems,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      criterionId: params.criterionId,
      seen: form.text('seen'),
      answers: answersIn(form, params.criterionId),
    }),
    done: (_, { form, params }) => {
      const { assessmentId } = params;
      const next = form.text('next');
      return {
        to:
          form.text('do') !== 'list' && isCriterion(next)
            ? paths.criterion.href({ assessmentId, criterionId: next })
            : paths.assessment.href({ assessmentId }),
        flash: 'quality.saved',
      };
    },
    page: criterionPage,
  }),
  action({
    path: paths.priorities,
    access: 'person',
    command: setPriorities,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      version: form.text('version'),
      priorities: Array.from({ length: maxPriorities }, (_, index) => ({
        itemId: form.text(`priorities.${index}.itemId`),
        intent: form.text(`priorities.${index}.intent`),
      })),
    }),
    done: (_, { params }) => ({
      to: paths.assessment.href({ assessmentId: params.assessmentId }),
      flash: 'quality.saved',
    }),
    page: prioritiesPage,
  }),
  action({
    path: paths.submit,
    access: 'person',
    command: submitAssessment,
    input: ({ params }) => ({ assessmentId: params.assessmentId }),
    done: ({ assessmentId }) => ({
      to: paths.result.href({ assessmentId }),
      flash: 'quality.submitted.title',
    }),
    page: assessmentPage,
  }),
];

/** The assessments somebody began and has not closed. */
export async function tasks({ ask, t }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { assessments } = await ask(listAssessments, {});
  return assessments
    .filter((a) => a.state === 'open' && a.startedByYou)
    .map((a) => ({
      id: `assessment:${a.id}`,
      title: t(`quality.task.${a.scope}`),
      about: `${a.orgName} · ${t('quality.progress', { answered: a.answered, total: a.total })}`,
      href: paths.assessment.href({ assessmentId: a.id }),
      action: t('quality.next.go-on'),
    }));
}

/** For everybody who works for an organisation. */
export function nav({ actor, t }: View) {
  return actor.kind === 'person' && actor.orgs.length > 0
    ? [{ href: paths.quality.href(), label: t('quality.nav'), order: 80 }]
    : [];
}
