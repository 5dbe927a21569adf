import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, Pager, SearchBox, Table, Tag } from '#ui/index.ts';
import type { listOrganisations } from '../../server/index.ts';
import { paths } from '../paths.ts';

export function OrganisationsPage({
  v,
  q,
  after,
  list,
}: {
  v: View;
  q: string;
  after: string;
  list: ViewOf<typeof listOrganisations>;
}) {
  return (
    <>
      <PageHead
        title={v.t('organisations.list.title')}
        lead={v.t('organisations.list.lead')}
        actions={
          list.can.invite && (
            <LinkButton kind="primary" href={paths.inviteOrganisation.href()}>
              {v.t('organisations.invite-organisation.title')}
            </LinkButton>
          )
        }
      />
      <SearchBox
        action={paths.organisations.href()}
        label={v.t('organisations.list.search')}
        value={q}
        buttonText={v.t('organisations.list.find')}
      />
      <Table
        caption={v.t('organisations.list.title')}
        hideCaption
        columns={[
          { key: 'name', label: v.t('organisations.field.name') },
          { key: 'kind', label: v.t('organisations.field.kind') },
          { key: 'place', label: v.t('organisations.list.place') },
        ]}
        rows={list.organisations.map((o) => ({
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
          },
        }))}
        empty={
          <EmptyState
            title={v.t(q ? 'organisations.list.none-found' : 'organisations.list.none')}
            text={v.t(q ? 'organisations.list.none-found-text' : 'organisations.list.none-text', {
              q,
            })}
          />
        }
      />
      <Pager
        previousHref={after ? paths.organisations.href(undefined, { q }) : undefined}
        nextHref={
          list.next ? paths.organisations.href(undefined, { q, after: list.next }) : undefined
        }
        labels={{
          nav: v.t('organisations.list.pages'),
          previous: v.t('organisations.list.first'),
          next: v.t('organisations.list.next'),
        }}
      />
    </>
  );
}
