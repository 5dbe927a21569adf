import type { View, WebModule } from '#platform/http/page.ts';
import { listFamilies } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { paths as hostingPaths } from './paths.ts';

export const hosting: WebModule = {
  routes,
  tasks: async ({ ask, t, actor }) => {
    const { families } = await ask(listFamilies, {});
    const keeps = actor.orgs.length > 0;
    const unready = families.filter((f) => f.missing.length > 0);
    if (keeps && unready.length > 3) {
      // a long list of families belongs on their page, not among the next steps
      return [
        {
          id: 'hosting:families',
          title: t('hosting.task.several', { count: unready.length }),
          href: paths.families.href(),
          action: t('hosting.task.open'),
        },
      ];
    }
    return unready.map((f) => ({
      id: `hosting:${f.id}`,
      title: t('hosting.task.complete', { name: f.name }),
      about: t(f.missing[0]?.messageKey ?? 'hosting.ready', f.missing[0]?.params),
      href: paths.family.href({ familyId: f.id }),
      action: t('hosting.task.open'),
    }));
  },
  intakeLinks: (v, intakeId) => [
    { href: paths.offers.href({ intakeId }), label: v.t('hosting.offers.title') },
  ],
  nav: (v: View) => {
    if (v.actor.kind !== 'person') return [];
    const keeps = v.actor.orgs.some((o) =>
      o.roles.some((r) => r === 'head' || r === 'coordinator' || r === 'volunteer'),
    );
    return keeps
      ? [{ href: paths.families.href(), label: v.t('hosting.nav.families'), order: 40 }]
      : [];
  },
};
