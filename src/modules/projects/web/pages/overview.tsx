import { organisationsPaths } from '#modules/organisations/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, PageHead, Section, Table } from '#ui/index.ts';
import type { getOverview } from '../../server/index.ts';
import { PlanTabs } from '../parts/tabs.tsx';
import { paths } from '../paths.ts';

type Overview = ViewOf<typeof getOverview>;
type Row = { earlier: number; cells: { late: number; due: number }[] };

/** All intakes and partners by week: numbers and words, so that it reads the same without colours. */
export function OverviewPage({ v, overview: o }: { v: View; overview: Overview }) {
  return (
    <>
      <PageHead title={v.t('projects.overview.title')} lead={v.t('projects.overview.lead')} />
      <PlanTabs v={v} current="overview" />
      {o.intakes.length === 0 ? (
        <EmptyState
          title={v.t('projects.overview.none')}
          text={v.t('projects.overview.none-text')}
        />
      ) : (
        <>
          <Legend v={v} />
          <Section title={v.t('projects.overview.intakes')} id="intakes">
            <Heat
              v={v}
              weeks={o.weeks}
              caption={v.t('projects.overview.intakes')}
              head={v.t('projects.week.intake')}
              rows={o.intakes.map((i) => ({
                ...i,
                name: <a href={paths.intake.href({ intakeId: i.id })}>{i.name}</a>,
              }))}
            />
          </Section>
          <Section title={v.t('projects.overview.partners')} id="partners">
            <p>{v.t('projects.overview.partners-lead')}</p>
            <Heat
              v={v}
              weeks={o.weeks}
              caption={v.t('projects.overview.partners')}
              head={v.t('projects.parties.name')}
              rows={o.partners.map((p) => ({
                ...p,
                name: (
                  <>
                    <a href={organisationsPaths.organisation.href({ orgId: p.id })}>{p.name}</a>
                    {p.own && ` (${v.t('projects.overview.own')})`}
                  </>
                ),
              }))}
            />
          </Section>
        </>
      )}
    </>
  );
}

function Heat<R extends Row & { id: string; name: unknown }>({
  v,
  weeks,
  caption,
  head,
  rows,
}: {
  v: View;
  weeks: readonly Temporal.PlainDate[];
  caption: string;
  head: string;
  rows: readonly R[];
}) {
  // weeks in which nothing happens to anybody only take room
  const used = weeks
    .map((week, at) => ({ week, at }))
    .filter(({ at }) => rows.some((r) => (r.cells[at]?.late ?? 0) + (r.cells[at]?.due ?? 0) > 0));
  const earlier = rows.some((r) => r.earlier > 0);
  return (
    <Table
      caption={caption}
      hideCaption
      dense
      rowHeader="name"
      columns={[
        { key: 'name', label: head },
        ...(earlier ? [{ key: 'earlier', label: v.t('projects.overview.earlier') }] : []),
        ...used.map(({ week, at }) => ({
          key: `w${at}`,
          label: v.t('projects.overview.week', { day: v.fmt.shortDate(week) }),
        })),
      ]}
      rows={rows.map((r) => ({
        id: r.id,
        cells: {
          name: r.name as never,
          earlier: <Cell v={v} late={r.earlier} due={0} />,
          ...Object.fromEntries(
            used.map(({ at }) => [
              `w${at}`,
              <Cell key={at} v={v} late={r.cells[at]?.late ?? 0} due={r.cells[at]?.due ?? 0} />,
            ]),
          ),
        },
      }))}
    />
  );
}

/** How many late steps make which shade: darker where more is late. */
const shades = [1, 2, 4] as const;

function shadeOf(late: number): number {
  return shades.filter((from) => late >= from).length;
}

/** The shade tells at a glance what the words say. */
function Cell({ v, late, due }: { v: View; late: number; due: number }) {
  if (late + due === 0) return <>{v.t('projects.overview.nothing')}</>;
  return (
    <span class={`heat is-${shadeOf(late)}`}>
      {late > 0 && <strong>{v.t('projects.overview.late', { count: late })}</strong>}
      {due > 0 && <span>{v.t('projects.overview.due', { count: due })}</span>}
    </span>
  );
}

function Legend({ v }: { v: View }) {
  const shade = (level: number, text: string) => (
    <li key={level}>
      <span class={`heat is-${level}`}>{text}</span>
    </li>
  );
  return (
    <>
      <p class="hint">{v.t('projects.overview.legend')}</p>
      <ul class="heat-legend">
        {shade(0, v.t('projects.overview.shade-due'))}
        {shades.map((from, i) => {
          const until = (shades[i + 1] ?? Number.POSITIVE_INFINITY) - 1;
          return shade(
            i + 1,
            Number.isFinite(until)
              ? v.t('projects.overview.shade', { from, until })
              : v.t('projects.overview.shade-most', { from }),
          );
        })}
      </ul>
    </>
  );
}
