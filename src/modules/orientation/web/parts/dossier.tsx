import { documentPaths } from '#modules/documents/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, Facts, TaskList } from '#ui/index.ts';
import type { getGoals, getNearby, listOfStay } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { whenText } from './words.tsx';

type Rows = ViewOf<typeof listOfStay>['rows'];
type Goals = ViewOf<typeof getGoals>;
type Nearby = ViewOf<typeof getNearby>;

function toneOf(row: Rows[number]) {
  if (row.state === 'cancelled' || row.attended === 'absent') return 'stop' as const;
  return row.attended ? ('done' as const) : ('wait' as const);
}

function nearbyText(v: View, n: Nearby): string {
  if (n.consent?.active) return v.t('orientation.dossier.known');
  return v.t(
    n.consent?.pupilAgreedAt && !n.consent.withdrawn
      ? 'orientation.dossier.waits'
      : 'orientation.dossier.unknown',
  );
}

/** Preparation inside a dossier. */
export function PreparationPart({
  v,
  rows,
  goals,
  nearby,
}: {
  v: View;
  rows: Rows;
  goals: Goals | null;
  nearby: Nearby | null;
}) {
  const certified = rows.filter((r) => r.certificateId);
  return (
    <>
      {rows.length > 0 ? (
        <TaskList
          items={rows.map((r) => ({
            id: `${r.id}-${r.personId}`,
            title: r.title,
            href: paths.orientation.href({ orientationId: r.id }),
            tone: toneOf(r),
            statusText: [
              r.state === 'cancelled'
                ? v.t('orientation.state.cancelled')
                : v.t(`orientation.attended.${r.attended ?? 'open'}`),
              r.mine ? '' : r.name,
            ]
              .filter(Boolean)
              .join(' · '),
            dateText: whenText(v, r),
          }))}
        />
      ) : (
        <EmptyState
          level={3}
          title={v.t('orientation.dossier.none')}
          text={v.t('orientation.dossier.none-text')}
        />
      )}
      <Facts
        items={[
          ...(certified.length > 0
            ? [
                {
                  label: v.t('orientation.people.certificate'),
                  value: certified.map((r) => (
                    <div key={`${r.id}-${r.personId}`}>
                      <a
                        href={documentPaths.document.href({
                          documentId: r.certificateId as string,
                        })}
                      >
                        {v.t('orientation.dossier.certificate', { name: r.name, title: r.title })}
                      </a>
                    </div>
                  )),
                },
              ]
            : []),
          ...(goals
            ? [
                {
                  label: v.t('orientation.goal.title'),
                  value:
                    goals.goals.length > 0
                      ? v.fmt.list(
                          goals.goals.map((g) =>
                            v.t('orientation.dossier.goal', {
                              language: v.fmt.language(g.language),
                              from: g.teacherLevel ?? g.selfLevel ?? g.startLevel,
                              to: g.goalLevel,
                            }),
                          ),
                        )
                      : v.t('orientation.dossier.no-goal'),
                  action: (
                    <a href={paths.goals.href({ mobilityId: goals.mobilityId })}>
                      {v.t('orientation.dossier.open')}
                    </a>
                  ),
                },
              ]
            : []),
          ...(nearby
            ? [
                {
                  label: v.t('orientation.nearby.title'),
                  value: nearbyText(v, nearby),
                  action: (
                    <a href={paths.nearby.href({ mobilityId: nearby.mobilityId })}>
                      {v.t('orientation.dossier.open')}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}
