import type { ComponentChildren } from 'preact';
import type { View } from '#platform/http/page.ts';
import { PageHead, StatusTag, type Tone } from '#ui/index.ts';
import type { HealthPart, PartState } from '../../core/index.ts';
import { paths } from '../paths.ts';

export type Whose = { pupilId: string; name: string; birthDate: Temporal.PlainDate | null };

/** Whose record it is stands above each page, with the birth date: a mother of two must never fill the wrong one. */
export function WhoseHead({
  v,
  whose,
  title,
  lead,
  actions,
  home,
}: {
  v: View;
  whose: Whose;
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  /** the record's own page: its crumbs end one step earlier */
  home?: boolean;
}) {
  return (
    <PageHead
      title={title}
      kicker={
        whose.birthDate
          ? v.t('health.whose-born', { name: whose.name, date: whose.birthDate })
          : whose.name
      }
      lead={lead}
      actions={actions}
      breadcrumbs={[
        { href: paths.own.href(), label: v.t('health.own.title') },
        ...(home
          ? []
          : [{ href: paths.record.href({ pupilId: whose.pupilId }), label: whose.name }]),
      ]}
      breadcrumbsLabel={v.t('health.crumbs')}
    />
  );
}

const tones: Record<PartState['state'], Tone> = { empty: 'none', draft: 'wait', signed: 'done' };

/** How far a part is, in words. */
export function PartTag({
  v,
  part,
}: {
  v: View;
  part: {
    part: HealthPart;
    state: PartState['state'];
    signedAt: Temporal.Instant | null;
    changed?: boolean;
  };
}) {
  if (part.state === 'signed' && part.changed)
    return <StatusTag tone="late" text={v.t('health.state.changed')} />;
  return (
    <StatusTag
      tone={tones[part.state]}
      text={
        part.state === 'signed' && part.signedAt
          ? v.t('health.state.signed', { at: part.signedAt })
          : v.t(`health.state.${part.state}`)
      }
    />
  );
}
