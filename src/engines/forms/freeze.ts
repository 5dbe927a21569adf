import { type Address, addressLines } from './address.ts';
import type { CompiledForm } from './compile.ts';
import { type Facts, isDay } from './condition.ts';
import { type Field, hasOptions, type Question, say } from './definition.ts';
import { formState, type Scope } from './state.ts';
import { type Answers, answerTo, isBlank } from './values.ts';

/** How the reader's language writes what a form cannot know; the caller brings it. */
export type AnswerWords = {
  date(day: Temporal.PlainDate): string;
  number(value: number): string;
  /** a point of a scale, which has words at its two ends alone */
  scale(point: number, of: number, ends: { low: string; high: string }): string;
  yesNo(value: boolean): string;
  /** what stands beside a declaration that was ticked */
  agreed(): string;
  /** name of a country by its ISO 3166-1 code */
  country(code: string): string;
  /** name of a language by its ISO 639 code */
  language(code: string): string;
  /** name of a file by its reference */
  file(reference: string): string;
};

export type FrozenLine = {
  readonly question: string;
  /** the question as it was asked */
  readonly label: string;
  /** the answer as it was read; rows, picks and lines of an address each on their own line */
  readonly answer: string;
  readonly sensitivity: string;
};

/** A submission in words, whatever becomes of the form: plain data, to be kept as it is. */
export type Frozen = {
  readonly form: string;
  readonly language: string;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly owner: string;
    readonly sensitivity: string;
    readonly pages: readonly {
      readonly id: string;
      readonly title: string;
      readonly lines: readonly FrozenLine[];
    }[];
  }[];
};

/**
 * Puts a submission in words, as the person read it: the questions that are shown and answered, and nothing else.
 *
 * @param scope which part; all of it when not said
 */
export function freeze(
  form: CompiledForm,
  answers: Answers,
  facts: Facts,
  language: string,
  words: AnswerWords,
  scope: Scope = {},
): Frozen {
  const { sections } = formState(form, answers, facts, scope);
  return {
    form: form.definition.id,
    language,
    title: say(form.definition.title, language),
    sections: sections.map((section) => ({
      id: section.id,
      title: say(section.title, language),
      owner: section.owner,
      sensitivity: section.sensitivity,
      pages: section.pages.map((summary) => {
        const { page } = form.pages[
          form.pageNumbers.get(summary.id) as number
        ] as (typeof form.pages)[0];
        return {
          id: page.id,
          title: say(page.title, language),
          lines: page.questions
            .filter(
              ({ id, kind }) =>
                summary.questions.includes(id) && !isBlank(kind, answerTo(answers, id)),
            )
            .map((question) => ({
              question: question.id,
              label: say(question.label, language),
              answer: answerInWords(question, answerTo(answers, question.id), language, words),
              sensitivity: section.sensitivity,
            })),
        };
      }),
    })),
  };
}

/** One answer as people read it, such as on the page where they look it over; '' when there is none. */
export function answerInWords(
  question: Question | Field,
  value: unknown,
  language: string,
  words: AnswerWords,
): string {
  if (isBlank(question.kind, value)) return '';
  if (Array.isArray(value))
    return value
      .map((one) => partInWords(question, one, language, words))
      .filter((line) => line !== '')
      .join('\n');
  return partInWords(question, value, language, words);
}

/** An answer, or one of the several that an answer holds. What does not fit its kind is shown as it is. */
function partInWords(
  question: Question | Field,
  value: unknown,
  language: string,
  words: AnswerWords,
): string {
  if (typeof value === 'boolean')
    return question.kind === 'statement' ? words.agreed() : words.yesNo(value);
  if (typeof value === 'number') {
    if (question.kind === 'scale')
      return words.scale(value, question.limits.points, {
        low: say(question.ends.low, language),
        high: say(question.ends.high, language),
      });
    const unit =
      question.kind === 'number' && question.unit ? ` ${say(question.unit, language)}` : '';
    return `${words.number(value)}${unit}`;
  }
  if (typeof value === 'string') return textInWords(question, value, language, words);
  if (typeof value !== 'object' || value === null) return '';
  const parts = value as Readonly<Record<string, unknown>>;
  switch (question.kind) {
    case 'address': {
      const country = typeof parts.country === 'string' ? parts.country : '';
      return [...addressLines(texts(parts) as Address), country && words.country(country)].join(
        '\n',
      );
    }
    case 'person-name':
      return [parts.given, parts.family].filter((part) => typeof part === 'string').join(' ');
    case 'languages': {
      const name = typeof parts.language === 'string' ? words.language(parts.language) : '';
      return typeof parts.level === 'string' ? `${name} (${parts.level})` : name;
    }
    case 'list':
      return question.fields
        .map((field) => [
          say(field.label, language),
          answerInWords(field, parts[field.id], language, words).replaceAll('\n', ', '),
        ])
        .filter(([, answer]) => answer !== '')
        .map(([label, answer]) => `${label}: ${answer}`)
        .join('; ');
    default:
      return '';
  }
}

function textInWords(
  question: Question | Field,
  value: string,
  language: string,
  words: AnswerWords,
): string {
  if (hasOptions(question)) {
    const option = question.options.find(({ id }) => id === value);
    return option ? say(option.label, language) : value;
  }
  if (question.kind === 'date' && isDay(value)) return words.date(Temporal.PlainDate.from(value));
  if (question.kind === 'country') return words.country(value);
  return question.kind === 'file' ? words.file(value) : value;
}

function texts(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parts).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
