import type { PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { wordingFor } from '#modules/quality/core/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import { meetingMinutes, meetingsOf } from '../core/rules/index.ts';
import type { Variant } from '../core/types.ts';

type Named = { given_name: string; family_name: string; preferred_name: string | null };
type Recipient = Named & { person_id: PersonId; email: string | null; language: string };
type ClubWords = {
  id: string;
  name: string;
  criterion_id: string;
  language: string;
  variant: Variant;
};

function to(recipient: Recipient) {
  return recipient.email
    ? { address: recipient.email, personId: recipient.person_id, language: recipient.language }
    : null;
}

/** Asks somebody to join a club. Null when there is no address to write to. */
export function proposalMail(
  recipient: Recipient,
  club: ClubWords,
  facilitator: string,
  origin: string,
): MailDraft | null {
  const address = to(recipient);
  if (!address) return null;
  const t = translator(recipient.language);
  return {
    sendKey: `club-proposal:${club.id}:${recipient.person_id}`,
    to: address,
    kind: 'club-proposal',
    subject: t('clubs.mail.proposal.subject', { club: club.name }),
    greeting: t('clubs.mail.greeting', { name: displayName(recipient) }),
    paragraphs: [
      t('clubs.mail.proposal.text', {
        facilitator,
        club: club.name,
        theme: wordingFor(recipient.language).criterion(club.criterion_id).text,
      }),
      t('clubs.mail.proposal.effort', {
        count: meetingsOf(club.variant).length,
        minutes: meetingMinutes,
        language: formatsFor(recipient.language).language(club.language),
      }),
    ],
    action: { label: t('clubs.mail.proposal.action'), url: `${origin}/clubs/${club.id}` },
    closing: t('clubs.mail.proposal.closing'),
  };
}

/** Tells the facilitator who joins and who does not. */
export function answerMail(
  facilitator: Recipient,
  club: ClubWords,
  { personId, name: who }: { personId: PersonId; name: string },
  answer: 'accepted' | 'declined',
  origin: string,
): MailDraft | null {
  const address = to(facilitator);
  if (!address) return null;
  const t = translator(facilitator.language);
  return {
    sendKey: `club-${answer}:${club.id}:${personId}`,
    to: address,
    kind: `club-${answer}`,
    subject: t(`clubs.mail.${answer}.subject`, { who, club: club.name }),
    paragraphs: [t(`clubs.mail.${answer}.text`, { who, club: club.name })],
    action: { label: t('clubs.mail.room'), url: `${origin}/clubs/${club.id}` },
  };
}

/**
 * Tells a member for which meetings their own clock shows another time than at the first, since the series stays at the
 * wall clock of the club. One mail, however many meetings.
 */
export function clocksMail(
  recipient: Recipient,
  club: ClubWords,
  shifts: readonly {
    meeting: { startsAt: Temporal.Instant; title: string; sequence: number };
    time: string;
    usual: string;
  }[],
  zone: string,
  origin: string,
): MailDraft | null {
  const address = to(recipient);
  if (!address) return null;
  const t = translator(recipient.language);
  const fmt = formatsFor(recipient.language);
  return {
    sendKey: `club-clocks:${club.id}:${recipient.person_id}:${shifts
      .map((s) => `${s.meeting.startsAt.epochMilliseconds}`)
      .join('-')}`,
    to: address,
    kind: 'club-clocks',
    subject: t('clubs.mail.clocks.subject', { club: club.name }),
    greeting: t('clubs.mail.greeting', { name: displayName(recipient) }),
    paragraphs: [
      t('clubs.mail.clocks.text', { club: club.name, zone: fmt.zone(zone) }),
      ...shifts.map((s) =>
        t('clubs.mail.clocks.line', {
          meeting: s.meeting.title,
          date: fmt.date(s.meeting.startsAt.toZonedDateTimeISO(zone).toPlainDate()),
          time: s.time,
          usual: s.usual,
        }),
      ),
    ],
    action: { label: t('clubs.mail.room'), url: `${origin}/clubs/${club.id}` },
  };
}

/** A few words about what has happened in a club, to one of its people. `what` names the words and the kind of mail. */
export function clubMail(
  what:
    | 'left'
    | 'left-below'
    | 'freed'
    | 'report'
    | 'feedback'
    | 'words'
    | 'offered-again'
    | 'wrapped-up'
    | 'leads',
  recipient: Recipient,
  club: Pick<ClubWords, 'id' | 'name'>,
  params: { who?: string; what?: string; text?: string },
  at: { origin: string; key: string; path?: string },
): MailDraft | null {
  const address = to(recipient);
  if (!address) return null;
  const t = translator(recipient.language);
  const words = { club: club.name, who: '', what: '', ...params };
  return {
    sendKey: `club-${what}:${club.id}:${at.key}:${recipient.person_id}`,
    to: address,
    kind: `club-${what}`,
    subject: t(`clubs.mail.${what}.subject`, words),
    greeting: t('clubs.mail.greeting', { name: displayName(recipient) }),
    paragraphs:
      what === 'words'
        ? (params.text ?? '').split(/\n{2,}/)
        : [t(`clubs.mail.${what}.text`, words)],
    action: { label: t('clubs.mail.room'), url: `${at.origin}${at.path ?? `/clubs/${club.id}`}` },
  };
}

/** What is new in a club since somebody was there last: figures by kind, no words that people wrote. */
export function digestMail(
  recipient: Recipient,
  club: Pick<ClubWords, 'id' | 'name'>,
  news: readonly { kind: string; count: number }[],
  at: { origin: string; key: string },
): MailDraft | null {
  const address = to(recipient);
  if (!address) return null;
  const t = translator(recipient.language);
  return {
    sendKey: `club-digest:${club.id}:${at.key}:${recipient.person_id}`,
    to: address,
    kind: 'club-digest',
    subject: t('clubs.mail.digest.subject', { club: club.name }),
    greeting: t('clubs.mail.greeting', { name: displayName(recipient) }),
    paragraphs: [
      t('clubs.mail.digest.text', { club: club.name }),
      news.map((n) => `- ${t(`clubs.news.${n.kind}`, { count: n.count })}`).join('\n'),
    ],
    action: { label: t('clubs.mail.room'), url: `${at.origin}/clubs/${club.id}` },
    closing: t('clubs.mail.digest.closing'),
  };
}
