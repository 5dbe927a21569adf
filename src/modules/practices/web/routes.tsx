import { Refusal } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  action,
  type NavPlace,
  type PageContext,
  page,
  type Route,
  type View,
} from '#platform/http/page.ts';
import { parts } from '../core/types.ts';
import {
  changePractice,
  draftPractice,
  getPractice,
  getPracticeForm,
  listOwnPractices,
  listReports,
  markPractice,
  releasePractice,
  reportPractice,
  searchPractices,
  settleReport,
  sharePractice,
  withdrawPractice,
} from '../server/index.ts';
import { PracticeFormPage } from './pages/form.tsx';
import { OwnPracticesPage } from './pages/own.tsx';
import { PracticePage } from './pages/practice.tsx';
import { PracticesPage } from './pages/practices.tsx';
import { ReleasePage, ReportPage, ReportsPage, WithdrawPage } from './pages/steps.tsx';
import { paths, planHref } from './paths.ts';

const cut = (text: string | null, length = 100) => (text ?? '').slice(0, length);

const practicesPage = page({
  path: paths.practices,
  access: 'anyone',
  load: async ({ ask, search }) => {
    const asked = {
      q: cut(search.get('q')),
      theme: cut(search.get('theme'), 20),
      language: cut(search.get('language'), 3),
      country: cut(search.get('country'), 2),
    };
    const after = cut(search.get('after'), 40);
    return { asked, found: await ask(searchPractices, { ...asked, after }) };
  },
  title: (v) => v.t('practices.catalogue.title'),
  view: (v, data) => <PracticesPage v={v} {...data} />,
});

const ownPage = page({
  path: paths.own,
  access: 'person',
  load: async ({ ask }) => ({ list: await ask(listOwnPractices, {}) }),
  title: (v) => v.t('practices.own.title'),
  view: (v, data) => <OwnPracticesPage v={v} {...data} />,
});

const newPage = page({
  path: paths.new,
  access: 'person',
  load: async ({ ask, search }) => ({
    form: await ask(getPracticeForm, {}),
    card: null,
    clubId: cut(search.get('club'), 60),
  }),
  title: (v) => v.t('practices.form.title'),
  view: (v, data) => <PracticeFormPage v={v} {...data} />,
});

type Context = Pick<PageContext, 'ask'> & { params: { practiceId: string } };

async function load({ ask, params }: Context) {
  // an address that is no id of ours is simply not there
  if (!isId('prc', params.practiceId)) throw new Refusal(notFound);
  return { practice: await ask(getPractice, params) };
}

/** A page of who may do it; for everybody else it is not there. */
async function loadFor(context: Context, may: 'change' | 'release' | 'withdraw' | 'report') {
  const loaded = await load(context);
  if (!loaded.practice.can[may]) throw new Refusal(notFound);
  return loaded;
}

const practicePage = page({
  path: paths.practice,
  access: 'anyone',
  load,
  title: (_, { practice }) => practice.title,
  view: (v, data) => <PracticePage v={v} {...data} />,
});

const editPage = page({
  path: paths.edit,
  access: 'person',
  load: async (context) => ({
    card: (await loadFor(context, 'change')).practice,
    form: null,
    clubId: '',
  }),
  title: (v) => v.t('practices.form.change'),
  view: (v, data) => <PracticeFormPage v={v} {...data} />,
});

const releasePage = page({
  path: paths.release,
  access: 'person',
  load: (context) => loadFor(context, 'release'),
  title: (v) => v.t('practices.release.title'),
  view: (v, data) => <ReleasePage v={v} {...data} />,
});

const withdrawPage = page({
  path: paths.withdraw,
  access: 'person',
  load: (context) => loadFor(context, 'withdraw'),
  title: (v) => v.t('practices.withdraw.title'),
  view: (v, data) => <WithdrawPage v={v} {...data} />,
});

const reportPage = page({
  path: paths.report,
  access: 'person',
  load: (context) => loadFor(context, 'report'),
  title: (v) => v.t('practices.report.title'),
  view: (v, data) => <ReportPage v={v} {...data} />,
});

const reportsPage = page({
  path: paths.reports,
  access: 'person',
  load: async ({ ask }) => ({ list: await ask(listReports, {}) }),
  title: (v) => v.t('practices.reports.title'),
  view: (v, data) => <ReportsPage v={v} {...data} />,
});

function wordsIn(form: FormData) {
  return {
    title: form.text('title'),
    criterionId: form.text('criterionId'),
    language: form.text('language'),
    checkedOn: form.date('checkedOn'),
    ...Object.fromEntries(parts.map((part) => [part, form.text(part)])),
  };
}

export const routes: Route[] = [
  practicesPage,
  ownPage,
  newPage,
  reportsPage,
  practicePage,
  editPage,
  releasePage,
  withdrawPage,
  reportPage,
  action({
    path: paths.new,
    access: 'person',
    command: draftPractice,
    input: ({ form }) => ({ ...wordsIn(form), clubId: form.text('clubId') }),
    done: ({ practiceId }) => ({
      to: paths.practice.href({ practiceId }),
      flash: 'practices.flash.drafted',
    }),
    page: newPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: changePractice,
    input: ({ form, params }) => ({ ...wordsIn(form), ...params, version: form.text('version') }),
    done: (_, { params }) => ({
      to: paths.practice.href(params),
      flash: 'practices.flash.changed',
    }),
    page: editPage,
  }),
  action({
    path: paths.share,
    access: 'person',
    command: sharePractice,
    input: ({ params }) => params,
    done: (_, { params }) => ({ to: paths.practice.href(params), flash: 'practices.flash.shared' }),
    page: practicePage,
  }),
  action({
    path: paths.release,
    access: 'person',
    command: releasePractice,
    input: ({ form, params }) => ({
      ...params,
      licence: form.text('licence'),
      namedAs: form.text('namedAs'),
      noPersons: form.flag('noPersons'),
    }),
    done: (_, { params }) => ({
      to: paths.practice.href(params),
      flash: 'practices.flash.released',
    }),
    page: releasePage,
  }),
  action({
    path: paths.withdraw,
    access: 'person',
    command: withdrawPractice,
    input: ({ params }) => params,
    done: () => ({ to: paths.own.href(), flash: 'practices.flash.withdrawn' }),
    page: withdrawPage,
  }),
  action({
    path: paths.mark,
    access: 'person',
    command: markPractice,
    input: ({ form, params }) => ({ ...params, mark: form.text('mark') }),
    // who begins to do it writes down how: the plan is filled with what stands on the card
    done: ({ planIn }, { form, params }) =>
      planIn && form.text('mark') === 'adopted'
        ? { to: planHref(planIn, params.practiceId), flash: 'practices.flash.adopted' }
        : { to: paths.practice.href(params) },
    page: practicePage,
  }),
  action({
    path: paths.report,
    access: 'person',
    command: reportPractice,
    input: ({ form, params }) => ({ ...params, reason: form.text('reason') }),
    done: (_, { params }) => ({
      to: paths.practice.href(params),
      flash: 'practices.flash.reported',
    }),
    page: reportPage,
  }),
  action({
    path: paths.settle,
    access: 'person',
    command: settleReport,
    input: ({ params }) => params,
    done: () => ({ to: paths.reports.href(), flash: 'practices.flash.settled' }),
    page: practicePage,
  }),
];

/** For everybody who works for an organisation. */
export function nav({ actor, t }: View): NavPlace[] {
  if (actor.kind !== 'person' || actor.orgs.length === 0) return [];
  return [
    { href: paths.practices.href(), label: t('practices.nav'), order: 89, group: 'together' },
  ];
}
