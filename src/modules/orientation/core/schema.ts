import { z } from 'zod';
import { type FormDefinition, say } from '#engines/forms/index.ts';
import { line, optionalLine, optionalProse } from '#kernel/schema.ts';
import shipped from './data/tests.json' with { type: 'json' };
import type { OrientationKind } from './types.ts';

export type UnderstandingTest = {
  id: string;
  kinds: readonly OrientationKind[];
  form: FormDefinition;
  answers: Readonly<Record<string, { right: string; why: Readonly<Record<string, string>> }>>;
};

/** The product's short tests: few questions, one right answer each, and why. */
export const shippedTests = shipped as unknown as readonly UnderstandingTest[];
/** One of the product's tests, or one that an organisation wrote; '' for none. Whether it may be used is asked later. */
export const testChoice = z
  .string()
  .max(60)
  .refine((id) => id === '' || id.startsWith('ots_') || testFor(id) !== undefined, {
    error: 'platform.invalid.choose',
  })
  .default('');
/** The one page and section that a test has. */
export const testPage = 'questions';
export const testSection = 'test';

export function testFor(id: string): UnderstandingTest | undefined {
  return shippedTests.find((t) => t.id === id);
}

/** The test that usually goes with an orientation of a kind; '' when none does. */
export function testOfKind(kind: OrientationKind): string {
  return shippedTests.find((t) => t.kinds.includes(kind))?.id ?? '';
}

/** How many questions and choices a test of one's own takes: it is a short one. */
export const testRows = { questions: 8, choices: 4 };

const blankQuestion = (q: { text: string; choices: string[]; why: string }) =>
  q.text === '' && q.why === '' && q.choices.every((c) => c === '');

const ownQuestion = z
  .object({
    text: optionalLine(300),
    choices: z.array(optionalLine(200)).min(2).max(testRows.choices),
    /** which choice is right, by its place */
    right: z.coerce
      .number()
      .int()
      .min(0)
      .max(testRows.choices - 1)
      .catch(-1),
    why: optionalProse(600),
  })
  .superRefine((q, c) => {
    if (blankQuestion(q)) return;
    const fault = (at: string, message: string) =>
      c.addIssue({ code: 'custom', path: [at], message });
    if (q.text === '') fault('text', 'orientation.own-test.no-text');
    if (q.choices.filter(Boolean).length < 2) fault('text', 'orientation.own-test.few-choices');
    else if (!q.choices[q.right]) fault('right', 'orientation.own-test.no-right');
    if (q.why === '') fault('why', 'orientation.own-test.no-why');
  });

/** A test as an organisation writes it: in its first language, empty questions left out. */
export const ownTestFields = {
  language: z.string().regex(/^[a-z]{2,3}$/, { error: 'platform.invalid.choose' }),
  title: line(120),
  questions: z
    .array(ownQuestion)
    .max(testRows.questions)
    .refine((all) => all.some((q) => !blankQuestion(q)), {
      error: 'orientation.own-test.no-question',
    })
    .transform((all) => all.filter((q) => !blankQuestion(q))),
};
const ownTest = z.object(ownTestFields);
export type OwnTest = z.output<typeof ownTest>;
/** Stored questions are read back through the same shape. */
export const ownQuestions = ownTestFields.questions;

/** Whether a test can be written in it, as far as its name says. */
export const namesLanguage = (code: string): boolean =>
  ownTestFields.language.safeParse(code).success;

/** A test in a further language: its words alone, question by question in the place of the test. Which is right it does not say. */
export const translationFields = {
  language: ownTestFields.language,
  title: optionalLine(120),
  questions: z
    .array(
      z.object({
        text: optionalLine(300),
        choices: z.array(optionalLine(200)).max(testRows.choices),
        why: optionalProse(600),
      }),
    )
    .max(testRows.questions),
};
const translation = z.object(translationFields);
export type Translation = z.output<typeof translation>;
/** Stored words are read back through the same shape. */
export const translatedQuestions = translationFields.questions;

/** The words of a translation in the places of a test: one for each that the test has, '' where there is none yet. */
export function fitted(own: OwnTest, words: Translation): Translation {
  return {
    language: words.language,
    title: words.title,
    questions: own.questions.map((q, i) => {
      const said = words.questions[i];
      return {
        text: said?.text ?? '',
        choices: q.choices.map((choice, n) => (choice ? (said?.choices[n] ?? '') : '')),
        why: said?.why ?? '',
      };
    }),
  };
}

/** How many words of a test a translation still lacks: title, questions, choices and explanations; 0 of a whole one. */
export function lackingIn(own: OwnTest, words: Translation): number {
  const said = fitted(own, words);
  const pairs = own.questions.flatMap((q, i) => [
    [q.text, said.questions[i]?.text],
    [q.why, said.questions[i]?.why],
    ...q.choices.map((choice, n) => [choice, said.questions[i]?.choices[n]]),
  ]);
  return [[own.title, said.title], ...pairs].filter(([first, then]) => first && !then).length;
}

/** Whether nothing is translated at all. */
export function isUnsaid(words: Translation): boolean {
  return (
    words.title === '' &&
    words.questions.every((q) => q.text === '' && q.why === '' && q.choices.every((c) => c === ''))
  );
}

/**
 * A translation of other words of a test, to begin from: a question or choice that is worded the same brings its words along,
 * wherever it stands now.
 * @param reworded whether one that was reworded keeps those of its place, to be looked through; else it begins empty
 */
export function carriedTo(
  own: OwnTest,
  before: OwnTest,
  words: Translation,
  reworded: boolean,
): Translation {
  const place = (now: readonly string[], then: readonly string[], at: number): number => {
    const same = then.indexOf(now[at] ?? '');
    return same < 0 && reworded && !now.includes(then[at] ?? '') ? at : same;
  };
  const keep = (now: string, then: string | undefined, said: string | undefined) =>
    now === then || reworded ? (said ?? '') : '';
  const texts = (of: OwnTest) => of.questions.map((q) => q.text);
  return fitted(own, {
    language: words.language,
    title: keep(own.title, before.title, words.title),
    questions: own.questions.map((q, i) => {
      const from = place(texts(own), texts(before), i);
      const [then, said] = [before.questions[from], words.questions[from]];
      return {
        text: said?.text ?? '',
        choices: q.choices.map(
          (_, n) => said?.choices[place(q.choices, then?.choices ?? [], n)] ?? '',
        ),
        why: keep(q.why, then?.why, said?.why),
      };
    }),
  });
}

/**
 * The language in which somebody reads a test: the one asked for where the test is whole in it, else its first.
 * @param languages those the test is whole in, its own first
 */
export function readIn(languages: readonly string[], asked: string): string {
  return languages.includes(asked) ? asked : (languages[0] ?? asked);
}

/**
 * A test of an organisation as the engine of forms draws it, in its own language and in those it is wholly translated to. The
 * engine asks for English words; where there are none those of the test's own language stand there.
 */
export function testOf(
  id: string,
  own: OwnTest,
  whole: readonly Translation[] = [],
): UnderstandingTest {
  type Wording = Pick<Translation, 'title' | 'questions'>;
  const words = (of: (w: Wording) => string | undefined) => ({
    en: of(own) ?? '',
    [own.language]: of(own) ?? '',
    ...Object.fromEntries(whole.map((w) => [w.language, of(w) ?? ''])),
  });
  const title = words((w) => w.title);
  return {
    id,
    kinds: [],
    form: {
      id: 'own-test',
      languages: Object.keys(title),
      title,
      sections: [
        {
          id: testSection,
          title,
          owner: 'participant',
          sensitivity: 'learning',
          pages: [
            {
              id: testPage,
              title,
              questions: own.questions.map((q, i) => ({
                id: `q${i}`,
                kind: 'choice' as const,
                required: true,
                label: words((w) => w.questions[i]?.text),
                options: q.choices.flatMap((choice, n) =>
                  choice ? [{ id: `c${n}`, label: words((w) => w.questions[i]?.choices[n]) }] : [],
                ),
              })),
            },
          ],
        },
      ],
    } as FormDefinition,
    answers: Object.fromEntries(
      own.questions.map((q, i) => [
        `q${i}`,
        { right: `c${q.right}`, why: words((w) => w.questions[i]?.why) },
      ]),
    ),
  };
}

/** One of the product's tests in one language, to begin an own one from. */
export function draftOf(test: UnderstandingTest, language: string): OwnTest {
  const questions = test.form.sections.flatMap((s) => s.pages.flatMap((p) => p.questions));
  return {
    language,
    title: say(test.form.title, language),
    questions: questions.flatMap((q) => {
      if (q.kind !== 'choice') return [];
      const answer = test.answers[q.id];
      return [
        {
          text: say(q.label, language),
          choices: q.options.map((o) => say(o.label, language)),
          right: q.options.findIndex((o) => o.id === answer?.right),
          why: say(answer?.why ?? {}, language),
        },
      ];
    }),
  };
}

/** What was ticked, in words, with what is right and why. Questions whose answer is not there count as not right. */
export function explained(
  test: UnderstandingTest,
  given: Readonly<Record<string, unknown>>,
  language: string,
): { question: string; given: string; right: boolean; answer: string; why: string }[] {
  const questions = test.form.sections.flatMap((s) => s.pages.flatMap((p) => p.questions));
  return rightOf(test, given).flatMap((r) => {
    const question = questions.find((q) => q.id === r.question);
    if (question?.kind !== 'choice') return [];
    const words = (id: string | undefined) => {
      const option = question.options.find((o) => o.id === id);
      return option ? say(option.label, language) : '–';
    };
    const answer = test.answers[r.question];
    return [
      {
        question: say(question.label, language),
        given: words(r.given),
        right: r.right,
        answer: words(answer?.right),
        why: say(answer?.why ?? {}, language),
      },
    ];
  });
}

/** How many answers are right, question by question. */
export function rightOf(
  test: UnderstandingTest,
  given: Readonly<Record<string, unknown>>,
): { question: string; given: string; right: boolean }[] {
  return Object.entries(test.answers).map(([question, answer]) => ({
    question,
    given: String(given[question] ?? ''),
    right: given[question] === answer.right,
  }));
}

/** A clock time as people type it: 9:30, 9h30, 09.30. */
export const clock = z
  .string()
  .trim()
  .regex(/^([01]?\d|2[0-3])[:.h][0-5]\d$/, { error: 'orientation.invalid.time' })
  .transform((v) => v.replace(/[.h]/, ':').padStart(5, '0'));
