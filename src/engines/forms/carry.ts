import type { CompiledForm } from './compile.ts';
import { type Field, fingerprint, hasOptions, type Question } from './definition.ts';
import { type Answer, type Answers, isBlank } from './values.ts';

/** Why an answer did not come along: key of its message -> the parameters the message gets. */
export const dropReasons = {
  'forms.dropped.question-gone': [],
  'forms.dropped.kind-changed': [],
  'forms.dropped.option-gone': [],
  'forms.dropped.field-gone': [],
  'forms.dropped.reworded': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Dropped = {
  readonly question: string;
  /** what does not come along, of an answer or all of it */
  readonly value: unknown;
  readonly reason: keyof typeof dropReasons;
};

/**
 * Takes answers over to another version of their form. An answer that only breaks a new limit comes along, so that
 * nobody loses a letter for being too long: its page is `faulty` then. A declaration that reads differently now was
 * not agreed to.
 */
export function carryAnswers(
  from: CompiledForm,
  to: CompiledForm,
  answers: Answers,
): { answers: Answers; dropped: Dropped[] } {
  const carried: [string, Answer | null][] = [];
  const dropped: Dropped[] = [];
  for (const [id, value] of Object.entries(answers)) {
    const before = from.questions[from.questionNumbers.get(id) ?? -1];
    const after = to.questions[to.questionNumbers.get(id) ?? -1];
    const drop = (reason: Dropped['reason'], what: unknown = value) =>
      void dropped.push({ question: id, value: what, reason });
    if (!after) drop('forms.dropped.question-gone');
    else if (before && before.kind !== after.kind) drop('forms.dropped.kind-changed');
    else if (value === null || isBlank(after.kind, value)) carried.push([id, value]);
    else if (before && after.kind === 'statement' && !readsTheSame(before, after))
      drop('forms.dropped.reworded');
    else {
      const kept = keep(after, value, drop);
      if (kept !== undefined) carried.push([id, kept as Answer]);
    }
  }
  return { answers: Object.fromEntries(carried), dropped };
}

/** A language that came or went changes nothing for who read the others. */
function readsTheSame(before: Question, after: Question): boolean {
  const common = Object.keys(before.label).filter((language) =>
    Object.hasOwn(after.label, language),
  );
  const of = ({ label, hint }: Question) =>
    common.map((language) => [label[language], hint?.[language] ?? '']);
  return fingerprint(of(before)) === fingerprint(of(after));
}

/** What of an answer still has its option or field; `undefined` when nothing has. */
function keep(
  question: Question | Field,
  value: unknown,
  drop: (reason: Dropped['reason'], what: unknown) => void,
): unknown {
  if (hasOptions(question)) {
    const isThere = (one: unknown) => question.options.some((option) => option.id === one);
    if (!Array.isArray(value)) {
      if (isThere(value)) return value;
      return drop('forms.dropped.option-gone', value);
    }
    for (const one of value) if (!isThere(one)) drop('forms.dropped.option-gone', one);
    const left = value.filter(isThere);
    return left.length > 0 ? left : undefined;
  }
  if (question.kind !== 'list' || !Array.isArray(value)) return value;
  return value.map((row: unknown) => {
    if (typeof row !== 'object' || row === null) return row;
    return Object.fromEntries(
      Object.entries(row).flatMap(([name, answer]) => {
        const field = question.fields.find((one) => one.id === name);
        if (!field) {
          if (!isBlank('text', answer)) drop('forms.dropped.field-gone', answer);
          return [];
        }
        const kept = answer === null ? null : keep(field, answer, drop);
        return kept === undefined ? [] : [[name, kept]];
      }),
    );
  });
}
