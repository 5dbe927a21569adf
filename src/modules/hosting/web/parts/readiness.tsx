import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag } from '#ui/index.ts';
import type { getFamily } from '../../server/index.ts';

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
    <ul class="dot-list">
      {missing.map((m) => (
        <li key={`${m.id}:${m.params.name ?? ''}`}>{v.t(m.messageKey, m.params)}</li>
      ))}
    </ul>
  );
}

/** The fact of a record check, never its content; whoever stays a minor needs none. */
export function RecordCheck({
  v,
  member,
  fromAge,
}: {
  v: View;
  /** from which age a check is asked for where the family lives */
  fromAge: number;
  member: ViewOf<typeof getFamily>['members'][number];
}) {
  const check = member.recordCheck;
  if (!check)
    return (
      <>
        {member.needsCheck
          ? v.t('hosting.check.none')
          : v.t('hosting.check.not-needed', { age: fromAge })}
      </>
    );
  return (
    <>
      {v.t('hosting.check.words', {
        seen: check.seenOn,
        by: check.seenBy,
        until: check.validUntil,
      })}
    </>
  );
}
