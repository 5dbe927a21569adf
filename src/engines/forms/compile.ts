import type { Params } from '#kernel/outcome.ts';
import {
  type Condition,
  compileCondition,
  type DateBound,
  eachTest,
  type FactTest,
  type Holds,
  isDay,
  type QuestionTest,
} from './condition.ts';
import {
  type Field,
  type FormDefinition,
  fileKinds,
  hasOptions,
  mapWords,
  type Page,
  placeOf,
  type Question,
  type QuestionKind,
  type Section,
} from './definition.ts';
import { type Node, reachOf } from './reach.ts';
import { isDateBound, malformedPlaces } from './shape.ts';

/** Everything that can be wrong with a form: key of its message -> the parameters the message gets. */
export const formFaults = {
  'forms.fault.malformed': [],
  'forms.fault.bad-id': ['id'],
  'forms.fault.duplicate-id': ['id'],
  'forms.fault.bad-language': ['language'],
  'forms.fault.no-english': [],
  'forms.fault.words-missing': ['language'],
  'forms.fault.bad-limit': ['limit'],
  'forms.fault.limits-crossed': [],
  'forms.fault.no-options': [],
  'forms.fault.no-fields': [],
  'forms.fault.bad-field': ['kind'],
  'forms.fault.empty-section': [],
  'forms.fault.empty-page': [],
  'forms.fault.unknown-question': ['question'],
  'forms.fault.unknown-option': ['question', 'option'],
  'forms.fault.bad-date': ['date'],
  'forms.fault.test-does-not-fit': ['question', 'kind', 'test'],
  'forms.fault.later-question': ['question', 'page'],
  'forms.fault.loop': ['loop'],
  'forms.fault.never-holds': ['about'],
  'forms.fault.unreachable': [],
  'forms.fault.no-page': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FormFault = {
  /** such as `sections.school.pages.languages.questions.level.when.all.0`; '' is the form itself */
  readonly place: string;
  readonly reason: keyof typeof formFaults;
  readonly params: Params;
};

export type CompiledPage = {
  readonly page: Page;
  readonly section: Section;
  readonly sectionNumber: number;
  /** its questions are those from `first` to before `end` */
  readonly first: number;
  readonly end: number;
};

/** A form that was found sound. Only `compileForm` makes one. */
export type CompiledForm = {
  readonly definition: FormDefinition;
  /** in reading order */
  readonly pages: readonly CompiledPage[];
  /** of the whole form, in reading order; a question's number is its place here */
  readonly questions: readonly Question[];
  readonly pageNumbers: ReadonlyMap<string, number>;
  readonly questionNumbers: ReadonlyMap<string, number>;
  /** names of the facts the form asks its caller for, sorted */
  readonly facts: readonly string[];
  /** Sections, pages and questions, what decides before what is decided. Numbered as in `reachOf`. */
  readonly steps: readonly {
    readonly node: number;
    readonly parent: number;
    readonly holds: Holds | null;
  }[];
};

/** Which tests of a condition make sense for which kind of question. */
const fitting: Readonly<Record<QuestionKind, readonly string[]>> = {
  text: ['is', 'isNot', 'answered'],
  'long-text': ['answered'],
  number: ['is', 'isNot', 'answered', 'atLeast', 'atMost'],
  date: ['is', 'isNot', 'answered', 'before', 'after'],
  'yes-no': ['is', 'isNot', 'answered'],
  choice: ['is', 'isNot', 'answered'],
  choices: ['includes', 'answered', 'atLeast', 'atMost'],
  scale: ['is', 'isNot', 'answered', 'atLeast', 'atMost'],
  country: ['is', 'isNot', 'answered'],
  languages: ['includes', 'answered', 'atLeast', 'atMost'],
  email: ['answered'],
  phone: ['answered'],
  address: ['answered'],
  'person-name': ['answered'],
  file: ['answered', 'atLeast', 'atMost'],
  list: ['answered', 'atLeast', 'atMost'],
  statement: ['is', 'answered'],
  note: [],
};

/** Kinds of which a row of a list can hold one. */
const notInLists: readonly string[] = ['list', 'languages', 'file', 'statement', 'note'];

type Report = (place: string, reason: FormFault['reason'], params?: Params) => void;

/** A section, page or question with its place; `page` is the number of the page it stands on or begins with. */
type Placed = Node & { readonly place: string; readonly name: string; readonly page: number };

/**
 * Checks a form and makes it usable. Takes anything, such as data out of a file, and never throws.
 *
 * @returns every fault with its place. Faults of conditions that need sound parts to be seen (a loop, something
 *   that can never be shown) are looked for once the parts are sound.
 */
export function compileForm(
  definition: FormDefinition,
): { ok: true; form: CompiledForm } | { ok: false; faults: FormFault[] } {
  const faults: FormFault[] = [];
  const report: Report = (place, reason, params = {}) =>
    void faults.push({ place, reason, params });
  for (const place of malformedPlaces(definition)) report(place, 'forms.fault.malformed');
  if (faults.length > 0) return { ok: false, faults };

  checkParts(definition, report);
  checkWords(definition, report);
  if (faults.some((fault) => fault.reason === 'forms.fault.duplicate-id'))
    return { ok: false, faults };

  const { pages, questions, nodes } = numbered(definition);
  const questionNumbers = new Map(questions.map((question, number) => [question.id, number]));
  checkTests(nodes, questions, questionNumbers, report);
  if (faults.some((fault) => fault.reason === 'forms.fault.unknown-question'))
    return { ok: false, faults };

  const { order, inLoops } = ordered(nodes, questionNumbers, report);
  checkOrder(nodes, questionNumbers, pages, inLoops, report);
  if (faults.length === 0) checkReach(nodes, questions, report);
  if (faults.length > 0) return { ok: false, faults };

  const numberOf = (question: string) => questionNumbers.get(question) as number;
  return {
    ok: true,
    form: {
      definition,
      pages,
      questions,
      pageNumbers: new Map(pages.map(({ page }, number) => [page.id, number])),
      questionNumbers,
      facts: factsOf(nodes, questions),
      steps: order.map((node) => {
        const { parent, when } = nodes[node] as Placed;
        return { node, parent, holds: when ? compileCondition(when, numberOf) : null };
      }),
    },
  };
}

/** Questions are numbered first, then pages, then sections. */
function numbered(definition: FormDefinition) {
  const pages: CompiledPage[] = [];
  const questions: Question[] = [];
  definition.sections.forEach((section, sectionNumber) => {
    for (const page of section.pages) {
      const first = questions.length;
      questions.push(...page.questions);
      pages.push({ page, section, sectionNumber, first, end: questions.length });
    }
  });
  const firstSection = questions.length + pages.length;
  const nodes: Placed[] = [
    ...pages.flatMap(({ page, section }, number) =>
      page.questions.map((question) => ({
        parent: questions.length + number,
        when: question.when,
        place: placeOf(section.id, page.id, question.id),
        name: `questions.${question.id}`,
        page: number,
      })),
    ),
    ...pages.map(({ page, section, sectionNumber }, number) => ({
      parent: firstSection + sectionNumber,
      when: page.when,
      place: placeOf(section.id, page.id),
      name: `pages.${page.id}`,
      page: number,
    })),
    ...definition.sections.map((section) => ({
      parent: -1,
      when: section.when,
      place: placeOf(section.id),
      name: `sections.${section.id}`,
      page: pages.findIndex((one) => one.section === section),
    })),
  ];
  return { pages, questions, nodes };
}

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function checkParts(definition: FormDefinition, report: Report): void {
  const sectionIds = new Set<string>();
  const pageIds = new Set<string>();
  const questionIds = new Set<string>();
  checkId(definition.id, new Set(), 'id', report);
  for (const section of definition.sections) {
    checkId(section.id, sectionIds, placeOf(section.id), report);
    if (section.pages.length === 0) report(placeOf(section.id), 'forms.fault.empty-section');
    for (const page of section.pages) {
      const inPage = placeOf(section.id, page.id);
      checkId(page.id, pageIds, inPage, report);
      if (page.questions.length === 0) report(inPage, 'forms.fault.empty-page');
      for (const question of page.questions) {
        const place = placeOf(section.id, page.id, question.id);
        checkId(question.id, questionIds, place, report);
        checkQuestion(question, place, report);
      }
    }
  }
  if (definition.sections.every((section) => section.pages.length === 0))
    report('', 'forms.fault.no-page');
}

function checkId(id: string, seen: Set<string>, place: string, report: Report): void {
  if (!kebab.test(id) || id.length > 80) report(place, 'forms.fault.bad-id', { id });
  if (seen.has(id)) report(place, 'forms.fault.duplicate-id', { id });
  seen.add(id);
}

function checkQuestion(question: Question | Field, place: string, report: Report): void {
  checkLimits(question, `${place}.limits`, report);
  if (hasOptions(question)) {
    if (question.options.length === 0) report(`${place}.options`, 'forms.fault.no-options');
    const seen = new Set<string>();
    for (const { id } of question.options) checkId(id, seen, `${place}.options.${id}`, report);
  }
  if (question.kind !== 'list') return;
  if (question.fields.length === 0) report(`${place}.fields`, 'forms.fault.no-fields');
  const seen = new Set<string>();
  for (const field of question.fields) {
    const at = `${place}.fields.${field.id}`;
    checkId(field.id, seen, at, report);
    if (notInLists.includes(field.kind) || 'when' in field)
      report(at, 'forms.fault.bad-field', { kind: field.kind });
    else checkQuestion(field, at, report);
  }
}

/** Limits that are numbers, by kind: the least each may be, and whether it counts things. */
const numericLimits: Partial<
  Record<QuestionKind, Readonly<Record<string, 'count' | 'any' | 'step'>>>
> = {
  text: { max: 'count' },
  'long-text': { max: 'count', minWords: 'count' },
  number: { min: 'any', max: 'any', step: 'step' },
  choices: { min: 'count', max: 'count' },
  languages: { min: 'count', max: 'count' },
  file: { max: 'count' },
  list: { min: 'count', max: 'count' },
};

const limitHolds: Readonly<Record<'count' | 'any' | 'step', (value: unknown) => boolean>> = {
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  any: (value) => Number.isFinite(value),
  step: (value) => Number.isFinite(value) && (value as number) > 0,
};

function checkLimits(question: Question | Field, place: string, report: Report): void {
  const limits: Readonly<Record<string, unknown>> =
    'limits' in question ? (question.limits ?? {}) : {};
  const bad = (limit: string) => report(`${place}.${limit}`, 'forms.fault.bad-limit', { limit });
  const crossed = () => report(place, 'forms.fault.limits-crossed');
  for (const [limit, sort] of Object.entries(numericLimits[question.kind] ?? {}))
    if (limits[limit] !== undefined && !limitHolds[sort](limits[limit])) bad(limit);
  const { min, max } = limits;
  if (typeof min === 'number' && typeof max === 'number' && min > max) crossed();
  if (max === 0 && question.kind !== 'number') bad('max');

  if (question.kind === 'scale') {
    const { points } = limits;
    if (!Number.isInteger(points) || Number(points) < 2 || Number(points) > 7) bad('points');
  } else if (question.kind === 'choices') {
    const together = question.options.filter((option) => option.alone !== true).length;
    if (typeof min === 'number' && min > together) crossed();
  } else if (question.kind === 'file') {
    const { accept } = question.limits;
    const known = (one: unknown) => (fileKinds as readonly unknown[]).includes(one);
    if (!Array.isArray(accept) || accept.length === 0 || !accept.every(known)) bad('accept');
    if (max === undefined) bad('max');
  } else if (question.kind === 'country') {
    const among: unknown = question.limits?.among;
    const isCode = (one: unknown) => typeof one === 'string' && /^[A-Z]{2}$/.test(one);
    if (among !== undefined && !(Array.isArray(among) && among.length > 0 && among.every(isCode)))
      bad('among');
  } else if (question.kind === 'date') {
    const { notBefore, notAfter } = question.limits ?? {};
    const isBound = (one: DateBound) => isDateBound(one) && (typeof one !== 'string' || isDay(one));
    if (notBefore !== undefined && !isBound(notBefore)) bad('notBefore');
    if (notAfter !== undefined && !isBound(notAfter)) bad('notAfter');
    if (typeof notBefore === 'string' && typeof notAfter === 'string' && notBefore > notAfter)
      crossed();
  }
}

function checkWords(definition: FormDefinition, report: Report): void {
  const { languages } = definition;
  if (!languages.includes('en')) report('languages', 'forms.fault.no-english');
  languages.forEach((language, i) => {
    const isNew = languages.indexOf(language) === i;
    if (!isNew || !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language))
      report(`languages.${i}`, 'forms.fault.bad-language', { language });
  });
  mapWords(definition, (words, _address, place) => {
    for (const language of new Set(languages))
      if (!Object.hasOwn(words, language) || words[language]?.trim() === '')
        report(place, 'forms.fault.words-missing', { language });
    return words;
  });
}

function eachWhen(nodes: readonly Placed[], visit: (when: Condition, node: Placed) => void): void {
  for (const node of nodes) if (node.when !== undefined) visit(node.when, node);
}

/** Whether every test names a question that is there, and makes sense for it. */
function checkTests(
  nodes: readonly Placed[],
  questions: readonly Question[],
  numbers: ReadonlyMap<string, number>,
  report: Report,
): void {
  eachWhen(nodes, (when, node) =>
    eachTest(when, `${node.place}.when`, (test, place) => {
      for (const day of daysOf(test))
        if (!isDay(day)) report(place, 'forms.fault.bad-date', { date: day });
      if ('fact' in test) return;
      const asked = questions[numbers.get(test.question) ?? -1];
      if (!asked) return report(place, 'forms.fault.unknown-question', { question: test.question });
      const name = Object.keys(test).find((key) => key !== 'question') ?? '';
      if (!fitting[asked.kind].includes(name))
        return report(place, 'forms.fault.test-does-not-fit', {
          question: asked.id,
          kind: asked.kind,
          test: name,
        });
      const option = optionOf(test);
      if (option !== null && hasOptions(asked) && !asked.options.some((one) => one.id === option))
        report(place, 'forms.fault.unknown-option', { question: asked.id, option });
    }),
  );
}

function optionOf(test: QuestionTest): string | null {
  if ('includes' in test) return test.includes;
  if ('is' in test) return String(test.is);
  return 'isNot' in test ? String(test.isNot) : null;
}

function daysOf(test: QuestionTest | FactTest): string[] {
  const bounds = ['before' in test && test.before, 'after' in test && test.after];
  return bounds.filter((bound) => typeof bound === 'string');
}

/** What decides about each thing: what it stands in, and the questions its condition tests. */
function decidersOf(node: Placed, numbers: ReadonlyMap<string, number>): number[] {
  const deciders = node.parent < 0 ? [] : [node.parent];
  if (node.when !== undefined)
    eachTest(node.when, '', (test) => {
      if ('question' in test) deciders.push(numbers.get(test.question) as number);
    });
  return deciders;
}

/** Sorts things behind what decides about them, and reports the loops that forbid it. */
function ordered(
  nodes: readonly Placed[],
  numbers: ReadonlyMap<string, number>,
  report: Report,
): { order: number[]; inLoops: ReadonlySet<string> } {
  const order: number[] = [];
  const inLoops = new Set<string>();
  const state = new Map<number, 'open' | 'done'>();
  const way: number[] = [];
  const visit = (number: number) => {
    state.set(number, 'open');
    way.push(number);
    for (const next of decidersOf(nodes[number] as Placed, numbers)) {
      if (state.get(next) === 'open') {
        const loop = [...way.slice(way.indexOf(next)), next];
        loop.forEach((one, i) => void inLoops.add(`${one} ${loop[i + 1]}`));
        const round = loop.map((one) => nodes[one] as Placed);
        // The condition that closes the loop, not the page that a question merely stands on.
        const guilty = round.findLast(
          (node, i) => i < loop.length - 1 && node.parent !== loop[i + 1],
        );
        report(`${guilty?.place}.when`, 'forms.fault.loop', {
          loop: round.map(({ name }) => name).join(' → '),
        });
      } else if (!state.has(next)) visit(next);
    }
    way.pop();
    state.set(number, 'done');
    order.push(number);
  };
  nodes.forEach((_, number) => void (state.has(number) || visit(number)));
  return { order, inLoops };
}

/** Nothing may wait for an answer that is asked on a later page: whoever goes page by page would miss it. */
function checkOrder(
  nodes: readonly Placed[],
  numbers: ReadonlyMap<string, number>,
  pages: readonly CompiledPage[],
  inLoops: ReadonlySet<string>,
  report: Report,
): void {
  nodes.forEach((node, number) => {
    if (node.when === undefined) return;
    eachTest(node.when, `${node.place}.when`, (test, place) => {
      if (!('question' in test)) return;
      const other = numbers.get(test.question) as number;
      const { page } = nodes[other] as Placed;
      if (page > node.page && !inLoops.has(`${number} ${other}`))
        report(place, 'forms.fault.later-question', {
          question: test.question,
          page: (pages[page] as CompiledPage).page.id,
        });
    });
  });
}

function checkReach(
  nodes: readonly Placed[],
  questions: readonly Question[],
  report: Report,
): void {
  const reach = reachOf(nodes, questions);
  const blamed = new Set<Placed>();
  eachWhen(nodes, (when, node) =>
    eachTest(when, `${node.place}.when`, (test, place) => {
      if (reach.canHold(test)) return;
      blamed.add(node);
      const about = 'question' in test ? test.question : test.fact;
      report(place, 'forms.fault.never-holds', { about });
    }),
  );
  const canShow = nodes.map((_, number) => reach.canShow(number));
  nodes.forEach((node, number) => {
    // What stands in something unreachable, or has a test that never holds, is explained by that.
    const isExplained = blamed.has(node) || (node.parent >= 0 && !canShow[node.parent]);
    if (!canShow[number] && !isExplained) report(node.place, 'forms.fault.unreachable');
  });
  const isPage = (node: Placed) => node.name.startsWith('pages.');
  if (!nodes.some((node, number) => isPage(node) && canShow[number]))
    report('', 'forms.fault.no-page');
}

function factsOf(nodes: readonly Placed[], questions: readonly Question[]): string[] {
  const facts = new Set<string>();
  const add = (bound: DateBound | undefined) => {
    if (typeof bound === 'object') facts.add(bound.fact);
  };
  eachWhen(nodes, (when) =>
    eachTest(when, '', (test) => {
      if ('fact' in test) facts.add(test.fact);
      if ('before' in test) add(test.before);
      if ('after' in test) add(test.after);
    }),
  );
  const fields = questions.flatMap((question) => (question.kind === 'list' ? question.fields : []));
  for (const question of [...questions, ...fields]) {
    if (question.kind !== 'date') continue;
    add(question.limits?.notBefore);
    add(question.limits?.notAfter);
  }
  return [...facts].sort();
}
