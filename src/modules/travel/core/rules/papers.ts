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
