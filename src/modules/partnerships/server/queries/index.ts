export { threadSources } from './about.ts';
export { getAgreement, getAgreementPrint } from './agreement.ts';
export { getContact, getContactForm, getProposalForm } from './contacts.ts';
export { getDecision, getDecisionForm, listDecisionSubjects, listDecisions } from './decisions.ts';
export { getPartnership, listPartnerships, listTurns } from './partnerships.ts';
export {
  responsibilitiesOf,
  responsibilityFor,
  sharedTask,
  tableOf,
} from './responsibility.ts';
export { sheetOfResponsibilities } from './sheet.ts';
export {
  type DecisionChoices,
  type DecisionSubjectSource,
  setDecisionSubjects,
} from './subjects.ts';
export { getResponsibilities } from './tasks.ts';
