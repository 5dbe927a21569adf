import { worksFor } from '#kernel/actor.ts';
import type { WebModule } from '#platform/http/page.ts';
import { paths } from './paths.ts';
import { dossier, routes, tasks } from './routes.tsx';

export { readingBeside } from './routes.tsx';

export const orientation: WebModule = {
  routes,
  tasks,
  dossier,
  nav: (v) => {
    const { actor } = v;
    return actor.kind === 'person' &&
      actor.orgs.some((o) => worksFor(actor, o.orgId, 'head', 'coordinator', 'teacher'))
      ? [
          {
            href: paths.orientations.href(),
            label: v.t('orientation.nav'),
            order: 56,
            group: 'stay',
          },
        ]
      : [];
  },
};
