import type { View } from '#platform/http/page.ts';
import { StatusTag } from '#ui/index.ts';

export type Missing = {
  id: string;
  messageKey: string;
  params: Record<string, string | number | Temporal.PlainDate>;
};

/** "Ready", or how much is missing. */
export function ReadinessTag({ v, missing }: { v: View; missing: Missing[] }) {
  return missing.length === 0 ? (
    <StatusTag tone="done" text={v.t('hosting.ready')} />
  ) : (
    <StatusTag tone="late" text={v.t('hosting.missing-count', { count: missing.length })} />
  );
}

/** Everything that is missing, each as a sentence. */
export function MissingList({ v, missing }: { v: View; missing: Missing[] }) {
  return (
    <ul>
      {missing.map((m) => (
        <li key={`${m.id}:${m.params.name ?? ''}`}>{v.t(m.messageKey, m.params)}</li>
      ))}
    </ul>
  );
}
