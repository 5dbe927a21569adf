import { Refusal } from '#kernel/errors.ts';
import { notFound } from '#kernel/outcome.ts';
import { listOrganisations, organisationsByIds } from '#modules/organisations/server/index.ts';
import { action, type PageContext, page, type Route, type WebModule } from '#platform/http/page.ts';
import { mayCreateProject } from '../core/policy.ts';
import { sides } from '../core/types.ts';
import {
  changeIntake,
  createProject,
  getProject,
  getTimeline,
  invitePartner,
  listProjects,
  markStep,
  openIntake,
  renameProject,
  unmarkStep,
} from '../server/index.ts';
import { IntakeFormPage } from './pages/intake-form.tsx';
import { InvitePartnerPage } from './pages/invite-partner.tsx';
import { NewProjectPage, RenameProjectPage } from './pages/new-project.tsx';
import { ProjectPage } from './pages/project.tsx';
import { ProjectsPage } from './pages/projects.tsx';
import { TimelinePage } from './pages/timeline.tsx';
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

const newIntakePage = page({
  path: paths.newIntake,
  access: 'person',
  load: runProject,
  title: (v) => v.t('projects.intakes.open'),
  view: (v, project) => (
    <IntakeFormPage
      v={v}
      title={v.t('projects.intakes.open')}
      href={paths.newIntake.href({ projectId: project.id })}
      back={{ href: paths.project.href({ projectId: project.id }), label: project.title }}
    />
  ),
});

const editIntakePage = page({
  path: paths.editIntake,
  access: 'person',
  load: async ({ ask, params }) => {
    const timeline = await ask(getTimeline, params);
    if (!timeline.can.change) throw new Refusal(notFound);
    return timeline;
  },
  title: (v) => v.t('projects.intake.change'),
  view: (v, { intake }) => (
    <IntakeFormPage
      v={v}
      title={v.t('projects.intake.change')}
      href={paths.editIntake.href({ intakeId: intake.id })}
      back={{ href: paths.intake.href({ intakeId: intake.id }), label: intake.name }}
      intake={intake}
    />
  ),
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
  projectPage,
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
];
