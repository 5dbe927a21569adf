import { worksFor } from '#kernel/actor.ts';
import type { WebModule } from '#platform/http/page.ts';
import { listNextSteps, listProjects } from '../server/index.ts';
import { stepTitle } from './parts/step.tsx';
import { paths } from './paths.ts';
import { dossier, ownSchools, routes } from './routes.tsx';

export { timelinesOfNetwork } from './parts/network.ts';
export { paths as projectsPaths } from './paths.ts';
export { setDossierHref, setIntakeLinks, setPlanReading } from './routes.tsx';

/** Steps an agenda shows for each intake; further ones come up as these are done. */
const agendaSteps = 20;

export const projects: WebModule = {
  routes,
  tasks: async (context) => {
    const { ask, t, lang, actor } = context;
    if (actor.orgs.length === 0) return [];
    const { steps } = await ask(listNextSteps, {});
    const { projects: mine } = await ask(listProjects, {});
    const due = steps.map((s) => ({
      id: `step:${s.intakeId}:${s.stepId}`,
      title: stepTitle({ t, lang }, { id: s.stepId, title: s.title }),
      about: s.intakeName,
      due: s.latest,
      href: `${paths.intake.href({ intakeId: s.intakeId })}#s-${s.stepId}`,
      action: t('projects.task.open'),
      background: true,
    }));
    if (mine.length > 0) return due;
    // supporting organisations are invited into projects: only a school opens one
    const schools = await ownSchools(context);
    return schools.some((school) => worksFor(actor, school.id, 'coordinator'))
      ? [
          {
            id: 'first-project',
            title: t('projects.task.first-project'),
            href: paths.projects.href(),
            action: t('projects.task.open'),
          },
        ]
      : [];
  },
  agenda: async ({ ask, actor, t, lang, now, runtime }) => {
    if (actor.orgs.length === 0) return [];
    const { steps } = await ask(listNextSteps, { perIntake: agendaSteps });
    return steps.map((s) => ({
      projectId: s.projectId,
      uid: `step-${s.intakeId}-${s.stepId}@${new URL(runtime.config.origin).hostname}`,
      day: s.latest,
      summary: stepTitle({ t, lang }, { id: s.stepId, title: s.title }),
      description: s.intakeName,
      url: `${runtime.config.origin}${paths.intake.href({ intakeId: s.intakeId })}`,
      sequence: 0,
      stamp: now,
    }));
  },
  dossier,
  nav: (v) =>
    v.actor.kind === 'person' && v.actor.orgs.length > 0
      ? [{ href: paths.projects.href(), label: v.t('projects.list.title'), order: 20 }]
      : [],
};
