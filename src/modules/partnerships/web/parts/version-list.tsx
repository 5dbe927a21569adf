import { documentPaths } from '#modules/documents/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag, Table, type Tone } from '#ui/index.ts';
import type { getPartnership } from '../../server/index.ts';
import { paths } from '../paths.ts';

const tones: Record<string, Tone> = {
  draft: 'wait',
  open: 'now',
  sent_back: 'none',
  accepted: 'done',
  replaced: 'none',
};

/** The versions of an agreement, newest first, each with its paper. */
export function VersionList({
  v,
  partnershipId,
  versions,
}: {
  v: View;
  partnershipId: string;
  versions: ViewOf<typeof getPartnership>['versions'];
}) {
  return (
    <Table
      caption={v.t('partnerships.versions.title')}
      hideCaption
      rowHeader="version"
      columns={[
        { key: 'version', label: v.t('partnerships.versions.version') },
        { key: 'state', label: v.t('partnerships.list.state') },
        { key: 'at', label: v.t('partnerships.versions.at') },
        { key: 'paper', label: v.t('partnerships.versions.paper') },
      ]}
      rows={versions.toReversed().map((each) => {
        const at = { partnershipId, number: String(each.number) };
        return {
          id: at.number,
          cells: {
            version: (
              <a href={paths.version.href(at)}>
                {v.t('partnerships.versions.number', { number: each.number })}
              </a>
            ),
            state: (
              <StatusTag
                tone={tones[each.state] ?? 'none'}
                text={v.t(`partnerships.versions.state.${each.state}`)}
              />
            ),
            at: v.fmt.moment(each.at),
            paper: (
              <a
                href={
                  each.documentId
                    ? documentPaths.document.href({ documentId: each.documentId })
                    : paths.paper.href(at)
                }
                aria-label={v.t('partnerships.versions.pdf-of', { number: each.number })}
              >
                {v.t('partnerships.versions.pdf')}
              </a>
            ),
          },
        };
      })}
    />
  );
}
