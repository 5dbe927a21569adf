import type { Fault } from '#kernel/outcome.ts';
import type { CompiledForm, CompiledPage } from './compile.ts';
import type { Facts, Sight } from './condition.ts';
import { type Question, type Section, say, type Words } from './definition.ts';
import {
  type Answer,
  type Answers,
  answerTo,
  checkValue,
  isBlank,
  isUnfinished,
} from './values.ts';

/**
 * `empty`: nobody was there; `started`: something is missing, or not yet long enough; `faulty`: something that stands
 * there is wrong; `complete`: all that is required stands there and is right. A page where everything is optional is complete
 * once it was looked at, and one that asks nothing always is.
 */
export type Status = 'empty' | 'started' | 'faulty' | 'complete';

/** Of the required questions that are shown: how many there are, and how many are answered without a fault. */
export type Progress = { readonly answered: number; readonly required: number };

export type PageSummary = Progress & {
  readonly id: string;
  readonly section: string;
  readonly status: Status;
  /** ids of the questions shown, notes included */
  readonly questions: readonly string[];
  /** ids of required questions without an answer */
  readonly missing: readonly string[];
  /** what is wrong with the answers that stand there */
  readonly faults: readonly Fault[];
};

export type SectionSummary = {
  readonly id: string;
  readonly title: Words;
  readonly owner: string;
  readonly sensitivity: string;
  readonly status: Status;
  readonly progress: Progress;
  readonly pages: readonly PageSummary[];
};

/** What a form looks like with these answers. Everything is derived; nothing of it is kept. */
export type FormState = {
  /** the sections and pages that are shown, in reading order */
  readonly sections: readonly SectionSummary[];
  readonly pages: readonly PageSummary[];
  readonly progress: Progress;
  /** id of the first page that is not complete; `null` when all are */
  readonly next: string | null;
  /** nothing required is missing and nothing is wrong: it can be handed in */
  readonly complete: boolean;
};

/** Which part of the form is looked at: an owner's, one section. All of it when not said. */
export type Scope = {
  readonly owner?: string | undefined;
  /** id of the section */
  readonly section?: string | undefined;
};

/**
 * The state of a form: which sections, pages and questions are shown, how far each page is, and where to go on. Takes
 * any answers at all, also those of other versions, and never throws.
 *
 * @param facts see `form.facts` for those the form asks for; one that is missing makes its tests false
 */
export function formState(
  form: CompiledForm,
  answers: Answers,
  facts: Facts = {},
  scope: Scope = {},
): FormState {
  const sight = look(form, answers, facts);
  const pages: PageSummary[] = [];
  form.pages.forEach((compiled, number) => {
    if (!isIn(compiled.section, scope) || !sight.shown[form.questions.length + number]) return;
    const summary = summarise(form, compiled, answers, sight);
    if (summary !== null) pages.push(summary);
  });
  const sections = form.definition.sections.flatMap((section) => {
    const own = pages.filter((page) => page.section === section.id);
    return own.length > 0 ? [sectionSummary(section, own)] : [];
  });
  const open = pages.find((page) => page.status !== 'complete');
  return {
    sections,
    pages,
    progress: total(pages),
    next: open?.id ?? null,
    complete: pages.every((page) => page.missing.length === 0 && page.faults.length === 0),
  };
}

/** Which answers count and which sections, pages and questions conditions leave standing. */
export function look(form: CompiledForm, answers: Answers, facts: Facts): Sight {
  const values: unknown[] = new Array(form.questions.length);
  for (let number = 0; number < values.length; number++) {
    const { id, kind } = form.questions[number] as Question;
    const value = answerTo(answers, id);
    values[number] = isBlank(kind, value) ? undefined : value;
  }
  const shown = new Uint8Array(form.steps.length);
  const sight: Sight = { values, shown, facts };
  for (const { node, parent, holds } of form.steps)
    if ((parent < 0 || shown[parent] === 1) && (holds === null || holds(sight))) shown[node] = 1;
  return sight;
}

const none: readonly never[] = [];

/** `null` when the page has nothing to show. */
function summarise(
  form: CompiledForm,
  { page, section, first, end }: CompiledPage,
  answers: Answers,
  sight: Sight,
): PageSummary | null {
  const questions: string[] = [];
  const faults: Fault[] = [];
  const missing: string[] = [];
  let required = 0;
  let answered = 0;
  let asked = 0;
  let seen = 0;
  for (let number = first; number < end; number++) {
    if (!sight.shown[number]) continue;
    const question = form.questions[number] as Question;
    questions.push(question.id);
    if (question.kind === 'note') continue;
    asked++;
    if (question.required) required++;
    const value = sight.values[number];
    if (value === undefined) {
      if (answerTo(answers, question.id) !== undefined) seen++;
      if (question.required) missing.push(question.id);
      continue;
    }
    seen++;
    const before = faults.length;
    checkValue(question, value, question.id, sight.facts, faults);
    if (question.required && faults.length === before) answered++;
  }
  if (questions.length === 0) return null;
  const status =
    asked > 0 && seen === 0
      ? 'empty'
      : faults.length + missing.length === 0
        ? 'complete'
        : faults.every(isUnfinished)
          ? 'started'
          : 'faulty';
  return {
    id: page.id,
    section: section.id,
    status,
    questions,
    required,
    answered,
    missing: missing.length > 0 ? missing : none,
    faults: faults.length > 0 ? faults : none,
  };
}

function isIn(section: Section, { owner, section: id }: Scope): boolean {
  return (
    (owner === undefined || owner === section.owner) && (id === undefined || id === section.id)
  );
}

function sectionSummary(
  { id, title, owner, sensitivity }: Section,
  pages: readonly PageSummary[],
): SectionSummary {
  return { id, title, owner, sensitivity, status: together(pages), progress: total(pages), pages };
}

function together(pages: readonly PageSummary[]): Status {
  if (pages.some((page) => page.status === 'faulty')) return 'faulty';
  if (pages.every((page) => page.status === 'complete')) return 'complete';
  // A page that asks nothing is complete without anybody having been there.
  const untouched = (page: PageSummary) =>
    page.status === 'empty' || (page.status === 'complete' && page.required === 0);
  return pages.every(untouched) ? 'empty' : 'started';
}

function total(pages: readonly Progress[]): Progress {
  let answered = 0;
  let required = 0;
  for (const page of pages) {
    answered += page.answered;
    required += page.required;
  }
  return { answered, required };
}

export type PageQuestion = {
  readonly question: Question;
  readonly label: string;
  readonly hint: string | null;
  /** the answer as it is kept, right or wrong; `null` when there is none */
  readonly value: Answer | null;
  /** what is wrong with the answer that stands there */
  readonly errors: readonly Fault[];
  readonly missing: boolean;
};

/** What a page needs to be shown: its title, the way forth and back, its questions and what is wrong. */
export type PageState = {
  readonly id: string;
  readonly title: string;
  readonly intro: string | null;
  readonly section: { readonly id: string; readonly title: string; readonly owner: string };
  readonly sensitivity: string;
  readonly status: Status;
  /** ids of the pages shown before and after it */
  readonly previous: string | null;
  readonly next: string | null;
  /** counted from 1, of the pages shown */
  readonly position: { readonly number: number; readonly of: number };
  readonly questions: readonly PageQuestion[];
};

/**
 * One page of a form, in words.
 *
 * @param options.language of the words; English where it is missing
 * @param options.state the form's state with the same answers, facts and scope, when it is at hand
 * @returns `null` when the page is hidden or does not exist: `nextReachable` says where to go instead
 */
export function pageState(
  form: CompiledForm,
  answers: Answers,
  facts: Facts,
  pageId: string,
  options: Scope & { readonly language?: string; readonly state?: FormState } = {},
): PageState | null {
  const { language = 'en' } = options;
  const { pages } = options.state ?? formState(form, answers, facts, options);
  const at = pages.findIndex((page) => page.id === pageId);
  const summary = pages[at];
  const compiled = form.pages[form.pageNumbers.get(pageId) ?? -1];
  if (!summary || !compiled) return null;
  const { page, section } = compiled;
  const questions = summary.questions.map((id): PageQuestion => {
    const question = form.questions[form.questionNumbers.get(id) as number] as Question;
    return {
      question,
      label: say(question.label, language),
      hint: question.hint ? say(question.hint, language) : null,
      value: answerTo(answers, id) ?? null,
      errors: summary.faults.filter(({ field }) => field === id || field?.startsWith(`${id}.`)),
      missing: summary.missing.includes(id),
    };
  });
  return {
    id: page.id,
    title: say(page.title, language),
    intro: page.intro ? say(page.intro, language) : null,
    section: { id: section.id, title: say(section.title, language), owner: section.owner },
    sensitivity: section.sensitivity,
    status: summary.status,
    previous: pages[at - 1]?.id ?? null,
    next: pages[at + 1]?.id ?? null,
    position: { number: at + 1, of: pages.length },
    questions,
  };
}

/**
 * Where to go when a page is not shown (an answer hid it, or an old link led there): the first page shown behind
 * its place, else the last one before it. `null` when the form shows no page, or has none of this id.
 */
export function nextReachable(form: CompiledForm, state: FormState, pageId: string): string | null {
  const from = form.pageNumbers.get(pageId);
  if (from === undefined) return null;
  const after = state.pages.find((page) => (form.pageNumbers.get(page.id) as number) >= from);
  return (after ?? state.pages.at(-1))?.id ?? null;
}
