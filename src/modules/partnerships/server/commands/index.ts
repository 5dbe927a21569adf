export {
  acceptAgreement,
  changeAgreement,
  fileAgreement,
  printOf,
  putAgreement,
  saveAgreement,
  sendBackAgreement,
  wordingOf,
} from './agreement.ts';
export { answerContact, asksOf, chooseContact, declineContact, writeContact } from './contacts.ts';
export {
  askDecision,
  decide,
  decider,
  giveOpinion,
  withdrawDecision,
} from './decisions.ts';
export { answerProposal, askedOf, endPartnership, proposePartnership } from './partnerships.ts';
export { forgetOld } from './retention.ts';
export { answerTask, proposeTask, withdrawTask } from './tasks.ts';
export { tellOrganisation } from './tell.ts';
