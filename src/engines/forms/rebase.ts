import type { Params } from '#kernel/outcome.ts';
import { adaptForm, applyChange, type ChangeFault, type FormChange, isNew } from './adapt.ts';
import { type FormDefinition, pagesOf, wordsOf } from './definition.ts';

/** What a person has to look at when the base has a new version: key of its message -> its parameters. */
export const conflictReasons = {
  'forms.conflict.base-reworded': ['at', 'language', 'before', 'after'],
  'forms.conflict.moved-to-end': ['id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Conflict = {
  /** which of the given changes; `null` when it is about what comes out of all */
  readonly change: number | null;
  readonly place: string;
  readonly reason: keyof typeof conflictReasons | ChangeFault['reason'];
  readonly params: Params;
  /** whether the change is still among the changes */
  readonly kept: boolean;
};

/**
 * Brings changes over to a new version of their base. What can be settled without anybody is settled (a hidden
 * question that is gone, an order with new questions in it); the rest are conflicts. A change that cannot be made any
 * more is left out; one that can, but should be looked at, is kept. Hiding a question that something new depends on is
 * left out. Conflicts without a change, such as words that a translation lacks, must be settled before the
 * form can be published.
 */
export function rebaseChanges(
  oldBase: FormDefinition,
  newBase: FormDefinition,
  changes: readonly FormChange[],
): { changes: FormChange[]; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const kept = new Map<number, FormChange>();
  let definition = newBase;
  changes.forEach((change, number) => {
    if (isMoot(change, newBase, oldBase)) return;
    const note = (reason: Conflict['reason'], params: Params) =>
      void conflicts.push({
        change: number,
        place: `changes.${number}`,
        reason,
        params,
        kept: true,
      });
    const fitted = refit(change, definition, note);
    const result = applyChange(definition, fitted, newBase);
    if ('reason' in result) {
      conflicts.push({ change: number, place: `changes.${number}`, ...result, kept: false });
      return;
    }
    noteRewording(fitted, oldBase, newBase, note);
    definition = result;
    kept.set(number, fitted);
  });

  for (;;) {
    const adapted = adaptForm(newBase, [...kept.values()]);
    if (adapted.ok) break;
    const hiding = adapted.faults.map((fault) => hidingOf(fault, kept, newBase));
    const number = hiding.find((one) => one !== undefined);
    if (number === undefined) {
      for (const fault of adapted.faults) conflicts.push({ change: null, ...fault, kept: true });
      break;
    }
    const fault = adapted.faults[hiding.indexOf(number)] as ChangeFault;
    conflicts.push({ change: number, ...fault, kept: false });
    kept.delete(number);
  }
  return { changes: [...kept.values()], conflicts };
}

/** Hiding, requiring or not what the new base no longer asks. */
function isMoot(change: FormChange, newBase: FormDefinition, oldBase: FormDefinition): boolean {
  if (change.do === 'hide-page')
    return isNew([newBase], 'pages', change.page) && !isNew([oldBase], 'pages', change.page);
  if (change.do !== 'hide-question' && change.do !== 'require') return false;
  const { question } = change;
  return isNew([newBase], 'questions', question) && !isNew([oldBase], 'questions', question);
}

/** Makes a change fit what is there now: places, orders and translations that lost a part of what they name. */
function refit(
  change: FormChange,
  definition: FormDefinition,
  note: (reason: Conflict['reason'], params: Params) => void,
): FormChange {
  switch (change.do) {
    case 'add-question': {
      const page = pagesOf(definition).find(({ id }) => id === change.page);
      const after = placeFor(page?.questions, change.after);
      if (after !== change.after) note('forms.conflict.moved-to-end', { id: change.question.id });
      return { ...change, after };
    }
    case 'add-page': {
      const section = definition.sections.find(({ id }) => id === change.section);
      const after = placeFor(section?.pages, change.after);
      if (after !== change.after) note('forms.conflict.moved-to-end', { id: change.page.id });
      return { ...change, after };
    }
    case 'reorder': {
      const page = pagesOf(definition).find(({ id }) => id === change.page);
      const ids = (page?.questions ?? []).map(({ id }) => id);
      const order = change.questions.filter((id) => ids.includes(id));
      // A new question stays behind the one it follows in the base.
      ids.forEach((id, i) => {
        if (!order.includes(id))
          order.splice(i === 0 ? 0 : order.indexOf(ids[i - 1] as string) + 1, 0, id);
      });
      return { ...change, questions: order };
    }
    case 'translate': {
      const there = wordsOf(definition);
      const words = Object.entries(change.words).filter(([address]) => there.has(address));
      return { ...change, words: Object.fromEntries(words) };
    }
    default:
      return change;
  }
}

function placeFor(
  list: readonly { readonly id: string }[] | undefined,
  after: string | null,
): string | null {
  if (!list || after === null || list.some(({ id }) => id === after)) return after;
  return list.at(-1)?.id ?? null;
}

/** Says where the base changed the words that a change replaces or translates. */
function noteRewording(
  change: FormChange,
  oldBase: FormDefinition,
  newBase: FormDefinition,
  note: (reason: Conflict['reason'], params: Params) => void,
): void {
  if (change.do !== 'reword' && change.do !== 'translate') return;
  const [old, now] = [wordsOf(oldBase), wordsOf(newBase)];
  for (const at of change.do === 'reword' ? [change.at] : Object.keys(change.words)) {
    const [wasIn, isIn] = [old.get(at), now.get(at)];
    // A translation into a new language is made from English.
    const language = wasIn?.[change.language] === undefined ? 'en' : change.language;
    const [before, after] = [wasIn?.[language], isIn?.[language]];
    if (before !== undefined && after !== undefined && before !== after)
      note('forms.conflict.base-reworded', { at, language, before, after });
  }
}

/** The change that hid the question which something depends on. */
function hidingOf(
  fault: ChangeFault,
  changes: ReadonlyMap<number, FormChange>,
  base: FormDefinition,
): number | undefined {
  if (fault.reason !== 'forms.change.depends-on-hidden') return undefined;
  const { question } = fault.params;
  const page = pagesOf(base).find(({ questions }) => questions.some(({ id }) => id === question));
  return [...changes].find(
    ([, change]) =>
      (change.do === 'hide-question' && change.question === question) ||
      (change.do === 'hide-page' && change.page === page?.id),
  )?.[0];
}
