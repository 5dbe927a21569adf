import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { wordingFor } from '../../core/index.ts';
import type { getStandards } from '../../server/index.ts';

type Standards = ViewOf<typeof getStandards>;
type Standard = Standards['standards'][number];

/** A first text on a standard out of the answers, evidence and notes under it: to be made one's own. */
export function draftOf(v: View, s: Standard, version: string): string {
  const words = wordingFor(v.lang, version);
  return s.points
    .filter((p) => p.status !== null)
    .map((p) => {
      const status = p.status ? words.status(p.status).text : '';
      const lines = [
        `${words.item(p.itemId).text} ${v.t('quality.standards.status', { status })}`,
        p.status === 'not_applicable' ? p.reason : '',
        p.evidence
          ? v.t('quality.standards.evidence', {
              evidence: p.evidence,
              date: p.evidenceOn ? v.fmt.date(p.evidenceOn) : '',
            })
          : '',
        p.note,
      ];
      return lines.filter(Boolean).join('\n');
    })
    .join('\n\n');
}
