import type { DatePollId, EventId, PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Config } from '#platform/config.ts';
import { keyedHash } from '#platform/dice.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import { buildCalendar } from '#platform/ical.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import { replyAddress } from '#platform/mail/reply-address.ts';
import { answerToken, seasonKey } from '../core/rules/index.ts';
import type { Answer } from '../core/types.ts';
import type { EventRow, PersonRow, PollRow } from './store/index.ts';

const partstat = {
  open: 'needs-action',
  yes: 'accepted',
  no: 'declined',
  maybe: 'tentative',
} as const;

export function uidOf(eventId: string, origin: string): string {
  return `${eventId}@${new URL(origin).hostname}`;
}

/** What an answering link of this person for this invitation or poll must carry. */
export function answerMac(
  config: Pick<Config, 'secret'>,
  thingId: string,
  personId: string,
): string {
  return keyedHash(config.secret, `answer:${thingId}:${personId}`).toString('base64url');
}

function answerUrl(config: Config, thingId: EventId | DatePollId, personId: PersonId): string {
  const page = thingId.startsWith('pol_') ? 'asked' : 'invited';
  return `${config.origin}/${page}/${answerToken(thingId, personId, answerMac(config, thingId, personId))}`;
}

/** When it is where it happens, and on the reader's own clock where that differs. */
function whenLines(
  event: Pick<EventRow, 'starts_at' | 'ends_at' | 'time_zone' | 'kind'>,
  language: string,
  ownZone: string,
): string[] {
  const t = translator(language);
  const fmt = formatsFor(language);
  const said = (at: Temporal.Instant, zone: string, time: string) => {
    const key = seasonKey(at, zone);
    return key ? t(key, { time }) : time;
  };
  const inZone = (zone: string) => ({
    when: said(event.starts_at, zone, fmt.moment(event.starts_at, zone)),
    until: said(event.ends_at, zone, fmt.time(event.ends_at, zone)),
    zone: fmt.zone(zone),
  });
  const offset = (zone: string) => event.starts_at.toZonedDateTimeISO(zone).offset;
  const key = event.kind === 'deadline' ? 'calendar.mail.when-deadline' : 'calendar.mail.when';
  return [
    t(key, inZone(event.time_zone)),
    ...(offset(ownZone) === offset(event.time_zone)
      ? []
      : [t('calendar.mail.when-own', inZone(ownZone))]),
  ];
}

/** Address for letters and maps: as it is written there, with the country in the reader's words. */
export function placeIn(
  event: { place: string; country_code: string | null },
  language: string,
): string {
  return [event.place, event.country_code && formatsFor(language).country(event.country_code)]
    .filter(Boolean)
    .join(', ');
}

export type MeetingNews = 'planned' | 'changed' | 'cancelled' | 'as-it-is';

/**
 * What the calendar program of one participant is told about a meeting. It names nobody but who called it and who reads it.
 * @returns null where nobody could be answered
 */
function calendarFor(
  method: 'REQUEST' | 'CANCEL' | 'DECLINECOUNTER',
  event: EventRow,
  organiser: PersonRow | null,
  to: PersonRow & { answer: Answer },
  { config, now }: { config: Config; now: Temporal.Instant },
): MailDraft['calendar'] | null {
  const answersTo =
    replyAddress(config, { purpose: 'event', id: event.id, personId: to.person_id }) ??
    organiser?.email;
  if (!answersTo || !to.email) return null;
  const url = `${config.origin}/events/${event.id}`;
  const agenda = event.agenda as unknown as string[];
  const content = buildCalendar({
    name: event.title,
    method,
    events: [
      {
        uid: uidOf(event.id, config.origin),
        sequence: event.sequence,
        stamp: now,
        summary: event.title,
        description: [event.description, ...agenda.map((a) => `- ${a}`), url]
          .filter(Boolean)
          .join('\n'),
        location: placeIn(event, to.language) || event.url,
        url: event.url || url,
        ...(event.url ? { conference: event.url } : {}),
        start: event.starts_at.toZonedDateTimeISO(event.time_zone),
        end: event.ends_at.toZonedDateTimeISO(event.time_zone),
        organizer: { name: organiser ? displayName(organiser) : '', email: answersTo },
        attendees: [{ name: displayName(to), email: to.email, answer: partstat[to.answer] }],
        status: method === 'CANCEL' ? 'cancelled' : 'confirmed',
      },
    ],
  });
  return { method, content };
}

/**
 * The mail to one participant that a meeting is planned, changed, cancelled, or how it stands now, with the calendar
 * file for their program: an update of what stands there, since the UID stays and the sequence rises. The file names
 * nobody but who called the meeting and who reads it. Answers go to an address made for this person and this meeting;
 * where no mail is received, to who called it.
 * @returns null when there is no address to send it to
 */
export function meetingMail(
  what: MeetingNews,
  event: EventRow,
  organiser: PersonRow | null,
  to: PersonRow & { answer: Answer },
  at: { config: Config; now: Temporal.Instant; ownZone: string },
): MailDraft | null {
  if (!to.email) return null;
  const { config } = at;
  const t = translator(to.language);
  const who = organiser ? displayName(organiser) : '';
  const url = `${config.origin}/events/${event.id}`;
  const agenda = event.agenda as unknown as string[];
  const params = { title: event.title, who };
  const gone = what === 'cancelled' || event.cancelled_at !== null;
  const calendar = calendarFor(gone ? 'CANCEL' : 'REQUEST', event, organiser, to, at);
  const place = placeIn(event, to.language);
  return {
    sendKey: `meeting:${event.id}:${event.sequence}:${what}:${to.person_id}`,
    to: { address: to.email, personId: to.person_id, language: to.language },
    kind: `meeting-${what}`,
    subject: t(`calendar.mail.${what}-subject`, params),
    paragraphs: [
      t(gone && what === 'as-it-is' ? 'calendar.mail.cancelled' : `calendar.mail.${what}`, params),
      whenLines(event, to.language, at.ownZone).join('\n'),
      ...(place ? [t('calendar.mail.place', { place })] : []),
      ...(event.url ? [t('calendar.mail.url', { url: event.url })] : []),
      ...(agenda.length > 0
        ? [[t('calendar.mail.agenda'), ...agenda.map((a) => `- ${a}`)].join('\n')]
        : []),
    ],
    action: gone
      ? { label: t('calendar.mail.look'), url }
      : { label: t('calendar.mail.open'), url: answerUrl(config, event.id, to.person_id) },
    answer: { purpose: 'event', id: event.id, line: t('calendar.mail.answer-line', { who }) },
    ...(calendar ? { calendar } : {}),
  };
}

/**
 * The time somebody proposed from their calendar program is not taken: told in words, and to the program by what it
 * understands (RFC 5546 3.2.8), with the sequence of its own proposal.
 * @param counterSequence null when the time was proposed on the page: then there is nothing in a calendar to take back
 */
export function proposalKeptMail(
  event: EventRow,
  organiser: PersonRow | null,
  to: PersonRow & { answer: Answer },
  at: { config: Config; now: Temporal.Instant; ownZone: string },
  proposal: { madeAt: Temporal.Instant; counterSequence: number | null },
): MailDraft | null {
  const note = meetingNote(
    'proposal-kept',
    event,
    to,
    {
      who: organiser?.given_name ?? '',
      when: formatsFor(to.language).moment(event.starts_at, at.ownZone),
    },
    { config: at.config, key: String(proposal.madeAt) },
  );
  if (!note || proposal.counterSequence === null) return note;
  const said = { ...event, sequence: proposal.counterSequence };
  const calendar = calendarFor('DECLINECOUNTER', said, organiser, to, at);
  return calendar ? { ...note, calendar } : note;
}

/** The day before: what is on, where, and when on the own clock. */
export function reminderMail(
  event: EventRow,
  to: PersonRow & { answer: Answer },
  at: { config: Config; ownZone: string },
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  const place = placeIn(event, to.language);
  return {
    sendKey: `meeting:${event.id}:${event.sequence}:reminder:${to.person_id}`,
    to: { address: to.email, personId: to.person_id, language: to.language },
    kind: 'meeting-reminder',
    subject: t('calendar.mail.reminder-subject', { title: event.title }),
    paragraphs: [
      t('calendar.mail.reminder', { title: event.title }),
      whenLines(event, to.language, at.ownZone).join('\n'),
      ...(place ? [t('calendar.mail.place', { place })] : []),
      ...(event.url ? [t('calendar.mail.url', { url: event.url })] : []),
      ...(to.answer === 'open' && event.kind !== 'deadline'
        ? [t('calendar.mail.reminder-unanswered')]
        : []),
    ],
    action: {
      label: t('calendar.mail.look'),
      url:
        to.answer === 'open' && event.kind !== 'deadline'
          ? answerUrl(at.config, event.id, to.person_id)
          : `${at.config.origin}/events/${event.id}`,
    },
    closing: t('calendar.mail.reminder-off', { url: `${at.config.origin}/calendar/feed` }),
  };
}

/** A mail in a few words about a meeting, with a link to it. */
export function meetingNote(
  what: 'minutes-wanted' | 'minutes-written' | 'proposal' | 'proposal-kept' | 'task',
  event: EventRow,
  to: PersonRow,
  params: { who?: string; when?: string; task?: string },
  at: { config: Config; key: string },
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  const words = { title: event.title, who: '', when: '', task: '', ...params };
  return {
    sendKey: `meeting:${event.id}:${what}:${at.key}:${to.person_id}`,
    to: { address: to.email, personId: to.person_id, language: to.language },
    kind: `meeting-${what}`,
    subject: t(`calendar.mail.${what}-subject`, words),
    paragraphs: [t(`calendar.mail.${what}`, words)],
    action: { label: t('calendar.mail.look'), url: `${at.config.origin}/events/${event.id}` },
  };
}

type PollNews = 'poll-asked' | 'poll-planned-without' | 'poll-withdrawn';

/** Under which key somebody's mail about a poll is kept. */
export function pollMailKey(what: PollNews, pollId: DatePollId, personId: PersonId): string {
  return `poll:${pollId}:${what}:${personId}`;
}

/** Asks somebody which of the proposed times suit them, by a link that needs no sign-in. */
export function pollMail(
  what: PollNews,
  poll: PollRow,
  organiser: PersonRow | null,
  to: PersonRow,
  at: { config: Config; ownZone: string; plannedAt?: Temporal.Instant },
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  const params = {
    title: poll.title,
    who: organiser ? displayName(organiser) : '',
    zone: formatsFor(to.language).zone(at.ownZone),
    when: at.plannedAt ? formatsFor(to.language).moment(at.plannedAt, at.ownZone) : '',
  };
  return {
    sendKey: pollMailKey(what, poll.id, to.person_id),
    to: { address: to.email, personId: to.person_id, language: to.language },
    kind: what,
    subject: t(`calendar.mail.${what}-subject`, params),
    paragraphs: [
      t(`calendar.mail.${what}`, params),
      ...(what === 'poll-asked' && poll.description ? [poll.description] : []),
    ],
    ...(what === 'poll-asked'
      ? {
          action: {
            label: t('calendar.mail.poll-open'),
            url: answerUrl(at.config, poll.id, to.person_id),
          },
        }
      : {}),
  };
}
