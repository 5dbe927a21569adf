import type { ServerModule } from '#platform/module.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { storeDocument } from './commands.ts';
export { type DocumentAccess, openDocument, setDocumentAccess } from './queries.ts';

export const { getDocument, listDocuments } = queries;

export const documents: ServerModule = {
  commands: [],
  queries: [listDocuments, getDocument],
  privacy,
};
