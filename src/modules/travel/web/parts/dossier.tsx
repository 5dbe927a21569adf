import type { View } from '#platform/http/page.ts';
import { ButtonRow, LinkButton, Section } from '#ui/index.ts';
import { paths } from '../paths.ts';
import { JourneyFacts, JourneyStatus, type Journeys } from './journey.tsx';
import { TripRows, type Trips } from './trip.tsx';

/** Both journeys on the dossier page, and trips during the stay. */
export function TravelSection({
  v,
  journeys: j,
  trips,
}: {
  v: View;
  journeys: Journeys;
  trips: Trips | null;
}) {
  const ways = [
    { direction: 'outward', journey: j.outward },
    { direction: 'return', journey: j.back },
  ];
  return (
    <>
      {ways.map(({ direction, journey }) =>
        journey ? (
          <Section key={direction} level={3} title={v.t(`travel.way.${direction}`)}>
            <p>
              <JourneyStatus v={v} journey={journey} />
            </p>
            <JourneyFacts v={v} journey={journey} />
          </Section>
        ) : (
          <p key={direction}>{v.t(`travel.none.${direction}`)}</p>
        ),
      )}
      {trips && trips.rows.length > 0 && (
        <Section level={3} title={v.t('travel.trip.list')}>
          <TripRows v={v} trips={trips} />
        </Section>
      )}
      <ButtonRow>
        <LinkButton href={paths.travel.href({ mobilityId: j.id })}>{v.t('travel.open')}</LinkButton>
        <LinkButton href={paths.trips.href({ mobilityId: j.id })}>
          {v.t('travel.trip.list')}
        </LinkButton>
        {j.may.papers && (
          <LinkButton href={paths.papers.href({ mobilityId: j.id })}>
            {v.t('travel.papers.title')}
          </LinkButton>
        )}
      </ButtonRow>
    </>
  );
}
