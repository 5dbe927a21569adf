import type { WebModule } from '#platform/http/page.ts';
import { paths } from './paths.ts';
import { agenda, dossier, routes, tasks } from './routes.tsx';

export { paths as inclusionPaths } from './paths.ts';

export const inclusion: WebModule = {
  routes,
  tasks,
  agenda,
  dossier,
  nav: (v) =>
    v.actor.kind === 'person' && (v.actor.orgs.length > 0 || v.actor.applies)
      ? [
          {
            href: paths.plans.href(),
            label: v.t(v.actor.orgs.length > 0 ? 'inclusion.nav.all' : 'inclusion.nav.mine'),
            order: 35,
            group: 'stay',
          },
        ]
      : [],
};
