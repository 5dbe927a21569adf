import type { View } from '#platform/http/page.ts';

/** How a zone is called in a sentence: by its city. */
export function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
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
    from: v.fmt.moment(startsAt, zone),
    until: v.fmt.time(endsAt, zone),
    zone: cityOf(zone),
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
