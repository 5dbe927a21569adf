import type { AssessmentId, PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';
import { wordingFor } from '../core/rules/index.ts';

/** Somebody who works for the organisation, as its list of members gives them. */
export type Colleague = {
  person_id: PersonId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  email: string | null;
  language: string;
};

type About = { assessmentId: AssessmentId; origin: string };

function draft(
  to: Colleague,
  kind: 'share' | 'review' | 'declined' | 'again',
  words: { key: string; params: Record<string, string | number>; path: string; origin: string },
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  return {
    sendKey: `quality-${kind}:${words.key}:${to.person_id}`,
    to: { address: to.email, personId: to.person_id, language: to.language },
    kind: `quality-${kind}`,
    subject: t(`quality.mail.${kind}.subject`, words.params),
    greeting: t('quality.mail.greeting', { name: displayName(to) }),
    paragraphs: [t(`quality.mail.${kind}.text`, words.params), t(`quality.mail.${kind}.more`)],
    action: { label: t(`quality.mail.${kind}.action`), url: `${words.origin}${words.path}` },
  };
}

/** "You know this": which criteria a colleague is asked to answer. Null when there is no address to write to. */
export function shareMail(
  to: Colleague,
  about: About & { from: string; criterionIds: string[]; key: string },
): MailDraft | null {
  const words = wordingFor(to.language);
  return draft(to, 'share', {
    key: `${about.assessmentId}:${about.key}`,
    params: {
      from: about.from,
      count: about.criterionIds.length,
      criteria: formatsFor(to.language).list(
        about.criterionIds.map((id) => words.criterion(id).text),
      ),
    },
    path: `/quality/${about.assessmentId}`,
    origin: about.origin,
  });
}

/** Asks a reviewer to look, once a day for each assessment. */
export function reviewMail(
  to: Colleague,
  about: About & { from: string; day: Temporal.PlainDate },
): MailDraft | null {
  return draft(to, 'review', {
    key: `${about.assessmentId}:${about.day}`,
    params: { from: about.from },
    path: `/quality/${about.assessmentId}/reviews`,
    origin: about.origin,
  });
}

/** Tells who answered that the reviewer did not find it so. What was said stands behind the link. */
export function declinedMail(
  to: Colleague,
  about: About & { from: string; key: string },
): MailDraft | null {
  return draft(to, 'declined', {
    key: `${about.assessmentId}:${about.key}`,
    params: { from: about.from },
    path: `/quality/${about.assessmentId}`,
    origin: about.origin,
  });
}

/** Half a year later: look again. Also for whoever keeps a club together after its end. */
export function againMail(
  to: Colleague,
  about: About & {
    orgName: string;
    submittedOn: Temporal.PlainDate;
    againOn: Temporal.PlainDate | null;
    today: Temporal.PlainDate;
  },
): MailDraft | null {
  return draft(to, 'again', {
    key: [about.assessmentId, about.againOn ?? ''].join(':'),
    params: {
      organisation: about.orgName,
      date: formatsFor(to.language).date(about.submittedOn),
      months: about.submittedOn.until(about.today, { largestUnit: 'months' }).months,
    },
    path: '/quality',
    origin: about.origin,
  });
}

/** Asks somebody from elsewhere to look; the link is theirs alone. What is to be looked at stands behind it. */
export function outsideMail(
  to: { id: string; name: string; email: string; language: string },
  about: { from: string; orgName: string; days: number; url: string; key: string },
): MailDraft {
  const t = translator(to.language);
  const params = { from: about.from, organisation: about.orgName, days: about.days };
  return {
    sendKey: `quality-outside:${to.id}:${about.key}`,
    to: { address: to.email, language: to.language },
    kind: 'quality-outside',
    subject: t('quality.mail.outside.subject', params),
    greeting: t('quality.mail.greeting', { name: to.name }),
    paragraphs: [t('quality.mail.outside.text', params), t('quality.mail.outside.more', params)],
    action: { label: t('quality.mail.review.action'), url: about.url },
  };
}
