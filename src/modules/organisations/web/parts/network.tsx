import type { OrgId } from '#kernel/ids.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  Form,
  Hidden,
  LinkButton,
  Section,
  Table,
} from '#ui/index.ts';
import type { getNetwork } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Network = ViewOf<typeof getNetwork>;

function Answer({
  networkId,
  orgId,
  answer,
  text,
}: {
  networkId: string;
  orgId: string;
  answer: 'yes' | 'no';
  text: string;
}) {
  return (
    <Form action={paths.answerMembership.href({ orgId: networkId })}>
      <Hidden name="member" value={orgId} />
      <Hidden name="answer" value={answer} />
      <Button kind={answer === 'yes' ? 'primary' : 'quiet'}>{text}</Button>
    </Form>
  );
}

/** What another module has to say on the page of a network: where its things are read and written. */
export type NetworkSection = (
  v: View,
  network: {
    id: OrgId;
    /** works for it, or for one of its members */
    inside: boolean;
    /** leads it: writes what it shares */
    manages: boolean;
  },
) => { id: string; title: string; text: string; links: { href: string; label: string }[] } | null;

let sections: readonly NetworkSection[] = [];

/** Given by the roof at start: forms, timelines, country policies and resources are kept by other modules. */
export function setNetworkSections(given: readonly NetworkSection[]): void {
  sections = given;
}

/** What belongs to the page of a network: its members, the way in, and what it shares. */
export function NetworkSections({
  v,
  networkId,
  network,
}: {
  v: View;
  networkId: OrgId;
  network: Network;
}) {
  const contributed = sections.flatMap(
    (section) =>
      section(v, { id: networkId, inside: network.inside, manages: network.can.manage }) ?? [],
  );
  const members = network.members.filter((m) => m.state === 'member');
  const asking = network.can.manage ? network.members.filter((m) => m.state === 'asked') : [];
  const invited = network.can.manage ? network.members.filter((m) => m.state === 'invited') : [];
  const t = (key: string, params = {}) => v.t(`organisations.network.${key}`, params);
  const place = (m: Network['members'][number]) => `${m.city}, ${v.fmt.country(m.countryCode)}`;
  const endHref = (memberOrgId: string) =>
    paths.endNetworkMembership.href({ orgId: networkId, memberOrgId });
  return (
    <>
      {asking.length > 0 && (
        <Section title={t('asking')}>
          {asking.map((m) => (
            <Section key={m.id} level={3} title={m.name}>
              <p>{t('asks', { org: m.name, place: place(m) })}</p>
              <Answer
                networkId={networkId}
                orgId={m.id}
                answer="yes"
                text={t('accept', { org: m.name })}
              />
              <Answer networkId={networkId} orgId={m.id} answer="no" text={t('decline')} />
            </Section>
          ))}
        </Section>
      )}
      {network.mine.length > 0 && (
        <Section title={t('yours')}>
          {network.mine.map((org) => (
            <Mine key={org.id} v={v} networkId={networkId} org={org} />
          ))}
        </Section>
      )}
      <Section title={t('members', { count: members.length })} id="members">
        <Table
          caption={t('members', { count: members.length })}
          hideCaption
          columns={[
            { key: 'name', label: v.t('organisations.field.name') },
            { key: 'kind', label: v.t('organisations.field.kind') },
            { key: 'place', label: v.t('organisations.list.place') },
            ...(network.can.manage
              ? [{ key: 'end' as const, label: t('end'), hideLabel: true }]
              : []),
          ]}
          rows={[...members, ...invited].map((m) => ({
            id: m.id,
            cells: {
              name: <a href={paths.organisation.href({ orgId: m.id })}>{m.name}</a>,
              kind: m.state === 'invited' ? t('waits') : v.t(`organisations.kind.${m.kind}`),
              place: place(m),
              end: <a href={endHref(m.id)}>{t('end-of', { org: m.name })}</a>,
            },
          }))}
          empty={<EmptyState level={3} title={t('none')} text={t('none-text')} />}
        />
        {network.can.manage && <p class="hint">{t('how-to-invite')}</p>}
      </Section>
      {network.inside && (
        <Section title={t('shares')} id="shares">
          <p>{t(network.shares.length > 0 ? 'shares-text' : 'shares-none')}</p>
          <ul>
            {network.shares.map((item) => (
              <li key={`${item.kind} ${item.title}`}>
                {t('share', {
                  kind: v.t(`organisations.shared.${item.kind}`),
                  title: item.title,
                  number: item.number,
                })}
              </li>
            ))}
          </ul>
          {contributed.map((section) => (
            <Section key={section.id} id={section.id} level={3} title={section.title}>
              <p>{section.text}</p>
              <ButtonRow>
                {section.links.map((link) => (
                  <LinkButton key={link.href} href={link.href}>
                    {link.label}
                  </LinkButton>
                ))}
              </ButtonRow>
            </Section>
          ))}
        </Section>
      )}
    </>
  );
}

/** An organisation of the reader's, and how it stands to the network. */
function Mine({ v, networkId, org }: { v: View; networkId: string; org: Network['mine'][number] }) {
  const t = (key: string, params = {}) => v.t(`organisations.network.${key}`, params);
  const end = paths.endNetworkMembership.href({ orgId: networkId, memberOrgId: org.id });
  switch (org.state) {
    case null:
      return (
        <Form action={paths.askNetwork.href({ orgId: networkId })}>
          <Hidden name="member" value={org.id} />
          <Button>{t('ask', { org: org.name })}</Button>
        </Form>
      );
    case 'asked':
      return (
        <p>
          {t('you-asked', { org: org.name })} <a href={end}>{t('take-back')}</a>
        </p>
      );
    case 'invited':
      return (
        <>
          <p>{t('you-are-invited', { org: org.name })}</p>
          <Answer
            networkId={networkId}
            orgId={org.id}
            answer="yes"
            text={t('join', { org: org.name })}
          />
          <Answer networkId={networkId} orgId={org.id} answer="no" text={t('decline')} />
        </>
      );
    case 'member':
      return (
        <>
          <p>{t('you-belong', { org: org.name })}</p>
          <ButtonRow>
            <LinkButton href={paths.sharing.href({ orgId: org.id })}>{t('choose')}</LinkButton>
            <LinkButton href={end}>{t('leave', { org: org.name })}</LinkButton>
          </ButtonRow>
        </>
      );
  }
}
