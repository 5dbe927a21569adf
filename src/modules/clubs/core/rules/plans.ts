import texts from '../data/texts.json' with { type: 'json' };
import type { PlanStep, Words } from '../types.ts';

/** A plan has few steps: more than these is a programme. */
export const stepsAtMost = 6;

/** Rows of a form, those that were left empty taken out. */
export function stepsIn(rows: readonly PlanStep[]): PlanStep[] {
  return rows.filter((row) => row.what.trim() !== '').slice(0, stepsAtMost);
}

/** Days after which somebody who has not been heard of is asked, and after which the others' news come by mail. */
export const silentAfterDays = 14;
export const digestAfterDays = 7;

/** The longest a recording is shown. */
export const recordingDaysAtMost = 180;

export type TextTemplate = {
  id: string;
  when: 'before' | 'between' | 'after';
  title: Words;
  text: Words;
};
export const textTemplates: readonly TextTemplate[] = texts.texts as TextTemplate[];

/**
 * A text of the facilitator's with the club's facts in it.
 * @param facts by the words in braces; what is not known becomes a dash
 */
export function filledText(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z_]+)\}/g, (_, name: string) => facts[name] || '–');
}

/** Everything of a club that has a moment and an author, for "what is new since I was here". */
export type Happening = {
  kind:
    | 'member'
    | 'left'
    | 'meeting'
    | 'decision'
    | 'report'
    | 'file'
    | 'card'
    | 'plan'
    | 'feedback';
  at: Temporal.Instant;
  /** null: nobody in particular */
  by: string | null;
};

/** What happened after a moment and was not done by this person, counted by kind. */
export function newsSince(
  happenings: readonly Happening[],
  since: Temporal.Instant | null,
  personId: string,
): { kind: Happening['kind']; count: number }[] {
  const fresh = happenings.filter(
    (h) => h.by !== personId && (since === null || Temporal.Instant.compare(h.at, since) > 0),
  );
  return [...Map.groupBy(fresh, (h) => h.kind)].map(([kind, those]) => ({
    kind,
    count: those.length,
  }));
}
