import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, StatusTag, Table } from '#ui/index.ts';
import type { listOwnEvents } from '../../server/index.ts';
import { paths } from '../paths.ts';

export function EventsPage({
  v,
  events,
}: {
  v: View;
  events: ViewOf<typeof listOwnEvents>['events'];
}) {
  return (
    <>
      <PageHead
        title={v.t('calendar.events.title')}
        lead={<a href={paths.feed.href()}>{v.t('calendar.events.feed')}</a>}
        actions={
          <LinkButton kind="primary" href={paths.newEvent.href()}>
            {v.t('calendar.events.plan')}
          </LinkButton>
        }
      />
      <Table
        caption={v.t('calendar.events.title')}
        hideCaption
        columns={[
          { key: 'title', label: v.t('calendar.field.title') },
          { key: 'when', label: v.t('calendar.field.when') },
          { key: 'place', label: v.t('calendar.field.place') },
        ]}
        rows={events.map((e) => ({
          id: e.id,
          cells: {
            title: (
              <>
                <a href={paths.event.href({ eventId: e.id })}>{e.title}</a>
                {e.cancelled && <StatusTag tone="stop" text={v.t('calendar.event.is-cancelled')} />}
              </>
            ),
            when: v.fmt.moment(e.startsAt, e.timeZone),
            place: e.place || (e.url && v.t('calendar.event.online')),
          },
        }))}
        empty={
          <EmptyState title={v.t('calendar.events.none')} text={v.t('calendar.events.none-text')} />
        }
      />
    </>
  );
}
