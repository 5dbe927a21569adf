import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Button, EmptyState, Form, PageHead, StatusTag, Table } from '#ui/index.ts';
import type { listTonight } from '../../server/index.ts';
import { Phone } from '../parts/call.tsx';
import { paths } from '../paths.ts';

type Row = ViewOf<typeof listTonight>['rows'][number];

export function TonightPage({ v, rows }: { v: View; rows: Row[] }) {
  const unknown = rows.filter((r) => r.sleeps === 'unknown').length;
  return (
    <>
      <PageHead
        title={v.t('emergency.tonight.title')}
        lead={v.t('emergency.tonight.lead', { count: rows.length, unknown })}
        breadcrumbs={[{ href: paths.start.href(), label: v.t('emergency.title') }]}
        breadcrumbsLabel={v.t('emergency.crumbs')}
      />
      {rows.length === 0 ? (
        <EmptyState
          title={v.t('emergency.tonight.none')}
          text={v.t('emergency.tonight.none-text')}
        />
      ) : (
        <Table
          caption={v.t('emergency.tonight.title')}
          hideCaption
          rowHeader="pupil"
          columns={[
            { key: 'pupil', label: v.t('emergency.tonight.pupil') },
            { key: 'where', label: v.t('emergency.tonight.where') },
            { key: 'call', label: v.t('emergency.tonight.call') },
            { key: 'alarm', label: v.t('emergency.alarm.raise'), hideLabel: true },
          ]}
          rows={rows.map((r) => ({
            id: r.id,
            cells: {
              pupil: <a href={paths.cardOf.href({ mobilityId: r.id })}>{r.pupil}</a>,
              where: <Where v={v} r={r} />,
              call:
                r.sleeps === 'unknown'
                  ? r.asksPhone && <Phone number={r.asksPhone} />
                  : r.phone && <Phone number={r.phone} />,
              alarm: (
                <Form
                  action={paths.raise.href({ mobilityId: r.id })}
                  label={v.t('emergency.alarm.of', { pupil: r.pupil })}
                >
                  <Button kind="quiet">{v.t('emergency.alarm.raise')}</Button>
                </Form>
              ),
            },
          }))}
        />
      )}
    </>
  );
}

function Where({ v, r }: { v: View; r: Row }) {
  if (r.sleeps === 'unknown')
    return <StatusTag tone="stop" text={v.t('emergency.tonight.unknown', { who: r.asks })} />;
  return (
    <>
      {r.sleeps !== 'family' && (
        <StatusTag tone="wait" text={v.t(`emergency.tonight.${r.sleeps}`)} />
      )}{' '}
      <span>{[r.place, r.address].filter(Boolean).join(', ')}</span>
    </>
  );
}
