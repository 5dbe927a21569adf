/** As long as the papers of a project may be asked for, and five years more to answer for what was decided. */
export const linesKept = { years: 10 } as const;
/** Long enough to see that a mail did not arrive. */
export const mailsKept = { days: 90 } as const;
