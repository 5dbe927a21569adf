import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  EmptyState,
  Filters,
  LinkButton,
  PageHead,
  Pager,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { type IncidentKind, incidentKinds } from '../../core/index.ts';
import type { listIncidents } from '../../server/index.ts';
import { Incidents } from '../parts/incidents.tsx';
import { paths } from '../paths.ts';

export type Filter = {
  state: 'open' | 'closed' | '';
  kind: IncidentKind | '';
  name: string;
  after: string | null;
};
type Props = { v: View; filter: Filter; list: ViewOf<typeof listIncidents> };

/** All incidents one handles, the newest first; found by kind, by how they stand, by the pupil's name. */
export function IncidentsPage({ v, filter, list }: Props) {
  const { after, ...asked } = filter;
  const f = bind(v, '', asked);
  const isFiltered = Object.values(asked).some((value) => value !== '');
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  const all = (
    <LinkButton href={paths.incidents.href()}>{v.t('emergency.incidents.show-all')}</LinkButton>
  );
  return (
    <>
      <PageHead
        title={v.t('emergency.incidents.title')}
        breadcrumbs={[{ href: paths.start.href(), label: v.t('emergency.title') }]}
        breadcrumbsLabel={v.t('emergency.crumbs')}
      />
      {(isFiltered || list.incidents.length > 0) && (
        <Filters
          action={paths.incidents.href()}
          label={v.t('emergency.incidents.search')}
          applyText={v.t('emergency.incidents.show')}
          clearHref={isFiltered ? paths.incidents.href() : undefined}
          clearText={v.t('emergency.incidents.show-all')}
        >
          <TextField {...f.text('name')} label={v.t('emergency.incidents.pupil')} width={20} />
          <SelectField
            {...f.text('kind')}
            label={v.t('emergency.incident.which')}
            emptyLabel={v.t('emergency.incidents.every-kind')}
            options={incidentKinds.map((k) => ({ value: k, label: v.t(`emergency.kind.${k}`) }))}
          />
          <SelectField
            {...f.text('state')}
            label={v.t('emergency.incidents.state')}
            emptyLabel={v.t('emergency.incidents.every-state')}
            options={[
              { value: 'open', label: v.t('emergency.incidents.open') },
              { value: 'closed', label: v.t('emergency.incidents.closed') },
            ]}
          />
        </Filters>
      )}
      {list.incidents.length > 0 ? (
        <Incidents v={v} rows={list.incidents} />
      ) : (
        <EmptyState
          title={v.t(isFiltered ? 'emergency.incidents.none-found' : 'emergency.incidents.none')}
          text={v.t('emergency.incidents.none-text')}
          action={isFiltered ? all : undefined}
        />
      )}
      <Pager
        previousHref={after ? paths.incidents.href(undefined, given) : undefined}
        nextHref={
          list.next ? paths.incidents.href(undefined, { ...given, after: list.next }) : undefined
        }
        labels={{
          nav: v.t('emergency.incidents.pages'),
          previous: v.t('emergency.incidents.newest'),
          next: v.t('emergency.incidents.older'),
        }}
      />
    </>
  );
}
