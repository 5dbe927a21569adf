import type { Params } from '#kernel/outcome.ts';
import { type CompiledForm, compileForm, type FormFault } from './compile.ts';
import {
  type FormDefinition,
  mapWords,
  type Page,
  pagesOf,
  type Question,
  questionsOf,
  type Section,
} from './definition.ts';
import { isPage, isQuestion, isWords, malformedPlaces } from './shape.ts';

/**
 * One change an organisation makes to a form that is not its own. Wordings are addressed by stable ids:
 * `questions.level.hint`, `questions.colour.options.red.label`, `questions.family.fields.name.label`,
 * `pages.school.intro`, `sections.health.title`, `form.title`.
 */
export type FormChange =
  | {
      readonly do: 'reword';
      readonly at: string;
      readonly language: string;
      readonly text: string;
    }
  /** adds a language, or other words of one that is there, by address */
  | {
      readonly do: 'translate';
      readonly language: string;
      readonly words: Readonly<Record<string, string>>;
    }
  | { readonly do: 'hide-question'; readonly question: string }
  | { readonly do: 'hide-page'; readonly page: string }
  /** `after`: id of a question of the page; `null` is the beginning */
  | {
      readonly do: 'add-question';
      readonly page: string;
      readonly after: string | null;
      readonly question: Question;
    }
  | {
      readonly do: 'add-page';
      readonly section: string;
      readonly after: string | null;
      readonly page: Page;
    }
  /** all questions of the page, in their new order */
  | { readonly do: 'reorder'; readonly page: string; readonly questions: readonly string[] }
  | { readonly do: 'require'; readonly question: string; readonly required: boolean };

/** Why a change cannot be made: key of its message -> the parameters the message gets. */
export const changeFaults = {
  'forms.change.malformed': [],
  'forms.change.no-such-words': ['at'],
  'forms.change.no-such-language': ['language'],
  'forms.change.no-such-section': ['section'],
  'forms.change.no-such-page': ['page'],
  'forms.change.no-such-question': ['question'],
  'forms.change.id-taken': ['id'],
  'forms.change.fixed': ['question', 'needs'],
  'forms.change.other-questions': ['page'],
  'forms.change.depends-on-hidden': ['question'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type ChangeReason = keyof typeof changeFaults;

export type ChangeFault = {
  /** `changes.3`, or a place in the form that would come out */
  readonly place: string;
  readonly reason: ChangeReason | FormFault['reason'];
  readonly params: Params;
};

/** Whether data, such as JSON out of a request, is a change; whether it can be made is another question. */
export function isFormChange(data: unknown): data is FormChange {
  if (typeof data !== 'object' || data === null) return false;
  const change = data as Readonly<Record<string, unknown>>;
  const texts = (...names: string[]) => names.every((name) => typeof change[name] === 'string');
  const isPlace = change.after === null || texts('after');
  switch (change.do) {
    case 'reword':
      return texts('at', 'language', 'text');
    case 'translate':
      return texts('language') && isWords(change.words);
    case 'hide-question':
      return texts('question');
    case 'hide-page':
      return texts('page');
    case 'add-question':
      return texts('page') && isPlace && isQuestion(change.question);
    case 'add-page':
      return texts('section') && isPlace && isPage(change.page);
    case 'reorder': {
      const { questions } = change;
      return (
        texts('page') && Array.isArray(questions) && questions.every((id) => typeof id === 'string')
      );
    }
    case 'require':
      return texts('question') && typeof change.required === 'boolean';
    default:
      return false;
  }
}

/**
 * Makes an adapted form out of a base and changes, one after the other. Questions that are `fixed` stay, required if
 * they were, and of their kind. What comes out is checked like any form.
 */
export function adaptForm(
  base: FormDefinition,
  changes: readonly FormChange[],
): { ok: true; form: CompiledForm } | { ok: false; faults: ChangeFault[] } {
  const faults: ChangeFault[] = malformedPlaces(base).map((place) => ({
    place,
    reason: 'forms.fault.malformed',
    params: {},
  }));
  if (faults.length > 0) return { ok: false, faults };
  let definition = base;
  changes.forEach((change, i) => {
    const result = isFormChange(change)
      ? applyChange(definition, change, base)
      : refused('forms.change.malformed', {});
    if ('reason' in result) faults.push({ place: `changes.${i}`, ...result });
    else definition = result;
  });
  if (faults.length > 0) return { ok: false, faults };

  const compiled = compileForm(definition);
  if (compiled.ok) return compiled;
  const inBase = new Set(questionsOf(base).map(({ id }) => id));
  return {
    ok: false,
    faults: compiled.faults.map((fault) =>
      fault.reason === 'forms.fault.unknown-question' && inBase.has(String(fault.params.question))
        ? { ...fault, reason: 'forms.change.depends-on-hidden' }
        : fault,
    ),
  };
}

export type Refused = { readonly reason: ChangeReason; readonly params: Params };

/** One change on top of those before it. */
export function applyChange(
  definition: FormDefinition,
  change: FormChange,
  base: FormDefinition,
): FormDefinition | Refused {
  switch (change.do) {
    case 'reword': {
      const { at, language, text } = change;
      if (!definition.languages.includes(language))
        return refused('forms.change.no-such-language', { language });
      return rewordAll(definition, language, { [at]: text });
    }
    case 'translate': {
      const { language, words } = change;
      const languages = definition.languages.includes(language)
        ? definition.languages
        : [...definition.languages, language];
      return rewordAll({ ...definition, languages }, language, words);
    }
    case 'hide-question': {
      const { question } = change;
      const found = findQuestion(definition, question);
      if (!found) return refused('forms.change.no-such-question', { question });
      return (
        refusedIfFixed([found]) ??
        mapPages(definition, (page) => ({
          ...page,
          questions: page.questions.filter(({ id }) => id !== question),
        }))
      );
    }
    case 'hide-page': {
      const found = pagesOf(definition).find(({ id }) => id === change.page);
      if (!found) return refused('forms.change.no-such-page', { page: change.page });
      return (
        refusedIfFixed(found.questions) ??
        mapSections(definition, (section) => ({
          ...section,
          pages: section.pages.filter(({ id }) => id !== change.page),
        }))
      );
    }
    case 'add-question': {
      const { page, after, question } = change;
      if (!isNew([definition, base], 'questions', question.id))
        return refused('forms.change.id-taken', { id: question.id });
      const found = pagesOf(definition).find(({ id }) => id === page);
      if (!found) return refused('forms.change.no-such-page', { page });
      const questions = inserted(found.questions, question, after);
      if (!questions) return refused('forms.change.no-such-question', { question: after });
      return mapPages(definition, (one) => (one === found ? { ...one, questions } : one));
    }
    case 'add-page': {
      const { section, after, page } = change;
      if (!isNew([definition, base], 'pages', page.id))
        return refused('forms.change.id-taken', { id: page.id });
      const taken = page.questions.find(({ id }) => !isNew([definition, base], 'questions', id));
      if (taken) return refused('forms.change.id-taken', { id: taken.id });
      const found = definition.sections.find(({ id }) => id === section);
      if (!found) return refused('forms.change.no-such-section', { section });
      const pages = inserted(found.pages, page, after);
      if (!pages) return refused('forms.change.no-such-page', { page: after });
      return mapSections(definition, (one) => (one === found ? { ...one, pages } : one));
    }
    case 'reorder': {
      const { page } = change;
      const found = pagesOf(definition).find(({ id }) => id === page);
      if (!found) return refused('forms.change.no-such-page', { page });
      const questions = change.questions.flatMap(
        (wanted) => found.questions.find(({ id }) => id === wanted) ?? [],
      );
      const isSame =
        new Set(change.questions).size === change.questions.length &&
        questions.length === change.questions.length &&
        questions.length === found.questions.length;
      if (!isSame) return refused('forms.change.other-questions', { page });
      return mapPages(definition, (one) => (one === found ? { ...one, questions } : one));
    }
    case 'require': {
      const { question, required } = change;
      const found = findQuestion(definition, question);
      if (!found) return refused('forms.change.no-such-question', { question });
      return (
        (required || !found.required ? null : refusedIfFixed([found])) ??
        mapPages(definition, (page) => ({
          ...page,
          questions: page.questions.map((one) => (one === found ? { ...one, required } : one)),
        }))
      );
    }
  }
}

function refused(reason: ChangeReason, params: Params): Refused {
  return { reason, params };
}

function refusedIfFixed(questions: readonly Question[]): Refused | null {
  const fixed = questions.find((question) => (question.fixed?.length ?? 0) > 0);
  if (!fixed) return null;
  const needs = fixed.fixed?.join(', ') ?? '';
  return refused('forms.change.fixed', { question: fixed.id, needs });
}

/** Puts words of one language to their addresses; refused when an address leads nowhere. */
function rewordAll(
  definition: FormDefinition,
  language: string,
  words: Readonly<Record<string, string>>,
): FormDefinition | Refused {
  const open = new Set(Object.keys(words));
  const reworded = mapWords(definition, (before, address) =>
    open.delete(address) ? { ...before, [language]: words[address] as string } : before,
  );
  const [at] = open;
  return at === undefined ? reworded : refused('forms.change.no-such-words', { at });
}

/** `null` when there is nothing of the id to come after. */
function inserted<One extends { readonly id: string }>(
  list: readonly One[],
  one: One,
  after: string | null,
): One[] | null {
  const at = after === null ? 0 : list.findIndex(({ id }) => id === after) + 1;
  return after !== null && at === 0 ? null : list.toSpliced(at, 0, one);
}

/** Whether no form has a page or question of this id. */
export function isNew(
  forms: readonly FormDefinition[],
  what: 'pages' | 'questions',
  id: string,
): boolean {
  const listOf = what === 'pages' ? pagesOf : questionsOf;
  return forms.every((form) => listOf(form).every((one: { id: string }) => one.id !== id));
}

function findQuestion(definition: FormDefinition, id: string): Question | undefined {
  return questionsOf(definition).find((question) => question.id === id);
}

function mapSections(
  definition: FormDefinition,
  change: (section: Section) => Section,
): FormDefinition {
  return { ...definition, sections: definition.sections.map(change) };
}

function mapPages(definition: FormDefinition, change: (page: Page) => Page): FormDefinition {
  return mapSections(definition, (section) => ({ ...section, pages: section.pages.map(change) }));
}
