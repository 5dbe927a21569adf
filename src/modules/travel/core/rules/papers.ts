import rules from '../data/rules.json' with { type: 'json' };
import type { Paper, PaperKind } from '../types.ts';
import { paperKinds } from '../types.ts';

/** missing: nobody has looked; late: begins after the departure; short: ends too early; fine: lasts */
export type PaperStanding = 'missing' | 'late' | 'short' | 'fine';

export type PaperCheck = {
  kind: PaperKind;
  standing: PaperStanding;
  /** until when it must be valid */
  neededUntil: Temporal.PlainDate;
  paper: Paper | null;
};

/** Which papers a pupil carries: someone of 18 needs nobody's authorisation. */
export function papersNeeded(ofAge: boolean): PaperKind[] {
  return paperKinds.filter((kind) => kind !== 'authorisation' || !ofAge);
}

/**
 * Whether papers last for a stay, with room for a journey home that is later than planned.
 * @param ofAge on the last day of the stay
 */
export function checkPapers(
  papers: readonly Paper[],
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate },
  ofAge: boolean,
): PaperCheck[] {
  return papersNeeded(ofAge).map((kind) => {
    const neededUntil = stay.endsOn.add({ days: rules.papers[kind].marginDays });
    const paper = papers.find((p) => p.kind === kind) ?? null;
    const standing: PaperStanding = !paper
      ? 'missing'
      : Temporal.PlainDate.compare(paper.validUntil, neededUntil) < 0
        ? 'short'
        : paper.validFrom && Temporal.PlainDate.compare(paper.validFrom, stay.startsOn) > 0
          ? 'late'
          : 'fine';
    return { kind, standing, neededUntil, paper };
  });
}

/** By when papers should be in order. */
export function papersDue(startsOn: Temporal.PlainDate): Temporal.PlainDate {
  return startsOn.subtract({ days: rules.papers.dueDaysBefore });
}

/**
 * Since when papers are in order, for the steps of a pupil's plan.
 * @returns `all`: the moment at which the last paper was looked at, `covered`: the same of insurance and EHIC alone; null
 *   while one is missing or does not last
 */
export function papersSince(checks: readonly PaperCheck[]): {
  all: Temporal.Instant | null;
  covered: Temporal.Instant | null;
} {
  const since = (those: readonly PaperCheck[]) =>
    those.every((c) => c.standing === 'fine')
      ? latestOf(those.map((c) => (c.paper as Paper).seenAt))
      : null;
  return {
    all: since(checks),
    covered: since(checks.filter((c) => c.kind === 'insurance' || c.kind === 'ehic')),
  };
}

export function latestOf(moments: readonly Temporal.Instant[]): Temporal.Instant | null {
  return moments.toSorted(Temporal.Instant.compare).at(-1) ?? null;
}

/**
 * Which reminder of open papers a day is for: two weeks before they should be in order, and from the eve of that day on until
 * the departure. Each is sent once, so a night without a server is made up for.
 */
export function papersReminder(
  startsOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
): 'first' | 'last' | null {
  const due = papersDue(startsOn);
  const from = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(today, day) >= 0;
  if (from(startsOn)) return null;
  if (from(due.subtract({ days: 1 }))) return 'last';
  return from(due.subtract({ days: rules.papers.remindDaysBefore })) ? 'first' : null;
}

/** The last first day of a stay about whose papers somebody may be reminded on a day. */
export function papersAskedUntil(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ days: rules.papers.dueDaysBefore + rules.papers.remindDaysBefore });
}
