/**
 * Whether something can ever be shown. Every question and fact that conditions test is reduced to the few values
 * that the tests can tell apart; then the values are tried in turn, in three-valued logic, so that most tries end
 * early. Sound: "no" is proven. Where there is too much to try, or a test depends on what only the caller knows,
 * the answer is "yes".
 */
import {
  type Condition,
  eachTest,
  type FactTest,
  isDay,
  type QuestionTest,
  type Test,
  testOf,
} from './condition.ts';
import { defaultLimits, type Question } from './definition.ts';

/** A section, page or question: what it stands in (by number, -1 for nothing) and when it is shown. */
export type Node = { readonly parent: number; readonly when: Condition | undefined };

/** A question or fact, and its telling values; `null` when there are too many. */
type Variable = { readonly values: readonly unknown[] | null };

type Maybe = boolean | undefined;

type AnyTest = QuestionTest | FactTest;

/** A test made ready: asked again and again, it must not be taken apart each time. */
type Ready = {
  readonly test: Test;
  readonly variable: string;
  /** number of the question; -1 for a fact */
  readonly question: number;
  readonly isPlain: boolean;
};

/** Tests worked out for one thing, and for the whole form, before we believe that what is left can be shown. */
const patience = { one: 100_000, whole: 1_000_000 };
const noFacts = {};

/**
 * @param nodes questions first, in the order of `questions`; then pages and sections. Without loops.
 */
export function reachOf(nodes: readonly Node[], questions: readonly Question[]) {
  const numbers = new Map(questions.map((question, number) => [question.id, number]));
  const testsOf = new Map<string, AnyTest[]>();
  const ready = new Map<AnyTest, Ready>();
  for (const node of nodes) {
    if (node.when === undefined) continue;
    eachTest(node.when, '', (test) => {
      const variable = nameOf(test);
      const question = 'question' in test ? (numbers.get(test.question) as number) : -1;
      ready.set(test, { test: testOf(test), variable, question, isPlain: isPlain(test) });
      const tests = testsOf.get(variable);
      if (tests) tests.push(test);
      else testsOf.set(variable, [test]);
    });
  }
  const variables = new Map<string, Variable>();
  for (const [name, tests] of testsOf) {
    const first = tests[0] as AnyTest;
    const question = 'question' in first ? questions[numbers.get(first.question) as number] : null;
    const values = question
      ? questionValues(question, tests as QuestionTest[])
      : factValues(tests as FactTest[]);
    variables.set(name, { values: values && distinct(values, tests.filter(isPlain).map(testOf)) });
  }

  let work = 0;
  const given = new Map<string, unknown>();
  /** what is shown, as far as it was worked out in this try */
  const known: (Maybe | 'open')[] = new Array(nodes.length);

  function shown(number: number): Maybe {
    if (known[number] !== 'open') return known[number] as Maybe;
    const { parent, when } = nodes[number] as Node;
    const outer = parent < 0 ? true : shown(parent);
    const inner = outer === false || when === undefined ? true : holds(when);
    const both = outer === false || inner === false ? false : outer && inner;
    known[number] = both;
    return both;
  }

  function holds(condition: Condition): Maybe {
    if ('all' in condition) return every(condition.all, false);
    if ('any' in condition) return every(condition.any, true);
    if ('not' in condition) return negate(holds(condition.not));
    work++;
    const { test, variable, question, isPlain } = ready.get(condition) as Ready;
    const value = given.get(variable);
    const isKnown = given.has(variable) && (isPlain || value === undefined);
    const told: Maybe = isKnown ? test(value, noFacts) : undefined;
    const isShown = question < 0 || shown(question);
    if (isShown === true) return told;
    const hidden = test(undefined, noFacts);
    return isShown === false || told === hidden ? hidden : undefined;
  }

  /** "All" as it stands; "any" as the opposite of "all are not". */
  function every(parts: readonly Condition[], opposite: boolean): Maybe {
    let all: Maybe = true;
    for (const part of parts) {
      const held = opposite ? negate(holds(part)) : holds(part);
      if (held === false) return opposite;
      if (held === undefined) all = undefined;
    }
    return opposite ? negate(all) : all;
  }

  /** Names of everything that decides whether a thing is shown, what is decided first in front. */
  function decidersOf(number: number): string[] {
    const found = new Set<string>();
    const visited = new Set<number>();
    const visit = (one: number) => {
      if (one < 0 || visited.has(one)) return;
      visited.add(one);
      const { parent, when } = nodes[one] as Node;
      visit(parent);
      if (when === undefined) return;
      eachTest(when, '', (test) => {
        if ('question' in test) visit(numbers.get(test.question) as number);
        found.add(nameOf(test));
      });
    };
    visit(number);
    return [...found];
  }

  return {
    /** Whether any valid answer makes a test hold. */
    canHold(test: AnyTest): boolean {
      const values = variables.get(nameOf(test))?.values ?? null;
      if (values === null || !isPlain(test)) return true;
      return values.some((value) => (ready.get(test) as Ready).test(value, noFacts));
    },

    /** Whether any answers and facts make a thing be shown. */
    canShow(number: number): boolean {
      const deciders = decidersOf(number).filter((name) => variables.get(name)?.values !== null);
      const last = Math.min(work + patience.one, patience.whole);
      given.clear();
      const from = (at: number): boolean => {
        known.fill('open');
        const answer = shown(number);
        const name = deciders[at];
        if (answer !== undefined) return answer;
        if (name === undefined || work > last) return true;
        for (const value of variables.get(name)?.values ?? []) {
          given.set(name, value);
          if (from(at + 1)) return true;
        }
        given.delete(name);
        return false;
      };
      return from(0);
    },
  };
}

function negate(value: Maybe): Maybe {
  return value === undefined ? undefined : !value;
}

function nameOf(test: AnyTest): string {
  return 'question' in test ? `question ${test.question}` : `fact ${test.fact}`;
}

/** Whether a test compares with the definition alone, not with a fact. */
function isPlain(test: AnyTest): boolean {
  if ('before' in test) return typeof test.before === 'string';
  if ('after' in test) return typeof test.after === 'string';
  return true;
}

/** One of all the values that no test tells apart. */
function distinct(values: readonly unknown[], tests: readonly Test[]): unknown[] {
  const found = new Map<string, unknown>();
  for (const value of [...values, undefined]) {
    const told = tests.map((test) => (test(value, noFacts) ? 1 : 0));
    // "Not answered" stays its own: tests that depend on facts tell it apart.
    const key = `${value === undefined} ${told.join('')}`;
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

/** Valid answers, at least one for each way in which the tests can turn out; `null` when there are too many. */
function questionValues(question: Question, tests: readonly QuestionTest[]): unknown[] | null {
  const compared = comparedWith(tests);
  const texts = compared.filter((one) => typeof one === 'string');
  const numbers = compared.filter((one) => typeof one === 'number');
  switch (question.kind) {
    case 'yes-no':
      return [true, false];
    case 'statement':
      return [true];
    case 'choice':
      return question.options.map((option) => option.id);
    case 'scale':
      return Array.from({ length: question.limits.points }, (_, i) => i + 1);
    case 'number':
      return numbersAround(numbers, question.limits ?? {});
    case 'date': {
      const { notBefore, notAfter } = question.limits ?? {};
      const bounds = [notBefore, notAfter].filter((one) => typeof one === 'string');
      return [...texts, ...bounds, '2000-01-01']
        .filter(isDay)
        .flatMap((day) => [-1, 0, 1].map((days) => dayAfter(day, days)))
        .filter(isDay)
        .filter((day) => typeof notBefore !== 'string' || day >= notBefore)
        .filter((day) => typeof notAfter !== 'string' || day <= notAfter);
    }
    case 'country':
      return question.limits?.among ? [...question.limits.among] : [...texts, 'ZZ'];
    case 'choices': {
      const { min = 0, max = question.options.length } = question.limits ?? {};
      const alone = new Set(question.options.filter((o) => o.alone).map((o) => o.id));
      const together = question.options.map((o) => o.id).filter((id) => !alone.has(id));
      const picked = picks(texts, together, max)?.filter((ids) => ids.length >= min);
      return picked ? [...picked, ...[...alone].map((id) => [id])] : null;
    }
    case 'languages': {
      const { min = 0, max = defaultLimits.languages } = question.limits ?? {};
      const others = Array.from({ length: Math.min(max, 100) }, (_, i) => `other ${i}`);
      return (
        picks(texts, [...texts, ...others], max)
          ?.filter((picked) => picked.length >= min)
          .map((picked) => picked.map((language) => ({ language }))) ?? null
      );
    }
    case 'list':
    case 'file': {
      const most = question.limits?.max ?? defaultLimits.list;
      const least = question.kind === 'list' ? (question.limits?.min ?? 1) : 1;
      if (most > 1000) return null;
      return Array.from({ length: most }, (_, i) => new Array(i + 1).fill('one')).slice(
        Math.max(0, least - 1),
      );
    }
    default:
      return [...texts, 'something else'];
  }
}

function factValues(tests: readonly FactTest[]): unknown[] {
  const compared = comparedWith(tests);
  const texts = compared.filter((one) => typeof one === 'string');
  const numbers = compared.filter((one) => typeof one === 'number');
  return [
    ...numbersAround(numbers, {}),
    // what sorts right behind each text, and before all
    ...texts.flatMap((text) => [text, `${text} `]),
    ' ',
    true,
    false,
  ];
}

function comparedWith(tests: readonly AnyTest[]): unknown[] {
  return tests.flatMap((test) =>
    Object.entries(test).flatMap(([key, value]) =>
      key === 'question' || key === 'fact' || key === 'answered' ? [] : [value],
    ),
  );
}

/** Each number compared with, and one between and beyond them, inside the limits and on the steps. */
function numbersAround(
  compared: readonly number[],
  limits: { readonly min?: number; readonly max?: number; readonly step?: number },
): number[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, step } = limits;
  const marks = [...new Set([...compared, min, max])]
    .filter((one) => Number.isFinite(one) && one >= min && one <= max)
    .toSorted((a, b) => a - b);
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined) return [0];
  if (step === undefined)
    return [
      ...(min < first ? [first - 1] : []),
      ...marks.flatMap((mark, i) => [
        mark,
        ...(i > 0 ? [(mark + (marks[i - 1] as number)) / 2] : []),
      ]),
      ...(max > last ? [last + 1] : []),
    ];
  const base = limits.min ?? 0;
  const nextStep = (after: number) => base + (Math.floor((after - base) / step + 1e-6) + 1) * step;
  const isOnStep = (one: number) =>
    Math.abs((one - base) / step - Math.round((one - base) / step)) < 1e-6;
  return [
    first - step * 2 >= min ? nextStep(first - step * 2) : first,
    ...marks.flatMap((mark) => [mark, nextStep(mark)]),
  ].filter((one) => one >= min && one <= max && isOnStep(one));
}

function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Every set of the options that tests ask for, filled up with others to every size; `null` when too many. */
function picks(
  asked: readonly string[],
  options: readonly string[],
  max: number,
): string[][] | null {
  const told = [...new Set(asked)].filter((one) => options.includes(one));
  if (told.length > 8 || options.length > 200) return null;
  const others = options.filter((one) => !told.includes(one));
  const found: string[][] = [];
  for (let set = 0; set < 2 ** told.length; set++) {
    const chosen = told.filter((_, i) => (set >> i) & 1);
    for (let more = 0; more <= others.length && chosen.length + more <= max; more++)
      if (chosen.length + more > 0) found.push([...chosen, ...others.slice(0, more)]);
  }
  return found;
}
