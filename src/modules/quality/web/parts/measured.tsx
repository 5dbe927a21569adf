import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { fewestForPercent } from '../../core/rules/index.ts';
import type { getMeasures } from '../../server/index.ts';

export type Measures = ViewOf<typeof getMeasures>;

/** A measured value in words: numbers with their count, a percentage only of many. */
export function measureText(v: View, m: Measures['measures'][number]): string {
  if (m.few) return v.t('quality.measure.few');
  if (m.days !== null)
    return v.t(`quality.measure.${m.id}`, { days: m.days, whole: m.whole, part: m.whole });
  const words = v.t(`quality.measure.${m.id}`, { part: m.part ?? 0, whole: m.whole, days: 0 });
  if (m.whole < fewestForPercent) return words;
  return v.t('quality.measure.percent', {
    words,
    percent: Math.round(((m.part ?? 0) / m.whole) * 100),
  });
}

/** What was counted here about one point, beside people's own judgement. Nothing where nothing was counted. */
export function Measured({
  v,
  found,
  itemId,
}: {
  v: View;
  found: Measures | null;
  itemId: string;
}) {
  if (!found) return null;
  const here = found.measures.filter((m) => m.itemId === itemId);
  if (here.length === 0) return null;
  const period = {
    from: v.fmt.date(found.from),
    until: v.fmt.date(found.until),
  };
  return (
    <>
      {here.map((m) => (
        <p key={m.id}>
          <b>{v.t('quality.measure.here')}</b> {measureText(v, m)}{' '}
          {v.t('quality.measure.period', period)}
        </p>
      ))}
    </>
  );
}
