export { papersKept, papersKeptFrom } from './rules/index.ts';
export type { PartyRole, StepFacts, TemplateName } from './types.ts';
