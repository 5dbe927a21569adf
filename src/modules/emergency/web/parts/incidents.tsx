import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { TaskList } from '#ui/index.ts';
import type { listIncidents } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type Incident = ViewOf<typeof listIncidents>['incidents'][number];

/** Incidents as things to open: whose, what kind, how it stands, since when by the clock there. */
export function Incidents({ v, rows }: { v: View; rows: Incident[] }) {
  return (
    <TaskList
      items={rows.map((i) => ({
        id: i.id,
        title: v.t('emergency.incidents.line', {
          who: i.drill ? v.t('emergency.drill.word') : (i.pupil ?? ''),
          kind: i.kind ? v.t(`emergency.kind.${i.kind}`) : v.t('emergency.kind.none'),
        }),
        href: paths.incident.href({ incidentId: i.id }),
        tone: i.state === 'alarm' ? 'late' : i.state === 'taken' ? 'now' : 'done',
        statusText: v.t(`emergency.state.${i.state}`),
        dateText: v.fmt.moment(i.raisedAt, i.timeZone),
      }))}
    />
  );
}
