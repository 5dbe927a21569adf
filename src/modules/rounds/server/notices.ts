import type { RoundGroupId } from '#kernel/ids.ts';
import { meetingMinutes, meetings } from '#modules/clubs/core/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { wordingFor } from '#modules/quality/core/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import { ownClock } from '../core/rules.ts';
import type { Named, Round } from './store.ts';

const to = (who: Named) =>
  who.email ? { address: who.email, personId: who.person_id, language: who.language } : null;

/** Proof that an address is theirs: the link goes on to the registration. */
export function arrivalMail(
  arrival: { id: string; email: string; given_name: string; language: string },
  round: Round,
  url: string,
): MailDraft {
  const t = translator(arrival.language);
  return {
    sendKey: `round-arrival:${arrival.id}`,
    to: { address: arrival.email, language: arrival.language },
    kind: 'round-arrival',
    subject: t('rounds.mail.arrival.subject', { round: round.name }),
    greeting: t('rounds.mail.greeting', { name: arrival.given_name }),
    paragraphs: [t('rounds.mail.arrival.text', { round: round.name })],
    action: { label: t('rounds.mail.arrival.action'), url },
    closing: t('rounds.mail.arrival.closing'),
  };
}

/** To an address that has an account: nobody else learns whether it has one. */
export function knownMail(
  address: { email: string; language: string; key: string },
  round: Round,
  url: string,
): MailDraft {
  const t = translator(address.language);
  return {
    sendKey: `round-known:${round.id}:${address.key}`,
    to: { address: address.email, language: address.language },
    kind: 'round-known',
    subject: t('rounds.mail.arrival.subject', { round: round.name }),
    paragraphs: [t('rounds.mail.known.text', { round: round.name })],
    action: { label: t('rounds.mail.known.action'), url },
  };
}

/** Asks somebody to join the group that was found for them. */
export function askedMail(
  who: Named & { timeZone: string },
  round: Round,
  group: { id: RoundGroupId; theme: string; language: string; start: number; people: number },
  origin: string,
): MailDraft | null {
  const address = to(who);
  if (!address) return null;
  const t = translator(who.language);
  const fmt = formatsFor(who.language);
  const first = ownClock(group.start, who.timeZone, round)[0];
  return {
    sendKey: `round-asked:${group.id}:${who.person_id}`,
    to: address,
    kind: 'round-asked',
    subject: t('rounds.mail.asked.subject', { round: round.name }),
    greeting: t('rounds.mail.greeting', { name: displayName(who) }),
    paragraphs: [
      t('rounds.mail.asked.text', {
        others: group.people - 1,
        theme: wordingFor(who.language).criterion(group.theme).text,
        facilitator: displayName(round.facilitator),
      }),
      t('rounds.mail.asked.when', {
        when: first ? fmt.moment(first.at.toInstant(), who.timeZone) : '',
        count: meetings.length,
        minutes: meetingMinutes,
        weeks: round.weeksBetween,
        language: fmt.language(group.language),
      }),
    ],
    action: { label: t('rounds.mail.asked.action'), url: `${origin}/rounds/${round.id}` },
    closing: t('rounds.mail.asked.closing'),
  };
}

/** Enough have accepted: the club is there. */
export function foundedMail(
  who: Named,
  round: Round,
  club: { id: string; name: string },
  origin: string,
): MailDraft | null {
  const address = to(who);
  if (!address) return null;
  const t = translator(who.language);
  return {
    sendKey: `round-founded:${club.id}:${who.person_id}`,
    to: address,
    kind: 'round-founded',
    subject: t('rounds.mail.founded.subject', { club: club.name }),
    greeting: t('rounds.mail.greeting', { name: displayName(who) }),
    paragraphs: [t('rounds.mail.founded.text', { club: club.name, round: round.name })],
    action: { label: t('rounds.mail.founded.action'), url: `${origin}/clubs/${club.id}` },
  };
}

/** The group does not come together; who was in it waits again. */
export function givenUpMail(
  who: Named,
  round: Round,
  groupId: RoundGroupId,
  origin: string,
): MailDraft | null {
  const address = to(who);
  if (!address) return null;
  const t = translator(who.language);
  return {
    sendKey: `round-given-up:${groupId}:${who.person_id}`,
    to: address,
    kind: 'round-given-up',
    subject: t('rounds.mail.given-up.subject', { round: round.name }),
    greeting: t('rounds.mail.greeting', { name: displayName(who) }),
    paragraphs: [t('rounds.mail.given-up.text', { round: round.name })],
    action: { label: t('rounds.mail.given-up.action'), url: `${origin}/rounds/${round.id}` },
  };
}
