import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, StatusTag, TaskList, type Tone } from '#ui/index.ts';
import type { TripState } from '../../core/index.ts';
import type { getTrip, listTrips } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type Trips = ViewOf<typeof listTrips>;
export type OneTrip = ViewOf<typeof getTrip>;

/** In which colour a trip stands: one's own turn, somebody else's, agreed, or over. */
export function tripTone(state: TripState, mine: boolean): Tone {
  if (state === 'agreed') return 'done';
  if (state === 'asked') return mine ? 'now' : 'wait';
  return state === 'declined' ? 'stop' : 'none';
}

const toneOf: Record<OneTrip['findings'][number]['standing'], Tone> = {
  fine: 'done',
  advice: 'late',
  stops: 'stop',
};

/** What the rules say, each with a word: nobody has to guess from a colour. */
export function Findings({ v, findings }: { v: View; findings: OneTrip['findings'] }) {
  return (
    <Facts
      items={findings.map((f) => ({
        label: v.t(`travel.trip.rule.${f.rule}`),
        value: (
          <>
            <StatusTag tone={toneOf[f.standing]} text={v.t(`travel.standing.${f.standing}`)} />{' '}
            {v.t(`travel.rule.${f.key}`, f.params)}
          </>
        ),
      }))}
    />
  );
}

/** Trips as a list: whose turn it is, by name. */
export function TripRows({ v, trips }: { v: View; trips: Trips }) {
  return (
    <TaskList
      items={trips.rows.map((t) => ({
        id: t.id,
        title: t.place,
        href: paths.trip.href({ tripId: t.id }),
        tone: t.tooLate ? 'stop' : tripTone(t.state, t.mine),
        statusText: t.tooLate
          ? v.t('travel.trip.state.too_late')
          : t.state === 'asked'
            ? v.t(t.mine ? 'travel.trip.your-turn' : 'travel.trip.waits-for', {
                who: t.waitingFor,
              })
            : v.t(`travel.trip.state.${t.state}`),
        dateText: v.t('travel.trip.days', { from: t.leavesOn, until: t.returnsOn }),
      }))}
    />
  );
}
