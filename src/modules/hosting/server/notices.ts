import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';

/** The first mail to a host parent: what Sojourn is for and where to sign in. */
export function welcomeMail(
  to: { address: string; personId: PersonId; language: string },
  words: { name: string; organisation: string; url: string },
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey: `host-parent:${to.personId}`,
    to,
    kind: 'host-parent-welcome',
    subject: t('hosting.mail.welcome.subject', { organisation: words.organisation }),
    greeting: t('hosting.mail.greeting', { name: words.name }),
    paragraphs: [
      t('hosting.mail.welcome.intro', { organisation: words.organisation }),
      t('hosting.mail.welcome.how', { address: to.address }),
    ],
    action: { label: t('hosting.mail.welcome.open'), url: words.url },
    closing: t('hosting.mail.welcome.closing', { organisation: words.organisation }),
  };
}
