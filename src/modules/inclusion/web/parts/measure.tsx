import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag, type Tone } from '#ui/index.ts';
import type { getMeasure, getPlan } from '../../server/index.ts';

export type Plan = ViewOf<typeof getPlan>;
export type Measure = ViewOf<typeof getMeasure>;
type State = Plan['measures'][number]['state'];
type Cost = Plan['measures'][number]['cost'];

const tones: Record<State, Tone> = {
  proposed: 'wait',
  agreed: 'now',
  under_way: 'now',
  done: 'done',
  dropped: 'none',
};

/** How a measure stands, with who acts next. */
export function MeasureStatus({ v, state, doer }: { v: View; state: State; doer: string }) {
  return <StatusTag tone={tones[state]} text={v.t(`inclusion.state.${state}`, { doer })} />;
}

/** An amount in euros, as people write it in this language. */
export function money(v: View, cents: number): string {
  return v.t('inclusion.money', { amount: cents / 100 });
}

/** What it costs and who pays, in a sentence. */
export function costText(v: View, cost: Cost): string {
  if (cost.line === 'none') return v.t('inclusion.cost.nothing');
  const params = {
    estimate: money(v, cost.estimateCents),
    payer: v.t(`inclusion.line.${cost.line}`),
  };
  return cost.realCents === null
    ? v.t('inclusion.cost.estimated', params)
    : v.t('inclusion.cost.known', { ...params, real: money(v, cost.realCents) });
}

/** What pupil and parents say about an idea: together, so that nobody reads who of the parents said what. */
export function saidText(v: View, said: NonNullable<Measure['said']>): string[] {
  return [
    v.t(`inclusion.said.pupil.${said.pupil}`),
    ...(said.family === 'none' ? [] : [v.t(`inclusion.said.family.${said.family}`)]),
  ];
}
