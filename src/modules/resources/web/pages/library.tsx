import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Details,
  EmptyState,
  Filters,
  Hidden,
  LinkButton,
  PageHead,
  Pager,
  SearchBox,
  Section,
  SelectField,
  Tabs,
} from '#ui/index.ts';
import type { listOffered, searchLibrary } from '../../server/index.ts';
import {
  audienceOptions,
  languageOptions,
  momentOptions,
  OfferCards,
  ResourceCards,
} from '../parts/lists.tsx';
import { paths } from '../paths.ts';

/** What stands in the address, as it was typed. */
export type Asked = {
  q: string;
  language: string;
  audience: string;
  moment: string;
  own: string;
  page: string;
};

export function askedIn(search: URLSearchParams): Asked {
  const of = (name: string) => (search.get(name) ?? '').trim().slice(0, 100);
  return {
    q: of('q'),
    language: of('language'),
    audience: of('audience'),
    moment: of('moment'),
    own: of('own'),
    page: of('page'),
  };
}

/** The library: what somebody may read, searched and narrowed; without an account what is open to everybody. */
export function LibraryPage({
  v,
  asked,
  found,
}: {
  v: View;
  asked: Asked;
  found: ViewOf<typeof searchLibrary>;
}) {
  const { page: _, ...kept } = asked;
  const filtered = asked.language || asked.audience || asked.moment;
  const searched = filtered || asked.q;
  const at = Math.max(1, Number(asked.page) || 1);
  const turn = (page: number) => paths.library.href(undefined, { ...kept, page });
  const any = v.t('resources.list.any');
  const writes = found.writes.length > 0;
  return (
    <>
      <PageHead
        title={v.t('resources.list.title')}
        lead={v.t(v.actor.kind === 'person' ? 'resources.list.lead' : 'resources.list.lead-public')}
        actions={
          writes && (
            <LinkButton kind="primary" href={paths.add.href()}>
              {v.t('resources.add.title')}
            </LinkButton>
          )
        }
      />
      {writes && (
        <Tabs
          label={v.t('resources.list.views')}
          items={[
            {
              href: paths.library.href(),
              label: v.t('resources.list.all'),
              current: !asked.own,
            },
            {
              href: paths.library.href(undefined, { own: 'yes' }),
              label: v.t('resources.list.own'),
              current: Boolean(asked.own),
            },
          ]}
        />
      )}
      <SearchBox
        action={paths.library.href()}
        label={v.t('resources.list.search')}
        value={asked.q}
        buttonText={v.t('resources.list.go')}
        keep={Object.fromEntries(Object.entries(kept).filter(([k, x]) => k !== 'q' && x !== ''))}
      />
      <Details summary={v.t('resources.list.filters')} open={Boolean(filtered)} wide>
        <Filters
          action={paths.library.href()}
          label={v.t('resources.list.filters')}
          applyText={v.t('resources.list.apply')}
          clearHref={filtered ? paths.library.href(undefined, { own: asked.own }) : undefined}
          clearText={v.t('resources.list.clear')}
        >
          {asked.q && <Hidden name="q" value={asked.q} />}
          {asked.own && <Hidden name="own" value={asked.own} />}
          <SelectField
            name="audience"
            label={v.t('resources.field.audience')}
            value={asked.audience}
            emptyLabel={any}
            options={audienceOptions(v)}
          />
          <SelectField
            name="moment"
            label={v.t('resources.field.moment')}
            value={asked.moment}
            emptyLabel={any}
            options={momentOptions(v)}
          />
          <SelectField
            name="language"
            label={v.t('resources.field.language')}
            value={asked.language}
            emptyLabel={any}
            options={languageOptions(v)}
          />
        </Filters>
      </Details>
      {found.resources.length > 0 ? (
        <Section title={v.t('resources.list.found')}>
          <ResourceCards v={v} resources={found.resources} />
        </Section>
      ) : (
        <EmptyState
          title={v.t(searched ? 'resources.none.searched' : 'resources.none.title')}
          text={v.t(
            searched
              ? 'resources.none.searched-text'
              : asked.own
                ? 'resources.none.own-text'
                : 'resources.none.text',
          )}
          action={
            searched && (
              <LinkButton href={paths.library.href(undefined, { own: asked.own })}>
                {v.t('resources.none.all')}
              </LinkButton>
            )
          }
        />
      )}
      <Pager
        previousHref={at > 1 ? turn(at - 1) : undefined}
        nextHref={found.more ? turn(at + 1) : undefined}
        labels={{
          nav: v.t('resources.list.pages'),
          previous: v.t('resources.list.previous'),
          next: v.t('resources.list.next'),
        }}
      />
    </>
  );
}

/** What there is to read now, for whom it is offered. */
export function OfferedPage({ v, offers }: { v: View } & ViewOf<typeof listOffered>) {
  return (
    <>
      <PageHead title={v.t('resources.offered.title')} lead={v.t('resources.offered.lead')} />
      {offers.length === 0 && (
        <EmptyState
          title={v.t('resources.offered.none')}
          text={v.t('resources.offered.none-text')}
          action={
            <LinkButton href={paths.library.href()}>{v.t('resources.offered.library')}</LinkButton>
          }
        />
      )}
      {offers.map((offer) => (
        <Section
          key={`${offer.mobilityId}-${offer.audience}`}
          title={v.t(`resources.offered.for.${offer.audience}`, {
            moment: v.t(`resources.moment-in.${offer.moment}`),
          })}
        >
          <OfferCards v={v} offer={offer} />
        </Section>
      ))}
      {offers.length > 0 && (
        <p>
          <a href={paths.library.href()}>{v.t('resources.offered.library')}</a>
        </p>
      )}
    </>
  );
}
