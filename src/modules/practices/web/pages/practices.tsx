import { questionnaire, wordingFor } from '#modules/quality/core/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  EmptyState,
  Filters,
  LinkButton,
  PageHead,
  Pager,
  SelectField,
  Tabs,
  TextField,
} from '#ui/index.ts';
import type { searchPractices } from '../../server/index.ts';
import { CardList } from '../parts/cards.tsx';
import { paths } from '../paths.ts';

type Found = ViewOf<typeof searchPractices>;
export type Asked = { q: string; theme: string; language: string; country: string };

/** The ways into the cards: the catalogue for everybody, one's own and those of one's clubs. */
export function PracticeTabs({ v, current }: { v: View; current: 'all' | 'own' }) {
  if (v.actor.kind !== 'person') return null;
  return (
    <Tabs
      label={v.t('practices.tabs')}
      items={[
        {
          href: paths.practices.href(),
          label: v.t('practices.catalogue.tab'),
          current: current === 'all',
        },
        { href: paths.own.href(), label: v.t('practices.own.tab'), current: current === 'own' },
      ]}
    />
  );
}

/** The public catalogue, read without an account. */
export function PracticesPage({ v, asked, found }: { v: View; asked: Asked; found: Found }) {
  const words = wordingFor(v.lang);
  const narrowed = Object.values(asked).some(Boolean);
  const there = questionnaire.criteria.filter((c) => found.criteria.includes(c.id));
  return (
    <>
      <PageHead
        title={v.t('practices.catalogue.title')}
        lead={v.t('practices.catalogue.lead')}
        actions={
          v.actor.kind === 'person' ? (
            <>
              {v.actor.orgs.length > 0 && (
                <LinkButton kind="primary" href={paths.new.href()}>
                  {v.t('practices.form.open')}
                </LinkButton>
              )}
              {v.actor.isAdmin && (
                <LinkButton href={paths.reports.href()}>
                  {v.t('practices.reports.title')}
                </LinkButton>
              )}
            </>
          ) : undefined
        }
      />
      <PracticeTabs v={v} current="all" />
      <Filters
        action={paths.practices.href()}
        label={v.t('practices.catalogue.narrow')}
        applyText={v.t('practices.catalogue.show')}
        clearHref={narrowed ? paths.practices.href() : undefined}
        clearText={v.t('practices.catalogue.clear')}
      >
        <TextField name="q" label={v.t('practices.catalogue.words')} value={asked.q} />
        <SelectField
          name="theme"
          label={v.t('practices.field.criterionId')}
          emptyLabel={v.t('practices.catalogue.every')}
          value={asked.theme}
          options={there.map((c) => ({ value: c.id, label: words.criterion(c.id).text }))}
        />
        <SelectField
          name="language"
          label={v.t('practices.field.language')}
          emptyLabel={v.t('practices.catalogue.every')}
          value={asked.language}
          options={found.languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
        />
        <SelectField
          name="country"
          label={v.t('practices.catalogue.country')}
          emptyLabel={v.t('practices.catalogue.every')}
          value={asked.country}
          options={found.countries.map((code) => ({ value: code, label: v.fmt.country(code) }))}
        />
      </Filters>
      {found.practices.length > 0 ? (
        <CardList v={v} cards={found.practices} />
      ) : (
        <EmptyState
          title={v.t(narrowed ? 'practices.catalogue.none' : 'practices.catalogue.empty')}
          text={v.t(narrowed ? 'practices.catalogue.none-text' : 'practices.catalogue.empty-text')}
        />
      )}
      {found.next && (
        <Pager
          nextHref={paths.practices.href(undefined, { ...asked, after: found.next })}
          labels={{
            nav: v.t('practices.catalogue.pages'),
            previous: v.t('practices.catalogue.previous'),
            next: v.t('practices.catalogue.next'),
          }}
        />
      )}
    </>
  );
}
