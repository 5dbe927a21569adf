import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  Filters,
  PageHead,
  Section,
  SelectField,
  Table,
  TextField,
} from '#ui/index.ts';
import { type EntryKind, entryKinds } from '../../core/types.ts';
import type { listEntries } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** Other states of Europe, so that the administrator can say that one takes part now. */
const neighbours = 'AD AL AM AZ BA CH GB GE MC MD ME SM UA'.split(' ');

type List = ViewOf<typeof listEntries>;

export function ListPage({ v, list, country }: { v: View; list: List; country: string }) {
  return (
    <>
      <PageHead title={v.t('reference.list.title')} lead={v.t('reference.list.lead')} />
      <Filters
        action={paths.reference.href()}
        label={v.t('reference.list.filter')}
        applyText={v.t('reference.list.show')}
        clearHref={country ? paths.reference.href() : undefined}
        clearText={v.t('reference.list.show-all')}
      >
        <SelectField
          name="country"
          label={v.t('reference.field.country')}
          value={country}
          emptyLabel={v.t('reference.list.all-countries')}
          options={countryOptions(v, list.countries)}
        />
      </Filters>
      {entryKinds.map((kind) => (
        <Kind key={kind} v={v} kind={kind} list={list} />
      ))}
      {list.leading.length > 0 && (
        <Section title={v.t('reference.region.title')} id="region">
          <p>{v.t('reference.region.where')}</p>
          <ul>
            {list.leading.map((org) => (
              <li key={org.orgId}>
                <a href={paths.region.href({ orgId: org.orgId })}>{org.name}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {list.can.change && <NewEntry v={v} list={list} country={country} />}
    </>
  );
}

function countryOptions(v: View, codes: readonly string[]) {
  return [...codes]
    .map((code) => ({ value: code, label: v.fmt.country(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
}

function Kind({ v, kind, list }: { v: View; kind: EntryKind; list: List }) {
  const entries = list.entries.filter((e) => e.kind === kind);
  return (
    <Section
      title={v.t(`reference.kind.${kind}`)}
      id={kind}
      folded={(kind === 'online-consent-age' || kind === 'country') && entries.length > 8}
    >
      {(kind === 'country' || kind === 'record-check-age') && (
        <p>{v.t(`reference.about.${kind}`)}</p>
      )}
      {kind === 'record-check-age' && <p>{v.t('reference.list.majority')}</p>}
      <Table
        caption={v.t(`reference.kind.${kind}`)}
        hideCaption
        rowHeader="place"
        columns={[
          { key: 'place', label: v.t('reference.field.country') },
          ...(kind.endsWith('holidays')
            ? [{ key: 'year', label: v.t('reference.field.year') }]
            : []),
          { key: 'says', label: v.t('reference.list.says') },
          { key: 'source', label: v.t('reference.field.source') },
        ]}
        rows={entries.map((e) => ({
          id: e.entry,
          cells: {
            place: (
              <a href={paths.entry.href({ entry: e.entry })}>
                {v.fmt.country(e.countryCode)}
                {e.region && ` (${e.region})`}
              </a>
            ),
            year: e.schoolYear,
            says: (
              <>
                {e.count !== null && v.t('reference.list.periods', { count: e.count })}
                {e.age !== null && v.t('reference.list.age', { age: e.age })}
                {e.country && (
                  <>
                    {v.t(e.country.programme ? 'reference.country.in' : 'reference.country.out')}
                    {` · ${e.country.timeZones.join(', ')}`}
                  </>
                )}
                {kind === 'stay-limits' && v.t('reference.list.limits')}
                {e.doubts > 0 && ` · ${v.t('reference.list.doubts', { count: e.doubts })}`}
              </>
            ),
            source: v.t(`reference.certainty.${e.certainty}`),
          },
        }))}
        empty={
          <EmptyState
            level={3}
            title={v.t(`reference.none.${kind}`)}
            text={v.t(`reference.none-text.${kind}`)}
          />
        }
      />
    </Section>
  );
}

function NewEntry({ v, list, country }: { v: View; list: List; country: string }) {
  return (
    <Section title={v.t('reference.new.title')} id="new">
      <p>{v.t('reference.new.lead')}</p>
      <form class="form" action={paths.find.href()} method="get">
        <SelectField
          name="kind"
          label={v.t('reference.field.kind')}
          value="school-holidays"
          options={entryKinds.map((kind) => ({
            value: kind,
            label: v.t(`reference.kind.${kind}`),
          }))}
        />
        <SelectField
          name="place"
          label={v.t('reference.field.country')}
          value={country}
          emptyLabel={v.t('reference.form.choose')}
          options={countryOptions(v, [...new Set([...list.countries, ...neighbours])])}
        />
        <TextField
          name="region"
          label={v.t('reference.field.region')}
          hint={v.t('reference.field.region-hint')}
          optionalLabel={v.t('reference.optional')}
          width={20}
        />
        <SelectField
          name="year"
          label={v.t('reference.field.year')}
          hint={v.t('reference.field.year-hint')}
          options={list.years.map((year) => ({ value: year, label: year }))}
        />
        <ButtonRow>
          <Button>{v.t('reference.new.go')}</Button>
        </ButtonRow>
      </form>
    </Section>
  );
}
