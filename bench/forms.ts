import {
  type Answer,
  type Answers,
  type CompiledForm,
  type Condition,
  compileForm,
  type Facts,
  type FormDefinition,
  formState,
  type Page,
  type Question,
  type Words,
} from '#engines/forms/index.ts';
import { median } from './machine.ts';

/** Numbers that look thrown but come the same every time; `below(n)` is 0 to n - 1. */
function dice(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const inBoth = (text: string): Words => ({ en: text, fr: `${text} (fr)` });
const options = ['red', 'green', 'blue', 'none'].map((id) => ({
  id,
  label: inBoth(id),
  ...(id === 'none' && { alone: true }),
}));

/** The kinds in turn; the first eight can decide about others. */
function questionOf(number: number, required: boolean): Question {
  const common = { id: `q${number}`, label: inBoth(`Question ${number}`), required };
  const field = { label: inBoth('Part'), required: true };
  const kinds: Question[] = [
    { ...common, kind: 'yes-no' },
    { ...common, kind: 'choice', options: options.map(({ id, label }) => ({ id, label })) },
    { ...common, kind: 'number', limits: { min: 0, max: 20, step: 1 } },
    { ...common, kind: 'choices', options, limits: { max: 3 } },
    {
      ...common,
      kind: 'scale',
      limits: { points: 5 },
      ends: { low: inBoth('never'), high: inBoth('always') },
    },
    {
      ...common,
      kind: 'date',
      limits: { notBefore: '2000-01-01', notAfter: { fact: 'today' } },
    },
    { ...common, kind: 'country' },
    { ...common, kind: 'languages', limits: { max: 4 } },
    { ...common, kind: 'text', limits: { max: 80 } },
    { ...common, kind: 'long-text', limits: { minWords: 3 } },
    { ...common, kind: 'email' },
    { ...common, kind: 'phone' },
    { ...common, kind: 'person-name' },
    { ...common, kind: 'address' },
    { ...common, kind: 'file', limits: { accept: ['image', 'pdf'], max: 3 } },
    {
      ...common,
      kind: 'list',
      fields: [
        { ...field, id: 'name', kind: 'person-name' },
        { ...field, id: 'born', kind: 'date' },
        { ...field, id: 'lives-here', kind: 'yes-no', required: false },
      ],
    },
    { ...common, kind: 'statement' },
    { id: common.id, label: common.label, kind: 'note' },
  ];
  return kinds[number % kinds.length] as Question;
}

function testOf(question: Question, throwDice: (below: number) => number): Condition | null {
  const about = { question: question.id };
  switch (question.kind) {
    case 'yes-no':
      return { ...about, is: throwDice(2) === 0 };
    case 'choice':
      return { ...about, isNot: 'red' };
    case 'number':
      return throwDice(2) ? { ...about, atLeast: 12 } : { not: { ...about, atMost: 5 } };
    case 'choices':
      return { ...about, includes: 'green' };
    case 'scale':
      return { ...about, atMost: 4 };
    case 'date':
      return { ...about, after: '2010-06-01' };
    case 'country':
      return { ...about, is: 'BE' };
    case 'languages':
      return {
        any: [
          { ...about, includes: 'fr' },
          { ...about, answered: false },
        ],
      };
    default:
      return null;
  }
}

/**
 * A questionnaire as large as any we expect: pages of five questions, four pages a section, owners in turn. Each
 * question decides about one thing at most, so that everything can be shown.
 */
export function largeForm(questions = 120, conditions = 40, seed = 1): FormDefinition {
  const throwDice = dice(seed);
  const asked = Array.from({ length: questions }, (_, i) => questionOf(i, throwDice(3) > 0));
  const deciders = asked.flatMap((question) => testOf(question, throwDice) ?? []);
  const whens = new Map<string, Condition>();
  const numberIn = (test: Condition) => Number(/"q(\d+)"/.exec(JSON.stringify(test))?.[1]);
  for (const test of deciders) {
    if (whens.size === conditions) break;
    const from = numberIn(test);
    // about a question further on, sometimes about the page it begins
    const about = from + 5 + throwDice(Math.max(1, Math.min(30, questions - from - 6)));
    const name = about % 5 === 0 && throwDice(3) === 0 ? `p${about / 5}` : `q${about}`;
    if (about >= questions || whens.has(name)) continue;
    whens.set(name, throwDice(4) === 0 ? { all: [test, { fact: 'age', atLeast: 14 }] } : test);
  }
  // Whatever the dice left over follows its neighbour.
  for (let i = 1; whens.size < conditions && i < questions; i++)
    if (!whens.has(`q${i}`)) whens.set(`q${i}`, { fact: 'age', atLeast: 10 + (i % 5) });

  const whenOf = (name: string) => {
    const when = whens.get(name);
    return when ? { when } : {};
  };
  const pages = Array.from(
    { length: Math.ceil(questions / 5) },
    (_, i): Page => ({
      id: `p${i}`,
      title: inBoth(`Page ${i}`),
      ...whenOf(`p${i}`),
      questions: asked.slice(i * 5, i * 5 + 5).map((question) => ({
        ...question,
        ...whenOf(question.id),
      })),
    }),
  );
  return {
    id: `large-${seed}`,
    languages: ['en', 'fr'],
    title: inBoth('A large form'),
    sections: Array.from({ length: Math.ceil(pages.length / 4) }, (_, i) => ({
      id: `s${i}`,
      title: inBoth(`Section ${i}`),
      owner: ['pupil', 'guardian', 'physician'][i % 3] as string,
      sensitivity: ['profile', 'contact', 'health'][i % 3] as string,
      pages: pages.slice(i * 4, i * 4 + 4),
    })),
  };
}

/** A good answer to every question; some are left out, one in `gaps` (0: none). */
export function answersTo(form: CompiledForm, seed = 1, gaps = 0): Answers {
  const throwDice = dice(seed);
  const answers: Record<string, Answer | null> = {};
  for (const question of form.questions) {
    const answer = answerTo(question, throwDice);
    if (gaps > 0 && throwDice(gaps) === 0) continue;
    if (answer !== null) answers[question.id] = answer;
  }
  return answers;
}

const name = { given: 'Ada', family: 'Peeters' };

function answerTo(question: Question, throwDice: (below: number) => number): Answer | null {
  switch (question.kind) {
    case 'yes-no':
      return throwDice(2) === 0;
    case 'choice':
      return question.options[throwDice(question.options.length)]?.id ?? null;
    case 'number':
      return throwDice(21);
    case 'choices':
      return throwDice(4) === 0 ? ['none'] : ['red', 'green', 'blue'].slice(0, 1 + throwDice(3));
    case 'scale':
      return 1 + throwDice(question.limits.points);
    case 'date':
      return `20${10 + throwDice(10)}-0${1 + throwDice(9)}-1${throwDice(10)}`;
    case 'country':
      return ['BE', 'ES', 'LV'][throwDice(3)] as string;
    case 'languages':
      return [
        { language: 'fr', level: 'B1' },
        { language: 'nl', level: 'C2' },
      ].slice(throwDice(2));
    case 'text':
      return 'A line of text';
    case 'long-text':
      return 'Some words about me,\non two lines.';
    case 'email':
      return 'ada@example.org';
    case 'phone':
      return '+32 470 12 34 56';
    case 'person-name':
      return name;
    case 'address':
      return { street: 'Rue Haute 1', postcode: '1000', city: 'Bruxelles', country: 'BE' };
    case 'file':
      return ['fil_1', 'fil_2'].slice(throwDice(2));
    case 'list':
      return [
        { name, born: '2009-05-17', 'lives-here': true },
        { name, born: '2011-01-02', 'lives-here': null },
      ].slice(throwDice(2));
    case 'statement':
      return true;
    case 'note':
      return null;
  }
}

export const largeFacts: Facts = { age: 16, country: 'BE', today: '2026-09-01' };

/** The form of `seed`, found sound. */
export function compiledLarge(seed = 1): CompiledForm {
  const compiled = compileForm(largeForm(120, 40, seed));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.form;
}

/**
 * Milliseconds to compute the state of a form of 120 questions and 40 conditions, all of it answered, and how many
 * times that is what it takes to parse these answers from JSON.
 */
export function measureFormState(): { ms: number; ratio: number } {
  const form = compiledLarge();
  const kept = [1, 2, 3, 4].map((seed) => answersTo(form, seed));
  const texts = kept.map((answers) => JSON.stringify(answers));
  const timed = (work: (which: number) => unknown) => {
    const begun = performance.now();
    for (let i = 0; i < 500; i++) work(i % 4);
    return (performance.now() - begun) / 500;
  };
  const rounds = Array.from({ length: 8 }, () => ({
    state: timed((which) => formState(form, kept[which] as Answers, largeFacts)),
    parse: timed((which) => JSON.parse(texts[which] as string)),
  })).slice(1);
  return {
    ms: median(rounds.map(({ state }) => state)),
    ratio: median(rounds.map(({ state, parse }) => state / parse)),
  };
}
