export { mayReadOfOrganisation } from './policy.ts';
export { shortHash } from './rules.ts';
export type { DocumentFacts } from './types.ts';
