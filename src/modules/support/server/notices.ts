import type { PersonId } from '#kernel/ids.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

type To = { address: string; personId: PersonId; language: string };

/** Mails of this flat say that something waits, and nothing of what it is: no pupil, no answer, no reason. */
function plain(
  to: To,
  kind: 'contacts-due' | 'case' | 'step' | 'plan' | 'plan-answer' | 'concern' | 'news',
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: `support-${kind}`,
    subject: t(`support.mail.${kind}.subject`),
    paragraphs: [t(`support.mail.${kind}.text`)],
    action: { label: t(`support.mail.${kind}.open`), url },
    // even that somebody is concerned would say too much to whoever reads along
    ...(kind === 'news' ? {} : { closing: t('support.mail.why') }),
  };
}

/** Asks for the talks and visits that are due. */
export const contactsDueMail = (to: To, url: string, sendKey: string) =>
  plain(to, 'contacts-due', url, sendKey);

/** A support case waits to be taken up, or waits too long. */
export const caseMail = (to: To, url: string, sendKey: string) => plain(to, 'case', url, sendKey);

/** A second pair of eyes is needed. */
export const stepMail = (to: To, url: string, sendKey: string) => plain(to, 'step', url, sendKey);

/** Something was written for the pupil, or for those near them, that they can answer. */
export const planMail = (to: To, url: string, sendKey: string) => plain(to, 'plan', url, sendKey);

/** Somebody has said what they think of a plan. */
export const planAnswerMail = (to: To, url: string, sendKey: string) =>
  plain(to, 'plan-answer', url, sendKey);

/** Somebody has written in confidence. */
export const concernMail = (to: To, url: string, sendKey: string) =>
  plain(to, 'concern', url, sendKey);

/** There is news for whoever wrote a concern: a mailbox may be read over a shoulder, so it says no more. */
export const concernAnsweredMail = (to: To, url: string, sendKey: string) =>
  plain(to, 'news', url, sendKey);

/** To administrators: something written in confidence waits, and nobody is left who could read it. */
export function concernAloneMail(
  to: To,
  orgs: readonly string[],
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  const names = formatsFor(to.language).list([...orgs]);
  return {
    sendKey,
    to,
    kind: 'support-concern-alone',
    subject: t('support.mail.concern-alone.subject'),
    paragraphs: [
      t('support.mail.concern-alone.text'),
      t('support.mail.concern-alone.ask', { named: orgs.length > 0 ? 'yes' : 'no', orgs: names }),
    ],
    action: { label: t('support.mail.concern-alone.open'), url },
    closing: t('support.mail.why'),
  };
}

/** Somebody stands in for a colleague from a day until a day. */
export function coverMail(
  to: To,
  cover: { away: string; from: Temporal.PlainDate; until: Temporal.PlainDate },
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'support-cover',
    subject: t('support.mail.cover.subject', { who: cover.away }),
    paragraphs: [
      t('support.mail.cover.text', { who: cover.away, from: cover.from, until: cover.until }),
    ],
    action: { label: t('support.mail.cover.open'), url },
  };
}

/** A kind word waits; it is read behind the link. */
export function thanksMail(to: To, from: string, url: string, sendKey: string): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'support-thanks',
    subject: t('support.mail.thanks.subject', { who: from }),
    paragraphs: [t('support.mail.thanks.text', { who: from })],
    action: { label: t('support.mail.thanks.open'), url },
  };
}
