import type { WebModule } from '#platform/http/page.ts';
import { isLeading } from '../core/rules/index.ts';
import { listNetworkQuestions, listWaitingInvitations } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { type NetworkSection, setNetworkSections } from './parts/network.tsx';
export {
  paths as organisationsPaths,
  setContactPath,
  setSchoolWall,
  setSharedPlaces,
} from './paths.ts';

export const organisations: WebModule = {
  routes,
  tasks: async ({ ask, actor, t, fmt }) => {
    if (!actor.orgs.some((o) => isLeading(o.roles))) return [];
    const { invitations } = await ask(listWaitingInvitations, {});
    const { questions } = await ask(listNetworkQuestions, {});
    const networks = questions.map((q) => ({
      id: `network:${q.networkId}:${q.orgId}`,
      title: t(`organisations.task.${q.ours ? '' : 'waits-'}${q.state}`, {
        org: q.org,
        network: q.network,
      }),
      ...(q.ours ? {} : { waitingFor: q.state === 'asked' ? q.network : q.org }),
      href: paths.organisation.href({ orgId: q.networkId }),
      action: t('organisations.task.open'),
    }));
    const waiting = invitations.map((i) => ({
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
    return [...networks, ...waiting];
  },
  nav: (v) =>
    v.actor.kind === 'person' && (v.actor.isAdmin || v.actor.orgs.length > 0)
      ? [
          {
            href: paths.directory.href(),
            label: v.t('organisations.directory.nav'),
            order: 76,
            group: 'partners',
          },
        ]
      : [],
};
