import type { DocumentId } from '#kernel/ids.ts';
import { storedDownload } from '#platform/http/download.ts';
import { type Route, raw } from '#platform/http/page.ts';
import { openDocument } from '../server/index.ts';
import { paths } from './paths.ts';

/** Saves a document. It is never shown inside a page of ours, whatever it claims to be. */
const download = raw({
  method: 'get',
  path: paths.document,
  access: 'person',
  handle: async (_, { ask, params, runtime }) => {
    const document = await ask(openDocument, { documentId: params.documentId as DocumentId });
    return storedDownload(runtime.files, document.storageKey, {
      name: document.fileName,
      mediaType: document.mediaType,
      sha256: document.sha256,
    });
  },
});

export const routes: Route[] = [download];
