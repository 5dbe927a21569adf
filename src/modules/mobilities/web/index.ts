import type { WebModule } from '#platform/http/page.ts';
import { paths } from './paths.ts';
import { routes, tasks } from './routes.tsx';

export { Way } from './parts/way.tsx';
export { paths as mobilityPaths } from './paths.ts';
export { dossierPage } from './routes.tsx';

export const mobilities: WebModule = {
  routes,
  tasks,
  nav: (v) =>
    v.actor.kind === 'person' && !(v.actor.isAdmin && v.actor.orgs.length === 0)
      ? [
          {
            href: paths.list.href(),
            label: v.t(v.actor.orgs.length > 0 ? 'mobilities.nav' : 'mobilities.nav-own'),
            order: 30,
          },
        ]
      : [],
};
