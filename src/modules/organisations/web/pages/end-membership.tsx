import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { ConfirmPanel, ErrorSummary } from '#ui/index.ts';
import { paths } from '../paths.ts';

export function EndMembershipPage({
  v,
  orgId,
  orgName,
  colleague,
}: {
  v: View;
  orgId: string;
  orgName: string;
  colleague: { id: string; name: string };
}) {
  const href = paths.endMembership.href({ orgId, personId: colleague.id });
  const f = bind(v, href);
  const params = { name: colleague.name, org: orgName };
  return (
    <>
      <ErrorSummary title={v.t('organisations.form.errors')} errors={f.errors} />
      <ConfirmPanel
        level={1}
        title={v.t('organisations.colleagues.end-title', params)}
        action={href}
        confirmText={v.t('organisations.colleagues.end-confirm')}
        danger
        cancelHref={paths.organisation.href({ orgId })}
        cancelText={v.t('organisations.form.back')}
      >
        <p>{v.t('organisations.colleagues.end-text', params)}</p>
      </ConfirmPanel>
    </>
  );
}
