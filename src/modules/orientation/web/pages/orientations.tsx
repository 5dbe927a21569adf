import { worksSomewhere } from '#kernel/actor.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Card, CardGrid, EmptyState, LinkButton, PageHead, Section, TaskList } from '#ui/index.ts';
import type { listOrientations } from '../../server/index.ts';
import { OrientationStatus, whenText, whereText } from '../parts/words.tsx';
import { paths } from '../paths.ts';

/** All orientations of one's organisations, and for whom one should be planned. */
export function OrientationsPage({ v, list }: { v: View; list: ViewOf<typeof listOrientations> }) {
  const may = list.plans.length > 0;
  const ahead = list.orientations.filter((o) => o.state === 'draft' || o.state === 'invited');
  const past = list.orientations.filter((o) => o.state === 'held' || o.state === 'cancelled');
  const cards = (rows: typeof ahead) => (
    <CardGrid>
      {rows.map((o) => (
        <Card
          key={o.id}
          href={paths.orientation.href({ orientationId: o.id })}
          title={o.title}
          top={<OrientationStatus v={v} o={o} />}
        >
          <p>{whenText(v, o)}</p>
          <p>
            {whereText(v, o)} · {o.orgName}
          </p>
        </Card>
      ))}
    </CardGrid>
  );
  return (
    <>
      <PageHead
        title={v.t('orientation.list.title')}
        lead={v.t('orientation.list.lead')}
        actions={
          may && (
            <>
              <LinkButton kind="primary" href={paths.plan.href()}>
                {v.t('orientation.plan.title')}
              </LinkButton>
              <LinkButton href={paths.tests.href()}>{v.t('orientation.own-test.title')}</LinkButton>
              {worksSomewhere(v.actor, 'head', 'coordinator') && (
                <LinkButton href={paths.buddies.href()}>
                  {v.t('orientation.buddies.title')}
                </LinkButton>
              )}
            </>
          )
        }
      />
      {list.unplanned.length > 0 && (
        <Section title={v.t('orientation.unplanned.title')}>
          <TaskList
            items={list.unplanned.map((u) => ({
              id: `${u.orgId}-${u.kind}`,
              title: v.t('orientation.unplanned.one', {
                kind: v.t(`orientation.kind.${u.kind}`),
                count: u.pupils.length,
              }),
              href: paths.plan.href(undefined, { kind: u.kind, org: u.orgId }),
              tone: 'now',
              statusText: v.fmt.list(u.pupils.slice(0, 3)),
              dateText: v.t('orientation.unplanned.until', { date: u.until }),
            }))}
          />
        </Section>
      )}
      <Section title={v.t('orientation.list.ahead')}>
        {ahead.length > 0 ? (
          cards(ahead)
        ) : (
          <EmptyState
            level={3}
            title={v.t('orientation.none.title')}
            text={v.t('orientation.none.text')}
          />
        )}
      </Section>
      {past.length > 0 && <Section title={v.t('orientation.list.past')}>{cards(past)}</Section>}
    </>
  );
}
