import type { PersonId } from '#kernel/ids.ts';
import { type Formats, formatsFor, type Translate, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';
import {
  answerBy,
  type Direction,
  expectedOf,
  type JourneyChange,
  type Leg,
  type Trip,
} from '../core/index.ts';
import type { TripBefore } from './store/index.ts';

export type Recipient = { personId: PersonId; name: string; address: string; language: string };

/** Tells a guardian that their child has arrived. No address, no name of the family: those stand behind the link. */
export function arrivedMail(
  to: { address: string; personId: PersonId; language: string },
  facts: { pupil: string; by: string; url: string },
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'arrived',
    subject: t('travel.mail.arrived.subject', { pupil: facts.pupil }),
    paragraphs: [
      t('travel.mail.arrived.text', { pupil: facts.pupil, by: facts.by }),
      t('travel.mail.arrived.next', { pupil: facts.pupil }),
    ],
    action: { label: t('travel.mail.arrived.open'), url: facts.url },
  };
}

function mail(
  to: Recipient,
  about: { key: string; kind: string; url: string },
  write: (t: Translate, fmt: Formats) => { subject: string; paragraphs: string[]; open: string },
): MailDraft {
  const t = translator(to.language);
  const { subject, paragraphs, open } = write(t, formatsFor(to.language));
  return {
    sendKey: `${about.key}:${to.personId}`,
    to: { address: to.address, personId: to.personId, language: to.language },
    kind: about.kind,
    subject,
    greeting: t('travel.mail.greeting', { name: to.name }),
    paragraphs,
    action: { label: open, url: about.url },
  };
}

type Place = { place: string; zone: string };

/** The old and the new times side by side. Telephone numbers and names of who meets the pupil stand behind the link. */
export function journeyChangedMail(
  to: Recipient,
  on: {
    key: string;
    pupil: string;
    by: string;
    change: JourneyChange;
    leaves: Place;
    arrives: Place;
    /** the part that is late; what leaves before it arrives, and what is hard to reach */
    late: Leg | null;
    missed: readonly Leg[];
    tight: readonly Leg[];
    /** who says how it goes on, by name */
    planners: string[];
    /** the parts that are still to come, when they were written anew */
    goesOn: readonly Leg[];
    url: string;
  },
): MailDraft {
  const { change, pupil, by } = on;
  return mail(to, { key: on.key, kind: 'journey-changed', url: on.url }, (t, fmt) => {
    const times = (end: Place, was: Temporal.Instant, is: Temporal.Instant, key: string) =>
      was.equals(is)
        ? []
        : [
            t(key, {
              place: end.place,
              before: fmt.moment(was, end.zone),
              now: fmt.moment(is, end.zone),
            }),
          ];
    const others = change.what.filter(
      (part) => part !== 'times' && !(part === 'leg' && change.leg),
    );
    const next = (legs: readonly Leg[], key: string) =>
      legs.map((leg) =>
        t(key, {
          leg: legName(t, leg),
          place: leg.fromPlace,
          at: fmt.moment(expectedOf(leg).leavesAt, leg.leavesZone),
        }),
      );
    return {
      subject: t(`travel.mail.changed.subject-${change.kind}`, { pupil }),
      paragraphs: [
        t(`travel.mail.changed.what-${change.kind}`, { pupil, by }),
        ...(on.late && change.leg
          ? [
              t('travel.mail.changed.leg', {
                leg: legName(t, on.late),
                place: on.late.toPlace,
                before: fmt.moment(change.leg.before, on.late.arrivesZone),
                now: fmt.moment(change.leg.now, on.late.arrivesZone),
              }),
            ]
          : []),
        ...times(on.leaves, change.leavesBefore, change.leavesAt, 'travel.mail.changed.leaves'),
        ...times(on.arrives, change.arrivesBefore, change.arrivesAt, 'travel.mail.changed.arrives'),
        ...next(on.missed, 'travel.mail.changed.missed'),
        ...(on.missed.length > 0 && on.planners.length > 0
          ? [t('travel.mail.changed.missed-next', { who: fmt.list(on.planners) })]
          : []),
        ...next(on.tight, 'travel.mail.changed.tight'),
        ...(others.length > 0
          ? [
              t('travel.mail.changed.others', {
                parts: fmt.list(others.map((part) => t(`travel.part.${part}`))),
              }),
            ]
          : []),
        ...(others.includes('leg')
          ? on.goesOn.map((leg) =>
              t('travel.mail.changed.next-leg', {
                leg: legName(t, leg),
                from: leg.fromPlace,
                leaves: fmt.moment(expectedOf(leg).leavesAt, leg.leavesZone),
                to: leg.toPlace,
                arrives: fmt.moment(expectedOf(leg).arrivesAt, leg.arrivesZone),
              }),
            )
          : []),
      ],
      open: t('travel.mail.changed.open'),
    };
  });
}

/** A part of a journey as it is called: the means and its number. */
function legName(t: Translate, leg: Leg): string {
  return `${t(`travel.means.${leg.means}`)} ${leg.number}`.trim();
}

export function journeyCancelledMail(
  to: Recipient,
  on: { key: string; pupil: string; by: string; direction: Direction; url: string },
): MailDraft {
  const { pupil, by, direction } = on;
  return mail(to, { key: on.key, kind: 'journey-cancelled', url: on.url }, (t) => ({
    subject: t('travel.mail.cancelled.subject', { pupil, direction }),
    paragraphs: [
      t('travel.mail.cancelled.what', { pupil, by, direction }),
      t('travel.mail.cancelled.next'),
    ],
    open: t('travel.mail.changed.open'),
  }));
}

/** That papers are open, and nothing of which or why: that stands behind the link. */
export function papersOpenMail(
  to: Recipient,
  on: { key: string; pupil: string; due: Temporal.PlainDate; which: 'first' | 'last'; url: string },
): MailDraft {
  const { pupil, due, which } = on;
  return mail(to, { key: on.key, kind: 'papers-open', url: on.url }, (t) => ({
    subject: t('travel.mail.papers.subject', { pupil }),
    paragraphs: [
      t(`travel.mail.papers.what-${which}`, { pupil, due }),
      t('travel.mail.papers.next'),
    ],
    open: t('travel.mail.papers.open'),
  }));
}

type AboutTrip = { key: string; pupil: string; asker: string; trip: Trip; url: string };

const daysOf = ({ trip }: AboutTrip) => ({
  place: trip.place,
  from: trip.leavesOn,
  until: trip.returnsOn,
});

export function tripAskMail(to: Recipient, on: AboutTrip): MailDraft {
  return mail(to, { ...on, kind: 'trip-asked' }, (t) => ({
    subject: t('travel.mail.trip.ask-subject', { pupil: on.pupil, place: on.trip.place }),
    paragraphs: [
      t('travel.mail.trip.ask-what', { pupil: on.pupil, asker: on.asker, ...daysOf(on) }),
      t('travel.mail.trip.ask-how'),
    ],
    open: t('travel.mail.trip.answer'),
  }));
}

/** To somebody who was asked and has said nothing yet. */
export function tripReminderMail(
  to: Recipient,
  on: AboutTrip & { which: 'again' | 'eve' | 'hand'; by: string },
): MailDraft {
  const { pupil, asker, which, by, trip } = on;
  return mail(to, { ...on, kind: 'trip-reminder' }, (t) => ({
    subject: t('travel.mail.trip.remind-subject', { pupil, place: trip.place }),
    paragraphs: [
      t(`travel.mail.trip.remind-${which}`, { pupil, asker, by, ...daysOf(on) }),
      t('travel.mail.trip.remind-until', { pupil, day: answerBy(trip.leavesOn) }),
      t('travel.mail.trip.remind-code'),
    ],
    open: t('travel.mail.trip.answer'),
  }));
}

/** To somebody who had said yes before it changed. */
export function tripChangedMail(to: Recipient, on: AboutTrip & { before: TripBefore }): MailDraft {
  return mail(to, { ...on, kind: 'trip-changed' }, (t, fmt) => {
    const day = (text: string) => fmt.date(Temporal.PlainDate.from(text));
    return {
      subject: t('travel.mail.trip.changed-subject', { pupil: on.pupil, place: on.trip.place }),
      paragraphs: [
        t('travel.mail.trip.changed-what', { pupil: on.pupil }),
        t('travel.mail.trip.changed-before', {
          place: on.before.place,
          from: day(on.before.leavesOn),
          until: day(on.before.returnsOn),
        }),
        t('travel.mail.trip.changed-now', daysOf(on)),
      ],
      open: t('travel.mail.trip.answer'),
    };
  });
}

export function tripAgreedMail(to: Recipient, on: AboutTrip & { news: string }): MailDraft {
  return mail(to, { ...on, kind: 'trip-agreed' }, (t) => ({
    subject: t('travel.mail.trip.agreed-subject', { pupil: on.pupil, place: on.trip.place }),
    paragraphs: [
      t('travel.mail.trip.agreed-what', { pupil: on.pupil, ...daysOf(on) }),
      t('travel.mail.trip.agreed-next'),
    ],
    open: t('travel.mail.trip.open'),
  }));
}

/** Told kindly; who said no and why is read on the page. */
export function tripEndedMail(
  to: Recipient,
  on: AboutTrip & { news: 'agreed' | 'declined' | 'called_off' | 'ask' },
): MailDraft {
  const how = on.news === 'declined' ? 'declined' : 'called-off';
  return mail(to, { ...on, kind: `trip-${how}` }, (t) => ({
    subject: t(`travel.mail.trip.${how}-subject`, { pupil: on.pupil, place: on.trip.place }),
    paragraphs: [t(`travel.mail.trip.${how}-what`, { pupil: on.pupil, ...daysOf(on) })],
    open: t('travel.mail.trip.open'),
  }));
}
