export { adaptingOrgs } from './policy.ts';
export { factsFor, pageOf, readPage, soundForm, stateOfSection } from './rules.ts';
export { fieldsInput, shippedForms } from './schema.ts';
export type { FormPage, RequestState, RequestSummary } from './types.ts';
