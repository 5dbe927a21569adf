import type { WebModule } from '#platform/http/page.ts';
import { isLeading } from '../core/rules.ts';
import { listWaitingInvitations } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { paths as organisationsPaths } from './paths.ts';

export const organisations: WebModule = {
  routes,
  tasks: async ({ ask, actor, t, fmt }) => {
    if (!actor.orgs.some((o) => isLeading(o.roles))) return [];
    const { invitations } = await ask(listWaitingInvitations, {});
    return invitations.map((i) => ({
      id: `invitation:${i.id}`,
      title: t(
        i.state === 'expired' ? 'organisations.task.expired' : 'organisations.task.waiting',
        { roles: fmt.list(i.roles.map((role) => t(`organisations.role.${role}`))) },
      ),
      // an invitation that ran out is the inviter's turn again
      ...(i.state === 'expired' ? { about: i.email } : { waitingFor: i.email }),
      href: paths.invitation.href({ invitationId: i.id }),
      action: t('organisations.task.open'),
    }));
  },
  nav: (v) =>
    v.actor.kind === 'person' && (v.actor.isAdmin || v.actor.orgs.length > 0)
      ? [{ href: paths.organisations.href(), label: v.t('organisations.list.title'), order: 80 }]
      : [],
};
