import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import { codeMinutes } from '../core/rules.ts';

/** The mail with the one-time code. */
export function codeMail(
  to: { address: string; language: string },
  code: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'sign-in-code',
    subject: t('people.mail.code.subject', { code }),
    paragraphs: [t('people.mail.code.intro', { minutes: codeMinutes })],
    code,
    closing: t('people.mail.code.closing'),
  };
}
