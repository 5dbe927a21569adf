import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { BarChart, Details, EmptyState, PageHead, Prose, Section, Table } from '#ui/index.ts';
import type { getChances } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Chances = ViewOf<typeof getChances>;

export function ChancesPage({ v, c }: { v: View; c: Chances }) {
  const shown = (n: number | null) =>
    n === null ? v.t('selection.chances.hidden') : v.fmt.number(n);
  return (
    <>
      <PageHead
        kicker={c.intake.name}
        title={v.t('selection.chances.title')}
        lead={v.t('selection.chances.lead')}
        breadcrumbs={[
          {
            href: paths.rounds.href({ intakeId: c.intake.id }),
            label: v.t('selection.rounds.crumb', { intake: c.intake.name }),
          },
        ]}
        breadcrumbsLabel={v.t('selection.crumbs')}
      />
      {c.shown === null || c.schools.length === 0 ? (
        <EmptyState
          title={v.t('selection.chances.too-few')}
          text={v.t('selection.chances.too-few-text', { smallest: c.smallest })}
        />
      ) : c.shown.totals[0] === null ? (
        <>
          <p>{v.t('selection.chances.of', { schools: v.fmt.list(c.schools) })}</p>
          <EmptyState
            title={v.t('selection.chances.all-hidden')}
            text={v.t('selection.chances.all-hidden-text', { smallest: c.smallest })}
          />
        </>
      ) : (
        <>
          <p>{v.t('selection.chances.of', { schools: v.fmt.list(c.schools) })}</p>
          <Table
            caption={v.t('selection.chances.all')}
            hideCaption
            rowHeader="who"
            columns={[
              { key: 'who', label: v.t('selection.chances.who') },
              ...c.stages.map((s) => ({
                key: s as string,
                label: v.t(`selection.chances.${s}`),
                numeric: true,
              })),
            ]}
            rows={[
              {
                id: 'all',
                cells: {
                  who: v.t('selection.chances.all'),
                  ...Object.fromEntries(
                    c.stages.map((s, i) => [s, shown(c.shown?.totals[i] ?? null)]),
                  ),
                },
              },
            ]}
          />
          {c.shown.tables.map((t) => (
            <Section key={t.dimension} title={v.t(`selection.chances.by-${t.dimension}`)}>
              <Dimension v={v} c={c} t={t} />
            </Section>
          ))}
        </>
      )}
      <Section title={v.t('selection.chances.how')}>
        <Prose>
          <p>{v.t('selection.chances.how-shows')}</p>
          <p>{v.t('selection.chances.how-hides', { smallest: c.smallest })}</p>
          <p>{v.t('selection.chances.how-not')}</p>
        </Prose>
      </Section>
    </>
  );
}

type Shown = NonNullable<Chances['shown']>['tables'][number];

function groupName(v: View, dimension: string, group: string): string {
  if (group === 'unknown') return v.t('selection.chances.unknown');
  switch (dimension) {
    case 'gender':
      return v.t(`selection.chances.gender-${group}`);
    case 'age':
      return v.t('selection.chances.age', { age: Number(group) });
    case 'class-year':
      return v.t('selection.chances.class-year', { year: group });
    case 'country':
      return v.fmt.country(group);
    case 'language':
      return v.fmt.language(group);
    case 'support':
      return v.t(`selection.chances.support-${group}`);
    default:
      return group;
  }
}

function Dimension({ v, c, t }: { v: View; c: Chances; t: Shown }) {
  const shown = (n: number | null | undefined) =>
    n === null || n === undefined ? v.t('selection.chances.hidden') : v.fmt.number(n);
  const numbers = {
    summary: v.t('selection.chances.as-table'),
    columns: [
      { key: 'group', label: v.t(`selection.chances.by-${t.dimension}`) },
      ...c.stages.map((s) => ({ key: s, label: v.t(`selection.chances.${s}`), numeric: true })),
    ],
    rows: t.rows.map((r) => ({
      id: r.group,
      cells: {
        group: groupName(v, t.dimension, r.group),
        ...Object.fromEntries(c.stages.map((s, i) => [s, shown(r.counts[i])])),
      },
    })),
  };
  // bars only where every stage may be shown: a missing part would look like a zero
  const whole = t.rows.filter((r) => r.counts.every((n) => n !== null));
  return (
    <>
      {whole.length > 0 && (
        <BarChart
          title={v.t('selection.chances.way')}
          note={
            whole.length < t.rows.length
              ? v.t('selection.chances.some-hidden', { smallest: c.smallest })
              : v.t('selection.chances.none-hidden')
          }
          keys={[
            { key: 'selected', label: v.t('selection.chances.selected'), fill: 'a' },
            { key: 'submitted', label: v.t('selection.chances.only-submitted'), fill: 'b' },
            { key: 'applied', label: v.t('selection.chances.only-applied'), fill: 'c' },
            { key: 'reached', label: v.t('selection.chances.only-reached'), fill: 'open' },
          ]}
          rows={whole.map((r) => {
            const [reached = 0, applied = 0, submitted = 0, selected = 0] = r.counts.map(
              (n) => n ?? 0,
            );
            return {
              id: r.group,
              label: groupName(v, t.dimension, r.group),
              totalText: v.fmt.number(reached),
              values: {
                selected,
                submitted: submitted - selected,
                applied: applied - submitted,
                reached: reached - applied,
              },
            };
          })}
          table={numbers}
        />
      )}
      {whole.length === 0 && (
        <Details summary={v.t('selection.chances.as-table')} open>
          <Table
            caption={v.t(`selection.chances.by-${t.dimension}`)}
            hideCaption
            rowHeader="group"
            columns={numbers.columns}
            rows={numbers.rows}
          />
        </Details>
      )}
    </>
  );
}
