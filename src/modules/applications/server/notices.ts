import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { FrozenApplication } from '../core/index.ts';

/** Somebody a mail goes to. People without an address are told by their school. */
export type Addressee = { id: `per_${string}`; name: string; email: string; language: string };

type Stay = {
  applicationId: string;
  /** as people say it, for the text */
  pupil: string;
  /** first and family name, for subjects: a mailbox may hold the mails of several children */
  pupilName: string;
  school: string;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
};

export function applicationUrl(origin: string, applicationId: string): string {
  return `${origin}/applications/${applicationId}`;
}

export function consentUrl(origin: string, applicationId: string): string {
  return `${applicationUrl(origin, applicationId)}/consent`;
}

function mail(
  to: Addressee,
  kind: string,
  sendKey: string,
  params: Record<string, string | Temporal.PlainDate>,
  paragraphs: string[],
  url: string | null,
): MailDraft {
  const language = chooseLanguage(to.language);
  const t = translator(language);
  const words = { ...params, name: to.name };
  const say = (part: string) => t(`applications.mail.${kind}.${part}`, words);
  return {
    sendKey,
    to: { address: to.email, personId: to.id, language },
    kind: `applications.${kind}`,
    subject: say('subject'),
    greeting: t('applications.mail.greeting', { name: to.name }),
    paragraphs: paragraphs.map(say),
    ...(url ? { action: { label: say('action'), url } } : {}),
    closing: t('applications.mail.closing', { school: String(params.school) }),
  };
}

const about = (stay: Stay) => ({
  pupil: stay.pupil,
  pupilName: stay.pupilName,
  school: stay.school,
  startsOn: stay.startsOn,
  endsOn: stay.endsOn,
});

/** The first word of all: what this is, what happens next, and that nothing is decided by looking. */
export function pupilInvited(to: Addressee, stay: Stay, origin: string): MailDraft {
  return mail(
    to,
    'pupil-invited',
    `applications.pupil-invited:${stay.applicationId}`,
    about(stay),
    ['intro', 'short', 'next'],
    applicationUrl(origin, stay.applicationId),
  );
}

export function guardianInvited(to: Addressee, stay: Stay, origin: string): MailDraft {
  return mail(
    to,
    'guardian-invited',
    `applications.guardian-invited:${stay.applicationId}:${to.id}`,
    about(stay),
    ['intro', 'consent', 'next'],
    consentUrl(origin, stay.applicationId),
  );
}

/** After a mail that did not arrive: the same invitation, at the address where they are. */
export function reachedAgain(
  to: Addressee,
  role: 'pupil' | 'guardian',
  stay: Stay,
  origin: string,
  now: Temporal.Instant,
): MailDraft {
  const invited = role === 'pupil' ? pupilInvited : guardianInvited;
  return {
    ...invited(to, stay, origin),
    sendKey: `applications.reached-again:${stay.applicationId}:${to.id}:${now.epochMilliseconds}`,
  };
}

export function pupilReminded(
  to: Addressee,
  stay: Stay,
  origin: string,
  today: Temporal.PlainDate,
): MailDraft {
  return mail(
    to,
    'pupil-reminded',
    `applications.reminded:${stay.applicationId}:${to.id}:${today}`,
    about(stay),
    ['intro', 'help'],
    applicationUrl(origin, stay.applicationId),
  );
}

export function consentReminded(
  to: Addressee,
  stay: Stay,
  origin: string,
  today: Temporal.PlainDate,
): MailDraft {
  return mail(
    to,
    'consent-reminded',
    `applications.reminded:${stay.applicationId}:${to.id}:${today}`,
    about(stay),
    ['intro', 'help'],
    consentUrl(origin, stay.applicationId),
  );
}

export function selectedMail(
  to: Addressee,
  role: 'pupil' | 'guardian',
  stay: Stay,
  origin: string,
): MailDraft {
  return mail(
    to,
    `${role}-selected`,
    `applications.selected:${stay.applicationId}:${to.id}`,
    about(stay),
    ['intro', 'next', 'free'],
    applicationUrl(origin, stay.applicationId),
  );
}

/** Says neither who nor which: the page shows what is not complete, to those who may read it. */
export function consentLostMail(
  to: Addressee,
  stay: Stay,
  url: string,
  today: Temporal.PlainDate,
): MailDraft {
  return mail(
    to,
    'consent-lost',
    `applications.consent-lost:${stay.applicationId}:${to.id}:${today}`,
    about(stay),
    ['intro', 'neutral'],
    url,
  );
}

/** The reason stays with the school, where it can be asked for: a mail is no place for it. */
export function notSelectedMail(to: Addressee, role: 'pupil' | 'guardian', stay: Stay): MailDraft {
  return mail(
    to,
    `${role}-not-selected`,
    `applications.not-selected:${stay.applicationId}:${to.id}`,
    about(stay),
    ['intro', 'worth', 'talk'],
    null,
  );
}

/** The words of the first consent, as they stand on the page and as they are kept. */
export function consentWording(
  language: string,
  about: {
    pupil: string;
    consenter: string;
    capacity: 'guardian' | 'pupil_of_age';
    project: string;
    school: string;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
  },
): string {
  const { capacity, ...words } = about;
  return translator(language)(
    `applications.consent.wording-${capacity.replaceAll('_', '-')}`,
    words,
  );
}

/** What may be read by others than the family, of applications that were sent before what is said about food was sealed. */
export function withoutSensitive(words: FrozenApplication): FrozenApplication {
  return {
    ...words,
    parts: words.parts
      .map((part) => ({ ...part, lines: part.lines.filter((line) => !line.sensitive) }))
      .filter((part) => part.lines.length > 0),
  };
}
