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
