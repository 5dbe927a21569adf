import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { ConfirmPanel, ErrorSummary } from '#ui/index.ts';

/** A page that asks once more before everybody is told that something does not take place. */
export function Sure({
  v,
  action,
  backHref,
  title,
  text,
  confirm,
}: {
  v: View;
  action: string;
  backHref: string;
  title: string;
  text: string;
  confirm: string;
}) {
  return (
    <>
      <ErrorSummary title={v.t('calendar.form.errors')} errors={bind(v, action).errors} />
      <ConfirmPanel
        level={1}
        title={title}
        action={action}
        confirmText={confirm}
        danger
        cancelHref={backHref}
        cancelText={v.t('calendar.form.back')}
      >
        <p>{text}</p>
      </ConfirmPanel>
    </>
  );
}
