import rules from '../data/rules.json' with { type: 'json' };

/** How long papers and trips are kept after the stay, and a draft of a trip after its last day (data/rules.json). */
export const keptFor = rules.keep;

/** The days before which a stay, or the last day of a draft, must have ended for what is kept of it to go. */
export function keptFrom(today: Temporal.PlainDate): {
  drafts: Temporal.PlainDate;
  papers: Temporal.PlainDate;
  trips: Temporal.PlainDate;
} {
  return {
    drafts: today.subtract(keptFor.drafts),
    papers: today.subtract(keptFor.papers),
    trips: today.subtract(keptFor.trips),
  };
}
