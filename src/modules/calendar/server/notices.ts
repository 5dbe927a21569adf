import type { PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import { buildCalendar } from '#platform/ical.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { EventRow } from './store.ts';

export type Invitee = {
  person_id: PersonId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  email: string | null;
  language: string;
  answer: string;
};

const partstat = {
  open: 'needs-action',
  yes: 'accepted',
  no: 'declined',
  maybe: 'tentative',
} as const;

/**
 * The mail to one participant that a meeting is planned, changed or cancelled, with the calendar file for their
 * program. Null when there is no address to send it to.
 */
export function meetingMail(
  what: 'planned' | 'changed' | 'cancelled',
  event: EventRow,
  to: Invitee,
  origin: string,
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  const fmt = formatsFor(to.language);
  const organiser = displayName({
    given_name: event.given_name ?? '',
    family_name: event.family_name ?? '',
    preferred_name: event.preferred_name,
  });
  const url = `${origin}/events/${event.id}`;
  const agenda = event.agenda as unknown as string[];
  const params = {
    title: event.title,
    who: organiser,
    when: fmt.moment(event.starts_at, event.time_zone),
    until: fmt.time(event.ends_at, event.time_zone),
    zone: event.time_zone.replaceAll('_', ' '),
  };
  const content =
    event.email &&
    buildCalendar({
      name: event.title,
      method: what === 'cancelled' ? 'CANCEL' : 'REQUEST',
      events: [
        {
          uid: uidOf(event.id, origin),
          sequence: event.sequence,
          stamp: event.created_at,
          summary: event.title,
          description: [event.description, ...agenda].filter(Boolean).join('\n'),
          location: event.place || event.url,
          url,
          start: event.starts_at.toZonedDateTimeISO(event.time_zone),
          end: event.ends_at.toZonedDateTimeISO(event.time_zone),
          organizer: { name: organiser, email: event.email },
          attendees: [
            {
              name: displayName(to),
              email: to.email,
              answer: partstat[to.answer as keyof typeof partstat],
            },
          ],
          status: what === 'cancelled' ? 'cancelled' : 'confirmed',
        },
      ],
    });
  return {
    sendKey: `meeting:${event.id}:${event.sequence}:${what}:${to.person_id}`,
    to: { address: to.email, personId: to.person_id, language: to.language },
    kind: `meeting-${what}`,
    subject: t(`calendar.mail.${what}-subject`, params),
    paragraphs: [
      t(`calendar.mail.${what}`, params),
      t('calendar.mail.when', params),
      ...(event.place ? [t('calendar.mail.place', { place: event.place })] : []),
      ...(event.url ? [t('calendar.mail.url', { url: event.url })] : []),
      ...(agenda.length > 0
        ? [[t('calendar.mail.agenda'), ...agenda.map((a) => `- ${a}`)].join('\n')]
        : []),
    ],
    action: { label: t('calendar.mail.open'), url },
    ...(content
      ? { calendar: { method: what === 'cancelled' ? 'CANCEL' : 'REQUEST', content } }
      : {}),
  };
}

export function uidOf(eventId: string, origin: string): string {
  return `${eventId}@${new URL(origin).hostname}`;
}
