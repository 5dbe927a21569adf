import type { PersonId } from '#kernel/ids.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import { codeMinutes } from '../core/rules.ts';
import type { OptionalKind } from '../core/types.ts';

/** The mail with the one-time code. */
export function codeMail(
  to: { address: string; language: string },
  code: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'sign-in-code',
    subject: t('people.mail.code.subject', { code }),
    paragraphs: [t('people.mail.code.intro', { minutes: codeMinutes })],
    code,
    closing: t('people.mail.code.closing'),
  };
}

/** The words of an optional consent, paragraphs apart by an empty line. Kept as they were read. */
export function optionalWording(
  language: string,
  kind: OptionalKind,
  about: {
    pupil: string;
    who: string;
    ofAge: boolean;
    school: string;
    partners: readonly string[];
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
  },
): string {
  const { ofAge, partners, ...words } = about;
  return translator(language)(
    `people.consents.wording-${kind.replace('_', '-')}-${ofAge ? 'pupil' : 'guardian'}`,
    {
      ...words,
      partners: formatsFor(language).list([...partners]),
      others: partners.length,
    },
  );
}

/** Asks somebody who has not been here for long whether they want to stay; to do nothing is an answer. */
export function endMail(
  to: { personId: PersonId; address: string; language: string; name: string },
  about: { on: Temporal.PlainDate; url: string; sendKey: string },
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey: about.sendKey,
    to: { address: to.address, personId: to.personId, language: to.language },
    kind: 'account-end',
    subject: t('people.mail.end.subject'),
    greeting: t('people.mail.end.greeting', { name: to.name }),
    paragraphs: [
      t('people.mail.end.intro', { on: formatsFor(to.language).date(about.on) }),
      t('people.mail.end.nothing'),
      t('people.mail.end.keep'),
    ],
    action: { label: t('people.mail.end.action'), url: about.url },
  };
}
