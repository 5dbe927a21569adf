export { adaptingOrgs } from './policy.ts';
export {
  factsFor,
  isSealed,
  pageOf,
  readPage,
  soundForm,
  stateOfSection,
  wordingLanguage,
} from './rules.ts';
export { fieldsInput, pageSent, shippedForms } from './schema.ts';
export type { FormPage, RequestState, RequestSummary } from './types.ts';
