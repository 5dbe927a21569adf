/**
 * When something of a form is shown, as data. A test of a question that is hidden or not answered is false, and
 * so is a test of a fact that nobody brought; only `answered: false` holds then. Nothing here throws.
 */

/** What a test compares with: an option's id, a number, a yes or no, a country code, a date as YYYY-MM-DD. */
export type Plain = string | number | boolean;

/** What the caller knows about the case, such as `age`, `country`, `today`; dates as YYYY-MM-DD. */
export type Facts = Readonly<Record<string, Plain | null | undefined>>;

/** A day, YYYY-MM-DD, or a day counted from a fact: `{ fact: 'today', years: -15 }`. */
export type DateBound =
  | string
  | {
      readonly fact: string;
      readonly years?: number;
      readonly months?: number;
      readonly days?: number;
    };

/**
 * A test of one question. `atLeast` and `atMost` compare a number or a scale, and count what was picked or
 * listed everywhere else; `includes` asks choices for an option, languages for a language.
 */
export type QuestionTest = { readonly question: string } & (
  | { readonly is: Plain }
  | { readonly isNot: Plain }
  | { readonly includes: string }
  | { readonly answered: boolean }
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly before: DateBound }
  | { readonly after: DateBound }
);

/** A test of one fact; `atLeast` and `atMost` compare numbers, or dates with dates. */
export type FactTest = { readonly fact: string } & (
  | { readonly is: Plain }
  | { readonly isNot: Plain }
  | { readonly answered: boolean }
  | { readonly atLeast: number | string }
  | { readonly atMost: number | string }
);

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | QuestionTest
  | FactTest;

export const questionTests = [
  'is',
  'isNot',
  'includes',
  'answered',
  'atLeast',
  'atMost',
  'before',
  'after',
] as const;
export const factTests = ['is', 'isNot', 'answered', 'atLeast', 'atMost'] as const;

/** Whether a test holds for a value; `undefined` is a question or fact without an answer. */
export type Test = (value: unknown, facts: Facts) => boolean;

export function testOf(test: QuestionTest | FactTest): Test {
  if ('is' in test) return (value) => value === test.is;
  if ('isNot' in test) return (value) => value !== undefined && value !== test.isNot;
  if ('includes' in test) return (value) => includes(value, test.includes);
  if ('answered' in test) return (value) => (value !== undefined) === test.answered;
  if ('atLeast' in test) return (value) => compare(value, test.atLeast) >= 0;
  if ('atMost' in test) return (value) => compare(value, test.atMost) <= 0;
  if ('before' in test)
    return (value, facts) => compare(value, dayOf(test.before, facts) ?? false) < 0;
  return (value, facts) => compare(value, dayOf(test.after, facts) ?? false) > 0;
}

function includes(value: unknown, wanted: string): boolean {
  if (!Array.isArray(value)) return false;
  return value.some(
    (one) =>
      one === wanted ||
      (typeof one === 'object' &&
        one !== null &&
        (one as { language?: unknown }).language === wanted),
  );
}

/** Below, at or above 0 as in sorting; NaN, which fails every comparison, when the two are of different sorts. */
function compare(value: unknown, limit: unknown): number {
  const size = Array.isArray(value) ? value.length : value;
  if (typeof size === 'number' && typeof limit === 'number') return size - limit;
  if (typeof size === 'string' && typeof limit === 'string')
    return size < limit ? -1 : size > limit ? 1 : 0;
  return Number.NaN;
}

/** @returns YYYY-MM-DD; `null` when the fact is unknown or no date, or the day lies outside the calendar */
export function dayOf(bound: DateBound, facts: Facts): string | null {
  if (typeof bound === 'string') return bound;
  const day = factOf(facts, bound.fact);
  if (typeof day !== 'string' || !isDay(day)) return null;
  const { years = 0, months = 0, days = 0 } = bound;
  if (years === 0 && months === 0 && days === 0) return day;
  try {
    // One after the other: a Temporal duration cannot mix "18 years back" with "one day on".
    const inMonth = Temporal.PlainDate.from(day).add({ months: years * 12 + months });
    const moved = inMonth.add({ days }).toString();
    return isDay(moved) ? moved : null;
  } catch {
    return null;
  }
}

/** A fact by name; what an object inherits is no fact. */
export function factOf(facts: Facts, name: string): Plain | undefined {
  return Object.hasOwn(facts, name) ? (facts[name] ?? undefined) : undefined;
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a day of the calendar as YYYY-MM-DD, years 1000 to 9999: such texts sort as days do. */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (daysOfMonth[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** Calls back for every test inside a condition, with its place, such as `when.all.1.not`. */
export function eachTest(
  condition: Condition,
  place: string,
  visit: (test: QuestionTest | FactTest, place: string) => void,
): void {
  if ('all' in condition)
    condition.all.forEach((part, i) => void eachTest(part, `${place}.all.${i}`, visit));
  else if ('any' in condition)
    condition.any.forEach((part, i) => void eachTest(part, `${place}.any.${i}`, visit));
  else if ('not' in condition) eachTest(condition.not, `${place}.not`, visit);
  else visit(condition, place);
}

/** What a compiled condition looks at: answers and what is shown, both by number. */
export type Sight = {
  /** by number of the question; `undefined` is not answered */
  readonly values: readonly unknown[];
  /** by number of the question: 1 when shown */
  readonly shown: Uint8Array;
  readonly facts: Facts;
};

export type Holds = (sight: Sight) => boolean;

/** Makes a condition a function. Every question it names must have a number. */
export function compileCondition(
  condition: Condition,
  numberOf: (question: string) => number,
): Holds {
  if ('all' in condition) {
    const parts = condition.all.map((part) => compileCondition(part, numberOf));
    return (sight) => parts.every((holds) => holds(sight));
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => compileCondition(part, numberOf));
    return (sight) => parts.some((holds) => holds(sight));
  }
  if ('not' in condition) {
    const holds = compileCondition(condition.not, numberOf);
    return (sight) => !holds(sight);
  }
  const test = testOf(condition);
  if ('fact' in condition) {
    const { fact } = condition;
    return (sight) => test(factOf(sight.facts, fact), sight.facts);
  }
  const question = numberOf(condition.question);
  return (sight) => test(sight.shown[question] ? sight.values[question] : undefined, sight.facts);
}
