import type { View, WebModule } from '#platform/http/page.ts';
import { listFamilies } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { paths as hostingPaths } from './paths.ts';

export const hosting: WebModule = {
  routes,
  tasks: async ({ ask, t, actor }) => {
    const { families } = await ask(listFamilies, { size: 200 });
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
    return unready.map((f) => {
      const first = keeps ? f.missing[0] : (f.ownTurn ?? f.missing[0]);
      const about = first ? { about: t(first.messageKey, first.params) } : {};
      const common = { id: `hosting:${f.id}`, href: paths.family.href({ familyId: f.id }) };
      if (keeps)
        return {
          ...common,
          ...about,
          title: t('hosting.task.complete', { name: f.name }),
          action: t('hosting.task.open'),
        };
      // checks are not the family's own doing: it waits for its organisation
      return f.ownTurn
        ? { ...common, ...about, title: t('hosting.task.own'), action: t('hosting.task.describe') }
        : { ...common, ...about, title: t('hosting.task.own-waited'), waitingFor: f.organisation };
    });
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
      ? [
          {
            href: paths.families.href(),
            label: v.t('hosting.nav.families'),
            order: 40,
            group: 'stay',
          },
        ]
      : [];
  },
};
