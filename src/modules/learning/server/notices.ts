import type { PersonId } from '#kernel/ids.ts';
import type { Params } from '#kernel/outcome.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';

export type Reader = {
  id: PersonId;
  email: string | null;
  language: string;
  given_name: string;
  preferred_name: string | null;
};

/** What happened to an agreement, as the kinds of mail about it. */
export type Occasion = 'to-sign' | 'signed' | 'declined' | 'complement' | 'recognised';

/**
 * One mail in the reader's language with a link; null for who has no address.
 * @param sendKey the same occasion is told to the same person once
 */
export function learningMail(
  to: Reader,
  occasion: Occasion,
  about: { pupil: string; url: string; sendKey: string; params?: Params },
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  const params = { ...about.params, pupil: about.pupil, name: to.preferred_name || to.given_name };
  return {
    sendKey: `learning.${occasion}:${about.sendKey}:${to.id}`,
    to: { address: to.email, personId: to.id, language: to.language },
    kind: `learning-${occasion}`,
    subject: t(`learning.mail.${occasion}.subject`, params),
    greeting: t('learning.mail.greeting', params),
    paragraphs: [t(`learning.mail.${occasion}.text`, params)],
    action: { label: t(`learning.mail.${occasion}.action`), url: about.url },
  };
}
