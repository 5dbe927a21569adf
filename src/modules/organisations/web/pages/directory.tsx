import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Columns,
  EmptyState,
  LinkButton,
  PageHead,
  Pager,
  SortLink,
  Table,
  Tag,
} from '#ui/index.ts';
import type { countDirectory, searchDirectory } from '../../server/index.ts';
import { type Asked, DirectoryFilters, Instead, monthName } from '../parts/directory-filters.tsx';
import { EuropeMap } from '../parts/europe-map.tsx';
import { paths } from '../paths.ts';

type Found = ViewOf<typeof searchDirectory>;
type Entry = Found['organisations'][number];

/** When pupils may come and how long they may stay, in a few words. */
function takesText(v: View, o: Pick<Entry, 'arrivalMonths' | 'longestMonths'>): string {
  if (o.longestMonths === null) return '';
  const longest = v.t('organisations.directory.up-to', { months: o.longestMonths });
  const months = v.fmt.list(o.arrivalMonths.map((month) => monthName(v, month)));
  return months ? `${months} · ${longest}` : longest;
}

export function DirectoryPage({
  v,
  asked,
  sort,
  after,
  found,
}: {
  v: View;
  asked: Asked;
  sort: string;
  after: string;
  found: Found;
}) {
  const sorted = (column: 'name' | 'place') =>
    sort === column || (column === 'name' && sort === 'fit' && !asked.q)
      ? ('ascending' as const)
      : sort === `-${column}`
        ? ('descending' as const)
        : undefined;
  const head = (column: 'name' | 'place', label: string) => ({
    key: column,
    label,
    sort: sorted(column),
    head: (
      <SortLink
        href={paths.directory.href(undefined, {
          ...asked,
          sort: sorted(column) === 'ascending' ? `-${column}` : column,
        })}
        label={label}
        direction={sorted(column)}
      />
    ),
  });
  const page = (from: string | null) =>
    paths.directory.href(undefined, { ...asked, sort: sort === 'fit' ? '' : sort, after: from });
  return (
    <>
      <PageHead
        title={v.t('organisations.directory.title')}
        lead={v.t('organisations.directory.lead')}
        actions={
          <>
            {found.can.find && (
              <LinkButton kind="primary" href={paths.findHosts.href()}>
                {v.t('organisations.find.title')}
              </LinkButton>
            )}
            {found.can.invite && (
              <LinkButton href={paths.inviteOrganisation.href()}>
                {v.t('organisations.invite-organisation.title')}
              </LinkButton>
            )}
          </>
        }
      />
      <DirectoryFilters
        v={v}
        asked={asked}
        networks={found.networks}
        countries={found.choices}
        shown="list"
      />
      <p role="status">
        {v.t('organisations.directory.count', {
          count: found.count,
          more: found.more ? 'yes' : 'no',
        })}
      </p>
      <Instead v={v} instead={found.instead} />
      <Table
        caption={v.t('organisations.directory.title')}
        hideCaption
        columns={[
          head('name', v.t('organisations.field.name')),
          { key: 'kind', label: v.t('organisations.field.kind') },
          head('place', v.t('organisations.list.place')),
          { key: 'languages', label: v.t('organisations.part.languages') },
          { key: 'takes', label: v.t('organisations.directory.takes') },
        ]}
        rowHeader="name"
        rows={found.organisations.map((o) => ({
          id: o.id,
          cells: {
            name: (
              <>
                <a href={paths.organisation.href({ orgId: o.id })}>{o.name}</a>
                {o.own && (
                  <>
                    {' '}
                    <Tag text={v.t('organisations.list.own')} />
                  </>
                )}
              </>
            ),
            kind: v.t(`organisations.kind.${o.kind}`),
            place: `${o.city}, ${v.fmt.country(o.countryCode)}`,
            languages: v.fmt.list(o.languages.map((code) => v.fmt.language(code))) || '–',
            takes: takesText(v, o) || '–',
          },
        }))}
        empty={
          <EmptyState
            title={v.t('organisations.directory.none')}
            text={v.t('organisations.directory.none-text')}
            action={
              <LinkButton href={paths.directory.href()}>
                {v.t('organisations.directory.show-all')}
              </LinkButton>
            }
          />
        }
      />
      <Pager
        previousHref={after ? page(null) : undefined}
        nextHref={found.next ? page(found.next) : undefined}
        labels={{
          nav: v.t('organisations.list.pages'),
          previous: v.t('organisations.list.first'),
          next: v.t('organisations.list.next'),
        }}
      />
    </>
  );
}

export function MapPage({
  v,
  asked,
  counted,
}: {
  v: View;
  asked: Asked;
  counted: ViewOf<typeof countDirectory>;
}) {
  const counts = new Map(counted.countries.map((c) => [c.country, c.count]));
  const hrefOf = (country: string) => paths.directory.href(undefined, { ...asked, country });
  const rows = counted.countries
    .map((c) => ({ ...c, name: v.fmt.country(c.country) }))
    .sort((a, b) => b.count - a.count || v.fmt.compare(a.name, b.name));
  const total = rows.reduce((sum, c) => sum + c.count, 0);
  const title = v.t('organisations.directory.map-title', { total, countries: rows.length });
  return (
    <>
      <PageHead
        title={v.t('organisations.directory.title')}
        lead={v.t('organisations.directory.map-lead')}
      />
      <DirectoryFilters
        v={v}
        asked={asked}
        networks={counted.networks}
        countries={counted.choices}
        shown="map"
      />
      <Columns
        aside={
          <Table
            caption={title}
            columns={[
              { key: 'country', label: v.t('organisations.field.country') },
              { key: 'count', label: v.t('organisations.directory.number'), numeric: true },
            ]}
            rows={rows.map((c) => ({
              id: c.country,
              cells: {
                country: <a href={hrefOf(c.country)}>{c.name}</a>,
                count: v.fmt.number(c.count),
              },
            }))}
            dense
            empty={
              <EmptyState
                title={v.t('organisations.directory.none')}
                text={v.t('organisations.directory.none-text')}
              />
            }
          />
        }
      >
        <EuropeMap counts={counts} hrefOf={hrefOf} nameOf={v.fmt.country} />
      </Columns>
    </>
  );
}
