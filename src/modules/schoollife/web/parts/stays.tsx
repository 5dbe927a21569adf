import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Prose } from '#ui/index.ts';
import type { getWall } from '../../server/index.ts';

/** Where the stays of the school are this month, in numbers. */
export function Stays({ v, stays }: { v: View; stays: ViewOf<typeof getWall>['stays'] }) {
  return (
    <Prose>
      <ul>
        {stays.map((s) => (
          <li key={`${s.direction}${s.moment}`}>
            {v.t(`schoollife.stays.${s.direction}.${s.moment}`, { count: s.count })}
          </li>
        ))}
      </ul>
    </Prose>
  );
}
