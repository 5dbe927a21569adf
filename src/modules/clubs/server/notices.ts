import type { PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { wordingFor } from '#modules/quality/core/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import { buildCalendar } from '#platform/ical.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import { kickOffTemplate, meetingMinutes, meetings, wordsIn } from '../core/rules.ts';

type Named = { given_name: string; family_name: string; preferred_name: string | null };
type Recipient = Named & { person_id: PersonId; email: string | null; language: string };
type ClubWords = { id: string; name: string; criterion_id: string; language: string };

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
        count: meetings.length,
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

export type InvitedMeeting = {
  id: string;
  sequence: number;
  startsAt: Temporal.ZonedDateTime;
  endsAt: Temporal.ZonedDateTime;
  url: string;
};

/**
 * The invitation to the kick-off with a calendar file. Each member gets a file that names only themselves, since
 * addresses of the others are not theirs to have.
 */
export function kickOffMail(
  recipient: Recipient,
  club: ClubWords,
  facilitator: { name: string; email: string },
  meeting: InvitedMeeting,
  now: Temporal.Instant,
  origin: string,
): MailDraft | null {
  const address = to(recipient);
  if (!address) return null;
  const t = translator(recipient.language);
  const template = kickOffTemplate();
  const title = `${wordsIn(template.title, recipient.language)}: ${club.name}`;
  const when = formatsFor(recipient.language).moment(
    meeting.startsAt.toInstant(),
    meeting.startsAt.timeZoneId,
  );
  const agenda = template.agenda.map((line) =>
    t('clubs.agenda.line', {
      start: line.start,
      end: line.end,
      title: wordsIn(line.title, recipient.language),
    }),
  );
  const room = `${origin}/clubs/${club.id}`;
  return {
    sendKey: `club-kick-off:${meeting.id}:${meeting.sequence}:${recipient.person_id}`,
    to: address,
    kind: 'club-kick-off',
    subject: t(
      meeting.sequence === 0 ? 'clubs.mail.kick-off.subject' : 'clubs.mail.kick-off.moved-subject',
      { club: club.name, when },
    ),
    greeting: t('clubs.mail.greeting', { name: displayName(recipient) }),
    paragraphs: [
      t('clubs.mail.kick-off.text', {
        club: club.name,
        when,
        zone: meeting.startsAt.timeZoneId,
        minutes: meetingMinutes,
      }),
      t('clubs.mail.kick-off.agenda', { agenda: agenda.join('\n') }),
    ],
    action: { label: t('clubs.mail.room'), url: room },
    calendar: {
      method: 'REQUEST',
      content: buildCalendar({
        name: club.name,
        method: 'REQUEST',
        events: [
          {
            uid: `${meeting.id}@${new URL(origin).hostname}`,
            sequence: meeting.sequence,
            stamp: now,
            summary: title,
            description: [...agenda, '', room].join('\n'),
            url: meeting.url || room,
            start: meeting.startsAt,
            end: meeting.endsAt,
            organizer: facilitator,
            attendees: [{ name: displayName(recipient), email: address.address }],
            status: 'confirmed',
          },
        ],
      }),
    },
  };
}
