import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, Section, TaskList, type Tone } from '#ui/index.ts';
import type { listRounds } from '../../server/index.ts';
import { paths } from '../paths.ts';

type List = ViewOf<typeof listRounds>;

/** Rounds one leads, takes part in, or can register for. */
export function RoundsPage({ v, list }: { v: View; list: List }) {
  const part = (
    title: string,
    some: List['rounds'],
    state: (r: List['rounds'][number]) => [Tone, string],
  ) =>
    some.length > 0 && (
      <Section title={title}>
        <TaskList
          items={some.map((r) => {
            const [tone, statusText] = state(r);
            return {
              id: r.id,
              title: r.name,
              href: (r.yours === 'facilitator' ? paths.desk : paths.round).href({
                clubRoundId: r.id,
              }),
              hint:
                r.yours === 'facilitator'
                  ? undefined
                  : v.t('rounds.home.led-by', { who: r.facilitator }),
              tone,
              statusText,
              dateText: r.open
                ? v.t('rounds.home.until', { date: v.fmt.date(r.registerUntil) })
                : undefined,
            };
          })}
        />
      </Section>
    );
  const led = list.rounds.filter((r) => r.yours === 'facilitator');
  const mine = list.rounds.filter((r) => r.yours !== 'facilitator' && r.yours !== 'none');
  const others = list.rounds.filter((r) => r.yours === 'none');
  return (
    <>
      <PageHead
        title={v.t('rounds.home.title')}
        lead={v.t('rounds.home.lead')}
        actions={
          list.mayOpen && (
            <LinkButton kind="primary" href={paths.open.href()}>
              {v.t('rounds.open.title')}
            </LinkButton>
          )
        }
      />
      {part(v.t('rounds.home.led'), led, (r) =>
        r.asked > 0
          ? ['wait', v.t('rounds.home.state-asked', { count: r.asked })]
          : r.state === 'closed'
            ? ['none', v.t('rounds.home.state-closed')]
            : ['now', v.t('rounds.home.state-registered', { count: r.registered })],
      )}
      {part(v.t('rounds.home.yours'), mine, (r) =>
        r.yours === 'asked'
          ? ['now', v.t('rounds.home.state-answer')]
          : r.yours === 'accepted'
            ? ['done', v.t('rounds.home.state-joined')]
            : [
                'wait',
                v.t(r.state === 'open' ? 'rounds.home.state-in' : 'rounds.home.state-waiting'),
              ],
      )}
      {part(v.t('rounds.home.open'), others, () => ['now', v.t('rounds.home.state-open')])}
      {list.rounds.length === 0 && (
        <EmptyState title={v.t('rounds.home.empty')} text={v.t('rounds.home.empty-text')} />
      )}
    </>
  );
}
