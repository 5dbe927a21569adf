import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { remindRenewals } from './jobs/index.ts';
export { tryCooperation } from './jobs/print.ts';
export {
  type DecisionChoices,
  type DecisionSubjectSource,
  responsibilitiesOf,
  responsibilityFor,
  setDecisionSubjects,
  sharedTask,
  sheetOfResponsibilities,
  tableOf,
  threadSources,
} from './queries/index.ts';
export { partnershipById } from './store/partnerships.ts';

export const {
  acceptAgreement,
  answerContact,
  answerProposal,
  answerTask,
  askDecision,
  changeAgreement,
  chooseContact,
  decide,
  declineContact,
  endPartnership,
  fileAgreement,
  giveOpinion,
  proposePartnership,
  proposeTask,
  putAgreement,
  saveAgreement,
  sendBackAgreement,
  withdrawDecision,
  withdrawTask,
  writeContact,
} = commands;
export const {
  getAgreement,
  getAgreementPrint,
  getContact,
  getContactForm,
  getDecision,
  getDecisionForm,
  getPartnership,
  getProposalForm,
  getResponsibilities,
  listDecisionSubjects,
  listDecisions,
  listPartnerships,
  listTurns,
} = queries;

export const partnerships: ServerModule = {
  commands: [
    writeContact,
    answerContact,
    declineContact,
    chooseContact,
    proposePartnership,
    answerProposal,
    endPartnership,
    saveAgreement,
    putAgreement,
    acceptAgreement,
    sendBackAgreement,
    changeAgreement,
    fileAgreement,
    proposeTask,
    answerTask,
    withdrawTask,
    askDecision,
    giveOpinion,
    decide,
    withdrawDecision,
    commands.tellOrganisation,
    commands.forgetOld,
  ],
  queries: [
    listPartnerships,
    getPartnership,
    listTurns,
    getContactForm,
    getContact,
    getProposalForm,
    getAgreement,
    getAgreementPrint,
    getResponsibilities,
    listDecisions,
    listDecisionSubjects,
    getDecisionForm,
    getDecision,
  ],
  jobs,
  handlers,
  privacy,
};
