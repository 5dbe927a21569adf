import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, Facts, PageHead, Section, Table } from '#ui/index.ts';
import type { getCosts } from '../../server/index.ts';
import { money } from '../parts/measure.tsx';
import { paths } from '../paths.ts';

export type Costs = ViewOf<typeof getCosts>;
type Props = { v: View; costs: Costs };

/** Sums by budget line; a pupil's name only where the plan is the reader's, and small numbers nowhere else. */
export function CostsPage({ v, costs }: Props) {
  const people = (count: number | null) =>
    count === null ? v.t('inclusion.costs.few') : v.fmt.number(count);
  return (
    <>
      <PageHead
        kicker={costs.title}
        title={v.t('inclusion.costs.title')}
        lead={<p>{v.t('inclusion.costs.lead')}</p>}
        breadcrumbs={[{ href: paths.plans.href(), label: v.t('inclusion.plans.title') }]}
        breadcrumbsLabel={v.t('inclusion.crumbs')}
      />
      <Section id="lines" title={v.t('inclusion.costs.lines')}>
        <Table
          caption={v.t('inclusion.costs.lines')}
          hideCaption
          rowHeader="line"
          columns={[
            { key: 'line', label: v.t('inclusion.field.line') },
            { key: 'estimate', label: v.t('inclusion.costs.estimate'), numeric: true },
            { key: 'real', label: v.t('inclusion.costs.real'), numeric: true },
            { key: 'pupils', label: v.t('inclusion.costs.pupils'), numeric: true },
          ]}
          empty={
            <EmptyState
              level={3}
              title={v.t('inclusion.costs.none')}
              text={v.t('inclusion.costs.none-text')}
            />
          }
          rows={
            costs.lines.length === 0
              ? []
              : [
                  ...costs.lines.map((l) => ({
                    id: l.line ?? 'together',
                    name: l.line
                      ? v.t(`inclusion.line.${l.line}`)
                      : v.t('inclusion.costs.together'),
                    ...l,
                  })),
                  { id: 'total', name: v.t('inclusion.costs.total'), ...costs.total },
                ].map((l) => ({
                  id: l.id,
                  cells: {
                    line: l.name,
                    estimate: money(v, l.estimateCents),
                    real: money(v, l.realCents),
                    pupils: people(l.pupils),
                  },
                }))
          }
        />
      </Section>
      {costs.measures.length > 0 && (
        <Section id="measures" title={v.t('inclusion.costs.measures')}>
          <Table
            caption={v.t('inclusion.costs.measures')}
            hideCaption
            rowHeader="title"
            columns={[
              { key: 'title', label: v.t('inclusion.costs.measure') },
              { key: 'line', label: v.t('inclusion.field.line') },
              { key: 'estimate', label: v.t('inclusion.costs.estimate'), numeric: true },
              { key: 'real', label: v.t('inclusion.costs.real'), numeric: true },
            ]}
            rows={costs.measures.map((m) => ({
              id: m.id,
              cells: {
                title: m.pupil ? (
                  <a href={paths.measure.href({ measureId: m.id })}>{`${m.title} · ${m.pupil}`}</a>
                ) : (
                  m.title
                ),
                line: v.t(`inclusion.line.${m.line}`),
                estimate: money(v, m.estimateCents),
                real: m.realCents === null ? v.t('inclusion.costs.open') : money(v, m.realCents),
              },
            }))}
          />
        </Section>
      )}
      <Section id="programme" title={v.t('inclusion.costs.programme')}>
        <Facts
          items={[
            {
              label: v.t('inclusion.costs.participants'),
              value: people(costs.participants),
            },
            {
              label: v.t('inclusion.costs.rate-organisation'),
              value: costs.organisationRate ? (
                <>
                  {v.t('inclusion.costs.rate-found', {
                    amount: money(v, costs.organisationRate.cents),
                    call: costs.call,
                  })}{' '}
                  <a href={costs.organisationRate.source}>{v.t('inclusion.costs.source')}</a>
                </>
              ) : (
                v.t('inclusion.costs.rate-unknown', { call: costs.call })
              ),
            },
            {
              label: v.t('inclusion.costs.rate-participant'),
              value: (
                <>
                  {v.t('inclusion.costs.percent', { percent: costs.participantRate.percent })}{' '}
                  <a href={costs.participantRate.source}>
                    {v.t('inclusion.costs.source-participant')}
                  </a>
                </>
              ),
            },
          ]}
        />
      </Section>
      {costs.categories.length > 0 && (
        <Section
          id="categories"
          title={v.t('inclusion.costs.categories')}
          lead={<p>{v.t('inclusion.costs.categories-lead')}</p>}
        >
          <Table
            caption={v.t('inclusion.costs.categories')}
            hideCaption
            rowHeader="pupil"
            columns={[
              { key: 'pupil', label: v.t('inclusion.plans.pupil') },
              { key: 'intake', label: v.t('inclusion.costs.intake') },
              { key: 'category', label: v.t('inclusion.costs.category') },
            ]}
            rows={costs.categories.map((c) => ({
              id: c.applicationId,
              cells: {
                pupil: c.pupil,
                intake: c.intake,
                category: v.t(c.fewerOpportunities ? 'inclusion.yes' : 'inclusion.no'),
              },
            }))}
          />
        </Section>
      )}
    </>
  );
}
