import { Refusal } from '#kernel/errors.ts';
import type { DocumentId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { type Route, raw } from '#platform/http/page.ts';
import { contentDisposition } from '../core/index.ts';
import { openDocument } from '../server/index.ts';
import { paths } from './paths.ts';

/** Saves a document. It is never shown inside a page of ours, whatever it claims to be. */
const download = raw({
  method: 'get',
  path: paths.document,
  access: 'person',
  handle: async (_, { ask, params, runtime }) => {
    const document = await ask(openDocument, { documentId: params.documentId as DocumentId });
    const file = await runtime.files.get(document.storageKey);
    if (!file) throw new Refusal(notFound);
    return new Response(file.stream(), {
      headers: {
        'content-type': document.mediaType,
        'content-length': String(file.size),
        'content-disposition': contentDisposition(document.fileName),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store, no-transform',
        etag: `"${document.sha256}"`,
      },
    });
  },
});

export const routes: Route[] = [download];
