import type { Id, PersonId } from '#kernel/ids.ts';
import { keyedHash } from '#platform/dice.ts';
import { type Translate, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { Runtime } from '#platform/runtime.ts';

/*
 * Mails of this module say who did what and where to read more. What somebody wrote about their health, the reason of an
 * emergency included, is never an argument of anything here.
 */

export type Recipient = { personId: PersonId; name: string; address: string; language: string };
type About = { by?: string; pupil: string; url: string; key: string };

/** The physician's secret, made from the id of the link: it can be shown again, and only its hash is stored. */
export function linkToken({ config }: Runtime, id: Id<'hli'>): string {
  return keyedHash(config.secret, `health-link:${id}`).toString('base64url');
}

function mail(
  to: Recipient,
  kind: string,
  about: About,
  words: (t: Translate) => Pick<MailDraft, 'subject' | 'paragraphs'> & { open: string },
): MailDraft {
  const t = translator(to.language);
  const { subject, paragraphs, open } = words(t);
  return {
    sendKey: `health:${kind}:${about.key}:${to.personId}`,
    to: { address: to.address, personId: to.personId, language: to.language },
    kind: `health-${kind}`,
    subject,
    greeting: t('health.mail.greeting', { name: to.name }),
    paragraphs,
    action: { label: open, url: about.url },
    closing: t('health.mail.closing'),
  };
}

/** To a physician who has no account: the link is all they need. The patient's name stands on the page, not here. */
export function askPhysicianMail(
  to: { address: string; language: string },
  about: { by: string; url: string; key: string },
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey: `health:physician:${about.key}`,
    to,
    kind: 'health-physician',
    subject: t('health.mail.physician.subject', { by: about.by }),
    paragraphs: [t('health.mail.physician.what', { by: about.by }), t('health.mail.physician.how')],
    action: { label: t('health.mail.physician.open'), url: about.url },
    closing: t('health.mail.physician.closing'),
  };
}

export function statementSignedMail(to: Recipient, about: About): MailDraft {
  return mail(to, 'signed', about, (t) => ({
    subject: t('health.mail.signed.subject', { pupil: about.pupil }),
    paragraphs: [t('health.mail.signed.what', { pupil: about.pupil })],
    open: t('health.mail.open'),
  }));
}

/** Says that it was opened and by whom; why is read after sign-in. */
export function glassBrokenMail(
  to: Recipient,
  about: About & { by: string; org: string },
): MailDraft {
  const { by, org, pupil } = about;
  return mail(to, 'opened', about, (t) => ({
    subject: t('health.mail.opened.subject', { pupil }),
    paragraphs: [
      org
        ? t('health.mail.opened.what-org', { by, org, pupil })
        : t('health.mail.opened.what', { by, pupil }),
      t('health.mail.opened.how'),
    ],
    open: t('health.mail.opened.open'),
  }));
}

export function remindMail(to: Recipient, about: About & { by: string }): MailDraft {
  const { by, pupil } = about;
  return mail(to, 'reminder', about, (t) => ({
    subject: t('health.mail.reminder.subject', { pupil }),
    paragraphs: [t('health.mail.reminder.what', { by, pupil }), t('health.mail.reminder.how')],
    open: t('health.mail.open'),
  }));
}

export type NoteNews = 'proposed' | 'sent-back' | 'accepted' | 'to-read' | 'withdrawn';

export function noteMail(to: Recipient, news: NoteNews, about: About & { by: string }): MailDraft {
  const { by, pupil } = about;
  return mail(to, `note-${news}`, about, (t) => ({
    subject: t(`health.mail.note.${news}.subject`, { pupil }),
    paragraphs: [t(`health.mail.note.${news}.what`, { by, pupil })],
    open: t('health.mail.note.open'),
  }));
}

export function destructionAskedMail(
  to: Recipient,
  what: 'asked' | 'kept',
  about: About & { by: string },
): MailDraft {
  const { by, pupil } = about;
  return mail(to, `destruction-${what}`, about, (t) => ({
    subject: t(`health.mail.destruction.${what}.subject`, { pupil }),
    paragraphs: [t(`health.mail.destruction.${what}.what`, { by, pupil })],
    open: t('health.mail.open'),
  }));
}

export function destroyedMail(to: Recipient, about: About): MailDraft {
  return mail(to, 'destroyed', about, (t) => ({
    subject: t('health.mail.destroyed.subject', { pupil: about.pupil }),
    paragraphs: [t('health.mail.destroyed.what', { pupil: about.pupil })],
    open: t('health.mail.open'),
  }));
}
