import texts from '../data/texts.json' with { type: 'json' };
import type { PlanStep, Words } from '../types.ts';

/** A plan has few steps: more than these is a programme. */
export const stepsAtMost = 6;

/** Rows of a form, those that were left empty taken out. */
export function stepsIn(rows: readonly PlanStep[]): PlanStep[] {
  return rows.filter((row) => row.what.trim() !== '').slice(0, stepsAtMost);
}

/**
 * The last day of a "by when": the day itself, or the end of its month.
 * @returns null where it is open, or told in words as in older plans
 */
export function dueDay(due: string): Temporal.PlainDate | null {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(due)) return Temporal.PlainDate.from(due);
    if (!/^\d{4}-\d{2}$/.test(due)) return null;
    const month = Temporal.PlainYearMonth.from(due);
    return month.toPlainDate({ day: month.daysInMonth });
  } catch {
    return null;
  }
}

/** Steps that end within so many days are told beforehand. */
const soonDays = 14;

/** How a step stands on a day. */
export type StepStanding = 'done' | 'late' | 'soon' | 'open';

export function standingOf(step: PlanStep, today: Temporal.PlainDate): StepStanding {
  if (step.done) return 'done';
  const day = dueDay(step.due);
  if (!day) return 'open';
  const left = today.until(day, { largestUnit: 'days' }).days;
  return left < 0 ? 'late' : left <= soonDays ? 'soon' : 'open';
}

/**
 * Steps as they are carried out: by their day, those without one at the end, in the order of the plan where it is the same.
 * @returns each with its place in the plan
 */
export function stepsByDue(steps: readonly PlanStep[]): { step: PlanStep; position: number }[] {
  return steps
    .map((step, position) => ({ step, position, day: dueDay(step.due) }))
    .sort((a, b) => {
      if (a.day && b.day)
        return Temporal.PlainDate.compare(a.day, b.day) || a.position - b.position;
      return Number(b.day !== null) - Number(a.day !== null) || a.position - b.position;
    })
    .map(({ step, position }) => ({ step, position }));
}

/** Days after which somebody who has not been heard of is asked, and after which the others' news come by mail. */
export const silentAfterDays = 14;
export const digestAfterDays = 7;

/** A club is kept for so long after its last meeting; the page about privacy promises it. */
const yearsKept = 2;

/** Clubs that nobody has met in since this moment are deleted. */
export function forgottenBefore(today: Temporal.PlainDate): Temporal.Instant {
  return today.subtract({ years: yearsKept }).toZonedDateTime('UTC').toInstant();
}

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
