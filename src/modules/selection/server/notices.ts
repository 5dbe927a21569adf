import { chooseLanguage, languages, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { Result } from '../core/types.ts';

export type Reviewer = Addressee;
type Addressee = { id: `per_${string}`; name: string; email: string; language: string };

export function newsUrl(origin: string, applicationId: string): string {
  return `${origin}/applications/${applicationId}/news`;
}

function mail(
  to: Addressee,
  kind: string,
  sendKey: string,
  params: Record<string, string | number | Temporal.PlainDate>,
  paragraphs: string[],
  url: string,
): MailDraft {
  const t = translator(chooseLanguage(to.language));
  const say = (part: string) => t(`selection.mail.${kind}.${part}`, params);
  return {
    sendKey,
    to: { address: to.email, personId: to.id, language: chooseLanguage(to.language) },
    kind: `selection.${kind}`,
    subject: say('subject'),
    greeting: t('selection.mail.greeting', { name: to.name }),
    paragraphs: paragraphs.map(say),
    action: { label: say('action'), url },
    closing: t('selection.mail.closing', { school: String(params.school) }),
  };
}

/** That there is news, and nothing of what it is: a mail is opened on a bus, the words are read when one is ready. */
export function newsMail(
  to: Addressee,
  role: 'pupil' | 'guardian',
  about: {
    applicationId: string;
    pupil: string;
    pupilName: string;
    school: string;
    /** a second piece of news about the same pupil is sent again */
    occasion: string;
  },
  origin: string,
): MailDraft {
  return mail(
    to,
    `${role}-news`,
    `selection.news:${about.applicationId}:${to.id}:${about.occasion}`,
    { pupil: about.pupil, pupilName: about.pupilName, school: about.school },
    ['intro', 'time'],
    newsUrl(origin, about.applicationId),
  );
}

/** How the school chooses can be read now; sent once, also when the round is published again. */
export function criteriaMail(
  to: Addressee,
  role: 'pupil' | 'guardian',
  about: {
    roundId: string;
    applicationId: string;
    pupil: string;
    pupilName: string;
    school: string;
    newsOn: Temporal.PlainDate;
  },
  origin: string,
): MailDraft {
  return mail(
    to,
    `${role}-criteria`,
    `selection.criteria:${about.roundId}:${about.applicationId}:${to.id}`,
    {
      pupil: about.pupil,
      pupilName: about.pupilName,
      school: about.school,
      newsOn: about.newsOn,
    },
    ['intro', 'when'],
    `${origin}/selection/${about.roundId}/criteria`,
  );
}

export function raterMail(
  to: Addressee,
  about: { roundId: string; school: string; intake: string; until: Temporal.PlainDate },
  origin: string,
): MailDraft {
  return mail(
    to,
    'rate',
    `selection.rate:${about.roundId}:${to.id}`,
    { school: about.school, intake: about.intake, until: about.until },
    ['intro', 'alone'],
    `${origin}/selection/${about.roundId}/rate`,
  );
}

export function reviewMail(
  to: Addressee,
  about: { reviewId: string; roundId: string; school: string },
  origin: string,
): MailDraft {
  return mail(
    to,
    'review-asked',
    `selection.review:${about.reviewId}:${to.id}`,
    { school: about.school },
    ['intro'],
    `${origin}/selection/${about.roundId}/reviews/${about.reviewId}`,
  );
}

/** All who decide had a part in the decision: they ask somebody who had none. */
export function handReviewMail(
  to: Addressee,
  about: { reviewId: string; roundId: string; school: string },
  origin: string,
): MailDraft {
  return mail(
    to,
    'review-hand',
    `selection.review-hand:${about.reviewId}:${to.id}`,
    { school: about.school },
    ['intro'],
    `${origin}/selection/${about.roundId}/reviews/${about.reviewId}`,
  );
}

/** A round was stopped; why is read on the page. */
export function cancelledMail(
  to: Addressee,
  role: 'pupil' | 'guardian',
  about: {
    roundId: string;
    applicationId: string;
    pupil: string;
    pupilName: string;
    school: string;
  },
  origin: string,
): MailDraft {
  return mail(
    to,
    `${role}-cancelled`,
    `selection.cancelled:${about.roundId}:${about.applicationId}:${to.id}`,
    { pupil: about.pupil, pupilName: about.pupilName, school: about.school },
    ['intro', 'stays'],
    `${origin}/selection/${about.roundId}/criteria`,
  );
}

/** The words of a shipped criterion in a language. */
export function shippedWords(key: string, language: string) {
  const t = translator(chooseLanguage(language));
  const say = (part: string) => t(`selection.criterion.${key}.${part}`);
  return { title: say('title'), low: say('low'), middle: say('middle'), high: say('high') };
}

/** The criterion's shipped key while its words are still ours, in any language. */
export function isShipped(
  key: string,
  words: { title: string; low: string; middle: string; high: string },
  known: readonly string[],
): boolean {
  if (!known.includes(key)) return false;
  return languages.some((language) => {
    const ours = shippedWords(key, language);
    return (['title', 'low', 'middle', 'high'] as const).every(
      (part) => ours[part].trim() === words[part].trim(),
    );
  });
}

type CriterionWords = { key: string; shipped: string | null; title: string };

/** One true sentence about what the raters saw. */
export function strengthSentence(criterion: CriterionWords, language: string): string {
  const t = translator(chooseLanguage(language));
  return criterion.shipped
    ? t(`selection.criterion.${criterion.shipped}.strength`)
    : t('selection.letter.strength', { criterion: criterion.title });
}

/** The letter to begin with, in the pupil's language; the writer changes it as they like. */
export function letterTemplate(
  about: {
    result: Result | 'moved_up' | 'reserve_closed' | 'review_changed';
    pupil: string;
    school: string;
    reserveRank: number | null;
    strength: CriterionWords | null;
  },
  language: string,
): string {
  const t = translator(chooseLanguage(language));
  const say = (part: string) =>
    t(`selection.letter.${about.result.replaceAll('_', '-')}.${part}`, {
      pupil: about.pupil,
      school: about.school,
      rank: about.reserveRank ?? 0,
    });
  return [
    say('hello'),
    say('result'),
    ...(about.strength ? [strengthSentence(about.strength, language)] : []),
    say('next'),
  ].join('\n\n');
}

/** Puts the sentence of the chosen strength where the letter still has that of another one. */
export function withStrength(
  words: string,
  criteria: readonly CriterionWords[],
  chosen: string,
  language: string,
): string {
  const now = criteria.find((c) => c.key === chosen);
  if (!now) return words;
  const sentence = strengthSentence(now, language);
  if (words.includes(sentence)) return words;
  const other = criteria
    .map((c) => strengthSentence(c, language))
    .find((said) => words.includes(said));
  return other ? words.replace(other, sentence) : words;
}

/** What stands in the school's record of an application. */
export function recordedReason(
  result: 'selected' | 'not_selected' | 'moved_up' | 'reserve_closed' | 'review_changed',
  language: string,
  deviation: string | null,
): string {
  const t = translator(chooseLanguage(language));
  const said = t(`selection.record.${result.replaceAll('_', '-')}`);
  return deviation ? `${said} ${deviation}` : said;
}
