import type { View } from '#platform/http/page.ts';
import { ConfirmPanel, PageHead } from '#ui/index.ts';
import { paths } from '../paths.ts';
import type { Desk } from './desk.tsx';

type Which = 'ask' | 'close' | 'give-up';

/** Asks once more before what cannot be undone, and says what happens then. */
export function ConfirmPage({
  v,
  desk,
  which,
  action,
}: {
  v: View;
  desk: Desk;
  which: Which;
  action: string;
}) {
  const proposed = desk.groups.filter((g) => g.state === 'proposed');
  const params = {
    groups: proposed.length,
    people: proposed.reduce((sum, g) => sum + g.members.length, 0),
    waiting: desk.waiting.length,
  };
  const faults = v.form.faults.map((fault) => v.t(fault.reason, fault.params));
  return (
    <>
      <PageHead
        title={desk.name}
        breadcrumbs={[
          { href: paths.rounds.href(), label: v.t('rounds.nav') },
          { href: paths.desk.href({ clubRoundId: desk.id }), label: desk.name },
        ]}
        breadcrumbsLabel={v.t('rounds.crumbs')}
      />
      <ConfirmPanel
        title={v.t(`rounds.${which}.title`)}
        action={action}
        confirmText={v.t(`rounds.${which}.button`)}
        danger={which !== 'ask'}
        cancelHref={paths.desk.href({ clubRoundId: desk.id })}
        cancelText={v.t('rounds.back')}
      >
        {faults.map((fault) => (
          <p key={fault} class="field-error">
            {fault}
          </p>
        ))}
        <p>{v.t(`rounds.${which}.about`, params)}</p>
      </ConfirmPanel>
    </>
  );
}
