import type { ServerModule } from '#platform/module.ts';
import { forgetFile } from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { removeDocuments, storeDocument } from './commands.ts';
export { removeFiles } from './jobs.ts';
export { type DocumentAccess, openDocument, setDocumentAccess } from './queries.ts';
export { documentsOfKind } from './store.ts';

export const { getDocument, listDocuments } = queries;

export const documents: ServerModule = {
  commands: [forgetFile],
  queries: [listDocuments, getDocument],
  jobs,
  handlers,
  privacy,
};
