import type { OrgId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { ServerModule } from '#platform/module.ts';
import type { SharedKind } from '../core/types.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';
import * as store from './store/index.ts';

export { createInvitation } from './commands/index.ts';
export {
  setCountrySource,
  setHostLaw,
  setSharedCatalogue,
  type ToldPart,
} from './queries/index.ts';
export {
  closedWeeksOf,
  insertMembership,
  insertOrganisation,
  invitationsOfProject,
  membersOf,
  organisationById,
  organisationsByIds,
  staffOf,
} from './store/index.ts';

/**
 * Whose version of a shared thing an organisation uses: the first of these that has one. `null` stands for the
 * product's, which is always the last. Without a choice: its own, then the product's.
 */
export function choiceOf(
  read: Readable,
  orgId: OrgId,
  kind: SharedKind,
): Promise<(OrgId | null)[]> {
  return store.sourcesOf(read, orgId, kind);
}

export const {
  acceptInvitation,
  answerMembership,
  askNetwork,
  chooseSource,
  editProfile,
  endMembership,
  endNetworkMembership,
  forgetInvitations,
  forgetOrganisation,
  indexDirectory,
  inviteColleague,
  inviteMember,
  inviteOrganisation,
  resendInvitation,
  tellPart,
  withdrawInvitation,
} = commands;
export const {
  countDirectory,
  findHosts,
  getHostWish,
  getInvitation,
  getJoin,
  getNetwork,
  getNetworkMembership,
  getOrganisation,
  getPart,
  getProfile,
  getSharing,
  listCountries,
  listNetworkQuestions,
  listOrganisations,
  listWaitingInvitations,
  searchDirectory,
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
    tellPart,
    indexDirectory,
    askNetwork,
    inviteMember,
    answerMembership,
    endNetworkMembership,
    chooseSource,
    forgetOrganisation,
    forgetInvitations,
  ],
  queries: [
    listOrganisations,
    getOrganisation,
    getProfile,
    getPart,
    searchDirectory,
    countDirectory,
    findHosts,
    getHostWish,
    getNetwork,
    getNetworkMembership,
    getSharing,
    listCountries,
    listNetworkQuestions,
    getInvitation,
    getJoin,
    listWaitingInvitations,
  ],
  jobs,
  handlers,
  privacy,
};
