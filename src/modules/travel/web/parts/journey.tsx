import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, StatusTag } from '#ui/index.ts';
import { stageOf } from '../../core/index.ts';
import type { getJourneys } from '../../server/index.ts';

export type Journeys = ViewOf<typeof getJourneys>;
export type JourneyView = NonNullable<Journeys['outward']>;

/** Where a journey stands, in words. */
export function JourneyStatus({ v, journey }: { v: View; journey: JourneyView }) {
  const stage = stageOf(journey);
  const tone = stage === 'arrived' ? 'done' : stage === 'under_way' ? 'now' : 'wait';
  return <StatusTag tone={tone} text={v.t(`travel.stage.${stage}`)} />;
}

/** A journey label by label, each time in the zone of its place. */
export function JourneyFacts({ v, journey: j }: { v: View; journey: JourneyView }) {
  const at = (instant: Temporal.Instant, zone: string, place: string) =>
    v.t('travel.at', { at: v.fmt.moment(instant, zone), place });
  return (
    <Facts
      items={[
        { label: v.t('travel.field.leaves'), value: at(j.leavesAt, j.leavesZone, j.leavesFrom) },
        { label: v.t('travel.field.arrives'), value: at(j.arrivesAt, j.arrivesZone, j.arrivesIn) },
        {
          label: v.t('travel.field.means'),
          value: j.details
            ? `${v.t(`travel.means.${j.means}`)}. ${j.details}`
            : v.t(`travel.means.${j.means}`),
        },
        { label: v.t('travel.field.met-by'), value: j.metBy },
        ...(j.departedAt
          ? [{ label: v.t('travel.field.left'), value: v.fmt.moment(j.departedAt, j.leavesZone) }]
          : []),
        ...(j.arrivedAt
          ? [
              {
                label: v.t('travel.field.arrived'),
                value: j.confirmedBy
                  ? v.t('travel.said-by', {
                      at: v.fmt.moment(j.arrivedAt, j.arrivesZone),
                      who: j.confirmedBy,
                    })
                  : v.fmt.moment(j.arrivedAt, j.arrivesZone),
              },
            ]
          : []),
      ]}
    />
  );
}
