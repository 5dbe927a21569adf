import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

export const noticeKinds = ['look', 'task', 'call-back'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Says that something waits, and nothing of it: no pupil, no measure, no reason. That is read after sign-in. */
export function pleaseLookMail(
  to: { address: string; personId: PersonId; language: string },
  kind: NoticeKind,
  about: { url: string; sendKey: string; by: Temporal.PlainDate | null },
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey: about.sendKey,
    to,
    kind: `inclusion-${kind}`,
    subject: t(`inclusion.mail.${kind}.subject`),
    paragraphs: [
      t(`inclusion.mail.${kind}.text`),
      ...(about.by ? [t('inclusion.mail.by', { date: about.by })] : []),
    ],
    action: { label: t('inclusion.mail.open'), url: about.url },
    closing: t('inclusion.mail.why'),
  };
}
