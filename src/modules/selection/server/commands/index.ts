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
  tellReviewers,
  tellReviewersJob,
  toldOn,
} from './review.ts';
