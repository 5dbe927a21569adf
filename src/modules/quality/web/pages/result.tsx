import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  CheckboxGroup,
  Contents,
  Details,
  EmptyState,
  Form,
  LinkButton,
  MatrixChart,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  RadarChart,
  Section,
  SelectField,
  Table,
} from '#ui/index.ts';
import { type Level, wordingFor } from '../../core/index.ts';
import { levels, maxAxes, minAxes } from '../../core/rules/index.ts';
import { statuses } from '../../core/types.ts';
import type { getBenchmark, getResult } from '../../server/index.ts';
import { type Measures, measureText } from '../parts/measured.tsx';
import { dayOf, Said, Standing, toneOf } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Result = ViewOf<typeof getResult>;
type Benchmark = ViewOf<typeof getBenchmark>;
type Part = { v: View; r: Result };
type Props = Part & { measures: Measures; benchmark: Benchmark; axes: string[] };

/** The matrix first, then what always warns, what was chosen, what is open, what changed. No overall grade. */
export function ResultPage({ v, r, measures, benchmark, axes }: Props) {
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
            <LinkButton href={paths.sheet.href(at)}>{v.t('quality.result.sheet')}</LinkButton>
            <PrintButton text={v.t('quality.result.print')} />
          </>
        }
      />
      <Contents
        label={v.t('quality.result.parts')}
        items={[
          { id: 'critical', title: v.t('quality.critical.title') },
          { id: 'priorities', title: v.t('quality.priorities.title') },
          { id: 'wishes', title: v.t('quality.wishes.section') },
          ...(r.previous ? [{ id: 'changes', title: v.t('quality.changes.over-time') }] : []),
          { id: 'benchmark', title: v.t('quality.benchmark.title') },
          { id: 'radar', title: v.t('quality.radar.title') },
          { id: 'gap', title: v.t('quality.gap.title') },
          { id: 'standards', title: v.t('quality.standards.title') },
        ]}
      />
      <Matrix v={v} r={r} />
      <TopStatus v={v} r={r} />
      <Critical v={v} r={r} />
      <Priorities v={v} r={r} />
      <Wishes v={v} r={r} />
      <MeasuredHere v={v} r={r} found={measures} />
      <Changes v={v} r={r} />
      <Beside v={v} r={r} benchmark={benchmark} />
      <Radar v={v} r={r} axes={axes} />
      <Gap v={v} r={r} />
      <Section
        title={v.t('quality.standards.title')}
        id="standards"
        lead={v.t('quality.standards.short')}
      >
        <LinkButton href={paths.standards.href(at)}>{v.t('quality.standards.open')}</LinkButton>
      </Section>
    </>
  );
}

/** What is called documented and audited: how much of it somebody has confirmed, and a plain word when it is everything. */
function TopStatus({ v, r }: Part) {
  if (r.confirmed === 0 && r.unproven === 0) return null;
  return (
    <Notice
      tone={r.allAtTop ? 'late' : 'now'}
      title={v.t(r.allAtTop ? 'quality.top.title' : 'quality.top.counts', {
        confirmed: r.confirmed,
        unproven: r.unproven,
      })}
    >
      {r.allAtTop && <p>{v.t('quality.top.text')}</p>}
      {r.unproven > 0 && <p>{v.t('quality.top.unproven', { count: r.unproven })}</p>}
    </Notice>
  );
}

function Matrix({ v, r }: Part) {
  const words = wordingFor(v.lang, r.questionnaire);
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
    <section class="section">
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
    </section>
  );
}

function Critical({ v, r }: Part) {
  const words = wordingFor(v.lang, r.questionnaire);
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

function Priorities({ v, r }: Part) {
  const words = wordingFor(v.lang, r.questionnaire);
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
  const words = wordingFor(v.lang, r.questionnaire);
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

/** The way to the wished status, the widest first. */
function Wishes({ v, r }: Part) {
  const words = wordingFor(v.lang, r.questionnaire);
  const href = paths.wishes.href({ assessmentId: r.id });
  return (
    <Section
      title={v.t('quality.wishes.section')}
      id="wishes"
      action={r.wishes.length > 0 ? <a href={href}>{v.t('quality.wishes.change')}</a> : undefined}
    >
      <Table
        caption={v.t('quality.wishes.section')}
        hideCaption
        empty={
          <EmptyState
            level={3}
            title={v.t('quality.wishes.empty')}
            text={v.t('quality.wishes.lead')}
            action={<LinkButton href={href}>{v.t('quality.wishes.set')}</LinkButton>}
          />
        }
        columns={[
          { key: 'criterion', label: v.t('quality.table.criterion') },
          { key: 'now', label: v.t('quality.table.now') },
          { key: 'wished', label: v.t('quality.table.wished') },
          { key: 'way', label: v.t('quality.table.way') },
        ]}
        rows={r.wishes.map((w) => ({
          id: w.criterionId,
          cells: {
            criterion: <Said words={words.criterion(w.criterionId)} />,
            now: <Standing v={v} status={w.median} />,
            wished: words.status(w.wished).text,
            way:
              w.itemIds.length === 0
                ? v.t('quality.wishes.reached')
                : v.t('quality.wishes.points', { count: w.itemIds.length }),
          },
        }))}
      />
    </Section>
  );
}

/** What was counted of the organisation's own stays, beside what people said. */
function MeasuredHere({ v, r, found }: Part & { found: Measures }) {
  const words = wordingFor(v.lang, r.questionnaire);
  const shown = found.measures.filter((m) => r.answers.some((a) => a.itemId === m.itemId));
  if (shown.length === 0) return null;
  return (
    <Section
      title={v.t('quality.measure.title')}
      id="measured"
      lead={v.t('quality.measure.lead', {
        from: v.fmt.date(found.from),
        until: v.fmt.date(found.until),
      })}
    >
      <Table
        caption={v.t('quality.measure.title')}
        hideCaption
        columns={[
          { key: 'point', label: v.t('quality.table.point') },
          { key: 'measured', label: v.t('quality.measure.column') },
          { key: 'status', label: v.t('quality.measure.judged') },
        ]}
        rows={shown.map((m) => ({
          id: m.id,
          cells: {
            point: <Said words={words.item(m.itemId)} />,
            measured: measureText(v, m),
            status: (
              <Standing
                v={v}
                status={r.answers.find((a) => a.itemId === m.itemId)?.status ?? null}
              />
            ),
          },
        }))}
      />
    </Section>
  );
}

/** Change over time: the middle status of each criterion then and now, and point by point since one assessment. */
function Changes({ v, r }: Part) {
  const words = wordingFor(v.lang, r.questionnaire);
  if (!r.previous) return null;
  const { changes, submittedAt, id } = r.previous;
  const looks = r.earlier.slice(0, 3).toReversed();
  const level = (status: Level | null | undefined) =>
    status ? words.status(status).text : v.t('quality.table.no-median');
  return (
    <Section
      title={v.t('quality.changes.title', { date: v.fmt.date(dayOf(submittedAt)) })}
      id="changes"
      lead={v.t('quality.changes.lead', {
        up: changes.filter((c) => c.steps > 0).length,
        down: changes.filter((c) => c.steps < 0).length,
      })}
    >
      {r.earlier.length > 1 && (
        <Form
          action={`${paths.result.href({ assessmentId: r.id })}#changes`}
          method="get"
          label={v.t('quality.changes.choose')}
        >
          <SelectField
            name="since"
            label={v.t('quality.changes.choose')}
            value={id}
            options={r.earlier.map((e) => ({
              value: e.id,
              label: `${v.fmt.date(dayOf(e.submittedAt))} (${v.t(`quality.scope.${e.scope}`)})`,
            }))}
          />
          <Button kind="quiet">{v.t('quality.changes.show')}</Button>
        </Form>
      )}
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
      <Details summary={v.t('quality.changes.over-time')} wide printed>
        <Table
          caption={v.t('quality.changes.over-time')}
          hideCaption
          dense
          columns={[
            { key: 'criterion', label: v.t('quality.table.criterion') },
            ...looks.map((e) => ({
              key: e.id as string,
              label: v.fmt.date(dayOf(e.submittedAt)),
            })),
            { key: 'now', label: v.t('quality.table.now') },
          ]}
          rows={r.matrix.map((row) => ({
            id: row.criterionId,
            cells: {
              criterion: <Said words={words.criterion(row.criterionId)} />,
              ...Object.fromEntries(looks.map((e) => [e.id, level(e.medians[row.criterionId])])),
              now: level(row.median),
            },
          }))}
        />
      </Details>
    </Section>
  );
}

/** Where others stand, for those who let themselves be counted. */
function Beside({ v, r, benchmark }: Part & { benchmark: Benchmark }) {
  const words = wordingFor(v.lang, r.questionnaire);
  const cell = (cut: string, criterionId: string) => {
    const f = benchmark.figures.find(
      (each) => each.cut === cut && each.criterionId === criterionId,
    );
    return f?.median
      ? v.t('quality.benchmark.cell', {
          status: words.status(f.median).text,
          done: f.done,
          count: f.organisations,
        })
      : v.t('quality.benchmark.too-few');
  };
  const rows = r.matrix.filter((row) =>
    benchmark.figures.some((f) => f.criterionId === row.criterionId),
  );
  return (
    <Section
      title={v.t('quality.benchmark.title')}
      id="benchmark"
      lead={v.t(
        !benchmark.given
          ? 'quality.benchmark.not-given'
          : rows.length === 0
            ? 'quality.benchmark.none'
            : 'quality.benchmark.lead',
      )}
    >
      {rows.length > 0 && (
        <Details summary={v.t('quality.benchmark.show')} wide printed>
          <Table<string>
            caption={v.t('quality.benchmark.title')}
            hideCaption
            dense
            columns={[
              { key: 'criterion', label: v.t('quality.table.criterion') },
              { key: 'own', label: v.t('quality.benchmark.own') },
              ...(benchmark.figures.some((f) => f.cut === r.appliesAs)
                ? [{ key: 'role', label: v.t(`quality.benchmark.${r.appliesAs}`) }]
                : []),
              { key: 'all', label: v.t('quality.benchmark.all') },
            ]}
            rows={rows.map((row) => ({
              id: row.criterionId,
              cells: {
                criterion: <Said words={words.criterion(row.criterionId)} />,
                own: row.median ? words.status(row.median).text : v.t('quality.table.no-median'),
                role: cell(r.appliesAs, row.criterionId),
                all: cell('all', row.criterionId),
              },
            }))}
          />
        </Details>
      )}
      <LinkButton href={`${paths.quality.href()}#benchmark`}>
        {v.t('quality.benchmark.decide')}
      </LinkButton>
    </Section>
  );
}

/** Only for who asks for it, and of the criteria they choose. */
function Radar({ v, r, axes }: Part & { axes: string[] }) {
  const words = wordingFor(v.lang, r.questionnaire);
  const name = (id: string) => words.criterion(id).text;
  const level = (value: number | null) => {
    const status = value === null ? undefined : levels[value];
    return status ? words.status(status).text : '';
  };
  return (
    <Section title={v.t('quality.radar.title')} id="radar">
      {r.radar ? (
        <RadarChart
          title={v.t('quality.radar.picture')}
          note={v.t('quality.radar.note')}
          full={levels.length - 1}
          valueText={v.t('quality.table.now')}
          wishedText={v.t('quality.table.wished')}
          axes={r.radar.map((axis) => ({
            id: axis.criterionId,
            label: name(axis.criterionId),
            value: axis.value,
            wished: axis.wished ?? undefined,
          }))}
          table={{
            summary: v.t('quality.radar.table'),
            columns: [
              { key: 'criterion', label: v.t('quality.table.criterion') },
              { key: 'now', label: v.t('quality.table.now') },
              { key: 'wished', label: v.t('quality.table.wished') },
            ],
            rows: r.radar.map((axis) => ({
              id: axis.criterionId,
              cells: {
                criterion: name(axis.criterionId),
                now: level(axis.value),
                wished: level(axis.wished),
              },
            })),
          }}
        />
      ) : (
        axes.length > 0 && (
          <Notice tone="late" title={v.t('quality.radar.too-few', { min: minAxes })} />
        )
      )}
      <Details summary={v.t('quality.radar.choose')} open={axes.length > 0 && !r.radar} wide>
        <Form
          action={`${paths.result.href({ assessmentId: r.id })}#radar`}
          method="get"
          label={v.t('quality.radar.choose')}
        >
          <CheckboxGroup
            name="axes"
            label={v.t('quality.radar.which', { min: minAxes, max: maxAxes })}
            values={axes}
            options={r.matrix
              .filter((row) => row.median !== null)
              .map((row) => ({ value: row.criterionId, label: name(row.criterionId) }))}
          />
          <Button kind="quiet">{v.t('quality.radar.draw')}</Button>
        </Form>
      </Details>
    </Section>
  );
}
