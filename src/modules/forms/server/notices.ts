import type { AnswerWords } from '#engines/forms/index.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

/** Where somebody is asked, by link or signed in, and what is asked. Nothing of the answers ever stands here. */
export type Asked = {
  sendKey: string;
  to: { name: string; email: string; personId: `per_${string}` | null; language: string };
  url: string;
  /** the section's title in the language of the mail; '' where even that is nobody's business */
  part: string;
  /** first and family name: a mailbox may hold the mails of several children */
  subject: string;
  asker: string;
  org: string;
  until: Temporal.Instant;
};

export type AskKind = 'asked' | 'reminded';

/** Asks somebody to write about somebody, or says once more that it is waited for. */
export function askedMail(kind: AskKind, asked: Asked): MailDraft {
  const language = chooseLanguage(asked.to.language);
  const t = translator(language);
  const words = {
    name: asked.to.name,
    part: asked.part || t('forms.mail.a-form'),
    subject: asked.subject || asked.org,
    asker: asked.asker || asked.org,
    org: asked.org,
    until: asked.until.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
  };
  return {
    sendKey: asked.sendKey,
    to: {
      address: asked.to.email,
      language,
      ...(asked.to.personId ? { personId: asked.to.personId } : {}),
    },
    kind: `forms.${kind}`,
    subject: t(`forms.mail.${kind}.subject`, words),
    greeting: t('forms.mail.greeting', words),
    paragraphs: [
      t(`forms.mail.${kind}.intro`, words),
      t(asked.to.personId ? 'forms.mail.how-signed-in' : 'forms.mail.how-link', words),
      t('forms.mail.not-you', words),
    ],
    action: { label: t('forms.mail.action'), url: asked.url },
    closing: t('forms.mail.closing', words),
  };
}

/** Tells who asked that there is an answer, or that there will be none. */
export function answeredMail(
  kind: 'answered' | 'declined',
  about: {
    sendKey: string;
    to: { name: string; email: string; personId: `per_${string}`; language: string };
    url: string;
    addressee: string;
    subject: string;
    org: string;
  },
): MailDraft {
  const language = chooseLanguage(about.to.language);
  const t = translator(language);
  const words = {
    name: about.to.name,
    addressee: about.addressee,
    subject: about.subject || about.org,
    org: about.org,
  };
  return {
    sendKey: about.sendKey,
    to: { address: about.to.email, personId: about.to.personId, language },
    kind: `forms.${kind}`,
    subject: t(`forms.mail.${kind}.subject`, words),
    greeting: t('forms.mail.greeting', words),
    paragraphs: [t(`forms.mail.${kind}.intro`, words)],
    action: { label: t(`forms.mail.${kind}.action`), url: about.url },
    closing: t('forms.mail.closing', words),
  };
}

/** How answers are put in words in a language. */
export function answerWords(lang: string): AnswerWords {
  const language = chooseLanguage(lang);
  const t = translator(language);
  const fmt = formatsFor(language);
  return {
    date: fmt.date,
    number: fmt.number,
    yesNo: (value) => t(value ? 'forms.yes' : 'forms.no'),
    agreed: () => t('forms.agreed'),
    country: fmt.country,
    language: fmt.language,
    file: (reference) => reference,
  };
}
