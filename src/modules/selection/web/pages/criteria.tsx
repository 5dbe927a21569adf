import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, Notice, PageHead, Prose, Section } from '#ui/index.ts';
import type { getCriteria } from '../../server/index.ts';
import { Paragraphs, said, TieRules } from '../parts/words.tsx';

/** How the school chooses, for a pupil of fourteen: what counts, how much, who looks, when one hears. */
export function CriteriaPage({ v, c }: { v: View; c: ViewOf<typeof getCriteria> }) {
  return (
    <>
      <PageHead
        kicker={c.intakeName}
        title={v.t('selection.criteria.page', { school: c.school })}
        lead={v.t('selection.criteria.lead')}
      />
      {c.cancelledAt && (
        <Notice tone="now" title={v.t('selection.cancelled.title', { school: c.school })}>
          <Paragraphs text={c.cancelReason ?? ''} />
          {c.isOwn && <p>{v.t('selection.cancelled.stays', { school: c.school })}</p>}
        </Notice>
      )}
      <Section title={v.t('selection.criteria.what')}>
        <p>{v.t('selection.criteria.none-alone')}</p>
        {c.criteria.map((one) => (
          <Section
            key={one.key}
            level={3}
            title={v.t('selection.criteria.counts', {
              criterion: said(v, one, 'title'),
              share: one.share,
            })}
          >
            <Facts
              items={(['low', 'middle', 'high'] as const).map((part) => ({
                label: v.t(`selection.criteria.${part}`),
                value: said(v, one, part),
              }))}
            />
          </Section>
        ))}
      </Section>
      <Section title={v.t('selection.criteria.who')}>
        <Prose>
          <p>
            {v.t('selection.criteria.raters', {
              count: c.raters,
              school: c.school,
              support: c.support ?? '',
              ofSupport: c.raters - c.ratersOfSchool,
            })}
          </p>
          {c.interviews && <p>{v.t('selection.criteria.interviews')}</p>}
          <p>{v.t(c.isBlind ? 'selection.criteria.blind' : 'selection.criteria.not-blind')}</p>
          <p>{v.t('selection.criteria.school-decides', { school: c.school })}</p>
        </Prose>
        {c.note && <Paragraphs text={c.note} />}
      </Section>
      <Section title={v.t('selection.criteria.equal')} lead={v.t('selection.criteria.equal-lead')}>
        <Prose>
          <TieRules v={v} rules={c.tieRules} criteria={c.criteria} />
          {c.lotNumber !== null && (
            <p>{v.t('selection.criteria.lot-number', { number: String(c.lotNumber) })}</p>
          )}
        </Prose>
      </Section>
      <Section title={v.t('selection.criteria.when')}>
        <Prose>
          <p>
            {v.t('selection.criteria.when-text', {
              places: c.places,
              reserve: c.reservePlaces,
              on: c.newsOn,
            })}
          </p>
          <p>{v.t('selection.criteria.review')}</p>
        </Prose>
      </Section>
    </>
  );
}
