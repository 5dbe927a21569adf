import type { PersonId } from '#kernel/ids.ts';
import { type Formats, formatsFor, type Translate, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { Side } from '../core/types.ts';

export type Recipient = {
  personId: PersonId;
  name: string;
  address: string;
  language: string;
};

type Draft = { key: string; kind: string; url: string };

function mail(
  to: Recipient,
  about: Draft,
  write: (t: Translate, fmt: Formats) => { subject: string; paragraphs: string[]; open: string },
): MailDraft {
  const t = translator(to.language);
  const { subject, paragraphs, open } = write(t, formatsFor(to.language));
  return {
    sendKey: `${about.key}:${to.personId}`,
    to: { address: to.address, personId: to.personId, language: to.language },
    kind: about.kind,
    subject,
    greeting: t('placements.mail.greeting', { name: to.name }),
    paragraphs,
    action: { label: open, url: about.url },
    closing: t('placements.mail.closing'),
  };
}

/** Asks one side. Nobody's name is in it before all have said yes. */
export function askMail(
  to: Recipient,
  side: Side,
  on: { id: string; url: string; organisation: string; school: string },
): MailDraft {
  return mail(
    to,
    { key: `placement:${on.id}:asked`, kind: 'placement-asked', url: on.url },
    (t) => ({
      subject: t('placements.mail.asked.subject', { side }),
      paragraphs: [
        t('placements.mail.asked.what', {
          side,
          organisation: on.organisation,
          school: on.school,
        }),
        t('placements.mail.asked.how'),
      ],
      open: t('placements.mail.asked.open'),
    }),
  );
}

/** Told kindly to everybody who was asked; the reason stays with the hosting organisation. */
export function notThisTimeMail(
  to: Recipient,
  how: 'declined' | 'withdrawn',
  on: { id: string; url: string; organisation: string },
): MailDraft {
  return mail(
    to,
    { key: `placement:${on.id}:${how}`, kind: `placement-${how}`, url: on.url },
    (t) => ({
      subject: t(`placements.mail.${how}.subject`),
      paragraphs: [t(`placements.mail.${how}.what`, { organisation: on.organisation })],
      open: t('placements.mail.open'),
    }),
  );
}

/** To the organisation that proposed: which side said no; the note is read after sign-in. */
export function declinedForHostingMail(
  to: Recipient,
  side: Side,
  on: { id: string; url: string; pupil: string },
): MailDraft {
  return mail(
    to,
    { key: `placement:${on.id}:declined`, kind: 'placement-declined', url: on.url },
    (t) => ({
      subject: t('placements.mail.declined-hosting.subject', { pupil: on.pupil }),
      paragraphs: [t('placements.mail.declined-hosting.what', { side, pupil: on.pupil })],
      open: t('placements.mail.declined-hosting.open'),
    }),
  );
}

/** All have said yes: now everybody learns names and how to reach each other. */
export function acceptedMail(
  to: Recipient,
  on: {
    id: string;
    url: string;
    pupil: string;
    family: string;
    school: string;
    from: Temporal.PlainDate;
    until: Temporal.PlainDate;
  },
  contacts: {
    role: 'pupil' | 'guardian' | 'family' | 'school' | 'mentor';
    name: string;
    reach: string;
  }[],
): MailDraft {
  return mail(
    to,
    { key: `placement:${on.id}:accepted`, kind: 'placement-accepted', url: on.url },
    (t) => ({
      subject: t('placements.mail.accepted.subject', { pupil: on.pupil }),
      paragraphs: [
        t('placements.mail.accepted.what', {
          pupil: on.pupil,
          family: on.family,
          school: on.school,
          from: on.from,
          until: on.until,
        }),
        contacts
          .map((c) =>
            t('placements.mail.accepted.contact', { role: c.role, name: c.name, reach: c.reach }),
          )
          .join('\n'),
        t('placements.mail.accepted.next'),
      ],
      open: t('placements.mail.open'),
    }),
  );
}
