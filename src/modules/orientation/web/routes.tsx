import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import type { LanguageGoalId, MobilityId, OrientationId, OrientationTestId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { listForStay } from '#modules/resources/server/index.ts';
import { resourcesPaths } from '#modules/resources/web/index.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { namesLanguage, type OrientationKind, testRows } from '../core/index.ts';
import { stepAt } from '../core/rules.ts';
import {
  agreeNearby,
  allowNearby,
  answerBuddy,
  cancelOrientation,
  editOrientation,
  editTest,
  endBuddy,
  getGoals,
  getNearby,
  getOrientation,
  getOrientationForm,
  getProposals,
  getTest,
  getTestForm,
  getTranslationForm,
  inviteParticipants,
  issueCertificates,
  listBuddies,
  listOfStay,
  listOrientations,
  listOwnTurns,
  listTests,
  planOrientation,
  recordAttendance,
  recordLevel,
  retireTest,
  setGoal,
  suggestBuddy,
  translateTest,
  tryTest,
  withdrawNearby,
  writeTest,
} from '../server/index.ts';
import { BuddiesPage } from './pages/buddies.tsx';
import { AttendancePage, CancelPage, InvitePage, OrientationPage } from './pages/orientation.tsx';
import { OrientationsPage } from './pages/orientations.tsx';
import { PlanPage, sessionRows } from './pages/plan.tsx';
import { GoalsPage, NearbyPage } from './pages/stay.tsx';
import { answersIn, answersText, TestPage } from './pages/test.tsx';
import { TestsPage, TranslationPage, WriteTestPage } from './pages/tests.tsx';
import { PreparationPart } from './parts/dossier.tsx';
import { paths } from './paths.ts';

type AskOf<P extends string> = Pick<PageContext<P>, 'ask' | 'params'>;

const listPage = page({
  path: paths.orientations,
  access: 'person',
  load: async ({ ask }) => ({ list: await ask(listOrientations, {}) }),
  title: (v) => v.t('orientation.list.title'),
  view: (v, data) => <OrientationsPage v={v} {...data} />,
});

const planPage = page({
  path: paths.plan,
  access: 'person',
  load: async ({ ask, search }) => ({
    choices: await ask(getOrientationForm, {
      kind: (search.get('kind') ?? '') as OrientationKind,
    }),
    orgId: search.get('org') ?? '',
    orientation: null,
  }),
  title: (v) => v.t('orientation.plan.title'),
  view: (v, data) => <PlanPage v={v} {...data} />,
});

const one = async ({ ask, params }: AskOf<'/o/:orientationId'>) => ({
  orientation: await ask(getOrientation, { orientationId: params.orientationId as OrientationId }),
});
/** Pages of who runs it; others do not find them. */
const run = async (context: AskOf<'/o/:orientationId'>) => {
  const found = await one(context);
  if (!found.orientation.can.run) throw new Refusal(notFound);
  return found;
};

const orientationPage = page({
  path: paths.orientation,
  access: 'person',
  load: one,
  title: (_, { orientation }) => orientation.title,
  view: (v, data) => <OrientationPage v={v} {...data} />,
});
const editPage = page({
  path: paths.edit,
  access: 'person',
  load: async (context) => {
    const { orientation } = await run(context);
    return {
      orientation,
      choices: await context.ask(getOrientationForm, { kind: orientation.kind }),
      orgId: orientation.orgId,
    };
  },
  title: (v) => v.t('orientation.edit.title'),
  view: (v, data) => <PlanPage v={v} {...data} />,
});
const invitePage = page({
  path: paths.invite,
  access: 'person',
  load: async (context) => ({
    ...(await run(context)),
    ...(await context.ask(getProposals, {
      orientationId: context.params.orientationId as OrientationId,
    })),
  }),
  title: (v) => v.t('orientation.invite.title'),
  view: (v, data) => <InvitePage v={v} {...data} />,
});
const attendancePage = page({
  path: paths.attendance,
  access: 'person',
  load: async (context) => {
    const found = await one(context);
    if (!found.orientation.can.record) throw new Refusal(notFound);
    return found;
  },
  title: (v) => v.t('orientation.attendance.title'),
  view: (v, data) => <AttendancePage v={v} {...data} />,
});
const cancelPage = page({
  path: paths.cancel,
  access: 'person',
  load: run,
  title: (v) => v.t('orientation.cancel-it.title'),
  view: (v, data) => <CancelPage v={v} {...data} />,
});
const testPage = page({
  path: paths.test,
  access: 'person',
  load: async ({ ask, params, search, lang }) => {
    const given = search.get('answers');
    return {
      test: await ask(getTest, {
        orientationId: params.orientationId as OrientationId,
        language: search.get('in') ?? chooseLanguage(lang),
        answers: given ? answersIn(given) : null,
      }),
      chosen: search.get('in') ?? '',
    };
  },
  title: (_, { test }) => test.page?.title ?? test.title,
  view: (v, data) => <TestPage v={v} {...data} />,
});
const testsPage = page({
  path: paths.tests,
  access: 'person',
  load: async ({ ask, lang }) => ({ list: await ask(listTests, { language: lang }) }),
  title: (v) => v.t('orientation.own-test.title'),
  view: (v, data) => <TestsPage v={v} {...data} />,
});
const newTestPage = page({
  path: paths.newTest,
  access: 'person',
  load: async ({ ask, search, lang }) => ({
    test: await ask(getTestForm, {
      testId: null,
      from: search.get('from') ?? '',
      language: chooseLanguage(lang),
    }),
  }),
  title: (v) => v.t('orientation.own-test.write'),
  view: (v, data) => <WriteTestPage v={v} {...data} />,
});
const ownTestPage = page({
  path: paths.ownTest,
  access: 'person',
  load: async ({ ask, params }) => ({
    test: await ask(getTestForm, {
      testId: params.orientationTestId as OrientationTestId,
      from: '',
    }),
  }),
  title: (_, { test }) => test.title,
  view: (v, data) => <WriteTestPage v={v} {...data} />,
});
const translationPage = page({
  path: paths.translation,
  access: 'person',
  load: async ({ ask, params, search }) => {
    const language = search.get('language') ?? '';
    if (!namesLanguage(language)) throw new Refusal(notFound);
    const testId = params.orientationTestId as OrientationTestId;
    return { test: await ask(getTranslationForm, { testId, language }) };
  },
  title: (v, { test }) =>
    v.t('orientation.own-test.translation', { language: v.fmt.language(test.language) }),
  view: (v, data) => <TranslationPage v={v} {...data} />,
});
const goalsPage = page({
  path: paths.goals,
  access: 'person',
  load: async ({ ask, params }) => ({
    goals: await ask(getGoals, { mobilityId: params.mobilityId as MobilityId }),
  }),
  title: (v) => v.t('orientation.goal.title'),
  view: (v, data) => <GoalsPage v={v} {...data} />,
});
const nearbyPage = page({
  path: paths.nearby,
  access: 'person',
  load: async ({ ask, params }) => ({
    nearby: await ask(getNearby, { mobilityId: params.mobilityId as MobilityId }),
  }),
  title: (v) => v.t('orientation.nearby.title'),
  view: (v, data) => <NearbyPage v={v} {...data} />,
});
const buddiesPage = page({
  path: paths.buddies,
  access: 'person',
  load: async ({ ask }) => {
    const found = await ask(listBuddies, {});
    if (found.orgs.length === 0) throw new Refusal(notFound);
    return found;
  },
  title: (v) => v.t('orientation.buddies.title'),
  view: (v, data) => <BuddiesPage v={v} {...data} />,
});

const writtenIn = (form: FormData) => ({
  kind: form.text('kind'),
  title: form.text('title'),
  description: form.text('description'),
  day: form.date('day'),
  from: form.text('from'),
  untilDay: form.date('untilDay'),
  until: form.text('until'),
  town: form.text('town'),
  place: form.text('place'),
  url: form.text('url'),
  combined: form.flag('combined'),
  test: form.text('test'),
  sessions: Array.from({ length: sessionRows }, (_, i) => ({
    title: form.text(`session.${i}.title`),
    minutes: form.text(`session.${i}.minutes`),
    ledBy: form.text(`session.${i}.ledBy`),
    thread: form.text(`session.${i}.thread`),
  })),
  resourceIds: form.list('resourceIds'),
});

const wordsIn = (form: FormData) => ({
  title: form.text('title'),
  questions: Array.from({ length: testRows.questions }, (_, i) => ({
    text: form.text(`questions.${i}.text`),
    choices: Array.from({ length: testRows.choices }, (_, n) =>
      form.text(`questions.${i}.choices.${n}`),
    ),
    why: form.text(`questions.${i}.why`),
  })),
});
const testIn = (form: FormData) => {
  const { title, questions } = wordsIn(form);
  return {
    language: form.text('language'),
    title,
    questions: questions.map((q, i) => ({
      ...q,
      right: form.text(`questions.${i}.right`) || '-1',
    })),
  };
};

type Here = { params: { orientationId: string } };
const idIn = ({ params }: Here) => ({ orientationId: params.orientationId });
const back =
  (flash: string) =>
  (_: unknown, { params }: Here) => ({
    to: paths.orientation.href({ orientationId: params.orientationId }),
    flash,
  });
type Stay = { params: { mobilityId: string } };
const stayIn = ({ params }: Stay) => ({ mobilityId: params.mobilityId });
const toNearby =
  (flash: string) =>
  (_: unknown, { params }: Stay) => ({
    to: paths.nearby.href({ mobilityId: params.mobilityId }),
    flash,
  });

export const routes: Route[] = [
  listPage,
  planPage,
  testsPage,
  newTestPage,
  ownTestPage,
  translationPage,
  orientationPage,
  editPage,
  invitePage,
  attendancePage,
  cancelPage,
  testPage,
  goalsPage,
  nearbyPage,
  buddiesPage,
  action({
    path: paths.newTest,
    access: 'person',
    command: writeTest,
    input: ({ form }) => ({
      orgId: form.text('orgId'),
      basedOn: form.text('basedOn'),
      ...testIn(form),
    }),
    done: () => ({ to: paths.tests.href(), flash: 'orientation.own-test.written' }),
    page: newTestPage,
  }),
  action({
    path: paths.ownTest,
    access: 'person',
    command: editTest,
    input: ({ params, form }) => ({
      testId: params.orientationTestId,
      version: form.text('version'),
      ...testIn(form),
    }),
    // what it is translated to is of the words before: there, one sees it
    done: ({ translations }, { params: { orientationTestId } }) =>
      translations > 0
        ? {
            to: `${paths.ownTest.href({ orientationTestId })}#languages`,
            flash: 'orientation.own-test.look-again',
          }
        : { to: paths.tests.href(), flash: 'orientation.saved' },
    page: ownTestPage,
  }),
  action({
    path: paths.translation,
    access: 'person',
    command: translateTest,
    input: ({ params, search, form }) => ({
      testId: params.orientationTestId,
      number: form.text('number'),
      version: form.text('version'),
      language: search.get('language') ?? '',
      ...wordsIn(form),
    }),
    done: ({ lacking, gone }, { params: { orientationTestId } }) => ({
      to: `${paths.ownTest.href({ orientationTestId })}#languages`,
      flash: gone
        ? 'orientation.own-test.translation-gone'
        : lacking > 0
          ? 'orientation.own-test.translation-begun'
          : 'orientation.own-test.translation-shown',
    }),
    page: translationPage,
  }),
  action({
    path: paths.retireTest,
    access: 'person',
    command: retireTest,
    input: ({ params, form }) => ({
      testId: params.orientationTestId,
      retired: form.flag('retired'),
    }),
    done: () => ({ to: paths.tests.href(), flash: 'orientation.saved' }),
    page: ownTestPage,
  }),
  action({
    path: paths.plan,
    access: 'person',
    command: planOrientation,
    input: ({ form }) => ({ orgId: form.text('orgId'), ...writtenIn(form) }),
    done: (result) => ({
      to: paths.invite.href({ orientationId: result.orientationId }),
      flash: 'orientation.plan.done',
    }),
    page: planPage,
  }),
  action({
    path: paths.edit,
    access: 'person',
    command: editOrientation,
    input: (context) => ({
      ...idIn(context),
      version: context.form.text('version'),
      ...writtenIn(context.form),
    }),
    done: back('orientation.saved'),
    page: editPage,
  }),
  action({
    path: paths.invite,
    access: 'person',
    command: inviteParticipants,
    input: (context) => ({ ...idIn(context), personIds: context.form.list('personIds') }),
    done: back('orientation.invite.done'),
    page: invitePage,
  }),
  action({
    path: paths.attendance,
    access: 'person',
    command: recordAttendance,
    input: (context) => ({
      ...idIn(context),
      rows: Object.entries(context.form.values).flatMap(([name, [attended]]) =>
        name.startsWith('attended.') && attended
          ? [{ personId: name.slice('attended.'.length), attended }]
          : [],
      ),
    }),
    done: back('orientation.attendance.done'),
    page: attendancePage,
  }),
  action({
    path: paths.certificates,
    access: 'person',
    command: issueCertificates,
    input: idIn,
    done: back('orientation.certificate.done'),
    page: orientationPage,
  }),
  action({
    path: paths.cancel,
    access: 'person',
    command: cancelOrientation,
    input: idIn,
    done: back('orientation.cancel-it.done'),
    page: cancelPage,
  }),
  action({
    path: paths.test,
    access: 'person',
    command: tryTest,
    input: (context) => ({ ...idIn(context), fields: context.form.values }),
    done: (result, { params, search }) => ({
      to: paths.test.href(
        { orientationId: params.orientationId },
        { in: search.get('in') ?? undefined, answers: answersText(result.answers) },
      ),
    }),
    page: testPage,
  }),
  action({
    path: paths.goals,
    access: 'person',
    command: setGoal,
    input: (context) => ({
      ...stayIn(context),
      language: context.form.text('language'),
      startLevel: context.form.text('startLevel'),
      goalLevel: context.form.text('goalLevel'),
      practice: context.form.text('practice'),
      byOn: context.form.date('byOn'),
    }),
    done: (_, { params }) => ({
      to: paths.goals.href({ mobilityId: params.mobilityId }),
      flash: 'orientation.goal.saved',
    }),
    page: goalsPage,
  }),
  action({
    path: paths.level,
    access: 'person',
    command: recordLevel,
    input: ({ params, form }) => ({
      goalId: params.goalId as LanguageGoalId,
      level: form.text('level'),
    }),
    done: (_, { params }) => ({
      to: paths.goals.href({ mobilityId: params.mobilityId }),
      flash: 'orientation.goal.saved',
    }),
    page: goalsPage,
  }),
  action({
    path: paths.nearby,
    access: 'person',
    command: agreeNearby,
    input: (context) => ({
      ...stayIn(context),
      wishes: context.form.list('wishes'),
      words: context.form.text('words'),
    }),
    done: toNearby('orientation.nearby.agreed'),
    page: nearbyPage,
  }),
  action({
    path: paths.allowNearby,
    access: 'person',
    command: allowNearby,
    input: stayIn,
    done: toNearby('orientation.nearby.allowed'),
    page: nearbyPage,
  }),
  action({
    path: paths.withdrawNearby,
    access: 'person',
    command: withdrawNearby,
    input: stayIn,
    done: toNearby('orientation.nearby.withdrawn'),
    page: nearbyPage,
  }),
  action({
    path: paths.answerBuddy,
    access: 'person',
    command: answerBuddy,
    input: ({ params, form }) => ({ pairId: params.pairId, answer: form.text('answer') }),
    done: toNearby('orientation.buddy.answered'),
    page: nearbyPage,
  }),
  action({
    path: paths.endBuddy,
    access: 'person',
    command: endBuddy,
    input: ({ params }) => ({ pairId: params.pairId }),
    done: toNearby('orientation.buddy.ended'),
    page: nearbyPage,
  }),
  action({
    path: paths.buddies,
    access: 'person',
    command: suggestBuddy,
    input: ({ form }) => ({
      orgId: form.text('orgId'),
      firstMobilityId: form.text('firstMobilityId'),
      secondMobilityId: form.text('secondMobilityId'),
      why: form.text('why'),
    }),
    done: () => ({ to: paths.buddies.href(), flash: 'orientation.buddies.suggested' }),
    page: buddiesPage,
  }),
  action({
    path: paths.endPair,
    access: 'person',
    command: endBuddy,
    input: ({ params }) => ({ pairId: params.pairId }),
    done: () => ({ to: paths.buddies.href(), flash: 'orientation.buddy.ended' }),
    page: buddiesPage,
  }),
];

export async function tasks({ ask, t }: PageContext<string, PersonActor>): Promise<Task[]> {
  const turns = await ask(listOwnTurns, {});
  return [
    ...turns.buddies.map((b) => ({
      id: `buddy-${b.mobilityId}-${b.other}`,
      title: t('orientation.task.buddy', { other: b.other }),
      href: paths.nearby.href({ mobilityId: b.mobilityId }),
      action: t('orientation.task.answer'),
    })),
    ...turns.consents.map((c) => ({
      id: `nearby-${c.mobilityId}`,
      title: t('orientation.task.consent', { name: c.name }),
      href: paths.nearby.href({ mobilityId: c.mobilityId }),
      action: t('orientation.task.answer'),
    })),
    ...turns.unrecorded.map((o) => ({
      id: `attendance-${o.id}`,
      title: t('orientation.task.attendance'),
      about: o.title,
      due: o.on.add({ days: 3 }),
      href: paths.attendance.href({ orientationId: o.id }),
      action: t('orientation.task.attendance-do'),
    })),
    ...turns.tests.map((o) => ({
      id: `test-${o.id}`,
      title: t('orientation.task.test'),
      about: o.title,
      href: paths.test.href({ orientationId: o.id }),
      action: t('orientation.task.test-do'),
      background: true,
    })),
  ];
}

/** In a dossier: orientations with their certificates, language goals, and others nearby, as far as one sees them. */
export async function dossier(
  { ask }: PageContext<string, PersonActor>,
  mobilityId: string,
  v: View,
): Promise<DossierSection[]> {
  const of = { mobilityId: mobilityId as MobilityId };
  const { rows } = await ask(listOfStay, of);
  const goals = await unlessRefused(ask(getGoals, of));
  const nearby = await unlessRefused(ask(getNearby, of));
  if (rows.length === 0 && !goals && !nearby) return [];
  return [
    {
      id: 'preparation',
      order: 55,
      title: v.t('orientation.dossier.title'),
      body: <PreparationPart v={v} rows={rows} goals={goals} nearby={nearby} />,
    },
  ];
}

/** What stands beside one step at most; the library has the rest. */
const shown = 3;

/**
 * What the reader of a plan is offered to read, beside the step it helps with: the first that is still open, where there are
 * several.
 * @returns by the id of a step the titles with their addresses; nothing for who has no part in the stay
 */
export async function readingBeside(
  { ask, lang }: Pick<PageContext, 'ask' | 'lang'>,
  plan: {
    mobilityId: string;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
    steps: readonly {
      id: string;
      latest: Temporal.PlainDate;
      doneOn: Temporal.PlainDate | null;
    }[];
  },
): Promise<Record<string, { title: string; href: string; languages: string[] }[]>> {
  const { offers } = await ask(listForStay, {
    mobilityId: plan.mobilityId as MobilityId,
    language: lang,
  });
  const isDone = (id: string) => plan.steps.some((s) => s.id === id && s.doneOn !== null);
  // moments come in their order
  const placed = new Map<string, { step: string; title: string; languages: string[] }>();
  for (const { moment, audience, resources } of offers) {
    const step = stepAt(moment, audience, plan.steps, plan);
    if (!step) continue;
    for (const { id, title, languages } of resources) {
      const before = placed.get(id)?.step;
      if (!before || isDone(before)) placed.set(id, { step, title, languages });
    }
  }
  const beside: Awaited<ReturnType<typeof readingBeside>> = {};
  for (const [id, { step, title, languages }] of placed) {
    const there = beside[step] ?? [];
    if (there.length === shown) continue;
    const href = resourcesPaths.resource.href({ resourceId: id });
    beside[step] = [...there, { title, languages, href }];
  }
  return beside;
}
