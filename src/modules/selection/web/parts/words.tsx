import type { View } from '#platform/http/page.ts';
import { Details, ErrorSummary, Facts, StatusTag, type Tone } from '#ui/index.ts';
import type { RoundState } from '../../core/index.ts';

export type CriterionShown = {
  key: string;
  shipped: string | null;
  title: string;
  low: string;
  middle: string;
  high: string;
  weight: number;
  share: number;
};

/** A criterion's words: ours in the reader's language, the school's own as they wrote them. */
export function said(
  v: Pick<View, 't'>,
  c: CriterionShown,
  part: 'title' | 'low' | 'middle' | 'high',
): string {
  return c.shipped ? v.t(`selection.criterion.${c.shipped}.${part}`) : c[part];
}

export function titleOf(
  v: Pick<View, 't'>,
  criteria: readonly CriterionShown[],
  key: string | null,
): string {
  const c = criteria.find((each) => each.key === key);
  return c ? said(v, c, 'title') : '';
}

type Rule = { kind: 'criterion' | 'never_abroad' | 'lot'; key: string | null };

/** The rule for equal scores, step by step. */
export function TieRules({
  v,
  rules,
  criteria,
}: {
  v: View;
  rules: readonly Rule[];
  criteria: readonly CriterionShown[];
}) {
  return (
    <ol>
      {rules.map((r) => (
        <li key={r.kind}>
          {v.t(`selection.rule.${r.kind.replaceAll('_', '-')}`, {
            criterion: titleOf(v, criteria, r.key),
          })}
        </li>
      ))}
    </ol>
  );
}

const tones: Record<RoundState, Tone> = {
  draft: 'none',
  published: 'wait',
  rating: 'now',
  calibrating: 'now',
  decided: 'done',
  closed: 'done',
  cancelled: 'stop',
};

export function RoundStatus({
  v,
  round,
}: {
  v: View;
  round: { state: RoundState; rateUntil: Temporal.PlainDate; newsOn: Temporal.PlainDate };
}) {
  return (
    <StatusTag
      tone={tones[round.state]}
      text={v.t(`selection.state.${round.state}`, {
        until: round.rateUntil,
        on: round.newsOn,
      })}
    />
  );
}

/** What low, middle and high look like, folded away where a form needs the room. */
export function Scale({ v, c, pointsMax }: { v: View; c: CriterionShown; pointsMax: number }) {
  return (
    <Details summary={v.t('selection.scale.show')}>
      <Facts
        items={(['low', 'middle', 'high'] as const).map((part) => ({
          label: v.t(`selection.scale.${part}`, {
            low: 1,
            middle: Math.ceil((1 + pointsMax) / 2),
            high: pointsMax,
          }),
          value: said(v, c, part),
        }))}
      />
    </Details>
  );
}

/** Every fault of whatever form of the page was sent. */
export function Faults({ v }: { v: View }) {
  return (
    <ErrorSummary
      title={v.t('selection.form.errors')}
      lead={v.t('selection.form.nothing-lost')}
      errors={v.form.faults.map((f) => ({
        href: f.field ? `#f-${f.field}` : '#main',
        text: v.t(f.reason, f.params),
      }))}
    />
  );
}

/** Words of people, with their paragraphs. */
export function Paragraphs({ text, lang }: { text: string; lang?: string | undefined }) {
  return (
    <div class="prose" lang={lang}>
      {text
        .split(/\n+/)
        .filter((line) => line.trim() !== '')
        .map((line, i) => (
          <p key={String(i)}>{line}</p>
        ))}
    </div>
  );
}

export function Crumbs(
  v: View,
  round: { id: string; intakeId: string; intakeName: string },
  hrefs: { rounds: string; round?: string },
) {
  return {
    breadcrumbs: [
      { href: hrefs.rounds, label: v.t('selection.rounds.crumb', { intake: round.intakeName }) },
      ...(hrefs.round ? [{ href: hrefs.round, label: v.t('selection.round.crumb') }] : []),
    ],
    breadcrumbsLabel: v.t('selection.crumbs'),
  };
}
