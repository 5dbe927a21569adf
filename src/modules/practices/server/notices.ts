import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';

type Recipient = { id: PersonId; email: string | null; language: string };

/** Tells the author that the administrator has taken their card out of the catalogue. Null without an address. */
export function withdrawnMail(
  author: Recipient,
  card: { id: string; title: string; version: number },
  origin: string,
): MailDraft | null {
  if (!author.email) return null;
  const t = translator(author.language);
  return {
    sendKey: `practice-withdrawn:${card.id}:${card.version}`,
    to: { address: author.email, personId: author.id, language: author.language },
    kind: 'practice-withdrawn',
    subject: t('practices.mail.withdrawn-subject', { card: card.title }),
    paragraphs: [t('practices.mail.withdrawn', { card: card.title })],
    action: { label: t('practices.mail.open'), url: `${origin}/practices/${card.id}` },
  };
}
