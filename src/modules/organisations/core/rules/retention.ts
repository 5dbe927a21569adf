/**
 * An organisation takes part as long as a project of it is kept or somebody of it signs in. What it has here is kept that
 * long after the last sign-in, as the papers of its projects may be asked for.
 */
export const organisationKept = { years: 10 } as const;
/** An invitation that was answered, withdrawn or ran out. */
export const invitationKept = { years: 1 } as const;

/** Organisations of which nobody was here since this day are over. */
export function asleepFrom(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract(organisationKept);
}
