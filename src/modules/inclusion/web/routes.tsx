import type { PersonActor } from '#kernel/actor.ts';
import { Refusal, unlessRefused } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FormData } from '#platform/http/form.ts';
import {
  type AgendaItem,
  action,
  type DossierSection,
  type PageContext,
  page,
  type Route,
  type Task,
  type View,
} from '#platform/http/page.ts';
import {
  addWish,
  askCallBack,
  askParentsIn,
  changeMeasure,
  finishStep,
  finishTalk,
  getContact,
  getCosts,
  getDrafting,
  getForFamily,
  getMeasure,
  getPlan,
  getShare,
  giveOpinion,
  listDuties,
  listPlans,
  moveMeasure,
  nameContact,
  needNothing,
  planStep,
  planTalk,
  proposeMeasure,
  recordCost,
  removeStep,
  removeWish,
  sayEffect,
} from '../server/index.ts';
import { ContactPage } from './pages/contact.tsx';
import { CostsPage } from './pages/costs.tsx';
import { FamilyPage } from './pages/family.tsx';
import { EffectPage, MeasurePage } from './pages/measure.tsx';
import { MeasureFormPage } from './pages/measure-form.tsx';
import { PaperPage, PlanPage } from './pages/plan.tsx';
import { PlansPage } from './pages/plans.tsx';
import { WishPage } from './pages/wish.tsx';
import { ShareSection } from './parts/dossier.tsx';
import { paths } from './paths.ts';

type OfApplication = Pick<PageContext, 'ask'> & { params: { applicationId: string } };
type OfMeasure = Pick<PageContext, 'ask'> & { params: { measureId: string } };

const loadPlan = ({ ask, params }: OfApplication) =>
  ask(getPlan, { applicationId: params.applicationId });
const loadMeasure = ({ ask, params }: OfMeasure) =>
  ask(getMeasure, { measureId: params.measureId });

const plansPage = page({
  path: paths.plans,
  access: 'person',
  load: ({ ask }) => ask(listPlans, {}),
  title: (v) => v.t('inclusion.plans.title'),
  view: (v, plans) => <PlansPage v={v} plans={plans} />,
});

const planPage = page({
  path: paths.plan,
  access: 'person',
  load: loadPlan,
  title: (v, plan) =>
    v.t(plan.as === 'pupil' ? 'inclusion.plan.own' : 'inclusion.plan.of', { pupil: plan.pupil }),
  view: (v, plan) => <PlanPage v={v} plan={plan} />,
});

const paperPage = page({
  path: paths.paper,
  access: 'person',
  load: loadPlan,
  title: (v, plan) => v.t('inclusion.paper.title', { pupil: plan.pupil }),
  view: (v, plan) => <PaperPage v={v} plan={plan} />,
});

const wishPage = page({
  path: paths.wish,
  access: 'person',
  load: loadPlan,
  title: (v, plan) => v.t(`inclusion.wish.question.${plan.as}`, { pupil: plan.pupil }),
  view: (v, plan) => <WishPage v={v} plan={plan} />,
});

const newMeasurePage = page({
  path: paths.newMeasure,
  access: 'person',
  load: ({ ask, params }) => ask(getDrafting, params),
  title: (v) => v.t('inclusion.measures.propose'),
  view: (v, drafting) => <MeasureFormPage v={v} drafting={drafting} />,
});

const measurePage = page({
  path: paths.measure,
  access: 'person',
  load: loadMeasure,
  title: (_, m) => m.title,
  view: (v, m) => <MeasurePage v={v} m={m} />,
});

const editMeasurePage = page({
  path: paths.editMeasure,
  access: 'person',
  load: async (context) => {
    const measure = await loadMeasure(context);
    if (!measure.can.plan || !measure.applicationId) throw new Refusal(notFound);
    const drafting = await context.ask(getDrafting, { applicationId: measure.applicationId });
    return { measure, drafting };
  },
  title: (v) => v.t('inclusion.measure.edit'),
  view: (v, data) => <MeasureFormPage v={v} {...data} />,
});

const effectPage = page({
  path: paths.effect,
  access: 'person',
  load: loadMeasure,
  title: (v) => v.t('inclusion.effect.ask'),
  view: (v, m) => <EffectPage v={v} m={m} />,
});

const familyPage = page({
  path: paths.family,
  access: 'person',
  load: ({ ask, params }: OfApplication) =>
    ask(getForFamily, { applicationId: params.applicationId }),
  title: (v, f) =>
    v.t(f.isParent ? 'inclusion.family.title' : 'inclusion.family.title-of', { pupil: f.pupil }),
  view: (v, f) => <FamilyPage v={v} f={f} />,
});

const contactPage = page({
  path: paths.contact,
  access: 'person',
  load: ({ ask, params }) => ask(getContact, params),
  title: (v) => v.t('inclusion.contact.title'),
  view: (v, choice) => <ContactPage v={v} choice={choice} />,
});

const costsPage = page({
  path: paths.costs,
  access: 'person',
  load: ({ ask, params }) => ask(getCosts, params),
  title: (v) => v.t('inclusion.costs.title'),
  view: (v, costs) => <CostsPage v={v} costs={costs} />,
});

/** What both forms of a measure send. */
const measureTyped = (form: FormData) => ({
  wishId: form.text('wishId'),
  title: form.text('title'),
  what: form.text('what'),
  doer: form.text('doer'),
  byOn: form.date('byOn'),
  budgetLine: form.text('budgetLine'),
  estimate: form.text('estimate'),
});

const toPlan =
  (flash: string) =>
  (_: unknown, { params }: { params: { applicationId: string } }) => ({
    to: paths.plan.href({ applicationId: params.applicationId }),
    flash,
  });
const toMeasure =
  (flash: string) =>
  (_: unknown, { params }: { params: { measureId: string } }) => ({
    to: paths.measure.href({ measureId: params.measureId }),
    flash,
  });
const toFamily =
  (flash: string) =>
  (_: unknown, { params }: { params: { applicationId: string } }) => ({
    to: paths.family.href({ applicationId: params.applicationId }),
    flash,
  });

export const routes: Route[] = [
  plansPage,
  planPage,
  paperPage,
  wishPage,
  newMeasurePage,
  measurePage,
  editMeasurePage,
  effectPage,
  familyPage,
  contactPage,
  costsPage,
  action({
    path: paths.wish,
    access: 'person',
    command: addWish,
    input: ({ params, form }) => ({
      applicationId: params.applicationId,
      kind: form.text('kind') === 'none' ? '' : form.text('kind'),
      words: form.text('words'),
      wish: form.text('wish'),
      shared: form.flag('shared'),
    }),
    done: toPlan('inclusion.wish.thanks'),
    page: wishPage,
  }),
  action({
    path: paths.nothing,
    access: 'person',
    command: needNothing,
    input: ({ params }) => params,
    done: toPlan('inclusion.wish.nothing-thanks'),
    page: wishPage,
  }),
  action({
    path: paths.removeWish,
    access: 'person',
    command: removeWish,
    input: ({ params }) => params,
    done: toPlan('inclusion.wishes.removed'),
    page: planPage,
  }),
  action({
    path: paths.parents,
    access: 'person',
    command: askParentsIn,
    input: ({ params, form }) => ({ ...params, stays: form.flag('stays') }),
    done: toPlan('inclusion.saved'),
    page: planPage,
  }),
  action({
    path: paths.newMeasure,
    access: 'person',
    command: proposeMeasure,
    input: ({ params, form }) => ({ ...params, ...measureTyped(form) }),
    done: ({ id }) => ({
      to: paths.measure.href({ measureId: id }),
      flash: 'inclusion.measure.proposed',
    }),
    page: newMeasurePage,
  }),
  action({
    path: paths.editMeasure,
    access: 'person',
    command: changeMeasure,
    input: ({ params, form }) => ({
      ...params,
      version: form.text('version'),
      ...measureTyped(form),
    }),
    done: toMeasure('inclusion.saved'),
    page: editMeasurePage,
  }),
  action({
    path: paths.move,
    access: 'person',
    command: moveMeasure,
    input: ({ params, form }) => ({
      ...params,
      version: form.text('version'),
      transition: form.text('transition'),
      talkedWithBoth: form.flag('talkedWithBoth'),
    }),
    done: ({ state }, { params }) => ({
      to: paths.measure.href(params),
      flash: `inclusion.moved.${state}`,
    }),
    page: measurePage,
  }),
  action({
    path: paths.cost,
    access: 'person',
    command: recordCost,
    input: ({ params, form }) => ({ ...params, real: form.text('real') }),
    done: toMeasure('inclusion.saved'),
    page: measurePage,
  }),
  action({
    path: paths.opinion,
    access: 'person',
    command: giveOpinion,
    input: ({ params, form }) => ({ ...params, says: form.text('says') }),
    done: ({ applicationId }) => ({
      to: paths.plan.href({ applicationId }),
      flash: 'inclusion.opinion.thanks',
    }),
    page: measurePage,
  }),
  action({
    path: paths.effect,
    access: 'person',
    command: sayEffect,
    input: ({ params, form }) => ({
      ...params,
      points: form.text('points'),
      words: form.text('words'),
    }),
    done: toMeasure('inclusion.effect.thanks'),
    page: effectPage,
  }),
  action({
    path: paths.newStep,
    access: 'person',
    command: planStep,
    input: ({ params, form }) => ({
      ...params,
      title: form.text('title'),
      who: form.text('who'),
      anchor: form.text('anchor'),
      days: form.text('days'),
    }),
    done: toMeasure('inclusion.steps.added'),
    page: measurePage,
  }),
  action({
    path: paths.finishStep,
    access: 'person',
    command: finishStep,
    input: ({ params }) => params,
    done: toMeasure('inclusion.steps.thanks'),
    page: measurePage,
  }),
  action({
    path: paths.removeStep,
    access: 'person',
    command: removeStep,
    input: ({ params }) => params,
    done: toMeasure('inclusion.saved'),
    page: measurePage,
  }),
  action({
    path: paths.callBack,
    access: 'person',
    command: askCallBack,
    input: ({ params, form }) => ({
      ...params,
      partOfDay: form.text('partOfDay'),
      language: form.text('language'),
      phone: form.text('phone'),
    }),
    done: toFamily('inclusion.family.asked'),
    page: familyPage,
  }),
  action({
    path: paths.talk,
    access: 'person',
    command: planTalk,
    input: ({ params, form }) => ({
      ...params,
      kind: form.text('kind'),
      byOn: form.date('byOn'),
      language: form.text('language'),
      guardianId: form.text('guardianId'),
    }),
    done: toFamily('inclusion.saved'),
    page: familyPage,
  }),
  action({
    path: paths.finishTalk,
    access: 'person',
    command: finishTalk,
    input: ({ params }) => params,
    done: toFamily('inclusion.saved'),
    page: familyPage,
  }),
  action({
    path: paths.contact,
    access: 'person',
    command: nameContact,
    input: ({ params, form }) => ({ ...params, personId: form.text('personId') }),
    done: () => ({ to: paths.plans.href(), flash: 'inclusion.contact.saved' }),
    page: contactPage,
  }),
];

type Duty = Awaited<ReturnType<typeof dutiesOf>>[number];

async function dutiesOf({ ask }: Pick<PageContext, 'ask'>, all = false) {
  return (await ask(listDuties, { all })).duties;
}

function hrefOf(d: Duty): string {
  const application = d.applicationId ? { applicationId: d.applicationId } : null;
  if (d.orgId) return paths.contact.href({ orgId: d.orgId });
  if (d.kind === 'ask' && application) return paths.wish.href(application);
  if (d.kind === 'talk' && application) return paths.family.href(application);
  if (d.kind === 'effect' && d.measureId) return paths.effect.href({ measureId: d.measureId });
  if (d.measureId) return paths.measure.href({ measureId: d.measureId });
  return application ? paths.plan.href(application) : paths.plans.href();
}

function titleOf(d: Duty, t: View['t']): string {
  if (d.kind === 'talk')
    return t(
      `inclusion.task.talk.${d.waitingFor === null ? 'yours' : 'theirs'}.${d.talk ?? 'call'}`,
    );
  if (d.kind === 'step' || d.kind === 'measure') return d.title;
  return t(`inclusion.task.${d.kind}`, { title: d.title });
}

export async function tasks(context: PageContext<string, PersonActor>): Promise<Task[]> {
  const { t } = context;
  return (await dutiesOf(context)).map((d) => ({
    id: `inclusion-${d.key}`,
    title: titleOf(d, t),
    ...(d.about ? { about: d.about } : {}),
    due: d.due,
    href: hrefOf(d),
    ...(d.waitingFor === null
      ? { action: t(`inclusion.task.button.${d.kind}`) }
      : { waitingFor: d.waitingFor }),
    // a question without a day stands behind what people wait for
    ...(d.kind === 'ask' || d.kind === 'name-contact' || d.kind === 'effect'
      ? { background: true }
      : {}),
  }));
}

/** Steps, measures and talks with a day, in the same neutral words; nobody's name and no place in a plan. */
export async function agenda(context: PageContext<string, PersonActor>): Promise<AgendaItem[]> {
  const { t, now, runtime } = context;
  const host = new URL(runtime.config.origin).hostname;
  return (await dutiesOf(context, true)).flatMap((d) =>
    d.due && (d.kind === 'step' || d.kind === 'measure' || d.kind === 'talk')
      ? [
          {
            uid: `inclusion-${d.key.replace(':', '-')}@${host}`,
            day: d.due,
            summary: titleOf(d, t),
            url: `${runtime.config.origin}${hrefOf(d)}`,
            sequence: 0,
            stamp: now,
          },
        ]
      : [],
  );
}

export async function dossier(
  { ask, t }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const share = await unlessRefused(ask(getShare, { mobilityId }));
  if (!share) return [];
  return [
    {
      id: 'own-plan',
      order: 35,
      title: t(share.readsPlan ? 'inclusion.dossier.title' : 'inclusion.dossier.title-part'),
      body: <ShareSection v={view} share={share} />,
    },
  ];
}
