import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, SearchBox, Table, Tag } from '#ui/index.ts';
import type { listOrganisations } from '../../server/index.ts';
import { paths } from '../paths.ts';

export function OrganisationsPage({
  v,
  q,
  list,
}: {
  v: View;
  q: string;
  list: ViewOf<typeof listOrganisations>;
}) {
  const rows = [...list.organisations].sort((a, b) => v.fmt.compare(a.name, b.name));
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
        rows={rows.map((o) => ({
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
      {list.more && <p>{v.t('organisations.list.more')}</p>}
    </>
  );
}
