import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, Filters, PageHead, Pager, SelectField, StatusTag, Table } from '#ui/index.ts';
import { mobilityLifecycle } from '../../core/index.ts';
import type { listMobilities } from '../../server/index.ts';
import { standing, turnOf, Way } from '../parts/way.tsx';
import { paths } from '../paths.ts';

type Props = ViewOf<typeof listMobilities> & { v: View; state: string; after: string };

/** Everybody on their way: one line a pupil, with whose turn it is. */
export function ListPage({ v, rows, next, state, after }: Props) {
  const f = bind(v, '', { state });
  return (
    <>
      <PageHead title={v.t('mobilities.list.title')} lead={v.t('mobilities.list.lead')} />
      {(rows.length > 0 || state !== '') && (
        <Filters
          action={paths.list.href()}
          label={v.t('mobilities.list.filter')}
          applyText={v.t('mobilities.list.show')}
          clearHref={state ? paths.list.href() : undefined}
          clearText={v.t('mobilities.list.all')}
        >
          <SelectField
            {...f.text('state')}
            label={v.t('mobilities.list.state')}
            emptyLabel={v.t('mobilities.list.every-state')}
            options={mobilityLifecycle.states.map(({ name }) => ({
              value: name,
              label: v.t(`mobilities.state.${name}`),
            }))}
          />
        </Filters>
      )}
      <Table
        caption={v.t('mobilities.list.title')}
        hideCaption
        rowHeader="pupil"
        columns={[
          { key: 'pupil', label: v.t('mobilities.list.pupil') },
          { key: 'way', label: v.t('mobilities.list.way') },
          { key: 'now', label: v.t('mobilities.list.now') },
          { key: 'schools', label: v.t('mobilities.list.schools') },
          { key: 'stay', label: v.t('mobilities.list.stay') },
        ]}
        rows={rows.map((row) => {
          const turn = turnOf(v, row.stations, row);
          const { tone, text } = standing(v, row.state, turn);
          return {
            id: row.id,
            cells: {
              pupil: <a href={paths.dossier.href({ mobilityId: row.id })}>{row.pupil}</a>,
              way: (
                <Way
                  v={v}
                  pupil={row.pupil}
                  state={row.state}
                  stations={row.stations}
                  sides={row}
                  size="mini"
                />
              ),
              now: (
                <>
                  {turn && <div>{v.t(`mobilities.state.${row.state}`)}</div>}
                  <StatusTag tone={tone} text={text} />
                </>
              ),
              schools: row.hostSchool
                ? v.t('mobilities.from-to', { from: row.sendingSchool, to: row.hostSchool })
                : row.sendingSchool,
              stay: v.t('mobilities.days', {
                from: v.fmt.shortDate(row.startsOn),
                until: v.fmt.shortDate(row.endsOn),
                year: String(row.endsOn.year),
              }),
            },
          };
        })}
        empty={
          state ? (
            <EmptyState
              title={v.t('mobilities.list.none-in-state', {
                state: v.t(`mobilities.state.${state}`),
              })}
              text={v.t('mobilities.list.none-in-state-text')}
            />
          ) : (
            <EmptyState
              title={v.t('mobilities.list.none')}
              text={v.t('mobilities.list.none-text')}
            />
          )
        }
      />
      <Pager
        previousHref={after ? paths.list.href(undefined, { state }) : undefined}
        nextHref={next ? paths.list.href(undefined, { state, after: next }) : undefined}
        labels={{
          nav: v.t('mobilities.list.pages'),
          previous: v.t('mobilities.list.first'),
          next: v.t('mobilities.list.next'),
        }}
      />
    </>
  );
}
