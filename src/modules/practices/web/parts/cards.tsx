import { wordingFor } from '#modules/quality/core/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Card, CardGrid, StatusTag, type Tone } from '#ui/index.ts';
import type { PracticeState } from '../../core/types.ts';
import type { searchPractices } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type Brief = ViewOf<typeof searchPractices>['practices'][number];

const toneOf: Record<PracticeState, Tone> = {
  draft: 'now',
  club: 'wait',
  public: 'done',
  withdrawn: 'stop',
};

/** The first words of a longer text, cut between two of them. */
function beginning(text: string, length = 160): string {
  if (text.length <= length) return text;
  return `${text.slice(0, text.lastIndexOf(' ', length) || length)} …`;
}

/** How many would do it, and how many have; nothing where nobody has said so. */
export function marksText(v: View, c: Pick<Brief, 'wouldAdopt' | 'adopted'>): string {
  return [
    c.wouldAdopt > 0 ? v.t('practices.mark.would', { count: c.wouldAdopt }) : '',
    c.adopted > 0 ? v.t('practices.mark.have', { count: c.adopted }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Cards side by side: what it is, for which theme, who wrote it, who would do it too. */
export function CardList({
  v,
  cards,
  withState = false,
}: {
  v: View;
  cards: readonly Brief[];
  withState?: boolean;
}) {
  const words = wordingFor(v.lang);
  return (
    <CardGrid>
      {cards.map((c) => (
        <Card
          key={c.id}
          href={paths.practice.href({ practiceId: c.id })}
          title={c.title}
          {...(withState
            ? {
                top: <StatusTag tone={toneOf[c.state]} text={v.t(`practices.state.${c.state}`)} />,
              }
            : {})}
        >
          <p class="hint">{words.criterion(c.criterionId).text}</p>
          <p lang={c.language === v.lang ? undefined : c.language}>{beginning(c.problem)}</p>
          <p class="hint">
            {[
              c.by,
              c.by || !c.countryCode ? '' : v.fmt.country(c.countryCode),
              v.fmt.language(c.language),
              marksText(v, c),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </Card>
      ))}
    </CardGrid>
  );
}
