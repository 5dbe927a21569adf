import type { PersonActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { download, spreadsheetType } from '#platform/http/download.ts';
import type { FormData } from '#platform/http/form.ts';
import type { NavPlace, PageContext, Task, View } from '#platform/http/page.ts';
import { action, page, type Route, raw } from '#platform/http/page.ts';
import { isCriterion, wordingFor } from '../core/index.ts';
import { maxPriorities, measures } from '../core/rules/index.ts';
import {
  answerItems,
  answerProposal,
  carryOver,
  getAssessment,
  getBenchmark,
  getMeasures,
  getOutsideReviews,
  getResult,
  getReviews,
  getStandards,
  inviteReviewer,
  listAssessments,
  removeReviewer,
  reviewAnswers,
  reviewByLink,
  saveStandard,
  setBenchmarkConsent,
  setPriorities,
  setWishes,
  shareCriteria,
  sheetOfResults,
  startAssessment,
  submitAssessment,
} from '../server/index.ts';
import { AssessmentPage } from './pages/assessment.tsx';
import { CriterionPage } from './pages/criterion.tsx';
import { OutsidePage } from './pages/outside.tsx';
import { OutsidersPage } from './pages/outsiders.tsx';
import { PrioritiesPage } from './pages/priorities.tsx';
import { QualityPage } from './pages/quality.tsx';
import { ResultPage } from './pages/result.tsx';
import { ReviewsPage } from './pages/reviews.tsx';
import { SharePage } from './pages/share.tsx';
import { StandardPage } from './pages/standard.tsx';
import { StandardsPage } from './pages/standards.tsx';
import { WishesPage } from './pages/wishes.tsx';
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
    const isMeasured = criterion.items.some((i) => measures.some((m) => m.itemId === i.id));
    const found = isMeasured ? await ask(getMeasures, { assessmentId: assessment.id }) : null;
    return { assessment, criterion, found };
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

const sharePage = page({
  path: paths.share,
  access: 'person',
  load: async ({ ask, params }) => ({
    assessment: await ask(getAssessment, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v) => v.t('quality.share.title'),
  view: (v, data) => <SharePage v={v} {...data} />,
});

const reviewsPage = page({
  path: paths.reviews,
  access: 'person',
  load: async ({ ask, params }) => ({
    reviews: await ask(getReviews, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v) => v.t('quality.review.title'),
  view: (v, data) => <ReviewsPage v={v} {...data} />,
});

const outsidersPage = page({
  path: paths.outsiders,
  access: 'person',
  load: async ({ ask, params }) => {
    const assessment = await ask(getAssessment, { assessmentId: idIn(params.assessmentId) });
    if (assessment.state !== 'open') throw new Refusal(notFound);
    return { assessment };
  },
  title: (v) => v.t('quality.outsiders.title'),
  view: (v, data) => <OutsidersPage v={v} {...data} />,
});

const outsidePage = page({
  path: paths.outside,
  access: 'anyone',
  load: async ({ ask, params }) => ({
    reviews: await ask(getOutsideReviews, { token: params.token }),
    token: params.token,
  }),
  title: (v) => v.t('quality.review.title'),
  view: (v, data) => <OutsidePage v={v} {...data} />,
  frame: 'plain',
});

const wishesPage = page({
  path: paths.wishes,
  access: 'person',
  load: async ({ ask, params }) => ({
    result: await ask(getResult, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v) => v.t('quality.wishes.title'),
  view: (v, data) => <WishesPage v={v} {...data} />,
});

const standardsPage = page({
  path: paths.standards,
  access: 'person',
  load: async ({ ask, params }) => ({
    found: await ask(getStandards, { assessmentId: idIn(params.assessmentId) }),
  }),
  title: (v) => v.t('quality.standards.title'),
  view: (v, data) => <StandardsPage v={v} {...data} />,
});

const standardPage = page({
  path: paths.standard,
  access: 'person',
  load: async ({ ask, params }) => {
    const found = await ask(getStandards, { assessmentId: idIn(params.assessmentId) });
    const standard = found.standards.find((s) => s.id === params.standardId);
    if (!standard) throw new Refusal(notFound);
    return { found, standard };
  },
  title: (_, { standard }) => standard.heading,
  view: (v, data) => <StandardPage v={v} {...data} />,
});

const resultPage = page({
  path: paths.result,
  access: 'person',
  load: async ({ ask, params, search }) => {
    const assessmentId = idIn(params.assessmentId);
    const axes = search.getAll('axes').filter(isCriterion);
    const since = (search.get('since') ?? '').slice(0, 60);
    return {
      r: await ask(getResult, { assessmentId, axes, since }),
      measures: await ask(getMeasures, { assessmentId }),
      benchmark: await ask(getBenchmark, { assessmentId }),
      axes,
    };
  },
  title: (v) => v.t('quality.result.title'),
  view: (v, data) => <ResultPage v={v} {...data} />,
});

const resultSheet = raw({
  method: 'get',
  path: paths.sheet,
  access: 'person',
  handle: async (_, { ask, params, lang, t }) => {
    const assessment = await ask(getAssessment, { assessmentId: idIn(params.assessmentId) });
    const result = await ask(getResult, { assessmentId: assessment.id });
    const bytes = await sheetOfResults(assessment, result, lang);
    return download(bytes, {
      name: `${t('quality.sheet.name')} ${assessment.orgName}.xlsx`,
      mediaType: spreadsheetType,
    });
  },
});

/** An address that is no id of ours is simply not there. */
function idIn(text: string): string {
  if (!/^ass_[0-9a-z]{4,40}$/.test(text)) throw new Refusal(notFound);
  return text;
}

/** What was typed into fields named `group.id.field`, by id. */
function grouped<F extends string>(
  form: FormData,
  group: string,
  read: (name: (field: string) => string) => Record<F, string>,
): Record<string, Record<F, string>> {
  const ids = new Set(
    Object.keys(form.values).flatMap((key) => {
      const [first, id] = key.split('.');
      return first === group && id && /^[A-Z]{1,3}-?\d{2}$/.test(id) ? [id] : [];
    }),
  );
  return Object.fromEntries([...ids].map((id) => [id, read((field) => `${group}.${id}.${field}`)]));
}

/** What was typed on a criterion's page, point by point. */
function answersIn(form: FormData) {
  const all = grouped(form, 'answers', (name) => ({
    status: form.text(name('status')),
    reason: form.text(name('reason')),
    note: form.text(name('note')),
    evidence: form.text(name('evidence')),
    evidenceOn: form.date(name('evidenceOn')),
    reviewerId: form.text(name('reviewerId')),
  }));
  return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer.status !== ''));
}

/** What was said of each point that was looked at. */
function reviewsIn(form: FormData) {
  return {
    seen: form.text('seen'),
    reviews: grouped(form, 'reviews', (name) => ({
      verdict: form.text(name('verdict')),
      words: form.text(name('words')),
    })),
  };
}

/** One choice a criterion, from fields named `group.criterion`. */
function choicesIn(form: FormData, group: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(form.values).flatMap((key) => {
      const [first, id] = key.split('.');
      return first === group && id && isCriterion(id) ? [[id, form.text(key)] as const] : [];
    }),
  );
}

export const routes: Route[] = [
  qualityPage,
  assessmentPage,
  criterionPage,
  sharePage,
  reviewsPage,
  outsidersPage,
  outsidePage,
  prioritiesPage,
  wishesPage,
  resultPage,
  resultSheet,
  standardsPage,
  standardPage,
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
      questionnaire: form.text('questionnaire'),
      answers: answersIn(form),
    }),
    done: ({ saying }, { form, params }) => {
      const { assessmentId } = params;
      const next = form.text('next');
      return {
        to:
          form.text('do') !== 'list' && isCriterion(next)
            ? paths.criterion.href({ assessmentId, criterionId: next })
            : paths.assessment.href({ assessmentId }),
        flash: saying === 'lacking' ? 'quality.saved-lacking' : 'quality.saved',
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
    path: paths.share,
    access: 'person',
    command: shareCriteria,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      version: form.text('version'),
      shares: choicesIn(form, 'shares'),
    }),
    done: (_, { params }) => ({
      to: paths.assessment.href({ assessmentId: params.assessmentId }),
      flash: 'quality.share.saved',
    }),
    page: sharePage,
  }),
  action({
    path: paths.carryOver,
    access: 'person',
    command: carryOver,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      version: form.text('version'),
    }),
    done: (_, { params }) => ({
      to: paths.assessment.href({ assessmentId: params.assessmentId }),
      flash: 'quality.version.done',
    }),
    page: assessmentPage,
  }),
  action({
    path: paths.proposals,
    access: 'person',
    command: answerProposal,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      proposalId: form.text('proposalId'),
      answer: form.text('answer'),
    }),
    done: ({ taken }, { form, params }) => {
      const { assessmentId } = params;
      const criterionId = form.text('criterionId');
      return {
        to: isCriterion(criterionId)
          ? paths.criterion.href({ assessmentId, criterionId })
          : paths.assessment.href({ assessmentId }),
        flash: taken ? 'quality.proposal.taken' : 'quality.proposal.left',
      };
    },
    page: assessmentPage,
  }),
  action({
    path: paths.reviews,
    access: 'person',
    command: reviewAnswers,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      ...reviewsIn(form),
    }),
    done: (_, { params }) => ({
      to: paths.reviews.href({ assessmentId: params.assessmentId }),
      flash: 'quality.review.thanks',
    }),
    page: reviewsPage,
  }),
  action({
    path: paths.outsiders,
    access: 'person',
    command: inviteReviewer,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      name: form.text('name'),
      organisation: form.text('organisation'),
      email: form.text('email'),
      language: form.text('language'),
    }),
    done: (_, { params }) => ({
      to: paths.outsiders.href({ assessmentId: params.assessmentId }),
      flash: 'quality.outsiders.invited',
    }),
    page: outsidersPage,
  }),
  action({
    path: paths.removeOutsider,
    access: 'person',
    command: removeReviewer,
    input: ({ params }) => params,
    done: (_, { params }) => ({
      to: paths.outsiders.href({ assessmentId: params.assessmentId }),
      flash: 'quality.outsiders.removed',
    }),
    page: outsidersPage,
  }),
  action({
    path: paths.outside,
    access: 'anyone',
    command: reviewByLink,
    input: ({ form, params }) => ({ token: params.token, ...reviewsIn(form) }),
    done: (_, { params }) => ({
      to: paths.outside.href(params),
      flash: 'quality.review.thanks',
    }),
    page: outsidePage,
  }),
  action({
    path: paths.wishes,
    access: 'person',
    command: setWishes,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      version: form.text('version'),
      wishes: choicesIn(form, 'wishes'),
    }),
    done: (_, { params }) => ({
      to: `${paths.result.href({ assessmentId: params.assessmentId })}#wishes`,
      flash: 'quality.saved',
    }),
    page: wishesPage,
  }),
  action({
    path: paths.standard,
    access: 'person',
    command: saveStandard,
    input: ({ form, params }) => ({
      assessmentId: params.assessmentId,
      standardId: params.standardId,
      seen: form.text('seen'),
      words: form.text('words'),
    }),
    done: (_, { params }) => ({
      to: paths.standards.href({ assessmentId: params.assessmentId }),
      flash: 'quality.saved',
    }),
    page: standardPage,
  }),
  action({
    path: paths.benchmark,
    access: 'person',
    command: setBenchmarkConsent,
    input: ({ form }) => ({ orgId: form.text('orgId'), given: form.text('given') === 'yes' }),
    done: ({ given }) => ({
      to: paths.quality.href(),
      flash: given ? 'quality.benchmark.thanks' : 'quality.benchmark.taken-back',
    }),
    page: qualityPage,
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

/** What waits: criteria one was asked to answer, looks that were asked for, what one began, and the next time. */
export async function tasks({ ask, t, fmt }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { assessments, organisations } = await ask(listAssessments, {});
  const found: Task[] = [];
  for (const a of assessments) {
    const about = `${a.orgName} · ${t('quality.progress', { answered: a.answered, total: a.total })}`;
    const [first] = a.yours;
    if (first)
      found.push({
        id: `assessment-share:${a.id}`,
        title: t('quality.task.share', { count: a.yours.length }),
        about: a.orgName,
        href: paths.criterion.href({ assessmentId: a.id, criterionId: first }),
        action: t('quality.next.answer'),
      });
    else if (a.state === 'open' && a.startedByYou)
      found.push({
        id: `assessment:${a.id}`,
        title: t(`quality.task.${a.scope}`),
        about,
        href: paths.assessment.href({ assessmentId: a.id }),
        action: t('quality.next.go-on'),
      });
    if (a.reviews > 0)
      found.push({
        id: `assessment-review:${a.id}`,
        title: t('quality.task.review', { count: a.reviews }),
        about: a.orgName,
        href: paths.reviews.href({ assessmentId: a.id }),
        action: t('quality.review.open'),
      });
  }
  for (const o of organisations) {
    const last = assessments.find((a) => a.orgId === o.id && a.state === 'submitted');
    if (!o.againSince || !o.lastOn || !last?.startedByYou) continue;
    found.push({
      id: `assess-again:${last.id}`,
      title: t('quality.task.again'),
      about: `${o.name} · ${t('quality.home.last', { date: fmt.date(o.lastOn) })}`,
      due: o.againSince,
      href: paths.quality.href(),
      action: t('quality.start.button'),
      background: true,
    });
  }
  return found;
}

/** For everybody who works for an organisation. */
export function nav({ actor, t }: View): NavPlace[] {
  return actor.kind === 'person' && actor.orgs.length > 0
    ? [{ href: paths.quality.href(), label: t('quality.nav'), order: 80, group: 'together' }]
    : [];
}
