import type { PersonId } from '#kernel/ids.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

/** What a partner did, as the kinds of mail about it. */
export const occasions = [
  'contact-new',
  'contact-answered',
  'contact-declined',
  'proposed',
  'begun',
  'declined',
  'ended',
  'to-accept',
  'sent-back',
  'agreed',
  'task-proposed',
  'task-answered',
  'renewal',
  'decision-asked',
  'decision-made',
] as const;
export type Occasion = (typeof occasions)[number];

/**
 * One mail in the reader's language with a link; null for who has no address. What was written and decided is read behind
 * the link.
 */
export function partnershipMail(
  to: {
    person_id: PersonId;
    email: string | null;
    language: string;
    given_name: string;
    preferred_name: string | null;
  },
  occasion: Occasion,
  about: {
    who: string;
    about: string;
    by: Temporal.PlainDate | null;
    org: string;
    url: string;
    sendKey: string;
  },
): MailDraft | null {
  if (!to.email) return null;
  const language = chooseLanguage(to.language);
  const t = translator(language);
  const params = { who: about.who, about: about.about, org: about.org, by: about.by };
  return {
    sendKey: `partnerships.${occasion}:${about.sendKey}:${to.person_id}`,
    to: { address: to.email, personId: to.person_id, language },
    kind: `partnerships-${occasion}`,
    subject: t(`partnerships.mail.${occasion}.subject`, params),
    greeting: t('partnerships.mail.greeting', { name: to.preferred_name || to.given_name }),
    paragraphs: [t(`partnerships.mail.${occasion}.text`, params)],
    action: { label: t('partnerships.mail.action'), url: about.url },
  };
}
