import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  action,
  type DossierSection,
  type NavPlace,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import {
  type ConcernSubject,
  checkInTopics,
  concernSubjects,
  evaluationTopics,
  type TalkPartner,
} from '../core/index.ts';
import * as server from '../server/index.ts';
import { CasePage } from './pages/case.tsx';
import { CasesPage, NewCasePage } from './pages/cases.tsx';
import { CheckInsPage, NewCheckInPage } from './pages/check-ins.tsx';
import { ConcernFormPage, ConcernPage, ConcernsPage } from './pages/concern.tsx';
import { ContactsPage, CoverPage, ThanksPage, VisitPage } from './pages/contacts.tsx';
import { EvaluationPage } from './pages/evaluation.tsx';
import { PlansPage, SharePlanPage } from './pages/plans.tsx';
import { TalksPage } from './pages/talks.tsx';
import {
  CasesSection,
  CheckInsSection,
  ConcernSection,
  EvaluationSection,
  PlansSection,
} from './parts/dossier.tsx';
import { paths } from './paths.ts';

const partnerOf = (text: string | null): TalkPartner =>
  text === 'host_family' ? 'host_family' : 'pupil';

// ---- talks

const checkInsPage = page({
  path: paths.checkIns,
  access: 'person',
  load: async ({ ask, params, lang }) => ({
    data: await ask(server.listCheckIns, { ...params, language: lang } as never),
  }),
  title: (v) => v.t('support.check-in.title'),
  view: (v, { data }) => <CheckInsPage v={v} data={data} />,
});

const newCheckInPage = page({
  path: paths.newCheckIn,
  access: 'person',
  load: async ({ ask, params, search, lang }) => {
    const asked = { ...params, language: lang } as never;
    const data = await ask(server.listCheckIns, asked);
    const partner = partnerOf(search.get('with'));
    const forms = data.mayRecord ? await unlessRefused(ask(server.getTalkForms, asked)) : null;
    return { data, partner, form: forms?.forms.find((f) => f.with === partner) ?? null };
  },
  title: (v, { data, partner }) => v.t(`support.check-in.new.${partner}`, { pupil: data.pupil }),
  view: (v, data) => <NewCheckInPage v={v} {...data} />,
});

const talksPage = page({
  path: paths.talks,
  access: 'person',
  islands: ['check-ins'],
  offline: true,
  load: async ({ ask, lang }) => ({ data: await ask(server.getTalkForms, { language: lang }) }),
  title: (v) => v.t('support.talks.title'),
  view: (v, { data }) => <TalksPage v={v} data={data} />,
});

const visitPage = page({
  path: paths.visit,
  access: 'person',
  load: async ({ ask, params }) => ({ visit: await ask(server.getVisitForm, params as never) }),
  title: (v, { visit }) => v.t('support.visit.new', { pupil: visit.pupil }),
  view: (v, data) => <VisitPage v={v} {...data} />,
});

const ratings = (form: FormData, prefix: string, topics: readonly string[]) =>
  Object.fromEntries(topics.map((topic) => [topic, form.text(`${prefix}ratings.${topic}`)]));

/** One talk as it was typed; the fields of all talks are called alike behind their prefix. */
function talkIn(form: FormData, prefix: string) {
  const start = `${prefix}answers.`;
  return {
    heldOn: form.date(`${prefix}heldOn`),
    way: form.text(`${prefix}way`),
    ratings: ratings(form, prefix, checkInTopics),
    note: form.text(`${prefix}note`),
    promise: form.text(`${prefix}promise`),
    lastPromise: form.text(`${prefix}lastPromise`),
    answers: Object.fromEntries(
      Object.keys(form.values)
        .filter((name) => name.startsWith(start))
        .map((name) => [name.slice(start.length), form.text(name)]),
    ),
    key: form.text(`${prefix}key`),
  };
}

/** All talks of the page in their order; those in which nothing was said keep their place. */
function talksIn(form: FormData) {
  const talks: object[] = [];
  for (let i = 0; form.text(`talks.${i}.mobilityId`) !== ''; i++) {
    const prefix = `talks.${i}.`;
    const talk = talkIn(form, prefix);
    const said = [...Object.values(talk.ratings), ...Object.values(talk.answers)].some(Boolean);
    talks.push(
      said || talk.note || talk.promise || talk.lastPromise
        ? {
            kind: 'talk',
            mobilityId: form.text(`${prefix}mobilityId`),
            with: form.text(`${prefix}with`),
            ...talk,
          }
        : { kind: 'empty' },
    );
  }
  return talks;
}

// ---- contacts of an organisation

const contactsPage = page({
  path: paths.contacts,
  access: 'person',
  islands: ['check-ins'],
  load: async ({ ask }) => ({ data: await ask(server.listContacts, {}) }),
  title: (v) => v.t('support.contacts.title'),
  view: (v, { data }) => <ContactsPage v={v} data={data} />,
});

async function orgOf({ ask, params }: Pick<PageContext, 'ask'> & { params: { orgId: string } }) {
  const data = await ask(server.listContacts, {});
  const org = data.orgs.find((o) => o.id === params.orgId);
  if (!org) throw new Refusal(notFound);
  return { org, key: data.key };
}

const coverPage = page({
  path: paths.cover,
  access: 'person',
  load: orgOf,
  title: (v) => v.t('support.cover.new'),
  view: (v, { org }) => <CoverPage v={v} org={org} />,
});

const thanksPage = page({
  path: paths.thanks,
  access: 'person',
  load: async (context) => ({
    ...(await orgOf(context)),
    to: context.search.get('to') ?? '',
  }),
  title: (v) => v.t('support.thanks.title'),
  view: (v, { org, key, to }) => <ThanksPage v={v} org={org} sendKey={key} to={to} />,
});

// ---- cases

const casesPage = page({
  path: paths.cases,
  access: 'person',
  load: async ({ ask }) => await ask(server.listCases, {}),
  title: (v) => v.t('support.cases.title'),
  view: (v, { cases }) => <CasesPage v={v} cases={cases} />,
});

const newCasePage = page({
  path: paths.newCase,
  access: 'person',
  load: async ({ ask, params }) => ({ stay: await ask(server.listCasesOfStay, params as never) }),
  title: (v, { stay }) => v.t('support.case.new', { pupil: stay.pupil }),
  view: (v, { stay }) => <NewCasePage v={v} stay={stay} />,
});

const casePage = page({
  path: paths.case,
  access: 'person',
  load: async ({ ask, params }) => ({
    c: await ask(server.getCase, { caseId: params.caseId as never }),
  }),
  title: (v, { c }) => v.t('support.case.title', { pupil: c.pupil }),
  view: (v, { c }) => <CasePage v={v} c={c} />,
});

const toCase = (flash: string) => (_: object, at: { params: { caseId: string } }) => ({
  to: paths.case.href({ caseId: at.params.caseId }),
  flash,
});

// ---- concerns

const aboutIn = (texts: string[]): ConcernSubject[] =>
  concernSubjects.filter((s) => texts.flatMap((t) => t.split(',')).includes(s));

const concernFormPage = page({
  path: paths.concern,
  access: 'person',
  load: async ({ ask, search }) => ({
    data: await ask(server.getConcernForm, {
      mobilityId: (search.get('mobility') || null) as never,
      about: aboutIn(search.getAll('about')),
    }),
  }),
  title: (v) => v.t('support.concern.title'),
  view: (v, { data }) => <ConcernFormPage v={v} data={data} />,
});

const concernsPage = page({
  path: paths.concerns,
  access: 'person',
  load: async ({ ask }) => ({ data: await ask(server.listConcerns, {}) }),
  title: (v) => v.t('support.concerns.title'),
  view: (v, { data }) => <ConcernsPage v={v} data={data} />,
});

const concernPage = page({
  path: paths.oneConcern,
  access: 'person',
  load: async ({ ask, params, actor, runtime }) => {
    const c = await ask(server.getConcern, { concernId: params.concernId as never });
    // opening it is reading it: whoever wrote it sees that
    if (c.unread) await server.noteRead(runtime, actor, c.id);
    return { c };
  },
  title: (v, { c }) =>
    v.t(c.own ? 'support.concern.yours' : 'support.concern.from', { who: c.from }),
  view: (v, { c }) => <ConcernPage v={v} c={c} />,
});

const plansPage = page({
  path: paths.plans,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    ...(await ask(server.listPlans, { mobilityId: params.mobilityId as never })),
    chosen: search.get('plan') ?? '',
  }),
  title: (v, { plans }) =>
    v.t(plans[0]?.part === 'pupil' ? 'support.plan.title' : 'support.plan.title-of', {
      pupil: plans[0]?.pupil ?? '',
    }),
  view: (v, data) => <PlansPage v={v} {...data} />,
});

const sharePlanPage = page({
  path: paths.sharePlan,
  access: 'person',
  load: async ({ ask, params }) => {
    const c = await ask(server.getCase, { caseId: params.caseId as never });
    const s = c.steps.find((step) => step.id === params.caseStepId);
    if (!s?.may.share) throw new Refusal(notFound);
    return { c, s };
  },
  title: (v, { s }) => v.t(s.plan ? 'support.plan.change-it' : 'support.plan.write'),
  view: (v, data) => <SharePlanPage v={v} {...data} />,
});

const evaluationPage = page({
  path: paths.evaluation,
  access: 'person',
  load: async ({ ask, params }) => ({
    evaluation: await ask(server.getEvaluation, params as never),
  }),
  title: (v) => v.t('support.evaluation.title'),
  view: (v, data) => <EvaluationPage v={v} {...data} />,
});

const versionIn = (form: FormData) => form.text('version');

export const routes: Route[] = [
  checkInsPage,
  newCheckInPage,
  talksPage,
  visitPage,
  contactsPage,
  coverPage,
  thanksPage,
  casesPage,
  newCasePage,
  casePage,
  concernFormPage,
  concernsPage,
  concernPage,
  plansPage,
  sharePlanPage,
  evaluationPage,
  action({
    path: paths.newCheckIn,
    access: 'person',
    command: server.recordCheckIn,
    input: ({ params, search, form }) => ({
      mobilityId: params.mobilityId,
      with: partnerOf(search.get('with')),
      ...talkIn(form, ''),
    }),
    done: (result, { params }) => ({
      to: paths.checkIns.href(params),
      flash: result.worrying ? 'support.check-in.saved-alert' : 'support.check-in.saved',
    }),
    page: newCheckInPage,
  }),
  action({
    path: paths.talks,
    access: 'person',
    command: server.recordCheckIns,
    input: ({ form }) => ({ talks: talksIn(form) }),
    done: (result) => ({
      to: paths.contacts.href(),
      flash: result.results.some((r) => r.result === 'refused')
        ? 'support.talks.some-not'
        : result.worrying
          ? 'support.check-in.saved-alert'
          : 'support.check-in.saved',
    }),
    page: talksPage,
  }),
  action({
    path: paths.visit,
    access: 'person',
    command: server.recordVisit,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      visitedBy: form.text('visitedBy'),
      visitedOn: form.date('visitedOn'),
    }),
    done: (_, { params }) => ({ to: paths.checkIns.href(params), flash: 'support.visit.saved' }),
    page: visitPage,
  }),
  action({
    path: paths.cover,
    access: 'person',
    command: server.makeCover,
    input: ({ params, form }) => ({
      orgId: params.orgId,
      personId: form.text('personId'),
      standInId: form.text('standInId'),
      fromOn: form.date('fromOn'),
      untilOn: form.date('untilOn'),
    }),
    done: () => ({ to: paths.contacts.href(), flash: 'support.cover.saved' }),
    page: coverPage,
  }),
  action({
    path: paths.endCover,
    access: 'person',
    command: server.endCover,
    input: ({ params }) => ({ coverId: params.coverId }),
    done: () => ({ to: paths.contacts.href(), flash: 'support.cover.ended' }),
    page: contactsPage,
  }),
  action({
    path: paths.thanks,
    access: 'person',
    command: server.sayThanks,
    input: ({ params, form }) => ({
      orgId: params.orgId,
      toId: form.text('toId'),
      words: form.text('words'),
      key: form.text('key'),
    }),
    done: () => ({ to: paths.contacts.href(), flash: 'support.thanks.sent' }),
    page: thanksPage,
  }),
  action({
    path: paths.newCase,
    access: 'person',
    command: server.openCase,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      level: form.text('level'),
      words: form.text('words'),
      withoutContact: form.flag('withoutContact'),
    }),
    done: ({ id }) => ({ to: paths.case.href({ caseId: id }), flash: 'support.case.opened-now' }),
    page: newCasePage,
  }),
  action({
    path: paths.takeCase,
    access: 'person',
    command: server.takeCase,
    input: ({ params, form }) => ({ caseId: params.caseId, version: versionIn(form) }),
    done: toCase('support.case.taken'),
    page: casePage,
  }),
  action({
    path: paths.waitCase,
    access: 'person',
    command: server.putCaseAside,
    input: ({ params, form }) => ({
      caseId: params.caseId,
      version: versionIn(form),
      until: form.date('until'),
    }),
    done: toCase('support.case.aside'),
    page: casePage,
  }),
  action({
    path: paths.closeCase,
    access: 'person',
    command: server.closeCase,
    input: ({ params, form }) => ({
      caseId: params.caseId,
      version: versionIn(form),
      outcome: form.text('outcome'),
      closing: form.text('closing'),
    }),
    done: toCase('support.case.closed-now'),
    page: casePage,
  }),
  action({
    path: paths.reopenCase,
    access: 'person',
    command: server.reopenCase,
    input: ({ params, form }) => ({ caseId: params.caseId, version: versionIn(form) }),
    done: toCase('support.case.reopened-now'),
    page: casePage,
  }),
  action({
    path: paths.levelCase,
    access: 'person',
    command: server.changeCaseLevel,
    input: ({ params, form }) => ({
      caseId: params.caseId,
      version: versionIn(form),
      level: form.text('level'),
      why: form.text('why'),
    }),
    done: toCase('support.case.level-changed'),
    page: casePage,
  }),
  action({
    path: paths.noteCase,
    access: 'person',
    command: server.writeCaseNote,
    input: ({ params, form }) => ({
      caseId: params.caseId,
      kind: form.text('kind'),
      note: form.text('note'),
      key: form.text('key'),
    }),
    done: toCase('support.note.saved'),
    page: casePage,
  }),
  action({
    path: paths.planStep,
    access: 'person',
    command: server.planStep,
    input: ({ params, form }) => ({
      caseId: params.caseId,
      version: versionIn(form),
      tool: form.text('tool'),
      words: form.text('words'),
      dueOn: form.date('dueOn'),
    }),
    done: toCase('support.step.saved'),
    page: casePage,
  }),
  action({
    path: paths.confirmStep,
    access: 'person',
    command: server.confirmStep,
    input: ({ params, form }) => ({ stepId: params.caseStepId, version: versionIn(form) }),
    done: toCase('support.step.confirmed-now'),
    page: casePage,
  }),
  action({
    path: paths.finishStep,
    access: 'person',
    command: server.finishStep,
    input: ({ params, form }) => ({ stepId: params.caseStepId, version: versionIn(form) }),
    done: toCase('support.step.done-now'),
    page: casePage,
  }),
  action({
    path: paths.dropStep,
    access: 'person',
    command: server.dropStep,
    input: ({ params, form }) => ({ stepId: params.caseStepId, version: versionIn(form) }),
    done: toCase('support.step.dropped-now'),
    page: casePage,
  }),
  action({
    path: paths.sharePlan,
    access: 'person',
    command: server.sharePlan,
    input: ({ params, form }) => ({
      stepId: params.caseStepId,
      version: versionIn(form),
      aims: form.text('aims'),
      help: form.text('help'),
      reviewOn: form.date('reviewOn'),
      withGuardians: form.flag('withGuardians'),
      withFamily: form.flag('withFamily'),
    }),
    done: toCase('support.plan.shared-now'),
    page: sharePlanPage,
  }),
  action({
    path: paths.answerPlan,
    access: 'person',
    command: server.answerPlan,
    input: ({ params, form }) => ({
      planId: params.supportPlanId,
      version: versionIn(form),
      answer: form.text('answer'),
      words: form.text('words'),
    }),
    done: (_, { params }) => ({
      to: paths.plans.href({ mobilityId: params.mobilityId }),
      flash: 'support.plan.thanks',
    }),
    page: plansPage,
  }),
  action({
    path: paths.concern,
    access: 'person',
    command: server.raiseConcern,
    input: ({ form }) => ({
      mobilityId: form.text('mobilityId'),
      about: form.list('about'),
      words: form.text('words'),
      key: form.text('key'),
    }),
    done: ({ id }) => ({
      to: paths.oneConcern.href({ concernId: id }),
      flash: 'support.concern.sent',
    }),
    page: concernFormPage,
  }),
  action({
    path: paths.oneConcern,
    access: 'person',
    command: server.writeInConcern,
    input: ({ params, form }) => ({
      concernId: params.concernId,
      words: form.text('words'),
      key: form.text('key'),
    }),
    done: (_, { params }) => ({
      to: paths.oneConcern.href(params),
      flash: 'support.concern.written',
    }),
    page: concernPage,
  }),
  action({
    path: paths.actOnConcern,
    access: 'person',
    command: server.openCaseFromConcern,
    input: ({ params }) => ({ concernId: params.concernId }),
    done: ({ id }) => ({
      to: paths.case.href({ caseId: id }),
      flash: 'support.concern.acting',
    }),
    page: concernPage,
  }),
  action({
    path: paths.furtherReaders,
    access: 'person',
    command: server.askFurtherReaders,
    input: ({ params, form }) => ({ concernId: params.concernId, orgId: form.text('orgId') }),
    done: (_, { params }) => ({
      to: paths.oneConcern.href(params),
      flash: 'support.circle.asked',
    }),
    page: concernPage,
  }),
  action({
    path: paths.openCircle,
    access: 'person',
    command: server.openCircle,
    input: ({ params }) => ({ concernId: params.concernId }),
    done: (_, { params }) => ({
      to: paths.oneConcern.href(params),
      flash: 'support.concern.opened-circle',
    }),
    page: concernPage,
  }),
  action({
    path: paths.closeConcern,
    access: 'person',
    command: server.closeConcern,
    input: ({ params }) => ({ concernId: params.concernId }),
    done: () => ({ to: paths.concern.href(), flash: 'support.concern.closed-now' }),
    page: concernPage,
  }),
  action({
    path: paths.evaluation,
    access: 'person',
    command: server.submitEvaluation,
    input: ({ params, form }) => ({
      mobilityId: params.mobilityId,
      role: form.text('role'),
      ratings: ratings(form, '', evaluationTopics),
      best: form.text('best'),
      change: form.text('change'),
    }),
    done: (_, { params }) => ({
      to: paths.evaluation.href(params),
      flash: 'support.evaluation.thanks',
    }),
    page: evaluationPage,
  }),
];

export async function tasks(context: PageContext<string, PersonActor>): Promise<Task[]> {
  const { ask, t } = context;
  const duties = await ask(server.listSupportDuties, {});
  const cases = await ask(server.listCaseDuties, {});
  const concerns = await ask(server.listConcerns, {});
  const { plans } = await ask(server.listPlans, {});
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
  return [
    ...concerns.rows
      .filter((c) => !c.answered && !c.closed)
      .map((c) => ({
        id: `support-concern-${c.id}`,
        title: t('support.task.concern'),
        due: dayOf(c.answerBy),
        href: paths.oneConcern.href({ concernId: c.id }),
        action: t('support.task.concern-button'),
      })),
    ...concerns.own
      .filter((c) => c.news && !c.closed)
      .map((c) => ({
        id: `support-answer-${c.id}`,
        title: t('support.task.answer'),
        href: paths.oneConcern.href({ concernId: c.id }),
        action: t('support.task.answer-button'),
      })),
    ...plans
      .filter((p) => !p.ended && !p.mine)
      .map((p) => ({
        id: `support-plan-${p.id}`,
        title: t('support.task.plan', { who: p.by }),
        ...(p.part === 'pupil' ? {} : { about: p.pupil }),
        href: paths.plans.href({ mobilityId: p.mobilityId }),
        action: t('support.task.plan-button'),
      })),
    ...cases.rows.map((c) => ({
      id: `support-case-${c.duty}-${c.id}`,
      title: t(`support.task.case-${c.duty}`),
      about: c.pupil,
      due: c.due,
      href: paths.case.href({ caseId: c.id }),
      action: t('support.task.case-button'),
    })),
    ...duties.rows.map((r): Task => {
      const here = { mobilityId: r.id };
      const what = r.duty !== 'evaluate' && r.first ? (`first-${r.duty}` as const) : r.duty;
      const own =
        r.duty === 'evaluate'
          ? paths.evaluation.href(here)
          : r.duty === 'visit'
            ? paths.visit.href(here)
            : paths.newCheckIn.href(here, { with: r.duty });
      return {
        id: `support-${r.duty}-${r.id}`,
        title: t(`support.task.${what}`),
        about: r.pupil,
        due: r.due,
        href: r.waitingFor === null ? own : paths.checkIns.href(here),
        ...(r.waitingFor === null
          ? {
              action:
                r.duty === 'evaluate'
                  ? t('support.task.evaluate-button')
                  : t('support.task.talk-button'),
            }
          : { waitingFor: r.waitingFor }),
      };
    }),
  ];
}

export async function dossier(
  { ask, t, lang }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const data = await unlessRefused(
    ask(server.listCheckIns, { mobilityId, language: lang } as never),
  );
  const cases = await unlessRefused(ask(server.listCasesOfStay, { mobilityId } as never));
  const concern = await unlessRefused(
    ask(server.getConcernForm, { mobilityId, about: null } as never),
  );
  const agreed = await unlessRefused(ask(server.listPlans, { mobilityId } as never));
  const evaluation = await unlessRefused(ask(server.getEvaluation, { mobilityId } as never));
  const sections: DossierSection[] = [];
  if (data) {
    sections.push({
      id: 'support',
      order: 60,
      title: t('support.check-in.title'),
      body: <CheckInsSection v={view} data={data} />,
    });
  }
  if (cases && (cases.cases.length > 0 || (cases.mayOpen.length > 0 && data?.mayRecord))) {
    sections.push({
      id: 'cases',
      order: 62,
      title: t('support.cases.title'),
      body: <CasesSection v={view} stay={cases} />,
    });
  }
  if (agreed) {
    sections.push({
      id: 'support-plan',
      order: 61,
      title: t('support.plan.title-short'),
      body: <PlansSection v={view} plans={agreed.plans} />,
    });
  }
  if (concern?.chosen) {
    sections.push({
      id: 'concern',
      order: 64,
      title: t('support.concern.title'),
      body: <ConcernSection v={view} mobilityId={mobilityId} />,
    });
  }
  if (evaluation?.returned) {
    sections.push({
      id: 'evaluation',
      order: 80,
      title: t('support.evaluation.title'),
      body: <EvaluationSection v={view} evaluation={evaluation} />,
    });
  }
  return sections;
}

/** On a bus without a connection: the form of two minutes, for contact persons who have somebody to talk with. */
export async function offline({ actor, ask, t, lang }: PageContext<string, PersonActor>) {
  if (actor.orgs.length === 0) return [];
  const { forms } = await ask(server.getTalkForms, { language: lang });
  return forms.length > 0 ? [{ href: paths.talks.href(), title: t('support.talks.title') }] : [];
}

/** Those who live it find where to turn on every page; those who stand by them their contacts. */
export function nav({ actor, t }: View): NavPlace[] {
  if (actor.kind !== 'person') return [];
  if (actor.orgs.length === 0) {
    const place = { href: paths.concern.href(), label: t('support.concern.nav'), order: 31 };
    return [{ ...place, ...(actor.isAdmin ? { group: 'stay' as const } : {}) }];
  }
  const stands = actor.orgs.some((o) =>
    o.roles.some((r) => r === 'head' || r === 'coordinator' || r === 'volunteer'),
  );
  const first = actor.orgs.every((o) => o.roles.every((r) => r === 'volunteer'));
  return stands
    ? [
        {
          href: paths.contacts.href(),
          label: t('support.place.contacts'),
          order: first ? 12 : 38,
          group: 'stay',
        },
      ]
    : [];
}
