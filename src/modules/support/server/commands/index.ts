export {
  changeCaseLevel,
  closeCase,
  confirmStep,
  dropStep,
  finishStep,
  lookAtTalk,
  openCase,
  planStep,
  putCaseAside,
  reopenCase,
  takeCase,
  tellLateCase,
  writeCaseNote,
} from './cases.ts';
export {
  closeConcern,
  noteConcernRead,
  passOnConcern,
  raiseConcern,
  writeInConcern,
} from './concerns.ts';
export {
  beginCover,
  endCover,
  lookJob,
  makeCover,
  recordCheckIn,
  recordCheckIns,
  recordVisit,
  sayThanks,
} from './contacts.ts';
export { submitEvaluation } from './evaluate.ts';
export { askForContacts, forgetSupport } from './night.ts';
