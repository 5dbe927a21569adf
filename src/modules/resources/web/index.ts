import type { WebModule } from '#platform/http/page.ts';
import { paths } from './paths.ts';
import { dossier, routes, tasks } from './routes.tsx';

export { languageOptions } from './parts/lists.tsx';
export { resourcesOfNetwork } from './parts/network.ts';
export { paths as resourcesPaths } from './paths.ts';

export const resources: WebModule = {
  routes,
  tasks,
  dossier,
  // people of organisations keep the library; everybody else has what is meant for them
  nav: (v) =>
    v.actor.kind !== 'person'
      ? []
      : v.actor.orgs.length > 0
        ? [
            {
              href: paths.library.href(),
              label: v.t('resources.nav.library'),
              order: 58,
              group: 'stay',
            },
          ]
        : [{ href: paths.mine.href(), label: v.t('resources.nav.read'), order: 45, group: 'stay' }],
};
