/**
 * How long the papers of a project are kept after its last day: what a beneficiary has to show is asked for until five years
 * after the last payment (three for small grants). The guides that say so were not at hand, so the longer term is taken and
 * counted from the last day of the last stay.
 */
export const papersKept = { years: 5 } as const;

/** Projects whose last day lies before this one have no paper left that anybody may ask for. */
export function papersKeptFrom(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract(papersKept);
}
