import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { Answers, FrozenApplication } from '../core/index.ts';
import { partsDone } from '../core/rules/index.ts';

/** Somebody a mail goes to. People without an address are told by their school. */
export type Addressee = { id: `per_${string}`; name: string; email: string; language: string };

type Stay = {
  applicationId: string;
  /** as people say it, for the text */
  pupil: string;
  /** first and family name, for subjects: a mailbox may hold the mails of several children */
  pupilName: string;
  school: string;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
};

export function applicationUrl(origin: string, applicationId: string): string {
  return `${origin}/applications/${applicationId}`;
}

export function consentUrl(origin: string, applicationId: string): string {
  return `${applicationUrl(origin, applicationId)}/consent`;
}

function mail(
  to: Addressee,
  kind: string,
  sendKey: string,
  params: Record<string, string | Temporal.PlainDate>,
  paragraphs: string[],
  url: string | null,
): MailDraft {
  const language = chooseLanguage(to.language);
  const t = translator(language);
  const words = { ...params, name: to.name };
  const say = (part: string) => t(`applications.mail.${kind}.${part}`, words);
  return {
    sendKey,
    to: { address: to.email, personId: to.id, language },
    kind: `applications.${kind}`,
    subject: say('subject'),
    greeting: t('applications.mail.greeting', { name: to.name }),
    paragraphs: paragraphs.map(say),
    ...(url ? { action: { label: say('action'), url } } : {}),
    closing: t('applications.mail.closing', { school: String(params.school) }),
  };
}

const about = (stay: Stay) => ({
  pupil: stay.pupil,
  pupilName: stay.pupilName,
  school: stay.school,
  startsOn: stay.startsOn,
  endsOn: stay.endsOn,
});

/** The first word of all: what this is, what happens next, and that nothing is decided by looking. */
export function pupilInvited(to: Addressee, stay: Stay, origin: string): MailDraft {
  return mail(
    to,
    'pupil-invited',
    `applications.pupil-invited:${stay.applicationId}`,
    about(stay),
    ['intro', 'short', 'next'],
    applicationUrl(origin, stay.applicationId),
  );
}

export function guardianInvited(to: Addressee, stay: Stay, origin: string): MailDraft {
  return mail(
    to,
    'guardian-invited',
    `applications.guardian-invited:${stay.applicationId}:${to.id}`,
    about(stay),
    ['intro', 'consent', 'next'],
    consentUrl(origin, stay.applicationId),
  );
}

export function pupilReminded(
  to: Addressee,
  stay: Stay,
  origin: string,
  today: Temporal.PlainDate,
): MailDraft {
  return mail(
    to,
    'pupil-reminded',
    `applications.reminded:${stay.applicationId}:${to.id}:${today}`,
    about(stay),
    ['intro', 'help'],
    applicationUrl(origin, stay.applicationId),
  );
}

export function consentReminded(
  to: Addressee,
  stay: Stay,
  origin: string,
  today: Temporal.PlainDate,
): MailDraft {
  return mail(
    to,
    'consent-reminded',
    `applications.reminded:${stay.applicationId}:${to.id}:${today}`,
    about(stay),
    ['intro', 'help'],
    consentUrl(origin, stay.applicationId),
  );
}

export function selectedMail(
  to: Addressee,
  role: 'pupil' | 'guardian',
  stay: Stay,
  origin: string,
): MailDraft {
  return mail(
    to,
    `${role}-selected`,
    `applications.selected:${stay.applicationId}:${to.id}`,
    about(stay),
    ['intro', 'next', 'free'],
    applicationUrl(origin, stay.applicationId),
  );
}

/** Says neither who nor which: the page shows what is not complete, to those who may read it. */
export function consentLostMail(
  to: Addressee,
  stay: Stay,
  url: string,
  today: Temporal.PlainDate,
): MailDraft {
  return mail(
    to,
    'consent-lost',
    `applications.consent-lost:${stay.applicationId}:${to.id}:${today}`,
    about(stay),
    ['intro', 'neutral'],
    url,
  );
}

/** The reason stays with the school, where it can be asked for: a mail is no place for it. */
export function notSelectedMail(to: Addressee, role: 'pupil' | 'guardian', stay: Stay): MailDraft {
  return mail(
    to,
    `${role}-not-selected`,
    `applications.not-selected:${stay.applicationId}:${to.id}`,
    about(stay),
    ['intro', 'worth', 'talk'],
    null,
  );
}

/** The words of the first consent, as they stand on the page and as they are kept. */
export function consentWording(
  language: string,
  about: {
    pupil: string;
    consenter: string;
    capacity: 'guardian' | 'pupil_of_age';
    project: string;
    school: string;
    startsOn: Temporal.PlainDate;
    endsOn: Temporal.PlainDate;
  },
): string {
  const { capacity, ...words } = about;
  return translator(language)(
    `applications.consent.wording-${capacity.replaceAll('_', '-')}`,
    words,
  );
}

/** Every question that was answered, with its answer, in words: what stays readable when the form has changed. */
export function applicationInWords(answers: Answers, language: string): FrozenApplication {
  const t = translator(language);
  const fmt = formatsFor(language);
  const q = (key: string) => t(`applications.${key}`);
  const none = q('answer.none');
  const listed = (items: string[]) => (items.length > 0 ? fmt.list(items) : none);
  const lines: Record<string, FrozenApplication['parts'][number]['lines']> = {};
  const { about, why, languages, food, home, letter } = answers;
  if (about)
    lines.about = [
      { question: q('about.about-me'), answer: about.aboutMe },
      {
        question: q('about.interests'),
        answer: listed(about.interests.map((i) => q(`interest.${i}`))),
      },
      { question: q('about.must-continue'), answer: about.mustContinue || none },
    ];
  if (why) lines.why = [{ question: q('why.why'), answer: why.why }];
  if (languages)
    lines.languages = [
      { question: q('languages.mother-tongue'), answer: fmt.language(languages.motherTongue) },
      {
        question: q('languages.others'),
        answer: listed(languages.others.map((o) => `${fmt.language(o.language)} ${o.level}`)),
      },
    ];
  if (food)
    lines.food = [
      {
        question: q('food.allergies'),
        answer: listed([
          ...food.allergies.map((a) =>
            t(`applications.allergy.${a.severity}`, { kind: q(`allergen.${a.kind}`) }),
          ),
          ...(food.otherAllergy ? [food.otherAllergy] : []),
        ]),
        sensitive: true,
      },
      { question: q('food.diet'), answer: q(`diet.${food.diet}`), sensitive: true },
    ];
  if (home)
    lines.home = [
      { question: q('home.smokes'), answer: q(home.smokes ? 'answer.yes' : 'answer.no') },
      ...(['Smoking', 'Pets', 'SharedRoom', 'SingleAdult'] as const).map((what) => ({
        question: q(
          `home.accepts-${what.replace(/(?<=[a-z])[A-Z]/g, (c) => `-${c}`).toLowerCase()}`,
        ),
        answer: q(`tri.${home[`accepts${what}`].replaceAll('_', '-')}`),
      })),
    ];
  if (letter) lines.letter = [{ question: q('letter.letter'), answer: letter.letter }];
  return {
    language,
    parts: partsDone(answers).map((id) => ({
      id,
      title: q(`part.${id}`),
      lines: lines[id] ?? [],
    })),
  };
}

/** What may be read by others than the family: without allergies and diet. */
export function withoutSensitive(words: FrozenApplication): FrozenApplication {
  return {
    ...words,
    parts: words.parts
      .map((part) => ({ ...part, lines: part.lines.filter((line) => !line.sensitive) }))
      .filter((part) => part.lines.length > 0),
  };
}
