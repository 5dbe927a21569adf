import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag, Table } from '#ui/index.ts';
import type { listDecisions } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Decisions = ViewOf<typeof listDecisions>['decisions'];

/** Questions and what became of them; `about` names what each is about. */
export function DecisionTable({
  v,
  decisions,
  about = false,
}: {
  v: View;
  decisions: Decisions;
  about?: boolean;
}) {
  return (
    <Table
      caption={v.t('partnerships.decisions.title')}
      hideCaption
      rowHeader="question"
      columns={[
        { key: 'question', label: v.t('partnerships.decisions.question') },
        ...(about ? [{ key: 'about', label: v.t('partnerships.decisions.about') }] : []),
        { key: 'state', label: v.t('partnerships.list.state') },
      ]}
      rows={decisions.map((d) => ({
        id: d.id,
        cells: {
          question: <a href={paths.decision.href({ decisionId: d.id })}>{d.question}</a>,
          about: d.about,
          state: <DecisionState v={v} d={d} />,
        },
      }))}
    />
  );
}

/** Open: who decides, by when. Decided: what. */
export function DecisionState({
  v,
  d,
}: {
  v: View;
  d: Pick<Decisions[number], 'state' | 'mine' | 'dueOn' | 'decidingOrg' | 'outcome'>;
}) {
  if (d.state === 'decided')
    return (
      <StatusTag tone="done" text={v.t('partnerships.decisions.decided', { what: d.outcome })} />
    );
  if (d.state === 'withdrawn')
    return <StatusTag tone="none" text={v.t('partnerships.decisions.withdrawn')} />;
  const late = Temporal.PlainDate.compare(d.dueOn, v.today) < 0;
  return (
    <StatusTag
      tone={late ? 'late' : d.mine ? 'now' : 'wait'}
      text={v.t(d.mine ? 'partnerships.decisions.yours' : 'partnerships.decisions.theirs', {
        org: d.decidingOrg,
        day: d.dueOn,
      })}
    />
  );
}
