import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { listOrganisations, organisationsByIds } from '#modules/organisations/server/index.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, type PageContext, page, type Route, type WebModule } from '#platform/http/page.ts';
import { mayCreateProject } from '../core/policy.ts';
import { sides } from '../core/types.ts';
import {
  changeIntake,
  changeTimelineStep,
  copyTimeline,
  createProject,
  getDossierPlan,
  getOverview,
  getOwnTimeline,
  getProject,
  getProjectPlan,
  getTimeline,
  getWeek,
  hideTimelineStep,
  invitePartner,
  listChoices,
  listProjects,
  listTimelines,
  markStep,
  openIntake,
  previewMove,
  publishTimeline,
  renameProject,
  seesIntakes,
  unmarkStep,
} from '../server/index.ts';
import { type DossierPlan, DossierPlanPage, type ReadingBeside } from './pages/dossier-plan.tsx';
import { IntakeFormPage } from './pages/intake-form.tsx';
import { InvitePartnerPage } from './pages/invite-partner.tsx';
import { MovePage } from './pages/move.tsx';
import { NewProjectPage, RenameProjectPage } from './pages/new-project.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { OwnTimelinePage, StepFormPage } from './pages/own-timeline.tsx';
import { ProjectPage } from './pages/project.tsx';
import { ProjectPlanPage } from './pages/project-plan.tsx';
import { ProjectsPage } from './pages/projects.tsx';
import { TimelinePage } from './pages/timeline.tsx';
import { TimelinesPage } from './pages/timelines.tsx';
import { WeekPage } from './pages/week.tsx';
import { stepTitle } from './parts/step.tsx';
import { paths } from './paths.ts';

/** Schools the actor may open a project for. */
export async function ownSchools({ actor, read }: Pick<PageContext, 'actor' | 'read'>) {
  if (actor.kind !== 'person') return [];
  const orgs = await organisationsByIds(
    read,
    actor.orgs.map((o) => o.orgId),
  );
  return orgs
    .filter((org) => mayCreateProject(actor, org).allow)
    .map((org) => ({ id: org.id, name: org.name }));
}

const listPage = page({
  path: paths.projects,
  access: 'person',
  load: async (context) => ({
    list: await context.ask(listProjects, {}),
    mayCreate: (await ownSchools(context)).length > 0,
  }),
  title: (v) => v.t('projects.list.title'),
  view: (v, data) => <ProjectsPage v={v} {...data} />,
});

const newPage = page({
  path: paths.newProject,
  access: 'person',
  load: async (context) => {
    const schools = await ownSchools(context);
    if (schools.length === 0) throw new Refusal(notFound);
    return { schools };
  },
  title: (v) => v.t('projects.new.title'),
  view: (v, data) => <NewProjectPage v={v} {...data} />,
});

const projectPage = page({
  path: paths.project,
  access: 'person',
  load: ({ ask, params }) => ask(getProject, params),
  title: (_, project) => project.title,
  view: (v, project) => <ProjectPage v={v} project={project} />,
});

/** The project, for pages that only who runs it may open. */
async function runProject({
  ask,
  params,
}: Pick<PageContext, 'ask'> & { params: { projectId: string } }) {
  const project = await ask(getProject, params);
  if (!project.can.run) throw new Refusal(notFound);
  return project;
}

const renamePage = page({
  path: paths.renameProject,
  access: 'person',
  load: runProject,
  title: (v) => v.t('projects.project.rename'),
  view: (v, project) => <RenameProjectPage v={v} project={project} />,
});

const invitePage = page({
  path: paths.invitePartner,
  access: 'person',
  load: async (context) => {
    const project = await runProject(context);
    const q = (context.search.get('q') ?? '').slice(0, 100);
    const { organisations, next } = await context.ask(listOrganisations, { q });
    const inside = new Set<string>(project.parties.map((p) => p.orgId));
    return {
      project,
      q,
      more: next !== null,
      organisations: organisations.filter((o) => !inside.has(o.id)),
    };
  },
  title: (v) => v.t('projects.partner.title'),
  view: (v, data) => <InvitePartnerPage v={v} {...data} />,
});

/** The project with the own timelines its intakes can follow. */
async function runProjectWithTimelines(
  context: Pick<PageContext, 'ask'> & { params: { projectId: string } },
) {
  const project = await runProject(context);
  const { timelines } = await context.ask(listChoices, { projectId: project.id });
  return { project, timelines };
}

const newIntakePage = page({
  path: paths.newIntake,
  access: 'person',
  load: runProjectWithTimelines,
  title: (v) => v.t('projects.intakes.open'),
  view: (v, { project, timelines }) => (
    <IntakeFormPage
      v={v}
      title={v.t('projects.intakes.open')}
      href={paths.newIntake.href({ projectId: project.id })}
      back={{ href: paths.project.href({ projectId: project.id }), label: project.title }}
      own={timelines}
    />
  ),
});

async function changeableIntake({
  ask,
  params,
}: Pick<PageContext, 'ask'> & { params: { intakeId: string } }) {
  const timeline = await ask(getTimeline, params);
  if (!timeline.can.change) throw new Refusal(notFound);
  return timeline;
}

const editIntakePage = page({
  path: paths.editIntake,
  access: 'person',
  load: async (context) => {
    const timeline = await changeableIntake(context);
    const { timelines } = await context.ask(listChoices, { projectId: timeline.project.id });
    return { ...timeline, timelines };
  },
  title: (v) => v.t('projects.intake.change'),
  view: (v, { intake, timelines }) => (
    <IntakeFormPage
      v={v}
      title={v.t('projects.intake.change')}
      href={paths.editIntake.href({ intakeId: intake.id })}
      back={{ href: paths.intake.href({ intakeId: intake.id }), label: intake.name }}
      own={timelines}
      intake={intake}
    />
  ),
});

/** A day out of three fields or one, as a form with `get` sends it; null when it is none. */
function dayIn(search: URLSearchParams, name: string): Temporal.PlainDate | null {
  const part = (of: string, width: number) =>
    (search.get(`${name}.${of}`) ?? '').trim().padStart(width, '0');
  const text = search.get(name) ?? `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

const movePage = page({
  path: paths.moveIntake,
  access: 'person',
  load: async (context) => {
    const { ask, params, search } = context;
    const timeline = await changeableIntake(context);
    const { intake } = timeline;
    const asked = {
      startsOn: dayIn(search, 'startsOn') ?? intake.startsOn,
      endsOn: dayIn(search, 'endsOn') ?? intake.endsOn,
      timeline: (search.get('timeline') ?? '').slice(0, 60),
    };
    const other =
      asked.timeline !== '' ||
      !asked.startsOn.equals(intake.startsOn) ||
      !asked.endsOn.equals(intake.endsOn);
    const preview = other
      ? await ask(previewMove, {
          intakeId: params.intakeId as never,
          startsOn: asked.startsOn.toString(),
          endsOn: asked.endsOn.toString(),
          timeline: asked.timeline,
        })
      : null;
    return { timeline, asked, preview };
  },
  title: (v) => v.t('projects.move.title'),
  view: (v, data) => <MovePage v={v} {...data} />,
});

const weekPage = page({
  path: paths.week,
  access: 'person',
  load: async ({ actor, ask }) => {
    if (actor.orgs.length === 0) throw new Refusal(notFound);
    return ask(getWeek, {});
  },
  title: (v) => v.t('projects.week.title'),
  view: (v, week) => <WeekPage v={v} week={week} />,
});

const overviewPage = page({
  path: paths.overview,
  access: 'person',
  load: ({ ask }) => ask(getOverview, {}),
  title: (v) => v.t('projects.overview.title'),
  view: (v, overview) => <OverviewPage v={v} overview={overview} />,
});

const projectPlanPage = page({
  path: paths.projectPlan,
  access: 'person',
  load: ({ ask, params }) => ask(getProjectPlan, { projectId: params.projectId as never }),
  title: (v) => v.t('projects.plan.title'),
  view: (v, plan) => <ProjectPlanPage v={v} plan={plan} />,
});

type DossierHref = (mobilityId: string) => string;
let dossierHref: DossierHref = (mobilityId) => paths.dossierPlan.href({ mobilityId });

/** Where a dossier is; given once at start, since it is a later module's page. */
export function setDossierHref(href: DossierHref): void {
  dossierHref = href;
}

type PlanReading = (context: PageContext, plan: DossierPlan) => Promise<ReadingBeside>;
let planReading: PlanReading = async () => ({});

/** What there is to read beside the steps of a dossier's plan; given once at start, since the library knows the moments. */
export function setPlanReading(source: PlanReading): void {
  planReading = source;
}

const dossierPlanPage = page({
  path: paths.dossierPlan,
  access: 'person',
  load: async (context) => {
    const plan = await context.ask(getDossierPlan, {
      mobilityId: context.params.mobilityId as never,
    });
    return { plan, reading: await planReading(context, plan) };
  },
  title: (v, { plan }) => v.t('projects.dossier.title', { name: plan.pupilName }),
  view: (v, { plan, reading }) => (
    <DossierPlanPage
      v={v}
      plan={plan}
      reading={reading}
      dossier={{ href: dossierHref(plan.mobilityId), label: plan.pupilName }}
    />
  ),
});

/** On the dossier only the way to its plan: the plan itself asks for more than a dossier should wait for. */
export const dossier: NonNullable<WebModule['dossier']> = async ({ read, actor }, mobilityId, v) =>
  actor.orgs.length > 0 || (await seesIntakes(read))
    ? [
        {
          id: 'plan',
          order: 12,
          title: v.t('projects.dossier.section'),
          body: (
            <p>
              <a href={paths.dossierPlan.href({ mobilityId })}>{v.t('projects.dossier.see')}</a>
            </p>
          ),
        },
      ]
    : [];

const timelinesPage = page({
  path: paths.timelines,
  access: 'person',
  load: ({ ask }) => ask(listTimelines, {}),
  title: (v) => v.t('projects.own.title'),
  view: (v, list) => <TimelinesPage v={v} list={list} />,
});

const timelinePage = page({
  path: paths.timeline,
  access: 'person',
  load: ({ ask, params }) => ask(getOwnTimeline, { templateId: params.templateId as never }),
  title: (_, timeline) => timeline.name,
  view: (v, timeline) => <OwnTimelinePage v={v} timeline={timeline} />,
});

async function changeableTimeline({
  ask,
  params,
}: Pick<PageContext, 'ask'> & { params: { templateId: string } }) {
  const timeline = await ask(getOwnTimeline, { templateId: params.templateId as never });
  if (!timeline.can.change) throw new Refusal(notFound);
  return timeline;
}

const newStepPage = page({
  path: paths.newStep,
  access: 'person',
  load: changeableTimeline,
  title: (v) => v.t('projects.own.add'),
  view: (v, timeline) => <StepFormPage v={v} timeline={timeline} step={null} />,
});

const stepPage = page({
  path: paths.step,
  access: 'person',
  load: async (context) => {
    const timeline = await changeableTimeline(context);
    const step = timeline.steps.find((s) => s.id === context.params.stepId);
    if (!step || step.fixed) throw new Refusal(notFound);
    return { timeline, step };
  },
  title: (v, { step }) => stepTitle(v, step),
  view: (v, data) => <StepFormPage v={v} {...data} />,
});

const stepFields = (form: FormData) => ({
  version: form.text('version'),
  side: form.text('side'),
  anchor: form.text('anchor'),
  direction: form.text('direction'),
  amount: form.text('amount').replace(',', '.'),
  unit: form.text('unit'),
  duration: form.text('duration') || 0,
  dependsOn: form.list('dependsOn'),
  titleEn: form.text('titleEn'),
  titleFr: form.text('titleFr'),
});

type IntakeLinks = NonNullable<WebModule['intakeLinks']>;
let intakeLinks: IntakeLinks = () => [];

/** What later modules have to show about an intake; given once at start, since they cannot be asked from here. */
export function setIntakeLinks(links: IntakeLinks): void {
  intakeLinks = links;
}

const intakePage = page({
  path: paths.intake,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    timeline: await ask(getTimeline, params),
    side: sides.find((side) => side === search.get('side')) ?? '',
  }),
  title: (_, { timeline }) => timeline.intake.name,
  view: (v, data) => (
    <TimelinePage
      v={v}
      {...data}
      links={data.timeline.can.seeProject ? intakeLinks(v, data.timeline.intake.id) : []}
    />
  ),
});

export const routes: Route[] = [
  listPage,
  newPage,
  // before the project, whose address they would fit
  weekPage,
  overviewPage,
  timelinesPage,
  timelinePage,
  newStepPage,
  stepPage,
  projectPage,
  projectPlanPage,
  dossierPlanPage,
  movePage,
  renamePage,
  invitePage,
  newIntakePage,
  intakePage,
  editIntakePage,
  action({
    path: paths.newProject,
    access: 'person',
    command: createProject,
    input: ({ form }) => ({
      orgId: form.text('orgId'),
      code: form.text('code'),
      title: form.text('title'),
    }),
    done: ({ projectId }) => ({
      to: paths.project.href({ projectId }),
      flash: 'projects.flash.created',
    }),
    page: newPage,
  }),
  action({
    path: paths.renameProject,
    access: 'person',
    command: renameProject,
    input: ({ form, params }) => ({
      projectId: params.projectId,
      version: form.text('version'),
      title: form.text('title'),
    }),
    done: (_, { params }) => ({ to: paths.project.href(params), flash: 'projects.flash.saved' }),
    page: renamePage,
  }),
  action({
    path: paths.invitePartner,
    access: 'person',
    command: invitePartner,
    input: ({ form, params }) => ({
      projectId: params.projectId,
      orgId: form.text('orgId'),
      orgName: form.text('orgName'),
      role: form.text('role'),
      email: form.text('email'),
      language: form.text('language'),
    }),
    done: (_, { params }) => ({ to: paths.project.href(params), flash: 'projects.flash.invited' }),
    page: invitePage,
  }),
  action({
    path: paths.newIntake,
    access: 'person',
    command: openIntake,
    input: ({ form, params }) => ({
      projectId: params.projectId,
      name: form.text('name'),
      template: form.text('template'),
      startsOn: form.date('startsOn'),
      endsOn: form.date('endsOn'),
    }),
    done: ({ intakeId }) => ({
      to: paths.intake.href({ intakeId }),
      flash: 'projects.flash.intake-opened',
    }),
    page: newIntakePage,
  }),
  action({
    path: paths.editIntake,
    access: 'person',
    command: changeIntake,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      version: form.text('version'),
      name: form.text('name'),
      template: form.text('template'),
      startsOn: form.date('startsOn'),
      endsOn: form.date('endsOn'),
    }),
    done: (_, { params }) => ({ to: paths.intake.href(params), flash: 'projects.flash.saved' }),
    page: editIntakePage,
  }),
  action({
    path: paths.markStep,
    access: 'person',
    command: markStep,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      stepId: form.text('stepId'),
      doneOn: form.date('doneOn'),
    }),
    done: (_, { params }) => ({ to: paths.intake.href(params), flash: 'projects.flash.ticked' }),
    page: intakePage,
  }),
  action({
    path: paths.unmarkStep,
    access: 'person',
    command: unmarkStep,
    input: ({ form, params }) => ({ intakeId: params.intakeId, stepId: form.text('stepId') }),
    done: (_, { params }) => ({ to: paths.intake.href(params), flash: 'projects.flash.unticked' }),
    page: intakePage,
  }),
  action({
    path: paths.moveIntake,
    access: 'person',
    command: changeIntake,
    input: ({ form, params }) => ({
      intakeId: params.intakeId,
      version: form.text('version'),
      name: form.text('name'),
      template: form.text('timeline'),
      startsOn: form.date('startsOn'),
      endsOn: form.date('endsOn'),
    }),
    done: (_, { params }) => ({ to: paths.intake.href(params), flash: 'projects.flash.moved' }),
    page: movePage,
  }),
  action({
    path: paths.timelines,
    access: 'person',
    command: copyTimeline,
    input: ({ form }) => {
      const [orgId, projectId = ''] = form.text('orgId').split(' ');
      return { orgId, projectId, base: form.text('base'), name: form.text('name') };
    },
    done: ({ templateId }) => ({
      to: paths.timeline.href({ templateId }),
      flash: 'projects.flash.copied',
    }),
    page: timelinesPage,
  }),
  action({
    path: paths.newStep,
    access: 'person',
    command: changeTimelineStep,
    input: ({ form, params }) => ({ templateId: params.templateId, ...stepFields(form) }),
    done: (_, { params }) => ({ to: paths.timeline.href(params), flash: 'projects.flash.saved' }),
    page: newStepPage,
  }),
  action({
    path: paths.step,
    access: 'person',
    command: changeTimelineStep,
    input: ({ form, params }) => ({
      templateId: params.templateId,
      stepId: params.stepId,
      ...stepFields(form),
    }),
    done: (_, { params }) => ({
      to: paths.timeline.href({ templateId: params.templateId }),
      flash: 'projects.flash.saved',
    }),
    page: stepPage,
  }),
  action({
    path: paths.hideStep,
    access: 'person',
    command: hideTimelineStep,
    input: ({ form, params }) => ({
      templateId: params.templateId,
      version: form.text('version'),
      stepId: form.text('stepId'),
      hidden: form.text('hidden'),
    }),
    done: (_, { params }) => ({ to: paths.timeline.href(params), flash: 'projects.flash.saved' }),
    page: timelinePage,
  }),
  action({
    path: paths.publishTimeline,
    access: 'person',
    command: publishTimeline,
    input: ({ form, params }) => ({
      templateId: params.templateId,
      version: form.text('version'),
    }),
    done: (_, { params }) => ({
      to: paths.timeline.href(params),
      flash: 'projects.flash.published',
    }),
    page: timelinePage,
  }),
];
