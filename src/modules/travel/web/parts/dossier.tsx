import type { View } from '#platform/http/page.ts';
import { ButtonRow, LinkButton, Section } from '#ui/index.ts';
import { paths } from '../paths.ts';
import { JourneyFacts, JourneyStatus, type Journeys } from './journey.tsx';

/** Both journeys on the dossier page. */
export function TravelSection({ v, journeys: j }: { v: View; journeys: Journeys }) {
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
      <ButtonRow>
        <LinkButton href={paths.travel.href({ mobilityId: j.id })}>{v.t('travel.open')}</LinkButton>
      </ButtonRow>
    </>
  );
}
