export { cancelRound, eraseCancelled } from './cancel.ts';
export {
  closeRound,
  decideRound,
  freePlaces,
  moveUp,
  nextInReserve,
  noteGivenUp,
  planOutcome,
  sayAbroad,
  writeLetter,
} from './decide.ts';
export {
  conflictsIn,
  type LoadedRound,
  proposalOf,
  ratersDone,
  ratersNeeded,
  readRound,
  stillIn,
} from './loaded.ts';
export {
  addLateApplications,
  dropRater,
  nameRater,
  noGuards,
  openRating,
  openRound,
  publishRound,
  saveRound,
  startCalibration,
  takeBackRound,
} from './prepare.ts';
export { declareConflict, ratePupil, reviseRating } from './rate.ts';
export {
  answerReview,
  askReview,
  decidersOf,
  handReview,
  reviewersFor,
  tellReviewers,
  tellReviewersJob,
  toldOn,
} from './review.ts';
