import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, LinkButton, TaskList } from '#ui/index.ts';
import type { getShare } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type Share = ViewOf<typeof getShare>;

/** What of the plan is this reader's: titles in neutral words, and the way to the rest. */
export function ShareSection({ v, share }: { v: View; share: Share }) {
  const here = { applicationId: share.applicationId };
  return (
    <>
      {share.measures.length > 0 ? (
        <TaskList
          items={share.measures.map((m) => ({
            id: m.id,
            title: m.title,
            href: paths.measure.href({ measureId: m.id }),
            tone: m.state === 'done' ? ('done' as const) : ('now' as const),
            statusText: v.t(`inclusion.state.${m.state}`, { doer: m.doer }),
            dateText: m.state === 'done' ? undefined : v.t('inclusion.by', { date: m.byOn }),
          }))}
        />
      ) : (
        <p>{v.t(share.readsPlan ? 'inclusion.dossier.nothing-yet' : 'inclusion.dossier.family')}</p>
      )}
      <ButtonRow>
        {share.readsPlan && (
          <LinkButton href={paths.plan.href(here)}>{v.t('inclusion.dossier.open')}</LinkButton>
        )}
        {share.readsForFamily && (
          <LinkButton href={paths.family.href(here)}>
            {v.t('inclusion.dossier.for-family')}
          </LinkButton>
        )}
      </ButtonRow>
    </>
  );
}
