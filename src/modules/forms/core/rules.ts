import {
  type CompiledForm,
  compileForm,
  type Facts,
  type FormChange,
  type FormDefinition,
  type FormState,
  fieldsOf,
  formState,
  type Known,
  mapWords,
  type Page,
  pageState,
  type Question,
  type ReadAnswers,
  readAnswers,
  type Section,
  type Words,
} from '#engines/forms/index.ts';
import { defineWorkflow, isState as isStateOf } from '#engines/workflow/index.ts';
import { ageOn } from '#kernel/dates.ts';
import type { FormPage, RequestCircumstances, RequestState } from './types.ts';

/** An answer may be written this long after it was asked for; a reminder gives another while. */
export const daysToAnswer = 60;
export const daysAfterReminder = 30;

/** The largest file that is taken as an answer, in bytes: 12 MB, as phones make photos. */
export const fileBytes = 12 * 1024 * 1024;

type Subject = { readonly complete: boolean };

/** From the question to the answer. `save` is every page that is kept. */
export const requestLifecycle = defineWorkflow({
  name: 'form-request',
  initial: 'asked',
  states: {
    asked: {},
    opened: {},
    draft: {},
    submitted: { final: true },
    declined: {},
    recalled: { final: true },
  },
  transitions: [
    { name: 'open', from: ['asked'], to: 'opened', by: ['addressee'] },
    { name: 'save', from: ['asked', 'opened', 'draft'], to: 'draft', by: ['addressee'] },
    {
      name: 'submit',
      from: ['asked', 'opened', 'draft'],
      to: 'submitted',
      by: ['addressee'],
      guards: [{ id: 'complete', test: (r: Subject) => r.complete }],
    },
    { name: 'decline', from: ['asked', 'opened', 'draft'], to: 'declined', by: ['addressee'] },
    {
      name: 'ask-again',
      from: ['asked', 'opened', 'draft', 'declined'],
      to: 'asked',
      by: ['asker'],
    },
    {
      name: 'recall',
      from: ['asked', 'opened', 'draft', 'declined'],
      to: 'recalled',
      by: ['asker'],
    },
  ],
});

export function isState(word: string): word is RequestState {
  return isStateOf(requestLifecycle, word);
}

/** Whether an answer is still waited for. */
export function isOpen(state: RequestState): boolean {
  return state === 'asked' || state === 'opened' || state === 'draft';
}

/** Why nothing can be written into a request any more, as the key of a sentence; null while it can. */
export function closedBecause(
  state: RequestState,
  at: RequestCircumstances,
  now: Temporal.Instant,
): string | null {
  if (state === 'submitted') return 'forms.refused.submitted';
  if (state === 'declined') return 'forms.refused.declined';
  if (state === 'recalled') return 'forms.refused.recalled';
  const over = overBecause(at);
  if (over === 'of-age') return 'forms.refused.of-age';
  if (over === 'not-guardian') return 'forms.refused.not-guardian';
  return Temporal.Instant.compare(at.expiresAt, now) <= 0 ? 'forms.refused.expired' : null;
}

/** Whether somebody who was asked as a guardian is no more the one to answer. */
export function overBecause(
  at: Pick<RequestCircumstances, 'asGuardian' | 'subjectIsOfAge' | 'stillGuards'>,
): 'of-age' | 'not-guardian' | null {
  if (!at.asGuardian) return null;
  if (at.subjectIsOfAge) return 'of-age';
  return at.stillGuards ? null : 'not-guardian';
}

/** Eighteen is the age of majority in every country of the programme but Scotland's 16, which takes no part. */
export function isOfAge(
  birthDate: Temporal.PlainDate | null | undefined,
  today: Temporal.PlainDate,
): boolean {
  return birthDate ? ageOn(birthDate, today) >= 18 : false;
}

/** When somebody may be reminded again: not twice within a day. Null when now. */
export function nextReminder(
  last: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const next = last.add({ hours: 24 });
  return Temporal.Instant.compare(next, now) > 0 ? next : null;
}

/** What a form may ask its caller for: the day, and the age of who it is about. */
export function factsFor(
  subject: { readonly birthDate: Temporal.PlainDate | null } | null,
  today: Temporal.PlainDate,
): Facts {
  return {
    today: today.toString(),
    ...(subject?.birthDate ? { age: ageOn(subject.birthDate, today) } : {}),
  };
}

/** The section of a form by its id. */
export function sectionOf(definition: FormDefinition, sectionId: string): Section | undefined {
  return definition.sections.find((section) => section.id === sectionId);
}

/** What people call what they are asked: the form's title, or the section's where a form has several. */
export function titleOf(definition: FormDefinition, section: Section): Words {
  return definition.sections.length === 1 ? definition.title : section.title;
}

/** How long a section takes, in minutes: half a minute for a question to pick, two for one to write. */
export function minutesFor(section: Section): number {
  const asked = section.pages.flatMap((page) => page.questions.filter((q) => q.kind !== 'note'));
  const minutes = asked.reduce(
    (sum, q) => sum + (q.kind === 'long-text' || q.kind === 'list' ? 2 : 0.5),
    0,
  );
  return Math.max(2, Math.ceil(minutes / 5) * 5);
}

/** What somebody types may hold health data: then it is sealed, and never kept in a browser. */
export function isSealed(section: Pick<Section, 'sensitivity'>): boolean {
  return section.sensitivity === 'health';
}

/** A form that was published is sound; one that is not is a mistake of ours. */
export function soundForm(definition: FormDefinition): CompiledForm {
  const compiled = compileForm(definition);
  if (compiled.ok) return compiled.form;
  const places = compiled.faults.map((f) => `${f.place} ${f.reason}`).join('; ');
  throw new Error(`form "${definition.id}" is not sound: ${places}`);
}

/** The state of one section: the pages its owner sees. */
export function stateOfSection(
  form: CompiledForm,
  sectionId: string,
  answers: Known['answers'],
  facts: Facts,
): FormState {
  const owner = sectionOf(form.definition, sectionId)?.owner;
  const whole = formState(form, answers ?? {}, facts, { owner });
  const sections = whole.sections.filter((section) => section.id === sectionId);
  const pages = whole.pages.filter((page) => page.section === sectionId);
  return {
    sections,
    pages,
    progress: sections[0]?.progress ?? { answered: 0, required: 0 },
    next: pages.find((page) => page.status !== 'complete')?.id ?? null,
    complete: pages.every((page) => page.missing.length === 0 && page.faults.length === 0),
  };
}

/**
 * A page as it is drawn. Null when it is hidden or does not exist.
 * @param options.typed what stands in its fields, where that is not what the answers say
 */
export function pageOf(
  form: CompiledForm,
  sectionId: string,
  pageId: string,
  known: {
    answers: NonNullable<Known['answers']>;
    facts: Facts;
    language: string;
    typed?: Readonly<Record<string, readonly string[]>> | undefined;
    state?: FormState;
  },
): FormPage | null {
  const state = known.state ?? stateOfSection(form, sectionId, known.answers, known.facts);
  const page = pageState(form, known.answers, known.facts, pageId, {
    language: known.language,
    state,
  });
  if (!page) return null;
  return {
    ...page,
    language: known.language,
    fields: known.typed ?? fieldsOf(form, pageId, known.answers),
  };
}

/**
 * Reads the fields of one page as a form sends them.
 * @returns answers to lay over those of the form, and what is wrong
 */
export function readPage(
  form: CompiledForm,
  pageId: string,
  values: Readonly<Record<string, readonly string[]>>,
  known: Known = {},
): ReadAnswers {
  return readAnswers(form, pageId, new Map(Object.entries(values)), known);
}

/**
 * Lays new changes behind those there are. A wording changed twice is changed once; hiding what was added takes the
 * addition back; showing again what was hidden is taking back the hiding, which is its own command.
 */
export function settledChanges(
  base: FormDefinition,
  before: readonly FormChange[],
  added: readonly FormChange[],
): FormChange[] {
  let changes = [...before];
  for (const change of added) {
    if (change.do === 'reword') {
      const inAdded = changes.findIndex(
        (c) => c.do === 'reword' && c.at === change.at && c.language === change.language,
      );
      if (inAdded >= 0) {
        changes[inAdded] = change;
        continue;
      }
    }
    if (change.do === 'require')
      changes = changes.filter((c) => !(c.do === 'require' && c.question === change.question));
    if (change.do === 'reorder')
      changes = changes.filter((c) => !(c.do === 'reorder' && c.page === change.page));
    if (change.do === 'hide-question' && !questionIn(base, change.question)) {
      const { question } = change;
      changes = changes.filter(
        (c) =>
          !(c.do === 'add-question' && c.question.id === question) &&
          !(c.do === 'require' && c.question === question) &&
          !(c.do === 'reword' && c.at.startsWith(`questions.${question}.`)),
      );
      changes = changes.map((c) =>
        c.do === 'reorder' ? { ...c, questions: c.questions.filter((id) => id !== question) } : c,
      );
      continue;
    }
    changes.push(change);
  }
  return changes;
}

/** The changes that change something: a form sends every wording, also those that stay. */
export function changesThatMatter(
  current: FormDefinition,
  added: readonly FormChange[],
): FormChange[] {
  const words = new Map<string, Words>();
  mapWords(current, (there, address) => {
    words.set(address, there);
    return there;
  });
  return added.filter(
    (change) =>
      change.do !== 'reword' || words.get(change.at)?.[change.language] !== change.text.trim(),
  );
}

function questionIn(definition: FormDefinition, id: string): Question | undefined {
  return definition.sections
    .flatMap((section) => section.pages.flatMap((page) => page.questions))
    .find((question) => question.id === id);
}

/**
 * What a place names: `sections.a.pages.b.questions.c.label`, an address of a wording (`questions.c.hint`) or
 * `changes.3`. Finds also what the changes add.
 */
export function partsIn(
  definition: FormDefinition,
  place: string,
  changes: readonly FormChange[] = [],
): { section?: Section; page?: Page; question?: Question } {
  const change = changes[Number(/^changes\.(\d+)/.exec(place)?.[1] ?? -1)];
  if (change) {
    const about =
      'question' in change
        ? typeof change.question === 'string'
          ? `questions.${change.question}`
          : `questions.${change.question.id}`
        : 'at' in change
          ? change.at
          : 'page' in change
            ? `pages.${typeof change.page === 'string' ? change.page : change.page.id}`
            : '';
    return about ? partsIn(definition, about, changes) : {};
  }
  const id = (what: string) => new RegExp(`(?:^|\\.)${what}\\.([a-z0-9-]+)`).exec(place)?.[1];
  const sections = definition.sections;
  const pages = [
    ...sections.flatMap((s) => s.pages),
    ...changes.flatMap((c) => (c.do === 'add-page' ? [c.page] : [])),
  ];
  const questions = [
    ...pages.flatMap((p) => p.questions),
    ...changes.flatMap((c) => (c.do === 'add-question' ? [c.question] : [])),
  ];
  const section = sections.find((s) => s.id === id('sections'));
  const page = pages.find((p) => p.id === id('pages'));
  const question = questions.find((q) => q.id === id('questions'));
  return {
    ...(section ? { section } : {}),
    ...(page ? { page } : {}),
    ...(question ? { question } : {}),
  };
}

/** Why somebody needs a question to stay as it is, in the words of forms. */
export const needs = ['documents', 'matching', 'selection', 'care'] as const;

/** The kinds of question an organisation can add by hand; the others need more than a line of words. */
export const kindsToAdd = [
  'text',
  'long-text',
  'yes-no',
  'choice',
  'choices',
  'number',
  'date',
  'note',
] as const;
export type KindToAdd = (typeof kindsToAdd)[number];

/**
 * A question out of what somebody typed: its words in the form's languages, its options line by line.
 * @param id unique in the form
 * @param options one line an option, by language; the first language's lines count
 */
export function questionToAdd(
  id: string,
  kind: KindToAdd,
  words: { label: Words; hint: Words },
  options: Readonly<Record<string, readonly string[]>>,
  required: boolean,
): Question {
  const common = {
    id,
    label: words.label,
    ...(Object.values(words.hint).some((text) => text !== '') ? { hint: words.hint } : {}),
    ...(required && kind !== 'note' ? { required: true } : {}),
  };
  if (kind !== 'choice' && kind !== 'choices') return { ...common, kind } as Question;
  const english = options.en ?? [];
  return {
    ...common,
    kind,
    options: english.map((_, i) => ({
      id: `o${i + 1}`,
      label: Object.fromEntries(
        Object.entries(options).map(([language, lines]) => [
          language,
          lines[i] ?? (english[i] as string),
        ]),
      ),
    })),
  };
}

/**
 * The language a form is read in. Pages come in the reader's choice of the product's languages; a form that was
 * translated into the language somebody was asked in, which the product does not have, is read in that.
 */
export function wordingLanguage(
  form: CompiledForm,
  at: { asked: string; shown: string; ours: readonly string[] },
): string {
  const has = form.definition.languages.includes(at.asked);
  return has && !at.ours.includes(at.asked) ? at.asked : at.shown;
}
