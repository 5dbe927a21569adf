export type { PartyRole, StepFacts, TemplateName } from './types.ts';
