import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { createInvitation } from './commands.ts';
export {
  invitationsOfProject,
  membersOf,
  organisationById,
  organisationsByIds,
} from './store.ts';

export const {
  acceptInvitation,
  editProfile,
  endMembership,
  inviteColleague,
  inviteOrganisation,
  resendInvitation,
  withdrawInvitation,
} = commands;
export const {
  getInvitation,
  getJoin,
  getOrganisation,
  listOrganisations,
  listWaitingInvitations,
} = queries;

export const organisations: ServerModule = {
  commands: [
    inviteColleague,
    inviteOrganisation,
    resendInvitation,
    withdrawInvitation,
    acceptInvitation,
    editProfile,
    endMembership,
  ],
  queries: [listOrganisations, getOrganisation, getInvitation, getJoin, listWaitingInvitations],
  privacy,
};
