import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

/** Asks a coordinator to look at a check-in. Nothing of what was said, and no name: that is read after sign-in. */
export function pleaseLookMail(
  to: { address: string; personId: PersonId; language: string },
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'please-look',
    subject: t('support.mail.look.subject'),
    paragraphs: [t('support.mail.look.text')],
    action: { label: t('support.mail.look.open'), url },
    closing: t('support.mail.look.why'),
  };
}
