import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, ErrorSummary, PageHead } from '#ui/index.ts';
import type { getOutsideReviews } from '../../server/index.ts';
import { ReviewPoints, SaidReviews } from '../parts/review-points.tsx';
import { paths } from '../paths.ts';

/** What somebody from elsewhere was asked to look at, behind the link of their mail. */
export function OutsidePage({
  v,
  reviews: r,
  token,
}: {
  v: View;
  reviews: ViewOf<typeof getOutsideReviews>;
  token: string;
}) {
  const href = paths.outside.href({ token });
  return (
    <>
      <PageHead
        kicker={r.orgName}
        title={v.t('quality.outside.title', { name: r.name })}
        lead={v.t('quality.outside.lead', { organisation: r.orgName })}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={bind(v, href).errors}
      />
      {r.points.some((p) => p.review === 'asked') ? (
        <ReviewPoints v={v} r={r} href={href} />
      ) : (
        <EmptyState title={v.t('quality.outside.none')} text={v.t('quality.outside.none-text')} />
      )}
      <SaidReviews v={v} r={r} />
    </>
  );
}
