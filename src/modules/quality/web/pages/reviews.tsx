import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, ErrorSummary, LinkButton, PageHead } from '#ui/index.ts';
import type { getReviews } from '../../server/index.ts';
import { ReviewPoints, SaidReviews } from '../parts/review-points.tsx';
import { paths } from '../paths.ts';

type Reviews = ViewOf<typeof getReviews>;

/** What the reader was asked to look at: the evidence, and whether they found it so. */
export function ReviewsPage({ v, reviews: r }: { v: View; reviews: Reviews }) {
  const at = { assessmentId: r.id };
  const href = paths.reviews.href(at);
  const f = bind(v, href);
  const open = r.points.filter((p) => p.review === 'asked');
  return (
    <>
      <PageHead
        kicker={r.orgName}
        title={v.t('quality.review.title')}
        lead={v.t('quality.review.lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          {
            href: paths.assessment.href(at),
            label: v.t(`quality.scope.${r.scope}-for`, { organisation: r.orgName }),
          },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      {open.length === 0 ? (
        <EmptyState
          title={v.t('quality.review.none')}
          text={v.t('quality.review.none-text')}
          action={
            <LinkButton href={paths.assessment.href(at)}>
              {v.t('quality.result.answers')}
            </LinkButton>
          }
        />
      ) : (
        <ReviewPoints v={v} r={r} href={href} back={paths.assessment.href(at)} />
      )}
      <SaidReviews v={v} r={r} />
    </>
  );
}
