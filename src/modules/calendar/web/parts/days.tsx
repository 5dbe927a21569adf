import type { AgendaItem, View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { type DayEntry, StatusTag } from '#ui/index.ts';
import type { listEventsAbout, listOwnEvents } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { timeIn } from './when.tsx';

type Event = ViewOf<typeof listEventsAbout>['events'][number] &
  Partial<Pick<ViewOf<typeof listOwnEvents>['events'][number], 'ownAnswer'>>;

/** Something of a day, to be sorted in. */
export type Dated = { day: Temporal.PlainDate; sort: string; entry: DayEntry };

export function datedEvent(v: View, e: Event, ownZone: string): Dated {
  const at = e.startsAt.toZonedDateTimeISO(ownZone);
  const there = e.startsAt.toZonedDateTimeISO(e.timeZone);
  const where = [
    v.t(`calendar.kind.${e.kind}`),
    e.about?.title,
    at.offset === there.offset
      ? ''
      : v.t('calendar.page.there', {
          time: timeIn(v, e.startsAt, e.timeZone),
          zone: v.fmt.zone(e.timeZone),
        }),
    e.place || (e.url && v.t('calendar.event.online')),
  ];
  return {
    day: at.toPlainDate(),
    // not by the clock, which shows an hour twice in autumn
    sort: e.startsAt.toString(),
    entry: {
      id: e.id,
      time: timeIn(v, e.startsAt, ownZone),
      title: <a href={paths.event.href({ eventId: e.id })}>{e.title}</a>,
      about: (
        <>
          {where.filter(Boolean).join(' · ')}
          {e.cancelled && (
            <>
              {' '}
              <StatusTag tone="stop" text={v.t('calendar.event.is-cancelled')} />
            </>
          )}
          {!e.cancelled && e.ownAnswer === 'open' && e.kind !== 'deadline' && (
            <>
              {' '}
              <StatusTag tone="now" text={v.t('calendar.page.unanswered')} />
            </>
          )}
        </>
      ),
    },
  };
}

/** A dated entry of another part of the product: a step with its day. */
export function datedStep(v: View, item: AgendaItem): Dated[] {
  if (!item.day) return [];
  const path = item.url && URL.canParse(item.url) ? new URL(item.url).pathname : null;
  return [
    {
      day: item.day,
      // what has no hour stands before what has one
      sort: '',
      entry: {
        id: item.uid,
        time: v.t('calendar.page.by'),
        title: path ? <a href={path}>{item.summary}</a> : item.summary,
        about: [v.t('calendar.kind.step'), item.description].filter(Boolean).join(' · '),
      },
    },
  ];
}

/** Days in order, each with what is on. */
export function byDay(all: readonly Dated[]): Map<string, DayEntry[]> {
  const sorted = all.toSorted(
    (a, b) => Temporal.PlainDate.compare(a.day, b.day) || a.sort.localeCompare(b.sort),
  );
  const days = new Map<string, DayEntry[]>();
  for (const { day, entry } of sorted)
    days.set(day.toString(), [...(days.get(day.toString()) ?? []), entry]);
  return days;
}
