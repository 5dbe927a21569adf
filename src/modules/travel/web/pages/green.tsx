import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { BarChart, EmptyState, PageHead } from '#ui/index.ts';
import type { countGreen } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** How many journeys went by train, bus or shared car. */
export function GreenPage({ v, counted }: { v: View; counted: ViewOf<typeof countGreen> }) {
  const journeys = counted.rows.reduce((sum, r) => sum + r.journeys, 0);
  const green = counted.rows.reduce((sum, r) => sum + r.green, 0);
  return (
    <>
      <PageHead
        title={v.t('travel.green.title')}
        lead={journeys > 0 ? v.t('travel.green.lead', { green, journeys }) : undefined}
        breadcrumbs={[{ href: paths.groups.href(), label: v.t('travel.group.list') }]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      {journeys === 0 ? (
        <EmptyState title={v.t('travel.green.none')} text={v.t('travel.green.none-text')} />
      ) : (
        <BarChart
          title={v.t('travel.green.chart')}
          keys={[
            { key: 'green', label: v.t('travel.green.green'), fill: 'a' },
            { key: 'other', label: v.t('travel.green.other'), fill: 'open' },
          ]}
          rows={counted.rows.map((r) => ({
            id: r.intakeId,
            label: r.intake,
            totalText: v.t('travel.green.of', { green: r.green, journeys: r.journeys }),
            values: { green: r.green, other: r.journeys - r.green },
          }))}
          table={{
            summary: v.t('travel.green.table'),
            columns: [
              { key: 'intake', label: v.t('travel.group.intake') },
              { key: 'journeys', label: v.t('travel.green.journeys'), numeric: true },
              { key: 'green', label: v.t('travel.green.green'), numeric: true },
              { key: 'means', label: v.t('travel.green.means') },
            ],
            rows: counted.rows.map((r) => ({
              id: r.intakeId,
              cells: {
                intake: r.intake,
                journeys: v.fmt.number(r.journeys),
                green: v.fmt.number(r.green),
                means: r.byMeans
                  .map((m) =>
                    v.t('travel.green.by-means', {
                      means: v.t(`travel.means.${m.means}`),
                      count: m.count,
                    }),
                  )
                  .join(', '),
              },
            })),
          }}
        />
      )}
      <p>{v.t('travel.green.rule')}</p>
    </>
  );
}
