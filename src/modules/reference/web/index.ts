import type { WebModule } from '#platform/http/page.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { gapTexts } from './parts/gaps.ts';
export { policiesOfNetwork } from './parts/network.ts';
export { paths as referencePaths } from './paths.ts';

export const reference: WebModule = {
  routes,
  nav: (v) =>
    v.actor.kind === 'person' && v.actor.isAdmin
      ? [
          {
            href: paths.reference.href(),
            label: v.t('reference.list.title'),
            order: 78,
            group: 'partners',
          },
        ]
      : [],
};
