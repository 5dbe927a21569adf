import { worksSomewhere } from '#kernel/actor.ts';
import type { WebModule } from '#platform/http/page.ts';
import { paths } from './paths.ts';
import { agenda, dossier, routes, tasks } from './routes.tsx';

export { paths as travelPaths } from './paths.ts';

export const travel: WebModule = {
  routes,
  tasks,
  agenda,
  dossier,
  intakeLinks: (v) =>
    worksSomewhere(v.actor, 'head', 'coordinator', 'teacher')
      ? [{ href: paths.groups.href(), label: v.t('travel.group.list') }]
      : [],
};
