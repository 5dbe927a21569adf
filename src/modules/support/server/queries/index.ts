export { getCase, listCaseDuties, listCases, listCasesOfStay } from './cases.ts';
export { getConcern, getConcernForm, listConcerns } from './concerns.ts';
export {
  getTalkForms,
  getVisitForm,
  listCheckIns,
  listContacts,
  listSupportDuties,
} from './contacts.ts';
export { getEvaluation, supportFacts } from './evaluations.ts';
export { listPlans } from './plans.ts';
