export { stayLength } from './rules.ts';
export type { PartyRole, Side, StepFacts, TemplateName } from './types.ts';
