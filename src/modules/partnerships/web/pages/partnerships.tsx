import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, Facts, LinkButton, PageHead, Section, StatusTag, Table } from '#ui/index.ts';
import type { listPartnerships } from '../../server/index.ts';
import { statusOf } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Data = ViewOf<typeof listPartnerships>;

/** Whom we work with, what waits for whom, and the letters from and to those we do not know yet. */
export function PartnershipsPage({
  v,
  data,
  findHref,
}: {
  v: View;
  data: Data;
  /** where partners are looked for */
  findHref: string;
}) {
  const several = data.own.length > 1;
  return (
    <>
      <PageHead
        title={v.t('partnerships.list.title')}
        lead={v.t('partnerships.list.lead')}
        actions={
          <>
            <LinkButton href={findHref}>{v.t('partnerships.list.find')}</LinkButton>
            <LinkButton href={paths.decisions.href()}>
              {v.t('partnerships.decisions.title')}
            </LinkButton>
          </>
        }
      />
      <Section title={v.t('partnerships.list.partners')} id="partners">
        <Table
          caption={v.t('partnerships.list.partners')}
          hideCaption
          rowHeader="partner"
          columns={[
            { key: 'partner', label: v.t('partnerships.list.partner') },
            { key: 'place', label: v.t('partnerships.list.place') },
            ...(several ? [{ key: 'own', label: v.t('partnerships.list.with') }] : []),
            { key: 'state', label: v.t('partnerships.list.state') },
            { key: 'renewal', label: v.t('partnerships.list.renewal') },
          ]}
          rows={data.partnerships.map((p) => ({
            id: p.id,
            cells: {
              partner: <a href={paths.partnership.href({ partnershipId: p.id })}>{p.other.name}</a>,
              place: v.t('partnerships.place', {
                kind: v.t(`partnerships.party-kind.${p.other.kind}`),
                city: p.other.city,
                country: v.fmt.country(p.other.countryCode),
              }),
              own: p.own.name,
              state: <StatusTag {...statusOf(v, p)} />,
              renewal: p.renewsOn ? v.fmt.date(p.renewsOn) : '–',
            },
          }))}
          empty={
            <EmptyState
              level={3}
              title={v.t('partnerships.list.none')}
              text={v.t('partnerships.list.none-text')}
              action={
                <LinkButton kind="primary" href={findHref}>
                  {v.t('partnerships.list.find')}
                </LinkButton>
              }
            />
          }
        />
      </Section>
      {data.contacts.length > 0 && (
        <Section title={v.t('partnerships.letters.title')} id="letters">
          <Table
            caption={v.t('partnerships.letters.title')}
            hideCaption
            rowHeader="subject"
            columns={[
              { key: 'subject', label: v.t('partnerships.letters.subject') },
              { key: 'who', label: v.t('partnerships.letters.who') },
              { key: 'state', label: v.t('partnerships.list.state') },
            ]}
            rows={data.contacts.map((c) => ({
              id: c.id,
              cells: {
                subject: <a href={paths.contact.href({ contactId: c.id })}>{c.subject}</a>,
                who: c.sent
                  ? v.t('partnerships.letters.to', { org: c.to })
                  : v.t('partnerships.letters.from', { org: c.from }),
                state: (
                  <StatusTag
                    tone={c.mine ? 'now' : c.state === 'open' ? 'wait' : 'none'}
                    text={
                      c.mine
                        ? v.t('partnerships.letters.yours')
                        : v.t(`partnerships.letters.state.${c.state}`)
                    }
                  />
                ),
              },
            }))}
          />
        </Section>
      )}
      {data.own.some((o) => o.mayChoose) && (
        <Section title={v.t('partnerships.choice.title')} id="choice">
          <Facts
            items={data.own
              .filter((o) => o.mayChoose)
              .map((o) => ({
                label: o.name,
                value: v.t(o.closed ? 'partnerships.choice.closed' : 'partnerships.choice.open'),
                action: (
                  <a
                    href={paths.letters.href({ orgId: o.orgId })}
                    aria-label={v.t('partnerships.choice.change-for', { org: o.name })}
                  >
                    {v.t('partnerships.change')}
                  </a>
                ),
              }))}
          />
        </Section>
      )}
    </>
  );
}
