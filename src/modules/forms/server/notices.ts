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

export type AskKind = 'asked' | 'reminded' | 'sent-back';

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

/**
 * How answers are put in words in a language.
 * @param files names of files by their reference
 */
export function answerWords(
  lang: string,
  files: ReadonlyMap<string, string> = new Map(),
): AnswerWords {
  const language = chooseLanguage(lang);
  const t = translator(language);
  const fmt = formatsFor(language);
  return {
    date: fmt.date,
    // four figures may be a year, and read as well without a mark between them
    number: (value) => (Math.abs(value) < 10_000 ? ungrouped(language, value) : fmt.number(value)),
    scale: (point, of, ends) =>
      point === 1 || point === of
        ? t('forms.scale.end', { point, of, words: point === 1 ? ends.low : ends.high })
        : t('forms.scale.between', { point, of, ...ends }),
    yesNo: (value) => t(value ? 'forms.yes' : 'forms.no'),
    agreed: () => t('forms.agreed'),
    country: fmt.country,
    language: fmt.language,
    file: (reference) => files.get(reference) ?? t('forms.file.gone'),
  };
}

const plain = new Map<string, Intl.NumberFormat>();

function ungrouped(language: string, value: number): string {
  const known = plain.get(language) ?? new Intl.NumberFormat(language, { useGrouping: false });
  plain.set(language, known);
  return known.format(value);
}
