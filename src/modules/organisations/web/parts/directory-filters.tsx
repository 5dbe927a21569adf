import type { View } from '#platform/http/page.ts';
import { Checkbox, Details, Filters, Hidden, SearchBox, SelectField, Tabs } from '#ui/index.ts';
import { longestStay, oldest, searchedLanguages, youngest } from '../../core/rules/index.ts';
import { orgKinds } from '../../core/types.ts';
import { paths } from '../paths.ts';
import { byLabel, countriesByName, onceALanguage } from './choices.ts';

const names = [
  'q',
  'kind',
  'country',
  'language',
  'age',
  'month',
  'months',
  'second',
  'network',
] as const;
/** What stands in the address of the list and of the map, as it was typed; empty where nothing was. */
export type Asked = Record<(typeof names)[number], string>;

export function askedIn(search: URLSearchParams): Asked {
  return Object.fromEntries(
    names.map((name) => [name, (search.get(name) ?? '').trim().slice(0, 100)]),
  ) as Asked;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The twelve months in words, as choices. */
export const monthOptions = onceALanguage((v) => {
  const format = new Intl.DateTimeFormat(v.lang, { month: 'long', timeZone: 'UTC' });
  return range(1, 12).map((month) => ({
    value: String(month),
    label: format.format(
      Temporal.PlainDate.from({ year: 2026, month, day: 1 }).toZonedDateTime('UTC')
        .epochMilliseconds,
    ),
  }));
});

export function monthName(v: View, month: number): string {
  return monthOptions(v)[month - 1]?.label ?? String(month);
}

export const searchedLanguageOptions = onceALanguage((v) =>
  byLabel(v, searchedLanguages, v.fmt.language),
);

export function ageOptions() {
  return range(youngest, oldest).map((age) => ({ value: String(age), label: String(age) }));
}

export function lengthOptions(v: View) {
  return range(1, longestStay).map((months) => ({
    value: String(months),
    label: v.t('organisations.find.length', { months }),
  }));
}

/** Search, filters, and the way between list and map; every part keeps what the others asked. */
export function DirectoryFilters({
  v,
  asked,
  networks,
  countries,
  shown,
}: {
  v: View;
  asked: Asked;
  networks: { id: string; name: string }[];
  countries: readonly string[];
  shown: 'list' | 'map';
}) {
  const here = shown === 'list' ? paths.directory : paths.map;
  const { q, ...filters } = asked;
  const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  const any = v.t('organisations.directory.any');
  return (
    <>
      <Tabs
        label={v.t('organisations.directory.views')}
        items={[
          {
            href: paths.directory.href(undefined, asked),
            label: v.t('organisations.directory.list'),
            current: shown === 'list',
          },
          {
            href: paths.map.href(undefined, asked),
            label: v.t('organisations.directory.map'),
            current: shown === 'map',
          },
        ]}
      />
      <SearchBox
        action={here.href()}
        label={v.t('organisations.directory.search')}
        value={q}
        buttonText={v.t('organisations.directory.go')}
        keep={kept}
      />
      <Details
        summary={v.t('organisations.directory.filters', { count: Object.keys(kept).length })}
        open={Object.keys(kept).length > 0}
        wide
      >
        <Filters
          action={here.href()}
          label={v.t('organisations.directory.narrow')}
          applyText={v.t('organisations.directory.apply')}
          clearHref={Object.keys(kept).length > 0 ? here.href(undefined, { q }) : undefined}
          clearText={v.t('organisations.directory.clear')}
        >
          {q && <Hidden name="q" value={q} />}
          <SelectField
            name="kind"
            label={v.t('organisations.field.kind')}
            emptyLabel={any}
            value={asked.kind}
            options={orgKinds.map((kind) => ({
              value: kind,
              label: v.t(`organisations.kind.${kind}`),
            }))}
          />
          <SelectField
            name="country"
            label={v.t('organisations.field.country')}
            emptyLabel={any}
            value={asked.country}
            options={countriesByName(v, countries)}
          />
          <SelectField
            name="language"
            label={v.t('organisations.directory.language')}
            emptyLabel={any}
            value={asked.language}
            options={searchedLanguageOptions(v)}
          />
          <SelectField
            name="age"
            label={v.t('organisations.directory.age')}
            emptyLabel={any}
            value={asked.age}
            options={ageOptions()}
          />
          <SelectField
            name="month"
            label={v.t('organisations.directory.month')}
            emptyLabel={any}
            value={asked.month}
            options={monthOptions(v)}
          />
          <SelectField
            name="months"
            label={v.t('organisations.directory.length')}
            emptyLabel={any}
            value={asked.months}
            options={lengthOptions(v)}
          />
          {networks.length > 0 && (
            <SelectField
              name="network"
              label={v.t('organisations.directory.network')}
              emptyLabel={any}
              value={asked.network}
              options={networks.map((n) => ({ value: n.id, label: n.name }))}
            />
          )}
          <Checkbox
            name="second"
            label={v.t('organisations.directory.second')}
            checked={asked.second !== ''}
          />
        </Filters>
        <p class="hint">{v.t('organisations.directory.filters-hint')}</p>
      </Details>
    </>
  );
}

/** What was read instead of words that nothing is called. */
export function Instead({
  v,
  instead,
}: {
  v: View;
  instead: { typed: string; found: string[] }[];
}) {
  return (
    <>
      {instead.map(({ typed, found }) => (
        <p key={typed}>
          {found.length > 0
            ? v.t('organisations.directory.instead', {
                typed,
                found: v.fmt.list(found.slice(0, 5)),
              })
            : v.t('organisations.directory.unknown-word', { typed })}
        </p>
      ))}
    </>
  );
}
