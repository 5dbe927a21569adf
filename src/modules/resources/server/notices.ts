import type { PersonId } from '#kernel/ids.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

/** One mail in the reader's language: a resource they use was taken back by who made it. Null for who has no address. */
export function withdrawnMail(
  to: {
    id: PersonId;
    email: string | null;
    language: string;
    given_name: string;
    preferred_name: string | null;
  },
  about: { id: string; org: string; title: string; url: string },
): MailDraft | null {
  if (!to.email) return null;
  const language = chooseLanguage(to.language);
  const t = translator(language);
  const params = { org: about.org, title: about.title };
  return {
    sendKey: `resources.withdrawn:${about.id}:${to.id}`,
    to: { address: to.email, personId: to.id, language },
    kind: 'resources-withdrawn',
    subject: t('resources.mail.withdrawn.subject', params),
    greeting: t('resources.mail.greeting', { name: to.preferred_name || to.given_name }),
    paragraphs: [t('resources.mail.withdrawn.text', params)],
    action: { label: t('resources.mail.action'), url: about.url },
  };
}
