import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, Table } from '#ui/index.ts';
import { shortHash } from '../../core/index.ts';
import type { listDocuments } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** The papers of a dossier, each with the beginning of its hash to compare with a copy. */
export function DocumentList({
  v,
  documents,
}: {
  v: View;
  documents: ViewOf<typeof listDocuments>['documents'];
}) {
  return (
    <Table
      caption={v.t('documents.title')}
      hideCaption
      rowHeader="title"
      columns={[
        { key: 'title', label: v.t('documents.column.title') },
        { key: 'made', label: v.t('documents.column.made') },
        { key: 'hash', label: v.t('documents.column.hash') },
      ]}
      rows={documents.map((d) => ({
        id: d.id,
        cells: {
          title: (
            <a href={paths.document.href({ documentId: d.id })} download>
              {v.t('documents.file', {
                title: d.title,
                kilobytes: Math.max(1, Math.round(d.size / 1000)),
                kind: d.mediaType === 'application/pdf' ? 'PDF' : d.mediaType,
              })}
            </a>
          ),
          made: v.fmt.moment(d.createdAt),
          hash: <code title={d.sha256}>{shortHash(d.sha256)}</code>,
        },
      }))}
      empty={
        <EmptyState level={3} title={v.t('documents.empty')} text={v.t('documents.empty-text')} />
      }
    />
  );
}
