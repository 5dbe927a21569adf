import type { Condition, DateBound } from './condition.ts';

/** One wording in several languages: language code -> text. English is always there. */
export type Words = Readonly<Record<string, string>>;

/** The wording in a language, in English where that is missing. */
export function say(words: Words, language: string): string {
  return own(words, language) ?? own(words, 'en') ?? '';
}

function own(words: Words, language: string): string | undefined {
  return Object.hasOwn(words, language) ? words[language] : undefined;
}

/** A questionnaire as data. Ids are kebab-case and stay: answers, addresses of pages and changes go by them. */
export type FormDefinition = {
  readonly id: string;
  /** Every wording exists in each of these; one is `en`. */
  readonly languages: readonly string[];
  readonly title: Words;
  readonly sections: readonly Section[];
};

/** What one person fills, of one sensitivity. */
export type Section = {
  /** unique in the form, as are the ids of pages and of questions */
  readonly id: string;
  readonly title: Words;
  /** who fills it, such as `pupil`, `guardian`, `physician` */
  readonly owner: string;
  /** such as `contact`, `profile`, `learning`, `health` */
  readonly sensitivity: string;
  readonly when?: Condition;
  readonly pages: readonly Page[];
};

/** One thing at a time. A page without a question to show is not shown. */
export type Page = {
  /** becomes the end of the page's URL */
  readonly id: string;
  readonly title: Words;
  readonly intro?: Words;
  readonly when?: Condition;
  readonly questions: readonly Question[];
};

export type Option = {
  readonly id: string;
  readonly label: Words;
  readonly hint?: Words;
  /** picked alone, such as "none of these"; for `choices` only */
  readonly alone?: boolean;
};

export type FileKind = 'image' | 'pdf' | 'audio';

/** The least and the most of something that is counted. */
type Count = { readonly min?: number; readonly max?: number };

/** What each kind of question has of its own. */
type Kinds = {
  /** one line; `max` in characters, 200 when not said */
  text: { readonly limits?: { readonly max?: number } };
  /** several lines; `max` in characters, 4000 when not said */
  'long-text': { readonly limits?: { readonly max?: number; readonly minWords?: number } };
  /** steps count from `min`, else from 0 */
  number: {
    readonly limits?: { readonly min?: number; readonly max?: number; readonly step?: number };
    readonly unit?: Words;
  };
  /** both bounds are days that may be given */
  date: { readonly limits?: { readonly notBefore?: DateBound; readonly notAfter?: DateBound } };
  'yes-no': unknown;
  choice: { readonly options: readonly Option[] };
  choices: { readonly options: readonly Option[]; readonly limits?: Count };
  /** 1 to `points`, at most 7, with words for both ends */
  scale: {
    readonly limits: { readonly points: number };
    readonly ends: { readonly low: Words; readonly high: Words };
  };
  /** ISO 3166-1 code, any when `among` is not said */
  country: { readonly limits?: { readonly among?: readonly string[] } };
  /** rows of an ISO 639 language and a CEFR level; at most 10 when not said */
  languages: { readonly limits?: Count };
  email: unknown;
  phone: unknown;
  address: unknown;
  /** given and family name; `single` allows one of them alone */
  'person-name': { readonly limits?: { readonly single?: boolean } };
  /** references to files that are kept elsewhere; whoever keeps them checks their kind */
  file: { readonly limits: { readonly accept: readonly FileKind[]; readonly max: number } };
  /** a group of plain questions, once for each row; at most 20 rows when not said */
  list: { readonly fields: readonly Field[]; readonly limits?: Count };
  /** a declaration to tick; its label is the wording that is agreed to */
  statement: unknown;
  /** text only: nothing is asked */
  note: unknown;
};

export type QuestionKind = keyof Kinds;
/** Kinds that may stand in a list. */
export type FieldKind = Exclude<QuestionKind, 'list' | 'languages' | 'file' | 'statement' | 'note'>;

type Common = {
  readonly id: string;
  readonly label: Words;
  readonly hint?: Words;
  readonly required?: boolean;
};

/** A question inside a list: always shown with its row. Its id is unique in the list. */
export type Field = { [K in FieldKind]: Common & { readonly kind: K } & Kinds[K] }[FieldKind];

export type QuestionOf<K extends QuestionKind> = Common & {
  readonly kind: K;
  readonly when?: Condition;
  /** who needs the answer, such as `documents`, `matching`: then an adaptation keeps the question as it is */
  readonly fixed?: readonly string[];
} & Kinds[K];

export type Question = { [K in QuestionKind]: QuestionOf<K> }[QuestionKind];

export const questionKinds = [
  'text',
  'long-text',
  'number',
  'date',
  'yes-no',
  'choice',
  'choices',
  'scale',
  'country',
  'languages',
  'email',
  'phone',
  'address',
  'person-name',
  'file',
  'list',
  'statement',
  'note',
] as const satisfies readonly QuestionKind[];

export const fileKinds = ['image', 'pdf', 'audio'] as const satisfies readonly FileKind[];
export const languageLevels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

/** Limits where a definition says none: characters, rows. */
export const defaultLimits = { text: 200, longText: 4000, languages: 10, list: 20 } as const;

/** Whether the kinds hold their own lists of options. */
export function hasOptions(
  question: Question | Field,
): question is QuestionOf<'choice'> | QuestionOf<'choices'> {
  return question.kind === 'choice' || question.kind === 'choices';
}

/**
 * Rebuilds a form with every wording passed through a function, in reading order.
 *
 * @param change gets the wording, its address by stable ids (`questions.level.hint`, `pages.school.title`,
 *   `form.title`), and its place in the form (`sections.school.pages.languages.questions.level.hint`)
 */
export function mapWords(
  definition: FormDefinition,
  change: (words: Words, address: string, place: string) => Words,
): FormDefinition {
  return {
    ...definition,
    title: change(definition.title, 'form.title', 'title'),
    sections: definition.sections.map((section) => {
      const inSection = placeOf(section.id);
      return {
        ...section,
        title: change(section.title, `sections.${section.id}.title`, `${inSection}.title`),
        pages: section.pages.map((page) => {
          const inPage = placeOf(section.id, page.id);
          const address = `pages.${page.id}`;
          return {
            ...page,
            title: change(page.title, `${address}.title`, `${inPage}.title`),
            ...(page.intro && { intro: change(page.intro, `${address}.intro`, `${inPage}.intro`) }),
            questions: page.questions.map((question) =>
              mapQuestion(question, (words, part) =>
                change(
                  words,
                  `questions.${question.id}.${part}`,
                  `${placeOf(section.id, page.id, question.id)}.${part}`,
                ),
              ),
            ),
          };
        }),
      };
    }),
  };
}

function mapQuestion<Q extends Question | Field>(
  question: Q,
  change: (words: Words, part: string) => Words,
): Q {
  const whole: Question | Field = question;
  const mapped = {
    ...whole,
    label: change(whole.label, 'label'),
    ...(whole.hint && { hint: change(whole.hint, 'hint') }),
    ...('unit' in whole && whole.unit && { unit: change(whole.unit, 'unit') }),
    ...(hasOptions(whole) && {
      options: whole.options.map((option) => ({
        ...option,
        label: change(option.label, `options.${option.id}.label`),
        ...(option.hint && { hint: change(option.hint, `options.${option.id}.hint`) }),
      })),
    }),
    ...(whole.kind === 'scale' && {
      ends: { low: change(whole.ends.low, 'ends.low'), high: change(whole.ends.high, 'ends.high') },
    }),
    ...(whole.kind === 'list' && {
      fields: whole.fields.map((field) =>
        mapQuestion(field, (words, part) => change(words, `fields.${field.id}.${part}`)),
      ),
    }),
  };
  return mapped as Q;
}

/** Every wording of a form by its address. */
export function wordsOf(definition: FormDefinition): Map<string, Words> {
  const found = new Map<string, Words>();
  mapWords(definition, (words, address) => {
    found.set(address, words);
    return words;
  });
  return found;
}

export function pagesOf(definition: FormDefinition): readonly Page[] {
  return definition.sections.flatMap((section) => section.pages);
}

export function questionsOf(definition: FormDefinition): readonly Question[] {
  return pagesOf(definition).flatMap((page) => page.questions);
}

/** Where something stands in a form: `sections.school.pages.languages.questions.level`. */
export function placeOf(section: string, page?: string, question?: string): string {
  return [
    `sections.${section}`,
    page === undefined ? '' : `.pages.${page}`,
    question === undefined ? '' : `.questions.${question}`,
  ].join('');
}

/**
 * The same text for the same data, whatever the order of keys: hash it to say which version of a form, or which
 * frozen submission, something belongs to. Takes what JSON can hold.
 */
export function fingerprint(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map((one) => fingerprint(one ?? null)).join(',')}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data) ?? 'null';
  const entries = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${fingerprint(value)}`).join(',')}}`;
}
