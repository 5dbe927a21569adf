import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export {
  openFile,
  resourcesNamed,
  resourcesToChoose,
  setStaySource,
  sharedResources,
} from './queries.ts';

export const {
  adaptResource,
  addResource,
  addVersion,
  checkResource,
  editResource,
  markRead,
  markUsed,
  offerAgain,
  withdrawResource,
} = commands;
export const { getResource, listDueChecks, listForStay, listOffered, searchLibrary } = queries;

export const resources: ServerModule = {
  commands: [
    addResource,
    editResource,
    addVersion,
    checkResource,
    withdrawResource,
    offerAgain,
    markUsed,
    adaptResource,
    markRead,
    commands.tellUsers,
  ],
  queries: [searchLibrary, getResource, listDueChecks, listOffered, listForStay],
  jobs,
  handlers,
  privacy,
};
