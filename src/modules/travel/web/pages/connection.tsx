import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
} from '#ui/index.ts';
import { type Direction, mostLegs } from '../../core/index.ts';
import { JourneyLegs, type Journeys, type JourneyView } from '../parts/journey.tsx';
import { Phone } from '../parts/phone.tsx';
import { paths } from '../paths.ts';
import { LegFields, zoneOptions } from './legs.tsx';

/** How a journey goes on when a connection is missed or does not run: written on a platform, with one thumb. */
export function ConnectionPage({
  v,
  journeys: j,
  direction,
  now,
}: {
  v: View;
  journeys: Journeys;
  direction: Direction;
  now: Temporal.Instant;
}) {
  const here = { mobilityId: j.id };
  const journey = direction === 'outward' ? j.outward : j.back;
  const action = paths.connection.href({ ...here, direction });
  const group = journey?.group?.mine ? journey.group : null;
  const back = group ? paths.group.href({ travelGroupId: group.id }) : paths.travel.href(here);
  const from = journey?.goesOnFrom ?? null;
  const f = bind(v, action, journey && from !== null ? initial(journey, from, now) : {});
  const kept = from === null ? [] : (journey?.legs.slice(0, from) ?? []);
  const most = mostLegs - kept.length;
  const typed = Array.from({ length: most }, (_, i) =>
    v.form.values[`legs.${i}.fromPlace`]?.[0] ? i + 1 : 0,
  );
  const shown = Math.max(1, (journey?.legs.length ?? 0) - kept.length, ...typed);
  const zones = zoneOptions(v);
  const row = (i: number) => (
    <LegFields key={i} v={v} f={f} i={i} number={kept.length + i + 1} zones={zones} />
  );
  return (
    <>
      <PageHead
        title={v.t('travel.connection.write')}
        lead={v.t('travel.connection.lead')}
        breadcrumbs={[
          {
            href: back,
            label: group ? v.t('travel.group.open') : v.t(`travel.way.${direction}`),
          },
        ]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      <ErrorSummary title={v.t('travel.errors')} errors={f.errors} />
      {!journey || from === null ? (
        <Notice title={v.t('travel.plan.not-now')}>
          <p>{v.t('travel.connection.not-now')}</p>
          <LinkButton href={back}>{v.t('travel.back')}</LinkButton>
        </Notice>
      ) : (
        <>
          {kept.length > 0 && (
            <Section title={v.t('travel.connection.so-far')} id="so-far">
              <JourneyLegs v={v} journey={{ legs: kept }} />
            </Section>
          )}
          <Form action={action} id={`connection-${direction}`} keep>
            <Hidden name="version" value={String(journey.version)} />
            <Hidden name="from" value={String(from)} />
            {group && <Hidden name="groupId" value={group.id} />}
            {Array.from({ length: shown }, (_, i) => row(i))}
            {shown < most && (
              <Details summary={v.t('travel.legs.more')}>
                {Array.from({ length: most - shown }, (_, i) => row(shown + i))}
              </Details>
            )}
            <p>
              {v.t('travel.connection.meets', { who: journey.metBy })}{' '}
              {journey.metByPhone && <Phone number={journey.metByPhone} />}
            </p>
            <ButtonRow>
              <Button>{v.t('travel.connection.save')}</Button>
              <LinkButton href={back}>{v.t('travel.back')}</LinkButton>
            </ButtonRow>
          </Form>
        </>
      )}
    </>
  );
}

/**
 * The places and clocks of the parts that are replaced. Number and times of the first are asked anew, on the day it is now
 * where the planned one is over; what follows stands as it was, to be looked at.
 */
function initial(journey: JourneyView, from: number, now: Temporal.Instant) {
  const values: Record<string, string | Temporal.PlainDate> = {};
  const time = (at: Temporal.ZonedDateTime) =>
    at.toPlainTime().toString({ smallestUnit: 'minute' });
  const last = journey.legs.at(-1);
  for (let i = 0; i < mostLegs; i++) {
    const leg = journey.legs[from + i];
    const leavesZone = leg?.leavesZone ?? last?.arrivesZone ?? journey.leavesZone;
    const arrivesZone = leg?.arrivesZone ?? journey.arrivesZone;
    const onTheDay = (at: Temporal.Instant, zone: string) =>
      (Temporal.Instant.compare(at, now) < 0 ? now : at).toZonedDateTimeISO(zone);
    const leaves = onTheDay(leg?.leavesNow ?? journey.leavesAt, leavesZone);
    const arrives = onTheDay(leg?.arrivesNow ?? journey.arrivesAt, arrivesZone);
    const put = (field: string, value: string | Temporal.PlainDate) => {
      values[`legs.${i}.${field}`] = value;
    };
    put('means', leg?.means ?? journey.means);
    put('leavesOn', leaves.toPlainDate());
    put('leavesZone', leavesZone);
    put('arrivesOn', arrives.toPlainDate());
    put('arrivesZone', arrivesZone);
    if (leg) {
      put('fromPlace', leg.fromPlace);
      put('toPlace', leg.toPlace);
    } else if (i === 0) put('toPlace', journey.arrivesIn);
    if (!leg || i === 0) continue;
    put('number', leg.number);
    put('leavesAt', time(leaves));
    put('arrivesAt', time(arrives));
  }
  return values;
}
