import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  Section,
  Table,
  Tag,
} from '#ui/index.ts';
import type { getSharing } from '../../server/index.ts';
import { paths, sharedPlace } from '../paths.ts';

type Sharing = ViewOf<typeof getSharing>;
type Kind = Sharing['kinds'][number];

/** Whose version an organisation uses of each thing that is shared, and how the versions differ. */
export function SharingPage({ v, orgId, sharing }: { v: View; orgId: string; sharing: Sharing }) {
  const href = paths.sharing.href({ orgId });
  const back = paths.organisation.href({ orgId });
  const sent = bind(v, href);
  return (
    <>
      <PageHead
        title={v.t('organisations.sharing.title')}
        kicker={sharing.name}
        lead={v.t('organisations.sharing.lead')}
        breadcrumbs={[
          { href: paths.directory.href(), label: v.t('organisations.directory.title') },
          { href: back, label: sharing.name },
        ]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary title={v.t('organisations.form.errors')} errors={sent.errors} />
      {sharing.networks.length === 0 && (
        <EmptyState
          title={v.t('organisations.sharing.no-network')}
          text={v.t('organisations.sharing.no-network-text')}
          action={
            <LinkButton href={paths.directory.href(undefined, { kind: 'network' })}>
              {v.t('organisations.sharing.find-network')}
            </LinkButton>
          }
        />
      )}
      {sharing.kinds.map((kind) => (
        <Section key={kind.kind} id={kind.kind} title={v.t(`organisations.shared.${kind.kind}`)}>
          <KindTable v={v} sharing={sharing} kind={kind} />
          {sharing.can.choose ? (
            <KindForm v={v} orgId={orgId} sharing={sharing} kind={kind} />
          ) : (
            <p>{choiceText(v, sharing, kind)}</p>
          )}
        </Section>
      ))}
    </>
  );
}

function nameOf(v: View, sharing: Sharing, orgId: string | null): string {
  if (orgId === null) return v.t('organisations.sharing.product');
  return sharing.networks.find((n) => n.id === orgId)?.name ?? sharing.name;
}

function choiceText(v: View, sharing: Sharing, kind: Kind): string {
  return kind.choice === 'own' || kind.choice === 'product'
    ? v.t(`organisations.sharing.${kind.choice}-first`)
    : v.t('organisations.sharing.network-first', { network: nameOf(v, sharing, kind.choice) });
}

function KindTable({ v, sharing, kind }: { v: View; sharing: Sharing; kind: Kind }) {
  if (kind.items.length === 0) return <p>{v.t(`organisations.sharing.nothing-yet`)}</p>;
  return (
    <Table
      caption={v.t(`organisations.shared.${kind.kind}`)}
      hideCaption
      columns={[
        { key: 'title', label: v.t('organisations.sharing.what') },
        { key: 'versions', label: v.t('organisations.sharing.versions') },
      ]}
      rows={kind.items.map((item) => {
        const compared = item.versions.some((one) => one.orgId === null);
        return {
          id: item.key,
          cells: {
            title: item.title,
            versions: (
              <ul>
                {item.versions.map((one) => {
                  const text = v.t('organisations.sharing.version', {
                    who: nameOf(v, sharing, one.orgId),
                    number: one.number,
                    // where the product has none there is nothing to differ from
                    differences: one.differences.length,
                    whose: compared && one.orgId !== null ? 'other' : 'product',
                  });
                  return (
                    <li key={one.orgId ?? 'product'}>
                      {one.href ? <a href={one.href}>{text}</a> : text}{' '}
                      {one.used && <Tag text={v.t('organisations.sharing.used')} />}
                      {one.differences.length > 0 && (
                        <Details
                          summary={v.t(
                            `organisations.sharing.${compared ? 'differences' : 'says'}`,
                          )}
                        >
                          <ul>
                            {one.differences.map((difference) => (
                              <li key={difference}>{difference}</li>
                            ))}
                          </ul>
                        </Details>
                      )}
                    </li>
                  );
                })}
              </ul>
            ),
          },
        };
      })}
    />
  );
}

function KindForm({
  v,
  orgId,
  sharing,
  kind,
}: {
  v: View;
  orgId: string;
  sharing: Sharing;
  kind: Kind;
}) {
  const name = `choice-${kind.kind}`;
  const own = sharedPlace(kind.kind, orgId);
  return (
    <Form action={paths.sharing.href({ orgId })} label={v.t(`organisations.shared.${kind.kind}`)}>
      <Hidden name="kind" value={kind.kind} />
      <Hidden name="version" value={String(kind.version)} />
      <RadioGroup
        name={name}
        label={v.t('organisations.sharing.whose')}
        value={kind.choice}
        options={[
          { value: 'own', label: v.t('organisations.sharing.own-first') },
          ...sharing.networks.map((n) => ({
            value: n.id,
            label: v.t('organisations.sharing.network-first', { network: n.name }),
          })),
          { value: 'product', label: v.t('organisations.sharing.product-first') },
        ]}
      />
      <ButtonRow>
        <Button kind="quiet">
          {v.t('organisations.sharing.save', { what: v.t(`organisations.shared.${kind.kind}`) })}
        </Button>
        {own && <LinkButton href={own}>{v.t('organisations.sharing.write-own')}</LinkButton>}
      </ButtonRow>
    </Form>
  );
}
