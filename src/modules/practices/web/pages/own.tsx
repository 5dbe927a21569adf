import { wordingFor } from '#modules/quality/core/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, Section } from '#ui/index.ts';
import type { listOwnPractices } from '../../server/index.ts';
import { CardList } from '../parts/cards.tsx';
import { paths } from '../paths.ts';
import { PracticeTabs } from './practices.tsx';

/** One's own cards, whatever their state, and those that one's clubs read. */
export function OwnPracticesPage({ v, list }: { v: View; list: ViewOf<typeof listOwnPractices> }) {
  const write = list.mayWrite ? (
    <LinkButton kind="primary" href={paths.new.href()}>
      {v.t('practices.form.open')}
    </LinkButton>
  ) : undefined;
  return (
    <>
      <PageHead
        title={v.t('practices.own.title')}
        lead={v.t('practices.own.lead')}
        actions={list.own.length > 0 ? write : undefined}
      />
      <PracticeTabs v={v} current="own" />
      {list.own.length > 0 ? (
        <CardList v={v} cards={list.own} withState />
      ) : (
        <EmptyState
          title={v.t('practices.own.empty')}
          text={v.t('practices.own.empty-text')}
          action={write}
        />
      )}
      {list.clubs.map((c) => (
        <Section
          key={c.id}
          title={v.t('practices.own.club', { club: c.name })}
          lead={wordingFor(v.lang).criterion(c.criterionId).text}
        >
          {c.practices.length > 0 ? (
            <CardList v={v} cards={c.practices} />
          ) : (
            <EmptyState
              level={3}
              title={v.t('practices.own.club-empty')}
              text={v.t('practices.own.club-empty-text')}
            />
          )}
        </Section>
      ))}
    </>
  );
}
