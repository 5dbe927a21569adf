import { wordingFor } from '#modules/quality/core/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag, Table, type Tone } from '#ui/index.ts';
import type { Light, PlanOutcome } from '../../core/types.ts';
import type { getRoom } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Plans = ViewOf<typeof getRoom>['plans'];

export const lightTone: Record<Light, Tone> = { on_track: 'done', slow: 'wait', stuck: 'late' };
export const outcomeTone: Record<PlanOutcome, Tone> = { yes: 'done', partly: 'wait', no: 'stop' };

/** Where a plan is: closed with what came of it, or open with how it goes. */
export function PlanTag({
  v,
  plan: p,
}: {
  v: View;
  plan: Pick<Plans[number], 'state' | 'reached' | 'light'>;
}) {
  if (p.state === 'closed' && p.reached)
    return (
      <StatusTag tone={outcomeTone[p.reached]} text={v.t(`clubs.plan.reached.${p.reached}`)} />
    );
  if (p.light)
    return <StatusTag tone={lightTone[p.light]} text={v.t(`clubs.plan.light.${p.light}`)} />;
  return <StatusTag tone="none" text={v.t('clubs.plan.begun')} />;
}

/** The plans of a club: whose, about what, how it goes, how many friends have said something. */
export function PlanTable({ v, clubId, plans }: { v: View; clubId: string; plans: Plans }) {
  const words = wordingFor(v.lang);
  return (
    <Table
      caption={v.t('clubs.plan.list')}
      hideCaption
      rowHeader="aim"
      columns={[
        { key: 'aim', label: v.t('clubs.plan.aim') },
        { key: 'who', label: v.t('clubs.table.name') },
        { key: 'point', label: v.t('clubs.plan.point') },
        { key: 'state', label: v.t('clubs.plan.state') },
        { key: 'feedback', label: v.t('clubs.plan.feedback'), numeric: true },
      ]}
      rows={plans.map((p) => ({
        id: p.id,
        cells: {
          aim: <a href={paths.plan.href({ clubId, planId: p.id })}>{p.aim}</a>,
          who: p.who,
          point: words.item(p.itemId).text,
          state: <PlanTag v={v} plan={p} />,
          feedback: p.feedback,
        },
      }))}
    />
  );
}
