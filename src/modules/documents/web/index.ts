import type { MobilityId } from '#kernel/ids.ts';
import type { WebModule } from '#platform/http/page.ts';
import { listDocuments } from '../server/index.ts';
import { DocumentList } from './parts/document-list.tsx';
import { routes } from './routes.tsx';

export { paths as documentPaths } from './paths.ts';

export const documents: WebModule = {
  routes,
  dossier: async ({ ask }, mobilityId, v) => {
    const { documents: list } = await ask(listDocuments, { mobilityId: mobilityId as MobilityId });
    return [
      {
        id: 'documents',
        order: 90,
        title: v.t('documents.title'),
        body: DocumentList({ v, documents: list }),
      },
    ];
  },
};
