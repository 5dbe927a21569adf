import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  EmptyState,
  Filters,
  LinkButton,
  PageHead,
  Pager,
  SearchBox,
  SelectField,
  Table,
} from '#ui/index.ts';
import type { listFamilies } from '../../server/index.ts';
import { MissingList, ReadinessTag } from '../parts/readiness.tsx';
import { paths } from '../paths.ts';

export function FamiliesPage({
  v,
  data,
}: {
  v: View;
  data: ViewOf<typeof listFamilies> & { after: string };
}) {
  const { families, stay } = data;
  const page = (after: string | null) =>
    paths.families.href(undefined, {
      ...(data.search ? { q: data.search } : {}),
      ...(stay.intakeId ? { intake: stay.intakeId } : {}),
      ...(after ? { after } : {}),
    });
  const add = data.mayAdd && (
    <LinkButton kind="primary" href={paths.newFamily.href()}>
      {v.t('hosting.family.add')}
    </LinkButton>
  );
  return (
    <>
      <PageHead
        title={v.t(data.keeps ? 'hosting.families.title' : 'hosting.families.own-title')}
        lead={
          !data.keeps
            ? v.t('hosting.families.own-lead')
            : stay.name
              ? v.t('hosting.families.lead-for', {
                  intake: stay.name,
                  from: stay.from,
                  until: stay.until,
                })
              : v.t('hosting.families.lead')
        }
        actions={families.length > 0 && add}
      />
      {data.recruitedBy.length > 0 && (
        <p>{v.t('hosting.families.recruited-by', { who: v.fmt.list(data.recruitedBy) })}</p>
      )}
      {data.keeps && (families.length > 0 || data.search) && (
        <SearchBox
          action={paths.families.href()}
          label={v.t('hosting.families.search')}
          value={data.search}
          buttonText={v.t('hosting.families.find')}
          keep={stay.intakeId ? { intake: stay.intakeId } : {}}
        />
      )}
      {data.intakes.length > 1 && (
        <Filters
          action={paths.families.href()}
          label={v.t('hosting.families.for')}
          applyText={v.t('hosting.families.show')}
          clearHref={paths.families.href()}
          clearText={v.t('hosting.families.clear')}
        >
          <SelectField
            name="intake"
            label={v.t('hosting.families.for')}
            value={stay.intakeId ?? ''}
            options={data.intakes.map((i) => ({ value: i.id, label: i.name }))}
          />
        </Filters>
      )}
      <Table
        caption={v.t('hosting.families.title')}
        hideCaption
        rowHeader="name"
        columns={[
          { key: 'name', label: v.t('hosting.field.family') },
          { key: 'city', label: v.t('hosting.field.city') },
          { key: 'household', label: v.t('hosting.field.household'), numeric: true },
          { key: 'ready', label: v.t('hosting.field.readiness') },
        ]}
        rows={families.map((f) => ({
          id: f.id,
          cells: {
            name: <a href={paths.family.href({ familyId: f.id })}>{f.name}</a>,
            city: f.city,
            household: v.fmt.number(f.household),
            ready: (
              <>
                <ReadinessTag v={v} missing={f.missing} />
                {f.missing.length > 0 && <MissingList v={v} missing={f.missing.slice(0, 3)} />}
                {f.missing.length > 3 && (
                  <p>{v.t('hosting.families.more-missing', { count: f.missing.length - 3 })}</p>
                )}
              </>
            ),
          },
        }))}
        empty={
          data.search ? (
            <EmptyState
              title={v.t('hosting.families.not-found')}
              text={v.t('hosting.families.not-found-text')}
              action={
                <LinkButton href={paths.families.href()}>
                  {v.t('hosting.families.clear')}
                </LinkButton>
              }
            />
          ) : (
            <EmptyState
              title={v.t('hosting.families.none')}
              text={v.t('hosting.families.none-text')}
              action={add || undefined}
            />
          )
        }
      />
      <Pager
        previousHref={data.after ? page(null) : undefined}
        nextHref={data.next ? page(data.next) : undefined}
        labels={{
          nav: v.t('hosting.families.pages'),
          previous: v.t('hosting.families.first'),
          next: v.t('hosting.families.next'),
        }}
      />
    </>
  );
}
