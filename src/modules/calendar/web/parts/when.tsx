import type { View } from '#platform/http/page.ts';
import { seasonKey } from '../../core/rules/index.ts';

const said = (v: Pick<View, 't'>, at: Temporal.Instant, zone: string, time: string) => {
  const key = seasonKey(at, zone);
  return key ? v.t(key, { time }) : time;
};

/** A time of somebody's clock; in the hour that autumn repeats, which of the two. */
export function timeIn(v: Pick<View, 't' | 'fmt'>, at: Temporal.Instant, zone: string): string {
  return said(v, at, zone, v.fmt.time(at, zone));
}

type Times = { startsAt: Temporal.Instant; endsAt: Temporal.Instant; timeZone: string };

const offsetIn = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).offset;

/** When it is where it happens; and on the reader's own clock where that shows something else. */
export function When({
  v,
  times,
  ownZone,
  isMoment = false,
}: {
  v: View;
  times: Times;
  ownZone: string;
  isMoment?: boolean;
}) {
  const { startsAt, endsAt, timeZone } = times;
  const say = (zone: string) => ({
    from: said(v, startsAt, zone, v.fmt.moment(startsAt, zone)),
    until: timeIn(v, endsAt, zone),
    zone: v.fmt.zone(zone),
  });
  return (
    <>
      {v.t(isMoment ? 'calendar.event.when-moment' : 'calendar.event.when', say(timeZone))}
      {offsetIn(startsAt, ownZone) !== offsetIn(startsAt, timeZone) && (
        <>
          <br />
          {v.t('calendar.event.when-own', say(ownZone))}
        </>
      )}
    </>
  );
}

/** An address as it is written there, with the country in the reader's words. */
export function placeOf(v: View, e: { place: string; countryCode: string | null }): string {
  return [e.place, e.countryCode && v.fmt.country(e.countryCode)].filter(Boolean).join(', ');
}
