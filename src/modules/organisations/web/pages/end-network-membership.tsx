import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ConfirmPanel, ErrorSummary } from '#ui/index.ts';
import type { getNetworkMembership } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Membership = ViewOf<typeof getNetworkMembership>;

export function endTitle(v: View, m: Membership): string {
  return v.t(`organisations.network.end-title-${m.state}`, {
    org: m.orgName,
    network: m.networkName,
  });
}

export function EndNetworkMembershipPage({ v, membership }: { v: View; membership: Membership }) {
  const { networkId, orgId, state } = membership;
  const href = paths.endNetworkMembership.href({ orgId: networkId, memberOrgId: orgId });
  const f = bind(v, href);
  return (
    <>
      <ErrorSummary title={v.t('organisations.form.errors')} errors={f.errors} />
      <ConfirmPanel
        level={1}
        title={endTitle(v, membership)}
        action={href}
        confirmText={v.t(`organisations.network.end-confirm-${state}`)}
        danger
        cancelHref={paths.organisation.href({ orgId: networkId })}
        cancelText={v.t('organisations.form.back')}
      >
        <p>
          {v.t(`organisations.network.end-text-${state}`, {
            org: membership.orgName,
            network: membership.networkName,
          })}
        </p>
      </ConfirmPanel>
    </>
  );
}
