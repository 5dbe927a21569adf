import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { StatusTag, Table, type Tone } from '#ui/index.ts';
import type { getAgreement } from '../../server/index.ts';

export type Agreement = ViewOf<typeof getAgreement>;
export type Shown = NonNullable<Agreement['shown']>;

/** Who still has to sign, by name. */
export function waitingFor(v: View, shown: Shown): string {
  return v.fmt.list(shown.signatories.filter((s) => s.signedAt === null).map((s) => s.name));
}

/** Where an agreement stands, in one sentence that names who is next. */
export function statusOf(v: View, agreement: Agreement): { text: string; tone: Tone } {
  const { shown } = agreement;
  if (!shown)
    return { text: v.t('learning.status.none', { school: agreement.sendingSchool }), tone: 'none' };
  switch (shown.state) {
    case 'draft':
      return {
        text: v.t('learning.status.draft', { school: agreement.sendingSchool }),
        tone: 'wait',
      };
    case 'open_for_signature':
      return {
        text: v.t('learning.status.waiting', { who: waitingFor(v, shown) }),
        tone: agreement.my.signs.length > 0 ? 'now' : 'wait',
      };
    case 'signed': {
      const at = agreement.versions.find((x) => x.number === shown.number)?.completedAt ?? null;
      return {
        text: v.t('learning.status.signed', { at: at ? v.fmt.moment(at) : '' }),
        tone: 'done',
      };
    }
    case 'declined':
      return {
        text: v.t('learning.status.declined', { who: shown.decline?.name ?? '' }),
        tone: 'stop',
      };
    case 'superseded':
      return { text: v.t('learning.status.superseded'), tone: 'none' };
  }
}

/** Who signs, who has, and when. */
export function Signatories({ v, shown }: { v: View; shown: Shown }) {
  const asks = shown.state === 'open_for_signature';
  return (
    <Table
      caption={v.t('learning.signatures.title')}
      hideCaption
      rowHeader="name"
      columns={[
        { key: 'name', label: v.t('learning.signatures.who') },
        { key: 'role', label: v.t('learning.signatures.role') },
        { key: 'state', label: v.t('learning.signatures.state') },
      ]}
      rows={shown.signatories.map((s) => ({
        id: s.role,
        cells: {
          name:
            s.signedBy && s.signedBy !== s.name
              ? v.t('learning.signatures.for', { who: s.signedBy, name: s.name })
              : s.name,
          role: v.t(`learning.as.${s.role}`),
          state: s.signedAt ? (
            <StatusTag
              tone="done"
              text={v.t('learning.signatures.at', { at: v.fmt.moment(s.signedAt) })}
            />
          ) : (
            <StatusTag
              tone={asks ? 'wait' : 'none'}
              text={v.t(asks ? 'learning.signatures.waiting' : 'learning.signatures.later')}
            />
          ),
        },
      }))}
    />
  );
}
