import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Details,
  EmptyState,
  LinkButton,
  MatrixChart,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  Section,
  StatusTag,
  Table,
} from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import { levels } from '../../core/rules.ts';
import { type Status, statuses } from '../../core/types.ts';
import type { getResult } from '../../server/index.ts';
import { Said, toneOf } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Result = ViewOf<typeof getResult>;
type Part = { v: View; r: Result };

/** The matrix first, then what always warns, what was chosen, what is open, what changed. No overall grade. */
export function ResultPage({ v, result: r }: { v: View; result: Result }) {
  const at = { assessmentId: r.id };
  return (
    <>
      <PageHead
        kicker={r.orgName}
        title={v.t('quality.result.title')}
        lead={
          r.submittedAt
            ? v.t('quality.result.lead', {
                scope: v.t(`quality.scope.${r.scope}`),
                date: v.fmt.date(dayOf(r.submittedAt)),
              })
            : v.t('quality.result.lead-open', { answered: r.answered, total: r.total })
        }
        breadcrumbs={[{ href: paths.quality.href(), label: v.t('quality.nav') }]}
        breadcrumbsLabel={v.t('quality.crumbs')}
        actions={
          <>
            <LinkButton href={paths.assessment.href(at)}>
              {v.t('quality.result.answers')}
            </LinkButton>
            <PrintButton text={v.t('quality.result.print')} />
          </>
        }
      />
      <Matrix v={v} r={r} />
      <Critical v={v} r={r} />
      <Priorities v={v} r={r} />
      <Gap v={v} r={r} />
      <Changes v={v} r={r} />
    </>
  );
}

function dayOf(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
}

function Matrix({ v, r }: Part) {
  const words = wordingFor(v.lang);
  const spread = (row: Result['matrix'][number]) =>
    v.fmt.list(
      [
        ...statuses
          .filter((s) => row.counts[s] > 0)
          .map((s) =>
            v.t('quality.result.count', { count: row.counts[s], status: words.status(s).text }),
          ),
        row.unanswered > 0
          ? v.t('quality.result.count', {
              count: row.unanswered,
              status: v.t('quality.table.open'),
            })
          : '',
      ].filter(Boolean),
    );
  return (
    <>
      <MatrixChart
        title={v.t('quality.result.matrix')}
        rowLabel={v.t('quality.table.criterion')}
        priorityText={v.t('quality.result.priority')}
        unchosenText={v.t('quality.result.unchosen')}
        columns={levels.map((s) => ({ key: s, label: words.status(s).text, tone: toneOf[s] }))}
        rows={r.matrix.map((row) => ({
          id: row.criterionId,
          label: <Said words={words.criterion(row.criterionId)} />,
          chosen: row.median ?? undefined,
          priority: row.priorities > 0,
          // where nothing is answered, that is said once
          note: statuses.some((s) => row.counts[s] > 0) ? spread(row) : undefined,
        }))}
      />
      <p class="hint">{v.t('quality.result.median-note')}</p>
      <Details summary={v.t('quality.result.table')} wide printed>
        <Table
          caption={v.t('quality.result.table')}
          hideCaption
          dense
          columns={[
            { key: 'criterion', label: v.t('quality.table.criterion') },
            ...statuses.map((s) => ({
              key: s as string,
              label: words.status(s).text,
              numeric: true,
            })),
            { key: 'open', label: v.t('quality.table.open'), numeric: true },
            { key: 'median', label: v.t('quality.table.median') },
          ]}
          rows={r.matrix.map((row) => ({
            id: row.criterionId,
            cells: {
              criterion: <Said words={words.criterion(row.criterionId)} />,
              ...Object.fromEntries(statuses.map((s) => [s, row.counts[s]])),
              open: row.unanswered,
              median: row.median ? words.status(row.median).text : v.t('quality.table.no-median'),
            },
          }))}
        />
      </Details>
    </>
  );
}

function Critical({ v, r }: Part) {
  const words = wordingFor(v.lang);
  const group = (...why: Result['critical'][number]['why'][]) =>
    r.critical.filter((c) => why.includes(c.why));
  const [warned, set, unasked] = [
    group('below', 'unanswered'),
    group('not_applicable'),
    group('not_asked'),
  ];
  const list = (items: Result['critical'], tell: (c: Result['critical'][number]) => string) => (
    <Prose>
      <ul>
        {items.map((c) => (
          <li key={c.itemId}>
            <Said words={words.item(c.itemId)} /> {tell(c)}
          </li>
        ))}
      </ul>
    </Prose>
  );
  return (
    <Section title={v.t('quality.critical.title')} id="critical">
      {warned.length > 0 ? (
        <Notice tone="late" title={v.t('quality.critical.below', { count: warned.length })}>
          <p>{v.t('quality.critical.below-text')}</p>
          {list(warned, (c) =>
            c.status ? `(${words.status(c.status).text})` : `(${v.t('quality.table.open')})`,
          )}
        </Notice>
      ) : (
        <Notice tone="done" title={v.t('quality.critical.none')} />
      )}
      {set.length > 0 && (
        <Notice tone="now" title={v.t('quality.critical.not-applicable', { count: set.length })}>
          {list(set, (c) => `(${c.reason})`)}
        </Notice>
      )}
      {unasked.length > 0 && (
        <Notice tone="now" title={v.t('quality.critical.not-asked', { count: unasked.length })}>
          {list(unasked, () => '')}
        </Notice>
      )}
    </Section>
  );
}

function Standing({ v, status }: { v: View; status: Status | null }) {
  return status ? (
    <StatusTag tone={toneOf[status]} text={wordingFor(v.lang).status(status).text} />
  ) : (
    <>{v.t('quality.table.open')}</>
  );
}

function Priorities({ v, r }: Part) {
  const words = wordingFor(v.lang);
  const href = paths.priorities.href({ assessmentId: r.id });
  return (
    <Section
      title={v.t('quality.priorities.title')}
      id="priorities"
      action={
        r.priorities.length > 0 ? <a href={href}>{v.t('quality.priorities.change')}</a> : undefined
      }
    >
      <Table
        caption={v.t('quality.priorities.title')}
        hideCaption
        rowHeader="point"
        empty={
          <EmptyState
            level={3}
            title={v.t('quality.priorities.empty')}
            text={v.t('quality.priorities.short')}
            action={<LinkButton href={href}>{v.t('quality.priorities.mark')}</LinkButton>}
          />
        }
        columns={[
          { key: 'rank', label: v.t('quality.table.rank'), numeric: true },
          { key: 'point', label: v.t('quality.table.point') },
          { key: 'intent', label: v.t('quality.table.intent') },
          { key: 'status', label: v.t('quality.table.status') },
        ]}
        rows={r.priorities.map((p) => ({
          id: p.itemId,
          cells: {
            rank: p.rank,
            point: <Said words={words.item(p.itemId)} />,
            intent: v.t(`quality.intent.${p.intent}`),
            status: <Standing v={v} status={p.status} />,
          },
        }))}
      />
      {r.priorities.length > 0 && <p>{v.t('quality.priorities.then')}</p>}
    </Section>
  );
}

function Gap({ v, r }: Part) {
  const words = wordingFor(v.lang);
  return (
    <Section title={v.t('quality.gap.title')} id="gap">
      {r.gap.length === 0 ? (
        <p>{v.t('quality.gap.none')}</p>
      ) : (
        <Table
          caption={v.t('quality.gap.title')}
          hideCaption
          columns={[
            { key: 'point', label: v.t('quality.table.point') },
            { key: 'criterion', label: v.t('quality.table.criterion') },
            { key: 'status', label: v.t('quality.table.status') },
          ]}
          rows={r.gap.map((g) => ({
            id: g.itemId,
            cells: {
              point: <Said words={words.item(g.itemId)} />,
              criterion: <Said words={words.criterion(g.criterionId)} />,
              status: <Standing v={v} status={g.status} />,
            },
          }))}
        />
      )}
    </Section>
  );
}

function Changes({ v, r }: Part) {
  const words = wordingFor(v.lang);
  if (!r.previous) return null;
  const { changes, submittedAt } = r.previous;
  return (
    <Section
      title={v.t('quality.changes.title', { date: v.fmt.date(dayOf(submittedAt)) })}
      lead={v.t('quality.changes.lead', {
        up: changes.filter((c) => c.steps > 0).length,
        down: changes.filter((c) => c.steps < 0).length,
      })}
    >
      {changes.length > 0 && (
        <Table
          caption={v.t('quality.changes.title', { date: v.fmt.date(dayOf(submittedAt)) })}
          hideCaption
          columns={[
            { key: 'point', label: v.t('quality.table.point') },
            { key: 'from', label: v.t('quality.table.before') },
            { key: 'to', label: v.t('quality.table.now') },
          ]}
          rows={changes.map((c) => ({
            id: c.itemId,
            cells: {
              point: <Said words={words.item(c.itemId)} />,
              from: words.status(c.from).text,
              to: <Standing v={v} status={c.to} />,
            },
          }))}
        />
      )}
    </Section>
  );
}
