export { fileBytes, filesAtMost } from './rules.ts';
export type { About, AboutRef, Part, Relation } from './types.ts';
export { aboutKinds, mailModes } from './types.ts';
