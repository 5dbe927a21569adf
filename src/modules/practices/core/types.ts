export const practiceStates = ['draft', 'club', 'public', 'withdrawn'] as const;
export type PracticeState = (typeof practiceStates)[number];

export const marks = ['would_adopt', 'adopted'] as const;
/** What a reader says about a card: they would do it too, or they have. */
export type Mark = (typeof marks)[number];

export const licences = ['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0'] as const;
export type Licence = (typeof licences)[number];

/** The parts of a card in the order in which it is read. Those that must be there come first. */
export const requiredParts = ['problem', 'steps'] as const;
export const optionalParts = ['forWhom', 'resources', 'evidence', 'conditions'] as const;
export const parts = [...requiredParts, ...optionalParts] as const;
export type Part = (typeof parts)[number];
