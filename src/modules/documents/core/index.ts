export { mayReadOfOrganisation } from './policy.ts';
export { contentDisposition, safeFileName, shortHash } from './rules.ts';
export type { DocumentFacts } from './types.ts';
