import {
  type Answers,
  type AnswerWords,
  type CompiledForm,
  type Facts,
  type FormState,
  type Frozen,
  formState,
  freeze,
} from '#engines/forms/index.ts';
import { interests } from '#kernel/interests.ts';
import { languageIn } from '#kernel/languages.ts';
import { isSealed } from '#modules/forms/core/index.ts';
import { allergyKinds, type PlacementWishes, placementWishes } from '../schema.ts';
import type { FrozenApplication } from '../types.ts';

/** The pages the pupil sees, whatever section they are in. */
export function stateOfApplication(form: CompiledForm, answers: Answers, facts: Facts): FormState {
  return formState(form, answers, facts, { owner: 'pupil' });
}

/** Pages that are complete, of those that are shown. One whose fields hold something that is no answer yet is not. */
export function progressOf(
  state: FormState,
  typed: Readonly<Record<string, unknown>>,
): { done: number; asked: number } {
  const open = openPages(state, typed);
  return { done: state.pages.length - open.length, asked: state.pages.length };
}

/** Ids of the pages that keep the application from being sent, in reading order. */
export function openPages(state: FormState, typed: Readonly<Record<string, unknown>>): string[] {
  return state.pages
    .filter((page) => page.status !== 'complete' || typed[page.id] !== undefined)
    .map((page) => page.id);
}

/** Ids of all questions that are asked where health is asked about, shown or not. */
export function sealedQuestions(form: CompiledForm): Set<string> {
  return new Set(
    form.pages.flatMap(({ section, page }) =>
      isSealed(section) ? page.questions.map((question) => question.id) : [],
    ),
  );
}

export function isSealedPage(form: CompiledForm, pageId: string): boolean {
  const page = form.pages[form.pageNumbers.get(pageId) ?? -1];
  return page !== undefined && isSealed(page.section);
}

/** Takes apart what is kept openly and what is sealed. */
export function parted<T>(
  all: Readonly<Record<string, T>>,
  isSealedKey: (key: string) => boolean,
): { open: Record<string, T>; sealed: Record<string, T> } {
  const entries = Object.entries(all);
  return {
    open: Object.fromEntries(entries.filter(([key]) => !isSealedKey(key))),
    sealed: Object.fromEntries(entries.filter(([key]) => isSealedKey(key))),
  };
}

/**
 * What was answered, in the words it was read in: what everybody who reads the application reads, and what the family
 * alone does.
 */
export function inWords(
  form: CompiledForm,
  answers: Answers,
  facts: Facts,
  language: string,
  words: AnswerWords,
): { open: FrozenApplication; sealed: FrozenApplication } {
  const { sections } = freeze(form, answers, facts, language, words, { owner: 'pupil' });
  const of = (which: (section: Frozen['sections'][number]) => boolean): FrozenApplication => ({
    language,
    parts: sections.filter(which).flatMap((section) =>
      section.pages
        .filter((page) => page.lines.length > 0)
        .map((page) => ({
          id: page.id,
          title: page.title,
          lines: page.lines.map(({ label, answer }) => ({ question: label, answer })),
        })),
    ),
  });
  return { open: of((section) => !isSealed(section)), sealed: of(isSealed) };
}

/** The questions about food of the product's form: an adaptation keeps them, and what was answered once stood in clear. */
export const foodQuestions = [
  'has-allergies',
  'allergies',
  'serious-allergies',
  'other-allergy',
  'diet',
  'food-more',
] as const;

const texts = (answer: unknown): string[] =>
  Array.isArray(answer) ? answer.filter((one) => typeof one === 'string') : [];
const text = (answer: unknown): string => (typeof answer === 'string' ? answer : '');

/**
 * What placement has to know, out of the pupil's answers by question. Null while a question that the rules need has no
 * answer: nobody is placed as if there were no allergy.
 */
export function placementWishesIn(answers: Answers): PlacementWishes | null {
  const has = answers['has-allergies'];
  if (typeof has !== 'boolean') return null;
  const serious = has ? texts(answers['serious-allergies']) : [];
  const kinds = has ? [...new Set([...texts(answers.allergies), ...serious])] : [];
  if (has && kinds.length === 0) return null;
  const attitude = (to: string) => text(answers[`accepts-${to}`]).replaceAll('-', '_');
  const wishes = placementWishes.safeParse({
    allergies: kinds
      .filter((kind) => (allergyKinds as readonly string[]).includes(kind))
      .map((kind) => ({ kind, severity: serious.includes(kind) ? 'serious' : 'mild' })),
    otherAllergy: has && kinds.includes('other') ? text(answers['other-allergy']) : '',
    diet: answers.diet,
    smokes: answers.smokes,
    acceptsSmoking: attitude('smoking'),
    acceptsPets: attitude('pets'),
    acceptsSharedRoom: attitude('shared-room'),
    acceptsSingleAdult: attitude('single-adult'),
  });
  return wishes.success ? wishes.data : null;
}

/** What the pupil says about themselves to those who look for a family, and to the family. No health. */
export type OwnProfile = {
  interests: string[];
  /** activity that must go on during the stay; '' when none */
  mustContinue: string;
  /** ISO 639, mother tongue first; one that has no code known here stands in the pupil's words */
  languages: string[];
  /** what a family should know about the days at home, in the pupil's words */
  everyday: string;
  letter: string;
};

export function profileIn(answers: Answers): OwnProfile {
  const listed = text(answers['mother-tongue']);
  const tongue = listed === 'other' ? languageIn(text(answers['mother-tongue-other'])) : listed;
  const others = Array.isArray(answers['other-languages']) ? answers['other-languages'] : [];
  return {
    interests: texts(answers.interests).filter((i) => (interests as readonly string[]).includes(i)),
    mustContinue: text(answers['must-continue']),
    languages: [
      ...(tongue ? [tongue] : []),
      ...others.flatMap((row) =>
        typeof row === 'object' && row !== null && 'language' in row ? [text(row.language)] : [],
      ),
    ],
    everyday: text(answers.everyday),
    letter: text(answers.letter),
  };
}
