import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag } from '#ui/index.ts';
import { levels } from '../../core/types.ts';
import type { listOrientations } from '../../server/index.ts';

export type Listed = ViewOf<typeof listOrientations>['orientations'][number];

type When = Pick<Listed, 'startsAt' | 'endsAt' | 'timeZone'>;

/** From when until when, on the clock of the place. */
export function whenText(v: View, o: When): string {
  const from = o.startsAt.toZonedDateTimeISO(o.timeZone).toPlainDate();
  const until = o.endsAt.toZonedDateTimeISO(o.timeZone).toPlainDate();
  const params = {
    from,
    until,
    fromTime: v.fmt.time(o.startsAt, o.timeZone),
    untilTime: v.fmt.time(o.endsAt, o.timeZone),
  };
  return v.t(from.equals(until) ? 'orientation.when.day' : 'orientation.when.days', params);
}

export const whereText = (v: View, o: Pick<Listed, 'town' | 'place' | 'countryCode'>): string =>
  [
    o.place,
    // the calendar's place may name the town already
    o.place.includes(o.town) ? '' : o.town,
    v.fmt.country(o.countryCode),
  ]
    .filter(Boolean)
    .join(', ');

export function OrientationStatus({ v, o }: { v: View; o: Listed }) {
  if (o.state === 'cancelled')
    return <StatusTag tone="stop" text={v.t('orientation.state.cancelled')} />;
  if (o.state === 'held')
    return <StatusTag tone="done" text={v.t('orientation.state.held', { came: o.came })} />;
  if (o.state === 'invited')
    return (
      <StatusTag tone="wait" text={v.t('orientation.state.invited', { count: o.participants })} />
    );
  return <StatusTag tone="now" text={v.t('orientation.state.draft')} />;
}

export const levelOptions = (v: View) =>
  levels.map((l) => ({ value: l, label: v.t(`orientation.level.${l}`) }));
