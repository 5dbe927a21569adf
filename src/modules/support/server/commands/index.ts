export {
  changeCaseLevel,
  closeCase,
  confirmStep,
  dropStep,
  finishStep,
  lookAtTalk,
  openCase,
  openCaseFromConcern,
  planStep,
  putCaseAside,
  reopenCase,
  takeCase,
  tellLateCase,
  writeCaseNote,
} from './cases.ts';
export { handCaseBack, keepConcernRead, openCircle } from './circles.ts';
export {
  addConcernReaders,
  askFurtherReaders,
  closeConcern,
  noteConcernRead,
  passOnConcern,
  raiseConcern,
  widenJob,
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
export { answerPlan, planAnsweredJob, sharePlan, tellPlanAnswer } from './plans.ts';
